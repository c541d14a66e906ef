import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { excessOverExpected } from '../../src/statistics/excess-over-expected.ts';
import { seededDraws } from './draws.ts';

describe('excessOverExpected', () => {
  it('shifts the exact limits of the count by the expectation', () => {
    // Limits of 10 events 4.79539 and 18.39036 (scipy 1.17.1: gamma.ppf(0.025, 10), gamma.ppf(0.975, 11)), less 6.
    const { value, low, high } = excessOverExpected(10, 6);
    expect(value).toBe(4);
    expect(low).toBeCloseTo(-1.20461130386757, 11);
    expect(high).toBeCloseTo(12.3903560420178, 11);
  });

  it('can only be a shortfall or nothing where no events were seen', () => {
    const { value, low, high } = excessOverExpected(0, 5);
    expect(value).toBe(-5);
    expect(low).toBe(-5);
    expect(high).toBeCloseTo(-Math.log(0.025) - 5, 11);
  });

  it('falls by as much as the expectation rises', () => {
    fc.assert(
      fc.property(
        fc.nat(2000),
        fc.double({ min: 0, max: 1000, noNaN: true }),
        fc.double({ min: 0, max: 1000, noNaN: true }),
        (observed, expected, more) => {
          const [one, other] = [excessOverExpected(observed, expected), excessOverExpected(observed, expected + more)];
          for (const end of ['value', 'low', 'high'] as const) expect(one[end] - other[end]).toBeCloseTo(more, 8);
          expect(one.low).toBeLessThanOrEqual(one.value);
          expect(one.high).toBeGreaterThan(one.value);
        },
      ),
    );
  });

  it('refuses fractions as counts and expectations that are negative or unknown', () => {
    expect(() => excessOverExpected(1.5, 1)).toThrow(StatisticsError);
    expect(() => excessOverExpected(1, -1)).toThrow(StatisticsError);
    expect(() => excessOverExpected(1, Number.NaN)).toThrow(StatisticsError);
  });

  it.each([
    [4, 0],
    [4, 6],
    [250, -100],
  ])('covers the true excess when %i are expected and %i more come', (expected, excess) => {
    const draws = seededDraws(expected + excess + 1000);
    const repeats = 3000;
    let covered = 0;
    for (let i = 0; i < repeats; i++) {
      const { low, high } = excessOverExpected(draws.poisson(expected + excess), expected);
      if (low <= excess && excess <= high) covered++;
    }
    expect(covered / repeats).toBeGreaterThan(0.95 - 0.012);
  });
});
