import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recogniseAggregate } from '../../src/formats/aggregates.ts';
import { plainName } from '../../src/formats/column-names.ts';
import { jsonFields } from '../../src/intake/json-fields.ts';
import { sniffFile } from '../../src/io/sniff-file.ts';
import { diagnoseText } from '../shop.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
const TOTALS = join(FIXTURES, 'totals');

describe('exports of totals', () => {
  it.each([
    ['ga4-report.csv', 'GA4 interface', 'BigQuery'],
    ['ga4-exploration.csv', 'GA4 interface', 'BigQuery'],
    ['ga4-short.csv', 'GA4 interface', 'BigQuery'],
    ['plausible-visitors.csv', 'Plausible dashboard', 'raw event export'],
    ['plausible-sources.csv', 'Plausible dashboard', 'raw event export'],
    ['umami-pages.csv', 'Umami', 'website_event'],
    ['matomo-pages.csv', 'Matomo report', 'Live.getLastVisitsDetails'],
    ['matomo-days.csv', 'Matomo report', 'Live.getLastVisitsDetails'],
    ['adobe-workspace.csv', 'Adobe Analytics Workspace', 'Data Feeds'],
    ['adobe-corner.csv', 'column 1 has no name', 'one row per hit'],
    ['shopify-sessions-over-time.csv', 'Shopify Analytics', 'Orders > Export'],
    ['shopify-sales-over-time.csv', 'Shopify Analytics', 'Orders > Export'],
    ['totals-per-page.csv', 'table of totals', 'one row per hit'],
  ])('are refused with the export to make instead: %s', async (name, what, remedy) => {
    const content = readFileSync(join(TOTALS, name));
    const asEvents = diagnoseText({ events: { [name]: content } });
    await expect(asEvents).rejects.toThrow(what);
    await expect(asEvents).rejects.toMatchObject({ hint: expect.stringContaining(remedy) });
    const events = 'visitor_id,event_time,page_url\nv1,2026-11-02T10:00:00Z,/\n';
    await expect(diagnoseText({ events, orders: { [name]: content } })).rejects.toThrow(what);
  });
});

/** Names of the columns of our own exports of hits and orders. */
async function ownHeaders(): Promise<[file: string, header: string[]][]> {
  const files = (readdirSync(FIXTURES, { recursive: true }) as string[])
    .filter((name) => /\.(csv|tsv|jsonl)$/.test(name) && !name.startsWith('totals'))
    .filter((name) => /clickstream|orders|^platforms/.test(name));
  return Promise.all(
    files.map(async (name) => {
      const { csv } = await sniffFile(join(FIXTURES, name));
      if (csv) return [name, csv.header];
      const [line] = readFileSync(join(FIXTURES, name), 'utf8').split('\n');
      return [name, jsonFields([line!])];
    }),
  );
}

describe('exports of hits', () => {
  it('are never taken for totals, whatever they count beside', async () => {
    // A file of lines without a header of its own has no names.
    const headers = (await ownHeaders()).filter(([, header]) => header.length > 0);
    expect(headers.length).toBeGreaterThan(20);
    const counts = [
      'Views',
      'sessions',
      'Visits',
      'bounce_rate',
      'visitors',
      'pageviews',
      'Active users',
      'label',
      'Orders',
      'net_sales',
      'x',
      'y',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...headers), fc.subarray(counts), ([file, header], more) => {
        expect(recogniseAggregate([], [...header, ...more].map(plainName), file)).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it('stay hits below a preamble of comments', () => {
    const preamble = ['# ----------', '# Start date: 20261101', '# Report suite: shop'];
    expect(recogniseAggregate(preamble, ['visitor_id', 'event_time', 'page_url'], 'hits.csv')).toBeNull();
  });
});
