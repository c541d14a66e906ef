import { defineStatement } from '../engine/query.ts';

const BOTS_LEFT_OUT = `case $bots when 'include' then 0 when 'only' then case when bot_reason > 0 then 0 else 1 end
  else case when bot_reason > 0 then 1 else 0 end end`;

/** Sessions that orders may belong to: all but those left out as bots, also those outside the period, so that their orders are not taken for lost. */
export const makeSessionsKept = defineStatement({
  name: 'sessions_kept',
  grain: 'one row per session that is not left out as a bot',
  sql: `create table sessions_kept as select * from all_sessions where ${BOTS_LEFT_OUT} = 0`,
});

/** Sessions of the part that are left out, to keep their hits and pages out of everything else; reason 1: bot, 2: starts outside the period. */
export const makeLeftOut = defineStatement({
  name: 'left_out',
  grain: 'one row per session of the part that is left out',
  sql: `create table left_out as
    select session_id, case when ${BOTS_LEFT_OUT} = 1 then 1 else 2 end as reason
    from all_sessions where session_id > $first_session and (${BOTS_LEFT_OUT} = 1 or in_period = 0)`,
});

/**
 * What became of each session. Cohort: looking time in the band, both ends in. `may_belong`: below the band as far as seen, but the last page has no end.
 * Outcome: 1 ordered in the session; 2 the same person ordered online later, within the grace window; 3 elsewhere (store, phone) within it; 4 none of these.
 */
export const makeSessions = defineStatement({
  name: 'sessions',
  grain: 'one row per session that is used',
  sql: `create table sessions as
    select s.session_id as session_id, s.visitor as visitor, s.started_at as started_at, s.ended_at as ended_at, s.duration as duration,
      s.looking as looking, s.opened as opened, s.pageviews as pageviews, s.landing_page as landing_page, coalesce(s.device, 0) as device,
      coalesce(s.touch_id, 0) as touch_id, coalesce(s.host_id, 0) as host_id, s.stitched as stitched, s.split_reason as split_reason, s.touches as touches,
      s.saw_products as saw_products, s.saw_product as saw_product, s.saw_search as saw_search, s.saw_cart as saw_cart,
      s.saw_checkout as saw_checkout, s.saw_shipping as saw_shipping, s.saw_billing as saw_billing, s.saw_thank_you as saw_thank_you,
      case when s.band_time between $from_us and $to_us then 1 else 0 end as is_cohort,
      case when s.band_time < $from_us and s.open_end = 1 then 1 else 0 end as may_belong,
      case when s.band_time between $from_us and $to_us and s.open_end = 1 then 1 else 0 end as may_exceed,
      case when s.ended_at + $grace > $data_end then 1 else 0 end as edge_censored,
      coalesce(m.orders, 0) as orders, coalesce(m.revenue_minor, 0) as revenue_minor,
      case when m.orders > 0 then m.first_order_at - s.started_at end as ordered_after,
      case when m.orders > 0 then 1 when l.later = 1 then 2 when l.elsewhere = 1 then 3 else 4 end as outcome
    from (
      select *, case $basis when 'session' then duration else looking end as band_time,
        case when $basis = 'session' or opened = 0 then 1 else 0 end as open_end
      from sessions_kept where in_period = 1) as s
    left join (
      select m.session_id as session_id, cast(count(*) as integer) as orders, cast(sum(o.revenue_minor) as bigint) as revenue_minor, min(o.order_at) as first_order_at
      from order_matches as m join orders as o on o.order_number = m.order_number group by m.session_id) as m on m.session_id = s.session_id
    left join (
      select u.session_id as session_id, max(case when v.is_offline = 0 then 1 else 0 end) as later, max(v.is_offline) as elsewhere
      from sessions_kept as u
      join order_visitors as v on v.visitor = u.visitor and v.order_at > u.started_at and v.order_at <= u.ended_at + $grace
      group by u.session_id) as l on l.session_id = s.session_id`,
});
