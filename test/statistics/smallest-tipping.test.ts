import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { smallestTipping } from '../../src/statistics/smallest-tipping.ts';

describe('smallestTipping', () => {
  it('comes as close as asked to the share at which the conclusion changes', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1, noNaN: true }), fc.constantFrom(0.2, 0.01, 1e-6), (truth, tolerance) => {
        const found = smallestTipping((share) => share >= truth, tolerance)!;
        expect(found).toBeGreaterThanOrEqual(truth);
        expect(found - truth).toBeLessThanOrEqual(Math.max(tolerance, Number.EPSILON));
      }),
    );
  });

  it('is null where nothing changes the conclusion, and 0 where nothing has to', () => {
    expect(smallestTipping(() => false, 0.01)).toBeNull();
    expect(smallestTipping(() => true, 0.01)).toBe(0);
  });

  it('finds the end of the range itself', () => {
    expect(smallestTipping((share) => share === 1, 0.01)).toBe(1);
  });

  it('takes the first change where the conclusion changes back later', () => {
    const found = smallestTipping((share) => share >= 0.23 && share <= 0.5, 0.001)!;
    expect(found).toBeGreaterThanOrEqual(0.23);
    expect(found).toBeLessThanOrEqual(0.231);
  });

  it('asks 16 times at most for a tolerance of half a point', () => {
    let asked = 0;
    smallestTipping((share) => {
      asked++;
      return share > 0.93;
    }, 0.005);
    expect(asked).toBeLessThanOrEqual(16);
  });

  it('refuses a tolerance that is never reached', () => {
    expect(() => smallestTipping(() => false, 0)).toThrow(StatisticsError);
    expect(() => smallestTipping(() => false, Number.NaN)).toThrow(StatisticsError);
  });
});
