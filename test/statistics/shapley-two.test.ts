import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { type ProductCell, productShares, shapleyPart, shapleyTwo } from '../../src/statistics/shapley-two.ts';

const amount = fc.double({ min: -10, max: 10, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const cells: fc.Arbitrary<ProductCell[]> = fc.array(
  fc.record({ weight: share, a: share, b: share, a_best: share, b_part: share, b_best: share }),
  {
    maxLength: 12,
  },
);

/** Eight simulated cells: size (15 000 in all), events, lost events, stratum; the best are the first four, pooled by stratum. */
const EIGHT = [
  [2200, 330, 40, 'd'],
  [1800, 190, 38, 'm'],
  [900, 140, 15, 'd'],
  [700, 84, 16, 'm'],
  [2600, 214, 62, 'd'],
  [3100, 164, 88, 'm'],
  [2400, 74, 51, 'm'],
  [1300, 26, 22, 'm'],
] as const;

function eightCells(): ProductCell[] {
  const best = { d: { n: 0, events: 0, lost: 0 }, m: { n: 0, events: 0, lost: 0 } };
  for (const [n, events, lost, x] of EIGHT.slice(0, 4)) {
    best[x].n += n;
    best[x].events += events;
    best[x].lost += lost;
  }
  return EIGHT.map(([n, events, lost, x]) => ({
    weight: n / 15_000,
    a: (events + lost) / n,
    b: events / (events + lost),
    a_best: (best[x].events + best[x].lost) / best[x].n,
    b_part: best[x].events / (best[x].events + best[x].lost),
    b_best: 1,
  }));
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** v of the game, straight from its definition: the sum of products with some factors replaced, less the actual one. */
function gain(all: readonly ProductCell[], change: (cell: ProductCell) => { a?: number; b?: number }): number {
  return total(
    all.map((cell) => {
      const { a = cell.a, b = cell.b } = change(cell);
      return cell.weight * (a * b - cell.a * cell.b);
    }),
  );
}

function gameOf(all: readonly ProductCell[]) {
  return {
    first: gain(all, ({ b_best }) => ({ b: b_best })),
    second: gain(all, ({ a_best }) => ({ a: a_best })),
    both: gain(all, ({ a_best, b_best }) => ({ a: a_best, b: b_best })),
    part: gain(all, ({ b_part }) => ({ b: b_part })),
    part_and_second: gain(all, ({ a_best, b_part }) => ({ a: a_best, b: b_part })),
  };
}

describe('shapleyTwo', () => {
  it('gives the shares of a game worked out by R', () => {
    // R glm(cbind(abandoned, n - abandoned) ~ cold + error + slow + mobile) on 16 simulated cells, predicted without error and slow, without
    // cold, and without all three; the two-player values from the same.
    const observed = 0.9153945001285;
    const shares = shapleyTwo({ first: observed - 0.9032231313977, second: observed - 0.8979216580528, both: observed - 0.8825710812342 });
    expect(shares.first).toBeCloseTo(0.01376097277468, 12);
    expect(shares.second).toBeCloseTo(0.0190624461196, 12);
    expect(shares.interaction).toBeCloseTo(0.003179208087792, 12);
  });

  it('shares out everything, treats equals alike and gives nothing to who adds nothing', () => {
    fc.assert(
      fc.property(amount, amount, amount, (first, second, both) => {
        const shares = shapleyTwo({ first, second, both });
        expect(shares.first + shares.second).toBeCloseTo(both, 12);
        expect(shares.first).toBeCloseTo(first + shares.interaction / 2, 12);
        const equals = shapleyTwo({ first, second: first, both });
        expect(equals.first).toBeCloseTo(both / 2, 12);
        expect(equals.second).toBeCloseTo(both / 2, 12);
        expect(shapleyTwo({ first, second: 0, both: first })).toMatchObject({ first, second: 0, interaction: 0 });
      }),
    );
  });

  it('refuses gains that are not numbers', () => {
    expect(() => shapleyTwo({ first: Number.NaN, second: 0, both: 0 })).toThrow(StatisticsError);
    expect(() => shapleyPart({ first: 0, second: 0, both: 0, part: Number.POSITIVE_INFINITY, part_and_second: 0 })).toThrow(
      StatisticsError,
    );
  });
});

describe('productShares', () => {
  it('gives the Das Gupta effects from actual to benchmark', () => {
    // R DasGuptR 2.1.0 dgnpop on the eight cells: diff of the factors quality (second) and retention (first)
    const shares = productShares(eightCells());
    expect(total(shares.map(({ first }) => first))).toBeCloseTo(0.02962234239909, 12);
    expect(total(shares.map(({ second }) => second))).toBeCloseTo(0.03460982964393, 12);
    expect(total(shares.map(({ part }) => part))).toBeCloseTo(0.01262591472684, 12);
  });

  it('plays the game that R worked out from the same cells', () => {
    const game = gameOf(eightCells());
    expect(game.first).toBeCloseTo(0.02213333333333, 12);
    expect(game.second).toBeCloseTo(0.02712082057817, 12);
    expect(game.both).toBeCloseTo(0.06423217204301, 12);
    expect(game.part).toBeCloseTo(0.008274413472706, 12);
    expect(game.part_and_second).toBeCloseTo(0.04409823655914, 12);
  });

  it('adds up over cells to the shares of the whole game', () => {
    fc.assert(
      fc.property(cells, (all) => {
        const whole = shapleyPart(gameOf(all));
        const lines = productShares(all);
        for (const name of ['first', 'second', 'interaction', 'part', 'rest'] as const) {
          expect(total(lines.map((line) => line[name]))).toBeCloseTo(whole[name], 12);
        }
      }),
    );
  });

  it('gives nothing where nothing differs from the best', () => {
    const [line] = productShares([{ weight: 1, a: 0.2, b: 0.9, a_best: 0.2, b_part: 0.9, b_best: 0.9 }]);
    expect(line).toEqual({ first: 0, second: 0, part: 0, rest: 0, interaction: 0 });
  });

  it('refuses a cell that has no number', () => {
    expect(() => productShares([{ weight: 1, a: Number.NaN, b: 0.9, a_best: 0.2, b_part: 0.9, b_best: 0.9 }])).toThrow(StatisticsError);
  });
});
