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
    until_at: options.to === null ? 84_000n * DAY : startOfDay(nextDay(options.to), zone),
  };
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

/** Whether the offset of a zone changes between the day before the first and the day after the last instant; milliseconds since 1970. */
export function changesOffset(first: number, last: number, zone: string): boolean {
  const offset = offsetAt(first - DAY_MS, zone);
  for (let instant = first; instant < last + 2 * DAY_MS; instant += DAY_MS) if (offsetAt(instant, zone) !== offset) return true;
  return false;
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
