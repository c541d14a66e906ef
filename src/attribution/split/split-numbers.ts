import { type JackknifeEstimate, jackknife } from '../../statistics/jackknife.ts';
import type { Benchmarks, Estimates } from './estimate-split.ts';
import type { Game } from './play-game.ts';

/**
 * Every number of the split that gets an interval, in orders per cohort session unless the name says otherwise. `…_hard`: with hard signals alone.
 * `navigation_lead`: hard friction − traffic, `traffic_lead`: traffic − all friction; the adverse end of the navigation range for each side. The leads stand once for
 * each way in which the split could be made: `_25`, `_10`, `_50`: share of the cohort in the benchmark; `_unshared`: the shared part given to the other side;
 * `_returning`, `_landing`: with the arrivals grouped so, where that is another grouping (see `regroup`); `_unattributed_best`, `_unattributed_worst`: with traffic without
 * a known source counted with the best, the worst known one, where there is such traffic (see `reattribute`).
 * `share_of_recoverable` says something only where `both_removed` is clearly above 0.
 */
export type SplitNumbers = Readonly<Record<string, number>>;

/** The numbers of one run of the estimator. @param of - with the chain, or with the model of later orders in its place */
export function splitNumbers({ placebo, cells, settings, ...estimates }: Estimates, of: 'chain' | 'modelled' = 'chain'): SplitNumbers {
  const { full: games, hard: hard_games } = estimates[of];
  const [game, hard] = [games[0]!, hard_games[0]!];
  const sessions = cells.sessions.reduce((sum, count) => sum + count, 0);
  const recoverable = game.friction + game.traffic;
  const abandoned = 1 - game.observed;
  return {
    observed: game.observed,
    friction_removed: game.friction_removed,
    traffic_replaced: game.traffic_replaced,
    both_removed: game.both_removed,
    // The sum of w · q_B: what the cohort would order as benchmark traffic without friction.
    benchmark_conversion: game.both_removed + game.observed,
    interaction: game.interaction,
    friction: game.friction,
    shared: game.shared,
    site: game.site,
    traffic: game.traffic,
    unexplained: game.unexplained,
    friction_removed_hard: hard.friction_removed,
    friction_hard: hard.friction,
    site_hard: hard.site,
    traffic_hard: hard.traffic,
    ambiguous: game.friction - hard.friction,
    share_site: game.site / abandoned,
    share_shared: game.shared / abandoned,
    share_traffic: game.traffic / abandoned,
    share_unexplained: game.unexplained / abandoned,
    share_of_recoverable: recoverable === 0 ? 0 : game.friction / recoverable,
    placebo: placebo / sessions,
    ...Object.fromEntries(settings.flatMap(({ name }, index) => leads(name, games[index]!, hard_games[index]!))),
    navigation_lead_unshared: hard.friction - hard.shared - game.traffic - hard.shared,
  };
}

/** Numbers that the benchmark enters, so that the choice of the benchmark adds to their error. */
export function involvesBenchmark(name: string): boolean {
  return !['friction_removed', 'friction_removed_hard', 'placebo'].includes(name) && !name.startsWith('observed');
}

/**
 * Overlap of the two benchmark sets by the name of a number. Another grouping of the arrivals or another cohort has other sources to choose from, so its own overlap; the
 * larger and smaller benchmarks of the reported one have that of the reported split, with which the leads are calibrated.
 */
export function overlapsOf({ settings, full }: Pick<Benchmarks, 'settings' | 'full'>): (name: string) => number {
  return (name) => {
    const own = settings.findIndex((setting) => setting.share === settings[0]!.share && name.endsWith(`_${setting.name}`));
    return full[Math.max(0, own)]!.overlap;
  };
}

/**
 * Intervals by the delete-a-group jackknife over the buckets of visitors; of numbers that the benchmark enters the standard error is multiplied by
 * √(2 − overlap), for the error of choosing it (METHOD S7).
 *
 * @param overlapOf - of the two benchmark sets of a number, 0 to 1
 * @param t - quantile of Student's t with as many degrees of freedom as replicates less one
 */
export function withIntervals(
  full: SplitNumbers,
  replicates: readonly SplitNumbers[],
  overlapOf: (name: string) => number,
  t: number,
): Record<string, JackknifeEstimate> {
  return Object.fromEntries(
    Object.entries(full).map(([name, value]) => {
      const estimate = jackknife(
        value,
        replicates.map((replicate) => replicate[name]!),
        t,
      );
      return [name, involvesBenchmark(name) ? widen(estimate, Math.sqrt(2 - overlapOf(name)), t) : estimate];
    }),
  );
}

/**
 * The numbers of the chain. Where all friction enters, and in the differences that decide who leads, their intervals hold those of the model of later orders too: the
 * union of both (METHOD S6), so that nothing is said that one of them denies. The standard errors are the chain's.
 */
export function unite(
  chain: Readonly<Record<string, JackknifeEstimate>>,
  modelled: Readonly<Record<string, JackknifeEstimate>>,
): Record<string, JackknifeEstimate> {
  return Object.fromEntries(
    Object.entries(chain).map(([name, estimate]) => {
      if (!spreadsOverModels(name)) return [name, estimate];
      return [name, { ...estimate, low: Math.min(estimate.low, modelled[name]!.low), high: Math.max(estimate.high, modelled[name]!.high) }];
    }),
  );
}

/** All but the sides that do not rest on all friction: the one without soft signals, and traffic. */
function spreadsOverModels(name: string): boolean {
  return /_lead_/.test(name) || !/hard|traffic/.test(name);
}

function leads(setting: string, game: Game, hard: Game): [string, number][] {
  return [
    [`observed_${setting}`, game.observed],
    [`navigation_lead_${setting}`, hard.friction - game.traffic],
    [`traffic_lead_${setting}`, game.traffic - game.friction],
    [`friction_${setting}`, game.friction],
    [`friction_hard_${setting}`, hard.friction],
    [`traffic_${setting}`, game.traffic],
  ];
}

function widen({ value, standard_error }: JackknifeEstimate, factor: number, t: number): JackknifeEstimate {
  const wider = standard_error * factor;
  return { value, low: value - t * wider, high: value + t * wider, standard_error: wider };
}
