import type { Engine } from '../engine/engine.ts';
import { type ArrayOf, type ArrayQuery, type ArrayType, defineQuery, defineStatement } from '../engine/query.ts';

/** What is read of a hit: SQL over `hits as h` and the key tables, and its array. */
const COLUMNS = {
  file_id: ['INTEGER', 'cast(h.file_id as integer)'],
  visitor: ['UBIGINT', 'h.visitor'],
  native_session: ['UBIGINT', 'cast(h.native_session as ubigint)'],
  hit_at: ['BIGINT', 'h.hit_at'],
  // Moved up, so that negative numbers come first.
  sequence: ['UBIGINT', 'cast(cast(h.sequence as decimal(38, 0)) + 9223372036854775808 as ubigint)'],
  path_id: ['INTEGER', 'coalesce(p.path_id, 0)'],
  // Two ids in one column, and below status and results: every column that goes through the sort costs time.
  sender: ['BIGINT', 'cast(coalesce(o.origin_id, 0) as bigint) * 2147483648 + coalesce(c.client_id, 0)'],
  fact_origin_id: ['INTEGER', 'coalesce(fo.origin_id, 0)'],
  fact_client_id: ['INTEGER', 'coalesce(fc.client_id, 0)'],
  customer: ['UBIGINT', 'coalesce(h.customer, cast(0 as ubigint))'],
  term: ['UBIGINT', 'coalesce(h.term, cast(0 as ubigint))'],
  query: ['UBIGINT', 'coalesce(h.query, cast(0 as ubigint))'],
  // Of the results of a search it matters whether they are known (1, 2) and whether there are any (2). Above them the status, above that the load time: 0 where
  // it is not known, else one more than the milliseconds, at most 8 minutes.
  answer: [
    'INTEGER',
    'case when h.load_ms >= 0 then least(h.load_ms, 500000) + 1 else 0 end * 4096 + coalesce(cast(h.http_status as integer), 0) % 1024 * 4 + case when h.results >= 0 then case when h.results = 0 then 1 else 2 end else 0 end',
  ],
  order_key: ['UBIGINT', 'coalesce(h.order_key, cast(0 as ubigint))'],
  value_minor: ['BIGINT', 'coalesce(h.value_minor, cast(0 as bigint))'],
  has_value: ['INTEGER', 'case when h.value_minor is null then 0 else 1 end'],
} as const satisfies Record<string, readonly [ArrayType, string]>;

type Column = keyof typeof COLUMNS;
/** A batch of hits, column by column. */
export type HitArrays = { [K in Column]: ArrayOf<(typeof COLUMNS)[K][0]> };

/** Columns that most exports lack, and where they come from; what is nowhere filled is not carried through the sort. */
const OPTIONAL = {
  several_files: ['file_id'],
  native_session: ['native_session'],
  sequence: ['sequence'],
  fact_origin_key: ['fact_origin_id'],
  fact_client_key: ['fact_client_id'],
  customer: ['customer'],
  term: ['term'],
  query: ['query'],
  answer: ['answer'],
  order_key: ['order_key'],
  value_minor: ['value_minor', 'has_value'],
} as const satisfies Record<string, readonly Column[]>;

const FILLED: Partial<Record<string, string>> = {
  several_files: 'min(file_id) <> max(file_id)',
  native_session: 'max(native_session) > 0',
  sequence: 'min(sequence) <> max(sequence)',
  answer: 'count(results) + count(http_status) + count(load_ms) > 0',
};

const filledColumns = defineQuery({
  name: 'filled_columns',
  grain: 'one row',
  columns: Object.fromEntries(Object.keys(OPTIONAL).map((name) => [name, 'BOOLEAN'])) as Record<keyof typeof OPTIONAL, 'BOOLEAN'>,
  sql: `select ${Object.keys(OPTIONAL)
    .map((name) => `${FILLED[name] ?? `count(${name}) > 0`} as ${name}`)
    .join(', ')} from hits`,
});

/** The columns of the hits that hold anything, and the number of the only file of hits; 0 when there are several. */
export async function findHitColumns(engine: Engine): Promise<{ columns: Set<Column>; onlyFile: number }> {
  const [filled] = await engine.rows(filledColumns);
  const absent = new Set<Column>(
    Object.entries(OPTIONAL).flatMap(([name, columns]) => (filled?.[name as keyof typeof OPTIONAL] ? [] : columns)),
  );
  const columns = new Set((Object.keys(COLUMNS) as Column[]).filter((column) => !absent.has(column)));
  const [{ file_id } = { file_id: 0 }] = columns.has('file_id') ? [] : await engine.rows(firstFile);
  return { columns, onlyFile: file_id ?? 0 };
}

const firstFile = defineQuery({
  name: 'first_file',
  grain: 'one row',
  columns: { file_id: 'INTEGER' },
  sql: 'select cast(file_id as integer) as file_id from hits limit 1',
});

/** First hit of each native session: sessions of a visitor that overlap in time stay apart. Empty where sessions are rebuilt from gaps. */
export const findNativeSessions = defineStatement({
  name: 'native_sessions',
  grain: 'one row per visitor and native session',
  sql: `create table native_sessions as
    select visitor as visitor, native_session as native_session, min(hit_at) as first_at
    from hits where native_session <> 0 group by visitor, native_session`,
});

/**
 * The usable hits of one part of the visitors, by visitor, session (native ids) and time; all hits of a visitor are in one part. Hits of one instant are put
 * in order by the reader, see `HitReader`.
 */
export function orderedHits(columns: ReadonlySet<Column>): ArrayQuery {
  const joins = [
    ['path_id', 'path_keys as p on p.path_key = h.path_key'],
    ['sender', 'origin_keys as o on o.origin_key = h.origin_key'],
    ['sender', 'client_keys as c on c.client_key = h.client_key'],
    ['fact_origin_id', 'origin_keys as fo on fo.origin_key = h.fact_origin_key'],
    ['fact_client_id', 'client_keys as fc on fc.client_key = h.fact_client_key'],
    ['native_session', 'native_sessions as n on n.visitor = h.visitor and n.native_session = h.native_session'],
  ] as const satisfies readonly (readonly [Column, string])[];
  const read = [...columns];
  return {
    name: `hits_in_order_${read.join('_')}`,
    grain: 'one row per usable hit, in order',
    columns: Object.fromEntries(read.map((column) => [column, COLUMNS[column][0]])),
    sql: `select ${read.map((column) => `${COLUMNS[column][1]} as ${column}`).join(', ')}
      from hits as h
      ${joins
        .filter(([column]) => columns.has(column))
        .map(([, join]) => `left join ${join}`)
        .join('\n      ')}
      where h.visitor % cast($parts as ubigint) = cast($part as ubigint)
      order by h.visitor, ${columns.has('native_session') ? 'coalesce(n.first_at, 0), h.native_session, ' : ''}h.hit_at`,
  };
}

/** What columns that are nowhere filled would hold. */
export function emptyArrays(rows: number): HitArrays {
  const entries = Object.entries(COLUMNS).map(([name, [type]]) => [
    name,
    type === 'BIGINT' ? new Float64Array(rows) : new Int32Array(rows),
  ]);
  return Object.fromEntries(entries) as unknown as HitArrays;
}
