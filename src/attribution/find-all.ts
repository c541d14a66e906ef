import type { Engine } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';
import type { Rate } from '../statistics/estimate.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';
import { countExits, type ExitCounts } from './count-exits.ts';
import { countMinutes, type MinuteCount } from './count-minutes.ts';
import { countSignals, type SignalCount, type SignalSpec } from './count-signals.ts';
import { countSources, type SourceCount } from './count-sources.ts';

/** Everything this version finds out about where, when and from where shoppers leave. Nothing here says why. */
export interface Findings {
  exits: ExitCounts;
  minutes: MinuteCount[];
  paths: { from_group: number | null; to_group: number; sessions: number }[];
  signals: SignalCount[];
  sources: SourceCount[];
}

const paths = defineQuery({
  name: 'last_page_groups',
  grain: 'one row per pair of the last two different page groups of abandoned cohort sessions',
  columns: { from_group: 'INTEGER', to_group: 'INTEGER', sessions: 'INTEGER' },
  sql: `select nullif(cast(group_before as integer), 0) as from_group, cast(last_group as integer) as to_group, cast(count(*) as integer) as sessions
    from sessions where is_cohort = 1 and outcome = 4 and last_group > 0
    group by 1, 2 order by sessions desc, 2, 1`,
});

/** Counts all findings; `available` names the signals that the exports can show. */
export async function findAll(engine: Engine, signals: readonly SignalSpec[], available: ReadonlySet<string>): Promise<Findings> {
  return {
    exits: await countExits(engine),
    minutes: await countMinutes(engine),
    paths: (await engine.rows(paths)).map((row) => ({ from_group: row.from_group, to_group: row.to_group!, sessions: row.sessions! })),
    signals: await countSignals(engine, signals, available),
    sources: await countSources(engine),
  };
}

/** Share of confirmed sessions of a channel that have an order in the export. */
export function matchRate(withOrder: number, confirmed: number): Rate {
  return wilsonInterval(withOrder, confirmed);
}

/** Drop-off of a funnel step: sessions that reached no later one, of those that reached it. */
export function dropOff(stopped: number, reached: number): Rate | null {
  return reached > 0 ? wilsonInterval(stopped, reached) : null;
}
