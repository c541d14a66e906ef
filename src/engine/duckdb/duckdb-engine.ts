import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { InputError, InternalError, InterruptedError } from '../../errors.ts';
import type { Engine } from '../engine.ts';
import type { Columns, Query, RowOf, Statement, Values } from '../query.ts';
import type { EventFile, OrderFile, RowCounts, SourceFile, TimeReading } from '../sources.ts';
import { DUCKDB_DIALECT } from './dialect.ts';
import { sourceRelation } from './read-source.ts';
import { instantSql } from './readings.ts';
import {
  collectTextsSql,
  eventProblemsSql,
  type Sql,
  STAGED_HITS_DDL,
  STAGED_SESSION_FACTS_DDL,
  stageHitsSql,
  stageSessionFactsSql,
} from './stage-events.ts';
import { orderProblemsSql, STAGED_ORDERS_DDL, stageOrdersSql } from './stage-orders.ts';

export interface DuckDbOptions {
  threads: number;
  /** Upper limit of the engine's memory in MiB; it spills to `temporary_folder` above it. */
  memory_mb: number;
  temporary_folder: string;
  /** The only files outside the temporary folder that the engine may open. */
  readable_files: readonly string[];
  signal?: AbortSignal;
}

/** Opens the embedded engine: in memory, spilling to the temporary folder, without network, extensions or any file but the named ones. */
export async function openDuckDb(options: DuckDbOptions): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads),
    memory_limit: `${options.memory_mb}MiB`,
    temp_directory: options.temporary_folder,
    preserve_insertion_order: 'true',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const engine = new DuckDbEngine(instance, await instance.connect(), await instance.connect(), options.signal);
  await engine.prepare(options);
  return engine;
}

