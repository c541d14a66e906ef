import { checkCount, checkRange } from './check-arguments.ts';

/**
 * Rounds to significant digits, for the edge of a report; the same number on every machine.
 *
 * Halves of the exact binary value go away from zero, alike for both signs. Zero stays 0, and −0 becomes 0.
 *
 * @param value - a finite number, any unit
 * @param digits - significant digits to keep, whole number from 1 to 17
 * @returns the nearest double to the rounded decimal, same unit
 * @throws StatisticsError when the value is not finite (it would become null in JSON without a word) or digits is out of range
 */
export function roundSignificant(value: number, digits: number): number {
  checkRange('value', value, -Number.MAX_VALUE, Number.MAX_VALUE);
  checkCount('digits', digits);
  checkRange('digits', digits, 1, 17);
  return value === 0 ? 0 : Number(value.toPrecision(digits));
}
