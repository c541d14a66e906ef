import { describe, expect, it } from 'vitest';
import { findAchievable, signalRates, type WeeklyViews } from '../../../src/attribution/split/achievable.ts';
import type { SplitRun } from '../../../src/attribution/split/replicate-split.ts';
import { type Estimator, estimator } from '../../../src/attribution/split/share-split.ts';
import { seededDraws } from '../../statistics/draws.ts';

const [ERROR, SLOW, BACKTRACK, PLACEBO] = [1, 2, 256, 2048];
const SIGNALS = [
  { signal: 'error', bit: ERROR, class: 'hard' },
  { signal: 'slow', bit: SLOW, class: 'hard' },
  { signal: 'backtrack', bit: BACKTRACK, class: 'soft' },
  { signal: 'placebo', bit: PLACEBO, class: 'placebo' },
] as const;
const MILLION = 1_000_000;

type Line = [week: number, page_group: number, device: number, signals: number, views: number];

function weeksOf(lines: readonly Line[], whole_weeks = 4): WeeklyViews {
  const column = (index: number) => Int32Array.from(lines, (line) => line[index]!);
  return {
    rows: lines.length,
    ...{ week: column(0), page_group: column(1), device: column(2), signals: column(3), views: Float64Array.from(column(4)) },
    whole_weeks,
  };
}

/** A cell with so many of a million page views with the signal in each week. */
const cell = (met: readonly number[], page_group = 3, bit = ERROR, views = MILLION): Line[] =>
  met.flatMap((events, week): Line[] => [
    [week, page_group, 0, 0, views - events],
    [week, page_group, 0, bit, events],
  ]);

/** A million views tell a rate so well that shrinking moves it by less than a thousandth of itself. */
function expectNear(actual: number, expected: number) {
  expect(Math.abs(actual / expected - 1)).toBeLessThan(2e-3);
}

describe('the rates of the best quarter of weeks', () => {
  it('are the lowest ones that hold a quarter of the page views', () => {
    // Rates 4 %, 2 %, 3 %, 1 %: one week of four is the best quarter. 4 million views at 1 %.
    const rates = signalRates(weeksOf(cell([40_000, 20_000, 30_000, 10_000])), ERROR);
    expect(rates.occurrences).toBe(100_000);
    expectNear(rates.at_best, 40_000);
  });

  it('weigh weeks by their page views', () => {
    // The best week has 10 % of the views, the second best 45 %: the quarter ends in the second best, at 2 %.
    const lines: Line[] = [
      ...cell([1000], 3, ERROR, 200_000),
      ...cell([18_000], 3, ERROR, 900_000).map(([, ...rest]): Line => [1, ...rest]),
      ...cell([18_000], 3, ERROR, 600_000).map(([, ...rest]): Line => [2, ...rest]),
      ...cell([12_000], 3, ERROR, 300_000).map(([, ...rest]): Line => [3, ...rest]),
    ];
    const rates = signalRates(weeksOf(lines), ERROR);
    expect(rates.occurrences).toBe(49_000);
    expectNear(rates.at_best, 2_000_000 * 0.02);
  });

  it('are found cell by cell, and never make a cell worse', () => {
    const lines = [
      ...cell([40_000, 20_000, 30_000, 10_000], 3),
      // Three weeks of four at 4 %: the lowest quarter is the week at 2 %.
      ...cell([40_000, 40_000, 20_000, 40_000], 4),
      // Nine weeks of ten at 2 %, the last one a tenth of it: the quarter lies at 2 %, above the mean.
      ...cell([20_000, 20_000, 20_000, 20_000, 20_000, 20_000, 20_000, 20_000, 20_000, 2000], 5),
    ];
    const all = signalRates(weeksOf(lines, 10), ERROR);
    expect(all.occurrences).toBe(100_000 + 140_000 + 182_000);
    expectNear(all.at_best, 40_000 + 80_000 + 182_000);
  });

  it('leave out the week that the data do not hold whole, and cells with fewer than four weeks', () => {
    const lines = [...cell([40_000, 20_000, 30_000, 10_000, 0]), ...cell([30_000, 10_000, 20_000], 7)];
    const rates = signalRates(weeksOf(lines), ERROR);
    expect(rates.occurrences).toBe(160_000);
    expectNear(rates.at_best, 40_000 + 60_000);
  });

  it('do not take chance for better weeks: a constant rate has none', () => {
    const draws = seededDraws(5);
    const sums = { occurrences: 0, at_best: 0, plain: 0 };
    for (let shop = 0; shop < 200; shop++) {
      const met = Array.from({ length: 12 }, () => Array.from({ length: 300 }, () => draws.uniform()).filter((u) => u < 0.02).length);
      const { occurrences, at_best } = signalRates(weeksOf(cell(met, 3, ERROR, 300), 12), ERROR);
      sums.occurrences += occurrences;
      sums.at_best += at_best;
      sums.plain += 12 * [...met].sort((a, b) => a - b)[2]!;
    }
    expect(1 - sums.at_best / sums.occurrences).toBeLessThan(0.06);
    // What the plain rates would have promised.
    expect(1 - sums.plain / sums.occurrences).toBeGreaterThan(0.25);
  });
});