class DuckDbEngine implements Engine {
  readonly #checked = new Set<string>();
  readonly #interrupt = () => {
    this.connection.interrupt();
    this.streaming.interrupt();
  };

  constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    // A statement on a connection ends the result that is being streamed from it, without a word: results are streamed from another one.
    private readonly streaming: DuckDBConnection,
    private readonly signal: AbortSignal | undefined,
  ) {
    signal?.addEventListener('abort', this.#interrupt);
  }

  async prepare(options: DuckDbOptions): Promise<void> {
    const list = (paths: readonly string[]) => `[${paths.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ')}]`;
    await this.streaming.run("set TimeZone = 'UTC'");
    for (const sql of [
      "set TimeZone = 'UTC'",
      'set enable_progress_bar = true',
      'set enable_progress_bar_print = false',
      `set allowed_directories = ${list([options.temporary_folder])}`,
      `set allowed_paths = ${list(options.readable_files)}`,
      'set enable_external_access = false',
      'set lock_configuration = true',
      'create table distinct_texts (kind varchar, text varchar, hits bigint)',
      STAGED_HITS_DDL,
      STAGED_SESSION_FACTS_DDL,
      STAGED_ORDERS_DDL,
    ]) {
      await this.#execute(sql, {});
    }
  }

  async run(statement: Statement, values: Values = {}): Promise<void> {
    await this.#execute(statement.sql(DUCKDB_DIALECT), values, statement.name);
  }

  async rows<C extends Columns>(query: Query<C>, values: Values = {}): Promise<RowOf<C>[]> {
    const rows: RowOf<C>[] = [];
    for await (const batch of this.batches(query, values)) rows.push(...batch);
    return rows;
  }

  async *batches<C extends Columns>(query: Query<C>, values: Values = {}): AsyncIterable<RowOf<C>[]> {
    const result = await this.#guard(query.name, () => this.streaming.stream(query.sql(DUCKDB_DIALECT), bindable(values)));
    const names = result.columnNames();
    if (!this.#checked.has(query.name)) {
      const got = names.map((name, index) => `${name} ${result.columnType(index).toString()}`).join(', ');
      const promised = Object.entries(query.columns)
        .map(([name, type]) => `${name} ${type}`)
        .join(', ');
      if (got !== promised) throw new InternalError(`query ${query.name} promised (${promised}) but returned (${got})`);
      this.#checked.add(query.name);
    }
    for (;;) {
      const chunk = await this.#guard(query.name, () => result.fetchChunk());
      if (!chunk || chunk.rowCount === 0) return;
      yield chunk.getRows().map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])) as RowOf<C>);
    }
  }

  async append<C extends Columns>(table: string, columns: C, rows: Iterable<RowOf<C>>): Promise<void> {
    const appender = await this.connection.createAppender(table);
    const entries = Object.entries(columns);
    for (const row of rows) {
      for (const [name, type] of entries) {
        const value = row[name as keyof C];
        if (value === null || value === undefined) appender.appendNull();
        else if (type === 'VARCHAR') appender.appendVarchar(String(value));
        else if (type === 'BOOLEAN') appender.appendBoolean(Boolean(value));
        else if (type === 'DOUBLE') appender.appendDouble(Number(value));
        else appender.appendInteger(Number(value));
      }
      appender.endRow();
    }
    appender.closeSync();
  }

  async tryTimes(texts: readonly string[], readings: readonly TimeReading[]): Promise<number[]> {
    await this.#execute('create or replace table time_texts (text varchar)', {});
    await this.append(
      'time_texts',
      { text: 'VARCHAR' },
      texts.map((text) => ({ text })),
    );
    return this.#countUnderstood('time_texts', 'text', readings, {});
  }

  async tryTimesInFile(file: SourceFile, column: number, readings: readonly TimeReading[]): Promise<number[]> {
    const relation = sourceRelation(file);
    return this.#countUnderstood(relation.from, relation.text(column), readings, relation.values);
  }

  async #countUnderstood(from: string, text: string, readings: readonly TimeReading[], values: Values): Promise<number[]> {
    const counts = readings.map((reading) => `count(${instantSql(text, reading)})`);
    const result = await this.#guard('try_times', () =>
      this.connection.runAndReadAll(
        `select ${['count(*)', ...counts].join(', ')} from ${from} where ${text} is not null`,
        bindable(values),
      ),
    );
    return (result.getRows()[0] ?? []).slice(1).map(Number);
  }

  async sample(file: SourceFile, rows: number): Promise<(string | null)[][]> {
    const relation = sourceRelation(file);
    const columns = file.columns.map((_, index) => relation.text(index)).join(', ');
    const result = await this.#guard('sample', () =>
      this.connection.runAndReadAll(`select ${columns} from ${relation.from} limit ${Math.trunc(rows)}`, bindable(relation.values)),
    );
    return result.getRows() as (string | null)[][];
  }

  async columnsOf(path: string): Promise<string[]> {
    const result = await this.#guard('columns', () =>
      this.connection.runAndReadAll('select name from parquet_schema($path) where num_children is null', { path }),
    );
    return result.getRows().map((row) => String(row[0]));
  }

  async recordsOf(path: string): Promise<number> {
    const result = await this.#guard('records', () =>
      this.connection.runAndReadAll('select sum(num_rows) from parquet_file_metadata($path)', { path }),
    );
    return Number(result.getRows()[0]?.[0] ?? 0);
  }

  async collectTexts(file: EventFile): Promise<void> {
    await this.#stage(collectTextsSql(file), file);
  }

  async numberTexts(): Promise<void> {
    await this.#execute(
      `create table texts as
        select cast(row_number() over (order by kind, text) as integer) as text_id, kind, text, hits, hash(text) as text_hash
        from (select kind, text, cast(sum(hits) as double) as hits from distinct_texts group by kind, text)`,
      {},
    );
    await this.#execute('drop table distinct_texts', {});
  }

  async stageHits(file: EventFile): Promise<RowCounts> {
    await this.#stage(stageHitsSql(file), file);
    return this.#counts('staged_hits', file);
  }

  async stageSessionFacts(file: EventFile): Promise<RowCounts> {
    await this.#stage(stageSessionFactsSql(file), file);
    return this.#counts('staged_session_facts', file);
  }

  async stageOrders(file: OrderFile): Promise<RowCounts> {
    await this.#stage(stageOrdersSql(file), file);
    return this.#counts('staged_orders', file);
  }

  async #stage({ sql, values }: Sql, file: SourceFile): Promise<void> {
    // A table of rejects per scan would need names; the engine appends to one, so it is emptied before each scan instead.
    await this.#guard('rejects', () => this.connection.run('drop table if exists reject_errors; drop table if exists reject_scans'));
    try {
      await this.#execute(sql, values, `reading file ${file.id}`);
    } catch (error) {
      if (error instanceof InternalError && error.cause instanceof Error) throw unreadable(error.cause, file);
      throw error;
    }
  }

  async #counts(table: string, file: SourceFile): Promise<RowCounts> {
    const staged = await this.connection.runAndReadAll(
      `select count(*), count(case when problem <> 0 then 1 end) from ${table} where file_id = $file_id`,
      { file_id: file.id },
    );
    const [arrived = 0, problems = 0] = (staged.getRows()[0] ?? []).map(Number);
    const nothingRejected = { arrived, problems, rejected: 0, rejects: [] };
    if (file.kind !== 'csv') return nothingRejected;
    const exists = (
      await this.connection.runAndReadAll("select count(*) from duckdb_tables() where table_name = 'reject_errors'")
    ).getRows()[0]?.[0];
    if (!Number(exists)) return nothingRejected;
    const rejects = await this.connection.runAndReadAll(
      `select cast(min(line_byte_position) as double) as byte, min_by(error_type || '. ' || coalesce(error_message, ''), column_idx) as reason
       from reject_errors group by line order by byte`,
    );
    const rows = rejects.getRows();
    return {
      arrived,
      problems,
      rejected: rows.length,
      rejects: rows.slice(0, 1000).map(([byte, reason]) => ({ byte: Number(byte) - 1, reason: readableReason(String(reason)) })),
    };
  }

  async findProblems(file: EventFile | OrderFile, limit: number): Promise<{ ordinal: number; problem: number }[]> {
    const { sql, values } = 'grain' in file ? eventProblemsSql(file) : orderProblemsSql(file);
    const result = await this.#guard('find_problems', () =>
      this.connection.runAndReadAll(`${sql} limit ${Math.trunc(limit)}`, bindable(values)),
    );
    return result.getRows().map(([ordinal, problem]) => ({ ordinal: Number(ordinal), problem: Number(problem) }));
  }

  progress(): number | null {
    const percentage = this.connection.progress.percentage;
    return percentage >= 0 ? percentage / 100 : null;
  }

  async version(): Promise<string> {
    return `DuckDB ${String((await this.connection.runAndReadAll('select version()')).getRows()[0]?.[0])}`;
  }

  close(): void {
    this.signal?.removeEventListener('abort', this.#interrupt);
    this.streaming.closeSync();
    this.connection.closeSync();
    this.instance.closeSync();
  }

  async #execute(sql: string, values: Values, name = 'statement'): Promise<void> {
    await this.#guard(name, () => this.connection.run(sql, bindable(values)));
  }

  async #guard<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (this.signal?.aborted) throw new InterruptedError('stopped');
    try {
      return await work();
    } catch (cause) {
      if (this.signal?.aborted) throw new InterruptedError('stopped', { cause });
      const text = cause instanceof Error ? cause.message : String(cause);
      if (/Out of Memory/i.test(text)) {
        throw new InputError('the engine ran out of the memory it may use', {
          hint: 'Allow more with --memory (in MB), or free space in the folder for temporary files (TMPDIR).',
          cause,
        });
      }
      throw new InternalError(`${name}: ${text.split('\n')[0]}`, { cause });
    }
  }
}

