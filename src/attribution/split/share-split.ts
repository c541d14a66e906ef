import { adjustForMany } from '../../statistics/adjust-for-many.ts';
import { type JackknifeEstimate, jackknife } from '../../statistics/jackknife.ts';
import { studentPValue } from '../../statistics/student-t.ts';
import type { AverageOrder } from './average-order.ts';
import type { StageName } from './changed-rows.ts';
import type { SplitRun } from './replicate-split.ts';
import type { PageLoss } from './share-pages.ts';
import { BUCKETS, type SignalBit, type SourceGroup } from './tables.ts';

/** An estimate with its q-value: corrected over the whole family (Benjamini–Hochberg), those that are not shown too. */
export interface Ranked extends JackknifeEstimate {
  q_value: number;
}

export interface SourceShare {
  group: SourceGroup;
  /** Orders' worth of the cohort: shares of the two boxes; they add up to them. */
  traffic: Ranked;
  friction: Ranked;
  /** Would-be orders per cohort session, shrunk towards what the strata let expect. */
  conversion: JackknifeEstimate;
}

export interface SignalShare {
  /** A signal, or `earlier_hard`, `earlier_soft`: earlier trouble that is still felt. */
  signal: string;
  class: 'hard' | 'soft';
  /** Orders regained if this alone were gone. */
  lost: JackknifeEstimate;
  /** What is shown, ranked and graded. Share of friction's box, in orders, and all signals add up to the box; the same as `lost` where that would not mean anything: see `shareLosses`. */
  share: Ranked;
  /** By how much it raises the chance to leave at the views that have it, 0 to 1; null for earlier trouble. */
  added_chance: JackknifeEstimate | null;
}

export interface PageShare {
  page_id: number;
  stage: 1 | 2;
  /** Orders that go with the friction met on the page. */
  lost: Ranked;
}

/** Money that goes with the boxes, in minor units. */
export interface LostRevenue {
  /** Friction without the shared part. */
  site: JackknifeEstimate;
  shared: JackknifeEstimate;
  traffic: JackknifeEstimate;
  /** All three. */
  all: JackknifeEstimate;
}

/** Makes an estimate with its interval of a number that a run of the estimator gives; `uses_benchmark`: its choice adds to the error. */
export type Estimator = (of: (run: SplitRun) => number, uses_benchmark?: boolean) => JackknifeEstimate;

/** Jackknife over the replicates. @param widening - factor of the standard error of what the benchmark enters */
export function estimator(full: SplitRun, runs: readonly SplitRun[], widening: number, t: number): Estimator {
  return (of, uses_benchmark = false) => {
    const estimate = jackknife(of(full), runs.map(of), t);
    const standard_error = estimate.standard_error * (uses_benchmark ? widening : 1);
    return { value: estimate.value, low: estimate.value - t * standard_error, high: estimate.value + t * standard_error, standard_error };
  };
}

/** What each source group has of both boxes; the largest loss to traffic first. */
export function shareSources(groups: readonly SourceGroup[], estimate: Estimator): SourceShare[] {
  const traffic = rank(groups.map((_, index) => estimate((run) => run.traffic_by_source[index]!, true)));
  const friction = rank(groups.map((_, index) => estimate((run) => run.friction_by_source[index]!, true)));
  return groups.map((group, index) => ({
    group,
    traffic: traffic[index]!,
    friction: friction[index]!,
    conversion: estimate((run) => run.conversion[index]!),
  }));
}

/** Shapley's part of friction by what its removal alone would regain; outside of these a signal's lost orders are not scaled by it. */
const SCALES = { least: 0.5, most: 2 };

/**
 * What each signal has of friction's box: its lost orders × φ_N/v(N); nothing for the placebo, whose loss is a check. Near v(N) = 0 that factor is a quotient of two
 * kinds of noise, and turns signs around; so only where the interval of v(N) excludes 0 and the factor is between 1/2 and 2. Else signals have their lost orders as they are.
 *
 * @param numbers - of the split, with their intervals
 */
