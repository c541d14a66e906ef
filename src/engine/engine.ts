import type { Field } from '../fields.ts';
import type { ArrayColumns, ArrayQuery, Batch, Columns, Query, RowOf, Statement, Values } from './query.ts';
import type { CustomerFile, EventFile, OrderFile, RowCounts, SourceFile, TimeReading } from './sources.ts';

/**
 * A SQL engine: embedded (DuckDB) or distributed. Everything above speaks to this interface; only the folder of an engine knows its dialect.
 *
 * Two kinds of work go through it: reading files into staged tables, which each engine does in its own way, and the portable core, handed over
 * as queries and statements.
 */
export interface Engine {
  /** Runs a statement that makes or fills a table. */
  run(statement: Statement, values?: Values): Promise<void>;
  /**
   * Rows of a query, in its order.
   * @throws InternalError when the columns differ from the declared ones
   */
  rows<C extends Columns>(query: Query<C>, values?: Values): Promise<RowOf<C>[]>;
  /** The same in batches, for results that are not bounded by the shape of the report. */
  batches<C extends Columns>(query: Query<C>, values?: Values): AsyncIterable<RowOf<C>[]>;
  /**
   * The same as arrays of numbers, batch by batch.
   * @throws InternalError when the columns differ from the declared ones or hold NULL
   */
  arrays<C extends ArrayColumns>(query: ArrayQuery<C>, values?: Values): AsyncIterable<Batch<C>>;
  /** Appends rows given as arrays to an existing table whose columns are the declared ones, in that order and of these types. */
  appendArrays<C extends ArrayColumns>(table: string, columns: C, batch: Batch<C>): Promise<void>;
  /** Appends rows to an existing table whose columns are the declared ones, in that order. */
  append<C extends Columns>(table: string, columns: C, rows: Iterable<RowOf<C>>): Promise<void>;

  /** How many of the texts each reading of times understands. */
  tryTimes(texts: readonly string[], readings: readonly TimeReading[]): Promise<number[]>;
  /** How many texts of a whole column each reading understands that no other of them does: for what a sample leaves open. */
  tryTimesInFile(file: SourceFile, field: Field, readings: readonly TimeReading[]): Promise<number[]>;
  /** First records of a file that has no text form (Parquet), all values as text. */
  sample(file: SourceFile, rows: number): Promise<(string | null)[][]>;
  /** Names of the columns of a Parquet file; null when some of them hold lists or structures. */
  columnsOf(path: string): Promise<string[] | null>;
  /** The first records of a Parquet file as JSON texts. */
  jsonSample(path: string, rows: number): Promise<string[]>;
  /** Number of records in a Parquet file, from its footer. */
  recordsOf(path: string): Promise<number>;

  /** Every record of the file into `staged_hit_rows`, with a problem number where it cannot be used (see `PROBLEMS`). */
  stageHits(file: EventFile): Promise<RowCounts>;
  /** Every record of a table of sessions into `staged_session_facts`. */
  stageSessionFacts(file: EventFile): Promise<RowCounts>;
  /** Every record of the file into `staged_orders`. */
  stageOrders(file: OrderFile): Promise<RowCounts>;
  /** Every record of the file into `staged_customers`. */
  stageCustomers(file: CustomerFile): Promise<RowCounts>;
  /** How many times without offset lie in an hour that the clock of their zone skipped or went through twice; reads the file again. */
  countClockChanges(file: EventFile | OrderFile): Promise<{ ambiguous_times: number; skipped_times: number }>;
  /** Makes the table `staged_hit_rows` for the files of hits of this run, and over it the view `staged_hits`, which has every column. */
  makeStagedHits(files: readonly EventFile[]): Promise<void>;
  /**
   * Ordinal numbers (1-based, among those that arrived, ascending) of the records of a staged file in which a text occurs for the first time, to be asked once of
   * each file before its texts are collected;
   * null when there are more than `limit` or the engine cannot tell.
   */
  recordsWithNewTexts(file: EventFile, limit: number): Promise<number[] | null>;
  /** Adds the distinct texts of an event file, or of an excerpt with the same columns. */
  collectTexts(file: EventFile): Promise<void>;
  /** Whether every text that a staged record of the file refers to has been collected. */
  hasAllTexts(file: EventFile): Promise<boolean>;
  /**
   * Numbers the texts collected so far. Tables: `texts (text_id, kind, text, hits)`, one row per kind and text, kinds as in `TEXT_KINDS`; and, to translate the keys of
   * the staged rows, `path_keys (path_key, path_id)`, `origin_keys (origin_key, origin_id, touch_id, host_id)` and
   * `client_keys (client_key, client_id, agent_id, device_id, event_id)`; an id is NULL where that text is missing.
   */
  numberTexts(): Promise<void>;
  /** Ordinal numbers (1-based, among the records that arrived) of the first records with a problem, with that problem. */
  findProblems(file: EventFile | OrderFile | CustomerFile, limit: number): Promise<{ ordinal: number; problem: number }[]>;

  /** Share done of the running statement, 0 to 1, or null when the engine cannot tell. */
  progress(): number | null;
  version(): Promise<string>;
  close(): void;
}

/**
 * Problem of a hit that has neither a visitor nor a session id: consent was denied, or nothing was recorded. It is no fault of the file and no reject, it only belongs to no
 * session; all such hits together would be one visitor that never was.
 */
export const WITHOUT_ID = 9;

/** Problem of a hit that lies so far from all others that its clock must be wrong: left out by a rule too. */
export const WRONG_CLOCK = 10;

/** Why a record that arrived cannot be used; the numbers stand in the staged tables, the words in the report. */
export const PROBLEMS: Readonly<Record<number, string>> = {
  1: 'time is empty or cannot be read',
  2: 'no visitor and no session id',
  3: 'no order id',
  4: 'revenue cannot be read',
  5: 'the line is not valid JSON',
  6: 'the line does not have the form of the log',
  7: 'totals or an empty row, not an order',
  8: 'no customer id and no e-mail',
};
