import { dayAfter, dayAt, instantOf, offsetAt } from '../config/wall-time.ts';
import { InputError } from '../errors.ts';

const DAY = 86_400_000_000n;
const DAY_MS = 86_400_000;

/**
 * Bounds of the period in microseconds since 1970: the first day from its start, the last day to its end, both in the time zone. Open ends reach from 1900
 * to 2200.
 */
export function periodBounds(options: { from: string | null; to: string | null; time_zone: string | null }): {
  from_at: bigint;
  until_at: bigint;
} {
  const zone = options.time_zone ?? 'UTC';
  return {
    from_at: options.from === null ? -25_567n * DAY : startOfDay(options.from, zone),
    until_at: options.to === null ? 84_000n * DAY : startOfDay(dayAfter(options.to), zone),
  };
}

/** Days of the calendar, in the time zone, on which the data begin and end; `--from` and `--to` cut off what a session drags along beyond them. */
interface CalendarDays {
  first: string;
  last: string;
  zone: string;
}

type DaySettings = { from: string | null; to: string | null; time_zone: string | null };

/**
 * The data from the midnight before they begin to the midnight after they end: a shop without sessions at night has whole days all the same.
 *
 * @param data - first start and last end of the sessions that are used, microseconds since 1970; the bounds are given in the same way
 */
export function wholeDays(options: DaySettings, data: { first_at: number; last_at: number }): { first_at: number; last_at: number } {
  const { first, last, zone } = calendarDays(options, data);
  return { first_at: Number(startOfDay(first, zone)), last_at: Number(startOfDay(dayAfter(last), zone)) };
}

/**
 * The whole weeks of the data: seven days of the calendar each, from the first day on. Bounds and data as in `wholeDays`; the lower end is in, the upper end out.
 */
export function wholeWeeks(options: DaySettings, data: { first_at: number; last_at: number }): { from_at: number; until_at: number }[] {
  const { first, last, zone } = calendarDays(options, data);
  const days = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;
  const bound = (week: number) => Number(startOfDay(dayAfter(first, 7 * week), zone));
  return Array.from({ length: Math.floor(days / 7) }, (_, week) => ({ from_at: bound(week), until_at: bound(week + 1) }));
}

function calendarDays({ from, to, time_zone }: DaySettings, data: { first_at: number; last_at: number }): CalendarDays {
  const zone = time_zone ?? 'UTC';
  const [first, last] = [dayAt(data.first_at / 1000, zone), dayAt(data.last_at / 1000, zone)];
  return { first: from !== null && from > first ? from : first, last: to !== null && to < last ? to : last, zone };
}

/** The same bounds with null for an end that is left open. */
export function namedBounds(options: { from: string | null; to: string | null; time_zone: string | null }): {
  from_at: bigint | null;
  until_at: bigint | null;
} {
  const { from_at, until_at } = periodBounds(options);
  return { from_at: options.from === null ? null : from_at, until_at: options.to === null ? null : until_at };
}

/** First and last hit of the data, microseconds since 1970; an export without a usable hit is no export. */
export function requireHits(row: { first_at: number | null; last_at: number | null; hits: number | null } | undefined): {
  first_at: number;
  last_at: number;
  hits: number;
} {
  if (row?.first_at == null || row.last_at == null || !row.hits) {
    throw new InputError('the clickstream has no usable hit', { hint: 'Look at what was recognised with: midfunnel inspect FILE' });
  }
  return { first_at: row.first_at, last_at: row.last_at, hits: row.hits };
}

/** A period in which no session starts has nothing to report. */
export function requireSessions<T extends { total: number }>(
  totals: T,
  options: { from: string | null; to: string | null; bots: string },
): T {
  if (totals.total > 0) return totals;
  const period =
    options.from === null && options.to === null
      ? ''
      : ` between ${options.from ?? 'the start'} and ${options.to ?? 'the end of the data'}`;
  throw new InputError(`no session is left to look at${period}`, {
    hint: 'Check --from, --to and --bots against the files: midfunnel inspect FILE',
  });
}

function startOfDay(date: string, zone: string): bigint {
  return BigInt(instantOf(date, zone)) * 1000n;
}

/** Whether the offset of a zone changes between the day before the first and the day after the last instant; milliseconds since 1970. */
export function changesOffset(first: number, last: number, zone: string): boolean {
  const offset = offsetAt(first - DAY_MS, zone);
  for (let instant = first; instant < last + 2 * DAY_MS; instant += DAY_MS) if (offsetAt(instant, zone) !== offset) return true;
  return false;
}
