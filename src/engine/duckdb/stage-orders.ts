import type { OrderRole } from '../../roles.ts';
import type { OrderFile } from '../sources.ts';
import type { Sql } from './event-fields.ts';
import { sourceRelation } from './read-source.ts';
import { instantSql, minorUnitsSql } from './readings.ts';
import { emailKeySql } from './stage-customers.ts';
import { problemsSql } from './stage-events.ts';

/** One row per record of an orders file that arrived. Money in hundredths of the currency unit. */
export const STAGED_ORDERS_DDL = `create table staged_orders (
  file_id smallint, problem tinyint, order_key ubigint, order_at bigint, revenue_minor bigint, refunded_minor bigint, currency varchar, status varchar,
  sales_channel varchar, visitor ubigint, native_session ubigint, customer ubigint, email ubigint)`;

/** Every record of an orders file into `staged_orders`. Keys are hashed exactly as those of the hits. */
export function stageOrdersSql(file: OrderFile): Sql {
  const relation = sourceRelation(file);
  const role = (name: OrderRole) => relation.text(file.roles[name]);
  const has = (name: OrderRole) => file.roles[name] !== undefined;
  const hashed = (name: OrderRole) => `case when ${role(name)} is not null then hash(${role(name)}) end`;
  const money = (name: OrderRole) => (has(name) ? minorUnitsSql(role(name), file.money) : 'cast(null as bigint)');
  const broken = file.kind === 'json_lines' ? 'when line is null then 5 ' : '';
  const unreadable = has('revenue') ? `when revenue_text is not null and revenue_minor is null then 4 ` : '';
  return {
    sql: `insert into staged_orders
      select ${file.id}, case ${broken}when order_key is null then 3 when order_at is null then 1 ${unreadable}else 0 end,
        order_key, order_at, revenue_minor, refunded_minor, currency, status, sales_channel, visitor, native_session, customer, email
      from (
        select ${broken ? 'line, ' : ''}${hashed('order_id')} as order_key, ${instantSql(role('time'), file.time)} as order_at,
          ${role('revenue')} as revenue_text, ${money('revenue')} as revenue_minor, ${money('refunded_amount')} as refunded_minor,
          upper(${role('currency')}) as currency, lower(trim(${role('status')})) as status,
          lower(trim(${file.sales_channel === null ? role('sales_channel') : '$sales_channel'})) as sales_channel,
          ${hashed('visitor_id')} as visitor, ${hashed('session_id')} as native_session, ${hashed('customer_id')} as customer, ${emailKeySql(role('email'))} as email
        from ${relation.from})`,
    values: file.sales_channel === null ? relation.values : { ...relation.values, sales_channel: file.sales_channel },
  };
}

/** Ordinal number (among the records that arrived) and problem of the records that cannot be used; reads the file again, in its order. */
export function orderProblemsSql(file: OrderFile): Sql {
  const relation = sourceRelation(file);
  const role = (name: OrderRole) => relation.text(file.roles[name]);
  return problemsSql(file, relation, [
    [3, `${role('order_id')} is null`],
    [1, `${instantSql(role('time'), file.time)} is null`],
    ...(file.roles.revenue === undefined
      ? []
      : [[4, `${role('revenue')} is not null and ${minorUnitsSql(role('revenue'), file.money)} is null`] as const]),
  ]);
}
