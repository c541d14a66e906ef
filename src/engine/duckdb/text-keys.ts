import type { EventFile } from '../sources.ts';
import { eventFields, type Sql, TEXT_KINDS, type TextKind } from './event-fields.ts';

/** The keys under which staged rows carry their texts, and the texts behind each: one key for what is seen together all the time. */
export const TEXT_KEYS = {
  path_key: ['path'],
  origin_key: ['touch', 'host'],
  client_key: ['agent', 'device', 'event'],
} as const satisfies Record<string, readonly TextKind[]>;

const KEYS = Object.entries(TEXT_KEYS);

export const FOUND_TEXTS_DDL = `create table found_texts (${KEYS.map(([key]) => `${key} ubigint`).join(', ')}, ${TEXT_KINDS.map((kind) => `${kind}_text varchar`).join(', ')})`;

/** Key of some texts, also of none of them: its ids are NULL then. */
export function keySql(kinds: readonly TextKind[]): string {
  return `hash(${kinds.map((kind) => `${kind}_text`).join(', ')})`;
}

/** The texts of a record as columns, `path_text` and so on; NULL where the file cannot have them. */
export function textColumns(texts: Record<TextKind, string | null>): string {
  return TEXT_KINDS.map((kind) => `${texts[kind] ?? 'cast(null as varchar)'} as ${kind}_text`).join(', ');
}

/** Adds the distinct texts of a file with their keys to `found_texts`: all in one pass over the file. */
export function collectTextsSql(file: EventFile): Sql {
  const { from, values, texts, touchIsList } = eventFields(file);
  const asText = (kind: TextKind) =>
    kind === 'touch' && touchIsList ? `nullif(array_to_string(touch_text, ''), '') as touch_text` : `${kind}_text`;
  const sets = KEYS.map(([key, kinds]) => `(${[key, ...kinds.map((kind) => `${kind}_text`)].join(', ')})`);
  return {
    sql: `insert into found_texts
      select ${[...KEYS.map(([key]) => key), ...TEXT_KINDS.map(asText)].join(', ')}
      from (select *, ${KEYS.map(([key, kinds]) => `${keySql(kinds)} as ${key}`).join(', ')} from (select ${textColumns(texts)} from ${from}))
      group by grouping sets (${sets.join(', ')})
      having coalesce(${KEYS.map(([key]) => key).join(', ')}) is not null`,
    values,
  };
}

/** The keys of the staged rows of each file: the first row that has it, as the table counts them, and how many usable ones do. */
export const USED_KEYS_DDL = `create table used_keys (file_id smallint, first_row bigint, hits bigint, ${KEYS.map(([key]) => `${key} ubigint`).join(', ')})`;

/** Adds the keys of a file to `used_keys`. */
export function useKeysSql(file: EventFile): string {
  const keys = keysOf(file);
  return `insert into used_keys (file_id, first_row, hits, ${keys.join(', ')})
    select $file_id, min(rowid), sum(case when problem = 0 then 1 else 0 end), ${keys.join(', ')}
    from ${tableOf(file)} where file_id = $file_id group by grouping sets (${keys.map((key) => `(${key})`).join(', ')})`;
}

/** Where keys of a file occur first, as ordinal numbers of its rows: they lie in the order of the file. */
export function firstRowsSql(file: EventFile): string {
  return `select cast(first_row - (select min(rowid) from ${tableOf(file)} where file_id = $file_id) + 1 as integer) as ordinal
    from used_keys where file_id = $file_id group by first_row order by first_row`;
}

/** How many rows between the first and the last of a file belong to it, and whether that is all of them: else rows have no place in the file. */
export function rowsAreInOrderSql(file: EventFile): string {
  return `select count(*) = max(rowid) - min(rowid) + 1 from ${tableOf(file)} where file_id = $file_id`;
}

/** How many keys of the staged rows of a file have no text. */
export function missingTextsSql(file: EventFile): string {
  const missing = keysOf(file).map(
    (
      key,
    ) => `select count(*) as keys from (select ${key} from used_keys where file_id = $file_id and ${key} is not null group by ${key}) as used
      left join (select ${key} from found_texts where ${key} is not null group by ${key}) as found on found.${key} = used.${key} where found.${key} is null`,
  );
  return `select sum(keys) from (${missing.join(' union all ')})`;
}

/** What `Engine.numberTexts` promises. A path or event counts as often as a usable hit has it. */
export const NUMBER_TEXTS: readonly string[] = [
  ...KEYS.map(
    ([key, kinds]) => `create table ${key}_texts as
      select f.${key} as ${key}, ${kinds.map((kind) => `f.${kind}_text as ${kind}_text`).join(', ')}, coalesce(h.hits, 0) as hits
      from (select distinct ${[key, ...kinds.map((kind) => `${kind}_text`)].join(', ')} from found_texts where ${key} is not null) as f
      left join (select ${key}, sum(hits) as hits from used_keys where ${key} is not null group by ${key}) as h on h.${key} = f.${key}`,
  ),
  `create table texts as
    select cast(row_number() over (order by kind, text) as integer) as text_id, kind, text, hits
    from (select kind, text, cast(sum(hits) as double) as hits from (${KEYS.flatMap(([key, kinds]) =>
      kinds.map((kind) => `select '${kind}' as kind, ${kind}_text as text, hits from ${key}_texts where ${kind}_text is not null`),
    ).join(' union all ')}) group by kind, text)`,
  ...KEYS.map(([key, kinds]) => {
    const name = key.replace('_key', '');
    const joins = kinds.map((kind) => `left join texts as ${kind} on ${kind}.kind = '${kind}' and ${kind}.text = k.${kind}_text`);
    const id =
      name === 'path'
        ? ''
        : `cast(row_number() over (order by ${kinds.map((kind) => `${kind}.text_id`).join(', ')}) as integer) as ${name}_id, `;
    return `create table ${name}_keys as
      select k.${key} as ${key}, ${id}${kinds.map((kind) => `${kind}.text_id as ${kind}_id`).join(', ')} from ${key}_texts as k ${joins.join(' ')}`;
  }),
  ...KEYS.map(([key]) => `drop table ${key}_texts`),
  'drop table found_texts',
  'drop table used_keys',
];

function tableOf(file: EventFile): string {
  return file.grain === 'sessions' ? 'staged_session_facts' : 'staged_hit_rows';
}

function keysOf(file: EventFile): string[] {
  return KEYS.map(([key]) => key).filter((key) => file.grain === 'hits' || key !== 'path_key');
}
