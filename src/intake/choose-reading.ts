import type { Engine } from '../engine/engine.ts';
import type { SourceFile, TimeReading } from '../engine/sources.ts';
import { InputError } from '../errors.ts';
import type { Field } from '../fields.ts';

export interface TimeChoice {
  reading: TimeReading;
  /** In words, for `inspect` and the report. */
  words: string;
  /** Times of this column have no offset. */
  naive: boolean;
}

export interface ReadingSettings {
  time_zone: string | null;
  date_order: 'dmy' | 'mdy' | null;
  decimal: 'point' | 'comma' | null;
}

/**
 * How the times of a column are to be read. The engine itself tries each way on the sample, so what is chosen is what will work; day and month are
 * decided by the whole column and never guessed.
 *
 * @throws InputError when nothing fits, or when day and month could be either way round
 */
export async function chooseTimeReading(
  engine: Engine,
  file: SourceFile,
  column: { field: Field; name: string; shown: string },
  cells: readonly string[],
  settings: ReadingSettings,
): Promise<TimeChoice> {
  const zone = settings.time_zone ?? 'UTC';
  const texts = cells.filter((cell) => cell !== '' && cell !== 'NULL' && cell !== 'null').slice(0, 500);
  const epoch = epochUnit(texts);
  if (epoch !== null) return { reading: { kind: 'epoch', unit: epoch }, words: `${EPOCH_WORDS[epoch]} since 1970`, naive: false };

  const where = `${column.shown}, column "${column.name}"`;
  if (settings.date_order === null) refuseMixedOrders(texts, where);
  const candidates = candidateReadings(zone);
  // Bad rows are judged later, by the share that the user allows; here it is enough that the column is one of times.
  const needed = Math.max(1, Math.ceil(texts.length * 0.9));
  // The readings whose order of day and month is plain come first, and most exports need no other of the hundred.
  const plain = candidates.filter((candidate) => candidate.order === null);
  const readings = (list: readonly Candidate[]) => list.map((candidate) => candidate.reading);
  const understood = await engine.tryTimes(texts, readings(plain));
  if (!understood.some((count) => count >= needed))
    understood.push(...(await engine.tryTimes(texts, readings(candidates.slice(plain.length)))));
  const fitting = candidates.filter((_, index) => (understood[index] ?? 0) >= needed);
  const best = fitting[0];
  if (best === undefined) {
    const shown = await unreadTexts(engine, texts, candidates[understood.indexOf(Math.max(...understood))]!.reading);
    throw new InputError(`${where}: these are not times: ${shown.map((text) => `"${text}"`).join(', ') || 'all cells are empty'}`, {
      hint: 'Name the column of the times with --column, or write times as 2026-11-02 13:45:00, with an offset or Z if possible.',
    });
  }
  const naive = best.naive && !(best.reading.kind === 'iso' && texts.every((text) => /(Z|UTC|[+-]\d\d:?\d{0,2})$/i.test(text.slice(10))));
  if (best.order === null) return { ...best, naive };
  return { ...(await chooseDayOrder(engine, file, column.field, where, fitting, settings.date_order)), naive };
}

/** The first three different texts that even the best reading does not understand. */
async function unreadTexts(engine: Engine, texts: readonly string[], reading: TimeReading): Promise<string[]> {
  const unread: string[] = [];
  for (const text of new Set(texts)) {
    const [understood] = await engine.tryTimes([text], [reading]);
    if (understood === 0) unread.push(text.length > 40 ? `${text.slice(0, 39)}…` : text);
    if (unread.length === 3) break;
  }
  return unread;
}

interface Candidate {
  reading: TimeReading;
  words: string;
  naive: boolean;
  order: 'dmy' | 'mdy' | null;
}

const EPOCH_WORDS = { s: 'seconds', ms: 'milliseconds', us: 'microseconds', ns: 'nanoseconds' } as const;

/** Digits of the integer part tell the unit: 10 seconds, 13 milli-, 16 micro-, 19 nanoseconds. */
function epochUnit(texts: readonly string[]): 's' | 'ms' | 'us' | 'ns' | null {
  const units = { 10: 's', 13: 'ms', 16: 'us', 19: 'ns' } as const;
  const found = new Set(texts.map((text) => (/^\d+(\.\d+)?$/.test(text) ? (units[text.split('.')[0]!.length as 10] ?? null) : null)));
  const [unit] = found;
  return found.size === 1 && unit ? unit : null;
}

