import type { Engine } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';

const classes = defineQuery({
  name: 'order_classes',
  grain: 'one row per class of orders, way of matching and currency',
  columns: {
    order_class: 'VARCHAR',
    rule: 'INTEGER',
    currency: 'VARCHAR',
    orders: 'INTEGER',
    refunded: 'INTEGER',
    revenue_minor: 'DOUBLE',
    without_revenue: 'INTEGER',
  },
  sql: `select o.order_class as order_class, o.rule as rule, o.currency as currency, cast(count(*) as integer) as orders,
      cast(sum(o.is_refunded) as integer) as refunded, cast(coalesce(sum(o.revenue_minor), 0) as double) as revenue_minor,
      cast(sum(case when o.revenue_minor is null then 1 else 0 end) as integer) as without_revenue
    from orders_in_scope as o
    group by o.order_class, o.rule, o.currency order by o.order_class, o.rule, o.currency`,
});

const rowsOfOrders = defineQuery({
  name: 'order_rows',
  grain: 'one row per file and fate',
  columns: { file_id: 'INTEGER', fate: 'VARCHAR', rows: 'DOUBLE' },
  sql: `select file_id, fate, cast(sum(rows) as double) as rows from (
      select cast(file_id as integer) as file_id, 'problem' as fate, count(*) as rows from staged_orders where problem <> 0 group by file_id
      union all
      select cast(o.file_id as integer) as file_id, case when i.order_number is null then 'outside the period' else 'used' end as fate, count(*) as rows
      from orders as o left join orders_in_scope as i on i.order_number = o.order_number group by 1, 2) as fates
    where file_id > 0 group by file_id, fate order by file_id, fate`,
});

const confirmed = defineQuery({
  name: 'confirmed_sessions',
  grain: 'one row per channel',
  columns: { channel: 'VARCHAR', confirmed: 'INTEGER', with_order: 'INTEGER' },
  sql: `select c.channel as channel, cast(count(*) as integer) as confirmed, cast(sum(case when s.outcome = 1 then 1 else 0 end) as integer) as with_order
    from sessions as s
    join arrival_sources as a on a.touch_id = s.touch_id and a.host_id = s.host_id
    join sources as c on c.source_id = a.source_id
    where s.saw_thank_you = 1
    group by c.channel order by confirmed desc, c.channel`,
});

export interface OrderClassCount {
  order_class: 'counted' | 'duplicate' | 'line' | 'not_counted' | 'offline';
  /** How the order found its session: 1 order id, 2 session id, 3 visitor and time; null when it found none. */
  rule: number | null;
  currency: string | null;
  orders: number;
  refunded: number;
  revenue_minor: number;
  /** Orders whose value is not in the export. */
  without_revenue: number;
}

/** Orders of the period by class and way of matching. */
export async function countOrders(engine: Engine): Promise<OrderClassCount[]> {
  return (await engine.rows(classes)).map((row) => ({
    order_class: row.order_class as OrderClassCount['order_class'],
    rule: row.rule,
    currency: row.currency,
    orders: row.orders!,
    refunded: row.refunded!,
    revenue_minor: row.revenue_minor!,
    without_revenue: row.without_revenue!,
  }));
}

/** What became of the rows of the orders exports. */
export async function countOrderRows(engine: Engine): Promise<{ file_id: number; fate: string; rows: number }[]> {
  return (await engine.rows(rowsOfOrders)).map((row) => ({ file_id: row.file_id!, fate: row.fate!, rows: row.rows! }));
}

/** Sessions that saw a confirmation page, by channel, and how many of them have an order in the export: the channel's match rate. */
export async function countConfirmed(engine: Engine): Promise<{ channel: string; confirmed: number; with_order: number }[]> {
  return (await engine.rows(confirmed)).map((row) => ({ channel: row.channel!, confirmed: row.confirmed!, with_order: row.with_order! }));
}
