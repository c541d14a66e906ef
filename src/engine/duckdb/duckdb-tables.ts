import type { DuckDBConnection, DuckDBInstance, DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import { InputError, InternalError, InterruptedError } from '../../errors.ts';
import type { ArrayColumns, ArrayQuery, Batch, Columns, Query, RowOf, Statement, Values } from '../query.ts';
import { appendBatch, readBatch } from './arrays.ts';

/** Running statements and queries on DuckDB: parameters, declared columns, interruption, errors in words. */
export class DuckDbTables {
  readonly #checked = new Set<string>();
  readonly #interrupt = () => {
    this.connection.interrupt();
    this.streaming.interrupt();
  };

  constructor(
    protected readonly instance: DuckDBInstance,
    protected readonly connection: DuckDBConnection,
    // A statement on a connection ends the result that is being streamed from it, without a word: results are streamed from another one.
    protected readonly streaming: DuckDBConnection,
    private readonly signal: AbortSignal | undefined,
  ) {
    signal?.addEventListener('abort', this.#interrupt);
  }

  async run(statement: Statement, values: Values = {}): Promise<void> {
    await this.execute(statement.sql, values, statement.name);
  }

  async rows<C extends Columns>(query: Query<C>, values: Values = {}): Promise<RowOf<C>[]> {
    const rows: RowOf<C>[] = [];
    for await (const batch of this.batches(query, values)) rows.push(...batch);
    return rows;
  }

  async *batches<C extends Columns>(query: Query<C>, values: Values = {}): AsyncIterable<RowOf<C>[]> {
    const result = await this.guard(query.name, () => this.streaming.stream(query.sql, bindable(values)));
    this.#check(query, result);
    const names = result.columnNames();
    for (;;) {
      const chunk = await this.guard(query.name, () => result.fetchChunk());
      if (!chunk || chunk.rowCount === 0) return;
      yield chunk.getRows().map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])) as RowOf<C>);
    }
  }

  async *arrays<C extends ArrayColumns>(query: ArrayQuery<C>, values: Values = {}): AsyncIterable<Batch<C>> {
    const result = await this.guard(query.name, () => this.streaming.stream(query.sql, bindable(values)));
    this.#check(query, result);
    for (;;) {
      const chunk = await this.guard(query.name, () => result.fetchChunk());
      if (!chunk || chunk.rowCount === 0) return;
      yield readBatch(query, chunk);
    }
  }

  appendArrays<C extends ArrayColumns>(table: string, columns: C, batch: Batch<C>): Promise<void> {
    return this.guard(`append ${table}`, () => appendBatch(this.connection, table, columns, batch));
  }

  /** Compares what a query returns with what it promised, once per query, even for no rows. */
  #check(query: Pick<Query, 'name'> & { columns: Readonly<Record<string, string>> }, result: DuckDBResult): void {
    if (this.#checked.has(query.name)) return;
    const got = result.columnNames().map((name, index) => `${name} ${result.columnType(index).toString()}`);
    const promised = Object.entries(query.columns).map(([name, type]) => `${name} ${type}`);
    if (got.join(', ') !== promised.join(', '))
      throw new InternalError(`query ${query.name} promised (${promised.join(', ')}) but returned (${got.join(', ')})`);
    this.#checked.add(query.name);
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

  protected async execute(sql: string, values: Values, name = 'statement'): Promise<void> {
    await this.guard(name, () => this.connection.run(sql, bindable(values)));
  }

  protected async guard<T>(name: string, work: () => Promise<T>): Promise<T> {
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

/** Values as the engine's API wants them. */
export function bindable(values: Values): Record<string, DuckDBValue> {
  return { ...values };
}
