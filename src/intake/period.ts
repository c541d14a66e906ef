import { InputError } from '../errors.ts';

const DAY = 86_400_000_000n;

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
    until_at: options.to === null ? 84_000n * DAY : startOfDay(nextDay(options.to), zone),
  };
}

/**
 * The whole weeks of the data: seven days of the calendar each, from the first day on, both in the time zone. `--from` and `--to` cut off what a session drags along
 * beyond them.
 *
 * @param data - first start and last end of the sessions that are used, microseconds since 1970
 * @returns bounds in microseconds since 1970, the lower end in, the upper end out
 */
export function wholeWeeks(
  options: { from: string | null; to: string | null; time_zone: string | null },
  data: { first_at: number; last_at: number },
): { from_at: number; until_at: number }[] {
  const zone = options.time_zone ?? 'UTC';
  const day = (at: number) => new Date(at / 1000 + offsetAt(at / 1000, zone)).toISOString().slice(0, 10);
  const [first, last] = [day(data.first_at), day(data.last_at)];
  const end = options.to !== null && options.to < last ? options.to : last;
  const start = options.from !== null && options.from > first ? options.from : first;
  const days = Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000) + 1;
  const bound = (week: number) => Number(startOfDay(new Date(Date.parse(start) + week * 7 * 86_400_000).toISOString().slice(0, 10), zone));
  return Array.from({ length: Math.floor(days / 7) }, (_, week) => ({ from_at: bound(week), until_at: bound(week + 1) }));
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

function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Midnight of a day in a zone: the offset is read off at a first guess and once more at the result, for days on which the clock changes. */
function startOfDay(date: string, zone: string): bigint {
  const wall = Date.parse(`${date}T00:00:00Z`);
  let instant = wall - offsetAt(wall, zone);
  instant = wall - offsetAt(instant, zone);
  return BigInt(instant) * 1000n;
}

function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)!.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - instant;
}
