import type { Engine } from '../engine/engine.ts';
import { defineStatement } from '../engine/query.ts';
import { BUCKETS, STRATA } from './mark-sessions.ts';
import { STEP_FACTS } from './session-tables.ts';
import {
  CONTEXTS,
  FRICTIONS,
  MINUTE,
  MINUTES,
  PAGE_CLASS,
  STEP_BIN,
  STEP_BINS,
  THANK_YOU_CLASS,
  TIME_BIN,
  TIME_BINS,
} from './step-codes.ts';

/**
 * Page views that are alike share one number, so that the engine groups and sorts by one column:
 *
 *   cell = ((((stage − 1) · CONTEXTS + context) · FRICTIONS + friction) · ARRIVALS + arrival) · BUCKETS + bucket
 *
 * All stay below 2^53, and so does what SQL divides. There are far fewer arrivals than numbers for them.
 */
const ARRIVALS = 2 ** 23;
const CELLS_PER_FRICTION = ARRIVALS * BUCKETS;
/** What a step from one context to the next adds to a cell, and from one source group to the next. */
export const CELLS_PER_CONTEXT = FRICTIONS * CELLS_PER_FRICTION;
export const CELLS_PER_GROUP = STRATA * BUCKETS;
export const MOST_GROUPS = ARRIVALS / STRATA;
const CELLS_PER_STAGE = CONTEXTS * CELLS_PER_CONTEXT;
const WEEK_SIGNALS = 4096;
const WEEK_DEVICES = 4;
const WEEK_GROUPS = 16;
/** Places of a view: minute · 6 + step bin. A page key is (page · kinds + kind) · places + place. */
export const PLACES = MINUTES * STEP_BINS;
export const MOST_KINDS = 2 ** 20;

/** What the packed facts of a page view come to, once for each that occurs: a join with these few costs less than taking facts apart view by view. */
const stepKinds = defineStatement({
  name: 'step_kinds',
  grain: 'one row per packed facts of a page view',
  sql: `create table step_kinds as
    select facts, cast(row_number() over (order by facts) - 1 as integer) as kind,
      (cast(((stage - 1) * ${CONTEXTS} + ${PAGE_CLASS} * ${STEP_BINS * TIME_BINS}) as bigint) * ${FRICTIONS} + (signals * 3 + earlier_hard) * 3 + earlier_soft)
        * ${CELLS_PER_FRICTION} as cell_part,
      cast((stage - 1) * 8 + ${PAGE_CLASS} as tinyint) as state,
      cast(page_group * ${WEEK_DEVICES * WEEK_SIGNALS} + signals as bigint) as week_part, cast(case when ends_stage = 1 then stage else 0 end as tinyint) as ends
    from (select facts, ${STEP_FACTS.columns('facts')} from (select facts from page_step_rows group by facts) as distinct_facts) as kinds`,
});

/** What the views of a fate of `session_marks` count as: METHOD's step table, and how many ended their stage in a session without any order. */
const COUNTED_FATES = {
  exits: [7, 8, 9],
  progress: [4, 5, 6],
  later_orders: [2, 3, 4],
  progress_orders: [4],
  cohort_exits: [7],
  cohort_continued: [1, 2],
  cohort_continued_orders: [2],
  abandoned: [6, 7, 8],
} as const satisfies Readonly<Record<string, readonly number[]>>;
type FateCount = keyof typeof COUNTED_FATES;
const FATE_COUNTS = Object.keys(COUNTED_FATES) as FateCount[];
const FATES = 10;

const makeFates = defineStatement({
  name: 'step_fates',
  grain: 'one row per fate of a page view: 1 where its views count as that, else 0',
  sql: `create table step_fates (fate integer, ${FATE_COUNTS.map((name) => `${name} integer`).join(', ')})`,
});

/** SQL for the cell of a view: of a row `t` of `page_step_rows` with its kind `k` and its session `s`, which has its own part of it. */
export const STEP_CELL = `k.cell_part + (${STEP_BIN} * ${TIME_BINS} + ${TIME_BIN}) * cast(${CELLS_PER_CONTEXT} as bigint) + s.cell_part`;
/** SQL for that part, over a row `m` of `session_marks` and its source group `g`. */
export const SESSION_CELL = `cast((g.source_group * ${STRATA} + m.stratum) * ${BUCKETS} + m.bucket as bigint)`;
/** SQL for what became of a view. */
export const FATE = 'case k.ends when 0 then s.fate_within when 1 then s.fate_looking else s.fate_checkout end';

/**
 * All groupings in one pass: to join the sessions to their page views costs more than most of them. One count by fate, of which `step_fates` makes the others: each
 * count beside it would take a twentieth of the time.
 */
