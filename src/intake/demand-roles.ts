import { InputError } from '../errors.ts';
import { type Recognition, recognise, type Side, type Table } from '../formats/recognise.ts';
import type { OpenedFile } from './open-files.ts';

/** Columns by role that a person has decided; null says that the export has none. */
export interface DecidedColumns {
  events?: Partial<Record<string, string | null>> | undefined;
  orders?: Partial<Record<string, string | null>> | undefined;
  customers?: Partial<Record<string, string | null>> | undefined;
}

const NEEDED: Record<Recognition['grain'], readonly (readonly [role: string, ...alternatives: string[]])[]> = {
  hits: [['visitor_id', 'session_id'], ['time'], ['url', 'event_name']],
  sessions: [['session_id']],
  orders: [['order_id'], ['time']],
  customers: [['customer_id', 'email']],
};

/**
 * Demands the roles without which a file is of no use on its side.
 *
 * @throws InputError for an export of totals, for a file that belongs to the other side, and for a role without a column, with the columns that are left
 */
export function demandRoles(opened: OpenedFile, table: Table, recognition: Recognition): void {
  if (recognition.aggregate !== null) {
    throw new InputError(`${opened.shown} is ${recognition.aggregate.what}; no session can be rebuilt from it`, {
      hint: recognition.aggregate.remedy,
    });
  }
  if (table.sample.length === 0) {
    throw new InputError(`${opened.shown}: the first record is longer than 1 MiB, so nothing shows what its columns hold`, {
      hint: 'No event or order is that long: look for a quote that closes far below, or for a cell that holds a whole document, and export again without it.',
    });
  }
  const missing = NEEDED[recognition.grain].find((roles) => !hasOneOf(recognition, roles));
  if (missing === undefined) return;
  demandOwnSide(opened, table, recognition.side);
  throw new InputError(`${opened.shown} has no column for the ${missing.join(' or the ')}`, {
    hint: `Name it: --column ${opened.side}.${missing[0]}=NAME. Columns without a role: ${listColumns(recognition, table)}.`,
  });
}

/**
 * Demands that a column named by option is in one file of its side at least: a slip of the pen would else fall back to guessing.
 *
 * @throws InputError with the columns there are
 */
export function demandDecidedColumns(files: readonly OpenedFile[], decided: DecidedColumns): void {
  for (const side of ['events', 'orders', 'customers'] as const) {
    const ofSide = files.filter((file) => file.side === side);
    // The fields of JSON lines and Parquet are known to the engine only.
    if (ofSide.length === 0 || ofSide.some((file) => file.csv === null)) continue;
    const names = [...new Set(ofSide.flatMap((file) => file.csv!.header))];
    for (const [role, name] of Object.entries(decided[side] ?? {})) {
      if (name == null || names.includes(name)) continue;
      throw new InputError(`no file of --${side} has the column "${name}" that the options name for ${side}.${role}`, {
        hint: `Correct --column, or "columns" in the config. Columns: ${shorten(names.map(quoted))}.`,
      });
    }
  }
}

const WORDS: Record<Side, string> = { events: 'a clickstream', orders: 'orders', customers: 'customers' };
const SHOWN_NAMES = 15;

/** Exports are easily mixed up, and then a missing column is not what is wrong. */
function demandOwnSide(opened: OpenedFile, table: Table, side: Side): void {
  const guessed = recognise(table, null);
  const other = side === 'customers' || guessed.side === 'customers' ? guessed : recognise(table, side === 'events' ? 'orders' : 'events');
  if (other.side === side || other.grain === 'sessions' || !NEEDED[other.grain].every((roles) => hasOneOf(other, roles))) return;
  // A clickstream of purchases has order ids and times too; only money or a status makes orders of them.
  if (other.side === 'orders' && !hasOneOf(other, ['revenue', 'status'])) return;
  throw new InputError(`${opened.shown} was given as ${WORDS[side]}, but looks like ${WORDS[other.side]}`, {
    hint: `Give it with --${other.side} instead of --${side}; midfunnel inspect '${opened.shown}' shows its columns.`,
  });
}

function hasOneOf(recognition: Recognition, roles: readonly string[]): boolean {
  // A role with two candidates is not missing; which one plays it is asked elsewhere.
  return [...recognition.roles, ...recognition.ambiguities].some(({ role }) => roles.includes(role));
}

function listColumns({ unused, looks }: Recognition, table: Table): string {
  const isEmpty = (name: string) => looks[table.header.indexOf(name)]?.filled === 0;
  return shorten(unused.map((name) => (isEmpty(name) ? `${quoted(name)} (empty)` : quoted(name)))) || 'none';
}

function shorten(names: readonly string[]): string {
  return names.length > SHOWN_NAMES ? `${names.slice(0, SHOWN_NAMES).join(', ')} and ${names.length - SHOWN_NAMES} more` : names.join(', ');
}

function quoted(name: string): string {
  return `"${name}"`;
}
