import type { CustomerRole } from '../../roles.ts';
import type { CustomerFile } from '../sources.ts';
import type { Sql } from './event-fields.ts';
import { sourceRelation } from './read-source.ts';
import { instantSql } from './readings.ts';
import { problemsSql } from './stage-events.ts';

/** One row per record of a CRM export that arrived. `email_text`: key of the e-mail as it is written, for exports that use it as a customer number. */
export const STAGED_CUSTOMERS_DDL = `create table staged_customers (
  file_id smallint, problem tinyint, customer ubigint, email ubigint, email_text ubigint, first_order_at bigint, segment varchar)`;

const LAST_OF_DAY = 86_400_000_000 - 1;

/** Every record of a CRM export into `staged_customers`. Customer numbers are hashed exactly as those of hits and orders; no e-mail leaves this statement. */
export function stageCustomersSql(file: CustomerFile): Sql {
  const relation = sourceRelation(file);
  const role = (name: CustomerRole) => relation.text(file.roles[name]);
  // A day says no hour: its order may have come after a session of that day, so it counts from the end of the day.
  const instant = (text: string) =>
    file.time.kind === 'epoch'
      ? instantSql(text, file.time)
      : `${instantSql(text, file.time)} + case when contains(${text}, ':') then 0 else ${LAST_OF_DAY} end`;
  const broken = file.kind === 'json_lines' ? 'line is null' : 'false';
  return {
    sql: `insert into staged_customers
      select ${file.id}, case when is_broken then 5 when customer is null and email is null then 8
          when first_order is not null and first_order_at is null then 1 else 0 end,
        customer, email, email_text, first_order_at, segment
      from (
        select ${broken} as is_broken, case when ${role('customer_id')} is not null then hash(${role('customer_id')}) end as customer,
          ${emailKeySql(role('email'))} as email, case when ${role('email')} is not null then hash(${role('email')}) end as email_text,
          ${role('first_order_at')} as first_order, ${instant(role('first_order_at'))} as first_order_at, trim(${role('segment')}) as segment
        from ${relation.from})`,
    values: relation.values,
  };
}

/** Ordinal number (among the records that arrived) and problem of the records that cannot be used. */
export function customerProblemsSql(file: CustomerFile): Sql {
  const relation = sourceRelation(file);
  const role = (name: CustomerRole) => relation.text(file.roles[name]);
  return problemsSql(file, relation, [
    [8, `${role('customer_id')} is null and ${role('email')} is null`],
    [1, `${role('first_order_at')} is not null and ${instantSql(role('first_order_at'), file.time)} is null`],
  ]);
}

/** SQL for the key of an e-mail: of the SHA-256 of its small letters without blanks around, which the export may hold in its place; NULL for none. */
export function emailKeySql(text: string): string {
  const plain = `lower(trim(${text}))`;
  return `case when ${text} is not null then hash(case when regexp_full_match(${plain}, '[0-9a-f]{64}') then ${plain} else sha256(${plain}) end) end`;
}
