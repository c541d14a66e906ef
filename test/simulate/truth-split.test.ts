import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { makeTruth } from '../../src/simulate/truth-split.ts';

/** Vector 27 (game_cells.csv): source, stratum, sessions, orders, lost orders. */
const GAME = [
  ['brand', 'd', 2200, 330, 40],
  ['brand', 'm', 1800, 190, 38],
  ['email', 'd', 900, 140, 15],
  ['email', 'm', 700, 84, 16],
  ['generic', 'd', 2600, 214, 62],
  ['generic', 'm', 3100, 164, 88],
  ['social', 'm', 2400, 74, 51],
  ['display', 'm', 1300, 26, 22],
] as const;
const cells = GAME.map(([source, x, n, Y, lost]) => ({ source, x, n, Y, Y0: Y + lost, Y0h: Y }));
const BY = { source_of: ({ source }: { source: string }) => source, stratum_of: ({ x }: { x: string }) => x };
const BENCHMARK = new Set(['brand', 'email']);

describe('makeTruth', () => {
  it('finds the split of DasGuptR 2.1.0 dgnpop (vector 27: values and phi)', () => {
    const truth = makeTruth(cells, BENCHMARK, BY);
    expect(truth.C0).toBeCloseTo(0.08146666666667, 12);
    expect(truth.v_N).toBeCloseTo(0.02213333333333, 12);
    expect(truth.v_T).toBeCloseTo(0.02712082057817, 12);
    expect(truth.v_NT).toBeCloseTo(0.06423217204301, 12);
    expect(truth.phi_N).toBeCloseTo(0.02962234239909, 12);
    expect(truth.phi_T).toBeCloseTo(0.03460982964393, 12);
    expect(truth.v_N_hard).toBe(0);
  });

  it('works out by hand: one poor source beside the benchmark', () => {
    // Benchmark: q = 20/100, r = 15/20. Poor: q = 10/100, r = 5/10. v(N) = (30 − 20)/200; v(T) = (0.2·0.75 + 0.2·0.5)/2 − 0.1; v(NT) = 0.2 − 0.1.
    const two = [
      { source: 'good', x: '', n: 100, Y: 15, Y0: 20, Y0h: 17 },
      { source: 'poor', x: '', n: 100, Y: 5, Y0: 10, Y0h: 8 },
    ];
    const truth = makeTruth(two, new Set(['good']), BY);
    for (const [name, value] of Object.entries({
      C0: 0.1,
      v_N: 0.05,
      v_N_hard: 0.025,
      v_T: 0.025,
      v_NT: 0.1,
      phi_N: 0.0625,
      phi_T: 0.0375,
    })) {
      expect(truth[name as keyof typeof truth]).toBeCloseTo(value, 12);
    }
  });

  it('does not depend on how finely the cells are cut, nor on their order', () => {
    const whole = makeTruth(cells, BENCHMARK, BY);
    const cut = cells.flatMap((cell) => [
      { ...cell, n: cell.n - 100, Y: cell.Y - 10, Y0: cell.Y0 - 15, Y0h: cell.Y0h - 10 },
      { ...cell, n: 100, Y: 10, Y0: 15, Y0h: 10 },
    ]);
    const again = makeTruth(cut.toReversed(), BENCHMARK, BY);
    for (const [name, value] of Object.entries(whole)) expect(again[name as keyof typeof again]).toBeCloseTo(value, 12);
  });

  it('shares out exactly what both gain, also where a cell has no order at all and a stratum no benchmark', () => {
    const count = fc.record({
      n: fc.integer({ min: 1, max: 50 }),
      lost: fc.integer({ min: -3, max: 9 }),
      Y: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('d', 'm'), count), { minLength: 1 }), (drawn) => {
        const some = drawn.map(([source, x, { n, Y, lost }]) => ({ source, x, n, Y, Y0: Math.max(0, Y + lost), Y0h: Y }));
        const truth = makeTruth([...some, { source: 'best', x: 'd', n: 10, Y: 1, Y0: 2, Y0h: 1 }], new Set(['best']), BY);
        expect(truth.phi_N + truth.phi_T).toBeCloseTo(truth.v_NT, 10);
        expect(Object.values(truth).every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('refuses a benchmark that nobody came from', () => {
    expect(() => makeTruth(cells, new Set(['none']), BY)).toThrow(StatisticsError);
  });
});
