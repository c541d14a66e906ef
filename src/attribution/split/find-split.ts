import type { JackknifeEstimate } from '../../statistics/jackknife.ts';
import { studentQuantile } from '../../statistics/student-t.ts';
import { type Achievable, findAchievable, type WeeklyViews } from './achievable.ts';
import { averageOrder, type OrderValue } from './average-order.ts';
import { type Calibration, calibrate } from './calibrate.ts';
import { measureOverlap, type Overlap, separatedSignals } from './check-split.ts';
import { countFacts } from './count-gates.ts';
import { fitSplit } from './fit-split.ts';
import { callOf, type Graded, gradeSplit, type Variant, variants } from './grade-split.ts';
import { type CountedFacts, type FailedGate, failedCounts } from './judge-split.ts';
import { checkAgainstLandmark, type LandmarkCheck } from './landmark-check.ts';
import type { LandmarkCells } from './landmark-design.ts';
import { placeboSource } from './placebo-source.ts';
import { runSplit } from './replicate-split.ts';
import { type PageCells, sharePages } from './share-pages.ts';
import {
  estimator,
  type LostRevenue,
  type PageShare,
  type SignalShare,
  type SourceShare,
  shareLosses,
  sharePageLosses,
  shareSources,
  valueLosses,
} from './share-split.ts';
import { overlapsOf, unite, withIntervals } from './split-numbers.ts';
import { type Sensitivity, strengthToExplain, strongestControl, tippingPoint } from './stress-split.ts';
import { BUCKETS, type SourceGroup, type SplitTables } from './tables.ts';

/** All that the split is found from: grouped counts of the whole period. */
export interface SplitInput extends SplitTables {
  order_values: readonly OrderValue[];
  pages: readonly [looking: PageCells, checkout: PageCells];
  landmark: LandmarkCells;
  weekly: WeeklyViews;
}

/** The split, or the gates that kept it from being made. */
export interface SplitResult {
  gates: FailedGate[];
  found: SplitFindings | null;
}

/** The split with all its intervals, parts, checks and doubts. Rates are orders per cohort session; lost orders are those of the cohort in the whole period. */
export interface SplitFindings extends Graded {
  cohort_sessions: number;
  /** See `SplitNumbers`. */
  numbers: Readonly<Record<string, JackknifeEstimate>>;
  sources: SourceShare[];
  signals: SignalShare[];
  /** Whether the signals' shares are scaled to add up to friction's box; else they are their lost orders as they are. */
  signals_scaled: boolean;
  pages: PageShare[];
  /** With friction as rare as in good weeks; null where there are too few weeks. */
  achievable: Achievable | null;
  revenue: LostRevenue | null;
  /** Source groups that are in the benchmark of one half at least, and those of each half; the cohort sessions and orders that the benchmark was measured on. */
  benchmark: { groups: SourceGroup[]; sets: readonly (readonly SourceGroup[])[]; overlap: number; sessions: number; orders: number };
  checks: {
    placebo_source: JackknifeEstimate | null;
    calibration: Calibration[];
    overlap: Overlap;
    separated: string[];
    buckets: CountedFacts;
    landmark: LandmarkCheck | null;
  };
  sensitivity: Sensitivity;
  /** The split with other settings. */
  variants: Variant[];
}

/**
 * Splits the orders that the cohort did not place between navigation friction and traffic quality: METHOD, whole.
 *
 * @returns the gates that are not passed before anything is estimated; with one of them nothing is
 */
export function findSplit(input: SplitInput): SplitResult {
  const { judged, separated } = judgedOf(input);
  const counted = countFacts(judged);
  const gates = failedCounts(counted);
  return { gates, found: gates.length > 0 ? null : estimateJudged(judged, separated, counted) };
}

/** Without the signals that are in no verdict: views with them alone count as views without friction. */
function judgedOf(input: SplitInput): { judged: SplitInput; separated: string[] } {
  const separated = new Set(separatedSignals(input));
  return {
    judged: { ...input, signals: input.signals.filter((signal) => !separated.has(signal)) },
    separated: [...separated].map(({ signal }) => signal),
  };
}

