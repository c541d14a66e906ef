import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedFiles, simulateShop } from '../../src/simulate/simulate-shop.ts';
import type { TruthCounts } from '../../src/simulate/truth.ts';

type Row = Record<string, string>;

const OPTIONS = { sessions: 12_000, days: 10, seed: 42, started_on: '2026-11-02' };
const root = mkdtempSync(join(tmpdir(), 'midfunnel-simulate-'));
const read = (path: string) => Papa.parse<Row>(readFileSync(path, 'utf8'), { header: true, skipEmptyLines: true });
const countBy = (rows: readonly Row[], key: (row: Row) => string) => {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[key(row)] = (counts[key(row)] ?? 0) + 1;
  return counts;
};
const withoutZeros = (counts: Record<string, number>) => Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

let files: SimulatedFiles;
let events: Row[];
let orders: Row[];
let store_orders: Row[];
let spend: Row[];
let counts: TruthCounts;

beforeAll(async () => {
  files = await simulateShop(OPTIONS, join(root, 'shop'));
  const parsed = [files.events, files.orders, files.store_orders!, files.spend].map(read);
  expect(parsed.flatMap(({ errors }) => errors)).toEqual([]);
  [events, orders, store_orders, spend] = parsed.map(({ data }) => data) as [Row[], Row[], Row[], Row[]];
  counts = (JSON.parse(readFileSync(files.truth, 'utf8')) as { counts: TruthCounts }).counts;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const pageOf = ({ page_url }: Row) => {
  const path = new URL(page_url!).pathname;
  if (path === '/') return 'home';
  const found: [RegExp, string][] = [
    [/^\/c\//, 'category'],
    [/^\/p\//, 'product'],
    [/^\/search$/, 'search'],
    [/^\/(help|about)/, 'content'],
    [/^\/error\/404$/, 'error'],
    [/^\/account\/register$/, 'register'],
    [/^\/checkout\/thank-you$/, 'thank_you'],
  ];
  return found.find(([pattern]) => pattern.test(path))?.[1] ?? path.split('/').at(-1)!;
};
const sum = (record: Record<string, number>) => Object.values(record).reduce((total, count) => total + count, 0);

describe('clickstream.csv', () => {
  it('has the columns of a plain export, one id per row, and times in order', () => {
    expect(Object.keys(events[0]!)).toEqual(
      'event_id timestamp visitor_id customer_id event_name page_url referrer device user_agent search_results http_status load_ms'.split(
        ' ',
      ),
    );
    expect(new Set(events.map((row) => row.event_id)).size).toBe(events.length);
    expect(events.every((row) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(row.timestamp!))).toBe(true);
    expect(events.every((row, index) => index === 0 || events[index - 1]!.timestamp! <= row.timestamp!)).toBe(true);
  });

  it('has rows of about 195 bytes, quotes only where a field needs them', () => {
    const lines = readFileSync(files.events, 'utf8').trimEnd().split('\n').slice(1);
    expect(lines).toHaveLength(events.length);
    const mean = lines.reduce((total, line) => total + line.length + 1, 0) / lines.length;
    expect(mean).toBeGreaterThan(180);
    expect(mean).toBeLessThan(215);
    expect(lines.some((line) => line.includes('""'))).toBe(true);
    expect(lines.some((line) => !line.includes('"'))).toBe(true);
  });

  it('comes apart into the generated sessions at pauses of more than 30 minutes, gateway returns and a few overlaps aside', () => {
    const last_seen = new Map<string, number>();
    let sessions = 0;
    for (const row of events) {
      const at = Date.parse(row.timestamp!);
      if (at - (last_seen.get(row.visitor_id!) ?? Number.NEGATIVE_INFINITY) > 30 * 60_000) sessions += 1;
      last_seen.set(row.visitor_id!, at);
    }
    const expected = OPTIONS.sessions + counts.stitched_returns;
    expect(sessions).toBeLessThanOrEqual(expected);
    expect(sessions).toBeGreaterThan(expected * 0.998);
    expect(last_seen.size).toBeLessThan(OPTIONS.sessions * 0.92);
  });

  it('names the outside source on the first hit only, and the page before on the next ones', () => {
    const inside = events.filter((row) => row.referrer!.startsWith('https://www.fernby.example/'));
    expect(inside.length).toBeGreaterThan(events.length * 0.5);
    const tagged = events.filter((row) => /[?&](utm_source|gclid|fbclid)=/.test(row.page_url!) && row.event_name !== 'form_error');
    expect(tagged.filter((row) => row.referrer!.startsWith('https://www.fernby.example/'))).toEqual([]);
  });
});

describe('truth.json', () => {
  it('counts the rows that the files hold', () => {
    expect(counts.event_rows).toBe(events.length);
    expect(files.event_rows).toBe(events.length);
    expect(counts.order_rows).toBe(orders.length);
    expect(files.order_rows).toBe(orders.length);
    expect(counts.store_order_rows).toBe(store_orders.length);
    expect(counts.spend_rows).toBe(spend.length);
    expect(withoutZeros(counts.orders_by_status)).toEqual(countBy(orders, (row) => row.status!));
    expect(withoutZeros(counts.offline_orders_by_sales_channel)).toEqual(countBy(store_orders, (row) => row.sales_channel!));
    expect(counts.orders_without_visitor_id).toBe(orders.filter((row) => row.visitor_id === '').length);
    expect(counts.orders_through_gateway).toBe(orders.filter((row) => row.payment_method === 'paypal').length);
  });

  it('counts pages and the trouble on them as the rows show it', () => {
    expect(withoutZeros(counts.hits_by_page)).toEqual(countBy(events, pageOf));
    expect(counts.form_error_hits).toBe(events.filter((row) => row.event_name === 'form_error').length);
    const views = events.filter((row) => row.event_name !== 'form_error');
    expect(counts.signals_by_page.error).toEqual(
      countBy(
        views.filter((row) => Number(row.http_status) >= 400),
        pageOf,
      ),
    );
    expect(counts.signals_by_page.slow).toEqual(
      countBy(
        views.filter((row) => Number(row.load_ms) > 4000),
        pageOf,
      ),
    );
    expect(sum(counts.signals_by_page.zero_result!) + sum(counts.signals_by_page.search_failure!)).toBe(
      views.filter((row) => row.search_results === '0').length,
    );
    expect(sum(counts.signals_by_page.information_request!)).toBe(
      views.filter((row) => pageOf(row) === 'register' && row.http_status === '200').length,
    );
  });

  it('counts every session in every breakdown once', () => {
    expect(counts.human_sessions + counts.crawler_sessions + counts.scraper_sessions).toBe(OPTIONS.sessions);
    for (const record of [counts.sessions_by_channel, counts.sessions_by_source, counts.sessions_by_device]) {
      expect(sum(record)).toBe(counts.human_sessions);
    }
    expect(sum(counts.orders_by_channel) + counts.orders_without_session).toBe(counts.order_rows);
  });

  it('shows a shop with the pattern: a fifth to a third looks for 2 to 7 minutes, most of them leave without an order', () => {
    expect(counts.looking_sessions / counts.human_sessions).toBeGreaterThan(0.2);
    expect(counts.looking_sessions / counts.human_sessions).toBeLessThan(0.35);
    expect(counts.looking_sessions_with_order / counts.looking_sessions).toBeLessThan(0.1);
  });
});

describe('orders.csv and store-orders.csv', () => {
  it('hold every order whose thank-you page was seen, and no others but failed ones and those without a session', () => {
    const thanked = events.filter((row) => pageOf(row) === 'thank_you').map((row) => new URL(row.page_url!).searchParams.get('order_id')!);
    const by_id = new Map(orders.map((row) => [row.order_id!, row]));
    expect(by_id.size).toBe(orders.length);
    expect(thanked.filter((order_id) => !by_id.has(order_id))).toEqual([]);
    const unseen = orders.filter((row) => !thanked.includes(row.order_id!) && row.status !== 'failed');
    expect(unseen).toHaveLength(counts.orders_without_session);
  });

  it('know the visitor of about 95 of 100 web orders, always one who is in the clickstream', () => {
    const visitors = new Set(events.map((row) => row.visitor_id));
    const known = orders.filter((row) => row.visitor_id !== '');
    expect(known.every((row) => visitors.has(row.visitor_id))).toBe(true);
    expect(known.length / orders.length).toBeGreaterThan(0.89);
    expect(known.length / orders.length).toBeLessThan(0.98);
    expect(orders.every((row) => row.customer_id !== '')).toBe(true);
  });

  it('are in time order with money in euros, and refunds only where the status says so', () => {
    for (const rows of [orders, store_orders]) {
      expect(rows.every((row, index) => index === 0 || rows[index - 1]!.created_at! <= row.created_at!)).toBe(true);
      expect(rows.every((row) => /^\d+\.\d\d$/.test(row.revenue!) && row.currency === 'EUR')).toBe(true);
    }
    for (const row of orders) {
      if (row.status === 'refunded') expect(row.refunded_amount).toBe(row.revenue);
      else if (row.status === 'partially_refunded') expect(Number(row.refunded_amount)).toBeLessThan(Number(row.revenue));
      else expect(row.refunded_amount).toBe('');
    }
    expect(store_orders.every((row) => row.sales_channel === 'store' || row.sales_channel === 'phone')).toBe(true);
    expect(Object.keys(store_orders[0]!)).toEqual(Object.keys(orders[0]!).filter((name) => name !== 'visitor_id'));
  });
});

describe('spend.csv', () => {
  it('has one row per day and paid campaign, with a click at least for every session of it', () => {
    expect(new Set(spend.map((row) => `${row.date} ${row.source} ${row.campaign}`)).size).toBe(spend.length);
    expect(spend.length % OPTIONS.days).toBe(0);
    for (const row of spend) expect(Number(row.impressions)).toBeGreaterThanOrEqual(Number(row.clicks));
    for (const campaign of new Set(spend.map((row) => `${row.source} / ${row.medium} / ${row.campaign}`))) {
      const clicks = spend.filter((row) => `${row.source} / ${row.medium} / ${row.campaign}` === campaign);
      expect(clicks.reduce((total, row) => total + Number(row.clicks), 0)).toBeGreaterThanOrEqual(counts.sessions_by_source[campaign]!);
    }
  });
});
