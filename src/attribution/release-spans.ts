import type { Release } from '../config/releases.ts';

const DAY = 86_400_000_000;
const WEEK = 7 * DAY;

/** What is compared: as long before as after, at the same hours of the day; times in microseconds since 1970, lower end in, upper end out. */
export interface Spans {
  before: { from_at: number; until_at: number };
  after: { from_at: number; until_at: number };
}

/**
 * The time after a release (or while it lasted), and as much before. A length of a week or more is cut to whole weeks, of a day or more to whole days; what is shorter than
 * a week is compared with the same weekdays of the weeks before where the data reach back, else with the days before.
 *
 * @param data - the days of the data, from midnight to midnight
 * @returns null where the data do not hold both
 */
export function spansOf({ at, until }: Pick<Release, 'at' | 'until'>, data: { first_at: number; last_at: number }): Spans | null {
  const room = Math.min(Math.min(until ?? data.last_at, data.last_at) - at, at - data.first_at);
  if (room <= 0) return null;
  const unit = room >= WEEK ? WEEK : room >= DAY ? DAY : 1;
  const length = Math.floor(room / unit) * unit;
  const back = [WEEK, DAY].map((step) => Math.ceil(length / step) * step).find((shift) => at - shift >= data.first_at);
  if (back === undefined) return null;
  return { before: { from_at: at - back, until_at: at - back + length }, after: { from_at: at, until_at: at + length } };
}

/** Other entries that began or ended inside the time that is compared and touched the same pages: what they did cannot be told apart. */
export function overlapping(own: Release, spans: Spans, all: readonly Release[]): Release[] {
  const isInside = (moment: number | null) => moment !== null && moment > spans.before.from_at && moment < spans.after.until_at;
  const touches = (other: Release) =>
    own.page === null ||
    other.page === null ||
    own.page === other.page ||
    own.page.startsWith(`${other.page}/`) ||
    other.page.startsWith(`${own.page}/`);
  return all.filter((other) => other !== own && touches(other) && (isInside(other.at) || isInside(other.until)));
}
