import type { JackknifeEstimate } from '../../statistics/jackknife.ts';
import { type RateCount, shrinkRates } from '../../statistics/shrink-rates.ts';
import type { Estimator } from './share-split.ts';
import type { SignalBit } from './tables.ts';

/** Page views of all sessions by week since the first session (0 the first), page group, device and signals. */
export interface WeeklyViews {
  rows: number;
  week: Int32Array;
  page_group: Int32Array;
  device: Int32Array;
  /** Bits of the signals on the views. */
  signals: Int32Array;
  views: Float64Array;
  /** Weeks that the data cover whole: the first ones. */
  whole_weeks: number;
}

/** What would be regained if friction were as rare as in the best quarter of weeks; orders of the cohort in the whole period, raw: parts of v(N). */
export interface Achievable {
  whole_weeks: number;
  /** By how much each signal, and earlier trouble of each class, could be rarer, 0 to 1, and what that would regain. */
  signals: { signal: string; cut: number; lost: JackknifeEstimate }[];
  /** All together. */
  total: JackknifeEstimate;
}

/** Fewer whole weeks have no best quarter: METHOD S7 asks for the 25th percentile of weeks. */
export const LEAST_WEEKS = 4;
const PERCENTILE = 0.25;

/**
 * The achievable variant of the split (METHOD S7): each signal's lost orders times 1 − rate25/rate. Where in the shop a signal's lost orders arise by page group and
 * device is not known, so its rates are weighted by the page views of these cells. Earlier trouble is as much rarer as the signals of its class together. The cuts are
 * taken as known: the intervals are those of the losses.
 *
 * @returns null with fewer than `LEAST_WEEKS` whole weeks
 */
export function findAchievable(weekly: WeeklyViews, signals: readonly SignalBit[], estimate: Estimator): Achievable | null {
  if (weekly.whole_weeks < LEAST_WEEKS) return null;
  const rates = signals.map(({ bit }) => signalRates(weekly, bit));
  const together = (kind: SignalBit['class']) => cutOf(rates.filter((_, index) => signals[index]!.class === kind));
  const parts = [
    ...signals.flatMap(({ signal, class: kind }, part) => (kind === 'placebo' ? [] : [{ signal, part, cut: cutOf([rates[part]!]) }])),
    { signal: 'earlier_hard', part: signals.length, cut: together('hard') },
    { signal: 'earlier_soft', part: signals.length + 1, cut: together('soft') },
  ];
  return {
    whole_weeks: weekly.whole_weeks,
    signals: parts.map(({ signal, part, cut }) => ({ signal, cut, lost: estimate((run) => cut * run.by_signal[part]!) })),
    total: estimate((run) => parts.reduce((sum, { part, cut }) => sum + cut * run.by_signal[part]!, 0)),
  };
}

/** Page views with a signal in the whole weeks: as they were, and with every page group and device at its 25th percentile. */
export interface SignalRates {
  occurrences: number;
  at_best: number;
}

/**
 * A signal's page views with each cell (page group × device) at the 25th percentile of its weeks, weighted by page views: the lowest weekly rate at or below which a
 * quarter of the cell's views lie. Weekly rates are shrunk towards the cell's own by as much as chance spreads them; plain ones of small cells have a low percentile by
 * chance alone, and would call half of a constant rate avoidable. A cell is never worse than it is, and one with fewer than `LEAST_WEEKS` weeks stays as it is.
 */
export function signalRates({ rows, week, page_group, device, signals, views, whole_weeks }: WeeklyViews, bit: number): SignalRates {
  const cells = new Map<string, Map<number, RateCount>>();
  for (let row = 0; row < rows; row++) {
    if (week[row]! >= whole_weeks) continue;
    const cell = `${page_group[row]}/${device[row]}`;
    const weeks = cells.get(cell) ?? new Map<number, RateCount>();
    cells.set(cell, weeks);
    const count = weeks.get(week[row]!) ?? { events: 0, trials: 0 };
    weeks.set(week[row]!, count);
    count.trials += views[row]!;
    if ((signals[row]! & bit) !== 0) count.events += views[row]!;
  }
  const sums = { occurrences: 0, at_best: 0 };
  for (const weeks of cells.values()) {
    const counts = [...weeks.values()];
    const met = counts.reduce((sum, { events }) => sum + events, 0);
    const seen = counts.reduce((sum, { trials }) => sum + trials, 0);
    sums.occurrences += met;
    sums.at_best += met === 0 || counts.length < LEAST_WEEKS ? met : Math.min(met, seen * lowerQuarter(counts));
  }
  return sums;
}

/** Share of the occurrences of some signals that would be gone, 0 to 1. */
function cutOf(rates: readonly SignalRates[]): number {
  const met = rates.reduce((sum, { occurrences }) => sum + occurrences, 0);
  const left = rates.reduce((sum, { at_best }) => sum + at_best, 0);
  return met > 0 ? 1 - left / met : 0;
}

function lowerQuarter(counts: readonly RateCount[]): number {
  const rates = shrinkRates(counts);
  const all = counts.reduce((sum, { trials }) => sum + trials, 0);
  let below = 0;
  for (const index of rates.map((_, place) => place).sort((a, b) => rates[a]! - rates[b]!)) {
    below += counts[index]!.trials;
    if (below >= PERCENTILE * all) return rates[index]!;
  }
  return 0;
}
