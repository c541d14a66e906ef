import type { Field } from '../fields.ts';
import type { CustomerRole, EventRole, OrderRole } from '../roles.ts';

/** A file as the engine reads it; `path` may be a rewritten copy, columns count from 0 in the header's order. */
export interface SourceFile {
  /** 1-based number of the file in this run; every staged row carries it. */
  id: number;
  path: string;
  kind: 'csv' | 'json_lines' | 'parquet' | 'log_lines';
  /** Of Parquet, whether columns hold lists or structures: its records are read as JSON then, and `columns` are dotted paths too. */
  nested?: boolean;
  /** By its bytes; the engine would go by the name alone. */
  compression: 'none' | 'gzip';
  /** Names of the columns in order; for JSON lines the dotted paths of the fields that are used. */
  columns: readonly string[];
  csv: { delimiter: string; skip_lines: number } | null;
  /** Of a log: how a line is taken apart, by a pattern with a group per column or at a sign. */
  log?: { form: { pattern: string } | { delimiter: '\t' | ' '; has_escapes: boolean }; skip_lines: number } | null;
  /** false: read by one thread, exact where the parallel reader loses rows (see docs/adr/0003). */
  parallel: boolean;
}

/** How texts of a time column are understood. */
export type TimeReading =
  | { kind: 'epoch'; unit: 's' | 'ms' | 'us' | 'ns' }
  /** ISO 8601 and its relatives; a time without offset is wall time in `time_zone`. */
  | { kind: 'iso'; time_zone: string }
  /** strptime pattern; `has_offset` when the pattern itself reads one, else wall time in `time_zone`. */
  | { kind: 'pattern'; pattern: string; has_offset: boolean; time_zone: string };

/** How texts of a money column are understood: which sign separates decimals. */
export interface MoneyReading {
  decimal: 'point' | 'comma';
}

/** Stands before the user agent, if any, of a hit that the export itself flags as a bot's; occurs in no user agent. */
export const BOT_FLAG = '\u001e';

/** Where the text of each role stands; a role that the export lacks is absent. */
export type RoleFields<Role extends string> = Partial<Record<Role, Field>>;

/** An address that names its page in a route behind `#/`, or in a parameter. */
export type Routes = { in: 'fragment' } | { in: 'parameter'; name: string };

/** An event-side file with its roles. `grain` is `sessions` for a table of sessions without pages, joined to the hits by session id. */
export interface EventFile extends SourceFile {
  grain: 'hits' | 'sessions';
  /** `https://host/` of most pages in the sample: referrers that start with it need no closer look. null where addresses are paths. */
  origin: string | null;
  /** Where an address names its page, if not in its path. */
  routes?: Routes | null;
  roles: RoleFields<EventRole>;
  time: TimeReading;
  money: MoneyReading;
}

export interface OrderFile extends SourceFile {
  roles: RoleFields<OrderRole>;
  time: TimeReading;
  money: MoneyReading;
  /**
   * Rows of one order: `first` when the order's facts stand in one of them and the others are its further lines; `sum` when each line has its own part of the money;
   * null when each row is an order.
   */
  lines: 'first' | 'sum' | null;
  /** Set when every order of the file was placed elsewhere (`store`, `phone`); a column `sales_channel` decides row by row otherwise. */
  sales_channel: string | null;
}

/** A CRM export: one row per customer. */
export interface CustomerFile extends SourceFile {
  roles: RoleFields<CustomerRole>;
  /** How the first orders are written. */
  time: TimeReading;
}

/** Records of one file after staging. `arrived + rejected` must equal the records counted independently. */
export interface RowCounts {
  arrived: number;
  /** How many of those that arrived cannot be used. */
  problems: number;
  rejected: number;
  /** Where rejected records start, as bytes in the (decompressed) file; capped, `rejected` counts all. */
  rejects: { byte: number; reason: string }[];
}
