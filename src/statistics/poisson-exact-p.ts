import { poissonTails } from './poisson-tails.ts';

/**
 * Exact two-sided p-value of a count against a known Poisson mean: twice the smaller tail, at most 1.
 *
 * The rule is `min(1, 2·min(P(X ≤ k), P(X ≥ k)))`, the one that fits the limits of `poissonInterval`: p < 0.05 exactly when the 95 % interval
 * leaves `expected` out. R's `poisson.test` (two-sided) adds up all counts that are no likelier than the observed one and so gives
 * other values; its one-sided ones agree with the tails used here. False alarms are at most nominal, and well below it for small means.
 *
 * @param events - the count; whole number ≥ 0
 * @param expected - mean without an effect, known and not estimated from the same count; 0 to 1e12
 * @returns p-value in [0, 1]; 0 only when the count is impossible (expected 0) or too unlikely for a double
 * @throws StatisticsError when the count is not whole or the mean is out of range
 */
export function poissonExactP(events: number, expected: number): number {
  const { at_most, at_least } = poissonTails(events, expected);
  return Math.min(1, 2 * Math.min(at_most, at_least));
}
