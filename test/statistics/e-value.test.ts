import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { eValue } from '../../src/statistics/e-value.ts';

const ratio = fc.double({ min: 0.01, max: 100, noNaN: true });
const estimates = fc.tuple(ratio, ratio, ratio).map((three) => {
  const [low, value, high] = [...three].sort((a, b) => a - b) as [number, number, number];
  return { low, value, high };
});

describe('eValue', () => {
  it('gives the worked example of its paper', () => {
    // VanderWeele & Ding (2017): RR 3.9 (1.8, 8.7) -> 7.26, limit 3.0
    const { value, limit } = eValue({ value: 3.9, low: 1.8, high: 8.7 });
    expect(value).toBeCloseTo(7.26, 2);
    expect(limit).toBeCloseTo(3, 10);
  });

  it('takes the upper limit of a ratio below 1', () => {
    // 1/0.5 = 2: 2 + √2; 1/0.8 = 1.25: 1.25 + √0.3125
    const { value, limit } = eValue({ value: 0.5, low: 0.3, high: 0.8 });
    expect(value).toBeCloseTo(2 + Math.SQRT2, 12);
    expect(limit).toBeCloseTo(1.25 + Math.sqrt(0.3125), 12);
  });

  it('is 1 for the limit when the interval holds 1', () => {
    expect(eValue({ value: 1.4, low: 0.9, high: 2 }).limit).toBe(1);
    expect(eValue({ value: 0.9, low: 0.7, high: 1.2 }).limit).toBe(1);
    expect(eValue({ value: 1, low: 1, high: 1 })).toEqual({ value: 1, limit: 1 });
  });

  it('is alike for a ratio and its reciprocal, at least the ratio, and no less for the value than for the limit', () => {
    fc.assert(
      fc.property(estimates, ({ value, low, high }) => {
        const one = eValue({ value, low, high });
        const mirrored = eValue({ value: 1 / value, low: 1 / high, high: 1 / low });
        expect(mirrored.value / one.value).toBeCloseTo(1, 6);
        expect(mirrored.limit / one.limit).toBeCloseTo(1, 6);
        expect(one.value).toBeGreaterThanOrEqual(Math.max(value, 1 / value));
        expect(one.limit).toBeLessThanOrEqual(one.value);
      }),
    );
  });

  it('gives the strength at which the bounding factor just explains the ratio away', () => {
    // Ding & VanderWeele (2016): two associations of strength E bias a ratio by at most E²/(2E − 1).
    fc.assert(
      fc.property(fc.double({ min: 1, max: 100, noNaN: true }), (value) => {
        const { value: strength } = eValue({ value, low: value, high: value });
        expect(strength ** 2 / (2 * strength - 1) / value).toBeCloseTo(1, 8);
      }),
    );
  });

  it('refuses ratios that are not positive and limits out of order', () => {
    expect(() => eValue({ value: 0, low: 0, high: 1 })).toThrow(StatisticsError);
    expect(() => eValue({ value: 2, low: 2.5, high: 3 })).toThrow(StatisticsError);
    expect(() => eValue({ value: 2, low: 1, high: Number.POSITIVE_INFINITY })).toThrow(StatisticsError);
  });
});
