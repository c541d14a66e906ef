import type { BenchmarkRates } from './choose-benchmark.ts';
import type { FittedSplit } from './fit-split.ts';
import type { FittedStage } from './fit-stage.ts';
import {
  frictionOf,
  PAGE_CLASSES,
  type SignalBit,
  type SplitTables,
  STEP_BINS,
  STRATA,
  type StepCells,
  stratumOf,
  TIME_BINS,
} from './tables.ts';

export interface Overlap {
  /** Share of the views with friction that have at least 20 views without it in the same page class, place, medium and device. */
  friction: number;
  /** Share of the cohort in strata where the benchmark has at least 20 sessions. */
  benchmark: number;
}

/** Comparable views or sessions below which a comparison rests on the model alone: METHOD, Diagnostics. */
const ENOUGH = 20;

/** Whether friction and benchmark have something to be compared with. */
export function measureOverlap({ looking, checkout, counts, arrivals }: FittedSplit, rates: BenchmarkRates): Overlap {
  const stages = [compareViews(looking), compareViews(checkout)];
  const [all, compared] = (['met', 'compared'] as const).map((name) => stages.reduce((sum, stage) => sum + stage[name], 0));
  const sessions = new Float64Array(STRATA);
  counts.totals.cohort_sessions.forEach((count, index) => {
    sessions[stratumOf(arrivals[index]!)]! += count;
  });
  const cohort = sessions.reduce((sum, count) => sum + count, 0);
  const covered = sessions.reduce((sum, count, x) => sum + (rates.sessions[x]! >= ENOUGH ? count : 0), 0);
  return { friction: all! > 0 ? compared! / all! : 1, benchmark: cohort > 0 ? covered / cohort : 0 };
}

/** Views with friction, and those of them that enough views without it can be compared with. */
function compareViews({ steps, design }: FittedStage): { met: number; compared: number } {
  // Views without and with friction by page class, place, medium and device, each by its number.
  const placeOf = steps.contexts.map((code) => Math.floor(code / TIME_BINS));
  const trafficOf = Int32Array.from(steps.arrivals, (code, arrival) => design.mediumOf[arrival]! * STRATA + (stratumOf(code) >> 1));
  const kinds = design.media * STRATA;
  const [free, met] = [new Float64Array(PAGE_CLASSES * STEP_BINS * kinds), new Float64Array(PAGE_CLASSES * STEP_BINS * kinds)];
  for (let row = 0; row < steps.rows; row++) {
    const at = placeOf[steps.context[row]!]! * kinds + trafficOf[steps.arrival[row]!]!;
    const views = design.kindOf[steps.friction[row]!] === 0 ? free : met;
    views[at]! += steps.totals.views[row]!;
  }
  return {
    met: met.reduce((sum, views) => sum + views, 0),
    compared: met.reduce((sum, views, at) => sum + (free[at]! >= ENOUGH ? views : 0), 0),
  };
}

/**
 * Signals after which everybody left, or nobody, in the looking phase and in checkout together: METHOD S4. What such a signal does cannot be told from how often it
 * was met, so it is in no verdict. The placebo, which is in none, is not among them.
 */
export function separatedSignals({ looking, checkout, signals }: SplitTables): SignalBit[] {
  const stages = [countByPattern(looking), countByPattern(checkout)];
  return signals.filter(({ bit, class: kind }) => {
    if (kind === 'placebo') return false;
    let met = 0;
    let left = 0;
    for (const { views, exits } of stages) {
      for (let code = 0; code < views.length; code++) {
        if (views[code] === 0 || (frictionOf(code).signals & bit) === 0) continue;
        met += views[code]!;
        left += exits[code]!;
      }
    }
    return met > 0 && (left === 0 || left === met);
  });
}

/** Views and exits by friction code. */
function countByPattern({ rows, friction, counts }: StepCells): { views: Float64Array; exits: Float64Array } {
  let codes = 0;
  for (let line = 0; line < rows; line++) if (friction[line]! >= codes) codes = friction[line]! + 1;
  const sums = { views: new Float64Array(codes), exits: new Float64Array(codes) };
  for (let line = 0; line < rows; line++) {
    sums.views[friction[line]!]! += counts.views[line]!;
    sums.exits[friction[line]!]! += counts.exits[line]!;
  }
  return sums;
}