const runOf = (by_signal: readonly number[]) => ({ by_signal: Float64Array.from(by_signal) }) as SplitRun;
const RUN = runOf([80, 20, 60, 0, 40, 30]);
const plainly: Estimator = estimator(RUN, [RUN, RUN], 1, 2);

describe('the achievable variant', () => {
  // error falls to 40 % of what it is (4 of 10), slow to 100 %, backtrack to 80 % (8 of 10).
  const weekly = weeksOf([
    ...cell([40_000, 20_000, 30_000, 10_000]),
    ...cell([25_000, 25_000, 25_000, 25_000], 4, SLOW),
    ...cell([24_000, 26_000, 30_000, 20_000], 5, BACKTRACK),
  ]);

  it('multiplies the lost orders of each signal by what would be gone of it, and adds up', () => {
    const { signals, total, whole_weeks } = findAchievable(weekly, SIGNALS, plainly)!;
    expect(whole_weeks).toBe(4);
    expect(signals.map(({ signal }) => signal)).toEqual(['error', 'slow', 'backtrack', 'earlier_hard', 'earlier_soft']);
    // Hard: 100,000 + 100,000 views, of which 60,000 would be gone; soft: as backtrack.
    const cuts = [0.6, 0, 0.2, 0.3, 0.2];
    const lost = [48, 0, 12, 12, 6];
    signals.forEach((signal, index) => {
      expect(Math.abs(signal.cut - cuts[index]!)).toBeLessThan(1e-3);
      expect(Math.abs(signal.lost.value - lost[index]!)).toBeLessThan(0.1);
    });
    expect(total.value).toBeCloseTo(
      signals.reduce((sum, signal) => sum + signal.lost.value, 0),
      9,
    );
  });

  it('has the jackknife of the losses', () => {
    const [more, less] = [runOf([90, 20, 60, 0, 40, 30]), runOf([70, 20, 60, 0, 40, 30])];
    const { signals } = findAchievable(weekly, SIGNALS, estimator(RUN, [more, less], 1, 2))!;
    // √(½ · (6² + 6²)) with a cut of 0.6.
    expect(signals[0]!.lost.standard_error).toBeCloseTo(6, 1);
    expect(signals[1]!.lost.standard_error).toBe(0);
  });

  it('regains nothing where friction was never met, and is not there with fewer than four whole weeks', () => {
    const calm = findAchievable(weeksOf(cell([0, 0, 0, 0])), SIGNALS, plainly)!;
    expect(calm.signals.map(({ cut }) => cut)).toEqual([0, 0, 0, 0, 0]);
    expect(calm.total.value).toBe(0);
    expect(findAchievable({ ...weekly, whole_weeks: 3 }, SIGNALS, plainly)).toBeNull();
  });
});