/** The same whatever the gates say; for what must be estimated of any data, and for tests. */
export function estimateAll(input: SplitInput): SplitFindings {
  const { judged, separated } = judgedOf(input);
  return estimateJudged(judged, separated, countFacts(judged));
}

function estimateJudged(input: SplitInput, separated: string[], counted: CountedFacts): SplitFindings {
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  const cohort = total(input.sessions.counts.cohort_sessions);
  const { groups, signals, pages } = input;
  const split = fitSplit(input);
  const { run: full, estimates } = runSplit(split, -1);
  const { benchmarks } = estimates;
  const runs = Array.from({ length: BUCKETS }, (_, bucket) => runSplit(split, bucket, benchmarks).run);
  const { sets, overlap } = benchmarks.full[0]!;
  const overlapOf = overlapsOf(benchmarks);
  const t = studentQuantile(0.975, BUCKETS - 1);
  const estimate = estimator(full, runs, Math.sqrt(2 - overlap), t);
  const intervals = (name: 'numbers' | 'modelled') =>
    withIntervals(
      full[name],
      runs.map((run) => run[name]),
      overlapOf,
      t,
    );
  const numbers = unite(intervals('numbers'), intervals('modelled'));
  const exit_ratio = estimate((run) => run.exit_ratio);
  const calibration = calibrate(split);
  const { call } = callOf(numbers);
  const tipping_point = tippingPoint(split, benchmarks, full.numbers, (weakened) => {
    const moved = moveTo(numbers, weakened);
    return callOf(moved).call !== call || (numbers.friction!.low > 0 && moved.friction!.low <= 0);
  });
  const removed = { full: full.numbers.friction_removed!, replicates: runs.map((run) => run.numbers.friction_removed!) };
  const shares = shareLosses(signals, { friction: numbers.friction!, friction_removed: numbers.friction_removed! }, estimate);
  const value = averageOrder(input.order_values, groups.length);
  return {
    ...gradeSplit(counted, estimates, numbers, tipping_point, calibration),
    cohort_sessions: cohort,
    numbers,
    sources: shareSources(groups, estimate),
    signals: shares.parts,
    signals_scaled: shares.are_scaled,
    pages: sharePageLosses(
      {
        looking: sharePages(split.changed.none.looking, estimates.full.looking, pages[0], signals),
        checkout: sharePages(split.changed.none.checkout, estimates.full.checkout, pages[1], signals),
      },
      estimate,
      full,
      t,
    ),
    achievable: findAchievable(input.weekly, signals, estimate),
    revenue: value === undefined ? null : valueLosses(value, full, estimate, t),
    benchmark: {
      groups: groups.filter((_, index) => sets[0].has(index) || sets[1].has(index)),
      sets: sets.map((set) => groups.filter((_, index) => set.has(index))),
      overlap,
      sessions: total(estimates.rates.sessions),
      orders: estimates.rates.orders,
    },
    checks: {
      placebo_source: placeboSource(input.sessions, t),
      calibration,
      overlap: measureOverlap(split, estimates.rates),
      separated,
      buckets: counted,
      landmark: checkAgainstLandmark(input.landmark, input.sessions, groups, removed, t),
    },
    sensitivity: { tipping_point, exit_ratio, e_value: strengthToExplain(exit_ratio), strongest_control: strongestControl(split) },
    variants: variants(numbers),
  };
}

/** The numbers at other values, with the errors that they have: an effect that is smaller than it seems is not known any better. */
function moveTo(
  numbers: Readonly<Record<string, JackknifeEstimate>>,
  values: Readonly<Record<string, number>>,
): Record<string, JackknifeEstimate> {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, { value, low, high, standard_error }]) => {
      const moved = values[name]!;
      return [name, { value: moved, low: moved - (value - low), high: moved + (high - value), standard_error }];
    }),
  );
}
