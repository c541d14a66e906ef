import { describe, expect, it } from 'vitest';
import { changeBetweenPeriods, changeWithIntervals, type Period } from '../../src/attribution/change-between-periods.ts';
import { StatisticsError } from '../../src/errors.ts';
import { type Draws, seededDraws } from '../statistics/draws.ts';

const PARTS = ['change', 'mix', 'quality', 'quality_common', 'quality_specific', 'friction', 'friction_exposure', 'friction_harm'] as const;

/** Counts of one cell: sessions, friction steps, orders there would be without friction, orders. */
type Counts = [sessions: number, steps: number, possible: number, orders: number];

/** Six cells in two periods: sessions per bucket, orders per session without friction, friction steps per session, loss per step. */
const PLANTED: readonly (readonly [number, number, number, number])[][] = [
  [
    [60, 0.2, 0.4, 0.3],
    [40, 0.15, 0.5, 0.3],
    [60, 0.11, 0.4, 0.4],
    [50, 0.1, 0.6, 0.4],
    [40, 0.08, 0.5, 0.5],
    [30, 0.12, 0.3, 0.2],
  ],
  [
    [40, 0.22, 0.5, 0.3],
    [40, 0.16, 0.6, 0.4],
    [60, 0.12, 0.4, 0.5],
    [60, 0.07, 0.7, 0.4],
    [60, 0.09, 0.6, 0.6],
    [30, 0.13, 0.4, 0.2],
  ],
];
const BUCKETS = 40;

/** Both periods by bucket; the visitors of a bucket are luckier or unluckier than others in both. */
function drawBuckets(draws: Draws): Counts[][][] {
  const luck = Array.from({ length: BUCKETS }, () => 0.8 + 0.4 * draws.uniform());
  return PLANTED.map((cells) =>
    luck.map((factor) =>
      cells.map(([mean, quality, exposure, harm]) => {
        const sessions = draws.poisson(mean);
        const possible = draws.binomial(sessions, quality * factor);
        return [sessions, draws.poisson(sessions * exposure), possible, draws.binomial(possible, 1 - exposure * harm)];
      }),
    ),
  );
}

function periodOf(counts: readonly Counts[]): Period {
  const all = counts.reduce((sum, [sessions]) => sum + sessions, 0);
  const cells = counts.map(([sessions, steps, possible, orders], index) => {
    const rates = { quality: possible / sessions, retention: orders / possible, exposure: steps / sessions };
    return [`cell ${index}`, { weight: sessions / all, ...rates }] as const;
  });
  return { cells: new Map(cells), parents: new Map() };
}

const addUp = (buckets: readonly Counts[][]): Counts[] =>
  buckets[0]!.map((_, index) => [0, 1, 2, 3].map((i) => buckets.reduce((sum, bucket) => sum + bucket[index]![i]!, 0)) as Counts);
const without = (all: readonly Counts[], bucket: readonly Counts[]): Counts[] =>
  all.map((counts, index) => counts.map((count, i) => count - bucket[index]![i]!) as Counts);

describe('changeWithIntervals', () => {
  it('covers every part of a planted change about 95 % of the time', () => {
    const [first, second] = PLANTED.map((cells) =>
      periodOf(
        cells.map(([mean, quality, exposure, harm]) => [mean, mean * exposure, mean * quality, mean * quality * (1 - exposure * harm)]),
      ),
    );
    const truth = changeBetweenPeriods(first!, second!).total;
    const draws = seededDraws(4);
    const repeats = 400;
    const covered = new Map<string, number>();
    for (let repeat = 0; repeat < repeats; repeat++) {
      const periods = drawBuckets(draws);
      const sums = periods.map(addUp);
      const replicates = Array.from(
        { length: BUCKETS },
        (_, bucket) => [0, 1].map((i) => periodOf(without(sums[i]!, periods[i]![bucket]!))) as [Period, Period],
      );
      const parts = changeWithIntervals(periodOf(sums[0]!), periodOf(sums[1]!), replicates);
      for (const part of PARTS) {
        const { low, high } = parts[part]!;
        if (low <= truth[part]! && truth[part]! <= high) covered.set(part, (covered.get(part) ?? 0) + 1);
      }
    }
    for (const part of PARTS) {
      expect(covered.get(part)! / repeats, part).toBeGreaterThanOrEqual(0.92);
      expect(covered.get(part)! / repeats, part).toBeLessThanOrEqual(0.98);
    }
  });

  it('has no interval for parts that are not there, and refuses a single bucket', () => {
    const make = (quality: number): Period => ({ cells: new Map([['a', { weight: 1, quality, retention: 0.8 }]]), parents: new Map() });
    const pair = [make(0.1), make(0.2)] as const;
    const [before, after] = pair;
    const parts = changeWithIntervals(before, after, [pair, pair, pair]);
    expect(parts.friction_exposure).toBeNull();
    expect(parts.quality).toMatchObject({ standard_error: 0 });
    expect(() => changeWithIntervals(before, after, [pair])).toThrow(StatisticsError);
  });
});