function bindable(values: Values): Record<string, DuckDBValue> {
  return { ...values };
}

/** The engine's error types in words of ours. */
function readableReason(reason: string): string {
  const [type = '', ...rest] = reason.split('. ');
  const message = rest.join('. ');
  const counts = /Columns: (\d+) Found: (\d+)/.exec(message);
  if (type === 'MISSING COLUMNS' && counts) return `too few fields: ${counts[2]} instead of ${counts[1]}`;
  if (type === 'TOO MANY COLUMNS' && counts) return `too many fields: ${counts[2]} instead of ${counts[1]}`;
  if (type === 'UNQUOTED VALUE') return 'a quoted field is followed by text, or its quote is not closed';
  if (type === 'LINE SIZE OVER MAXIMUM') return 'the record is longer than 16 MB';
  if (type === 'INVALID ENCODING' || /unicode/i.test(type)) return 'bytes that are not valid in the file’s encoding';
  return (message || type).toLowerCase();
}

function unreadable(cause: Error, file: SourceFile): InputError {
  return new InputError(`the engine cannot read ${file.path}: ${cause.message.split('\n')[0]}`, {
    hint: 'Look at the file with: midfunnel inspect FILE. If it opens in a spreadsheet, save it again as CSV UTF-8.',
    cause,
  });
}
