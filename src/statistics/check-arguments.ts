import { StatisticsError } from '../errors.ts';

/**
 * Lets whole numbers ≥ 0 through that a double holds exactly.
 *
 * @param name - what the number is, for the message
 * @throws StatisticsError for anything else: fractions, negative numbers, NaN, ±Infinity, above 2^53 − 1
 */
export function checkCount(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new StatisticsError(`${name} must be a whole number of 0 or more, but is ${value}`, {
    hint: 'Counts come from count(*) or a sum of such counts; look for a weight, a rate or a missing value in their place.',
  });
}

/**
 * Lets finite numbers inside [low, high] through.
 *
 * @param name - what the number is, for the message
 * @throws StatisticsError for numbers outside, NaN and ±Infinity
 */
export function checkRange(name: string, value: number, low: number, high: number): void {
  if (Number.isFinite(value) && value >= low && value <= high) return;
  throw new StatisticsError(`${name} must be a finite number from ${low} to ${high}, but is ${value}`, {
    hint: 'Look for a division by zero or a missing value where this number is made.',
  });
}
