import { CUSTOMER_ROLES, type CustomerRole, EVENT_ROLES, type EventRole, ORDER_ROLES, type OrderRole } from '../roles.ts';
import { type Aggregate, recogniseAggregate } from './aggregates.ts';
import { CUSTOMER_SYNONYMS, EVENT_SYNONYMS, ORDER_SYNONYMS, type Synonyms } from './synonyms.ts';
import { type ColumnLook, lookAtColumn } from './value-kinds.ts';

export type Side = 'events' | 'orders' | 'customers';
export type Role = EventRole | OrderRole | CustomerRole;

export interface RoleFinding {
  role: Role;
  /** Position in the header, from 0. */
  column: number;
  name: string;
  /** Why this column: its name, its content, the config. */
  why: string;
}

/** Several columns that could play a role; a person decides. */
export interface Ambiguity {
  role: Role;
  candidates: { column: number; name: string; examples: string[] }[];
}

export interface Recognition {
  platform: string;
  side: Side;
  /** `sessions`: a table of sessions without pages or events, to be joined to hits by session id. */
  grain: 'hits' | 'sessions' | 'orders' | 'customers';
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
  const actual = side ?? guessSide(names);
  const synonyms: Record<string, Synonyms> = SYNONYMS[actual];
  const roles: RoleFinding[] = [];
  const ambiguities: Ambiguity[] = [];
  const taken = new Set<number>();
  const assign = (role: string, column: number, why: string) => {
    taken.add(column);
    roles.push({ role: role as Role, column, name: table.header[column]!, why });
  };

  const open = Object.keys(ROLES[actual]).filter((role) => {
    if (!(role in decided)) return true;
    const column = decided[role] === null ? -1 : table.header.indexOf(decided[role]!);
    if (column >= 0) assign(role, column, 'set by option');
    // A file of several in which the named column is missing is judged like one without the option.
    return decided[role] !== null && column < 0;
  });
  for (const rank of ['sure', 'weak'] as const) {
    for (const role of open) {
      if (roles.some((finding) => finding.role === role) || ambiguities.some((ambiguity) => ambiguity.role === role)) continue;
      const candidates = names.flatMap((name, column) =>
        synonyms[role]![rank]?.includes(name.base) && !taken.has(column) && fits(role, looks[column]!, actual) ? [column] : [],
      );
      const different = withoutCopies(candidates, table);
      if (different.length === 1) assign(role, different[0]!, 'by name');
      if (different.length > 1) {
        ambiguities.push({ role: role as Role, candidates: different.map((column) => candidate(table, looks, column)) });
        for (const column of different) taken.add(column);
      }
    }
  }
  for (const [role, look] of CONTENT_ROLES) {
    // Shop orders name everything but now and then the time; addresses in them are no pages.
    if (actual === 'customers' || (actual === 'orders' && role !== 'time')) continue;
    if (!open.includes(role) || roles.some((finding) => finding.role === role)) continue;
    if (ambiguities.some((ambiguity) => ambiguity.role === role)) continue;
    const candidates = looks.flatMap((columnLook, column) =>
      !taken.has(column) && columnLook.filled > 0 && look(columnLook) ? [column] : [],
    );
    if (candidates.length === 1) assign(role, candidates[0]!, 'by content');
    if (candidates.length > 1 && role === 'time') {
      ambiguities.push({ role, candidates: candidates.map((column) => candidate(table, looks, column)) });
    }
  }
  roles.sort((a, b) => a.column - b.column);
  const has = (role: string) => roles.some((finding) => finding.role === role);
  const revenue = roles.find((finding) => finding.role === 'revenue');
  return {
    platform: 'generic',
    side: actual,
    grain: actual !== 'events' ? actual : has('url') || has('event_name') || !has('session_id') ? 'hits' : 'sessions',
    roles,
    ambiguities,
    unused: table.header.filter((_, column) => !roles.some((finding) => finding.column === column)),
    currency: revenue ? names[revenue.column]!.currency : null,
    aggregate: recogniseAggregate(
      table.preamble,
      names.map((name) => name.base),
      table.file,
    ),
    looks,
  };
}

const ROLES: Record<Side, object> = { events: EVENT_ROLES, orders: ORDER_ROLES, customers: CUSTOMER_ROLES };
const SYNONYMS: Record<Side, Record<string, Synonyms>> = { events: EVENT_SYNONYMS, orders: ORDER_SYNONYMS, customers: CUSTOMER_SYNONYMS };

/** Roles that content alone can tell, with the test. */
const CONTENT_ROLES: readonly (readonly [EventRole, (look: ColumnLook) => boolean])[] = [
  ['time', (look) => look.time >= 0.95 && look.number < 0.95],
  ['url', (look) => look.url >= 0.95],
  ['device', (look) => look.device >= 0.95 && look.distinct <= 8],
];

const CURRENCIES = /_(usd|eur|gbp|chf|cad|aud|nzd|sek|nok|dkk|pln|czk|jpy|brl|inr|mxn|huf|ron|try|zar)$/;

interface ColumnName {
  base: string;
  currency: string | null;
}

/** `Page URL`, `pageUrl`, `page-url` → `page_url`; a currency at the end is taken off and kept. */
function normaliseName(name: string): ColumnName {
  const plain = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  const currency = CURRENCIES.exec(plain);
  return currency ? { base: plain.slice(0, currency.index), currency: currency[1]!.toUpperCase() } : { base: plain, currency: null };
}

function guessSide(names: readonly ColumnName[]): Side {
  const has = (list: Synonyms) => names.some(({ base }) => list.sure.includes(base));
  const money = names.some(({ base }) => [...ORDER_SYNONYMS.revenue.sure, 'price'].includes(base));
  const browsing =
    has(EVENT_SYNONYMS.url) || has(EVENT_SYNONYMS.event_name) || names.some(({ base }) => /^(page|path|page_path|event)$/.test(base));
  const [numbered, judged] = [has(ORDER_SYNONYMS.order_id), has(ORDER_SYNONYMS.status)];
  // A file of persons: what they are called and since when or of what kind they are customers, but nothing they did.
  const person = has(CUSTOMER_SYNONYMS.customer_id) || has(CUSTOMER_SYNONYMS.email);
  if (!browsing && !numbered && !money && person && (has(CUSTOMER_SYNONYMS.first_order_at) || has(CUSTOMER_SYNONYMS.segment)))
    return 'customers';
  return !browsing && ((numbered && (money || judged)) || (money && judged)) ? 'orders' : 'events';
}

/** Does the content allow the role that the name suggests? Columns without a filled cell in the sample may be anything. */
function fits(role: string, look: ColumnLook, side: Side): boolean {
  if (look.filled === 0) return role !== 'time' && role !== 'visitor_id';
  switch (role) {
    case 'time':
      return look.time >= 0.5 || look.number < 0.5;
    case 'first_order_at':
      return look.time >= 0.5;
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
