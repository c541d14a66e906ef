import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { adjustForMany } from '../../src/statistics/adjust-for-many.ts';
import { type Draws, seededDraws } from './draws.ts';

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 });

describe('adjustForMany', () => {
  it('gives the values of R and scipy', () => {
    // R 4.2.2: p.adjust(p, 'BH')
    const p = [0.0002, 0.0011, 0.004, 0.012, 0.021, 0.03, 0.045, 0.2, 0.61, 0.9];
    const bh = [0.002, 0.0055, 0.01333333333333, 0.03, 0.042, 0.05, 0.06428571428571, 0.25, 0.6777777777778, 0.9];
    for (const [i, q] of adjustForMany(p).entries()) expect(q).toBeCloseTo(bh[i]!, 12);
  });

  it('keeps the order of the input', () => {
    // scipy 1.17.1: false_discovery_control([0.021, 0.9, 0.0011, 0.2, 0.0002, 0.61, 0.03, 0.045, 0.004, 0.012])
    const q = adjustForMany([0.021, 0.9, 0.0011, 0.2, 0.0002, 0.61, 0.03, 0.045, 0.004, 0.012]);
    const expected = [0.042, 0.9, 0.0055, 0.25, 0.002, 0.677777777777778, 0.05, 0.0642857142857143, 0.0133333333333333, 0.03];
    for (const [i, value] of q.entries()) expect(value).toBeCloseTo(expected[i]!, 12);
  });

  it('gives ties the same value, one test its own p, and none for none', () => {
    // scipy 1.17.1: false_discovery_control([0.01, 0.01, 0.01, 0.5])
    const q = adjustForMany([0.01, 0.01, 0.01, 0.5]);
    for (const value of q.slice(0, 3)) expect(value).toBeCloseTo(0.04 / 3, 14);
    expect(q[3]).toBe(0.5);
    expect(adjustForMany([0.04])).toEqual([0.04]);
    expect(adjustForMany([])).toEqual([]);
  });

  it('stays between the p-value and Bonferroni, keeps their ranking, and does not depend on the order', () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const q = adjustForMany(p);
        for (const [i, value] of q.entries()) {
          expect(value).toBeGreaterThanOrEqual(p[i]!);
          expect(value).toBeLessThanOrEqual(Math.min(1, p[i]! * p.length * (1 + 1e-12)));
        }
        const byP = [...p.keys()].sort((a, b) => p[a]! - p[b]!);
        for (let i = 1; i < byP.length; i++) expect(q[byP[i]!]!).toBeGreaterThanOrEqual(q[byP[i - 1]!]!);
        expect(adjustForMany([...p].reverse())).toEqual([...q].reverse());
      }),
    );
  });

  it('takes what the step-up rule of the paper takes', () => {
    fc.assert(
      fc.property(pValues, fc.constantFrom(0.05, 0.1, 0.3), (p, level) => {
        const sorted = [...p].sort((a, b) => a - b);
        const largest = sorted.findLastIndex((value, i) => value * (p.length / (i + 1)) <= level);
        expect(adjustForMany(p).filter((q) => q <= level)).toHaveLength(largest + 1);
      }),
    );
  });

  it('refuses what is no probability', () => {
    expect(() => adjustForMany([0.5, 1.01])).toThrow(StatisticsError);
    expect(() => adjustForMany([Number.NaN])).toThrow(StatisticsError);
    expect(() => adjustForMany([-0.1])).toThrow(StatisticsError);
  });

  // With m0 of m null tests the false discovery rate of independent tests is exactly level·m0/m.
  it.each([
    [20, 0],
    [20, 10],
    [200, 5],
  ])('keeps the false discovery rate with %i null tests and %i true ones', (nulls, effects) => {
    const draws = seededDraws(nulls * 31 + effects);
    const [level, repeats] = [0.1, 3000];
    let falseShare = 0;
    let found = 0;
    for (let i = 0; i < repeats; i++) {
      const p = [...Array.from({ length: nulls }, () => draws.uniform()), ...Array.from({ length: effects }, () => smallP(draws))];
      const taken = [...adjustForMany(p).entries()].filter(([, q]) => q <= level).map(([index]) => index);
      const wrong = taken.filter((index) => index < nulls).length;
      falseShare += taken.length === 0 ? 0 : wrong / taken.length;
      found += taken.length - wrong;
    }
    // Three standard errors of a share of 0.1 in 3000 repeats: 0.016.
    expect(Math.abs(falseShare / repeats - (level * nulls) / (nulls + effects))).toBeLessThan(0.017);
    if (effects > 0) expect(found / repeats / effects).toBeGreaterThan(0.5);
  });
});

/** p-value of a clear effect: the sixteenth power of a uniform number. */
function smallP(draws: Draws): number {
  return draws.uniform() ** 16;
}
