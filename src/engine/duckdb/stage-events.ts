import type { EventRole } from '../../roles.ts';
import { WITHOUT_ID } from '../engine.ts';
import type { EventFile, SourceFile } from '../sources.ts';
import { eventFields, type Sql } from './event-fields.ts';
import { brokenLine, type SourceRelation, sourceRelation } from './read-source.ts';
import { anyInstantSql, credibleSql, instantSql, minorUnitsSql } from './readings.ts';
import { keySql, TEXT_KEYS, textColumns } from './text-keys.ts';

/**
 * One row per record that arrived. Texts and ids are there as 64-bit hashes: the texts themselves would cost most of the memory and are needed for nothing
 * but equality; `found_texts` has each of them once. What changes little stands under one key: where a hit came from (touch and referring host), and who
 * sent it and how (user agent, device, event).
 */
const HIT_COLUMNS = {
  file_id: 'smallint',
  problem: 'tinyint',
  visitor: 'ubigint',
  native_session: 'ubigint',
  hit_at: 'bigint',
  sequence: 'bigint',
  path_key: 'ubigint',
  origin_key: 'ubigint',
  client_key: 'ubigint',
  customer: 'ubigint',
  term: 'ubigint',
  query: 'ubigint',
  results: 'integer',
  http_status: 'smallint',
  load_ms: 'integer',
  order_key: 'ubigint',
  value_minor: 'bigint',
} as const;

/** Columns that a run can do without, and the roles of which one must be there for them to hold anything. */
const OPTIONAL = {
  native_session: ['session_id'],
  sequence: ['sequence'],
  customer: ['customer_id'],
  term: ['search_term', 'url'],
  query: ['url'],
  results: ['search_results'],
  http_status: ['http_status'],
  load_ms: ['load_ms'],
  order_key: ['order_id', 'url'],
  value_minor: ['value'],
} as const satisfies Partial<Record<keyof typeof HIT_COLUMNS, readonly EventRole[]>>;

/** Columns that are 0 and not NULL in hits of files without them. */
const NEVER_NULL: readonly string[] = ['native_session', 'sequence'];

/** `staged_hit_rows` with the columns that some file of this run can fill, and `staged_hits`, a view on it with all of them. */
export function stagedHitsSql(files: readonly EventFile[]): string[] {
  const present = presentColumns(files);
  const all = Object.entries(HIT_COLUMNS);
  return [
    `create table staged_hit_rows (${all
      .filter(([name]) => present.has(name))
      .map(([name, type]) => `${name} ${type}`)
      .join(', ')})`,
    `create view staged_hits as select ${all
      .map(([name, type]) => {
        const held = present.has(name) ? name : `cast(null as ${type})`;
        return `${NEVER_NULL.includes(name) ? `coalesce(${held}, cast(0 as ${type}))` : held} as ${name}`;
      })
      .join(', ')} from staged_hit_rows`,
  ];
}

function presentColumns(files: readonly EventFile[]): Set<string> {
  const roles = new Set(files.flatMap((file) => Object.keys(file.roles)));
  const isPresent = (name: string) => OPTIONAL[name as keyof typeof OPTIONAL]?.some((role) => roles.has(role)) ?? true;
  return new Set(Object.keys(HIT_COLUMNS).filter(isPresent));
}

export const STAGED_SESSION_FACTS_DDL = `create table staged_session_facts (
  file_id smallint, problem tinyint, native_session ubigint, fact_at bigint, visitor ubigint, customer ubigint, origin_key ubigint, client_key ubigint)`;

