import type { Engine } from '../engine/engine.ts';
import { defineStatement } from '../engine/query.ts';
import { STEP_FACTS } from './session-tables.ts';
import { SIGNAL_BITS } from './signals.ts';

/** Pages as numbered in `GROUP_NUMBERS`. */
const [CHECKOUT, SHIPPING, BILLING, THANK_YOU, ACCOUNT] = [6, 7, 8, 9, 10];

/**
 * What a page view asks the visitor for, by the first that holds: registration (the signal `information_request`), an account page before the cart and
 * after it, a step of the checkout. Cart and other pages ask for nothing.
 */
const REQUEST = `case when floor(signals / ${SIGNAL_BITS.information_request}) % 2 = 1 then 'registration'
        when page_group = ${ACCOUNT} and stage = 1 then 'account_before_cart' when page_group = ${ACCOUNT} then 'account_after_cart'
        when page_group = ${CHECKOUT} then 'checkout' when page_group = ${SHIPPING} then 'shipping' when page_group = ${BILLING} then 'billing' end`;

/** Facts of page views that ask for something, once for each that occurs. */
const requestKinds = defineStatement({
  name: 'request_kinds',
  grain: 'one row per packed facts of a page view that asks for something, and of thank-you pages (request NULL)',
  sql: `create table request_kinds as
    select facts, request, is_cohort, is_last
    from (select facts, is_cohort, is_last, page_group, ${REQUEST} as request from (select facts, ${STEP_FACTS.columns('facts')} from step_kinds) as kinds) as named
    where request is not null or page_group = ${THANK_YOU}`,
});

/**
 * Requests of the cohort that came before any thank-you page: an account page after the order asks nobody who wants to buy. `left_there`: sessions that were abandoned and
 * had the request as their last page view. Requests that only sessions outside the cohort met, or only after the order, have 0.
 */
const requestCounts = defineStatement({
  name: 'request_counts',
  grain: "one row per request that occurs, and one for any of them ('any')",
  sql: `create table request_counts as
    with met as (
      select t.session_id as session_id, k.request as request, max(case when k.is_last = 1 and m.outcome = 4 then 1 else 0 end) as left_there
      from page_step_rows as t
      join request_kinds as k on k.facts = t.facts
      join session_marks as m on m.session_id = t.session_id
      left join (
        select t.session_id as session_id, min(t.step) as step
        from page_step_rows as t join request_kinds as k on k.facts = t.facts where k.request is null and k.is_cohort = 1 group by t.session_id) as done
        on done.session_id = t.session_id
      where k.is_cohort = 1 and k.request is not null and (done.step is null or t.step < done.step)
      group by t.session_id, k.request)
    select named.request as request, cast(coalesce(counted.sessions, 0) as integer) as sessions, cast(coalesce(counted.left_there, 0) as integer) as left_there
    from (select request from request_kinds where request is not null group by request union all select 'any' as request) as named
    left join (
      select request, count(*) as sessions, sum(left_there) as left_there from met group by request
      union all
      select 'any', count(*), sum(left_there) from (select session_id, max(left_there) as left_there from met group by session_id) as sessions) as counted
      on counted.request = named.request`,
});

/** Makes `request_counts` from the page views, `step_kinds` and `session_marks`. */
export async function countRequests(engine: Engine): Promise<void> {
  for (const statement of [requestKinds, requestCounts]) await engine.run(statement);
}
