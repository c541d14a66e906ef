import { checkRange } from './check-arguments.ts';
import type { Estimate } from './estimate.ts';
import { poissonInterval } from './poisson-interval.ts';

/**
 * Events above (positive) or below (negative) what was expected, with the exact 95 % Poisson limits of the count shifted by the expectation.
 *
 * Coverage is at least 95 % when `expected` is known. Where it is estimated from the same data, the interval leaves out that uncertainty.
 *
 * @param observed - the count; whole number ≥ 0
 * @param expected - events expected there, known; 0 to 1e12, need not be whole
 * @returns difference and interval, in events
 * @throws StatisticsError when the count is not whole or the expectation is out of range
 */
export function excessOverExpected(observed: number, expected: number): Estimate {
  checkRange('expected', expected, 0, 1e12);
  const { low, high } = poissonInterval(observed);
  return { value: observed - expected, low: low - expected, high: high - expected };
}
