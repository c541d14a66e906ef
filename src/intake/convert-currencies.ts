import { readFile } from 'node:fs/promises';
import type { Engine } from '../engine/engine.ts';
import { defineQuery, defineStatement } from '../engine/query.ts';
import { InputError, UsageError } from '../errors.ts';
import { parseCsv } from '../io/csv.ts';

/** What one unit of a currency is worth in that of the report, from a day on until the next rate of that currency. Times in microseconds since 1970. */
export interface Rate {
  currency: string;
  from_at: number;
  until_at: number;
  rate: string;
}

const [ALWAYS, EVER] = [-1e15, 1e16];

/**
 * Reads a file of rates: CSV with the columns `currency` and `rate`, and `date` (a day, UTC) where they change.
 *
 * @throws InputError with the line of what cannot be read
 */
export async function readRates(path: string): Promise<Rate[]> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new InputError(`the rates ${path} cannot be read: ${cause.message}`, { hint: 'Name a CSV file with --rates.' });
  });
  const [header = [], ...rows] = parseCsv(text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'));
  const names = header.map((name) => name.trim().toLowerCase());
  const place = (name: string) => names.indexOf(name);
  if (place('currency') < 0 || place('rate') < 0) {
    throw new InputError(`${path} has no columns "currency" and "rate"`, {
      hint: 'Write it as: currency,rate,date and below USD,0.92,2026-11-02: one dollar is 0.92 of the currency of the report from that day on.',
    });
  }
  const rates = rows.map((row, index) => {
    const cell = (name: string) => (row[place(name)] ?? '').trim();
    const where = `${path}, line ${index + 2}`;
    const currency = cell('currency').toUpperCase();
    if (!/^[A-Z]{3}$/.test(currency))
      throw new InputError(`${where}: "${cell('currency')}" is no currency`, { hint: 'Write it in three letters, as USD.' });
    const rate = cell('rate');
    if (!/^\d+(\.\d{1,10})?$/.test(rate) || Number(rate) <= 0) {
      throw new InputError(`${where}: "${rate}" is no rate`, { hint: 'Write it with a point and at most ten decimals, as 0.92.' });
    }
    const from_at = place('date') < 0 || cell('date') === '' ? ALWAYS : Date.parse(`${cell('date')}T00:00:00Z`) * 1000;
    if (Number.isNaN(from_at)) throw new InputError(`${where}: "${cell('date')}" is no day`, { hint: 'Write days as 2026-11-02.' });
    return { currency, rate, from_at, until_at: EVER };
  });
  rates.sort((a, b) => (a.currency < b.currency ? -1 : a.currency > b.currency ? 1 : a.from_at - b.from_at));
  return rates.map((own, index) => {
    const next = rates[index + 1];
    if (next?.currency === own.currency && next.from_at === own.from_at) {
      throw new InputError(`${path} has two rates of ${own.currency} for one day`, { hint: 'Leave one of them out.' });
    }
    return next?.currency === own.currency ? { ...own, until_at: next.from_at } : own;
  });
}

const foreign = defineQuery({
  name: 'foreign_orders',
  grain: 'one row per currency of orders that is not that of the report',
  columns: { currency: 'VARCHAR', orders: 'DOUBLE' },
  sql: `select currency, cast(count(*) as double) as orders from staged_orders
    where problem = 0 and currency is not null and currency <> $target group by currency order by currency`,
});

const makeRates = defineStatement({
  name: 'rates',
  grain: 'one row per currency and day from which a rate holds',
  sql: 'create table rates (currency varchar, rate varchar, from_at double, until_at double)',
});

const convert = defineStatement({
  name: 'converted_orders',
  grain: 'none',
  sql: `update staged_orders set
      revenue_minor = cast(round(revenue_minor * cast(r.rate as decimal(18, 10))) as bigint),
      refunded_minor = cast(round(refunded_minor * cast(r.rate as decimal(18, 10))) as bigint),
      currency = $target
    from rates as r
    where r.currency = staged_orders.currency and staged_orders.order_at >= r.from_at and staged_orders.order_at < r.until_at
      and staged_orders.currency <> $target`,
});

/**
 * Converts the money of staged orders to the currency of the report. What has no rate on its day stays as it is, for `settleCurrency` to refuse.
 *
 * @param target - currency of the report
 * @returns the currencies that were converted, with the number of their orders' rows
 * @throws UsageError without a target: rates do not say into what
 */
export async function convertCurrencies(
  engine: Engine,
  rates: readonly Rate[],
  target: string | null,
): Promise<{ currency: string; rows: number }[]> {
  if (target === null)
    throw new UsageError('--rates needs the currency of the report', { hint: 'Say it with --currency, as --currency EUR.' });
  const before = await engine.rows(foreign, { target });
  await engine.run(makeRates);
  await engine.append(
    'rates',
    { currency: 'VARCHAR', rate: 'VARCHAR', from_at: 'DOUBLE', until_at: 'DOUBLE' },
    rates.map(({ currency, rate, from_at, until_at }) => ({ currency, rate, from_at, until_at })),
  );
  await engine.run(convert, { target });
  const left = new Map((await engine.rows(foreign, { target })).map((row) => [row.currency, row.orders!]));
  return before
    .map((row) => ({ currency: row.currency!, rows: row.orders! - (left.get(row.currency) ?? 0) }))
    .filter(({ rows }) => rows > 0);
}
