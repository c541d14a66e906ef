import { StatisticsError } from '../errors.ts';
import { checkRange } from './check-arguments.ts';
import type { Estimate } from './estimate.ts';

/** An estimate with its jackknife interval; everything in the unit of the estimate. */
export interface JackknifeEstimate extends Estimate {
  standard_error: number;
}

/**
 * Delete-a-group jackknife: se² = (G − 1)/G · Σ(θ_g − θ̄)², interval = value ± t·se.
 *
 * The groups must be independent of each other (all data of one subject in one group) and of about equal size.
 *
 * @param value - the estimate from all groups
 * @param replicates - the same estimate without one group each; G ≥ 2 finite numbers
 * @param t - quantile of Student's t with G − 1 degrees of freedom, > 0; for 95 % and G = 40 it is 2.0227 (R: qt(0.975, 39))
 * @returns the estimate, its standard error and interval; a standard error of 0 when no group matters
 * @throws StatisticsError for fewer than two replicates, numbers that are not finite, or t ≤ 0
 * @see Kott (2001), J Official Statist 17:521–526; "JK1" in survey software
 */
export function jackknife(value: number, replicates: readonly number[], t: number): JackknifeEstimate {
  const groups = replicates.length;
  if (groups < 2) {
    throw new StatisticsError(`a jackknife needs two groups or more, but got ${groups}`, {
      hint: 'Ask for an interval only where several groups have data.',
    });
  }
  for (const number of [value, ...replicates]) checkRange('an estimate', number, -Number.MAX_VALUE, Number.MAX_VALUE);
  checkRange('t', t, Number.MIN_VALUE, Number.MAX_VALUE);
  const mean = replicates.reduce((sum, replicate) => sum + replicate / groups, 0);
  const squares = replicates.reduce((sum, replicate) => sum + (replicate - mean) ** 2, 0);
  const standard_error = Math.sqrt(((groups - 1) / groups) * squares);
  return { value, low: value - t * standard_error, high: value + t * standard_error, standard_error };
}
