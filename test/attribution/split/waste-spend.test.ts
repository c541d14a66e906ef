import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Qualities, wastedSpend } from '../../../src/attribution/split/waste-spend.ts';

const T = 2.0227;
const qualities = (quality: readonly number[], benchmark_quality: number): Qualities => ({
  quality: Float64Array.from(quality),
  benchmark_quality,
});
const full = qualities([0.5, 1.2, 0.9], 1.25);
const runs = Array.from({ length: 40 }, (_, run) => qualities([0.5 + (run % 2 === 0 ? 0.01 : -0.01), 1.2, 0.9], 1.25));
const proven = { spend_minor: 100_000, q_value: 0.01, lost_to_traffic: 12 };

describe('wasted spend', () => {
  it('is the spend times how far the source stays below the benchmark, with the jackknife of the qualities', () => {
    const [wasted] = wastedSpend([proven], full, runs, 1, T);
    // 1,000.00 × (1 − 0.5/1.25); replicates at 600 ± 8: se² = 39/40 · 40 · 8².
    expect(wasted!.value).toBeCloseTo(60_000, 6);
    expect(wasted!.standard_error).toBeCloseTo(Math.sqrt(39) * 800, 6);
    expect(wasted!.low).toBeCloseTo(60_000 - T * Math.sqrt(39) * 800, 6);
    expect(wastedSpend([proven], full, runs, Math.SQRT2, T)[0]!.standard_error).toBeCloseTo(Math.sqrt(78) * 800, 6);
  });

  it('is not shown where no deficit is proven, where there is none, and where nothing was spent', () => {
    const unproven = { ...proven, q_value: 0.11 };
    const better = { ...proven, lost_to_traffic: -3 };
    const free = { ...proven, spend_minor: 0 };
    for (const line of [unproven, better, free]) expect(wastedSpend([line], full, runs, 1, T)).toEqual([null]);
  });

  it('is never below nothing nor above what was spent, and in proportion to it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 3, noNaN: true }), fc.double({ min: 0.2, max: 3, noNaN: true }), (own, best) => {
        const at = qualities([own], best);
        const around = runs.map((_, run) => qualities([own * (1 + (run - 19.5) / 100)], best));
        const [once, twice] = [1, 2].map((times) => wastedSpend([{ ...proven, spend_minor: times * 100 }], at, around, 1.2, T)[0]!);
        expect(once!.low).toBeGreaterThanOrEqual(0);
        expect(once!.high).toBeLessThanOrEqual(100);
        expect(twice!.value).toBeCloseTo(2 * once!.value, 9);
      }),
    );
  });
});
