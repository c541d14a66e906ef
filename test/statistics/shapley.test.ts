import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { shapley } from '../../src/statistics/shapley.ts';
import { shapleyTwo } from '../../src/statistics/shapley-two.ts';

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const games = fc
  .integer({ min: 1, max: 5 })
  .chain((players) => fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2 ** players, maxLength: 2 ** players }));
const playersOf = (values: readonly number[]) => Math.log2(values.length);

describe('shapley', () => {
  it('gives the average attributable fractions of R', () => {
    // R averisk 1.0.3 getAF on 16 simulated cells; rates with factors removed by R glm predict. Bits: cold 1, error 2, slow 4.
    const rates = [
      0.9153945001285, 0.8979216580528, 0.9115331276595, 0.8930186209693, 0.9074976578707, 0.8880028589645, 0.9032231313977,
      0.8825710812342,
    ];
    const [cold, error, slow] = shapley(3, (removed) => 1 - rates[removed]! / rates[0]!);
    expect(cold).toBeCloseTo(0.02080325114187, 10);
    expect(error).toBeCloseTo(0.005054990662812, 10);
    expect(slow).toBeCloseTo(0.009998887425145, 10);
  });

  it('shares out the glove game as the textbook does', () => {
    // Player 0 holds a left glove, 1 and 2 a right one each; a pair is worth 1: 2/3, 1/6, 1/6.
    const shares = shapley(3, (coalition) => ((coalition & 1) !== 0 && coalition > 1 ? 1 : 0));
    for (const [i, share] of shares.entries()) expect(share).toBeCloseTo([2 / 3, 1 / 6, 1 / 6][i]!, 14);
  });

  it('is the mean over all orders of joining', () => {
    fc.assert(
      fc.property(games, (values) => {
        const players = playersOf(values);
        const sums = Array.from({ length: players }, () => 0);
        const orders = permutations(Array.from({ length: players }, (_, i) => i));
        for (const order of orders) {
          let coalition = 0;
          for (const player of order) {
            const joined = coalition | (1 << player);
            sums[player]! += (values[joined]! - values[coalition]!) / orders.length;
            coalition = joined;
          }
        }
        for (const [i, share] of shapley(players, (c) => values[c]!).entries()) expect(share).toBeCloseTo(sums[i]!, 10);
      }),
      { numRuns: 40 },
    );
  });

  it('shares out all there is and agrees with the closed form for two', () => {
    fc.assert(
      fc.property(games, (values) => {
        const shares = shapley(playersOf(values), (c) => values[c]!);
        expect(total(shares)).toBeCloseTo(values.at(-1)! - values[0]!, 10);
        if (shares.length !== 2) return;
        const [none, first, second, both] = values as [number, number, number, number];
        const two = shapleyTwo({ first: first - none, second: second - none, both: both - none });
        expect(shares[0]).toBeCloseTo(two.first, 10);
        expect(shares[1]).toBeCloseTo(two.second, 10);
      }),
    );
  });

  it('asks for every coalition once', () => {
    const asked: number[] = [];
    shapley(4, (coalition) => {
      asked.push(coalition);
      return 0;
    });
    expect(asked.sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, i) => i));
  });

  it('has nothing to share among nobody, and refuses too many players and missing values', () => {
    expect(shapley(0, () => 5)).toEqual([]);
    expect(() => shapley(17, () => 0)).toThrow(StatisticsError);
    expect(() => shapley(1.5, () => 0)).toThrow(StatisticsError);
    expect(() => shapley(2, () => Number.NaN)).toThrow(StatisticsError);
  });
});

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}
