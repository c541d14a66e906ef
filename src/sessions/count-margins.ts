import type { Engine } from '../engine/engine.ts';
import { defineStatement } from '../engine/query.ts';
import { CODES, FATE, IS_LOOKING, SESSION_CELL, STEP_CELL } from './count-steps.ts';
import { STRATA } from './mark-sessions.ts';
import { THANK_YOU_CLASS } from './step-codes.ts';

/** Counts of `margin_counts`: what METHOD's step table counts of the cohort. */
export const MARGIN_COUNTS = ['cohort_exits', 'cohort_continued', 'cohort_continued_orders'] as const;

/** First state of stage 2 in `step_kinds`; there, views that go on are not counted, nor is a thank-you page an exit. */
const CHECKOUT = 8;

/** By which other cohorts a session's membership changes: bit 1 with the ends of the band moved, bit 2 with the usual time on the last page added. */
const SHIFT = 'm.is_margin + 2 * m.is_refilled';

/**
 * The views that would enter or leave the cohort if the ends of its band were moved, or the time on last pages filled in. A pass of its own costs less than counts in that over all page views: few sessions
 * are so near to an end.
 */
const marginCounts = defineStatement({
  name: 'margin_counts',
  grain: 'one row per cell, whether in the cohort, and shift',
  sql: `create table margin_counts as
    select cell, is_inner, shift, cast(count(*) filter (where fate >= 7) as integer) as cohort_exits, cast(count(*) filter (where fate <= 3) as integer) as cohort_continued,
      cast(count(*) filter (where fate between 2 and 3) as integer) as cohort_continued_orders
    from (
      select ${STEP_CELL} as cell, s.is_inner as is_inner, s.shift as shift, k.state as state, ${FATE} as fate
      from page_step_rows as t
      join step_kinds as k on k.facts = t.facts
      join (
        select m.session_id as session_id, m.is_cohort as is_inner, cast(${SHIFT} as integer) as shift, m.fate_within as fate_within, m.fate_looking as fate_looking, m.fate_checkout as fate_checkout,
          ${SESSION_CELL} as cell_part
        from session_marks as m join leaf_groups as g on g.leaf = m.leaf where ${SHIFT} > 0) as s on s.session_id = t.session_id) as views
    where fate between 7 and 8 and state <> ${CHECKOUT + THANK_YOU_CLASS} or fate <= 3 and state < ${CHECKOUT}
    group by cell, is_inner, shift`,
});

const marginCells = defineStatement({
  name: 'margin_cells',
  grain:
    'one row per stage, whether in the cohort, shift and cell (context, friction, arrival and bucket) of the page views of sessions that another cohort takes in or leaves out',
  sql: `create view margin_cells as select case when ${IS_LOOKING} then 1 else 2 end as stage, is_inner, shift, cell, ${CODES}, ${MARGIN_COUNTS.join(', ')} from margin_counts`,
});

const marginSessions = defineStatement({
  name: 'margin_sessions',
  grain: 'one row per whether in the cohort, shift, arrival and bucket of these sessions',
  sql: `create table margin_sessions as
    select cast(m.is_cohort as integer) as is_inner, cast(${SHIFT} as integer) as shift, cast(g.source_group * ${STRATA} + m.stratum as integer) as arrival, cast(m.bucket as integer) as bucket,
      cast(count(*) as integer) as sessions, cast(count(*) filter (where m.outcome = 1) as integer) as orders
    from session_marks as m join leaf_groups as g on g.leaf = m.leaf
    where ${SHIFT} > 0 group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
});

/** Groups the page views of the sessions in the margins of the band into `margin_counts`, after `countSteps`. */
export async function countMargins(engine: Engine): Promise<void> {
  await engine.run(marginCounts);
}

/** Makes `margin_cells`, a view, and `margin_sessions`, with the source groups as they are by now. */
export async function makeMarginCells(engine: Engine): Promise<void> {
  for (const statement of [marginCells, marginSessions]) await engine.run(statement);
}
