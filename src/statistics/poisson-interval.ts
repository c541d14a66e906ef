import gammaQuantile from '@stdlib/stats-base-dists-gamma-quantile';
import { checkCount, checkRange } from './check-arguments.ts';
import type { Estimate } from './estimate.ts';
import { poissonTails } from './poisson-tails.ts';

/**
 * Exact (central) interval of the mean of a Poisson count: coverage is at least the level for every mean.
 *
 * @param events - the count; whole number, 0 to 1e9
 * @param level - confidence level, above 0 and below 1; 0.95 when left out
 * @returns the count and its limits, in events; `low` is exactly 0 for no events
 * @throws StatisticsError when the count is not whole or too large, or the level is out of range
 * @see Garwood (1936), Biometrika 28:437–442, doi:10.1093/biomet/28.3-4.437
 */
export function poissonInterval(events: number, level = 0.95): Estimate {
  checkCount('events', events);
  checkRange('events', events, 0, 1e9);
  checkRange('level', level, 1e-9, 1 - 1e-9);
  const alpha = (1 - level) / 2;
  return { value: events, low: events === 0 ? 0 : lowerLimit(events, alpha), high: upperLimit(events, alpha) };
}

/** The mean at which P(X ≥ events) = alpha; that probability rises with the mean at the rate P(X = events − 1). */
function lowerLimit(events: number, alpha: number): number {
  return polish(gammaQuantile(alpha, events, 1), (mean) => {
    const { at_least, exactly } = poissonTails(events, mean);
    return (Math.log(at_least / alpha) * at_least * mean) / (exactly * events);
  });
}

/** The mean at which P(X ≤ events) = alpha; that probability falls with the mean at the rate P(X = events). */
function upperLimit(events: number, alpha: number): number {
  return polish(gammaQuantile(1 - alpha, events + 1, 1), (mean) => {
    const { at_most, exactly } = poissonTails(events, mean);
    return -(Math.log(at_most / alpha) * at_most) / exactly;
  });
}

/**
 * Newton steps on the logarithm of the tail, from the library's quantile, which is off by up to 2e-4 above 1000 (see `poissonTails`).
 * Two or three steps do; twenty are a guard.
 */
function polish(start: number, step: (mean: number) => number): number {
  let mean = start;
  for (let i = 0; i < 20; i++) {
    const change = step(mean);
    mean -= change;
    if (Math.abs(change) <= 1e-13 * mean) break;
  }
  return mean;
}
