import type { Engine } from '../engine/engine.ts';
import { defineStatement } from '../engine/query.ts';
import { EXPOSURE, STEP_FACTS } from './session-tables.ts';

/** Minute of the session; the last one is open. */
const MINUTE = 'cast(case when elapsed_seconds < 600 then floor(elapsed_seconds / 60) else 10 end as integer)';

/**
 * Page views by page, by what is known of them and by minute: as many rows as there are different ones, whatever the traffic. `exits`: last views of sessions
 * without an order; `abandoned`: of those with no order later or elsewhere either.
 */
/** Facts of a view without what only the split looks at: those are the highest places. */
const COUNTED_FACTS = `% ${STEP_FACTS.unit.ends_stage}`;

const viewCounts = defineStatement({
  name: 'view_counts',
  grain: 'one row per page, facts of the view and minute',
  sql: `create table view_counts as
    select page_id, ${STEP_FACTS.columns('facts')}, minute, cast(sum(views) as bigint) as views, cast(sum(exits) as bigint) as exits,
      cast(sum(abandoned) as bigint) as abandoned
    from (
      select page_id, facts ${COUNTED_FACTS} as facts, ${MINUTE} as minute, count(*) as views, 0 as exits, 0 as abandoned from page_step_rows group by 1, 2, 3
      union all
      select t.page_id, t.facts ${COUNTED_FACTS} as facts, ${MINUTE} as minute, 0 as views, count(*) as exits, sum(case when s.outcome = 4 then 1 else 0 end) as abandoned
      from page_step_rows as t join sessions as s on s.session_id = t.session_id
      where ${STEP_FACTS.sql('is_last', 't.facts')} = 1 and s.outcome <> 1 group by 1, 2, 3) as counted
    group by 1, facts, minute`,
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
