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

/** Page views that are alike share one number, so that the engine groups by one column. All stay below 2^53, and so does what SQL divides. */
const CELLS_PER_STAGE = CONTEXTS * FRICTIONS;
/** What a step from one source group to the next adds to a cell. */
export const CELLS_PER_GROUP = STRATA * BUCKETS * 2 * CELLS_PER_STAGE;
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
      cast(((stage - 1) * ${CONTEXTS} + ${PAGE_CLASS} * ${STEP_BINS * TIME_BINS}) as bigint) * ${FRICTIONS} + (signals * 3 + earlier_hard) * 3 + earlier_soft as cell_part,
      cast((stage - 1) * 8 + ${PAGE_CLASS} as tinyint) as state,
      cast(page_group * ${WEEK_DEVICES * WEEK_SIGNALS} + signals as bigint) as week_part, cast(case when ends_stage = 1 then stage else 0 end as tinyint) as ends
    from (select facts, ${STEP_FACTS.columns('facts')} from (select facts from page_step_rows group by facts) as distinct_facts) as kinds`,
});

/** The counts of METHOD's step table, by the fates of `session_marks`, and how many ended their stage in a session without any order. */
const COUNTS = {
  views: 'count(*)',
  exits: 'count(*) filter (where fate >= 7)',
  progress: 'count(*) filter (where fate between 4 and 6)',
  later_orders: 'count(*) filter (where fate between 2 and 4)',
  progress_orders: 'count(*) filter (where fate = 4)',
  cohort_exits: 'count(*) filter (where fate = 7)',
  cohort_continued: 'count(*) filter (where fate between 1 and 2)',
  cohort_continued_orders: 'count(*) filter (where fate = 2)',
  abandoned: 'count(*) filter (where fate between 6 and 8)',
};
/** Names of the counts in `step_counts`. */
export const STEP_COUNTS = Object.keys(COUNTS) as (keyof typeof COUNTS)[];

/** SQL for the cell of a view: of a row `t` of `page_step_rows` with its kind `k` and its session `s`, which has its own part of it. */
export const STEP_CELL = `k.cell_part + (${STEP_BIN} * ${TIME_BINS} + ${TIME_BIN}) * ${FRICTIONS} + s.cell_part`;
/** SQL for that part, over a row `m` of `session_marks` and its source group `g`. */
export const SESSION_CELL = `cast((g.source_group * ${STRATA} + m.stratum) * ${BUCKETS} + m.bucket as bigint) * ${2 * CELLS_PER_STAGE}`;
/** SQL for what became of a view. */
export const FATE = 'case k.ends when 0 then s.fate_within when 1 then s.fate_looking else s.fate_checkout end';

/** All groupings in one pass: to join the sessions to their page views costs more than most of them. */
const stepCounts = defineStatement({
  name: 'step_counts',
  grain: 'one row per cell; one per week, page group, device and signals; one per page, kind and place of views; the other keys are NULL',
  sql: `create table step_counts as
    select cell, week_key, page_key, ${STEP_COUNTS.map((name) => `cast(${COUNTS[name]} as integer) as ${name}`).join(', ')}
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
    group by grouping sets ((cell), (week_key), (page_key))`,
});

/** SQL of a digit of a cell. */
function digit(unit: number, values?: number): string {
  const above = `floor(cell / ${unit})`;
  return `cast(${values === undefined ? above : `${above} % ${values}`} as integer)`;
}

/** SQL for the codes of a cell. */
export const CODES = `${digit(FRICTIONS, CONTEXTS)} as context, cast(cell % ${FRICTIONS} as integer) as friction, ${digit(2 * CELLS_PER_STAGE * BUCKETS)} as arrival,
      ${digit(2 * CELLS_PER_STAGE, BUCKETS)} as bucket`;

/** Whether a row of `step_counts` is a cell of stage 1. */
export const IS_LOOKING = `${digit(CELLS_PER_STAGE, 2)} = 0`;

/** The counts that the split is estimated from. */
const CELL_COUNTS = STEP_COUNTS.filter((name) => name !== 'abandoned');

const stepCells = defineStatement({
  name: 'step_cells',
  grain: 'one row per context, friction, arrival and bucket of the page views of stage 1',
  sql: `create view step_cells as select ${CODES}, ${CELL_COUNTS.join(', ')} from step_counts where ${IS_LOOKING}`,
});

/**
 * A session that ends on a thank-you page without an order that counts has no exit here: what became of its order (cancelled, failed, in no export) was not
 * decided by the page before.
 */
const checkoutCells = defineStatement({
  name: 'checkout_cells',
  grain: 'one row per context, friction, arrival and bucket of the page views of stage 2, thank-you pages left out',
  sql: `create view checkout_cells as select ${CODES}, views, exits, later_orders, cohort_exits from step_counts
    where ${digit(CELLS_PER_STAGE, 2)} = 1 and ${digit(STEP_BINS * TIME_BINS * FRICTIONS, 8)} <> ${THANK_YOU_CLASS}`,
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

/** Groups the page views, with `session_marks` and `leaf_groups`, into `step_counts`, and makes `weekly_views` of it. */
export async function countSteps(engine: Engine): Promise<void> {
  for (const statement of [stepKinds, stepCounts, weeklyViews]) await engine.run(statement);
}

/** Makes `step_cells` and `checkout_cells`: views on `step_counts` as it is by now, which are put in order by whoever reads them. */
export async function makeStepCells(engine: Engine): Promise<void> {
  for (const statement of [stepCells, checkoutCells]) await engine.run(statement);
}
