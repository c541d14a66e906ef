import { defineStatement } from '../engine/query.ts';

/**
 * What became of each session of the period. Outcome: 1 ordered in the session; 2 the same person ordered online later, within the grace window; 3 elsewhere (store, phone) within it; 4 none of these.
 */
export const makeSessions = defineStatement({
  name: 'sessions',
  grain: 'one row per session that is used',
  sql: `create table sessions as
    select s.session_id as session_id, s.visitor as visitor, s.started_at as started_at, s.ended_at as ended_at, s.duration as duration,
      s.looking as looking, cast(s.opened as integer) as opened, s.pageviews as pageviews, s.landing_page as landing_page, cast(s.device as integer) as device,
      s.touch_id as touch_id, s.host_id as host_id, s.stitched as stitched, cast(s.split_reason as integer) as split_reason, s.touches as touches,
      s.saw_products as saw_products, s.saw_product as saw_product, s.saw_search as saw_search, s.saw_cart as saw_cart,
      s.saw_checkout as saw_checkout, s.saw_shipping as saw_shipping, s.saw_billing as saw_billing, s.saw_thank_you as saw_thank_you,
      s.last_group as last_group, s.group_before as group_before,
      cast(s.is_cohort as integer) as is_cohort, cast(s.may_belong as integer) as may_belong, cast(s.may_exceed as integer) as may_exceed,
      case when s.ended_at + $grace > $data_end then 1 else 0 end as edge_censored,
      coalesce(m.orders, 0) as orders, coalesce(m.revenue_minor, 0) as revenue_minor,
      case when m.orders > 0 then m.first_order_at - s.started_at end as ordered_after,
      case when m.orders > 0 then 1 when l.later = 1 then 2 when l.elsewhere = 1 then 3 else 4 end as outcome
    from (select * from sessions_kept where in_period = 1) as s
    left join (
      select m.session_id as session_id, cast(count(*) as integer) as orders, cast(sum(o.revenue_minor) as bigint) as revenue_minor, min(o.order_at) as first_order_at
      from order_matches as m join orders as o on o.order_number = m.order_number group by m.session_id) as m on m.session_id = s.session_id
    left join (
      select u.session_id as session_id, max(case when v.is_offline = 0 then 1 else 0 end) as later, max(v.is_offline) as elsewhere
      from sessions_kept as u
      join order_visitors as v on v.visitor = u.visitor and v.order_at > u.started_at and v.order_at <= u.ended_at + $grace
      group by u.session_id) as l on l.session_id = s.session_id`,
});
