import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

const lines = (...texts: string[]) => texts.map((text) => `${text}\n`).join('');
const write = (text: string) => {
  const path = join(folder.path, 'input.csv');
  writeFileSync(path, text);
  return path;
};

describe('reading a file', () => {
  const broken = { reason: expect.stringMatching(/too many fields|too few fields/) };

  it('counts hits that arrived, those of them with a problem, and records it refused', async () => {
    // The header has 20 bytes, the first record 27; behind them begins the one of four fields.
    const path = write(
      lines('visitor_id,time,url', 'v1,2026-11-02T10:00:00Z,/a', 'v2,2026-11-02,/a,b', 'v3,soon,/a', ',2026-11-02,/a', ',,'),
    );
    // A time that is none, and a row with nothing, are problems; a hit without visitor and session is left out by a rule.
    await engine.makeStagedHits([eventFile(path)]);
    expect(await engine.stageHits({ ...eventFile(path), parallel: false })).toEqual({
      arrived: 4,
      problems: 2,
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
      lines: null,
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

const EVERY_TYPE = { small: 'TINYINT', number: 'INTEGER', large: 'BIGINT', key: 'UBIGINT' } as const;
const readBack = {
  name: 'read back',
  grain: 'one row per row written',
  columns: EVERY_TYPE,
  sql: 'select small, number, large, key from kept order by number',
};

describe('rows as arrays', () => {
  beforeEach(() =>
    engine.run(
      defineStatement({
        name: 'kept',
        grain: 'one row',
        sql: 'create table kept (small tinyint, number integer, large bigint, key ubigint)',
      }),
    ),
  );

  it('come back as they were appended, over many chunks, at the ends of their ranges and below zero', async () => {
    const rows = 5000;
    const arrays = {
      small: new Int8Array(rows),
      number: new Int32Array(rows),
      large: new Float64Array(rows),
      key: new Uint32Array(2 * rows),
    };
    for (let row = 0; row < rows; row++) {
      arrays.small[row] = (row % 256) - 128;
      arrays.number[row] = row - 2500;
      // Whole numbers up to 2^53 on both sides of zero: 1.8e12 apart.
      arrays.large[row] = (row - 2500) * 3_602_879_701_896 + (row % 2);
      arrays.key[2 * row] = row * 858_993;
      arrays.key[2 * row + 1] = 0xffffffff - row;
    }
    await engine.appendArrays('kept', EVERY_TYPE, { rows, arrays });
    const back = { small: [] as number[], number: [] as number[], large: [] as number[], key: [] as number[] };
    for await (const batch of engine.arrays(readBack))
      for (const name of ['small', 'number', 'large', 'key'] as const) back[name].push(...batch.arrays[name]);
    for (const name of ['small', 'number', 'large', 'key'] as const) expect(back[name], name).toEqual([...arrays[name]]);
    // The engine sees the same numbers as this process: 64 bits of a key, the low word first.
    const [last] = await engine.rows(
      defineQuery({
        name: 'last row',
        grain: 'one row',
        columns: { large: 'VARCHAR', key: 'VARCHAR' },
        sql: 'select cast(large as varchar) as large, cast(key as varchar) as key from kept order by number desc limit 1',
      }),
    );
    expect(last).toEqual({
      large: String(2499 * 3_602_879_701_896 + 1),
      key: String((BigInt(0xffffffff - 4999) << 32n) + BigInt((4999 * 858_993) >>> 0)),
    });
  });

  it('are refused when a value is NULL', async () => {
    await engine.run(defineStatement({ name: 'null', grain: 'one row', sql: 'insert into kept values (1, 1, 1, 1), (1, 2, null, 1)' }));
    await expect(async () => {
      for await (const _ of engine.arrays(readBack));
    }).rejects.toThrow('query read back returned NULL in large');
  });

  it('are refused when the columns are others than promised', async () => {
    await expect(async () => {
      for await (const _ of engine.arrays({ ...readBack, name: 'other', sql: 'select number, small, large, key from kept' }));
    }).rejects.toThrow('query other promised (small TINYINT, number INTEGER');
  });
});

const hitsQuery = {
  name: 'texts found',
  grain: 'one row per text',
  columns: { kind: 'VARCHAR', text: 'VARCHAR', hits: 'INTEGER' },
} as const;

describe('the texts of a file', () => {
  it('are found in the records in which they occur first, and count the usable hits', async () => {
    const path = write(
      lines(
        'visitor_id,time,url',
        'v1,2026-11-02T10:00:00Z,/a?utm_source=news',
        'v2,2026-11-02T10:00:00Z,/a?utm_source=news',
        'v2,never,/b',
        'v3,2026-11-02T10:00:00Z,/b',
        'v3,2026-11-02T10:01:00Z,/a',
      ),
    );
    const file = eventFile(path);
    await engine.makeStagedHits([file]);
    await engine.stageHits(file);
    expect(await engine.recordsWithNewTexts(file, 10)).toEqual([1, 3]);
    expect(await engine.hasAllTexts(file)).toBe(false);
    await engine.collectTexts(file);
    expect(await engine.hasAllTexts(file)).toBe(true);
    await engine.numberTexts();
    expect(
      await engine.rows(defineQuery({ ...hitsQuery, sql: 'select kind, text, cast(hits as integer) as hits from texts order by text_id' })),
    ).toEqual([
      { kind: 'path', text: '/a', hits: 3 },
      { kind: 'path', text: '/b', hits: 1 },
      { kind: 'touch', text: '?utm_source=news', hits: 2 },
    ]);
  });

  it('are not looked up one by one when there are too many', async () => {
    const file = eventFile(write(lines('visitor_id,time,url', ...[1, 2, 3].map((n) => `v1,2026-11-02T10:00:0${n}Z,/${n}`))));
    await engine.makeStagedHits([file]);
    await engine.stageHits(file);
    expect(await engine.recordsWithNewTexts(file, 2)).toBeNull();
  });
});
