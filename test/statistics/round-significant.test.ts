import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { roundSignificant } from '../../src/statistics/round-significant.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 });
const digits = fc.integer({ min: 1, max: 17 });

describe('roundSignificant', () => {
  it.each([
    [0.123456, 3, 0.123],
    [123456, 3, 123000],
    [0.00098765, 2, 0.00099],
    [-1234.5, 4, -1235],
    [999.96, 4, 1000],
    [42, 6, 42],
    [1e-320, 2, 1e-320],
  ])('rounds %d to %i digits', (value, kept, rounded) => {
    expect(roundSignificant(value, kept)).toBe(rounded);
  });

  it('keeps 0 and turns −0 into it', () => {
    expect(Object.is(roundSignificant(0, 3), 0)).toBe(true);
    expect(Object.is(roundSignificant(-0, 3), 0)).toBe(true);
  });

  it('is alike for both signs, changes nothing the second time, and errs by half a unit of the last digit at most', () => {
    fc.assert(
      fc.property(finite, digits, (value, kept) => {
        const rounded = roundSignificant(value, kept);
        expect(roundSignificant(-value, kept) + 0).toBe(-rounded + 0);
        expect(roundSignificant(rounded, kept)).toBe(rounded);
        expect(Math.abs(rounded - value)).toBeLessThanOrEqual(
          Math.abs(value) * 0.5 * 10 ** (1 - kept) * (1 + 1e-9) + Math.abs(value) * 2e-16 + 1e-322,
        );
      }),
    );
  });

  it('keeps the order of numbers', () => {
    fc.assert(
      fc.property(finite, finite, digits, (a, b, kept) => {
        expect(roundSignificant(Math.min(a, b), kept)).toBeLessThanOrEqual(roundSignificant(Math.max(a, b), kept));
      }),
    );
  });

  it('refuses what JSON cannot hold and digits out of range', () => {
    expect(() => roundSignificant(Number.NaN, 3)).toThrow(StatisticsError);
    expect(() => roundSignificant(Number.POSITIVE_INFINITY, 3)).toThrow(StatisticsError);
    expect(() => roundSignificant(1, 0)).toThrow(StatisticsError);
    expect(() => roundSignificant(1, 2.5)).toThrow(StatisticsError);
  });
});