const stepCounts = defineStatement({
  name: 'step_counts',
  grain:
    'one row per cell and fate; one per week, page group, device and signals; one per page, kind and place of views, and fate; the other keys are NULL',
  sql: `create table step_counts as
    select cell, week_key, page_key, cast(fate as integer) as fate, cast(count(*) as integer) as views
    from (
      select ${STEP_CELL} as cell, k.week_part + s.week_part as week_key,
        (cast(t.page_id as bigint) * ${MOST_KINDS} + k.kind) * ${PLACES} + ${MINUTE} * ${STEP_BINS} + ${STEP_BIN} as page_key,
        ${FATE} as fate
      from page_step_rows as t
      join step_kinds as k on k.facts = t.facts
      join (
        select m.session_id as session_id, m.fate_within as fate_within, m.fate_looking as fate_looking, m.fate_checkout as fate_checkout,
          ${SESSION_CELL} as cell_part,
          (cast(m.week as bigint) * ${WEEK_GROUPS * WEEK_DEVICES} + cast(floor(m.stratum / 2) as bigint)) * ${WEEK_SIGNALS} as week_part
        from session_marks as m join leaf_groups as g on g.leaf = m.leaf) as s on s.session_id = t.session_id) as views
    group by grouping sets ((cell, fate), (week_key), (page_key, fate))`,
});

/** SQL of a digit of a cell. */
function digit(unit: number, values?: number): string {
  const above = `floor(cell / ${unit})`;
  return `cast(${values === undefined ? above : `${above} % ${values}`} as integer)`;
}

/** SQL for the codes of a cell. */
export const CODES = `${digit(CELLS_PER_CONTEXT, CONTEXTS)} as context, ${digit(CELLS_PER_FRICTION, FRICTIONS)} as friction, ${digit(BUCKETS, ARRIVALS)} as arrival,
      cast(cell % ${BUCKETS} as integer) as bucket`;

/** Whether a cell is one of stage 1. */
export const IS_LOOKING = `cell < ${CELLS_PER_STAGE}`;

/** SQL for a count of the views of a row `c`, by its fate `f`. */
export function fateCount(name: FateCount): string {
  return `c.views * f.${name} as ${name}`;
}

/** The counts that the split is estimated from. */
const CELL_COUNTS = FATE_COUNTS.filter((name) => name !== 'abandoned');

const stepCells = defineStatement({
  name: 'step_cells',
  grain: 'one row per cell (context, friction, arrival and bucket) and fate of the page views of stage 1',
  sql: `create view step_cells as select cell, ${CODES}, c.fate as fate, views, ${CELL_COUNTS.map(fateCount).join(', ')}
    from step_counts as c join step_fates as f on f.fate = c.fate where ${IS_LOOKING}`,
});

/**
 * A session that ends on a thank-you page without an order that counts has no exit here: what became of its order (cancelled, failed, in no export) was not
 * decided by the page before.
 */
const checkoutCells = defineStatement({
  name: 'checkout_cells',
  grain: 'one row per cell (context, friction, arrival and bucket) and fate of the page views of stage 2, thank-you pages left out',
  sql: `create view checkout_cells as select cell, ${CODES}, c.fate as fate, views, ${(['exits', 'later_orders', 'cohort_exits'] as const).map(fateCount).join(', ')}
    from step_counts as c join step_fates as f on f.fate = c.fate
    where not ${IS_LOOKING} and ${digit(STEP_BINS * TIME_BINS * CELLS_PER_CONTEXT, 8)} <> ${THANK_YOU_CLASS}`,
});

const weeklyViews = defineStatement({
  name: 'weekly_views',
  grain: 'one row per week since the first session, page group, device and signals',
  sql: `create table weekly_views as
    select cast(floor(week_key / ${WEEK_GROUPS * WEEK_DEVICES * WEEK_SIGNALS}) as integer) as week,
      cast(floor(week_key / ${WEEK_DEVICES * WEEK_SIGNALS}) % ${WEEK_GROUPS} as integer) as page_group,
      cast(floor(week_key / ${WEEK_SIGNALS}) % ${WEEK_DEVICES} as integer) as device, cast(week_key % ${WEEK_SIGNALS} as integer) as signals, views
    from step_counts where week_key is not null order by 1, 2, 3, 4`,
});

/** Groups the page views, with `session_marks` and `leaf_groups`, into `step_counts`, and makes `weekly_views` of it; fills `step_fates`. */
export async function countSteps(engine: Engine): Promise<void> {
  for (const statement of [makeFates, stepKinds, stepCounts, weeklyViews]) await engine.run(statement);
  const fates = Array.from({ length: FATES }, (_, fate) => ({ fate, ...countsOf(fate) }));
  const columns = Object.fromEntries(['fate', ...FATE_COUNTS].map((name) => [name, 'INTEGER' as const]));
  await engine.append('step_fates', columns, fates);
}

function countsOf(fate: number): Record<FateCount, number> {
  const counts = Object.entries(COUNTED_FATES).map(([name, fates]) => [name, Number((fates as readonly number[]).includes(fate))]);
  return Object.fromEntries(counts);
}

/** Makes `step_cells` and `checkout_cells`: views on `step_counts` as it is by now, which are put in order by whoever reads them. */
export async function makeStepCells(engine: Engine): Promise<void> {
  for (const statement of [stepCells, checkoutCells]) await engine.run(statement);
}
