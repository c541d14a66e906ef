import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { wilsonInterval, Z_95 } from '../../src/statistics/wilson-interval.ts';
import { seededDraws } from './draws.ts';

const counts = fc.integer({ min: 1, max: 1e6 }).chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)));

describe('wilsonInterval', () => {
  // scipy 1.17.1: binomtest(x, n).proportion_ci(method='wilson'); the first three also by R: prop.test(x, n, correct = FALSE)$conf.int
  it.each([
    [0, 20, 0, 0.161125158052819],
    [3, 40, 0.0258360257745882, 0.198642335243105],
    [27, 800, 0.0232971301618961, 0.0486591718998968],
    [20, 20, 0.838874841947181, 1],
    [1, 1, 0.206549314377237, 1],
    [1, 5000, 3.53057834393652e-5, 0.00113208908083974],
    [450, 5000, 0.0823791505887433, 0.0982503650062035],
  ])('gives the limits of R and scipy for %i of %i', (events, trials, low, high) => {
    const rate = wilsonInterval(events, trials);
    expect(rate).toMatchObject({ value: events / trials, events, trials });
    expect(rate.low).toBeCloseTo(low, 12);
    expect(rate.high).toBeCloseTo(high, 12);
  });

  it('takes another level by its normal quantile', () => {
    // scipy 1.17.1: binomtest(27, 800).proportion_ci(0.9, method='wilson'); norm.ppf(0.95)
    const rate = wilsonInterval(27, 800, 1.64485362695147);
    expect(rate.low).toBeCloseTo(0.0247202928973393, 12);
    expect(rate.high).toBeCloseTo(0.045922726721147, 12);
  });

  it('takes 95 % from the quantile function', () => {
    // scipy 1.17.1: norm.ppf(0.975)
    expect(Z_95).toBeCloseTo(1.95996398454005, 14);
  });

  it('keeps the share inside its limits and the limits inside 0 to 1', () => {
    fc.assert(
      fc.property(counts, ([events, trials]) => {
        const { value, low, high } = wilsonInterval(events, trials);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('mirrors: the limits of the other outcome are one minus these', () => {
    fc.assert(
      fc.property(counts, ([events, trials]) => {
        const [one, other] = [wilsonInterval(events, trials), wilsonInterval(trials - events, trials)];
        expect(one.low).toBeCloseTo(1 - other.high, 12);
        expect(one.high).toBeCloseTo(1 - other.low, 12);
      }),
    );
  });

  it('solves the score equation at both inner limits', () => {
    fc.assert(
      fc.property(counts, ([events, trials]) => {
        const { value, low, high } = wilsonInterval(events, trials);
        for (const limit of [low, high].filter((end) => end > 0 && end < 1)) {
          expect(Math.abs(value - limit) / Math.sqrt((limit * (1 - limit)) / trials) / Z_95).toBeCloseTo(1, 6);
        }
      }),
    );
  });

  it.each([
    [1.5, 10],
    [-1, 10],
    [11, 10],
    [0, 0],
    [Number.NaN, 10],
    [1, Number.POSITIVE_INFINITY],
  ])('refuses %d of %d', (events, trials) => {
    expect(() => wilsonInterval(events, trials)).toThrow(StatisticsError);
  });

  it('refuses a level that is no positive number', () => {
    expect(() => wilsonInterval(1, 10, 0)).toThrow(StatisticsError);
    expect(() => wilsonInterval(1, 10, Number.NaN)).toThrow(StatisticsError);
  });

  // Exact coverage, all counts weighed with their binomial probability. A single share may fall to about 0.9 (Brown, Cai & DasGupta 2001,
  // Statist Sci 16:101–133, section 3); the nominal level is held on average over shares.
  it.each([50, 200, 1000, 5000])('covers a share of 0.5, 0.03 and 0.002 at least 90 %% of the time with %i trials', (trials) => {
    for (const share of [0.5, 0.03, 0.002]) {
      const covered = exactCoverage(trials, share);
      expect(covered).toBeGreaterThan(0.9);
      expect(covered).toBeLessThan(0.99);
    }
  });

  it.each([50, 500, 5000])('covers 95 %% on average over shares from 0 to 1 with %i trials', (trials) => {
    const shares = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);
    const covered = shares.map((share) => exactCoverage(trials, share));
    expect(covered.reduce((a, b) => a + b) / covered.length).toBeCloseTo(0.95, 2);
  });

  it('covers simulated shares as often as computed', () => {
    const draws = seededDraws(20251);
    for (const [trials, share] of [
      [50, 0.5],
      [400, 0.03],
      [1000, 0.002],
    ] as const) {
      const repeats = 4000;
      let covered = 0;
      for (let i = 0; i < repeats; i++) {
        const { low, high } = wilsonInterval(draws.binomial(trials, share), trials);
        if (low <= share && share <= high) covered++;
      }
      // Four standard errors of a simulated share near 0.95 with 4000 repeats: 0.014.
      expect(Math.abs(covered / repeats - exactCoverage(trials, share))).toBeLessThan(0.014);
    }
  });
});

function exactCoverage(trials: number, share: number): number {
  let covered = 0;
  let log = trials * Math.log(1 - share);
  for (let k = 0; k <= trials; k++) {
    if (k > 0) log += Math.log((trials - k + 1) / k) + Math.log(share / (1 - share));
    if (log < -50) continue;
    const { low, high } = wilsonInterval(k, trials);
    if (low <= share && share <= high) covered += Math.exp(log);
  }
  return covered;
}
