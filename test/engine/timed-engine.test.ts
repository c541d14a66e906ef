import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { defineQuery, defineStatement } from '../../src/engine/query.ts';
import { type CallTiming, timeEngine } from '../../src/engine/timed-engine.ts';
import { TemporaryFolder } from '../../src/io/temporary-folder.ts';
import { openTestEngine } from '../shop.ts';

let folder: TemporaryFolder;
let engine: Engine;
let told: CallTiming[];
let timed: Engine;

beforeEach(async () => {
  folder = TemporaryFolder.create();
  engine = await openTestEngine(folder);
  told = [];
  timed = timeEngine(engine, (timing) => told.push(timing));
});

afterEach(() => {
  engine.close();
  folder.dispose();
});

const makeTable = defineStatement({ name: 'a_table', grain: 'none', sql: 'create table a_table (x integer)' });
const readTable = defineQuery({
  name: 'its_rows',
  grain: 'one row per x',
  columns: { x: 'INTEGER' },
  sql: 'select x from a_table order by x',
});
const calls = () => told.map(({ name }) => name).filter((name) => name !== '(between)');

describe('a timed engine', () => {
  it('gives what the engine gives, and tells of every call under the name of its statement, query or method', async () => {
    await timed.run(makeTable);
    await timed.append('a_table', { x: 'INTEGER' }, [{ x: 2 }, { x: 1 }]);
    expect(await timed.rows(readTable)).toEqual([{ x: 1 }, { x: 2 }]);
    expect(await timed.tryTimes(['2026-11-02'], [{ kind: 'iso', time_zone: 'UTC' }])).toEqual([1]);
    expect(await timed.version()).toBe(await engine.version());
    expect(calls()).toEqual(['a_table', 'append a_table', 'its_rows', 'tryTimes', 'version']);
  });

  it('tells times that are none below 0 and memory in MiB', async () => {
    await timed.run(makeTable);
    const { cpu_seconds, wall_seconds, resident_mb, peak_mb } = told.find(({ name }) => name === 'a_table')!;
    expect(cpu_seconds).toBeGreaterThanOrEqual(0);
    expect(wall_seconds).toBeGreaterThan(0);
    expect(wall_seconds).toBeLessThan(60);
    // A process with an engine in it holds between 20 MiB and 20 GiB.
    expect(resident_mb).toBeGreaterThan(20);
    expect(peak_mb).toBeGreaterThan(20);
    expect(Math.max(resident_mb, peak_mb)).toBeLessThan(20_000);
  });

  it('tells what lies between two calls only where it takes time, and does not count it for the next call', async () => {
    await timed.run(makeTable);
    told.length = 0;
    await new Promise((done) => setTimeout(done, 300));
    await timed.rows(readTable);
    expect(told.map(({ name }) => name)).toEqual(['(between)', 'its_rows']);
    expect(told[0]!.wall_seconds).toBeGreaterThan(0.25);
    expect(told[1]!.wall_seconds).toBeLessThan(told[0]!.wall_seconds);
    told.length = 0;
    await timed.rows(readTable);
    expect(told.map(({ name }) => name)).toEqual(['its_rows']);
  });

  it('tells of a call that fails too, with its error kept', async () => {
    const broken = defineStatement({ name: 'broken', grain: 'none', sql: 'create table broken as select * from nothing' });
    await expect(timed.run(broken)).rejects.toThrow(/nothing/);
    expect(calls()).toEqual(['broken']);
  });

  it('tells nothing of batches, progress and closing', async () => {
    await timed.run(makeTable);
    told.length = 0;
    for await (const batch of timed.batches(readTable)) expect(batch).toEqual([]);
    expect(timed.progress()).toBe(engine.progress());
    timed.close();
    expect(calls()).toEqual([]);
  });

  it('can be handed on by a promise', async () => {
    expect(await Promise.resolve(timed)).toBe(timed);
  });
});
