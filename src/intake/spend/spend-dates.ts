/** Calendar days, both in, as 2026-09-01. */
export interface DayRange {
  from: string;
  to: string;
}

export type DateOrder = 'dmy' | 'mdy';

/** Beginnings of the months' names in English, French, German, Spanish and Portuguese. */
const MONTHS: readonly RegExp[] = [
  ...[/^(jan|ene)/, /^(fe[bv]|fév)/, /^(mar|mär)/, /^(apr|avr|abr)/, /^(may|mai)/, /^(jun|juin)/, /^(jul|juil)/],
  ...[/^(aug|ao[uûs]|ago)/, /^(sep|set)/, /^(o[ck]t|out)/, /^nov/, /^(d[eéi][cz])/],
];

/**
 * One calendar day: ISO, ISO with an hour (`2026-09-01|13`), figures in the given order, or with the month in words.
 *
 * @param order - of figures that do not begin with the year; null leaves them unread
 * @returns null when it is no day
 */
export function parseDay(text: string, order: DateOrder | null): string | null {
  const bare = text.trim();
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[|T ].*)?$/.exec(bare);
  if (iso) return dayOf(iso[1]!, iso[2]!, iso[3]!);
  const figures = figuresOf(bare);
  if (figures) {
    const [first, second, year] = figures;
    if (bare.includes('.')) return dayOf(year, second, first);
    return order === null ? null : order === 'dmy' ? dayOf(year, second, first) : dayOf(year, first, second);
  }
  const words = bare.toLowerCase().match(/\d+|\p{L}+/gu) ?? [];
  const month = MONTHS.findIndex((name) => words.some((word) => name.test(word))) + 1;
  const numbers = words.filter((word) => /^\d+$/.test(word));
  const year = numbers.find((word) => word.length === 4);
  const day = numbers.find((word) => word.length <= 2);
  return month > 0 && year && day && numbers.length === 2 ? dayOf(year, `${month}`, day) : null;
}

/** Order of day and month that the dates of a file leave possible alone; null when both are, or neither is needed. */
export function decideDateOrder(texts: readonly string[]): DateOrder | null {
  const figures = texts.flatMap((text) => figuresOf(text.trim().replace(/\|.*$/, '')) ?? []);
  const pairs = Array.from(
    { length: figures.length / 3 },
    (_, index) => [Number(figures[3 * index]), Number(figures[3 * index + 1])] as const,
  );
  if (pairs.some(([first]) => first > 12)) return 'dmy';
  return pairs.some(([, second]) => second > 12) ? 'mdy' : null;
}

/** The range in a line such as "September 1, 2026 - September 3, 2026"; null when the line is none. */
export function parseRange(line: string): DayRange | null {
  const parts = line.split(/ [-–—] /);
  if (parts.length !== 2) return null;
  const [from, to] = [parseDay(parts[0]!, null), parseDay(parts[1]!, null)];
  return from !== null && to !== null && from <= to ? { from, to } : null;
}

/** The seven days from a day on. */
export function weekFrom(day: string): DayRange {
  return { from: day, to: new Date(Date.parse(day) + 6 * 86_400_000).toISOString().slice(0, 10) };
}

/** The month in which a day lies. */
export function monthOf(day: string): DayRange {
  const [year, month] = day.split('-').map(Number) as [number, number];
  return { from: `${day.slice(0, 7)}-01`, to: new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) };
}

function figuresOf(text: string): [string, string, string] | null {
  const match = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text);
  return match ? [match[1]!, match[2]!, match[3]!] : null;
}

function dayOf(year: string, month: string, day: string): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : null;
}
