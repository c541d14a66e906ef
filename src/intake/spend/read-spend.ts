import { InputError } from '../../errors.ts';
import type { SpendField } from '../../formats/spend/header-words.ts';
import { DAY_FIRST_WORDS } from '../../formats/spend/header-words.ts';
import { normaliseHeader, PLATFORM_SOURCE, type SpendPlatform } from '../../formats/spend/recognise-spend.ts';
import { type DecimalSign, decideDecimal, parseMicros } from './spend-amounts.ts';
import { type DateOrder, type DayRange, decideDateOrder, monthOf, parseDay, parseRange, weekFrom } from './spend-dates.ts';
import { readSpendTable, type SpendTable } from './spend-table.ts';

export type Granularity = 'day' | 'week' | 'month' | 'range';

/** One row of a spend report: days of the ad account's zone, both in; null is what the report does not say, never 0. */
export interface SpendRow extends DayRange {
  source: string;
  medium: string;
  campaign: string | null;
  campaign_id: string | null;
  impressions: number | null;
  clicks: number | null;
  /** Whole millionths of the currency: exact. */
  cost_micros: number | null;
}

export interface SpendReport {
  file: string;
  platform: SpendPlatform;
  encoding: string;
  delimiter: string;
  granularity: Granularity;
  /** Null when neither the report nor the user says. */
  currency: string | null;
  rows: SpendRow[];
  /** Totals and footers that were left out. */
  left_out: number;
}

/** What the user says where a report leaves it open. */
export interface SpendSettings {
  delimiter: string | null;
  decimal: DecimalSign | null;
  date_order: DateOrder | null;
  currency: string | null;
}

/**
 * Reads an ad-cost export of Google Ads, Meta Ads Manager or Microsoft Advertising, or one in the shape of the GA4 cost-data import.
 *
 * @returns null when the file is no spend report
 * @throws InputError for a row that cannot be read, two currencies, and where decimal sign, order of dates or period are open
 */
export async function readSpend(file: string, settings: SpendSettings): Promise<SpendReport | null> {
  const table = await readSpendTable(file, settings.delimiter);
  if (table === null) return null;
  const at = (row: readonly string[], field: SpendField) => {
    const column = table.header.columns[field];
    return column === undefined ? '' : (row[column] ?? '').trim();
  };
  const body = table.rows.filter((row) => !isTotal(row, table, at));
  const texts = (field: SpendField) => body.map((row) => at(row, field)).filter((text) => text !== '');
  const decimal = decideDecimal(texts('cost'), [...texts('impressions'), ...texts('clicks')], settings.decimal, file);
  const order = settings.date_order ?? dateOrderOf(table, [...texts('date'), ...texts('starts'), ...texts('week'), ...texts('month')]);
  const whole = table.preamble.map(parseRange).find((range) => range !== null) ?? null;
  const has = (field: SpendField) => table.header.columns[field] !== undefined;
  const rows = body.map((row, index): SpendRow => {
    const where = `${file}: row ${index + 1} below the header`;
    const amount = (field: SpendField) => readAmount(at(row, field), field, decimal, where);
    const micros = has('cost') ? amount('cost') : scaleDown(amount('cost_micros'));
    const named =
      table.header.platform === 'generic_spend'
        ? { source: at(row, 'source'), medium: at(row, 'medium') }
        : PLATFORM_SOURCE[table.header.platform];
    return {
      ...daysOf((field) => (has(field) ? at(row, field) : null), order, whole, where),
      ...named,
      campaign: at(row, 'campaign') || null,
      campaign_id: at(row, 'campaign_id') || null,
      impressions: scaleDown(amount('impressions')),
      clicks: scaleDown(amount('clicks')),
      cost_micros: micros,
    };
  });
  return {
    file,
    platform: table.header.platform,
    encoding: table.encoding,
    delimiter: table.delimiter,
    granularity: granularityOf(has, rows),
    currency: currencyOf(
      file,
      new Set(
        texts('currency')
          .filter((text) => /^[A-Za-z]{3}$/.test(text))
          .map((text) => text.toUpperCase()),
      ),
      table,
      settings,
    ),
    rows,
    left_out: table.rows.length - body.length,
  };
}

