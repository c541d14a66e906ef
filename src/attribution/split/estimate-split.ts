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
import { type Grouping, groupingOf, RECODINGS, regroup } from './groupings.ts';
import { type LostOrders, loseOrders, losePlacebo } from './lose-orders.ts';
import { coefficientsOf, stageFactors } from './model-factors.ts';
import { type Game, playGame } from './play-game.ts';
import type { Removal } from './step-rows.ts';

/** Shares of the cohort that the benchmark may hold; the first one is the benchmark, the others show what depends on it. */
export const BENCHMARK_SHARES = [0.25, 0.1, 0.5] as const;

/** A way to play the game on the same losses: who counts as traffic, and how much of the cohort the benchmark may hold. */
export interface Setting {
  /** The share in percent, or the recoding of the arrivals: the ending of the names of its numbers, see `SplitNumbers`. */
  name: string;
  grouping: Grouping;
  share: number;
}

/** The settings, the split as reported first, and their benchmarks at either end of the navigation range. */
export interface Benchmarks {
  settings: readonly Setting[];
  full: readonly Benchmark[];
  hard: readonly Benchmark[];
}

/** Games by setting: with hard and soft friction, and with hard friction alone. */
export interface Games {
  full: readonly Game[];
  hard: readonly Game[];
}

/** One run of the estimator: over all buckets, or without one of them. */
export interface Estimates {
  /** Lost orders with hard and soft friction, and with hard friction alone; how many go with the placebo. */
  full: LostOrders;
  hard: LostOrders;
  placebo: number;
  /** The games as reported, and with the model of later orders in place of the chain. */
  chain: Games;
  modelled: Games;
  settings: readonly Setting[];
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
  const factors = {
    looking: stageFactors(split.looking, coefficientsOf(split.looking, without_bucket)),
    checkout: stageFactors(split.checkout, coefficientsOf(split.checkout, without_bucket)),
  };
  const lose = (alternative: Removal) => loseOrders(split, alternative, factors, without_bucket, removed);
  const [full, hard] = [lose('none'), lose('no_hard')];
  const halves = cohortHalves(split, full.halves, without_bucket);
  const hardHalves = cohortHalves(split, hard.halves, without_bucket);
  const used = benchmarks ?? chooseBenchmarks(split, halves, hardHalves);
  const { grouping } = used.settings[0]!;
  const play = (cells: readonly [CohortCells, CohortCells], chosen: readonly Benchmark[]) => {
    const pooled = pool(cells);
    return used.settings.map((setting, index) =>
      playGame(pooled, benchmarkRates(chosen[index]!, cells, setting.grouping), setting.grouping),
    );
  };
  const cells = pool(halves);
  return {
    full,
    hard,
    // Of friction weakened to see when the call tips, nobody asks for the placebo.
    placebo: removed === 1 ? losePlacebo(split, factors, without_bucket) : 0,
    chain: { full: play(halves, used.full), hard: play(hardHalves, used.hard) },
    modelled: {
      full: play(cohortHalves(split, full.modelled, without_bucket), used.full),
      hard: play(cohortHalves(split, hard.modelled, without_bucket), used.hard),
    },
    settings: used.settings,
    rates: benchmarkRates(used.full[0]!, halves, grouping),
    hard_rates: benchmarkRates(used.hard[0]!, hardHalves, grouping),
    cells,
    theta: shrunkenQuality(cells, grouping),
    benchmarks: used,
  };
}

function chooseBenchmarks(
  { arrivals, groups }: FittedSplit,
  halves: readonly [CohortCells, CohortCells],
  hardHalves: readonly [CohortCells, CohortCells],
): Benchmarks {
  const reported = groupingOf(arrivals, groups.length);
  const settings = [
    ...BENCHMARK_SHARES.map((share) => ({ name: `${share * 100}`, grouping: reported, share })),
    ...RECODINGS.flatMap((name) => {
      const grouping = regroup(name, arrivals, groups);
      return grouping === undefined ? [] : [{ name, grouping, share: BENCHMARK_SHARES[0] }];
    }),
  ];
  const choose = (cells: readonly [CohortCells, CohortCells]) =>
    settings.map(({ grouping, share }) => chooseBenchmark(cells, grouping, share));
  return { settings, full: choose(halves), hard: choose(hardHalves) };
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
