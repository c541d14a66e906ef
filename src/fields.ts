/**
 * Where the text of a role stands in a record: a column by its position, or a text made of several. Written once here, read twice: by the engine as SQL and, for the
 * sample that decides how a file is read, by `fieldText`.
 */
export type Field =
  | number
  /** The first that has a text. */
  | { first: readonly Field[] }
  /** All of them with a sign between; nothing where one has none. */
  | { join: readonly Field[]; sign: string }
  /** The same text in every record. */
  | { text: string }
  /** The text without the codes of an address (%20, + for a space), where these make whole characters. */
  | { decoded: Field }
  /** A member of a JSON object or list that stands in a cell. */
  | { json: Field; path: readonly (string | number)[] }
  /** The value of a key in a JSON list of keys and values, as GA4 writes its parameters. */
  | { param: Field; key: string }
  /** One of two texts, by whether a third, in lower case, holds a match. `matches`: a pattern that JavaScript and RE2 read alike; a missing text matches none. */
  | { if: Field; matches: string; yes: Field; no: Field | null };

/** Members of a GA4 value, the one that is filled. */
export const PARAM_VALUES = ['string_value', 'int_value', 'double_value', 'float_value'] as const;

/** Positions of the columns that a field reads, each once, in the order in which they are asked. */
export function fieldColumns(field: Field): number[] {
  const of = (inner: Field): number[] => {
    if (typeof inner === 'number') return [inner];
    if ('first' in inner) return inner.first.flatMap(of);
    if ('join' in inner) return inner.join.flatMap(of);
    if ('text' in inner) return [];
    if ('decoded' in inner) return of(inner.decoded);
    if ('json' in inner) return of(inner.json);
    if ('param' in inner) return of(inner.param);
    return [...of(inner.yes), ...(inner.no === null ? [] : of(inner.no)), ...of(inner.if)];
  };
  return [...new Set(of(field))];
}

/** The text of a field in a record; null where it has none. @param record - cells as text, null or '' where there is nothing */
export function fieldText(field: Field, record: readonly (string | null | undefined)[]): string | null {
  const filled = (text: string | null | undefined) => (text === undefined || text === null || NOTHING.has(text) ? null : text);
  if (typeof field === 'number') return filled(record[field]);
  if ('first' in field) {
    for (const inner of field.first) {
      const text = fieldText(inner, record);
      if (text !== null) return text;
    }
    return null;
  }
  if ('join' in field) {
    const texts = field.join.map((inner) => fieldText(inner, record));
    return texts.includes(null) ? null : texts.join(field.sign);
  }
  if ('text' in field) return field.text;
  if ('decoded' in field) return decoded(fieldText(field.decoded, record));
  if ('json' in field) {
    const found = field.path.reduce<unknown>((value, name) => memberOf(value, name), parsed(fieldText(field.json, record)));
    return filled(asText(found));
  }
  if ('param' in field) {
    const list = parsed(fieldText(field.param, record));
    const entry = Array.isArray(list) ? list.find((item) => memberOf(item, 'key') === field.key) : undefined;
    const value = memberOf(entry, 'value');
    return filled(asText(PARAM_VALUES.map((name) => memberOf(value, name)).find((text) => text !== undefined && text !== null)));
  }
  const asked = fieldText(field.if, record);
  const chosen = asked !== null && new RegExp(field.matches).test(asked.toLowerCase()) ? field.yes : field.no;
  return chosen === null ? null : fieldText(chosen, record);
}

/** Words that exports write for "no value"; `(direct)`, `(none)` and `(not set)` mean something and are kept. */
export const WORDS_FOR_NOTHING = ['', 'NULL', 'null', '\\N', 'undefined', 'N/A', '[object Object]'] as const;
const NOTHING: ReadonlySet<string> = new Set(WORDS_FOR_NOTHING);

function decoded(text: string | null): string | null {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return text === null
      ? null
      : text.replaceAll('+', ' ').replace(/(?:%[0-9a-f]{2})+/gi, (codes) => utf8.decode(Buffer.from(codes.replaceAll('%', ''), 'hex')));
  } catch {
    return text;
  }
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, name: string | number): unknown {
  if (typeof name === 'number') return Array.isArray(value) ? value[name] : undefined;
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>)[name] : undefined;
}

function asText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
