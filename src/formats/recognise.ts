import { type Field, fieldColumns, fieldText } from '../fields.ts';
import { EVENT_ROLES, type EventRole, ORDER_ROLES, type OrderRole } from '../roles.ts';
import { type Aggregate, recogniseAggregate } from './aggregates.ts';
import { type ColumnName, normaliseName, plainName } from './column-names.ts';
import { fieldOf, findPlatform, type Platform } from './platform.ts';
import { PLATFORMS } from './platforms/platforms.ts';
import { EVENT_SYNONYMS, ORDER_SYNONYMS, type Synonyms } from './synonyms.ts';
import { type ColumnLook, lookAtColumn } from './value-kinds.ts';

export type Side = 'events' | 'orders';

export interface RoleFinding {
  role: EventRole | OrderRole;
  field: Field;
  /** Names of the columns that it is read from. */
  name: string;
  /** Why: the platform, the name of the column, its content, the config. */
  why: string;
  look: ColumnLook;
}

/** Several columns that could play a role; a person decides. */
export interface Ambiguity {
  role: EventRole | OrderRole;
  candidates: { column: number; name: string; examples: string[] }[];
}

export interface Recognition {
  /** null: a file of nobody's in particular, read by the names and the content of its columns. */
  platform: Platform | null;
  side: Side;
  /** `sessions`: a table of sessions without pages or events, to be joined to hits by session id. */
  grain: 'hits' | 'sessions' | 'orders';
  roles: RoleFinding[];
  ambiguities: Ambiguity[];
  /** Columns that play no role. */
  unused: string[];
  /** Currency in the name of the revenue column, as `price_usd`. */
  currency: string | null;
  aggregate: Aggregate | null;
  looks: ColumnLook[];
}

export interface Table {
  file: string;
  header: readonly string[];
  sample: readonly (readonly (string | null)[])[];
  preamble: readonly string[];
}

/**
 * Finds out which column plays which role, by name, checked by content, and by content alone where no name tells.
 *
 * @param side - what the file was given as; null to find out
 * @param decided - role → column name from config or flags; null says that the export has no such column
 * @throws nothing: ambiguities and missing roles are part of the answer, so that `inspect` can show them
 */
export function recognise(table: Table, side: Side | null, decided: Partial<Record<string, string | null>> = {}): Recognition {
  const names = table.header.map(normaliseName);
  const looks = table.header.map((_, column) => lookAtColumn(table.sample.map((record) => record[column])));
  const plain = table.header.map(plainName);
  const platform = findPlatform(PLATFORMS, plain, side) ?? null;
  const actual = side ?? platform?.side ?? guessSide(names);
  const synonyms: Record<string, Synonyms> = actual === 'orders' ? ORDER_SYNONYMS : EVENT_SYNONYMS;
  const roles: RoleFinding[] = [];
  const ambiguities: Ambiguity[] = [];
  const taken = new Set<number>();
  const assign = (role: string, field: Field, why: string) => {
    const columns = fieldColumns(field);
    for (const column of columns) taken.add(column);
    const look = typeof field === 'number' ? looks[field]! : lookAtColumn(table.sample.map((record) => fieldText(field, record)));
    const name = columns.map((column) => table.header[column]).join(', ');
    roles.push({ role: role as EventRole | OrderRole, field, name, why, look });
  };

  const undecided = Object.keys(actual === 'orders' ? ORDER_ROLES : EVENT_ROLES).filter((role) => {
    if (!(role in decided)) return true;
    const column = decided[role] === null ? -1 : table.header.indexOf(decided[role]!);
    if (column >= 0) assign(role, column, 'set by option');
    // A file of several in which the named column is missing is judged like one without the option.
    return decided[role] !== null && column < 0;
  });
  const open = undecided.filter((role) => {
    const recipe = platform?.roles[role as EventRole | OrderRole];
    const field = recipe === undefined ? undefined : fieldOf(recipe, (name) => withIndex(plain, name));
    if (field !== undefined) assign(role, field, 'by the platform');
    // What the platform keeps elsewhere is in none of its other columns.
    return recipe === undefined;
  });
  for (const [column, name] of plain.entries()) if (platform?.unused?.includes(name)) taken.add(column);
  for (const rank of ['sure', 'weak'] as const) {
    for (const role of open) {
      if (roles.some((finding) => finding.role === role) || ambiguities.some((ambiguity) => ambiguity.role === role)) continue;
      const candidates = names.flatMap((name, column) =>
        synonyms[role]![rank]?.includes(name.base) && !taken.has(column) && fits(role, looks[column]!, actual) ? [column] : [],
      );
      const different = withoutCopies(candidates, table);
      if (different.length === 1) assign(role, different[0]!, 'by name');
      // What a platform's own columns leave open is not worth a question.
      if (different.length > 1 && platform === null) {
        ambiguities.push({ role: role as EventRole, candidates: different.map((column) => candidate(table, looks, column)) });
        for (const column of different) taken.add(column);
      }
    }
  }
  for (const [role, look] of CONTENT_ROLES) {
    // Shop orders name everything but now and then the time; addresses in them are no pages.
    if (actual === 'orders' && role !== 'time') continue;
    if (!open.includes(role) || roles.some((finding) => finding.role === role)) continue;
    if (ambiguities.some((ambiguity) => ambiguity.role === role)) continue;
    const candidates = looks.flatMap((columnLook, column) =>
      !taken.has(column) && columnLook.filled > 0 && look(columnLook) ? [column] : [],
    );
    if (candidates.length === 1) assign(role, candidates[0]!, 'by content');
    if (candidates.length > 1 && role === 'time' && platform === null) {
      ambiguities.push({ role, candidates: candidates.map((column) => candidate(table, looks, column)) });
    }
  }
  const position = ({ field }: RoleFinding) => fieldColumns(field)[0] ?? table.header.length;
  roles.sort((a, b) => position(a) - position(b));
  const has = (role: string) => roles.some((finding) => finding.role === role);
  const revenue = roles.find((finding) => finding.role === 'revenue');
  return {
    platform,
    side: actual,
    grain: actual === 'orders' ? 'orders' : has('url') || has('event_name') || !has('session_id') ? 'hits' : 'sessions',
    roles,
    ambiguities,
    unused: table.header.filter((_, column) => !roles.some(({ field }) => fieldColumns(field).includes(column))),
    currency: revenue ? (names[position(revenue)]?.currency ?? null) : null,
    aggregate: recogniseAggregate(
      table.preamble,
      names.map((name) => name.base),
      table.file,
    ),
    looks,
  };
}

