import type { Engine } from '../engine/engine.ts';
import { defineStatement } from '../engine/query.ts';
import { fateCount, MOST_KINDS, PLACES } from './count-steps.ts';
import { EXPOSURE, STEP_FACTS } from './session-tables.ts';
import { MINUTES, STEP_BINS } from './step-codes.ts';

/** Thank-you pages, as numbered in `GROUP_NUMBERS`. */
const THANK_YOU = 9;

/**
 * Page views by page, by what is known of them, by place, by minute and by fate: as many rows as there are different ones, whatever the traffic. `exits`: last views of
 * sessions without an order; `abandoned`: of those with no order later or elsewhere either. `stage_exits`, `cohort_exits`, `cohort_continued`: as `step_cells` and
 * `checkout_cells` count them, so that a thank-you page is nobody's exit.
 */
const viewCounts = defineStatement({
  name: 'view_counts',
  grain: 'one row per page, facts of the view, step bin, minute and fate',
  sql: `create table view_counts as
    select page_id, ${STEP_FACTS.columns('facts')}, step_bin, minute, views, is_last_view * (exits + progress - progress_orders) as exits,
      is_last_view * abandoned as abandoned, can_exit * exits as stage_exits, can_exit * cohort_exits as cohort_exits, cohort_continued
    from (
      select cast(floor(c.page_key / ${MOST_KINDS * PLACES}) as integer) as page_id, k.facts as facts, ${STEP_FACTS.sql('is_last', 'k.facts')} as is_last_view,
        case when ${STEP_FACTS.sql('stage', 'k.facts')} = 2 and ${STEP_FACTS.sql('page_group', 'k.facts')} = ${THANK_YOU} then 0 else 1 end as can_exit,
        cast(c.page_key % ${STEP_BINS} as integer) as step_bin, cast(floor(c.page_key / ${STEP_BINS}) % ${MINUTES} as integer) as minute,
        c.views as views, ${(['exits', 'progress', 'progress_orders', 'abandoned', 'cohort_exits', 'cohort_continued'] as const).map(fateCount).join(', ')}
      from step_counts as c join step_kinds as k on k.kind = cast(floor(c.page_key / ${PLACES}) % ${MOST_KINDS} as integer)
      join step_fates as f on f.fate = c.fate
      where c.page_key is not null) as placed`,
});

/** Sessions by the signals that they met, in each stage. */
const exposureCounts = defineStatement({
  name: 'exposure_counts',
  grain: 'one row per set of signals of a session, by stage',
  sql: `create table exposure_counts as
    select ${EXPOSURE.sql('first_stage', 'exposure')} as first_stage, ${EXPOSURE.sql('second_stage', 'exposure')} as second_stage, cast(sum(sessions) as integer) as sessions
    from (select exposure, count(*) as sessions from session_marks where exposure % ${EXPOSURE.unit.early_hard} > 0 group by exposure) as exposed
    group by 1, 2`,
});

/** Makes `view_counts` of `step_counts`, and `exposure_counts`: what is found out about pages and signals comes from these. */
export async function countViews(engine: Engine): Promise<void> {
  await engine.run(viewCounts);
  await engine.run(exposureCounts);
}
