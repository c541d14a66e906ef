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
  readonly sql: string;
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
  readonly sql: string;
}

/**
 * Declares a query with the columns it promises; the engine compares them with what it gets, once per query, even for no rows.
 */
export function defineQuery<const C extends Columns>(query: { name: string; grain: string; columns: C; sql: string }): Query<C> {
  return query;
}

/** Declares a statement that makes or fills a table. */
export function defineStatement(statement: Statement): Statement {
  return statement;
}

/** A SQL identifier in quotes, for names that come from data or configuration. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Declares that a table or a view is no longer needed. A view goes before what it reads. */
export function dropStatement(kind: 'table' | 'view', name: string): Statement {
  return { name: `drop_${name}`, grain: 'none', sql: `drop ${kind} ${name}` };
}
