import { DuckDBInstance } from '@duckdb/node-api';
import { InternalError } from '../../errors.ts';
import type { Field } from '../../fields.ts';
import { type Engine, WITHOUT_ID } from '../engine.ts';
import type { Values } from '../query.ts';
import type { CustomerFile, EventFile, OrderFile, RowCounts, SourceFile, TimeReading } from '../sources.ts';
import { bindable, DuckDbTables } from './duckdb-tables.ts';
import type { Sql } from './event-fields.ts';
import { parquetAsJson, sourceRelation } from './read-source.ts';
import { readableReason, unreadable } from './reader-errors.ts';
import { clockChangesSql, instantSql } from './readings.ts';
import { customerProblemsSql, STAGED_CUSTOMERS_DDL, stageCustomersSql } from './stage-customers.ts';
import { eventProblemsSql, STAGED_SESSION_FACTS_DDL, stagedHitsSql, stageHitsSql, stageSessionFactsSql } from './stage-events.ts';
import { orderProblemsSql, STAGED_ORDERS_DDL, stageOrdersSql } from './stage-orders.ts';
import {
  collectTextsSql,
  FOUND_TEXTS_DDL,
  firstRowsSql,
  missingTextsSql,
  NUMBER_TEXTS,
  rowsAreInOrderSql,
  USED_KEYS_DDL,
  useKeysSql,
} from './text-keys.ts';

export interface DuckDbOptions {
  threads: number;
  /** Upper limit of the engine's memory in MiB; it spills to `temporary_folder` above it. */
  memory_mb: number;
  temporary_folder: string;
  /** The only files outside the temporary folder that the engine may open. */
  readable_files: readonly string[];
  /** Whether `progress` is to be told: to keep it costs a hundredth of the run. */
  tells_progress?: boolean;
  signal?: AbortSignal;
}

const KEEPS_BLOCKS_FROM_MB = 1500;