function withIndex(names: readonly string[], name: string): number | undefined {
  const column = names.indexOf(name);
  return column < 0 ? undefined : column;
}

/** Roles that content alone can tell, with the test. */
const CONTENT_ROLES: readonly (readonly [EventRole, (look: ColumnLook) => boolean])[] = [
  ['time', (look) => look.time >= 0.95 && look.number < 0.95],
  ['url', (look) => look.url >= 0.95],
  ['device', (look) => look.device >= 0.95 && look.distinct <= 8],
];

function guessSide(names: readonly ColumnName[]): Side {
  const has = (list: Synonyms) => names.some(({ base }) => list.sure.includes(base));
  const money = names.some(({ base }) => [...ORDER_SYNONYMS.revenue.sure, 'price'].includes(base));
  const browsing =
    has(EVENT_SYNONYMS.url) || has(EVENT_SYNONYMS.event_name) || names.some(({ base }) => /^(page|path|page_path|event)$/.test(base));
  const [numbered, judged] = [has(ORDER_SYNONYMS.order_id), has(ORDER_SYNONYMS.status)];
  return !browsing && ((numbered && (money || judged)) || (money && judged)) ? 'orders' : 'events';
}

/** Does the content allow the role that the name suggests? Columns without a filled cell in the sample may be anything. */
function fits(role: string, look: ColumnLook, side: Side): boolean {
  if (look.filled === 0) return role !== 'time' && role !== 'visitor_id';
  switch (role) {
    case 'time':
      return look.time >= 0.5 || look.number < 0.5;
    case 'url':
      return look.number < 0.5;
    case 'revenue':
    case 'refunded_amount':
    case 'value':
    case 'http_status':
    case 'search_results':
    case 'load_ms':
    case 'sequence':
      return look.number >= 0.5;
    case 'status':
      return side === 'orders' && look.number < 0.5;
    case 'event_name':
      return look.number < 0.5 && look.url < 0.5;
    default:
      return true;
  }
}

/** Candidates whose sampled cells are all equal to those of an earlier candidate say the same and are dropped. */
function withoutCopies(candidates: readonly number[], table: Table): number[] {
  return candidates.filter(
    (column, index) => !candidates.slice(0, index).some((earlier) => table.sample.every((record) => record[earlier] === record[column])),
  );
}

function candidate(table: Table, looks: readonly ColumnLook[], column: number): Ambiguity['candidates'][number] {
  return { column, name: table.header[column]!, examples: looks[column]!.examples };
}
