import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { studentPValue, studentQuantile } from '../../src/statistics/student-t.ts';

const relative = (value: number, truth: number) => Math.abs(value / truth - 1);

describe('studentQuantile', () => {
  // R: qt(0.975, c(19, 39, 49, 99)) gives the first four to 13 figures;
  // all of them: mpmath 1.3.0 at 40 digits, root of betainc(v/2, 1/2, 0, v/(v + t^2), regularized=True) = 2 (1 - share).
  it.each([
    [0.975, 19, 2.09302405440831],
    [0.975, 39, 2.02269092003676],
    [0.975, 49, 2.00957523712924],
    [0.975, 99, 1.98421695158642],
    [0.995, 39, 2.70791318351766],
    [0.9999999, 39, 6.29759778900975],
    [0.975, 1, 12.7062047361747],
    [0.95, 9, 1.83311293265624],
    [0.6, 3, 0.27667066233269],
    [0.975, 1e6, 1.95996635681411],
  ])('gives that of a share of %d and %d degrees of freedom to 9 figures', (share, freedom, expected) => {
    expect(relative(studentQuantile(share, freedom), expected)).toBeLessThan(1e-9);
  });

  it('is the same on both sides of the middle', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.integer({ min: 1, max: 200 }), (share, freedom) => {
        expect(studentQuantile(share, freedom)).toBeCloseTo(-studentQuantile(1 - share, freedom), 9);
      }),
    );
  });

  it('refuses shares that no value has, and no freedom', () => {
    for (const share of [0, 1, -0.1, Number.NaN]) expect(() => studentQuantile(share, 39)).toThrow(StatisticsError);
    expect(() => studentQuantile(0.975, 0)).toThrow(StatisticsError);
  });
});

describe('studentPValue', () => {
  // mpmath as above. The first is R: t.test(extra ~ group, data = sleep, paired = TRUE), printed as t = -4.0621, df = 9, p-value = 0.002833;
  // the second R: t.test(extra ~ group, data = sleep), printed as t = -1.8608, df = 17.776, p-value = 0.07939.
  it.each([
    [-4.062127683382, 9, 0.00283289019738443],
    [-1.860813, 17.77647, 0.0793942126718743],
    [2.0227, 39, 0.0499990210931848],
    [4.184449984808, 783, 3.18233995979315e-5],
    [6, 39, 5.1788878255731e-7],
    [100, 5, 1.89600142246236e-9],
    [40, 39, 2.81881140279631e-33],
    [1e-8, 39, 0.999999992072132],
  ])('gives that of t = %d with %d degrees of freedom, far tails too', (t, freedom, expected) => {
    expect(relative(studentPValue(t, freedom), expected)).toBeLessThan(1e-11);
  });

  it('is the closed form for one and for two degrees of freedom', () => {
    // One: 1 − (2/π) atan t. Two: 1 − t/√(2 + t²). The library loses t below 1e-8, where p is 1 to eight figures.
    fc.assert(
      fc.property(fc.double({ min: 0, max: 50, noNaN: true }), (t) => {
        expect(studentPValue(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 7);
        expect(studentPValue(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 7);
      }),
    );
  });

  it('is the other way round of the quantile', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.999, noNaN: true }), fc.integer({ min: 1, max: 300 }), (p, freedom) => {
        expect(relative(studentPValue(studentQuantile(1 - p / 2, freedom), freedom), p)).toBeLessThan(1e-7);
      }),
    );
  });

  it('is 1 for no difference at all', () => {
    expect(studentPValue(0, 39)).toBe(1);
  });

  it('refuses what is no number', () => {
    expect(() => studentPValue(Number.NaN, 39)).toThrow(StatisticsError);
    expect(() => studentPValue(1, -1)).toThrow(StatisticsError);
  });
});
