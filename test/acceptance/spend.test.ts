import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSpend } from '../../src/intake/spend/read-spend.ts';
import { DATA } from './run-midfunnel.ts';

// Sums by hand from the rows of each file, totals rows left out.
it.each([
  ['google_ads_campaign_day.csv', 'google_ads', 'day', null, 3, 391_750_000, 132],
  ['google_ads_campaign_day_utf16le_tab.csv', 'google_ads', 'day', 'USD', 2, 22_250_000, 71],
  ['google_ads_french_semicolon.csv', 'google_ads', 'day', 'CAD', 2, 1_032_840_000, 95],
  ['google_ads_german_commas.csv', 'google_ads', 'day', 'USD', 2, 1_334_460_000, 129],
  ['google_ads_range_no_day.csv', 'google_ads', 'range', 'CAD', 2, 990_000_000, 0],
  ['meta_ads_daily_bom.csv', 'meta_ads', 'day', 'USD', 2, 122_100_000, 119],
  ['meta_ads_french_semicolon.csv', 'meta_ads', 'day', 'USD', 2, 2_236_560_000, 0],
  ['meta_ads_range_egp.csv', 'meta_ads', 'range', 'EGP', 2, 190_000_000, 75],
  ['bing_ads.csv', 'microsoft_ads', 'day', null, 1, 31_500_000, 22],
] as const)('reads %s', async (name, platform, granularity, currency, rows, cost, clicks) => {
  const file = join(DATA, 'platform-exports', name);
  const report = (await readSpend(file, { delimiter: null, decimal: null, date_order: null, currency: null }))!;
  expect(report).toMatchObject({ platform, granularity, currency });
  expect(report.rows).toHaveLength(rows);
  expect(report.rows.reduce((sum, row) => sum + (row.cost_micros ?? 0), 0)).toBe(cost);
  expect(report.rows.reduce((sum, row) => sum + (row.clicks ?? 0), 0)).toBe(clicks);
});
