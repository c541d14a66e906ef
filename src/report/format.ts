import type { Estimate, Money } from './report.ts';

/** Stands where a number is not known. */
export const UNKNOWN = '–';

/** Whole number with thousands separators: `2,541`; `–` when not known. */
export function formatCount(value: number | null): string {
  return formatNumber(value, 0);
}

/** Number with at most `decimals` digits after the point, all of them shown; negative `decimals` round to tens, hundreds …; true minus. */
export function formatNumber(value: number | null, decimals: number, sign: 'negative' | 'exceptZero' = 'negative'): string {
  if (value === null || !Number.isFinite(value)) return UNKNOWN;
  const digits = Math.max(0, decimals);
  const coarse = 10 ** Math.max(0, -decimals);
  const rounded = coarse > 1 ? Math.round(value / coarse) * coarse : value;
  return numberFormat(digits, sign).format(rounded).replace('-', '−');
}

/** Share between 0 and 1 without an interval: `3.1 %`. */
export function formatShare(value: number | null): string {
  return value === null || !Number.isFinite(value) ? UNKNOWN : `${formatNumber(value * 100, 1)} %`;
}

/**
 * Share with its 95 % interval: `3.1 % (2.5–3.9)`.
 *
 * The interval gives the digits: its width keeps two of them, so 31 % (25–39) has no decimals and nothing looks surer than it is. One decimal is
 * the most, two below 1 %: more is noise to a reader.
 */
export function formatRate(rate: Estimate | null): string {
  if (rate === null || !Number.isFinite(rate.value)) return UNKNOWN;
  const percent = { value: rate.value * 100, low: rate.low * 100, high: rate.high * 100 };
  const decimals = Math.max(0, deservedDecimals(percent, { most: Math.abs(percent.value) < 1 ? 2 : 1, without: 1 }));
  return `${formatNumber(percent.value, decimals)} %${formatInterval(percent, decimals)}`;
}

/** Orders per session as orders per 100 sessions, in the digits that the interval deserves: `3.1 (1.2–5.1)`; without the interval where another sentence gives it. */
export function formatPerHundred(rate: Estimate | null, { interval = true } = {}): string {
  if (rate === null || !Number.isFinite(rate.value)) return UNKNOWN;
  const hundred = { value: rate.value * 100, low: rate.low * 100, high: rate.high * 100 };
  const decimals = Math.max(0, deservedDecimals(hundred, { most: Math.abs(hundred.value) < 1 ? 2 : 1, without: 1 }));
  return formatNumber(hundred.value, decimals) + (interval ? formatInterval(hundred, decimals) : '');
}

/** About so many: two digits that count, zeros for the rest: `17,000`. */
export function formatAbout(count: number): string {
  return formatNumber(count, Math.min(0, 2 - String(Math.round(Math.abs(count))).length));
}

/** Number of something with its 95 % interval: `23 (10–37)`, with a unit `12 orders (5–20)`; `signed` puts a plus before a gain: `+2.3 (−0.4 to 5.0)`. */
export function formatEstimate(estimate: Estimate | null, { signed = false, unit = '' } = {}): string {
  if (estimate === null || !Number.isFinite(estimate.value)) return UNKNOWN;
  const decimals = deservedDecimals(estimate, { most: 3, without: Number.isInteger(estimate.value) ? 0 : 1 });
  const value = formatNumber(estimate.value, decimals, signed ? 'exceptZero' : 'negative');
  return `${value}${unit === '' ? '' : ` ${unit}`}${formatInterval(estimate, decimals)}`;
}

/** Money with its currency: `49.99 EUR`; with an interval in the digits that it deserves: `1,240 EUR (890–1,650)`. */
export function formatMoney(money: Money | null): string {
  if (money === null || !Number.isFinite(money.amount)) return UNKNOWN;
  const interval = { value: money.amount, low: money.low ?? Number.NaN, high: money.high ?? Number.NaN };
  const minor = minorDigits(money.currency);
  const decimals = deservedDecimals(interval, { most: minor, without: minor });
  return `${formatNumber(money.amount, decimals)} ${money.currency}`.trimEnd() + formatInterval(interval, decimals);
}

/** q-value: `0.031`, `<0.001`. */
export function formatQ(q: number | null): string {
  if (q === null || !Number.isFinite(q)) return UNKNOWN;
  return q < 0.001 ? '<0.001' : formatNumber(q, 3);
}

/** Length of time: `45 s`, `2 min`, `1 min 30 s`, `1 h 5 min`. */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return UNKNOWN;
  const whole = Math.round(Math.abs(seconds));
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ].filter(([amount]) => amount !== 0);
  const text = parts.length === 0 ? '0 s' : parts.map(([amount, unit]) => `${formatCount(Number(amount))} ${unit}`).join(' ');
  return seconds < 0 && whole > 0 ? `−${text}` : text;
}

/** Both ends of a band of time, in words: `2 to 7 minutes`, `90 s` as `1 min 30 s to 7 min`. */
export function formatBand(fromSeconds: number, toSeconds: number): string {
  if (fromSeconds % 60 === 0 && toSeconds % 60 === 0) return `${formatCount(fromSeconds / 60)} to ${formatCount(toSeconds / 60)} minutes`;
  return `${formatSeconds(fromSeconds)} to ${formatSeconds(toSeconds)}`;
}

/** Count and noun: `1 session`, `2,541 sessions`. */
export function formatAmount(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** UTC moment as the clock of the time zone showed it: `2026-11-09 08:15`; where the zone is not known, in UTC and saying so. */
export function formatMoment(iso: string, timeZone: string): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  const parts = new Map(
    clock(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')} ${parts.get('hour')}:${parts.get('minute')}${zone === timeZone ? '' : ' UTC'}`;
}

/** Kept, because making one costs a hundred times more than using it. */
const NUMBER_FORMATS = new Map<string, Intl.NumberFormat>();

function numberFormat(digits: number, signDisplay: 'negative' | 'exceptZero'): Intl.NumberFormat {
  const key = `${digits} ${signDisplay}`;
  const made =
    NUMBER_FORMATS.get(key) ??
    new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay });
  NUMBER_FORMATS.set(key, made);
  return made;
}

function formatInterval({ low, high }: Estimate, decimals: number): string {
  // Without width it is not an interval but a count.
  if (!Number.isFinite(low) || !Number.isFinite(high) || low === high) return '';
  const [from, to] = [formatNumber(low, decimals), formatNumber(high, decimals)];
  return low < 0 || high < 0 ? ` (${from} to ${to})` : ` (${from}–${to})`;
}

/** Decimals that leave two digits to the width of the interval; `without`: where there is no interval to go by. */
function deservedDecimals({ low, high }: Estimate, limits: { most: number; without: number }): number {
  const width = high - low;
  if (!Number.isFinite(width) || width <= 0) return limits.without;
  return Math.min(limits.most, 1 - Math.floor(Math.log10(width)));
}

function minorDigits(currency: string): number {
  try {
    return new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2; // Not a currency code: an export may carry anything here.
  }
}

function clock(timeZone: string): Intl.DateTimeFormat {
  const fields = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('en-GB', { ...fields, timeZone });
}

function isTimeZone(name: string): boolean {
  try {
    return clock(name) !== undefined;
  } catch {
    return false;
  }
}
