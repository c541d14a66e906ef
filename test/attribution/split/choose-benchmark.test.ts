import { describe, expect, it } from 'vitest';
import {
  type Benchmark,
  benchmarkRates,
  type CohortCells,
  chooseBenchmark,
  pool,
  shrunkenConversion,
} from '../../../src/attribution/split/choose-benchmark.ts';
import { groupingOf } from '../../../src/attribution/split/groupings.ts';

/** Four sources, all of one stratum. */
const ARRIVALS = [0, 8, 16, 24];
const GROUPING = groupingOf(ARRIVALS, 4);
const half = (orders: readonly number[], sessions: readonly number[] = [1000, 1000, 1000, 1000], lost = [0, 0, 0, 0]): CohortCells => ({
  sessions: Float64Array.from(sessions),
  orders: Float64Array.from(orders),
  lost: Float64Array.from(lost),
});

describe('choice of the benchmark', () => {
  it('takes the best source of each half until it holds the share', () => {
    const halves = [half([200, 100, 80, 60]), half([190, 110, 70, 60])] as const;
    const { sets, overlap } = chooseBenchmark(halves, GROUPING, 0.25);
    expect(sets.map((set) => [...set])).toEqual([[0], [0]]);
    expect(overlap).toBe(1);
    const larger = chooseBenchmark(halves, GROUPING, 0.26);
    expect([...larger.sets[0]]).toEqual([0, 1]);
  });

  it('counts lost orders as orders: a good source with much friction is a good source', () => {
    const cells = half([100, 110, 80, 60], undefined, [100, 0, 0, 0]);
    expect([...chooseBenchmark([cells, cells], GROUPING, 0.25).sets[0]]).toEqual([0]);
  });

  it('tells how far the halves agree, in sessions of the sources in both and in either', () => {
    const sizes = [1500, 1000, 1000, 500];
    // The first half finds sources 0 and 1 the best, the second one 0 and 2; 0 alone is less than half of the cohort.
    const halves = [half([450, 250, 100, 30], sizes), half([450, 100, 250, 30], sizes)] as const;
    const { sets, overlap } = chooseBenchmark(halves, GROUPING, 0.5);
    expect(sets.map((set) => [...set].sort())).toEqual([
      [0, 1],
      [0, 2],
    ]);
    expect(overlap).toBeCloseTo(3000 / 7000, 12);
  });

  it('compares sources within their strata: device alone makes no source good', () => {
    // Desktop (stratum 0) orders twice as often as mobile (2). Source 0 is mostly desktop, yet no better than expected; source 1 is.
    const arrivals = [0, 2, 8, 10];
    const cells = half([1800, 100, 400, 1300], [9000, 1000, 1000, 9000]);
    expect([...chooseBenchmark([cells, cells], groupingOf(arrivals, 2), 0.25).sets[0]]).toEqual([1]);
  });

  it('ranks a tiny source by what all sources are like, not by its luck', () => {
    const cells = half([2, 300, 200, 100], [4, 2000, 2000, 2000]);
    // 2 of 4 ordered; the best large source is at 15 %.
    expect([...chooseBenchmark([cells, cells], GROUPING, 0.25).sets[0]][0]).toBe(1);
  });
});

describe('what a source would convert at', () => {
  it('is what its own strata let expect, where sources are alike in them', () => {
    // 20 % on desktop (stratum 0), 10 % on mobile (2), whichever the source: 9 of 10 sessions of the first are on desktop, 1 of 10 of the second.
    const cells = half([1800, 100, 200, 900], [9000, 1000, 1000, 9000]);
    const [first, second] = shrunkenConversion(cells, groupingOf([0, 2, 8, 10], 2));
    expect(first).toBeCloseTo(0.19, 9);
    expect(second).toBeCloseTo(0.11, 9);
  });

  it('is its own where it has many sessions, and counts lost orders', () => {
    const cells = half([20_000, 2000, 1600, 1000], [100_000, 20_000, 20_000, 20_000], [0, 0, 0, 200]);
    const conversion = shrunkenConversion(cells, GROUPING);
    for (const [source, own] of [0.2, 0.1, 0.08, 0.06].entries()) expect(conversion[source]).toBeCloseTo(own, 3);
  });

  it('is drawn to that of its strata where it has few', () => {
    const cells = half([2, 300, 200, 100], [4, 2000, 2000, 2000]);
    expect(shrunkenConversion(cells, GROUPING)[0]).toBeLessThan(0.25);
    expect(shrunkenConversion(half([0, 300, 200, 100], [0, 2000, 2000, 2000]), GROUPING)[0]).toBe(0);
  });
});

