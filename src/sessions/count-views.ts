import type { Engine } from '../engine/engine.ts';
import { defineStatement } from '../engine/query.ts';
import { EXPOSURE, STEP_FACTS } from './session-tables.ts';
import { STEP_BIN } from './step-codes.ts';

/** Minute of the session; the last one is open. */
const MINUTE = 'cast(case when elapsed_seconds < 600 then floor(elapsed_seconds / 60) else 10 end as integer)';

/** Of a view `t` of a session `s` without an order: whether the split counts it as an exit. A thank-you page is nobody's, and whoever opened cart or checkout went on. */
const IS_EXIT = `(${STEP_FACTS.sql('stage', 't.facts')} = 1 and s.opened = 0 or ${STEP_FACTS.sql('stage', 't.facts')} = 2 and ${STEP_FACTS.sql('page_group', 't.facts')} <> 9)`;
const IS_LAST = `${STEP_FACTS.sql('is_last', 't.facts')} = 1`;

/**
 * Page views by page, by what is known of them, by place and by minute: as many rows as there are different ones, whatever the traffic. `exits`: last views of
 * sessions without an order; `abandoned`: of those with no order later or elsewhere either. `stage_exits`, `cohort_exits`: as `step_cells` and `checkout_cells` count them.
 */
const viewCounts = defineStatement({
  name: 'view_counts',
  grain: 'one row per page, facts of the view, step bin and minute',
  sql: `create table view_counts as
    select page_id, ${STEP_FACTS.columns('facts')}, step_bin, minute, cast(sum(views) as bigint) as views, cast(sum(exits) as bigint) as exits,
      cast(sum(abandoned) as bigint) as abandoned, cast(sum(stage_exits) as bigint) as stage_exits, cast(sum(cohort_exits) as bigint) as cohort_exits
    from (
      select page_id, facts, ${STEP_BIN} as step_bin, ${MINUTE} as minute, count(*) as views, 0 as exits, 0 as abandoned, 0 as stage_exits, 0 as cohort_exits
      from page_step_rows as t group by 1, 2, 3, 4
      union all
      select t.page_id, t.facts, ${STEP_BIN} as step_bin, ${MINUTE} as minute, 0 as views, count(case when ${IS_LAST} then 1 end) as exits,
        count(case when ${IS_LAST} and s.outcome = 4 then 1 end) as abandoned, count(case when ${IS_EXIT} then 1 end) as stage_exits,
        count(case when ${IS_EXIT} and s.is_cohort = 1 and s.outcome = 4 then 1 end) as cohort_exits
      from page_step_rows as t join sessions as s on s.session_id = t.session_id
      where ${STEP_FACTS.sql('ends_stage', 't.facts')} = 1 and s.outcome <> 1 group by 1, 2, 3, 4) as counted
    group by 1, facts, step_bin, minute`,
});

/** Sessions by the signals that they met, in each stage. */
const exposureCounts = defineStatement({
  name: 'exposure_counts',
  grain: 'one row per set of signals of a session, by stage',
  sql: `create table exposure_counts as
    select ${EXPOSURE.sql('first_stage', 'exposure')} as first_stage, ${EXPOSURE.sql('second_stage', 'exposure')} as second_stage, sessions
    from (select exposure, cast(count(*) as integer) as sessions from sessions where exposure > 0 group by exposure) as exposed`,
});

/** Fills `view_counts` and `exposure_counts`: what is found out about pages and signals comes from these, and their size does not grow with the traffic. */
export async function countViews(engine: Engine): Promise<void> {
  await engine.run(viewCounts);
  await engine.run(exposureCounts);
}
