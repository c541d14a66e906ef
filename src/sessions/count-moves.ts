import type { Engine } from '../engine/engine.ts';
import { defineQuery, defineStatement } from '../engine/query.ts';
import { BUCKETS } from './mark-sessions.ts';
import { THANK_YOU_CLASS } from './step-codes.ts';

/** States of the way through the shop: page classes of the looking phase from 0, of the checkout from 8, and the order. */
export const CHECKOUT_STATES = 8;
export const ORDER_STATE = 16;

/** Moves are counted on so many page views, those of some buckets of visitors; more would add no digit to the chances. */
export const MOST_MOVES = 1_000_000;

const countPageSteps = defineQuery({
  name: 'count_of_page_steps',
  grain: 'one row',
  columns: { views: 'DOUBLE' },
  sql: 'select cast(count(*) as double) as "views" from page_step_rows',
});

/** Coarser cells have account, content and other pages of the looking phase in one class. */
const STATE = `case when $is_coarser = 1 and k.state in (4, 5) then 6 else k.state end`;

const stepMoves = defineStatement({
  name: 'step_moves',
  grain:
    'one row per source group, state of a page view and state of the next one in the session, or order; exits and thank-you pages left out',
  sql: `create table step_moves as
    select g.source_group as source_group, v.state as state, v.next_state as next_state, cast(sum(v.views) as integer) as views
    from (
      select leaf, state, coalesce(following, case when outcome = 1 then ${ORDER_STATE} end) as next_state, count(*) as views
      from (
        select m.leaf as leaf, m.outcome as outcome, ${STATE} as state, lead(${STATE}) over (partition by t.session_id order by t.step) as following
        from page_step_rows as t
        join step_kinds as k on k.facts = t.facts
        join session_marks as m on m.session_id = t.session_id
        where m.bucket < $buckets and k.state <> ${CHECKOUT_STATES + THANK_YOU_CLASS}) as views_in_order
      group by 1, 2, 3) as v
    join leaf_groups as g on g.leaf = v.leaf
    where v.next_state is not null
    group by 1, 2, 3 order by 1, 2, 3`,
});

/** Makes `step_moves` with the source groups as they are by now. @param isCoarser - whether page classes were made coarser */
export async function countMoves(engine: Engine, isCoarser: boolean, mostMoves = MOST_MOVES): Promise<void> {
  const views = (await engine.rows(countPageSteps))[0]?.views ?? 0;
  const buckets = Math.max(1, Math.min(BUCKETS, Math.floor((BUCKETS * mostMoves) / Math.max(1, views))));
  await engine.run(stepMoves, { is_coarser: isCoarser ? 1 : 0, buckets });
}
