import { describe, expect, it } from 'vitest';
import { placeboSource } from '../../../src/attribution/split/placebo-source.ts';
import { seededDraws } from '../../statistics/draws.ts';
import { sessionCellsOf } from './cells.ts';

const T = 2.0227;
const BUCKETS = Array.from({ length: 40 }, (_, bucket) => bucket);

describe('the placebo source', () => {
  it('is what all would order at its rates, less what they ordered: worked out by hand', () => {
    // Buckets 0 and 1 of every four are the made-up source: 20 of 100 order there and 10 of 100 elsewhere, so 0.20 against 0.15.
    const lines = BUCKETS.map((bucket) => ({ arrival: 0, bucket, cohort_sessions: 100, cohort_orders: bucket % 4 < 2 ? 20 : 10 }));
    // Without a made-up bucket 0.20 against 0.1487, without another 0.20 against 0.1513.
    const SPREAD = 1 / 780;
    const { value, low } = placeboSource(sessionCellsOf(lines), T)!;
    expect(value).toBeCloseTo(0.05, 12);
    expect(low).toBeCloseTo(0.05 - T * Math.sqrt(39) * SPREAD, 12);
  });

  it('compares within strata: another mix of devices is no difference', () => {
    const lines = BUCKETS.flatMap((bucket) => [
      { arrival: 0, bucket, cohort_sessions: bucket % 4 < 2 ? 300 : 100, cohort_orders: bucket % 4 < 2 ? 60 : 20 },
      { arrival: 2, bucket, cohort_sessions: 100, cohort_orders: 5 },
    ]);
    expect(placeboSource(sessionCellsOf(lines), T)!.value).toBeCloseTo(0, 12);
  });

  it('holds 0 in 92 to 98 of 100 shops whose visitors are drawn by lot', () => {
    const draws = seededDraws(5);
    let held = 0;
    const shops = 400;
    for (let shop = 0; shop < shops; shop++) {
      const lines = BUCKETS.flatMap((bucket) =>
        [0, 1, 8, 9].map((arrival) => {
          return { arrival, bucket, cohort_sessions: 30, cohort_orders: draws.binomial(30, 0.1 + 0.02 * (arrival % 8)) };
        }),
      );
      const { low, high } = placeboSource(sessionCellsOf(lines), T)!;
      if (low <= 0 && 0 <= high) held++;
    }
    expect(held / shops).toBeGreaterThan(0.92);
    expect(held / shops).toBeLessThan(0.98);
  });

  it('is not there without sessions on both sides', () => {
    expect(placeboSource(sessionCellsOf([]), T)).toBeNull();
    expect(placeboSource(sessionCellsOf([{ arrival: 0, bucket: 0, cohort_sessions: 5, cohort_orders: 1 }]), T)).toBeNull();
  });
});
