import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSpend, type SpendSettings } from '../../../src/intake/spend/read-spend.ts';

const OPEN: SpendSettings = { delimiter: null, decimal: null, date_order: null, currency: null };
const folder = mkdtempSync(join(tmpdir(), 'spend-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string, settings: Partial<SpendSettings> = {}) {
  const file = join(folder, 'spend.csv');
  writeFileSync(file, text);
  return readSpend(file, { ...OPEN, ...settings });
}

describe('readSpend', () => {
  // Sums by hand from the rows of the fixtures; totals rows are not among them.
  it.each([
    ['google-english.csv', 'google_ads', 'day', 'EUR', 3, 2, 1_013_000_000, 10, '2026-09-01', '2026-09-02'],
    ['google-utf16.csv', 'google_ads', 'day', 'USD', 1, 1, 10_500_000, 4, '2026-09-01', '2026-09-01'],
    ['google-german.csv', 'google_ads', 'day', 'EUR', 2, 1, 1_334_460_000, 129, '2026-03-01', '2026-03-02'],
    ['google-period.csv', 'google_ads', 'range', 'EUR', 1, 1, 990_500_000, 900, '2026-09-01', '2026-09-30'],
    ['google-script.csv', 'google_ads', 'day', 'EUR', 1, 0, 1_234_567, 5, '2026-09-01', '2026-09-01'],
    ['meta-english.csv', 'meta_ads', 'day', 'USD', 2, 1, 122_100_000, 119, '2026-09-01', '2026-09-02'],
    ['meta-french.csv', 'meta_ads', 'day', 'EUR', 2, 0, 1_236_560_000, 15, '2026-08-01', '2026-08-02'],
    ['microsoft.csv', 'microsoft_ads', 'day', 'EUR', 2, 2, 5_000_000, 3, '2026-09-01', '2026-09-01'],
    ['microsoft-screen.csv', 'microsoft_ads', 'day', null, 1, 0, 3_500_000, 2, '2026-09-01', '2026-09-01'],
    ['generic.csv', 'generic_spend', 'day', 'EUR', 1, 0, 12_340_000, 9, '2026-09-01', '2026-09-01'],
  ] as const)('reads %s as %s by %s', async (name, platform, granularity, currency, rows, left_out, cost, clicks, from, to) => {
    const report = (await readSpend(join('fixtures/spend', name), OPEN))!;
    expect(report).toMatchObject({ platform, granularity, currency, left_out });
    expect(report.rows).toHaveLength(rows);
    expect(report.rows.reduce((sum, row) => sum + (row.cost_micros ?? 0), 0)).toBe(cost);
    expect(report.rows.reduce((sum, row) => sum + (row.clicks ?? 0), 0)).toBe(clicks);
    expect(report.rows[0]!.from).toBe(from);
    expect(report.rows.at(-1)!.to).toBe(to);
  });

  it('takes -- for not reported, never for 0', async () => {
    const report = (await readSpend('fixtures/spend/google-english.csv', OPEN))!;
    expect(report.rows[2]).toMatchObject({ campaign: 'Brand', cost_micros: null, clicks: null, impressions: null });
  });

  it('refuses two currencies', async () => {
    const text = 'Day,Campaign,Currency code,Cost,Clicks\n2026-09-01,A,EUR,1.00,1\n2026-09-01,B,USD,1.00,1\n';
    await expect(read(text)).rejects.toThrow('costs in EUR and USD');
  });

  it('asks for the decimal sign where it is open, and takes what it is told', async () => {
    const text = 'Day;Campaign;Cost;Clicks\n2026-09-01;A;1,234;1\n';
    await expect(read(text)).rejects.toMatchObject({ hint: expect.stringContaining('--decimal') });
    expect((await read(text, { decimal: 'comma' }))!.rows[0]!.cost_micros).toBe(1_234_000);
    expect((await read(text, { decimal: 'point' }))!.rows[0]!.cost_micros).toBe(1_234_000_000);
  });

  it('refuses amounts written in two ways', async () => {
    await expect(read('Day;Campaign;Cost;Clicks\n2026-09-01;A;1,23;1\n2026-09-01;A;1.23;1\n')).rejects.toThrow('in two ways');
  });

  it('asks for the order of day and month where it is open', async () => {
    const text = 'Day,Campaign,Cost,Clicks\n01/02/2026,A,1.20,1\n';
    await expect(read(text)).rejects.toMatchObject({ hint: expect.stringContaining('--date-order') });
    expect((await read(text, { date_order: 'dmy' }))!.rows[0]!.from).toBe('2026-02-01');
  });

  it('spans the days of weeks and months', async () => {
    expect((await read('Week,Campaign,Cost,Clicks\n2026-08-31,A,1.20,1\n'))!.rows[0]).toMatchObject({
      from: '2026-08-31',
      to: '2026-09-06',
    });
    expect((await read('Month,Campaign,Cost,Clicks\n2026-02-01,A,1.20,1\n'))!.rows[0]).toMatchObject({
      from: '2026-02-01',
      to: '2026-02-28',
    });
  });

  it('refuses a report without any day', async () => {
    await expect(read('Campaign report\nAll time\nCampaign,Cost,Clicks\nA,1.20,1\n')).rejects.toThrow('names no day and no period');
  });

  it('leaves orders to others', async () => {
    expect(await read('order_id,date,total\n1,2026-09-01,3.00\n')).toBeNull();
  });
});
