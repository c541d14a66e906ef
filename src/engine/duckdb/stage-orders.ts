import type { OrderRole } from '../../roles.ts';
import type { OrderFile } from '../sources.ts';
import type { Sql } from './event-fields.ts';
import { brokenLine, sourceRelation } from './read-source.ts';
import { instantSql, minorUnitsSql, orderIdSql } from './readings.ts';
import { problemsSql } from './stage-events.ts';

/**
 * One row per record of an orders file that arrived. Money in hundredths of the currency unit. `line`: 1 in the row that stands for its order, more in the further lines of
 * an export with a row per line item.
 */
export const STAGED_ORDERS_DDL = `create table staged_orders (
  file_id smallint, problem tinyint, order_key ubigint, order_at bigint, revenue_minor bigint, refunded_minor bigint, currency varchar, status varchar,
  sales_channel varchar, visitor ubigint, native_session ubigint, customer ubigint, line smallint)`;

/** Every record of an orders file into `staged_orders`. Keys are hashed exactly as those of the hits. */
export function stageOrdersSql(file: OrderFile): Sql {
  const relation = sourceRelation(file);
  const role = (name: OrderRole) => relation.text(file.roles[name]);
  const has = (name: OrderRole) => file.roles[name] !== undefined;
  const hashed = (name: OrderRole) => `case when ${role(name)} is not null then hash(${role(name)}) end`;
  const orderKey = `case when ${role('order_id')} is not null then hash(${orderIdSql(role('order_id'))}) end`;
  const money = (name: OrderRole) => (has(name) ? minorUnitsSql(role(name), file.money) : 'cast(null as bigint)');
  const number = brokenLine(file);
  const broken = number === null ? '' : `when line is null then ${number} `;
  const { revenue, line } = linesSql(file);
  const unreadable = has('revenue') ? `when revenue_text is not null and revenue_minor is null then 4 ` : '';
  return {
    sql: `insert into staged_orders
      select ${file.id}, case ${broken}when order_key is null then 3 when order_at is null then 1 ${unreadable}else 0 end,
        order_key, order_at, ${revenue} as revenue_minor, refunded_minor, currency, status, sales_channel, visitor, native_session, customer, ${line} as line
      from (
        select ${broken ? 'line, ' : ''}${orderKey} as order_key, ${orderTimeSql(file, role)} as order_at,
          ${role('revenue')} as revenue_text, ${money('revenue')} as revenue_minor, ${money('refunded_amount')} as refunded_minor,
          upper(${role('currency')}) as currency, lower(trim(${role('status')})) as status,
          lower(trim(${file.sales_channel === null ? role('sales_channel') : '$sales_channel'})) as sales_channel,
          ${hashed('visitor_id')} as visitor, ${hashed('session_id')} as native_session, ${hashed('customer_id')} as customer
        from ${relation.from})`,
    values: file.sales_channel === null ? relation.values : { ...relation.values, sales_channel: file.sales_channel },
  };
}

/** When the order was placed: of a line without a time, when the others say that it was. */
function orderTimeSql({ lines, time }: OrderFile, role: (name: OrderRole) => string): string {
  const own = instantSql(role('time'), time);
  return lines === null ? own : `coalesce(${own}, min(${own}) over (partition by ${role('order_id')}))`;
}

/** Money of an order and number of the line among those of its order, which come in the order of the file as far as the facts of the order stand in one of them. */
function linesSql({ lines }: OrderFile): { revenue: string; line: string } {
  if (lines === null) return { revenue: 'revenue_minor', line: '1' };
  const line = `case when order_key is null then 1 else row_number() over (partition by order_key order by case when revenue_minor is null then 2 else 1 end, order_at, revenue_minor) end`;
  return {
    revenue:
      lines === 'sum'
        ? 'case when order_key is null then revenue_minor else sum(revenue_minor) over (partition by order_key) end'
        : 'revenue_minor',
    line,
  };
}

/** Ordinal number (among the records that arrived) and problem of the records that cannot be used; reads the file again, in its order. */
export function orderProblemsSql(file: OrderFile): Sql {
  const relation = sourceRelation(file);
  const role = (name: OrderRole) => relation.text(file.roles[name]);
  return problemsSql(file, relation, [
    [3, `${role('order_id')} is null`],
    [1, `${orderTimeSql(file, role)} is null`],
    ...(file.roles.revenue === undefined
      ? []
      : [[4, `${role('revenue')} is not null and ${minorUnitsSql(role('revenue'), file.money)} is null`] as const]),
  ]);
}
