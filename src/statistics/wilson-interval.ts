import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { StatisticsError } from '../errors.ts';
import { checkCount, checkRange } from './check-arguments.ts';
import type { Rate } from './estimate.ts';

/** Two-sided 95 % point of the standard normal distribution, 1.95996…; unitless. */
export const Z_95: number = normalQuantile(0.975, 0, 1);

/**
 * Wilson score interval of a proportion, without continuity correction: coverage is near the level on average, not at least the level.
 *
 * @param events - trials with the outcome; whole number, 0 ≤ events ≤ trials
 * @param trials - trials observed; whole number ≥ 1
 * @param z - normal quantile of the level, > 0; 95 % when left out
 * @returns share and interval, unitless, in [0, 1]; `low` is exactly 0 for no events, `high` exactly 1 for nothing but events
 * @throws StatisticsError when the counts are not whole or out of range, or z is not a positive number
 * @see Wilson (1927), JASA 22:209–212, doi:10.1080/01621459.1927.10502953
 */
export function wilsonInterval(events: number, trials: number, z: number = Z_95): Rate {
  checkCounts(events, trials);
  checkRange('z', z, Number.MIN_VALUE, 40);
  const value = events / trials;
  const shrink = 1 / (1 + (z * z) / trials);
  const centre = shrink * (value + (z * z) / (2 * trials));
  const half = shrink * z * Math.sqrt((value * (1 - value)) / trials + ((z / trials) * (z / trials)) / 4);
  return {
    value,
    // At the ends centre and half are the same number; their difference must not leave a rounding crumb.
    low: events === 0 ? 0 : Math.min(value, Math.max(0, centre - half)),
    high: events === trials ? 1 : Math.max(value, Math.min(1, centre + half)),
    events,
    trials,
  };
}

function checkCounts(events: number, trials: number): void {
  checkCount('events', events);
  checkCount('trials', trials);
  if (trials >= 1 && events <= trials) return;
  throw new StatisticsError(`a proportion needs 0 ≤ events ≤ trials and trials ≥ 1, but got ${events} of ${trials}`, {
    hint: 'Where nothing was observed there is no rate: give null instead. More events than trials means that the two counts have different grains.',
  });
}