export function shareLosses(
  signals: readonly SignalBit[],
  numbers: Readonly<Record<'friction' | 'friction_removed', JackknifeEstimate>>,
  estimate: Estimator,
): { parts: SignalShare[]; are_scaled: boolean } {
  const parts = [
    ...signals.map(({ signal, class: kind }, part) => ({ signal, class: kind, part })),
    { signal: 'earlier_hard', class: 'hard' as const, part: signals.length },
    { signal: 'earlier_soft', class: 'soft' as const, part: signals.length + 1 },
  ].flatMap(({ class: kind, ...rest }) => (kind === 'placebo' ? [] : [{ ...rest, class: kind }]));
  const { friction, friction_removed: removed } = numbers;
  const scale = friction.value / removed.value;
  const are_scaled = (removed.low > 0 || removed.high < 0) && scale >= SCALES.least && scale <= SCALES.most;
  const lost = parts.map(({ part }) => estimate((run) => run.by_signal[part]!));
  const scaled = (run: SplitRun, part: number) => (run.by_signal[part]! * run.numbers.friction!) / run.numbers.friction_removed!;
  const shares = rank(are_scaled ? parts.map(({ part }) => estimate((run) => scaled(run, part), true)) : lost);
  return {
    parts: parts.map(({ signal, class: kind, part }, index) => ({
      signal,
      class: kind,
      lost: lost[index]!,
      share: shares[index]!,
      added_chance: part < signals.length ? estimate((run) => run.added_chance[part]!) : null,
    })),
    are_scaled,
  };
}

/**
 * Lost orders by stage and page; page 0 stands for all pages without a line of their own. In a replicate a page loses as much more or less under a friction pattern
 * as all pages together; chance in its own number of exits is added to the error.
 */
export function sharePageLosses(
  pages: Readonly<Record<StageName, readonly PageLoss[]>>,
  estimate: Estimator,
  full: SplitRun,
  t: number,
): PageShare[] {
  const all = (['looking', 'checkout'] as const).flatMap((name) => pages[name].map((page) => ({ name, page })));
  const lost = rank(
    all.map(({ name, page }) => {
      const whole = full.by_pattern[name];
      const shares = page.lost.map((loss, index) => loss / whole[page.patterns[index]!]!);
      const under = (run: SplitRun) => sumShares(page.patterns, shares, run.by_pattern[name]);
      const { value, standard_error } = estimate(under);
      const error = Math.sqrt(standard_error ** 2 + page.variance);
      return { value, low: value - t * error, high: value + t * error, standard_error: error };
    }),
  );
  return all.map(({ name, page }, index) => ({ page_id: page.page_id, stage: name === 'looking' ? 1 : 2, lost: lost[index]! }));
}

function sumShares(patterns: Int32Array, shares: Float64Array, byPattern: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < patterns.length; index++) sum += shares[index]! * byPattern[patterns[index]!]!;
  return sum;
}

/**
 * Money of the boxes: the orders of each source group at its mean order value. The error of the mean values is independent of that of the orders and added to it. Where all
 * friction enters, the intervals hold those of the model of later orders too, as those of the orders do (METHOD S6).
 */
export function valueLosses({ value, variance }: AverageOrder, full: SplitRun, estimate: Estimator, t: number): LostRevenue {
  const by = (ordersOf: (run: SplitRun, source: number) => number): JackknifeEstimate => {
    const money = estimate((run) => value.reduce((sum, average, source) => sum + ordersOf(run, source) * average, 0), true);
    const ofValues = variance.reduce((sum, spread, source) => sum + ordersOf(full, source) ** 2 * spread, 0);
    const standard_error = Math.sqrt(money.standard_error ** 2 + ofValues);
    return { value: money.value, low: money.value - t * standard_error, high: money.value + t * standard_error, standard_error };
  };
  const either = (ordersOf: (shares: SourceOrders, source: number) => number): JackknifeEstimate => {
    const [chain, modelled] = [
      by((run, source) => ordersOf(chainOrders(run), source)),
      by((run, source) => ordersOf(run.modelled_by_source, source)),
    ];
    return { ...chain, low: Math.min(chain.low, modelled.low), high: Math.max(chain.high, modelled.high) };
  };
  return {
    site: either(({ friction, shared }, source) => friction[source]! - shared[source]!),
    shared: either(({ shared }, source) => shared[source]!),
    traffic: by((run, source) => run.traffic_by_source[source]!),
    all: either(({ friction, traffic }, source) => friction[source]! + traffic[source]!),
  };
}

type SourceOrders = SplitRun['modelled_by_source'];

function chainOrders({ friction_by_source, shared_by_source, traffic_by_source }: SplitRun): SourceOrders {
  return { friction: friction_by_source, shared: shared_by_source, traffic: traffic_by_source };
}

function rank(estimates: readonly JackknifeEstimate[]): Ranked[] {
  const pValues = estimates.map(({ value, standard_error }) =>
    standard_error > 0 ? studentPValue(value / standard_error, BUCKETS - 1) : 1,
  );
  const q = adjustForMany(pValues);
  return estimates.map((estimate, index) => ({ ...estimate, q_value: q[index]! }));
}
