import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { poissonInterval } from '../../src/statistics/poisson-interval.ts';
import { poissonTails } from '../../src/statistics/poisson-tails.ts';
import { seededDraws } from './draws.ts';

const relative = (value: number, truth: number) => Math.abs(value / truth - 1);

describe('poissonInterval', () => {
  // mpmath 1.4.1 at 30 digits, root of the tail; the same to 1e-14 in scipy 1.17.1: gamma.ppf(0.025, k), gamma.ppf(0.975, k + 1).
  it.each([
    [1, 0.0253178079842899, 5.5716433909389],
    [2, 0.242209278543965, 7.22468766772396],
    [5, 1.62348639011842, 11.6683320793227],
    [10, 4.79538869613243, 18.3903560420178],
    [137, 115.020534433799, 161.956404688073],
    [1000, 938.973018407695, 1063.9521360163],
    [5000, 4862.3591886949, 5140.548948535],
    [100000, 99381.1526637447, 100621.744739744],
  ])('gives the exact limits of %i events', (events, low, high) => {
    const estimate = poissonInterval(events);
    expect(estimate.value).toBe(events);
    expect(relative(estimate.low, low)).toBeLessThan(1e-12);
    expect(relative(estimate.high, high)).toBeLessThan(1e-12);
  });

  it('starts at 0 for no events and ends at −ln 0.025', () => {
    const { low, high } = poissonInterval(0);
    expect(low).toBe(0);
    expect(high).toBeCloseTo(-Math.log(0.025), 12);
  });

  it('takes another level', () => {
    // mpmath as above at 0.005 and 0.05
    expect(poissonInterval(10, 0.99).low).toBeCloseTo(3.71692213146712, 11);
    expect(poissonInterval(10, 0.99).high).toBeCloseTo(21.3978274996543, 11);
    expect(poissonInterval(10, 0.9).low).toBeCloseTo(5.42540569709129, 11);
    expect(poissonInterval(10, 0.9).high).toBeCloseTo(16.9622192357219, 11);
  });

  it('agrees with the limits that R prints', () => {
    // R: poisson.test(42, conf.level = 0.9) and 0.95, as printed at stats.stackexchange.com/questions/10926
    expect(poissonInterval(42, 0.9).low).toBeCloseTo(31.93813, 5);
    expect(poissonInterval(42, 0.9).high).toBeCloseTo(54.32395, 5);
    expect(poissonInterval(42).low).toBeCloseTo(30.26991, 5);
    expect(poissonInterval(42).high).toBeCloseTo(56.7718, 5);
  });

  it('leaves exactly half of the error in each tail', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.constantFrom(0.5, 0.8, 0.9, 0.95, 0.99, 0.9999), (events, level) => {
        const { low, high } = poissonInterval(events, level);
        expect(relative(poissonTails(events, low).at_least, (1 - level) / 2)).toBeLessThan(1e-9);
        expect(relative(poissonTails(events, high).at_most, (1 - level) / 2)).toBeLessThan(1e-9);
        expect(low).toBeLessThan(events);
        expect(high).toBeGreaterThan(events);
      }),
    );
  });

  it('moves up with the count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), (events) => {
        expect(poissonInterval(events + 1).low).toBeGreaterThan(poissonInterval(events).low);
        expect(poissonInterval(events + 1).high).toBeGreaterThan(poissonInterval(events).high);
      }),
    );
  });

  it('refuses fractions, negative counts and levels outside 0 to 1', () => {
    expect(() => poissonInterval(2.5)).toThrow(StatisticsError);
    expect(() => poissonInterval(-1)).toThrow(StatisticsError);
    expect(() => poissonInterval(5, 1)).toThrow(StatisticsError);
    expect(() => poissonInterval(5, 0)).toThrow(StatisticsError);
  });

  it('covers every mean at least 95 % of the time, counted exactly over all counts', () => {
    const limits = Array.from({ length: 1500 }, (_, events) => poissonInterval(events));
    for (const mean of [0.01, 0.5, 1, 2.5, 3.689, 7, 20, 55.5, 150, 1000]) {
      let covered = 0;
      let point = -mean;
      for (let k = 0; k < limits.length; k++) {
        if (k > 0) point += Math.log(mean / k);
        const { low, high } = limits[k]!;
        if (low <= mean && mean <= high) covered += Math.exp(point);
      }
      expect(covered).toBeGreaterThanOrEqual(0.95 - 1e-9);
    }
  });

  it('covers simulated means at least 95 % of the time', () => {
    const draws = seededDraws(7);
    for (const mean of [0.7, 12, 140]) {
      const repeats = 3000;
      let covered = 0;
      for (let i = 0; i < repeats; i++) {
        const { low, high } = poissonInterval(draws.poisson(mean));
        if (low <= mean && mean <= high) covered++;
      }
      // Three standard errors of a share of 0.95 in 3000 repeats: 0.012.
      expect(covered / repeats).toBeGreaterThan(0.95 - 0.012);
    }
  });
});
