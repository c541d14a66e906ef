import { UsageError } from '../errors.ts';

/** `2m..7m`, `90s..10m`, `120..420` (seconds) → both ends in seconds. */
export function parseBand(text: string): { from_seconds: number; to_seconds: number } {
  const [from, to, ...rest] = text.split('..');
  if (to === undefined) throw new UsageError(`${text} is not a band`, { hint: 'Write two durations, as 2m..7m or 90s..10m.' });
  const band = { from_seconds: seconds(from), to_seconds: seconds(to) };
  if (rest.length > 0 || !(band.from_seconds < band.to_seconds)) {
    throw new UsageError(`${text} is not a band`, { hint: 'Write two durations, the shorter first, as 2m..7m or 90s..10m.' });
  }
  return band;
}

/** `30m`, `1h`, `1800s` or a bare number of minutes → whole minutes. */
export function parseMinutes(text: string): number {
  const minutes = /^\d+$/.test(text) ? Number(text) : seconds(text) / 60;
  if (!Number.isInteger(minutes)) throw new UsageError(`${text} is not a whole number of minutes`, { hint: 'Write it as 30m or 1h.' });
  return minutes;
}

export function parseWhole(text: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`${text} is not a whole number`, { hint: 'Write digits only.' });
  return Number(text);
}

/** `0.05` → the number; the range is checked later. */
export function parseShare(text: string): number {
  if (!/^\d*\.?\d+$/.test(text)) throw new UsageError(`${text} is not a share`, { hint: 'Write a number from 0 to 1, as 0.05.' });
  return Number(text);
}

export function parseDate(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(`${text}T00:00:00Z`))) {
    throw new UsageError(`${text} is not a date`, { hint: 'Write it as 2026-11-02.' });
  }
  return text;
}

/** `events.visitor_id=client_id` → the three parts; an empty column means "the export has none". */
export function parsePair(text: string): { side: string; role: string; column: string | null } {
  const match = /^(events|orders|customers)\.([a-z_]+)=(.*)$/s.exec(text);
  if (!match) {
    throw new UsageError(`${text} names no role and column`, {
      hint: 'Write it as events.visitor_id=client_id or orders.revenue=total.',
    });
  }
  return { side: match[1]!, role: match[2]!, column: match[3] === '' ? null : match[3]! };
}

function seconds(text: string | undefined): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|h|)$/.exec(text ?? '');
  if (!match) throw new UsageError(`${text ?? ''} is not a duration`, { hint: 'Write it as 90s, 2m or 1h.' });
  return Number(match[1]) * { s: 1, m: 60, h: 3600, '': 1 }[match[2] as 's' | 'm' | 'h' | '']!;
}