/** Every record of a file of hits into `staged_hit_rows`. */
export function stageHitsSql(file: EventFile): Sql {
  const { from, values, texts, term, order, has } = eventFields(file);
  const broken = brokenLine(file);
  // A text in a number's place is no reject: the value is missing, the hit is real.
  const number = (role: 'search_results' | 'http_status' | 'load_ms' | 'sequence', type: string) =>
    has(role) ? `try_cast(${role} as ${type})` : `cast(null as ${type})`;
  const key = (role: 'visitor_id' | 'session_id' | 'customer_id') => (has(role) ? hashed(role, NO_IDS) : NO_KEY);
  // A column that this file cannot fill may be missing from the table.
  const columns = Object.keys(HIT_COLUMNS).filter((name) => presentColumns([file]).has(name));
  return {
    sql: `insert into staged_hit_rows (${columns.join(', ')}) select ${columns.join(', ')} from (
      select ${file.id} as file_id, case ${broken === null ? '' : `when is_broken then ${broken} `}when hit_at is null then 1
          when visitor is null and native_session is null then ${WITHOUT_ID} else 0 end as problem,
        coalesce(visitor, native_session) as visitor, coalesce(native_session, 0) as native_session, hit_at, sequence, path_key, origin_key, client_key,
        customer, term, query, results, http_status, load_ms, order_key, value_minor
      from (
        select *, ${credibleSql('read_at')} as hit_at, ${Object.entries(TEXT_KEYS)
          .map(([name, kinds]) => `${keySql(kinds)} as ${name}`)
          .join(', ')},
          ${hashed('term_text')} as term, ${hashed('order_text')} as order_key, ${hashed('query_text')} as query
        from (
          select ${broken === null ? '' : 'is_broken, '}${key('visitor_id')} as visitor,
            ${key('session_id')} as native_session, ${key('customer_id')} as customer,
            ${has('time') ? anyInstantSql('time', file.time) : 'cast(null as bigint)'} as read_at, coalesce(${number('sequence', 'bigint')}, 0) as sequence,
            ${textColumns(texts)}, ${term === null ? NO_TEXT : `lower(${term})`} as term_text,
            ${order ?? NO_TEXT} as order_text, ${QUERY_TEXT} as query_text,
            ${number('search_results', 'integer')} as results, ${number('http_status', 'smallint')} as http_status, ${number('load_ms', 'integer')} as load_ms,
            ${has('value') ? minorUnitsSql('value', file.money) : 'cast(null as bigint)'} as value_minor
          from ${from})))`,
    values,
  };
}

/** Every record of a table of sessions into `staged_session_facts`; hits get their visitor, source and device from it by session id. */
export function stageSessionFactsSql(file: EventFile): Sql {
  const { from, values, texts, has } = eventFields(file);
  const key = (role: 'session_id' | 'visitor_id' | 'customer_id') => (has(role) ? hashed(role) : NO_KEY);
  return {
    sql: `insert into staged_session_facts
      select ${file.id}, case when native_session is null then 2 else 0 end, native_session, fact_at, visitor, customer,
        ${keySql(TEXT_KEYS.origin_key)}, ${keySql(TEXT_KEYS.client_key)}
      from (
        select ${key('session_id')} as native_session, ${has('time') ? instantSql('time', file.time) : 'cast(null as bigint)'} as fact_at,
          ${key('visitor_id')} as visitor, ${key('customer_id')} as customer, ${textColumns(texts)}
        from ${from})`,
    values,
  };
}

/** Of Snowplow’s anonymous tracking. */
const ZERO_UUID = '00000000-0000-0000-0000-000000000000';
const NO_KEY = 'cast(null as ubigint)';
const NO_TEXT = 'cast(null as varchar)';

/**
 * What tells two addresses of one path apart (the page of a list, the step of a checkout). Campaign tags and click ids hang on the landing page only and
 * make it no other page.
 */
const QUERY_TEXT = `case when query_part is not null and not contains(query_part, 'utm_') and not contains(query_part, 'clid=')
  then substr(split_part(query_part, '#', 1), 2) end`;

/** What trackers write in the place of an id when they may not, or cannot, tell visitors apart: taken for ids, they would make one giant visitor. */
const NO_IDS = ['(not set)', '(none)', '-', 'none', 'None', 'nan', 'NaN', 'anonymous', 'denied', '$posthog_cookieless', ZERO_UUID];

/** hash(NULL) is a number in DuckDB; a missing text must stay missing, and so must texts that stand for nothing. */
function hashed(text: string, nothing: readonly string[] = []): string {
  return `case when ${[`${text} is not null`, ...nothing.map((word) => `${text} <> '${word}'`)].join(' and ')} then hash(${text}) end`;
}

/** Ordinal number (among the records that arrived) and problem of the records that cannot be used; reads the file again, in its order. */
export function eventProblemsSql(file: EventFile): Sql {
  const relation = sourceRelation(file);
  const role = (name: EventRole) => relation.text(file.roles[name]);
  if (file.grain === 'sessions') return problemsSql(file, relation, [[2, `${role('session_id')} is null`]]);
  return problemsSql(file, relation, [[1, `${instantSql(role('time'), file.time)} is null`]]);
}

export function problemsSql(file: SourceFile, relation: SourceRelation, problems: readonly (readonly [number, string])[]): Sql {
  const number = brokenLine(file);
  const broken = number === null ? '' : `when line is null then ${number} `;
  return {
    sql: `select cast(ordinal as double) as ordinal, cast(problem as integer) as problem from (
        select row_number() over () as ordinal, case ${broken}${problems.map(([number, test]) => `when ${test} then ${number}`).join(' ')} else 0 end as problem
        from ${relation.from})
      where problem <> 0 order by ordinal`,
    values: relation.values,
  };
}
