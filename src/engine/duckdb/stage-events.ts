import type { Values } from '../query.ts';
import type { EventFile, SourceFile } from '../sources.ts';
import { eventFields, parameterSql, TEXT_KINDS, type TextKind } from './event-fields.ts';
import { instantSql, minorUnitsSql } from './readings.ts';

export interface Sql {
  sql: string;
  values: Values;
}

/**
 * Columns of `staged_hits` besides the numbered texts, one row per record that arrived. Keys are 64-bit hashes: the texts themselves would cost half
 * the memory and are needed for nothing but equality.
 */
export const STAGED_HITS_DDL = `create table staged_hits (
  file_id smallint, problem tinyint, visitor ubigint, native_session ubigint, hit_at bigint, sequence bigint, tie ubigint,
  ${TEXT_KINDS.map((kind) => `${kind}_id integer`).join(', ')},
  customer ubigint, term ubigint, query ubigint, results integer, http_status smallint, load_ms integer, order_key ubigint, value_minor bigint)`;

export const STAGED_SESSION_FACTS_DDL = `create table staged_session_facts (
  file_id smallint, problem tinyint, native_session ubigint, fact_at bigint, visitor ubigint, customer ubigint,
  touch_id integer, host_id integer, agent_id integer, device_id integer)`;

/** Adds the distinct texts of a file to `distinct_texts`: all kinds in one pass over the file. */
export function collectTextsSql(file: EventFile): Sql {
  const { relation, cells, texts } = eventFields(file);
  const kinds = presentKinds(texts, file.grain === 'sessions' ? ['touch', 'host', 'agent', 'device'] : TEXT_KINDS);
  if (kinds.length === 0) return { sql: 'select 1', values: {} };
  const kindOf = `case ${kinds.map((kind) => `when grouping(${kind}_text) = 0 then '${kind}'`).join(' ')} end`;
  return {
    sql: `insert into distinct_texts
      select ${kindOf} as kind, coalesce(${kinds.map((kind) => `${kind}_text`).join(', ')}, '') as text, count(*) as hits
      from (select ${kinds.map((kind) => `${texts[kind]} as ${kind}_text`).join(', ')} from ${cells} as cells)
      group by grouping sets (${kinds.map((kind) => `(${kind}_text)`).join(', ')})
      having coalesce(${kinds.map((kind) => `${kind}_text`).join(', ')}) is not null`,
    values: relation.values,
  };
}

/** Every record of a file of hits into `staged_hits`. */
export function stageHitsSql(file: EventFile): Sql {
  const { relation, cells, texts, role } = eventFields(file);
  const kinds = presentKinds(texts, TEXT_KINDS);
  const has = (name: keyof typeof file.roles) => file.roles[name] !== undefined;
  const url = has('url') ? role('url') : 'null';
  const hashed = (text: string) => `case when ${text} is not null then hash(${text}) end`;
  const term = has('search_term')
    ? role('search_term')
    : has('url')
      ? parameterSql(url, 'q|query|s|search|search_term|suche|keyword')
      : 'null';
  const order = has('order_id') ? role('order_id') : 'null';
  const orderInUrl = has('url') ? parameterSql(url, 'order_id|order|orderid|order_number|transaction_id') : 'null';
  // A text in a number's place is no reject: the value is missing, the hit is real.
  const whole = (name: 'search_results' | 'http_status' | 'load_ms' | 'sequence', type: string) =>
    has(name) ? `try_cast(${role(name)} as ${type})` : `cast(null as ${type})`;
  const broken = file.kind === 'json_lines' ? 'when line is null then 5 ' : '';
  return {
    sql: `insert into staged_hits
      select ${file.id}, case ${broken}when hit_at is null then 1 when visitor is null and native_session is null then 2 else 0 end,
        coalesce(visitor, native_session), coalesce(native_session, 0), hit_at, sequence, tie,
        ${TEXT_KINDS.map((kind) => (kinds.includes(kind) ? `${kind}_ids.text_id` : 'null')).join(', ')},
        customer, term, query, results, http_status, load_ms, order_key, value_minor
      from (
        select ${broken ? 'line, ' : ''}${hashed(role('visitor_id'))} as visitor, ${hashed(role('session_id'))} as native_session,
          ${instantSql(role('time'), file.time)} as hit_at, coalesce(${whole('sequence', 'bigint')}, 0) as sequence,
          hash(${tieFields(file, role).join(', ')}) as tie,
          ${kinds.map((kind) => `hash(${texts[kind]}) as ${kind}_hash`).join(', ')}${kinds.length > 0 ? ',' : ''}
          ${hashed(role('customer_id'))} as customer, ${term === 'null' ? 'cast(null as ubigint)' : `hash(lower(${term}))`} as term,
          ${has('url') ? querySql(url) : 'cast(null as ubigint)'} as query,
          ${whole('search_results', 'integer')} as results, ${whole('http_status', 'smallint')} as http_status,
          cast(${whole('load_ms', 'double')} as integer) as load_ms,
          ${order === 'null' && orderInUrl === 'null' ? 'cast(null as ubigint)' : hashed(`coalesce(${order}, ${orderInUrl})`)} as order_key,
          ${has('value') ? minorUnitsSql(role('value'), file.money) : 'cast(null as bigint)'} as value_minor
        from ${cells} as cells) as records
      ${kinds.map(textJoin).join('\n')}`,
    values: relation.values,
  };
}

