import type { Engine } from '../engine/engine.ts';
import {
  type ArrayColumns,
  type ArrayOf,
  type ArrayQuery,
  type ArrayType,
  type Batch,
  defineQuery,
  defineStatement,
} from '../engine/query.ts';
import { compareKeys, Hit, isSameKey, setKey } from './hit.ts';
import type { KnownTexts } from './known-texts.ts';

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
type HitArrays = { [K in Column]: ArrayOf<(typeof COLUMNS)[K][0]> };

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

/**
 * Turns batches of ordered rows into hits, one after the other. Hits of one instant come in a total order: page views first, then by the export's own
 * sequence, then by content; so nothing that follows depends on the order or the split of the files.
 */
export class HitReader {
  /** Hits of one instant of a session that are not handed on yet; the objects are used again. */
  readonly #instant: Hit[] = [new Hit()];
  #waiting = 0;

  constructor(
    private readonly texts: KnownTexts,
    /** Number of the file when the rows do not tell it. */
    private readonly onlyFile: number,
    private readonly take: (hit: Hit) => void,
  ) {}

  /** Reads the rows of a batch; the last ones may wait for the next batch. */
  read({ rows, arrays }: Batch<ArrayColumns>): void {
    const filled = { ...NOTHING, ...(arrays as Partial<HitArrays>) };
    const { onlyFile } = this;
    for (let row = 0; row < rows; row++) {
      const waiting = this.#waiting;
      if (waiting === this.#instant.length) this.#instant.push(new Hit());
      const hit = this.#instant[waiting]!;
      fill(hit, filled, row, this.texts);
      if (onlyFile > 0) hit.file = onlyFile;
      const first = this.#instant[0]!;
      if (waiting > 0 && !(hit.at === first.at && isSameKey(hit.visitor, first.visitor) && isSameKey(hit.native, first.native))) {
        this.end();
        this.#instant[waiting] = first;
        this.#instant[0] = hit;
      }
      this.#waiting += 1;
    }
  }

  /** Hands on the hits that wait. */
  end(): void {
    const waiting = this.#waiting;
    this.#waiting = 0;
    if (waiting === 1) this.take(this.#instant[0]!);
    else for (const hit of this.#instant.slice(0, waiting).sort(compareHits)) this.take(hit);
  }
}

/** What a column that is nowhere filled would hold; longer than any batch. */
const NOTHING = Object.fromEntries(
  Object.entries(COLUMNS).map(([name, [type]]) => [name, type === 'BIGINT' ? new Float64Array(8192) : new Int32Array(8192)]),
) as unknown as HitArrays;

function fill(hit: Hit, arrays: HitArrays, row: number, { paths, origins, clients }: KnownTexts): void {
  hit.file = arrays.file_id[row]!;
  setKey(hit.visitor, arrays.visitor, row);
  setKey(hit.native, arrays.native_session, row);
  hit.at = arrays.hit_at[row]!;
  setKey(hit.sequence, arrays.sequence, row);
  const path = arrays.path_id[row]!;
  const sender = arrays.sender[row]!;
  const origin = Math.floor(sender / TWO_31);
  const client = sender - origin * TWO_31;
  const factOrigin = arrays.fact_origin_id[row]!;
  const factClient = arrays.fact_client_id[row]!;
  hit.path = path;
  hit.origin = origin;
  hit.client = client;
  hit.page = paths.page[path]!;
  hit.pageFlags = paths.flags[path]!;
  hit.group = clients.group[client]! || paths.group[path]! || OTHER;
  hit.isPageview = clients.isPageview[client] === 1;
  hit.eventClass = clients.eventClass[client]!;
  hit.touch = origins.touch[origin]! || origins.touch[factOrigin]!;
  hit.agent = clients.agent[client]! || clients.agent[factClient]!;
  hit.bot = clients.bot[client]! | clients.bot[factClient]!;
  hit.device = clients.device[client]! || clients.device[factClient]!;
  const from = origins.host[origin]! > 0 ? origin : factOrigin;
  const host = origins.host[from]!;
  const kind = origins.hostKind[from]!;
  const ownHost = paths.host[path]!;
  hit.referrerKind = kind === 2 && (ownHost === -1 || ownHost === host) ? 3 : kind;
  hit.host = kind > 0 ? 0 : host;
  setKey(hit.customer, arrays.customer, row);
  setKey(hit.term, arrays.term, row);
  setKey(hit.query, arrays.query, row);
  const answer = arrays.answer[row]!;
  hit.loadMs = (answer >> 12) - 1;
  hit.status = (answer >> 2) & 1023;
  hit.results = answer & 3;
  setKey(hit.orderKey, arrays.order_key, row);
  hit.value = arrays.value_minor[row]!;
  hit.hasValue = arrays.has_value[row]!;
}

const TWO_31 = 2_147_483_648;

/** Page group of what no rule knows: `other`. */
const OTHER = 13;

function compareHits(a: Hit, b: Hit): number {
  return (
    Number(b.isPageview) - Number(a.isPageview) ||
    compareKeys(a.sequence, b.sequence) ||
    a.path - b.path ||
    a.client - b.client ||
    a.origin - b.origin ||
    compareKeys(a.query, b.query) ||
    compareKeys(a.term, b.term) ||
    compareKeys(a.orderKey, b.orderKey) ||
    compareKeys(a.customer, b.customer) ||
    a.status - b.status ||
    a.loadMs - b.loadMs ||
    a.results - b.results ||
    a.value - b.value ||
    a.file - b.file
  );
}
