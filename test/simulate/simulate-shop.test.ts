import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InterruptedError, UsageError } from '../../src/errors.ts';
import { simulateShop } from '../../src/simulate/simulate-shop.ts';

const OPTIONS = { sessions: 12_000, days: 10, seed: 42, started_on: '2026-11-02' };
const NAMES = ['clickstream.csv', 'orders.csv', 'spend.csv', 'store-orders.csv', 'truth.json'];
const root = mkdtempSync(join(tmpdir(), 'midfunnel-simulate-'));
const digests = (folder: string) =>
  NAMES.map((name) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex'),
  );

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the same options', () => {
  it('give the same bytes, and another seed gives others', async () => {
    await simulateShop({ ...OPTIONS, sessions: 1500 }, join(root, 'a'));
    await simulateShop({ ...OPTIONS, sessions: 1500 }, join(root, 'b'));
    await simulateShop({ ...OPTIONS, sessions: 1500, seed: 43 }, join(root, 'c'));
    expect(digests(join(root, 'a'))).toEqual(digests(join(root, 'b')));
    expect(digests(join(root, 'a')).filter((digest) => digests(join(root, 'c')).includes(digest))).toEqual([]);
    expect(readdirSync(join(root, 'a')).sort()).toEqual(NAMES);
  });
});

describe('simulateShop', () => {
  it('writes the potential outcomes of a scenario into its truth when asked, and gives them back', async () => {
    const folder = join(root, 'outcomes');
    const { potential_outcomes } = await simulateShop({ ...OPTIONS, sessions: 800, scenario: 'both', potential_outcomes: true }, folder);
    const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as {
      planted: { name: string };
      counts: { looking_sessions: number; looking_sessions_with_order: number };
      potential_outcomes: { cells: { n: number; Y: number }[] };
    };
    expect(truth.planted.name).toBe('both');
    expect(truth.potential_outcomes).toEqual(potential_outcomes);
    const sum = (key: 'n' | 'Y') => potential_outcomes!.cells.reduce((total, cell) => total + cell[key], 0);
    expect([sum('n'), sum('Y')]).toEqual([truth.counts.looking_sessions, truth.counts.looking_sessions_with_order]);
  });

  it('writes no store-orders.csv where it would hold no row, and takes an earlier one away', async () => {
    const folder = join(root, 'no-stores');
    const first = await simulateShop({ ...OPTIONS, sessions: 1500 }, folder);
    expect(existsSync(first.store_orders!)).toBe(true);
    const { store_orders } = await simulateShop({ ...OPTIONS, sessions: 300, scenario: 'none' }, folder);
    expect(store_orders).toBeNull();
    expect(readdirSync(folder).sort()).toEqual(NAMES.filter((name) => name !== 'store-orders.csv'));
  });

  it('comes near a target of event rows', async () => {
    const { event_rows } = await simulateShop({ ...OPTIONS, events_target: 60_000 }, join(root, 'target'));
    expect(Math.abs(event_rows / 60_000 - 1)).toBeLessThan(0.07);
  });

  it('works for one session on one day', async () => {
    const { event_rows } = await simulateShop({ sessions: 1, days: 1, seed: 0, started_on: '2026-11-02' }, join(root, 'one'));
    expect(event_rows).toBeGreaterThanOrEqual(1);
  });

  it('tells its progress, rising to 1', async () => {
    const shares: number[] = [];
    await simulateShop({ ...OPTIONS, sessions: 3000 }, join(root, 'progress'), { onProgress: (share) => shares.push(share) });
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('leaves nothing behind when it is stopped, not even the folder it made', async () => {
    const controller = new AbortController();
    const folder = join(root, 'stopped');
    const run = simulateShop(OPTIONS, folder, {
      signal: controller.signal,
      onProgress: (share) => {
        if (share > 0.5) controller.abort();
      },
    });
    await expect(run).rejects.toBeInstanceOf(InterruptedError);
    expect(existsSync(folder)).toBe(false);
  });

  it('leaves the files of an earlier run alone when it is stopped', async () => {
    const folder = join(root, 'earlier');
    await simulateShop({ ...OPTIONS, sessions: 1500 }, folder);
    const before = digests(folder);
    const controller = new AbortController();
    const hooks = { signal: controller.signal, onProgress: () => controller.abort() };
    await expect(simulateShop(OPTIONS, folder, hooks)).rejects.toBeInstanceOf(InterruptedError);
    expect(readdirSync(folder).sort()).toEqual(NAMES);
    expect(digests(folder)).toEqual(before);
  });

  it('says so when the folder is a file', async () => {
    const path = join(root, 'file');
    writeFileSync(path, '');
    await expect(simulateShop(OPTIONS, path)).rejects.toBeInstanceOf(UsageError);
  });

  it.each([
    { sessions: 0 },
    { sessions: 1.5 },
    { days: 0 },
    { seed: -1 },
    { seed: Number.NaN },
    { events_target: 0 },
    { started_on: 'today' },
    { scenario: 'all' },
  ])('refuses %o before it touches the disk', async (wrong) => {
    await expect(simulateShop({ ...OPTIONS, ...wrong }, join(root, 'refused'))).rejects.toBeInstanceOf(UsageError);
    expect(existsSync(join(root, 'refused'))).toBe(false);
  });
});