/** Every record of a table of sessions into `staged_session_facts`; hits get their visitor, source and device from it by session id. */
export function stageSessionFactsSql(file: EventFile): Sql {
  const { relation, cells, texts, role } = eventFields(file);
  const wanted = ['touch', 'host', 'agent', 'device'] as const;
  const kinds = presentKinds(texts, wanted);
  const hashed = (text: string) => `case when ${text} is not null then hash(${text}) end`;
  return {
    sql: `insert into staged_session_facts
      select ${file.id}, case when native_session is null then 2 else 0 end, native_session, fact_at, visitor, customer,
        ${wanted.map((kind) => (kinds.includes(kind) ? `${kind}_ids.text_id` : 'null')).join(', ')}
      from (
        select ${hashed(role('session_id'))} as native_session, ${instantSql(role('time'), file.time)} as fact_at,
          ${hashed(role('visitor_id'))} as visitor, ${hashed(role('customer_id'))} as customer
          ${kinds.map((kind) => `, hash(${texts[kind]}) as ${kind}_hash`).join('')}
        from ${cells} as cells) as records
      ${kinds.map(textJoin).join('\n')}`,
    values: relation.values,
  };
}

/** Ordinal number (among the records that arrived) and problem of the records that cannot be used; reads the file again, in its order. */
export function eventProblemsSql(file: EventFile): Sql {
  const { relation, cells, role } = eventFields(file);
  const from = `${cells} as cells`;
  const noSession = `${role('session_id')} is null`;
  if (file.grain === 'sessions') return problemsSql(file, from, relation.values, [[2, noSession]]);
  return problemsSql(file, from, relation.values, [
    [1, `${instantSql(role('time'), file.time)} is null`],
    [2, `${role('visitor_id')} is null and ${noSession}`],
  ]);
}

export function problemsSql(file: SourceFile, from: string, values: Values, problems: readonly (readonly [number, string])[]): Sql {
  const broken = file.kind === 'json_lines' ? 'when line is null then 5 ' : '';
  return {
    sql: `select cast(ordinal as double) as ordinal, cast(problem as integer) as problem from (
        select row_number() over () as ordinal, case ${broken}${problems.map(([number, test]) => `when ${test} then ${number}`).join(' ')} else 0 end as problem
        from ${from})
      where problem <> 0 order by ordinal`,
    values,
  };
}

function presentKinds(texts: Record<TextKind, string | null>, wanted: readonly TextKind[]): TextKind[] {
  return wanted.filter((kind) => texts[kind] !== null);
}

/**
 * What tells two addresses of one path apart (the page of a list, the step of a checkout), hashed. Campaign tags and click ids hang on the landing page
 * only and make it no other page.
 */
function querySql(url: string): string {
  return `case when contains(${url}, '?') and not contains(${url}, 'utm_') and not contains(${url}, 'clid=') then hash(split_part(split_part(${url}, '#', 1), '?', 2)) end`;
}

/** hash(NULL) is a number in DuckDB, but no text has it, so a missing text joins nothing. */
function textJoin(kind: TextKind): string {
  return `left join (select text_hash, text_id from texts where kind = '${kind}') as ${kind}_ids on ${kind}_ids.text_hash = ${kind}_hash`;
}

/** Last resort of the total order: rows that agree in all of these are interchangeable. */
function tieFields(file: EventFile, role: (name: keyof EventFile['roles']) => string): string[] {
  const names = (['url', 'event_name', 'product_id', 'referrer', 'search_term', 'value'] as const).filter(
    (name) => file.roles[name] !== undefined,
  );
  return names.length > 0 ? names.map(role) : ["''"];
}
