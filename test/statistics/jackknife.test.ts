import fc from 'fast-check';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { jackknife } from '../../src/statistics/jackknife.ts';
import { seededDraws } from './draws.ts';

describe('jackknife', () => {
  // Standard errors: R survey 4.1.1, as.svrepdesign(type = 'JK1') and withReplicates, logistic regression refitted without each of ten groups.
  // Replicates: the same ten refits by Newton in numpy 2.4.6, with the effect (mean fitted − mean fitted without exposure) and a coefficient.
  it('gives the standard error of R for an effect', () => {
    const replicates = [
      0.0340232219274, 0.0561822863792, 0.0357222018322, 0.0426551049679, 0.0443895587753, 0.0698115413253, 0.0553087034875,
      0.0538757285283, 0.0594090665086, 0.0661760792488,
    ];
    expect(jackknife(0.05167739563997, replicates, 2.262157162798).standard_error).toBeCloseTo(0.03469954239545, 10);
  });

  it('gives the standard error of R for a coefficient', () => {
    const replicates = [
      0.437825486821, 0.728984821142, 0.451199399783, 0.532565675055, 0.567485558643, 0.836041236156, 0.695351303868, 0.691306147134,
      0.804318293978, 0.826336245874,
    ];
    expect(jackknife(0.6529975685346, replicates, 2.262157162798).standard_error).toBeCloseTo(0.4286438881322, 9);
  });

  it('is the textbook standard error for a mean of single values', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 40 }), (values) => {
        const replicates = values.map((_, left_out) => mean(values.filter((_, i) => i !== left_out)));
        const { value, low, high, standard_error } = jackknife(mean(values), replicates, 2);
        expect(standard_error).toBeCloseTo(sampleStandardDeviation(values) / Math.sqrt(values.length), 9);
        expect(high - value).toBeCloseTo(2 * standard_error, 9);
        expect(value - low).toBeCloseTo(2 * standard_error, 9);
      }),
    );
  });

  it('knows no spread where no group matters', () => {
    expect(jackknife(3, [3, 3, 3, 3], 2)).toEqual({ value: 3, low: 3, high: 3, standard_error: 0 });
  });

  it('refuses one group, missing numbers and a quantile that is not positive', () => {
    expect(() => jackknife(1, [1], 2)).toThrow(StatisticsError);
    expect(() => jackknife(1, [1, Number.NaN], 2)).toThrow(StatisticsError);
    expect(() => jackknife(1, [1, 2], 0)).toThrow(StatisticsError);
  });

  it.each([
    ['equal', 0],
    ['very unequal', 0.9],
  ])('covers a ratio about 95 %% of the time with 40 groups of %s size', (_, spread) => {
    const draws = seededDraws(40 + spread * 10);
    const repeats = 2000;
    let covered = 0;
    for (let i = 0; i < repeats; i++) {
      const groups = Array.from({ length: 40 }, (_, g) => {
        const trials = 60 * (1 + spread * (g % 2 === 0 ? 1 : -1));
        // Subjects of one group share their luck, so groups vary more than single trials would.
        return { trials, events: draws.binomial(trials, 0.05 + 0.1 * draws.uniform()) };
      });
      const [trials, events] = [groups.reduce((sum, g) => sum + g.trials, 0), groups.reduce((sum, g) => sum + g.events, 0)];
      const replicates = groups.map((g) => (events - g.events) / (trials - g.trials));
      // qt(0.975, 39)
      const { low, high } = jackknife(events / trials, replicates, 2.022690920037);
      if (low <= 0.1 && 0.1 <= high) covered++;
    }
    // The method's own measurement was 93 to 95 %; three standard errors of 2000 repeats are 0.015.
    expect(covered / repeats).toBeGreaterThan(0.925);
    expect(covered / repeats).toBeLessThan(0.975);
  });
});
