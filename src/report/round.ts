import type { Estimate, Rate } from './report.ts';

/** The same for a rate that may be unknown. */
export function roundRate(value: Rate | null): Rate | null {
  return value === null ? null : roundAll(value);
}

/** An estimate or rate with its three values rounded. */
export function roundAll<T extends Estimate>(estimate: T, decimals = 6): T {
  return { ...estimate, value: round(estimate.value, decimals), low: round(estimate.low, decimals), high: round(estimate.high, decimals) };
}

/** Rounds to a number of decimals; never gives −0. */
export function round(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  const rounded = Math.round(value * factor) / factor;
  return rounded === 0 ? 0 : rounded;
}