/** Words before the colon of a totals row. */
const TOTAL = /^(grand total|overall total|total|totals|totaux|totales|totais|gesamt|summe)\s*(:|$)/i;

/** A total has a label and no day; a campaign called "Total Wine" has neither the colon nor, in a report by day, a row without one. */
function isTotal(row: readonly string[], { header }: SpendTable, at: (row: readonly string[], field: SpendField) => string): boolean {
  const filled = row.filter((cell) => cell.trim() !== '');
  const first = filled[0]?.trim() ?? '';
  if (filled.length === 0 || (filled.length === 1 && first.startsWith('©'))) return true;
  if (header.platform === 'meta_ads') return at(row, 'campaign') === '' && at(row, 'campaign_id') === '';
  const isDated = header.columns.date !== undefined && /\d/.test(at(row, 'date'));
  return !isDated && TOTAL.test(first);
}

function dateOrderOf({ header, names }: SpendTable, texts: readonly string[]): DateOrder | null {
  const found = decideDateOrder(texts);
  if (found !== null) return found;
  const name = names[header.columns.date ?? header.columns.starts ?? -1];
  if (name !== undefined && DAY_FIRST_WORDS.has(normaliseHeader(name).name)) return 'dmy';
  // Microsoft writes 9/1/2026 for the first of September in its English reports.
  return header.platform === 'microsoft_ads' ? 'mdy' : null;
}

function daysOf(text: (field: SpendField) => string | null, order: DateOrder | null, whole: DayRange | null, where: string): DayRange {
  const day = (field: SpendField) => {
    const written = text(field)!;
    const found = parseDay(written, order);
    if (found !== null) return found;
    throw new InputError(`${where}: ${JSON.stringify(written)} is no day that can be told`, {
      hint: 'Give the order of day and month with --date-order dmy or --date-order mdy, or export dates as 2026-09-01.',
    });
  };
  if (text('date') !== null) return { from: day('date'), to: day('date') };
  if (text('week') !== null) return weekFrom(day('week'));
  if (text('month') !== null) return monthOf(day('month'));
  if (text('starts') !== null) return { from: day('starts'), to: day(text('ends') === null ? 'starts' : 'ends') };
  if (whole !== null) return whole;
  throw new InputError(`${where.replace(/: row .*/, '')} names no day and no period`, {
    hint: 'Export it again by day: in Google Ads add the segment Day, in Meta the breakdown By time, Day.',
  });
}

function granularityOf(has: (field: SpendField) => boolean, rows: readonly SpendRow[]): Granularity {
  if (has('date')) return 'day';
  if (has('week')) return 'week';
  if (has('month')) return 'month';
  return rows.every(({ from, to }) => from === to) ? 'day' : 'range';
}

function currencyOf(file: string, found: ReadonlySet<string>, { header }: SpendTable, settings: SpendSettings): string | null {
  if (found.size > 1) {
    throw new InputError(`${file} has costs in ${[...found].sort().join(' and ')}`, {
      hint: 'Export one file for each currency, and give those in the currency of the orders.',
    });
  }
  return [...found][0] ?? header.currency ?? settings.currency;
}

function readAmount(text: string, field: SpendField, decimal: DecimalSign, where: string): number | null {
  try {
    return parseMicros(text, decimal);
  } catch (cause) {
    throw new InputError(`${where}: ${JSON.stringify(text)} in the column of ${field} is not a number`, {
      hint: 'Export the report again; if amounts are written with another decimal sign, give --decimal.',
      cause,
    });
  }
}

function scaleDown(micros: number | null): number | null {
  return micros === null ? null : Math.round(micros / 1_000_000);
}
