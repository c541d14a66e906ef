import {
  type Benchmark,
  type BenchmarkRates,
  benchmarkRates,
  type CohortCells,
  chooseBenchmark,
  pool,
  shrunkenQuality,
} from './choose-benchmark.ts';
import type { FittedSplit } from './fit-split.ts';
import { type LostOrders, loseOrders } from './lose-orders.ts';
import { type Game, playGame } from './play-game.ts';
import type { Alternative } from './step-rows.ts';
import { coefficientsOf, stageFactors } from './sum-losses.ts';

/** Shares of the cohort that the benchmark may hold; the first one is the benchmark, the others show what depends on it. */
export const BENCHMARK_SHARES = [0.25, 0.1, 0.5] as const;

/** Benchmarks of one end of the navigation range, by `BENCHMARK_SHARES`. */
export interface Benchmarks {
  full: readonly Benchmark[];
  hard: readonly Benchmark[];
}

/** Games by benchmark share: with hard and soft friction, and with hard friction alone. */
export interface Games {
  full: readonly Game[];
  hard: readonly Game[];
}

/** One run of the estimator: over all buckets, or without one of them. */
export interface Estimates {
  /** Lost orders with hard and soft friction, with hard friction alone, and of the placebo. */
  full: LostOrders;
  hard: LostOrders;
  placebo: LostOrders;
  /** The games as reported, and with the model of later orders in place of the chain. */
  chain: Games;
  modelled: Games;
  rates: BenchmarkRates;
  hard_rates: BenchmarkRates;
  cells: CohortCells;
  /** Quality of each source group against what its strata let expect. */
  theta: Float64Array;
}

/**
 * METHOD S5 to S7 and the game, from the fitted models, without one bucket (−1: all of them).
 *
 * @param benchmarks - held fixed in replicates; chosen when absent
 * @param removed - share of the effect of friction that is taken for friction's; see `sumLosses`
 */
export function estimateSplit(
  split: FittedSplit,
  without_bucket: number,
  benchmarks?: Benchmarks,
  removed = 1,
): Estimates & { benchmarks: Benchmarks } {
  const { arrivals, groups } = split;
  const factors = {
    looking: stageFactors(split.looking, coefficientsOf(split.looking, without_bucket)),
    checkout: stageFactors(split.checkout, coefficientsOf(split.checkout, without_bucket)),
  };
  const lose = (alternative: Alternative) => loseOrders(split, alternative, factors, without_bucket, removed);
  const [full, hard] = [lose('none'), lose('no_hard')];
  // Of friction weakened to see when the call tips, nobody asks for the placebo.
  const placebo = removed === 1 ? lose('no_placebo') : full;
  const halves = cohortHalves(split, full.halves, without_bucket);
  const hardHalves = cohortHalves(split, hard.halves, without_bucket);
  const choose = (cells: readonly [CohortCells, CohortCells]) =>
    BENCHMARK_SHARES.map((share) => chooseBenchmark(cells, arrivals, groups.length, share));
  const used = benchmarks ?? { full: choose(halves), hard: choose(hardHalves) };
  const play = (cells: readonly [CohortCells, CohortCells], chosen: readonly Benchmark[]) =>
    chosen.map((benchmark) => playGame(pool(cells), benchmarkRates(benchmark, cells, arrivals), arrivals, groups.length));
  const cells = pool(halves);
  return {
    full,
    hard,
    placebo,
    chain: { full: play(halves, used.full), hard: play(hardHalves, used.hard) },
    modelled: {
      full: play(cohortHalves(split, full.modelled, without_bucket), used.full),
      hard: play(cohortHalves(split, hard.modelled, without_bucket), used.hard),
    },
    rates: benchmarkRates(used.full[0]!, halves, arrivals),
    hard_rates: benchmarkRates(used.hard[0]!, hardHalves, arrivals),
    cells,
    theta: shrunkenQuality(cells, arrivals, groups.length),
    benchmarks: used,
  };
}

/** The cohort of each half of the buckets with its lost orders. */
function cohortHalves({ counts }: FittedSplit, lost: LostOrders['halves'], without_bucket: number): [CohortCells, CohortCells] {
  return [0, 1].map((half) => {
    const own = counts.halves[half]!;
    const gone = without_bucket >= 0 && without_bucket % 2 === half ? counts.buckets[without_bucket]! : undefined;
    const less = (name: 'cohort_sessions' | 'cohort_orders') =>
      own[name].map((count, index) => count - (gone === undefined ? 0 : gone[name][index]!));
    return { sessions: less('cohort_sessions'), orders: less('cohort_orders'), lost: lost[half]! };
  }) as [CohortCells, CohortCells];
}
