/** Column types that may cross from the engine into this process: all fit a JavaScript value without loss. */
export type ColumnType = 'INTEGER' | 'DOUBLE' | 'VARCHAR' | 'BOOLEAN';

export type Columns = Readonly<Record<string, ColumnType>>;

/** Row type of a query, derived from the columns it promises. SQL NULL arrives as null. */
export type RowOf<C extends Columns> = {
  [K in keyof C]: (C[K] extends 'INTEGER' | 'DOUBLE' ? number : C[K] extends 'BOOLEAN' ? boolean : string) | null;
};

/** Column types of results that come as arrays of numbers, without NULL. */
export type ArrayType = 'TINYINT' | 'INTEGER' | 'BIGINT' | 'UBIGINT';

export type ArrayColumns = Readonly<Record<string, ArrayType>>;

/**
 * A column as an array. BIGINT: whole numbers below 2^53 in size. UBIGINT: a 64-bit key takes two elements, the low word first; keys are only compared and
 * carried on.
 */
export type ArrayOf<T extends ArrayType> = { TINYINT: Int8Array; INTEGER: Int32Array; BIGINT: Float64Array; UBIGINT: Uint32Array }[T];

/** Some rows of a result, column by column. */
export interface Batch<C extends ArrayColumns> {
  rows: number;
  arrays: { [K in keyof C]: ArrayOf<C[K]> };
}

/** Values bound to `$name` parameters. Text, whole and real numbers, flags; nothing is ever pasted into SQL. */
export type Values = Readonly<Record<string, string | number | bigint | boolean | null>>;

export interface Query<C extends Columns = Columns> {
  readonly name: string;
  /** "one row per …" */
  readonly grain: string;
  readonly columns: C;
  readonly sql: (dialect: Dialect) => string;
}

/** A query whose rows are read as arrays: for one pass over all hits. */
export interface ArrayQuery<C extends ArrayColumns = ArrayColumns> {
  readonly name: string;
  readonly grain: string;
  readonly columns: C;
  readonly sql: string;
}

/** A statement that makes or fills a table; `grain` says what one row of that table is. */
export interface Statement {
  readonly name: string;
  readonly grain: string;
  readonly sql: (dialect: Dialect) => string;
}

/**
 * What engines write differently. The core SQL uses common table expressions, CASE, COALESCE, joins, GROUP BY and the windows below, nothing else.
 *
 * `lag`, `lead` and `running` work over the hits in hit order (visitor, session, time, sequence): the table read must be stored in that order, and
 * nothing between it and the window may change it. An engine without stored order puts `ORDER BY hit_number` there.
 */
export interface Dialect {
  /** Value of an expression one or more rows before this one in hit order; NULL before the first row. */
  lag(expression: string, offset?: number): string;
  /** Value of an expression in the next row in hit order; NULL after the last row. */
  lead(expression: string): string;
  /** Aggregate from the first row to this one in hit order: `running('sum', 'is_new')`. */
  running(aggregate: 'sum' | 'max', expression: string): string;
  /** Number of the row in hit order, 1-based. */
  rowNumber(): string;
}

/**
 * Declares a query with the columns it promises; the engine compares them with what it gets, once per query, even for no rows.
 */
export function defineQuery<const C extends Columns>(query: {
  name: string;
  grain: string;
  columns: C;
  sql: string | ((dialect: Dialect) => string);
}): Query<C> {
  return { ...query, sql: asFunction(query.sql) };
}

/** Declares a statement that makes or fills a table. */
export function defineStatement(statement: { name: string; grain: string; sql: string | ((dialect: Dialect) => string) }): Statement {
  return { ...statement, sql: asFunction(statement.sql) };
}

/** A SQL identifier in quotes, for names that come from data or configuration. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function asFunction(sql: string | ((dialect: Dialect) => string)): (dialect: Dialect) => string {
  return typeof sql === 'string' ? () => sql : sql;
}
