import type { Engine } from '../engine/engine.ts';
import { defineQuery, defineStatement } from '../engine/query.ts';
import { EXPOSURE } from './session-tables.ts';

/** What the CRM export says of a customer, under every key that hits and orders may know it by. */
const makeKeys = defineStatement({
  name: 'customer_keys',
  grain: 'one row per customer number or e-mail',
  sql: `create table customer_keys as
    select key, min(first_order_at) as first_order_at, min(segment) as segment
    from (
      select customer as key, first_order_at, segment from staged_customers where problem = 0
      union all select email as key, first_order_at, segment from staged_customers where problem = 0
      union all select email_text as key, first_order_at, segment from staged_customers where problem = 0) as keys
    where key is not null group by key`,
});

/** Since when it is known which customer uses a browser: from logged-in sessions, and from orders that name the customer. */
const makeLinks = defineStatement({
  name: 'customer_links',
  grain: 'one row per visitor and key of a customer',
  sql: `create table customer_links as
    select l.visitor as visitor, l.key as key, min(l.known_at) as known_at
    from (
      select visitor as visitor, customer as key, started_at as known_at from sessions_kept where customer <> 0
      union all select visitor as visitor, customer as key, order_at as known_at from orders where visitor is not null and customer is not null
      union all select visitor as visitor, email as key, order_at as known_at from orders where visitor is not null and email is not null
      union all
      select s.visitor as visitor, o.customer as key, o.order_at as known_at
      from orders as o join order_matches as m on m.order_number = o.order_number join sessions_kept as s on s.session_id = m.session_id where o.customer is not null
      union all
      select s.visitor as visitor, o.email as key, o.order_at as known_at
      from orders as o join order_matches as m on m.order_number = o.order_number join sessions_kept as s on s.session_id = m.session_id where o.email is not null) as l
    join customer_keys as k on k.key = l.key
    group by l.visitor, l.key`,
});

/**
 * Sessions whose customer was known when they began: from an earlier session or order of the browser, or from their own first hit. What a session tells of its visitor
 * later on, by a login or an order, depends on how it went: whoever orders is recognised, whoever leaves is not, and such a fact would make customers look like buyers.
 * `is_returning`: the customer's first order was before.
 */
const makeKnown = defineStatement({
  name: 'known_customers',
  grain: 'one row per session of a customer that was known on arrival',
  sql: `create table known_customers as
    select session_id as session_id, max(is_returning) as is_returning, min(segment) as segment
    from (
      select s.session_id as session_id, case when k.first_order_at < s.started_at then 1 else 0 end as is_returning, k.segment as segment
      from sessions_kept as s
      join customer_links as l on l.visitor = s.visitor and l.known_at < s.started_at
      join customer_keys as k on k.key = l.key
      union all
      select s.session_id as session_id, case when k.first_order_at < s.started_at then 1 else 0 end as is_returning, k.segment as segment
      from sessions_kept as s
      join customer_keys as k on k.key = s.customer
      where ${EXPOSURE.sql('is_customer_on_arrival', 's.exposure')} = 1) as ways
    group by session_id`,
});

const countStaged = defineQuery({
  name: 'staged_customer_rows',
  grain: 'one row',
  columns: { customers: 'DOUBLE' },
  sql: 'select cast(count(*) as double) as customers from staged_customers',
});

const makeNobody = defineStatement({
  name: 'known_customers',
  grain: 'one row per session of a customer that was known on arrival',
  sql: 'create table known_customers (session_id integer, is_returning integer, segment varchar)',
});

/** Makes `known_customers`; empty without a CRM export. */
export async function knowCustomers(engine: Engine): Promise<void> {
  const [staged] = await engine.rows(countStaged);
  if (!staged?.customers) return engine.run(makeNobody);
  for (const statement of [makeKeys, makeLinks, makeKnown]) await engine.run(statement);
}

/** Sessions by what was known of their customer on arrival. `segment`: null where the CRM export names none. */
export interface CustomerGroup {
  status: 'returning' | 'known_without_order' | 'not_known';
  segment: string | null;
  sessions: number;
  cohort_sessions: number;
  cohort_orders: number;
}

const groups = defineQuery({
  name: 'customer_groups',
  grain: 'one row per status and segment',
  columns: { status: 'INTEGER', segment: 'VARCHAR', sessions: 'INTEGER', cohort_sessions: 'INTEGER', cohort_orders: 'INTEGER' },
  sql: `select case when k.session_id is null then 2 when k.is_returning = 1 then 0 else 1 end as status, k.segment as segment,
      cast(count(*) as integer) as sessions, cast(sum(s.is_cohort) as integer) as cohort_sessions,
      cast(sum(case when s.is_cohort = 1 and s.outcome = 1 then 1 else 0 end) as integer) as cohort_orders
    from sessions as s left join known_customers as k on k.session_id = s.session_id
    group by 1, 2 order by 1, sessions desc, 2`,
});

const STATUSES = ['returning', 'known_without_order', 'not_known'] as const;

/** Counts the sessions that are used by status and segment of their customer. */
export async function countCustomers(engine: Engine): Promise<CustomerGroup[]> {
  return (await engine.rows(groups)).map((row) => ({
    status: STATUSES[row.status!]!,
    segment: row.segment,
    sessions: row.sessions!,
    cohort_sessions: row.cohort_sessions!,
    cohort_orders: row.cohort_orders!,
  }));
}
