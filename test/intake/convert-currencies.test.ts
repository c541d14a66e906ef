import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRates } from '../../src/intake/convert-currencies.ts';
import { at, type Cells, diagnoseText, hit } from '../shop.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'midfunnel-rates-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (text: string) => {
  const path = join(folder, 'rates.csv');
  writeFileSync(path, text);
  return path;
};
const events = [hit('v1', '10:00:00', '/')];
const order = (id: string, day: number, currency: string, revenue: string, more: Cells = {}): Cells => ({
  order_id: id,
  created_at: at('12:00:00', day),
  status: 'paid',
  currency,
  revenue,
  ...more,
});

describe('rates', () => {
  it('convert each order by the rate of its day, exactly, and what was converted is said', async () => {
    const rates = write('date,currency,rate\n2026-11-02,USD,0.9\n2026-11-04,usd,0.8\n,GBP,1.25\n');
    const orders = [
      order('1', 2, 'EUR', '10.00'),
      order('2', 3, 'USD', '10.05', { refunded_amount: '1.00' }),
      order('3', 4, 'USD', '10.00'),
      order('4', 2, 'GBP', '0.10'),
    ];
    const { report } = await diagnoseText({ events, orders, options: { rates, currency: 'EUR' } });
    // 10.00 + 10.05 · 0.9 = 9.045, rounded to 9.05 (half up) + 8.00 + 0.125, rounded to 0.13
    expect(report.ledger.revenue).toMatchObject({ amount: 27.18, currency: 'EUR' });
    expect(report.caveats.join(' ')).toContain('Orders in GBP (1 rows), USD (2 rows) were converted to EUR');
  });

  it('that are missing for a currency or a day leave the orders as they are, and the run asks for them', async () => {
    const rates = write('currency,rate,date\nUSD,0.9,2026-11-03\n');
    const run = (orders: Cells[], currency: string | null = 'EUR') => diagnoseText({ events, orders, options: { rates, currency } });
    await expect(run([order('1', 2, 'EUR', '1'), order('2', 2, 'USD', '1')])).rejects.toThrow(
      'the orders are in several currencies: EUR, USD',
    );
    await expect(run([order('1', 4, 'CHF', '1'), order('2', 4, 'USD', '1')])).rejects.toThrow('several currencies: CHF, EUR');
    await expect(run([order('1', 4, 'USD', '1')], null)).rejects.toThrow('--rates needs the currency of the report');
  });

  it('are refused with their line where they cannot be read', async () => {
    await expect(readRates(write('currency,price\nUSD,1\n'))).rejects.toThrow('no columns "currency" and "rate"');
    await expect(readRates(write('currency,rate\nUSD,1\ndollar,1\n'))).rejects.toThrow(/line 3: "dollar" is no currency/);
    for (const rate of ['0', '-1', '1,2', '', 'x'])
      await expect(readRates(write(`currency,rate\nUSD,"${rate}"\n`))).rejects.toThrow(/line 2: .* is no rate/);
    await expect(readRates(write('currency,rate,date\nUSD,1,2.11.2026\n'))).rejects.toThrow(/line 2: "2.11.2026" is no day/);
    await expect(readRates(write('currency,rate\nUSD,1\nUSD,2\n'))).rejects.toThrow('two rates of USD for one day');
    await expect(readRates(join(folder, 'none.csv'))).rejects.toThrow('cannot be read');
  });

  it('of one currency follow each other without a gap and without two on one day', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 8 }), async (days) => {
        const lines = days.map((day) => `USD,1.${day},2026-11-${String(day).padStart(2, '0')}`);
        const rates = await readRates(write(`currency,rate,date\n${lines.join('\n')}\n`));
        rates.slice(1).forEach((rate, index) => {
          expect(rate.from_at).toBe(rates[index]!.until_at);
        });
        expect(rates.every(({ from_at, until_at }) => from_at < until_at)).toBe(true);
      }),
    );
  });
});
