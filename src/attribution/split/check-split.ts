import type { BenchmarkRates } from './choose-benchmark.ts';
import type { FittedSplit } from './fit-split.ts';
import { contextOf, frictionOf, type SignalBit, STRATA, stratumOf } from './tables.ts';

export interface Overlap {
  /** Share of the views with friction that have at least 20 views without it in the same page class, place, medium and device. */
  friction: number;
  /** Share of the cohort in strata where the benchmark has at least 20 sessions. */
  benchmark: number;
}

/** Comparable views or sessions below which a comparison rests on the model alone: METHOD, Diagnostics. */
const ENOUGH = 20;

/** Whether friction and benchmark have something to be compared with. */
export function measureOverlap({ looking, counts, arrivals }: FittedSplit, rates: BenchmarkRates): Overlap {
  const { steps, design } = looking;
  const free = new Map<string, number>();
  const met: { stratum: string; views: number }[] = [];
  for (let row = 0; row < steps.rows; row++) {
    const { page_class, step_bin } = contextOf(steps.contexts[steps.context[row]!]!);
    const arrival = steps.arrival[row]!;
    const stratum = `${page_class}/${step_bin}/${design.mediumOf[arrival]}/${stratumOf(steps.arrivals[arrival]!) >> 1}`;
    const views = steps.totals.views[row]!;
    if (design.kindOf[steps.friction[row]!] === 0) free.set(stratum, (free.get(stratum) ?? 0) + views);
    else met.push({ stratum, views });
  }
  const all = met.reduce((sum, { views }) => sum + views, 0);
  const compared = met.reduce((sum, { stratum, views }) => sum + ((free.get(stratum) ?? 0) >= ENOUGH ? views : 0), 0);
  const sessions = new Float64Array(STRATA);
  counts.totals.cohort_sessions.forEach((count, index) => {
    sessions[stratumOf(arrivals[index]!)]! += count;
  });
  const cohort = sessions.reduce((sum, count) => sum + count, 0);
  const covered = sessions.reduce((sum, count, x) => sum + (rates.sessions[x]! >= ENOUGH ? count : 0), 0);
  return { friction: all > 0 ? compared / all : 1, benchmark: cohort > 0 ? covered / cohort : 0 };
}

/** Signals after which everybody left, or nobody, in the looking phase and in checkout together. */
export function separatedSignals({ looking, checkout }: FittedSplit, signals: readonly SignalBit[]): string[] {
  return signals
    .filter(({ bit }) => {
      let [views, exits] = [0, 0];
      for (const { steps } of [looking, checkout]) {
        for (let row = 0; row < steps.rows; row++) {
          if ((frictionOf(steps.frictions[steps.friction[row]!]!).signals & bit) === 0) continue;
          views += steps.totals.views[row]!;
          exits += steps.totals.exits[row]!;
        }
      }
      return views > 0 && (exits === 0 || exits === views);
    })
    .map(({ signal }) => signal);
}
