import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DUCKDB_DIALECT } from '../../src/engine/duckdb/dialect.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { defineQuery, defineStatement, quoteName } from '../../src/engine/query.ts';
import type { EventFile } from '../../src/engine/sources.ts';
import { InternalError } from '../../src/errors.ts';
import { TemporaryFolder } from '../../src/io/temporary-folder.ts';
import { openTestEngine } from '../shop.ts';

let folder: TemporaryFolder;
let outside: string;
let engine: Engine;

beforeEach(async () => {
  folder = TemporaryFolder.create();
  outside = mkdtempSync(join(tmpdir(), 'midfunnel-outside-'));
  writeFileSync(join(outside, 'allowed.csv'), 'visitor_id,time,url\nv1,2026-11-02T10:00:00Z,/a\n');
  writeFileSync(join(outside, 'secret.csv'), 'visitor_id,time,url\nv1,2026-11-02T10:00:00Z,/secret\n');
  engine = await openTestEngine(folder, [join(outside, 'allowed.csv')]);
});

afterEach(() => {
  engine.close();
  folder.dispose();
  rmSync(outside, { recursive: true, force: true });
});

const eventFile = (path: string): EventFile => ({
  id: 1,
  path,
  kind: 'csv',
  compression: 'none',
  columns: ['visitor_id', 'time', 'url'],
  csv: { delimiter: ',', skip_lines: 0 },
  parallel: true,
  grain: 'hits',
  origin: null,
  roles: { visitor_id: 0, time: 1, url: 2 },
  time: { kind: 'iso', time_zone: 'UTC' },
  money: { decimal: 'point' },
});

describe('a query', () => {
  const promised = (columns: Record<string, 'INTEGER' | 'DOUBLE' | 'VARCHAR'>, sql: string) =>
    engine.rows(defineQuery({ name: `q ${sql}`, grain: 'one row', columns, sql }));

  it('gives rows with the columns it promised, NULL as null', async () => {
    expect(await promised({ a: 'INTEGER', b: 'VARCHAR' }, 'select 1 as a, cast(null as varchar) as b')).toEqual([{ a: 1, b: null }]);
  });

  it('that breaks its promise is our own fault, even without a row', async () => {
    const empty = 'from (select 1 as a) where 1 = 0';
    await expect(promised({ a: 'DOUBLE' }, `select a ${empty}`)).rejects.toThrow(InternalError);
    await expect(promised({ b: 'INTEGER' }, `select a ${empty}`)).rejects.toThrow(/promised \(b INTEGER\) but returned \(a INTEGER\)/);
    await expect(promised({ a: 'INTEGER', b: 'INTEGER' }, 'select 1 as a')).rejects.toThrow(InternalError);
  });

  it('takes values as parameters, whatever they hold', async () => {
    const echo = defineQuery({
      name: 'echo',
      grain: 'one row',
      columns: { text: 'VARCHAR' },
      sql: 'select cast($text as varchar) as text',
    });
    expect(await engine.rows(echo, { text: "'; drop table texts; --" })).toEqual([{ text: "'; drop table texts; --" }]);
  });

  it('gives what was appended, in all types', async () => {
    await engine.run(defineStatement({ name: 't', grain: 'none', sql: 'create table t (i integer, d double, v varchar, b boolean)' }));
    const columns = { i: 'INTEGER', d: 'DOUBLE', v: 'VARCHAR', b: 'BOOLEAN' } as const;
    const rows = [
      { i: 1, d: 0.5, v: 'ä', b: true },
      { i: null, d: null, v: null, b: null },
    ];
    await engine.append('t', columns, rows);
    expect(await engine.rows(defineQuery({ name: 'back', grain: 'one row', columns, sql: 'select * from t order by i' }))).toEqual(rows);
  });

  it('quotes names so that they cannot end', () => {
    expect(quoteName('a "b"')).toBe('"a ""b"""');
  });
});

describe('the border of the engine', () => {
  it('reads the named files and no other', async () => {
    await engine.collectTexts(eventFile(join(outside, 'allowed.csv')));
    for (const path of [join(outside, 'secret.csv'), join(outside, '*.csv'), join(folder.path, '..', '..', 'etc', 'passwd')]) {
      await expect(engine.collectTexts(eventFile(path))).rejects.toThrow(/cannot read/);
    }
  });

  it('lets no statement open files, load extensions or widen the border', async () => {
    for (const sql of [
      `create table x as select * from read_csv('${join(outside, 'secret.csv')}')`,
      `copy (select 1) to '${join(outside, 'out.csv')}'`,
      `attach '${join(outside, 'other.db')}'`,
      'set enable_external_access = true',
      "set allowed_paths = ['/etc/passwd']",
      'install httpfs',
    ]) {
      await expect(engine.run(defineStatement({ name: sql, grain: 'none', sql }))).rejects.toThrow(InternalError);
    }
  });

  it('stops at once when it was interrupted', async () => {
    const stop = new AbortController();
    stop.abort();
    const { openDuckDb } = await import('../../src/engine/duckdb/duckdb-engine.ts');
    const opening = openDuckDb({ threads: 1, memory_mb: 256, temporary_folder: folder.path, readable_files: [], signal: stop.signal });
    await expect(opening).rejects.toThrow('stopped');
  });
});

