import { checkCount, checkRange } from './check-arguments.ts';

/** Events of trials in one group. */
export interface RateCount {
  events: number;
  trials: number;
}

/**
 * Shrinks the rates of groups towards their common one by as much as chance spreads them: weight τ² / (τ² + s²) on a group's own rate, s² its sampling variance at the
 * common rate, τ² the variance between groups by the method of moments. Groups that differ no more than chance all get the common rate; with many trials each keeps its own.
 *
 * @param groups - events whole numbers, 0 ≤ events ≤ trials, trials > 0; one or more
 * @returns the rates in the order of the groups, unitless, in [0, 1]
 * @throws StatisticsError when the counts are not whole or out of range
 * @see DerSimonian & Laird (1986), Controlled Clinical Trials 7:177–188, for τ²; Efron & Morris (1975), JASA 70:311–319, for the weights
 */
export function shrinkRates(groups: readonly RateCount[]): number[] {
  for (const { events, trials } of groups) {
    checkCount('trials', trials);
    checkRange('trials', trials, 1, Number.MAX_SAFE_INTEGER);
    checkCount('events', events);
    checkRange('events', events, 0, trials);
  }
  const sum = (of: (group: RateCount) => number) => groups.reduce((total, group) => total + of(group), 0);
  const trials = sum((group) => group.trials);
  const common = sum(({ events }) => events) / trials;
  const spread = common * (1 - common);
  if (spread === 0 || groups.length < 2) return groups.map(() => common);
  const excess = sum((group) => (group.events / group.trials - common) ** 2 * (group.trials / spread)) - (groups.length - 1);
  const between = Math.max(0, (excess * spread) / (trials - sum((group) => group.trials ** 2) / trials));
  return groups.map((group) => {
    const weight = between / (between + spread / group.trials);
    return common + weight * (group.events / group.trials - common);
  });
}
