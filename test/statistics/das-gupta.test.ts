import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { dasGupta, type FactorCell, type ThreeFactors } from '../../src/statistics/das-gupta.ts';

const factor = fc.double({ min: 0, max: 2, noNaN: true });
const factors = fc.tuple(factor, factor, factor);
const cells: fc.Arbitrary<FactorCell[]> = fc.array(fc.record({ before: factors, after: factors }), { maxLength: 10 });

const product = ([a, b, c]: ThreeFactors) => a * b * c;
const sums = (effects: readonly (readonly number[])[]) => [0, 1, 2].map((i) => effects.reduce((sum, cell) => sum + cell[i]!, 0));

describe('dasGupta', () => {
  it('gives the effects of R over several cells', () => {
    // R DasGuptR 2.1.0 on five simulated cells in two weeks: diff of mix, quality, retention
    const effects = sums(
      dasGupta([
        { before: [0.15, 0.2, 0.9], after: [0.1, 0.21, 0.9] },
        { before: [0.1, 0.15, 0.85], after: [0.08, 0.14, 0.8] },
        { before: [0.3, 0.11, 0.88], after: [0.27, 0.1, 0.86] },
        { before: [0.25, 0.08, 0.8], after: [0.25, 0.085, 0.7] },
        { before: [0.2, 0.04, 0.75], after: [0.3, 0.045, 0.74] },
      ]),
    );
    expect(effects[0]).toBeCloseTo(-0.0111935, 12);
    expect(effects[1]).toBeCloseTo(-0.00023, 12);
    expect(effects[2]).toBeCloseTo(-0.0034215, 12);
  });

  it('gives the published effects of two and of three factors', () => {
    // Das Gupta (1993), examples 2.1 (two factors) and 2.2 (three); figures of R DasGuptR 2.1.0
    const [two] = dasGupta([{ before: [10930, 0.717892, 1], after: [16591, 0.825974, 1] }]);
    expect(two![0]).toBeCloseTo(4369.912713, 6);
    expect(two![1]).toBeCloseTo(1487.262361, 6);
    expect(two![2]).toBe(0);
    const [three] = dasGupta([{ before: [51.78746, 0.45919, 0.52638], after: [84.90502, 0.75756, 0.51065] }]);
    expect(three![0]).toBeCloseTo(10.434033349327, 10);
    expect(three![1]).toBeCloseTo(10.560847632988, 10);
    expect(three![2]).toBeCloseTo(-0.6670083809042, 10);
  });

  it('adds up to the change of every cell', () => {
    fc.assert(
      fc.property(cells, (all) => {
        for (const [i, effects] of dasGupta(all).entries()) {
          expect(effects[0] + effects[1] + effects[2]).toBeCloseTo(product(all[i]!.after) - product(all[i]!.before), 12);
        }
      }),
    );
  });

  it('is the mean over all orders in which the factors can change', () => {
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ] as const;
    fc.assert(
      fc.property(factors, factors, (before, after) => {
        const means = [0, 0, 0];
        for (const order of orders) {
          const now: [number, number, number] = [...before];
          for (const i of order) {
            const old = product(now);
            now[i] = after[i];
            means[i]! += (product(now) - old) / 6;
          }
        }
        const [effects] = dasGupta([{ before, after }]);
        for (const i of [0, 1, 2]) expect(effects![i]).toBeCloseTo(means[i]!, 12);
      }),
    );
  });

  it('changes only its sign when before and after change places', () => {
    fc.assert(
      fc.property(factors, factors, (before, after) => {
        const [[there], [back]] = [dasGupta([{ before, after }]), dasGupta([{ before: after, after: before }])];
        for (const i of [0, 1, 2]) expect(there![i]! + back![i]!).toBeCloseTo(0, 12);
      }),
    );
  });

  it('refuses what is no number', () => {
    expect(() => dasGupta([{ before: [1, Number.NaN, 1], after: [1, 1, 1] }])).toThrow(StatisticsError);
  });
});
