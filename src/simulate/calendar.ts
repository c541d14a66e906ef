import { UsageError } from '../errors.ts';
import { normal, streamOf } from './random.ts';

/** When sessions start: slot n of N gets a fixed place on the shop's clock. Times are UTC milliseconds. */
export interface Calendar {
  sessions: number;
  begins_at: number;
  ends_at: number;
  /** Start of slot n (0-based), offset in [0, 1) inside the slot. Never falls when n rises. */
  startOf(slot: number, offset: number): number;
  /** The slot that holds a moment, or -1 before the first day. */
  slotAt(moment: number): number;
}

const HOUR_MS = 3_600_000;
/** Sessions per hour of the day, UTC, of a shop in central Europe (chosen: low at night, noon bump, evening peak). */
const HOUR_WEIGHTS = [6, 3, 2, 1, 2, 6, 14, 24, 34, 40, 44, 46, 46, 42, 42, 44, 48, 54, 62, 66, 60, 46, 28, 14];
/** Sessions per weekday, Sunday first. */
const WEEKDAY_WEIGHTS = [1.2, 1.02, 0.98, 0.95, 0.96, 0.9, 0.99];
const DAY_NOISE_SD = 0.06;

/**
 * Spreads sessions over days with a weekday and hour pattern and day-to-day noise (log-normal, sd 0.06).
 *
 * @param sessions - whole number ≥ 1
 * @param days - whole number ≥ 1
 * @param started_on - first day, `YYYY-MM-DD`, UTC
 * @throws UsageError when started_on is no date
 */
export function makeCalendar(sessions: number, days: number, seed: number, started_on: string): Calendar {
  const begins_at = parseDay(started_on);
  const cumulative = [0];
  for (let hour = 0; hour < days * 24; hour += 1) {
    const day = Math.floor(hour / 24);
    const weekday = new Date(begins_at + day * 24 * HOUR_MS).getUTCDay();
    const noise = Math.exp(DAY_NOISE_SD * normal(streamOf(seed, day, 'calendar')));
    cumulative.push(cumulative[hour]! + HOUR_WEIGHTS[hour % 24]! * WEEKDAY_WEIGHTS[weekday]! * noise);
  }
  const total = cumulative[cumulative.length - 1]!;
  return {
    sessions,
    begins_at,
    ends_at: begins_at + days * 24 * HOUR_MS,
    startOf(slot, offset) {
      const at = ((slot + offset) / sessions) * total;
      const hour = lastAtOrBelow(cumulative, at);
      const share = (at - cumulative[hour]!) / (cumulative[hour + 1]! - cumulative[hour]!);
      return begins_at + Math.floor((hour + share) * HOUR_MS);
    },
    slotAt(moment) {
      const hours = (moment - begins_at) / HOUR_MS;
      if (hours < 0) return -1;
      const hour = Math.min(Math.floor(hours), cumulative.length - 2);
      const at = cumulative[hour]! + (hours - hour) * (cumulative[hour + 1]! - cumulative[hour]!);
      return Math.min(sessions - 1, Math.floor((at / total) * sessions));
    },
  };
}

function parseDay(text: string): number {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(moment) || new Date(moment).toISOString().slice(0, 10) !== text) {
    throw new UsageError(`the first day "${text}" is not a date`, { hint: 'Write it as year-month-day, for example 2026-11-02.' });
  }
  return moment;
}

function lastAtOrBelow(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ascending[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
