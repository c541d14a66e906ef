import { StatisticsError } from '../errors.ts';
import { checkRange } from './check-arguments.ts';
import type { Estimate } from './estimate.ts';

/** Risk ratios, ≥ 1: how strongly something unmeasured would have to go with both sides to explain the estimate, or its interval, away. */
export interface EValue {
  value: number;
  /** For the limit that is nearer to 1; exactly 1 when the interval holds 1. */
  limit: number;
}

/**
 * E-value of a risk ratio and of its interval: RR + √(RR·(RR − 1)), for ratios below 1 of their reciprocal.
 *
 * @param ratio - risk ratio with its limits, 0 < low ≤ value ≤ high; not an odds ratio of a common outcome
 * @returns minimum strength of association of an unmeasured third variable, as risk ratios
 * @throws StatisticsError when a number is not positive and finite, or the limits are out of order
 * @see VanderWeele & Ding (2017), Ann Intern Med 167:268–274, doi:10.7326/M16-2607
 */
export function eValue({ value, low, high }: Estimate): EValue {
  for (const [name, ratio] of Object.entries({ value, low, high })) checkRange(name, ratio, Number.MIN_VALUE, Number.MAX_VALUE);
  if (low > value || value > high) {
    throw new StatisticsError(`the limits ${low} and ${high} do not hold the ratio ${value}`, {
      hint: 'Give low ≤ value ≤ high, all as ratios.',
    });
  }
  const nearest = value >= 1 ? Math.max(1, low) : Math.min(1, high);
  return { value: strength(value), limit: strength(nearest) };
}

function strength(ratio: number): number {
  const above = ratio >= 1 ? ratio : 1 / ratio;
  return above + Math.sqrt(above * (above - 1));
}
