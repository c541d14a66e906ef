import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { poissonExactP } from '../../src/statistics/poisson-exact-p.ts';
import { poissonInterval } from '../../src/statistics/poisson-interval.ts';
import { seededDraws } from './draws.ts';

describe('poissonExactP', () => {
  // Twice the one-sided value of scipy 1.17.1: poisson.sf(9, 3.1), poisson.cdf(2, 9.5), poisson.cdf(1000, 1100.5).
  it.each([
    [10, 3.1, 2 * 0.00140092373093619],
    [2, 9.5, 2 * 0.00416363303750335],
    [1000, 1100.5, 2 * 0.00111857623618312],
    [137, 24.2, 2 * 2.85948027462652e-56],
  ])('is twice the smaller tail: %i events against %d', (events, expected, p) => {
    expect(Math.abs(poissonExactP(events, expected) / p - 1)).toBeLessThan(1e-11);
  });

  it('is twice the one-sided value that R prints', () => {
    // R: ppois(8 - 1, 3.4, lower.tail = FALSE), as printed on r-help, September 2005, message 078853
    expect(poissonExactP(8, 3.4)).toBeCloseTo(2 * 0.02307394, 7);
  });

  it('is 1 where both tails are above a half', () => {
    expect(poissonExactP(7, 7)).toBe(1);
    expect(poissonExactP(0, 0)).toBe(1);
  });

  it('is 0 for what cannot happen', () => {
    expect(poissonExactP(1, 0)).toBe(0);
  });

  it('is a probability, and small only where the interval leaves the expectation out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.double({ min: 0.01, max: 3000, noNaN: true }), (events, expected) => {
        const p = poissonExactP(events, expected);
        const { low, high } = poissonInterval(events);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(p < 0.05).toBe(expected < low || expected > high);
      }),
    );
  });

  it('refuses counts that are not whole and negative means', () => {
    expect(() => poissonExactP(0.5, 1)).toThrow(StatisticsError);
    expect(() => poissonExactP(1, -1)).toThrow(StatisticsError);
  });

  it('raises no more false alarms than the level says, counted exactly over all counts', () => {
    for (const expected of [0.1, 1, 3.3, 10, 47, 200]) {
      for (const level of [0.01, 0.05, 0.1]) {
        let alarms = 0;
        let point = -expected;
        for (let k = 0; k < 500; k++) {
          if (k > 0) point += Math.log(expected / k);
          if (poissonExactP(k, expected) <= level) alarms += Math.exp(point);
        }
        expect(alarms).toBeLessThanOrEqual(level + 1e-12);
      }
    }
  });

  it('raises no more false alarms than the level says on simulated counts, and finds a doubled rate', () => {
    const draws = seededDraws(99);
    const repeats = 4000;
    let false_alarms = 0;
    let found = 0;
    for (let i = 0; i < repeats; i++) {
      if (poissonExactP(draws.poisson(20), 20) <= 0.05) false_alarms++;
      if (poissonExactP(draws.poisson(40), 20) <= 0.05) found++;
    }
    // Three standard errors of 0.05 in 4000 repeats: 0.010.
    expect(false_alarms / repeats).toBeLessThan(0.06);
    expect(found / repeats).toBeGreaterThan(0.9);
  });
});
