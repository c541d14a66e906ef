import type { StageName } from './changed-rows.ts';
import { type Benchmarks, type Estimates, estimateSplit } from './estimate-split.ts';
import type { FittedSplit } from './fit-split.ts';
import { loseBy } from './lost-orders.ts';
import { coefficientsOf } from './model-factors.ts';
import { lossesByPattern } from './share-pages.ts';
import { type SignalShares, shareSignals } from './share-signals.ts';
import { type SplitNumbers, splitNumbers } from './split-numbers.ts';
import { exitRatio } from './stress-split.ts';

/** Everything that gets an interval, of one run of the estimator. Lost orders are those of the cohort. */
export interface SplitRun {
  numbers: SplitNumbers;
  /** The same with the model of later orders in place of the chain. */
  modelled: SplitNumbers;
  /** Would-be orders per cohort session by source group, shrunk towards what its strata let expect. */
  conversion: Float64Array;
  /** Orders' worth by source group: Shapley shares of friction (all of it, and the shared part) and of traffic. */
  friction_by_source: Float64Array;
  traffic_by_source: Float64Array;
  shared_by_source: Float64Array;
  /** The same shares with the model of later orders in place of the chain. */
  modelled_by_source: Readonly<Record<'friction' | 'shared' | 'traffic', Float64Array>>;
  /** Raw lost orders by signal; the last two are earlier hard and earlier soft trouble. */
  by_signal: Float64Array;
  /** By how much each signal raises the chance to leave at the views that have it, 0 to 1. */
  added_chance: Float64Array;
  /** Raw lost orders by stage and number of the friction pattern. */
  by_pattern: Readonly<Record<StageName, Float64Array>>;
  exit_ratio: number;
}

/** Runs the estimator without one bucket (−1: on all) and shares out what it finds. */
export function runSplit(
  split: FittedSplit,
  without_bucket: number,
  benchmarks?: Benchmarks,
): { run: SplitRun; estimates: Estimates & { benchmarks: Benchmarks } } {
  const estimates = estimateSplit(split, without_bucket, benchmarks);
  const { full } = estimates;
  const [game, modelled] = [estimates.chain.full[0]!, estimates.modelled.full[0]!];
  // METHOD's N · φ: without a bucket φ is another one, N is not.
  const cohort = split.counts.totals.cohort_sessions.reduce((sum, count) => sum + count, 0);
  const inOrders = (shares: Float64Array) => shares.map((share) => share * cohort);
  const parts = (['looking', 'checkout'] as const).map((name) =>
    shareSignals(split.active[name], coefficientsOf(split[name], without_bucket), full[name]),
  );
  const add = (of: (shares: SignalShares) => Float64Array) => of(parts[0]!).map((value, part) => value + of(parts[1]!)[part]!);
  const [views, added] = [add((shares) => shares.views), add((shares) => shares.added_exits)];
  const byPattern = (name: StageName) =>
    lossesByPattern(split.changed.none[name], loseBy(full[name].sums.by_kind, full[name].cohort_worth));
  const run = {
    numbers: splitNumbers(estimates),
    modelled: splitNumbers(estimates, 'modelled'),
    conversion: estimates.conversion,
    friction_by_source: inOrders(game.friction_by_source),
    shared_by_source: inOrders(game.shared_by_source),
    traffic_by_source: inOrders(game.traffic_by_source),
    modelled_by_source: {
      friction: inOrders(modelled.friction_by_source),
      shared: inOrders(modelled.shared_by_source),
      traffic: inOrders(modelled.traffic_by_source),
    },
    by_signal: add((shares) => shares.lost),
    added_chance: added.map((exits, part) => (views[part]! > 0 ? exits / views[part]! : 0)),
    by_pattern: { looking: byPattern('looking'), checkout: byPattern('checkout') },
    exit_ratio: exitRatio(estimates),
  };
  return { run, estimates };
}