describe('reading a file', () => {
  const lines = (...texts: string[]) => texts.map((text) => `${text}\n`).join('');
  const write = (text: string) => {
    const path = join(folder.path, 'input.csv');
    writeFileSync(path, text);
    return path;
  };
  const broken = { reason: expect.stringMatching(/too many fields|too few fields/) };

  it('counts hits that arrived, those of them with a problem, and records it refused', async () => {
    // The header has 20 bytes, the first record 27; behind them begins the one of four fields.
    const path = write(
      lines('visitor_id,time,url', 'v1,2026-11-02T10:00:00Z,/a', 'v2,2026-11-02,/a,b', 'v3,soon,/a', ',2026-11-02,/a', ',,'),
    );
    // A time that is none, no visitor and no session, and neither of both: three problems, of which each row has one.
    await engine.makeStagedHits([eventFile(path)]);
    expect(await engine.stageHits({ ...eventFile(path), parallel: false })).toEqual({
      arrived: 4,
      problems: 3,
      rejected: 1,
      rejects: [{ byte: 20 + 27, ...broken }],
    });
  });

  it('counts orders without id, time or a revenue that can be read', async () => {
    const path = write(
      lines(
        'id,at,total',
        'A,2026-11-02,1.00',
        ',2026-11-02,1.00',
        'C,,1.00',
        'D,2026-11-02,free',
        'E,2026-11-02,',
        'F',
        'G,2026-11-02,2.00',
      ),
    );
    const { grain: _grain, origin: _origin, ...file } = eventFile(path);
    const counts = await engine.stageOrders({
      ...file,
      columns: ['id', 'at', 'total'],
      roles: { order_id: 0, time: 1, revenue: 2 },
      sales_channel: null,
      parallel: false,
    });
    // E has no revenue, which is no problem; F has too few fields.
    expect(counts).toMatchObject({ arrived: 6, problems: 3, rejected: 1, rejects: [broken] });
  });

  it('counts sessions without an id', async () => {
    const path = write(lines('session_id,time,url', '1,2026-11-02,', ',2026-11-02,', '3,,'));
    // The time of a session is not needed: its hits have one.
    const file: EventFile = {
      ...eventFile(path),
      grain: 'sessions',
      columns: ['session_id', 'time', 'url'],
      roles: { session_id: 0, time: 1 },
    };
    expect(await engine.stageSessionFacts(file)).toEqual({ arrived: 3, problems: 1, rejected: 0, rejects: [] });
  });
});

describe('windows in hit order', () => {
  it('are streamed, never sorted', async () => {
    const { lag, lead, running, rowNumber } = DUCKDB_DIALECT;
    await engine.run(
      defineStatement({ name: 'stored', grain: 'one row', sql: 'create table stored as select i as x from range(10) as r(i)' }),
    );
    for (const window of [lag('x'), lag('x', 2), lead('x'), running('sum', 'x'), running('max', 'x'), rowNumber()]) {
      const plan = await engine.rows(
        defineQuery({
          name: `plan of ${window}`,
          grain: 'one row per plan',
          columns: { explain_key: 'VARCHAR', explain_value: 'VARCHAR' },
          sql: `explain select ${window} as w from stored`,
        }),
      );
      const text = plan.map((row) => row.explain_value).join();
      expect(text, window).toContain('STREAMING_WINDOW');
      expect(text.replaceAll('STREAMING_WINDOW', ''), window).not.toContain('WINDOW');
    }
  });

  it('equal the windows that sort, on many rows and threads', async () => {
    // 300,000 rows over several row groups: session starts where v changes.
    const { lag, running, rowNumber } = DUCKDB_DIALECT;
    await engine.run(
      defineStatement({
        name: 'stored',
        grain: 'one row per n',
        sql: 'create table stored as select i as n, cast(floor(i / 7) as bigint) as v, (i * 7919) % 1013 as x from range(300000) as r(i) order by i',
      }),
    );
    const differing = await engine.rows(
      defineQuery({
        name: 'differing',
        grain: 'one row',
        columns: { rows: 'INTEGER', different: 'INTEGER' },
        sql: `select cast(count(*) as integer) as rows, cast(sum(case when s.l is not distinct from w.l and s.t = w.t and s.m = w.m and s.r = w.r then 0 else 1 end) as integer) as different
          from (select n, ${lag('x')} as l, ${running('sum', 'x')} as t, ${running('max', 'x')} as m, ${rowNumber()} as r from stored) as s
          join (select n, lag(x) over (order by n) as l, sum(x) over (order by n rows unbounded preceding) as t,
            max(x) over (order by n rows unbounded preceding) as m, row_number() over (order by n) as r from stored) as w on w.n = s.n`,
      }),
    );
    expect(differing).toEqual([{ rows: 300_000, different: 0 }]);
  });
});