/** Opens the embedded engine: in memory, spilling to the temporary folder, without network, extensions or any file but the named ones. */
export async function openDuckDb(options: DuckDbOptions): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads),
    memory_limit: `${options.memory_mb}MiB`,
    temp_directory: options.temporary_folder,
    preserve_insertion_order: 'true',
    // Blocks given back are kept and used again: to get them from the system each time costs a twentieth of the run. Little memory is too dear for that.
    block_allocator_memory: `${options.memory_mb >= KEEPS_BLOCKS_FROM_MB ? options.memory_mb : 0}MiB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const engine = new DuckDbEngine(instance, await instance.connect(), await instance.connect(), options.signal);
  await engine.prepare(options);
  return engine;
}

class DuckDbEngine extends DuckDbTables implements Engine {
  async prepare(options: DuckDbOptions): Promise<void> {
    const list = (paths: readonly string[]) => `[${paths.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ')}]`;
    await this.streaming.run("set TimeZone = 'UTC'");
    for (const sql of [
      "set TimeZone = 'UTC'",
      `set enable_progress_bar = ${options.tells_progress === true}`,
      'set enable_progress_bar_print = false',
      `set allowed_directories = ${list([options.temporary_folder])}`,
      `set allowed_paths = ${list(options.readable_files)}`,
      'set enable_external_access = false',
      'set lock_configuration = true',
      FOUND_TEXTS_DDL,
      USED_KEYS_DDL,
      STAGED_SESSION_FACTS_DDL,
      STAGED_ORDERS_DDL,
      STAGED_CUSTOMERS_DDL,
    ]) {
      await this.execute(sql, {});
    }
  }

  async tryTimes(texts: readonly string[], readings: readonly TimeReading[]): Promise<number[]> {
    await this.execute('create or replace table time_texts (text varchar)', {});
    await this.append(
      'time_texts',
      { text: 'VARCHAR' },
      texts.map((text) => ({ text })),
    );
    return this.#countInstants(
      'time_texts',
      'text',
      readings.map((reading) => instantSql('text', reading)),
      {},
    );
  }

  async tryTimesInFile(file: SourceFile, field: Field, readings: readonly TimeReading[]): Promise<number[]> {
    const relation = sourceRelation(file);
    const text = relation.text(field);
    const instants = readings.map((reading) => instantSql(text, reading));
    const alone = instants.map((instant) => {
      const others = instants.filter((other) => other !== instant).map((other) => `${other} is null`);
      return `case when ${['1 = 1', ...others].join(' and ')} then ${instant} end`;
    });
    return this.#countInstants(relation.from, text, alone, relation.values);
  }

  async countClockChanges(file: EventFile | OrderFile): Promise<{ ambiguous_times: number; skipped_times: number }> {
    const relation = sourceRelation(file);
    const tests = clockChangesSql(relation.text(file.roles.time), file.time);
    const sql = `select count(*) filter (${tests.isTwice}), count(*) filter (${tests.isSkipped}) from ${relation.from}`;
    const result = await this.guard('clock_changes', () => this.connection.runAndReadAll(sql, bindable(relation.values)));
    const [ambiguous_times = 0, skipped_times = 0] = (result.getRows()[0] ?? []).map(Number);
    return { ambiguous_times, skipped_times };
  }

  async #countInstants(from: string, text: string, instants: readonly string[], values: Values): Promise<number[]> {
    const counts = instants.map((instant) => `count(${instant})`);
    const sql = `select ${['count(*)', ...counts].join(', ')} from ${from} where ${text} is not null`;
    const result = await this.guard('try_times', () => this.connection.runAndReadAll(sql, bindable(values)));
    return (result.getRows()[0] ?? []).slice(1).map(Number);
  }

  async sample(file: SourceFile, rows: number): Promise<(string | null)[][]> {
    const relation = sourceRelation(file);
    const columns = file.columns.map((_, index) => relation.text(index)).join(', ');
    const result = await this.guard('sample', () =>
      this.connection.runAndReadAll(`select ${columns} from ${relation.from} limit ${Math.trunc(rows)}`, bindable(relation.values)),
    );
    return result.getRows() as (string | null)[][];
  }

  async columnsOf(path: string): Promise<string[] | null> {
    const result = await this.guard('columns', () =>
      this.connection.runAndReadAll('select name, num_children from parquet_schema($path)', { path }),
    );
    // The first one is the record itself.
    const columns = result.getRows().slice(1);
    return columns.every((row) => row[1] === null) ? columns.map((row) => String(row[0])) : null;
  }

  async jsonSample(path: string, rows: number): Promise<string[]> {
    const result = await this.guard('sample', () =>
      this.connection.runAndReadAll(`select cast(line as varchar) from ${parquetAsJson()} limit ${Math.trunc(rows)}`, {
        source_path: path,
      }),
    );
    return result.getRows().map((row) => String(row[0]));
  }

  async recordsOf(path: string): Promise<number> {
    const result = await this.guard('records', () =>
      this.connection.runAndReadAll('select sum(num_rows) from parquet_file_metadata($path)', { path }),
    );
    return Number(result.getRows()[0]?.[0] ?? 0);
  }

  async makeStagedHits(files: readonly EventFile[]): Promise<void> {
    for (const sql of stagedHitsSql(files)) await this.execute(sql, {});
  }

  async recordsWithNewTexts(file: EventFile, limit: number): Promise<number[] | null> {
    await this.execute(useKeysSql(file), { file_id: file.id }, `keys of file ${file.id}`);
    const [[inOrder] = []] = await this.#readAll(rowsAreInOrderSql(file), file);
    if (inOrder !== true) return null;
    const rows = await this.#readAll(`${firstRowsSql(file)} limit ${Math.trunc(limit) + 1}`, file);
    return rows.length > limit ? null : rows.map(([ordinal]) => Number(ordinal));
  }

  async collectTexts(file: EventFile): Promise<void> {
    await this.#stage(collectTextsSql(file), file);
  }

  async hasAllTexts(file: EventFile): Promise<boolean> {
    const [[missing] = []] = await this.#readAll(missingTextsSql(file), file);
    return Number(missing) === 0;
  }

  async numberTexts(): Promise<void> {
    for (const sql of NUMBER_TEXTS) await this.execute(sql, {}, 'number_texts');
  }

  async #readAll(sql: string, { id }: SourceFile): Promise<unknown[][]> {
    return (await this.guard(`file ${id}`, () => this.connection.runAndReadAll(sql, { file_id: id }))).getRows();
  }

  async stageHits(file: EventFile): Promise<RowCounts> {
    await this.#stage(stageHitsSql(file), file);
    return this.#counts('staged_hit_rows', file);
  }

  async stageSessionFacts(file: EventFile): Promise<RowCounts> {
    await this.#stage(stageSessionFactsSql(file), file);
    return this.#counts('staged_session_facts', file);
  }

  async stageOrders(file: OrderFile): Promise<RowCounts> {
    await this.#stage(stageOrdersSql(file), file);
    return this.#counts('staged_orders', file);
  }

  async stageCustomers(file: CustomerFile): Promise<RowCounts> {
    await this.#stage(stageCustomersSql(file), file);
    return this.#counts('staged_customers', file);
  }

  async #stage({ sql, values }: Sql, file: SourceFile): Promise<void> {
    // A table of rejects per scan would need names; the engine appends to one, so it is emptied before each scan instead.
    await this.guard('rejects', () => this.connection.run('drop table if exists reject_errors; drop table if exists reject_scans'));
    try {
      await this.execute(sql, values, `reading file ${file.id}`);
    } catch (error) {
      if (error instanceof InternalError && error.cause instanceof Error) throw unreadable(error.cause, file);
      throw error;
    }
  }

  async #counts(table: string, file: SourceFile): Promise<RowCounts> {
    const staged = await this.connection.runAndReadAll(
      `select count(*), count(case when problem not in (0, ${WITHOUT_ID}) then 1 end) from ${table} where file_id = $file_id`,
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
      `select cast(min(line_byte_position) as double) as byte, min_by(error_type || '. ' || coalesce(error_message, ''), coalesce(column_idx, 0)) as reason
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

  async findProblems(file: EventFile | OrderFile | CustomerFile, limit: number): Promise<{ ordinal: number; problem: number }[]> {
    const { sql, values } =
      'grain' in file ? eventProblemsSql(file) : 'sales_channel' in file ? orderProblemsSql(file) : customerProblemsSql(file);
    const result = await this.guard('find_problems', () =>
      this.connection.runAndReadAll(`${sql} limit ${Math.trunc(limit)}`, bindable(values)),
    );
    return result.getRows().map(([ordinal, problem]) => ({ ordinal: Number(ordinal), problem: Number(problem) }));
  }
}
