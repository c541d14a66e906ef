import { defineStatement } from '../engine/query.ts';

/**
 * Two numbers in one, so that "the value at the first hit" is a minimum, which every engine computes the same way on any number of threads.
 * The second number must be below 2^26 (67 million texts or pages).
 */
export const PACK = 67_108_864;

/** Adds the sessions of a part. Looking time runs from the first hit to the first cart or checkout hit, or to the last hit: a lower bound there. */
export const addSessions = defineStatement({
  name: 'all_sessions',
  grain: 'one row per session, bots included',
  sql: `insert into all_sessions
    select s.session_id as session_id, s.visitor as visitor, s.native_session as native_session, s.split_reason as split_reason, s.stitched as stitched,
      s.started_at as started_at, s.ended_at as ended_at, s.duration as duration, coalesce(s.opened_after, s.duration) as looking,
      case when s.opened_after is null then 0 else 1 end as opened, s.hits as hits, s.pageviews as pageviews,
      s.first_page % ${PACK} as landing_page, coalesce(s.first_device % 16, a.device) as device, case when floor(s.first_touch / ${PACK}) <= floor(s.first_page / ${PACK}) then s.first_touch % ${PACK} end as touch_id, s.touches as touches,
      s.host_id as host_id, s.agent_hash as agent_hash, s.customer as customer,
      s.saw_products, s.saw_product, s.saw_search, s.saw_cart, s.saw_checkout, s.saw_shipping, s.saw_billing, s.saw_thank_you,
      case when a.is_bot = 1 then 1 when s.hits_in_100_s > 100 then 2 else 0 end as bot_reason,
      case when s.started_at >= p.from_at and s.started_at < p.until_at then 1 else 0 end as in_period
    from (
      select session_id, min(visitor) as visitor, min(native_session) as native_session, max(case when starts = 1 then split_reason end) as split_reason,
        cast(sum(stitched) as integer) as stitched, min(hit_at) as started_at, max(hit_at) as ended_at, max(elapsed) as duration,
        min(case when stage = 2 then elapsed end) as opened_after, cast(count(*) as integer) as hits, cast(sum(is_pageview) as integer) as pageviews,
        min(case when is_pageview = 1 then hit_number * ${PACK} + page_id end) as first_page,
        min(case when device is not null then hit_number * 16 + device end) as first_device,
        min(case when touch_id is not null then hit_number * ${PACK} + touch_id end) as first_touch,
        cast(count(distinct touch_id) as integer) as touches,
        max(case when starts = 1 then host_id end) as host_id, max(case when starts = 1 then agent_hash end) as agent_hash, max(customer) as customer,
        ${[
          ['products', 2],
          ['product', 3],
          ['search', 4],
          ['cart', 5],
          ['checkout', 6],
          ['shipping', 7],
          ['billing', 8],
          ['thank_you', 9],
        ]
          .map(([name, group]) => `max(case when page_group = ${group} then 1 else 0 end) as saw_${name}`)
          .join(', ')},
        sum(case when elapsed <= 100000000 then 1 else 0 end) as hits_in_100_s
      from hits_numbered group by session_id) as s
    cross join scope as p
    left join agents as a on a.text_hash = s.agent_hash`,
});

export const makeAllSessions = defineStatement({
  name: 'all_sessions_table',
  grain: 'one row per session, bots included',
  sql: `create table all_sessions (
    session_id integer, visitor ubigint, native_session ubigint, split_reason integer, stitched integer, started_at bigint, ended_at bigint,
    duration bigint, looking bigint, opened integer, hits integer, pageviews integer, landing_page integer, device integer, touch_id integer,
    touches integer, host_id integer, agent_hash ubigint, customer ubigint, saw_products integer, saw_product integer, saw_search integer,
    saw_cart integer, saw_checkout integer, saw_shipping integer, saw_billing integer, saw_thank_you integer, bot_reason integer, in_period integer)`,
});
