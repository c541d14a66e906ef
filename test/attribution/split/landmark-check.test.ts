import { describe, expect, it } from 'vitest';
import { checkAgainstLandmark } from '../../../src/attribution/split/landmark-check.ts';
import type { LandmarkCells } from '../../../src/attribution/split/landmark-design.ts';
import { BUCKETS } from '../../../src/attribution/split/tables.ts';
import { sessionCellsOf } from './cells.ts';
import { GROUPS, makeShop, type Planted } from './made-shop.ts';
import { addPotential, emptyPotential } from './true-values.ts';

const T = 2.0227;
const FLAT = [0, 0, 0, 0, 0, 0, 0, 0];
const SPREAD = [0.6, 0.4, 0.2, 0, 0, -0.2, -0.4, -0.6];
const NOTHING = { full: 0, replicates: Array.from({ length: BUCKETS }, () => 0) };

type Line = [arrival: number, early_hard: number, early_soft: number, bucket: number, sessions: number, orders: number];

function cellsOf(lines: readonly Line[]): LandmarkCells {
  const column = (index: number) => Int32Array.from(lines, (line) => line[index]!);
  const count = (index: number) => Float64Array.from(lines, (line) => line[index]!);
  return {
    rows: lines.length,
    arrival: column(0),
    early_views: new Int32Array(lines.length),
    early_hard: column(1),
    early_soft: column(2),
    bucket: column(3),
    cohort_sessions: count(4),
    cohort_orders: count(5),
  };
}

const sessionsOf = (cells: LandmarkCells, more = 0) =>
  sessionCellsOf(
    Array.from({ length: BUCKETS }, (_, bucket) => ({
      bucket,
      cohort_sessions: more + cells.bucket.reduce((sum, of, line) => sum + (of === bucket ? cells.cohort_sessions[line]! : 0), 0),
    })),
  );

/** Alike in every bucket: 1,000 sessions without early trouble, of which 100 order, and 500 with it, of which 25 do. */
const PLAIN = cellsOf(
  Array.from({ length: BUCKETS }, (_, bucket): Line[] => [
    [0, 0, 0, bucket, 1000, 100],
    [0, 1, 0, bucket, 500, 25],
  ]).flat(),
);

describe('the landmark cross-check', () => {
  it('counts the orders that sessions with early trouble would have had at the rate of those without', () => {
    const check = checkAgainstLandmark(PLAIN, sessionsOf(PLAIN), GROUPS, NOTHING, T)!;
    // 500 · (0.10 − 0.05) of 1,500 sessions; the penalty of friction weighs nothing beside 60,000 of them.
    expect(check.lost.value).toBeCloseTo((500 * 0.05) / 1500, 4);
    // All buckets are alike, so leaving one out changes nothing but the weight of the penalty.
    expect(check.lost.standard_error).toBeLessThan(1e-4);
    expect([check.sessions, check.exposed]).toEqual([60_000, 20_000]);
  });

  it('is per session of the whole cohort, also of those that no longer looked around', () => {
    const check = checkAgainstLandmark(PLAIN, sessionsOf(PLAIN, 1500), GROUPS, NOTHING, T)!;
    expect(check.lost.value).toBeCloseTo((500 * 0.05) / 3000, 4);
  });

  it('gives the difference to the split its own jackknife', () => {
    const alone = checkAgainstLandmark(PLAIN, sessionsOf(PLAIN), GROUPS, NOTHING, T)!;
    const moving = { full: 0.01, replicates: NOTHING.replicates.map((_, bucket) => 0.01 + (bucket % 2 === 0 ? 0.0001 : -0.0001)) };
    const check = checkAgainstLandmark(PLAIN, sessionsOf(PLAIN), GROUPS, moving, T)!;
    expect(check.excess.value).toBeCloseTo(alone.lost.value - 0.01, 12);
    // √(39/40 · 40 · 0.0001²), as the check itself hardly moves.
    expect(check.excess.standard_error).toBeCloseTo(0.0001 * Math.sqrt(39), 5);
  });

  it('cannot be made without early trouble, without sessions that had none, or without orders', () => {
    const of = (change: (line: Line) => Line) => {
      const cells = cellsOf(Array.from({ length: BUCKETS }, (_, bucket) => change([0, bucket % 2, 0, bucket, 100, 10])));
      return checkAgainstLandmark(cells, sessionsOf(cells), GROUPS, NOTHING, T);
    };
    expect(of((line) => line)).not.toBeNull();
    expect(of(([arrival, , soft, ...rest]) => [arrival, 0, soft, ...rest])).toBeNull();
    expect(of(([arrival, , soft, ...rest]) => [arrival, 2, soft, ...rest])).toBeNull();
    expect(of(([arrival, hard, soft, bucket, sessions]) => [arrival, hard, soft, bucket, sessions, 0])).toBeNull();
    expect(checkAgainstLandmark(cellsOf([]), sessionCellsOf([]), GROUPS, NOTHING, T)).toBeNull();
  });

  it('compares sessions with as many early page views only', () => {
    // Among those that saw many pages twice as many order, with trouble or without, and most of the trouble is theirs.
    const cells = cellsOf(
      Array.from({ length: BUCKETS }, (_, bucket): Line[] => [
        [0, 0, 0, bucket, 1000, 100],
        [0, 1, 0, bucket, 100, 10],
        [0, 0, 0, bucket, 500, 100],
        [0, 1, 0, bucket, 500, 100],
      ]).flat(),
    );
    cells.early_views.forEach((_, line) => {
      cells.early_views[line] = line % 4 < 2 ? 1 : 3;
    });
    expect(checkAgainstLandmark(cells, sessionsOf(cells), GROUPS, NOTHING, T)!.lost.value).toBeCloseTo(0, 4);
    cells.early_views.fill(1);
    expect(checkAgainstLandmark(cells, sessionsOf(cells), GROUPS, NOTHING, T)!.lost.value).toBeLessThan(-0.01);
  });

  it('does not depend on the order of the cells', () => {
    const { landmark, tables } = makeShop({ sessions: 3000, seed: 3, error: 1, backtrack: 0.4, form: 0, earlier: 0, intent: SPREAD });
    const turned = Object.fromEntries(
      Object.entries(landmark).map(([name, values]) => [name, typeof values === 'number' ? values : values.slice().reverse()]),
    ) as unknown as LandmarkCells;
    const [one, other] = [landmark, turned].map((cells) => checkAgainstLandmark(cells, tables.sessions, GROUPS, NOTHING, T)!);
    expect(other!.lost.value).toBeCloseTo(one!.lost.value, 10);
    expect(other!.lost.standard_error).toBeCloseTo(one!.lost.standard_error, 10);
  });
});

