import type { BenchmarkRates } from './choose-benchmark.ts';
import type { FittedSplit } from './fit-split.ts';
import type { FittedStage } from './fit-stage.ts';
import { frictionOf, PAGE_CLASSES, type SignalBit, STEP_BINS, STRATA, stratumOf, TIME_BINS } from './tables.ts';

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

/** Signals after which everybody left, or nobody, in the looking phase and in checkout together. */
export function separatedSignals({ looking, checkout }: FittedSplit, signals: readonly SignalBit[]): string[] {
  const counted = [looking, checkout].map(({ steps: { frictions, friction, totals } }) => ({
    bits: frictions.map((code) => frictionOf(code).signals),
    views: sumByPattern(totals.views, friction, frictions.length),
    exits: sumByPattern(totals.exits, friction, frictions.length),
  }));
  return signals
    .filter(({ bit }) => {
      let [views, exits] = [0, 0];
      for (const stage of counted) {
        stage.bits.forEach((bits, pattern) => {
          if ((bits & bit) === 0) return;
          views += stage.views[pattern]!;
          exits += stage.exits[pattern]!;
        });
      }
      return views > 0 && (exits === 0 || exits === views);
    })
    .map(({ signal }) => signal);
}

function sumByPattern(values: Float64Array, of: Int32Array, patterns: number): Float64Array {
  const sums = new Float64Array(patterns);
  for (let row = 0; row < values.length; row++) sums[of[row]!]! += values[row]!;
  return sums;
}
