import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { checkRange } from './check-arguments.ts';

/**
 * Quantile of Student's t distribution: the value below which the given share of it lies.
 *
 * @param share - above 0 and below 1; 0.975 for a two-sided 95 % interval
 * @param freedom - degrees of freedom, > 0, need not be whole; of a jackknife the groups less one
 * @returns unitless; negative below a share of ½
 * @throws StatisticsError when an argument is out of range
 * @see Student (1908), Biometrika 6:1–25; R: qt(share, freedom)
 */
export function studentQuantile(share: number, freedom: number): number {
  checkRange('share', share, Number.MIN_VALUE, 1 - Number.EPSILON / 2);
  checkRange('freedom', freedom, Number.MIN_VALUE, Number.MAX_VALUE);
  return tQuantile(share, freedom);
}

/**
 * Two-sided p-value of Student's t: how often chance alone gives a value at least as far from 0, on either side.
 *
 * @param t - estimate over its standard error, finite
 * @param freedom - degrees of freedom, > 0, need not be whole
 * @returns in [0, 1]; exact to 1e-8, small ones to 11 figures; 0 only where it is below the smallest double
 * @throws StatisticsError when an argument is out of range
 * @see Student (1908), Biometrika 6:1–25; R: 2 * pt(-abs(t), freedom)
 */
export function studentPValue(t: number, freedom: number): number {
  checkRange('t', t, -Number.MAX_VALUE, Number.MAX_VALUE);
  checkRange('freedom', freedom, Number.MIN_VALUE, Number.MAX_VALUE);
  // The lower tail twice, not 1 − the upper one: a small p-value would drown in rounding.
  return 2 * tCdf(-Math.abs(t), freedom);
}