describe('rates of the benchmark', () => {
  const sets = (first: number[], second: number[]): Benchmark => ({ sets: [new Set(first), new Set(second)], overlap: 0 });

  it('are measured on the half that a set was not chosen on', () => {
    const halves = [half([200, 100, 80, 60], undefined, [0, 25, 0, 0]), half([150, 90, 70, 60], undefined, [50, 0, 0, 0])] as const;
    // Source 0, chosen on the first half, counts in the second one; source 1, chosen on the second half, in the first.
    const rates = benchmarkRates(sets([0], [1]), halves, GROUPING);
    expect(rates.quality[0]).toBeCloseTo((150 + 50 + 100 + 25) / 2000, 12);
    expect(rates.retention[0]).toBeCloseTo((150 + 100) / (150 + 50 + 100 + 25), 12);
    expect(rates.sessions[0]).toBe(2000);
    expect(rates.orders).toBe(250);
    expect(rates.fewest_orders).toBe(100);
  });

  it('do not see the luck that a set was chosen for', () => {
    // Each half has another lucky source; on the other half both are like the rest.
    const halves = [half([150, 100, 100, 100]), half([100, 150, 100, 100])] as const;
    const benchmark = chooseBenchmark(halves, GROUPING, 0.25);
    expect(benchmark.sets.map((set) => [...set])).toEqual([[0], [1]]);
    expect(benchmark.overlap).toBe(0);
    expect(benchmarkRates(benchmark, halves, GROUPING).quality[0]).toBeCloseTo(0.1, 12);
  });

  it('scale a stratum with too few benchmark sessions by what the benchmark is elsewhere', () => {
    // Stratum 0 has 1000 sessions of each of two sources and half; stratum 2 has 9 of the benchmark's: 18 in both halves.
    const arrivals = [0, 8, 2, 10];
    const cells = half([200, 100, 9, 50], [1000, 1000, 9, 991]);
    const rates = benchmarkRates(sets([0], [0]), [cells, cells], groupingOf(arrivals, 2));
    expect(rates.quality[0]).toBeCloseTo(0.2, 12);
    // Expected of the benchmark's sessions: 2000 · 300/2000 + 18 · 118/2000; it has 400 + 18 orders.
    const level = 418 / (2000 * 0.15 + 18 * 0.059);
    expect(rates.quality[2]).toBeCloseTo(0.059 * level, 12);
    expect(rates.retention[2]).toBe(1);
    // A stratum without a session has no quality.
    expect(rates.quality[1]).toBe(0);
  });

  it('take the retention of the whole benchmark where a stratum has no order of it', () => {
    const arrivals = [0, 8, 2, 10];
    const cells = half([80, 100, 0, 50], [1000, 1000, 100, 900], [20, 0, 0, 0]);
    const rates = benchmarkRates(sets([0], [0]), [cells, cells], groupingOf(arrivals, 2));
    expect(rates.quality[2]).toBe(0);
    expect(rates.retention[2]).toBeCloseTo(0.8, 12);
  });

  it('pool halves cell by cell', () => {
    const both = pool([half([1, 2, 3, 4]), half([10, 20, 30, 40])]);
    expect([...both.orders]).toEqual([11, 22, 33, 44]);
    expect([...both.sessions]).toEqual([2000, 2000, 2000, 2000]);
  });
});