const [SHOPS, SESSIONS] = [30, 6000];

/** The check on shops whose truth is known: mean, its Monte-Carlo standard error, the mean truth of v(N), how often the interval holds 0. */
function calibrate(planted: Omit<Planted, 'sessions' | 'seed'>) {
  const potential = emptyPotential();
  const checks = Array.from({ length: SHOPS }, (_, index) => {
    const shop = makeShop({ ...planted, sessions: SESSIONS, seed: 900 + index });
    addPotential(potential, shop.potential);
    return checkAgainstLandmark(shop.landmark, shop.tables.sessions, GROUPS, NOTHING, T)!;
  });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  const value = mean(checks.map(({ lost }) => lost.value));
  const spread = Math.sqrt(mean(checks.map(({ lost }) => (lost.value - value) ** 2)));
  return {
    value,
    monte_carlo: spread / Math.sqrt(SHOPS - 1),
    truth: (total(potential.without) - total(potential.orders)) / total(potential.sessions),
    spread,
    error: mean(checks.map(({ lost }) => lost.standard_error)),
    holds_nothing: mean(checks.map(({ lost }) => (lost.low <= 0 && lost.high >= 0 ? 1 : 0))),
  };
}

describe('calibration of the landmark cross-check', () => {
  it.each([
    ['alike', FLAT],
    ['of different quality', SPREAD],
  ])('finds nothing where friction does nothing, sources %s', (_, intent) => {
    const found = calibrate({ error: 0, backtrack: 0, form: 0, earlier: 0, intent });
    if (process.env.SHOW) console.log(found);
    expect(Math.abs(found.value)).toBeLessThan(3 * found.monte_carlo);
    // 30 shops: 95 % less three of its standard errors.
    expect(found.holds_nothing).toBeGreaterThanOrEqual(0.83);
    expect(found.error / found.spread).toBeGreaterThan(0.75);
  });

  it.each([
    ['sources alike', FLAT],
    ['sources of different quality', SPREAD],
  ])('is below the truth where friction drives shoppers away, and above nothing, %s', (_, intent) => {
    const found = calibrate({ error: 1, backtrack: 0.4, form: 0.8, earlier: 0.2, intent });
    if (process.env.SHOW) console.log(found);
    expect(found.value).toBeGreaterThan(3 * found.monte_carlo);
    expect(found.value + 3 * found.monte_carlo).toBeLessThan(found.truth);
  });
});
