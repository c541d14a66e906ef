import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shrinkRates } from '../../src/statistics/shrink-rates.ts';
import { seededDraws } from './draws.ts';

describe('shrunken rates', () => {
  it('are those worked out by hand', () => {
    // Common rate 0.025. s² = 0.025 · 0.975 / 1000 = 2.4375e-5. Q = (2 · 0.015² + 2 · 0.005²) / s² = 0.0005 / 2.4375e-5 = 20.5128.
    // τ² = (Q − 3) · s² / 3 = 1.422917e-4; weight τ² / (τ² + s²) = 0.853750.
    const groups = [10, 20, 30, 40].map((events) => ({ events, trials: 1000 }));
    const expected = [-0.015, -0.005, 0.005, 0.015].map((off) => 0.025 + 0.85375 * off);
    shrinkRates(groups).forEach((rate, index) => {
      expect(rate).toBeCloseTo(expected[index]!, 8);
    });
  });

  it('are all the common one where the groups differ no more than chance', () => {
    expect(shrinkRates([9, 10, 11, 10].map((events) => ({ events, trials: 100 })))).toEqual([0.1, 0.1, 0.1, 0.1]);
    expect(shrinkRates([{ events: 3, trials: 10 }])).toEqual([0.3]);
    expect(shrinkRates([0, 0].map((events) => ({ events, trials: 5 })))).toEqual([0, 0]);
    expect(shrinkRates([5, 5].map((events) => ({ events, trials: 5 })))).toEqual([1, 1]);
  });

  it('stay between their own and the common rate, and are their own with many trials', () => {
    const group = fc.integer({ min: 1, max: 500 }).chain((trials) => fc.record({ trials: fc.constant(trials), events: fc.nat(trials) }));
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 12 }), (groups) => {
        const common = groups.reduce((sum, { events }) => sum + events, 0) / groups.reduce((sum, { trials }) => sum + trials, 0);
        shrinkRates(groups).forEach((rate, index) => {
          const own = groups[index]!.events / groups[index]!.trials;
          expect(rate).toBeGreaterThanOrEqual(Math.min(own, common) - 1e-12);
          expect(rate).toBeLessThanOrEqual(Math.max(own, common) + 1e-12);
        });
      }),
    );
    expect(shrinkRates([10_000, 30_000].map((events) => ({ events, trials: 1_000_000 })))[0]).toBeCloseTo(0.01, 4);
  });

  it('have a smaller error than the plain rates', () => {
    const draws = seededDraws(8);
    let [plain, shrunken] = [0, 0];
    for (let round = 0; round < 300; round++) {
      const truths = Array.from({ length: 8 }, () => 0.05 + 0.02 * (draws.uniform() - 0.5));
      const groups = truths.map((rate) => ({
        trials: 200,
        events: Array.from({ length: 200 }, () => draws.uniform()).filter((u) => u < rate).length,
      }));
      shrinkRates(groups).forEach((rate, index) => {
        plain += (groups[index]!.events / 200 - truths[index]!) ** 2;
        shrunken += (rate - truths[index]!) ** 2;
      });
    }
    expect(shrunken).toBeLessThan(0.6 * plain);
  });

  it('refuse counts that are none', () => {
    expect(() => shrinkRates([{ events: 1, trials: 0 }])).toThrow();
    expect(() => shrinkRates([{ events: 3, trials: 2 }])).toThrow();
    expect(() => shrinkRates([{ events: 0.5, trials: 2 }])).toThrow();
  });
});
