import {
  type Benchmark,
  type BenchmarkRates,
  benchmarkRates,
  type CohortCells,
  chooseBenchmark,
  pool,
  shrunkenConversion,
  shrunkenQuality,
} from './choose-benchmark.ts';
import type { FittedSplit } from './fit-split.ts';
import { type Grouping, groupingOf, isUnattributed, REATTRIBUTIONS, RECODINGS, reattribute, regroup } from './groupings.ts';
import { type LostOrders, loseOrders, losePlacebo } from './lose-orders.ts';
import { OTHER_COHORTS, type OtherCohort } from './margin-rows.ts';
import { coefficientsOf, stageFactors } from './model-factors.ts';
import { type Game, playGame } from './play-game.ts';
import { type CohortHalves, shiftCohort } from './shift-cohort.ts';
import type { Removal } from './step-rows.ts';

/** Shares of the cohort that the benchmark may hold; the first one is the benchmark, the others show what depends on it. */
export const BENCHMARK_SHARES = [0.25, 0.1, 0.5] as const;

/** A way to play the game on the same losses: who counts as traffic and of which source, how much of the cohort the benchmark may hold, and which sessions are the cohort. */
export interface Setting {
  /** The share in percent, the recoding of the arrivals or the cohort: the ending of the names of its numbers, see `SplitNumbers`. */
  name: string;
  grouping: Grouping;
  share: number;
  /** Another cohort than the reported one. */
  cohort?: OtherCohort;
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
  /** Would-be orders per session of each source group, shrunk towards what its strata let expect. */
  conversion: Float64Array;
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
  const cohorts = cohortsBySetting(split, full, 'none', without_bucket);
  const hardCohorts = cohortsBySetting(split, hard, 'no_hard', without_bucket);
  const used = benchmarks ?? chooseBenchmarks(split, cohorts.chain, hardCohorts.chain);
  const play = (of: Cohorts, chosen: readonly Benchmark[]) =>
    used.settings.map(({ grouping, cohort }, index) => {
      const halves = of[cohort ?? 'reported']!;
      return playGame(pool(halves), benchmarkRates(chosen[index]!, halves, grouping), grouping);
    });
  const { grouping } = used.settings[0]!;
  const cells = pool(cohorts.chain.reported);
  return {
    full,
    hard,
    // Of friction weakened to see when the call tips, nobody asks for the placebo.
    placebo: removed === 1 ? losePlacebo(split, factors, without_bucket) : 0,
    chain: { full: play(cohorts.chain, used.full), hard: play(hardCohorts.chain, used.hard) },
    modelled: { full: play(cohorts.modelled, used.full), hard: play(hardCohorts.modelled, used.hard) },
    settings: used.settings,
    rates: benchmarkRates(used.full[0]!, cohorts.chain.reported, grouping),
    hard_rates: benchmarkRates(used.hard[0]!, hardCohorts.chain.reported, grouping),
    cells,
    conversion: shrunkenConversion(cells, grouping),
    benchmarks: used,
  };
}

/** METHOD's gate: a cohort with fewer orders is not split. */
const LEAST_ORDERS = 100;

/** The cohort as reported, and others where they were counted. */
type Cohorts = { readonly reported: CohortHalves } & Readonly<Partial<Record<OtherCohort, CohortHalves>>>;

function cohortsBySetting(
  split: FittedSplit,
  lost: LostOrders,
  alternative: Removal,
  without_bucket: number,
): Record<'chain' | 'modelled', Cohorts> {
  const reported = {
    chain: cohortHalves(split, lost.halves, without_bucket),
    modelled: cohortHalves(split, lost.modelled, without_bucket),
  };
  const { margins } = split;
  if (margins === null) return { chain: { reported: reported.chain }, modelled: { reported: reported.modelled } };
  const shift = (cohort: OtherCohort) => shiftCohort(split, margins[cohort], alternative, reported.chain, lost, without_bucket);
  const [wider, narrower, filled] = [shift('wider'), shift('narrower'), shift('filled')];
  const of = (way: 'chain' | 'modelled') => ({
    ...{ reported: reported[way], wider: wider[way] },
    ...{ narrower: narrower[way], filled: filled[way] },
  });
  return { chain: of('chain'), modelled: of('modelled') };
}

function chooseBenchmarks({ arrivals, groups }: FittedSplit, cohorts: Cohorts, hardCohorts: Cohorts): Benchmarks {
  const reported = groupingOf(arrivals, groups.length);
  const [share] = BENCHMARK_SHARES;
  const settings: Setting[] = [
    ...BENCHMARK_SHARES.map((other) => ({ name: `${other * 100}`, grouping: reported, share: other })),
    ...RECODINGS.flatMap((name) => {
      const grouping = regroup(name, arrivals, groups);
      return grouping === undefined ? [] : [{ name, grouping, share }];
    }),
    ...boundUnattributed(reported, groups, cohorts.reported).map((of) => ({ ...of, share })),
    ...OTHER_COHORTS.flatMap((cohort) => {
      const halves = cohorts[cohort];
      if (halves === undefined || sum(halves[0].orders) + sum(halves[1].orders) < LEAST_ORDERS) return [];
      return [{ name: cohort, grouping: reported, share, cohort }];
    }),
  ];
  const choose = (of: Cohorts) =>
    settings.map(({ grouping, share, cohort }) => chooseBenchmark(of[cohort ?? 'reported']!, grouping, share));
  return { settings, full: choose(cohorts), hard: choose(hardCohorts) };
}

/** Traffic without a known source in the best and in the worst of the known ones; nothing where every source is known. */
function boundUnattributed(reported: Grouping, groups: FittedSplit['groups'], halves: CohortHalves): Pick<Setting, 'name' | 'grouping'>[] {
  if (!groups.some(isUnattributed)) return [];
  const qualities = shrunkenQuality(pool(halves), reported);
  return REATTRIBUTIONS.flatMap((name) => {
    const grouping = reattribute(name, reported, groups, qualities);
    return grouping === undefined ? [] : [{ name, grouping }];
  });
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

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