function candidateReadings(time_zone: string): Candidate[] {
  const pattern = (text: string, words: string, order: Candidate['order'] = null, has_offset = false): Candidate => ({
    reading: { kind: 'pattern', pattern: text, has_offset, time_zone },
    words,
    naive: !has_offset,
    order,
  });
  const dayMonth = (order: 'dmy' | 'mdy') => {
    const names = order === 'dmy' ? 'day/month/year' : 'month/day/year';
    return ['/', '.', '-'].flatMap((sign) => {
      const day = (order === 'dmy' ? ['%d', '%m'] : ['%m', '%d']).join(sign) + sign;
      return ['%Y', '%y'].flatMap((year) =>
        ['', ' %H:%M:%S', ' %H:%M', ' %I:%M:%S %p', ' %I:%M %p', ', %H:%M:%S', ', %H:%M', ' %H:%M:%S.%g'].map((time) =>
          pattern(`${day}${year}${time}`, names, order),
        ),
      );
    });
  };
  return [
    { reading: { kind: 'iso', time_zone }, words: 'year-month-day (ISO 8601)', naive: true, order: null },
    pattern('%Y-%m-%d %H:%M:%S %z', 'year-month-day with offset', null, true),
    pattern('%Y-%m-%dT%H:%M:%S%z', 'year-month-day with offset', null, true),
    pattern('%d/%b/%Y:%H:%M:%S %z', 'access log time with offset', null, true),
    pattern('%b %d, %Y, %H:%M:%S', 'month name, day, year'),
    pattern('%b %d, %Y %H:%M:%S', 'month name, day, year'),
    pattern('%Y%m%d', 'yearmonthday'),
    pattern('%Y%m%d%H%M%S', 'yearmonthdayhourminutesecond'),
    ...dayMonth('dmy'),
    ...dayMonth('mdy'),
  ];
}

async function chooseDayOrder(
  engine: Engine,
  file: SourceFile,
  field: Field,
  where: string,
  fitting: readonly Candidate[],
  decided: 'dmy' | 'mdy' | null,
): Promise<Candidate> {
  const first = (order: 'dmy' | 'mdy') => fitting.find((candidate) => candidate.order === order);
  if (decided !== null) {
    const chosen = first(decided);
    if (chosen) return chosen;
    throw new InputError(`${where}: the dates cannot be ${decided === 'dmy' ? 'day first' : 'month first'}`, {
      hint: 'Leave --date-order out, or give the other order.',
    });
  }
  const both = [first('dmy'), first('mdy')].filter((candidate) => candidate !== undefined);
  if (both.length === 1) return both[0]!;
  // One date in the whole column with a number above 12 decides.
  const [dayFirst, monthFirst] = await engine.tryTimesInFile(
    file,
    field,
    both.map((candidate) => candidate.reading),
  );
  if (dayFirst === 0 && monthFirst === 0) {
    throw new InputError(`${where}: day and month could be either way round in every date`, {
      hint: 'Say it with --date-order dmy or --date-order mdy.',
    });
  }
  if (dayFirst! > 0 && monthFirst! > 0) {
    throw mixedOrders(where, `${dayFirst} dates can only be day first, ${monthFirst} only month first`);
  }
  return both[dayFirst! > 0 ? 0 : 1]!;
}

/** Few dates of the other order are below the share of bad rows that is allowed, and those up to the 12th are read without a complaint. */
function refuseMixedOrders(texts: readonly string[], where: string): void {
  const find = (day: 1 | 2) =>
    texts.find((text) => {
      const parts = /^(\d{1,2})([/.-])(\d{1,2})\2\d/.exec(text)?.filter((_, index) => index !== 2);
      return parts !== undefined && Number(parts[day]) > 12 && Number(parts[day]) <= 31 && Number(parts[3 - day]) <= 12;
    });
  const [dayFirst, monthFirst] = [find(1), find(2)];
  if (dayFirst !== undefined && monthFirst !== undefined) {
    throw mixedOrders(where, `"${dayFirst}" has the day first, "${monthFirst}" the month`);
  }
}

function mixedOrders(where: string, finding: string): InputError {
  return new InputError(`${where}: ${finding}`, {
    hint: 'Export again in one order, or say which is right with --date-order dmy or --date-order mdy: dates that cannot be so are then counted as unreadable.',
  });
}
