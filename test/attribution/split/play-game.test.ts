import { describe, expect, it } from 'vitest';
import type { BenchmarkRates, CohortCells } from '../../../src/attribution/split/choose-benchmark.ts';
import { groupingOf } from '../../../src/attribution/split/groupings.ts';
import { playGame } from '../../../src/attribution/split/play-game.ts';

/** Source and stratum of each cell, cohort sessions, orders, orders lost to friction: made-up counts. */
const CELLS = [
  [0, 0, 2200, 330, 40],
  [0, 2, 1800, 190, 38],
  [1, 0, 900, 140, 15],
  [1, 2, 700, 84, 16],
  [2, 0, 2600, 214, 62],
  [2, 2, 3100, 164, 88],
  [3, 2, 2400, 74, 51],
  [4, 2, 1300, 26, 22],
] as const;
const ARRIVALS = CELLS.map(([source, stratum]) => source * 8 + stratum);

/** The same shop, `size` times as large. */
function shop(size: number): { cells: CohortCells; benchmark: BenchmarkRates } {
  const column = (index: 2 | 3 | 4) => Float64Array.from(CELLS, (cell) => cell[index] * size);
  const [quality, retention] = [new Float64Array(8), new Float64Array(8)];
  // The benchmark: the first two sources.
  for (const stratum of [0, 2]) {
    const best = CELLS.filter(([source, x]) => source < 2 && x === stratum);
    const sum = (index: 2 | 3 | 4) => best.reduce((total, cell) => total + cell[index], 0);
    quality[stratum] = (sum(3) + sum(4)) / sum(2);
    retention[stratum] = sum(3) / (sum(3) + sum(4));
  }
  return {
    cells: { sessions: column(2), orders: column(3), lost: column(4) },
    benchmark: { quality, retention, sessions: new Float64Array(8), orders: 0, fewest_orders: 0 },
  };
}
const play = (size: number) => {
  const { cells, benchmark } = shop(size);
  return playGame(cells, benchmark, groupingOf(ARRIVALS, 5));
};

describe('game of friction and traffic', () => {
  // Values and shares: R, DasGuptR 2.1.0, dgnpop of the factors quality and retention over the eight cells, actual against benchmark.
  it('gives the shares of a peer, when cells are so large that they are not smoothed', () => {
    const game = play(1e9);
    expect(game.observed).toBeCloseTo(0.08146666666667, 9);
    expect(game.friction_removed).toBeCloseTo(0.02213333333333, 9);
    expect(game.traffic_replaced).toBeCloseTo(0.02712082057817, 9);
    expect(game.both_removed).toBeCloseTo(0.06423217204301, 9);
    expect(game.friction).toBeCloseTo(0.02962234239909, 9);
    expect(game.traffic).toBeCloseTo(0.03460982964393, 9);
    expect(game.shared).toBeCloseTo(0.01262591472684, 9);
    expect(game.site).toBeCloseTo(0.02962234239909 - 0.01262591472684, 9);
  });

  it('smooths retention by 20 orders of the source, that of the source by 20 of all', () => {
    const game = play(1);
    expect(game.friction_removed).toBeCloseTo(0.02213333333333, 12);
    expect(game.both_removed).toBeCloseTo(0.06423217204301, 12);
    // All: 1222 orders of 1554. Source 4: 26 of 48, so (26 + 20 · 1222/1554)/68; its one cell: (26 + 20 · that)/68 again.
    const every = 1222 / 1554;
    const { benchmark } = shop(1);
    const bySource = [
      [520, 613 - 15],
      [224, 255],
      [378, 528],
      [74, 125],
      [26, 48],
    ].map(([orders, wouldBe]) => (orders! + 20 * every) / (wouldBe! + 20));
    const replaced = CELLS.reduce((sum, [source, stratum, sessions, orders, lost]) => {
      const kept = (orders + 20 * bySource[source]!) / (orders + lost + 20);
      return sum + (sessions / 15_000) * benchmark.quality[stratum]! * kept;
    }, 0);
    expect(game.traffic_replaced).toBeCloseTo(replaced - 1222 / 15_000, 12);
    // Not far from the value without smoothing.
    expect(Math.abs(game.traffic_replaced - 0.02712082057817)).toBeLessThan(0.001);
  });

  it.each([1, 1e9])('adds up: boxes to everything, sources to the boxes (size %d)', (size) => {
    const game = play(size);
    const { observed, site, shared, traffic, unexplained, friction, both_removed, interaction, friction_removed, traffic_replaced } = game;
    expect(observed + site + shared + traffic + unexplained).toBeCloseTo(1, 12);
    expect(friction + traffic).toBeCloseTo(both_removed, 12);
    expect(interaction).toBeCloseTo(both_removed - friction_removed - traffic_replaced, 12);
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    expect(sum(game.friction_by_source)).toBeCloseTo(friction, 12);
    expect(sum(game.shared_by_source)).toBeCloseTo(shared, 12);
    expect(sum(game.traffic_by_source)).toBeCloseTo(traffic, 12);
  });

  it('charges a source for exactly its own cells', () => {
    // Source 4 alone, large: w q (1 − r) and so on, METHOD's product form.
    const { traffic_by_source, friction_by_source } = play(1e9);
    const [w, q, r, best] = [1300 / 15_000, 48 / 1300, 26 / 48, 328 / 2500];
    expect(traffic_by_source[4]).toBeCloseTo((w * (best - q) * (1 + r)) / 2, 9);
    expect(friction_by_source[4]).toBeCloseTo((w * (1 - r) * (q + best)) / 2, 9);
  });

  it('keeps a negative loss negative', () => {
    const { cells, benchmark } = shop(1);
    const gained = { ...cells, lost: cells.lost.map((lost) => -lost) };
    expect(playGame(gained, benchmark, groupingOf(ARRIVALS, 5)).friction_removed).toBeCloseTo(-0.02213333333333, 12);
  });
});
