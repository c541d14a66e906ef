import poissonCdf from '@stdlib/stats-base-dists-poisson-cdf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { poissonTails } from '../../src/statistics/poisson-tails.ts';

const relative = (value: number, truth: number) => Math.abs(value / truth - 1);
const cases = fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.double({ min: 0.001, max: 2000, noNaN: true }));

describe('poissonTails', () => {
  // mpmath 1.4.1 at 30 digits: gammainc(k + 1, mean, inf, regularized=True), gammainc(k, 0, mean, regularized=True);
  // the same to 1e-13 in scipy 1.17.1: poisson.cdf(k, mean), poisson.sf(k - 1, mean).
  it.each([
    [0, 1, 0.367879441171442, 1],
    [3, 1.5, 0.93435754562155, 0.191153169461942],
    [10, 3.1, 0.999616591717358, 0.00140092373093619],
    [137, 24.2, 1, 2.85948027462652e-56],
    [10, 10, 0.583039750192985, 0.542070285528148],
    [30, 10.3, 0.99999985016402, 4.57604008557233e-7],
    [5, 0.01, 0.999999999999999, 8.2641856418065e-13],
    [100, 37.5, 1, 2.22426755822922e-17],
    [1000, 1100.5, 0.00111857623618312, 0.99899216907115],
    [20000, 19700, 0.983690818942771, 0.0165998159690239],
    [100000, 100900, 0.00228804425824556, 0.997734472179437],
  ])('gives both tails at %i for a mean of %d to 11 figures', (k, mean, at_most, at_least) => {
    const tails = poissonTails(k, mean);
    expect(relative(tails.at_most, at_most)).toBeLessThan(1e-11);
    expect(relative(tails.at_least, at_least)).toBeLessThan(1e-11);
  });

  it('agrees with the one-sided values that R prints', () => {
    // R: ppois(0, 3.4) and ppois(8 - 1, 3.4, lower.tail = FALSE), as printed on r-help, September 2005, message 078853
    expect(poissonTails(0, 3.4).at_most).toBeCloseTo(0.03337327, 8);
    expect(poissonTails(8, 3.4).at_least).toBeCloseTo(0.02307394, 8);
  });

  it('agrees with the library where the library is right, for means up to 1000', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1500 }), fc.double({ min: 0.001, max: 1000, noNaN: true }), (k, mean) => {
        expect(poissonTails(k, mean).at_most).toBeCloseTo(poissonCdf(k, mean), 11);
      }),
    );
  });

  it('counts the point itself in both tails', () => {
    fc.assert(
      fc.property(cases, ([k, mean]) => {
        const { at_most, at_least, exactly } = poissonTails(k, mean);
        expect(at_most + at_least - exactly).toBeCloseTo(1, 12);
        for (const p of [at_most, at_least, exactly]) {
          expect(p).toBeGreaterThanOrEqual(0);
          expect(p).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('leaves no gap between a count and the next', () => {
    fc.assert(
      fc.property(cases, ([k, mean]) => {
        expect(poissonTails(k, mean).at_most + poissonTails(k + 1, mean).at_least).toBeCloseTo(1, 11);
      }),
    );
  });

  it('puts all of a mean of 0 on the count 0', () => {
    expect(poissonTails(0, 0)).toEqual({ at_most: 1, at_least: 1, exactly: 1 });
    expect(poissonTails(3, 0)).toEqual({ at_most: 1, at_least: 0, exactly: 0 });
  });

  it('refuses fractions as counts and means that are negative or not numbers', () => {
    expect(() => poissonTails(1.5, 2)).toThrow(StatisticsError);
    expect(() => poissonTails(1, -2)).toThrow(StatisticsError);
    expect(() => poissonTails(1, Number.NaN)).toThrow(StatisticsError);
  });
});
