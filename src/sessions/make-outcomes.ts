import { defineStatement } from '../engine/query.ts';
import { SESSION_FACTS } from './session-tables.ts';

/** Sessions of which anything became: orders in them, or of the same person later within the grace window, online or elsewhere (store, phone). */
export const findOutcomes = defineStatement({
  name: 'outcomes_found',
  grain: 'one row per session with an order, in it or after it',
  sql: `create table outcomes_found as
    select session_id as session_id, cast(max(orders) as integer) as orders, cast(max(revenue_minor) as bigint) as revenue_minor, max(first_order_at) as first_order_at,
      max(later) as later, max(elsewhere) as elsewhere
    from (
      select m.session_id as session_id, count(*) as orders, sum(o.revenue_minor) as revenue_minor, min(o.order_at) as first_order_at, 0 as later, 0 as elsewhere
      from order_matches as m join orders as o on o.order_number = m.order_number group by m.session_id
      union all
      select u.session_id as session_id, 0 as orders, null as revenue_minor, null as first_order_at, case when v.is_offline = 0 then 1 else 0 end as later, v.is_offline as elsewhere
      from sessions_kept as u
      join order_visitors as v on v.visitor = u.visitor and v.order_at > u.started_at and v.order_at <= u.ended_at + $grace) as found
    group by session_id`,
});

/** What decides whether a session is too near to the end of the data to know what became of it. */
export const makeWindow = defineStatement({
  name: 'grace_window',
  grain: 'one row',
  sql: 'create table grace_window as select cast($data_end as bigint) - cast($grace as bigint) as known_until',
});

/**
 * What became of each session of the period. Outcome: 1 ordered in the session; 2 the same person ordered online later, within the grace window; 3 elsewhere
 * (store, phone) within it; 4 none of these.
 */
export const makeSessions = defineStatement({
  name: 'sessions',
  grain: 'one row per session that is used',
  sql: `create view sessions as
    select s.*, case when s.ended_at > w.known_until then 1 else 0 end as edge_censored,
      coalesce(f.orders, 0) as orders, coalesce(f.revenue_minor, 0) as revenue_minor,
      case when f.orders > 0 then f.first_order_at - s.started_at end as ordered_after,
      case when f.orders > 0 then 1 when f.later = 1 then 2 when f.elsewhere = 1 then 3 else 4 end as outcome
    from sessions_kept as s
    cross join grace_window as w
    left join outcomes_found as f on f.session_id = s.session_id
    where s.in_period = 1`,
});

/** Sessions that are alike in all that is counted of them: as many rows as there are different ones, whatever the traffic. */
export const groupSessions = defineStatement({
  name: 'session_groups',
  grain: 'one row per set of facts, outcome and nearness to the end of the data',
  sql: `create table session_groups as
    select ${SESSION_FACTS.columns('facts')}, outcome, edge_censored, changed_touch, has_pageview, sessions, stitched, pageviews, orders, first_started_at, last_ended_at
    from (
      select facts, outcome, edge_censored, case when touches > 1 then 1 else 0 end as changed_touch, case when pageviews > 0 then 1 else 0 end as has_pageview,
        count(*) as sessions, sum(stitched) as stitched, sum(pageviews) as pageviews, sum(orders) as orders,
        min(started_at) as first_started_at, max(ended_at) as last_ended_at
      from sessions group by 1, 2, 3, 4, 5) as alike`,
});
