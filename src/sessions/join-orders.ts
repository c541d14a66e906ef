import { defineStatement } from '../engine/query.ts';

/**
 * Orders told by the clickstream alone: purchase events, or confirmation pages where there are none; one per order id, else one per session. An order is
 * worth the sum of its different amounts, each told of a page (of a product, where hits have no address) once: a confirmation page that is loaded again
 * sends the same amount again, a purchase event per product another.
 */
export const stageOrdersFromHits = defineStatement({
  name: 'orders_from_hits',
  grain: 'one row per order',
  sql: `insert into staged_orders (file_id, problem, order_key, order_at, revenue_minor, visitor, native_session, line)
    select 0, 0, order_key, min(hit_at), cast(sum(value_minor) as bigint), min(visitor), null, 1
    from (
      select coalesce(order_key, cast(session_id as ubigint)) as order_key, path_id, value_minor, min(hit_at) as hit_at, min(visitor) as visitor
      from confirmations
      where is_purchase = 1 or (page_group = 9 and (select count(*) from confirmations where is_purchase = 1) = 0)
      group by coalesce(order_key, cast(session_id as ubigint)), path_id, value_minor) as told_once
    group by order_key`,
});

/**
 * Orders, numbered, with their class so far. Of several rows with one order id, one counts: before all others one whose status says that it was bought (a
 * payment that failed and was tried again), then one whose status says that it was not, then one without a status (further items of a line-item export);
 * among those, one with money, and then the first. Further lines of an order are lines, not duplicates.
 */
export const makeOrders = defineStatement({
  name: 'orders',
  grain: 'one row per row of the orders export that is used',
  sql: `create table orders as
    select o.file_id as file_id, cast(row_number() over (order by o.order_key, o.order_at, o.revenue_minor, o.file_id, o.status) as integer) as order_number,
      o.order_key as order_key, o.order_at as order_at, o.revenue_minor as revenue_minor, coalesce(o.refunded_minor, 0) as refunded_minor,
      o.currency as currency, o.visitor as visitor, o.native_session as native_session, o.customer as customer,
      case when o.line > 1 then 'line'
        when row_number() over (partition by o.order_key order by o.line, case s.counts when 1 then 1 when 0 then 2 else 3 end,
          case when o.revenue_minor is null then 2 else 1 end, o.order_at, o.revenue_minor, o.file_id, o.status) > 1 then 'duplicate'
        when coalesce(s.counts, 1) = 0 then 'not_counted'
        when coalesce(c.is_offline, 0) = 1 then 'offline'
        else 'counted' end as order_class,
      case when coalesce(s.is_refunded, 0) = 1 or coalesce(o.refunded_minor, 0) > 0 then 1 else 0 end as is_refunded
    from staged_orders as o
    left join order_statuses as s on s.status = o.status
    left join sales_channels as c on c.sales_channel = o.sales_channel
    where o.problem = 0`,
});

/** Which customer used which browsers, from logged-in hits and from orders that name both. */
export const makeIdentities = defineStatement({
  name: 'identities',
  grain: 'one row per customer and visitor',
  sql: `create table identities as
    select customer, visitor from (
      select customer as customer, visitor as visitor from sessions_kept where customer <> 0
      union all select customer as customer, visitor as visitor from orders where customer is not null and visitor is not null) as pairs
    group by customer, visitor`,
});

/**
 * Session of each counted order: by the order id that the session showed, else by the native session id, else by the visitor (or a browser of the
 * customer) with the order inside the session or within `$gap` after it, the latest such session. `rule` says which.
 */
export const matchOrders = defineStatement({
  name: 'order_matches',
  grain: 'one row per matched order',
  sql: `create table order_matches as
    select order_number, session_id, rule from (
      select order_number, session_id, rule, row_number() over (partition by order_number order by rule, preference, session_id) as choice
      from (
        select o.order_number as order_number, c.session_id as session_id, 1 as rule, c.hit_at as preference
        from orders as o join confirmations as c on c.order_key = o.order_key where o.order_class = 'counted' and o.file_id <> 0
        union all
        select o.order_number as order_number, c.session_id as session_id, 1 as rule, c.hit_at as preference
        from orders as o join confirmations as c on coalesce(c.order_key, cast(c.session_id as ubigint)) = o.order_key
        where o.order_class = 'counted' and o.file_id = 0
        union all
        select o.order_number as order_number, n.session_id as session_id, 2 as rule, 0 as preference
        from orders as o join native_session_ids as n on n.native_session = o.native_session where o.order_class = 'counted'
        union all
        select o.order_number as order_number, s.session_id as session_id, 3 as rule, -s.started_at as preference
        from orders as o join sessions_kept as s on s.visitor = o.visitor and o.order_at >= s.started_at and o.order_at <= s.ended_at + $gap
        where o.order_class = 'counted'
        union all
        select o.order_number as order_number, s.session_id as session_id, 3 as rule, -s.started_at as preference
        from orders as o join identities as i on i.customer = o.customer
        join sessions_kept as s on s.visitor = i.visitor and o.order_at >= s.started_at and o.order_at <= s.ended_at + $gap
        where o.order_class = 'counted' and o.visitor is null) as ways) as ranked
    where choice = 1`,
});

/** Browsers behind each counted order, also one placed in a store or by phone: for "bought later" and "bought elsewhere". */
export const makeOrderVisitors = defineStatement({
  name: 'order_visitors',
  grain: 'one row per order and visitor behind it',
  sql: `create table order_visitors as
    select order_number, visitor, order_at, is_offline from (
      select o.order_number as order_number, o.visitor as visitor, o.order_at as order_at, case when o.order_class = 'offline' then 1 else 0 end as is_offline
      from orders as o where o.visitor is not null and o.order_class in ('counted', 'offline')
      union all
      select o.order_number as order_number, i.visitor as visitor, o.order_at as order_at, case when o.order_class = 'offline' then 1 else 0 end as is_offline
      from orders as o join identities as i on i.customer = o.customer where o.order_class in ('counted', 'offline')
      union all
      select o.order_number as order_number, s.visitor as visitor, o.order_at as order_at, 0 as is_offline
      from orders as o join order_matches as m on m.order_number = o.order_number join sessions_kept as s on s.session_id = m.session_id) as ways
    group by order_number, visitor, order_at, is_offline`,
});

/**
 * Orders of the period: those of a session that starts in it, and those placed in it that have no session. An order of five past midnight belongs to the
 * day on which its session began. Later orders still tell what was bought later.
 */
export const makeOrdersInScope = defineStatement({
  name: 'orders_in_scope',
  grain: 'one row per order row of the period',
  sql: `create table orders_in_scope as
    select o.*, m.rule as rule
    from orders as o
    cross join scope as p
    left join order_matches as m on m.order_number = o.order_number
    left join sessions_kept as s on s.session_id = m.session_id
    where case when s.session_id is not null then s.in_period when o.order_at >= p.from_at and o.order_at < p.until_at then 1 else 0 end = 1`,
});
