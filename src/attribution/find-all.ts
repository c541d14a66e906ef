import type { Engine } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';
import type { Rate } from '../statistics/estimate.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';
import { countExits, type ExitCounts } from './count-exits.ts';
import { countMinutes, type MinuteCount } from './count-minutes.ts';
import { countRequests, type RequestCounts } from './count-requests.ts';
import { countSignals, type SignalCount, type SignalSpec } from './count-signals.ts';
import { countSources, type SourceCount } from './count-sources.ts';
import { listPooled, type Pooled } from './list-pooled.ts';
import { findSplit, type SplitFindings, type SplitInput } from './split/find-split.ts';
import type { FailedGate } from './split/judge-split.ts';

/** Everything that is found out about where, when, from where and why shoppers leave. */
export interface Findings {
  exits: ExitCounts;
  minutes: MinuteCount[];
  paths: { from_group: number | null; to_group: number; sessions: number }[];
  signals: SignalCount[];
  /** What visitors were asked for before they paid; null where no page asks for anything. */
  requests: RequestCounts | null;
  sources: SourceCount[];
  pooled: Pooled;
  /** Channel against the worst friction that the session met. */
  matrix: { channel: string; friction: 'none' | 'soft' | 'hard'; cohort_sessions: number; cohort_orders: number }[];
  /** Why: the split between friction and traffic; null where a gate kept it from being made. */
  split: SplitFindings | null;
  /** The gates that did. */
  split_gates: FailedGate[];
}

const paths = defineQuery({
  name: 'last_page_groups',
  grain: 'one row per pair of the last two different page groups of abandoned cohort sessions',
  columns: { from_group: 'INTEGER', to_group: 'INTEGER', sessions: 'INTEGER' },
  sql: `select nullif(cast(group_before as integer), 0) as from_group, cast(last_group as integer) as to_group, cast(count(*) as integer) as sessions
    from sessions where is_cohort = 1 and outcome = 4 and last_group > 0
    group by 1, 2 order by sessions desc, 2, 1`,
});

const matrix = defineQuery({
  name: 'matrix_cells_read',
  grain: 'one row per channel and worst friction',
  columns: { channel: 'VARCHAR', friction: 'VARCHAR', cohort_sessions: 'INTEGER', cohort_orders: 'INTEGER' },
  sql: `select channel, friction, cohort_sessions, cohort_orders from matrix_cells
    order by channel, case friction when 'none' then 0 when 'soft' then 1 else 2 end`,
});

/** Findings that are counted; the split is estimated. */
export type Counts = Omit<Findings, 'split' | 'split_gates'>;

/** Counts the findings. @param available - names of the signals that the exports can show */
export async function countAll(engine: Engine, signals: readonly SignalSpec[], available: ReadonlySet<string>): Promise<Counts> {
  return {
    exits: await countExits(engine),
    minutes: await countMinutes(engine),
    paths: (await engine.rows(paths)).map((row) => ({ from_group: row.from_group, to_group: row.to_group!, sessions: row.sessions! })),
    signals: await countSignals(engine, signals, available),
    requests: await countRequests(engine),
    sources: await countSources(engine),
    pooled: await listPooled(engine),
    matrix: (await engine.rows(matrix)).map((row) => ({
      channel: row.channel!,
      friction: row.friction as 'none' | 'soft' | 'hard',
      cohort_sessions: row.cohort_sessions!,
      cohort_orders: row.cohort_orders!,
    })),
  };
}

/** Estimates the split from its tables, for which the engine is no longer needed. */
export function withSplit(counts: Counts, input: SplitInput): Findings {
  const { found, gates } = findSplit(input);
  return { ...counts, split: found, split_gates: gates };
}

/** Share of confirmed sessions of a channel that have an order in the export. */
export function matchRate(withOrder: number, confirmed: number): Rate {
  return wilsonInterval(withOrder, confirmed);
}

/** Drop-off of a funnel step: sessions that reached no later one, of those that reached it. */
export function dropOff(stopped: number, reached: number): Rate | null {
  return reached > 0 ? wilsonInterval(stopped, reached) : null;
}
