import { type Benchmarks, type Estimates, estimateSplit } from './estimate-split.ts';
import { coefficientsOf, type FittedSplit } from './fit-split.ts';
import { rowLosses } from './row-losses.ts';
import { type PageCells, sharePages } from './share-pages.ts';
import { shareSignals } from './share-signals.ts';
import { type SplitNumbers, splitNumbers } from './split-numbers.ts';
import { exitRatio } from './stress-split.ts';
import { frictionCode, frictionOf, type SignalBit } from './tables.ts';

/** Everything that gets an interval, of one run of the estimator. Lost orders are those of the cohort. */
export interface SplitRun {
  numbers: SplitNumbers;
  /** Would-be conversion by source group against what its strata let expect, shrunk. */
  quality: Float64Array;
  /** Orders' worth by source group: Shapley shares of friction and of traffic. */
  friction_by_source: Float64Array;
  traffic_by_source: Float64Array;
  /** Raw lost orders by signal; the last two are earlier hard and earlier soft trouble. */
  by_signal: Float64Array;
  /** Raw lost orders by stage and page. */
  by_page: readonly [ReadonlyMap<number, number>, ReadonlyMap<number, number>];
  exit_ratio: number;
}

/** Runs the estimator without one bucket (−1: on all) and shares out what it finds. */
export function runSplit(
  split: FittedSplit,
  signals: readonly SignalBit[],
  pages: readonly [PageCells, PageCells],
  without_bucket: number,
  benchmarks?: Benchmarks,
): { run: SplitRun; estimates: Estimates & { benchmarks: Benchmarks } } {
  const estimates = estimateSplit(split, without_bucket, benchmarks);
  const { full, weights, games } = estimates;
  const [game] = games;
  const cohort = estimates.cells.sessions.reduce((sum, count) => sum + count, 0);
  const stages = [
    { stage: split.looking, name: 'looking' as const },
    { stage: split.checkout, name: 'checkout' as const },
  ];
  const by_signal = new Float64Array(signals.length + 2);
  const by_page = stages.map(({ stage, name }, index) => {
    const weighed = weights.full[index]!;
    const losses = rowLosses(stage, weighed, split.places[index]!, full, name, without_bucket);
    shareSignals(stage, coefficientsOf(stage, without_bucket), weighed, losses, signals, split.requestBit).forEach((lost, part) => {
      by_signal[part]! += lost;
    });
    const numbers = new Map(stage.steps.frictions.map((code, number) => [code, number]));
    const known = signals.reduce((bits, { bit }) => bits | bit, 0);
    const numberOf = (code: number) => {
      const friction = frictionOf(code);
      return numbers.get(frictionCode({ ...friction, signals: friction.signals & known }));
    };
    return sharePages(stage, weighed, losses, pages[index]!, numberOf);
  }) as [Map<number, number>, Map<number, number>];
  const run = {
    numbers: splitNumbers(estimates),
    quality: estimates.theta,
    friction_by_source: game!.friction_by_source.map((share) => share * cohort),
    traffic_by_source: game!.traffic_by_source.map((share) => share * cohort),
    by_signal,
    by_page,
    exit_ratio: exitRatio(split, estimates),
  };
  return { run, estimates };
}
