import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BESIDE, FILES } from '../../fixtures/platforms/make.js';
import { START } from '../../fixtures/platforms/story.js';
import { plainName } from '../../src/formats/column-names.ts';
import { findPlatform } from '../../src/formats/platform.ts';
import { PLATFORMS } from '../../src/formats/platforms/platforms.ts';
import { lookAtColumn } from '../../src/formats/value-kinds.ts';
import { jsonFields } from '../../src/intake/json-fields.ts';
import { parseCsv } from '../../src/io/csv.ts';
import { findLogLayout } from '../../src/io/log-layout.ts';
import { diagnoseText, stageShop } from '../shop.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/platforms');
const files = FILES as Readonly<Record<string, string>>;
const pick = (...names: string[]) => Object.fromEntries(names.map((name) => [name, files[name]!]));

/** Sessions as they were built, one line each. */
const sessionsOf = (events: Readonly<Record<string, string | Buffer>>) =>
  stageShop({ events, orders: pick('shopify.csv'), beside: BESIDE }, ({ rows }) =>
    rows(
      { line: 'VARCHAR' },
      `select concat_ws(' ', cast((s.started_at - ${START * 1000}) / 1000000 as integer), 'visitor', dense_rank() over (order by s.first_at), c.channel, c.source, c.medium, c.campaign,
          s.device, p.pages, 'orders', s.orders, s.revenue_minor) as line
        from (select *, min(started_at) over (partition by visitor) as first_at from sessions) as s
        join arrival_sources as a on a.touch_id = s.touch_id and a.host_id = s.host_id
        join sources as c on c.source_id = a.source_id
        join (select v.session_id, string_agg(n.page, '>' order by v.step) as pages from page_steps as v join pages as n on n.page_id = v.page_id group by v.session_id) as p
          on p.session_id = s.session_id
        order by s.started_at`,
    ),
  ).then((found) => found.map(({ line }) => line));

/** The morning as the story tells it. `orders`: what the session with the purchase has; a clickstream without order numbers cannot tell it from the orders export. */
const morning = (orders: string) => [
  `0 visitor 1 Paid Search google cpc autumn_sale 1 />/collections/tees>/products/:id>/cart>/checkout>/checkout/thank-you ${orders}`,
  '600 visitor 2 Direct (direct) (none) (not set) 2 />/search>/search>/products/:id orders 0 0',
  '1200 visitor 3 Referral magazine.example referral (not set) 2 /products/:id orders 0 0',
  '7800 visitor 2 Email newsletter email november 2 /collections/jackets>/products/:id orders 0 0',
];

/** Exports of the same morning. */
const CLICKSTREAMS: Record<string, string[]> = {
  'GA4, JSON lines': ['ga4.jsonl'],
  'GA4, flattened': ['ga4-flat.csv'],
  Snowplow: ['snowplow.tsv'],
  Segment: [
    'segment-pages.csv',
    'segment-product-added.csv',
    'segment-checkout-started.csv',
    'segment-products-searched.csv',
    'segment-order-completed.csv',
  ],
  PostHog: ['posthog.jsonl'],
  'PostHog, properties as text': ['posthog-properties-as-text.csv'],
  Mixpanel: ['mixpanel.jsonl'],
  Amplitude: ['amplitude.jsonl'],
  'an access log': ['access.log'],
  'an access log with virtual hosts': ['access-with-host.log'],
  CloudFront: ['cloudfront.log'],
  IIS: ['iis.log'],
  Adobe: ['hit_data.tsv'],
};
const WITHOUT_ORDER_NUMBERS: Record<string, string[]> = { Heap: ['heap-pageviews.csv'], Umami: ['umami.csv'] };

describe('fixtures of platforms', () => {
  it('are what make.js writes', () => {
    for (const [name, text] of Object.entries({ ...files, ...BESIDE })) expect(readFileSync(join(FOLDER, name), 'utf8'), name).toBe(text);
  });
});

describe('clickstreams of platforms', () => {
  for (const [name, names] of Object.entries(CLICKSTREAMS)) {
    it(`tell the same morning: ${name}`, async () => {
      expect(await sessionsOf(pick(...names))).toEqual(morning('orders 1 5990'));
    });
  }
  for (const [name, names] of Object.entries(WITHOUT_ORDER_NUMBERS)) {
    it(`tell the same morning but who ordered: ${name}`, async () => {
      expect(await sessionsOf(pick(...names))).toEqual(morning('orders 0 0'));
    });
  }

  it('tell the same morning out of nested Parquet', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'midfunnel-parquet-'));
    try {
      const path = join(folder, 'ga4.parquet');
      const connection = await (await DuckDBInstance.create(':memory:')).connect();
      await connection.run(
        `copy (select * replace (cast(event_timestamp as bigint) as event_timestamp) from read_json('${join(FOLDER, 'ga4.jsonl')}')) to '${path}'`,
      );
      connection.closeSync();
      expect(await sessionsOf({ 'ga4.parquet': readFileSync(path) })).toEqual(morning('orders 1 5990'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('refuse the lines that have another form than the log, with their place', async () => {
    const lines = files['access.log']!.split('\n');
    const broken = [...lines.slice(0, 3), 'kernel: out of memory', ...lines.slice(3)].join('\n');
    const { report, rejects } = await diagnoseText({ events: { 'access.log': broken }, options: { max_rejected_share: 0.1 } });
    expect(rejects).toEqual([
      { file: expect.stringContaining('access.log'), line: 4, reason: 'the line does not have the form of the log' },
    ]);
    expect(report.sessions.total).toBe(4);
    const restarted = `${files['iis.log']}#Software: Microsoft Internet Information Services 10.0\n`;
    const found = await diagnoseText({ events: { 'iis.log': restarted }, options: { max_rejected_share: 0.1 } });
    expect(found.rejects).toMatchObject([{ line: restarted.split('\n').length - 1 }]);
  });

  it('bring the results of searches where the platform has them', async () => {
    const results = (name: string) =>
      stageShop({ events: pick(name) }, ({ rows }) =>
        rows({ results: 'INTEGER' }, 'select results as results from staged_hits where results is not null order by hit_at'),
      );
    for (const name of [
      'ga4.jsonl',
      'ga4-flat.csv',
      'snowplow.tsv',
      'posthog.jsonl',
      'posthog-properties-as-text.csv',
      'mixpanel.jsonl',
      'amplitude.jsonl',
    ])
      expect(await results(name), name).toEqual([{ results: 0 }, { results: 4 }]);
  });
});

describe('orders of platforms', () => {
  /** Rows of the orders export, with the hour that a shop in Berlin is ahead. */
  const ordersOf = (name: string, options = {}) =>
    stageShop({ events: pick('ga4.jsonl'), orders: pick(name), options: { currency: null, ...options } }, ({ rows }) =>
      rows(
        { line: 'VARCHAR' },
        `select concat_ws(' ', cast((o.order_at - ${START * 1000}) / 1000000 as integer), o.order_class, o.revenue_minor, o.refunded_minor, o.is_refunded, o.currency,
            case when m.session_id is not null then 'matched' end) as line
          from orders as o left join order_matches as m on m.order_number = o.order_number order by o.order_at, o.order_class, o.revenue_minor`,
      ),
    ).then((found) => found.map(({ line }) => line));

  const BOUGHT = '301 counted 5990 0 0 EUR matched';
  const REFUNDED = '1900 counted 8000 8000 1 EUR';
  const CANCELLED = '2500 not_counted 5990 0 0 EUR';
  const WITHOUT_CURRENCY = [BOUGHT, REFUNDED, CANCELLED].map((line) => line.replace(' EUR', ''));
  const EXPECTED: Record<string, string[]> = {
    'shopify.csv': [BOUGHT, '301 line 0 0', REFUNDED, CANCELLED],
    'woocommerce.csv': [BOUGHT, REFUNDED, CANCELLED],
    // It has no column for what was given back, the status alone says that something was.
    'woocommerce-analytics.csv': WITHOUT_CURRENCY.map((line) => line.replace('8000 8000', '8000 0')),
    'magento.csv': WITHOUT_CURRENCY,
    'magento-table.csv': [BOUGHT, REFUNDED, CANCELLED],
    'bigcommerce.csv': [BOUGHT, REFUNDED, CANCELLED],
    // The payment that failed first is another row of the same order; one in test mode is none.
    'stripe.csv': ['281 duplicate 5990 0 0 EUR', BOUGHT, REFUNDED, CANCELLED, '4000 not_counted 8000 0 0 EUR'],
    'etsy.csv': ['-32400 line 5990 0 0 EUR', '-32400 offline 5990 0 0 EUR'],
    'amazon.tsv': ['301 line 5990 0 0 EUR', '301 offline 5990 0 0 EUR', '1900 offline 8000 0 0 EUR', '2500 not_counted 5990 0 0 EUR'],
  };
  for (const [name, expected] of Object.entries(EXPECTED)) {
    it(`are read as they were placed, ended and paid back: ${name}`, async () => {
      expect(await ordersOf(name)).toEqual(expected);
    });
  }
});

describe('orders of another sales channel', () => {
  it('are said to be so by a word before the file', async () => {
    const ledger = async (sales_channel?: string) =>
      (await diagnoseText({ events: pick('ga4.jsonl'), orders: pick('magento-table.csv'), ...(sales_channel ? { sales_channel } : {}) }))
        .report.ledger;
    expect(await ledger()).toMatchObject({ counted: 2, matched: 1, offline: 0 });
    expect(await ledger('web')).toMatchObject({ counted: 2, matched: 1, offline: 0 });
    expect(await ledger('store')).toMatchObject({ counted: 2, matched: 0, offline: 2 });
    expect(await ledger('phone')).toMatchObject({ counted: 2, matched: 0, offline: 2 });
  });
});

/** The platform of a fixture by its name. */
const PLATFORM_OF: Record<string, string> = {
  'ga4.jsonl': 'ga4',
  'ga4-flat.csv': 'ga4',
  'snowplow.tsv': 'snowplow',
  'segment-pages.csv': 'segment_pages',
  'segment-product-added.csv': 'segment_tracks',
  'segment-checkout-started.csv': 'segment_tracks',
  'segment-products-searched.csv': 'segment_tracks',
  'segment-order-completed.csv': 'segment_tracks',
  'posthog.jsonl': 'posthog',
  'posthog-properties-as-text.csv': 'posthog',
  'mixpanel.jsonl': 'mixpanel',
  'amplitude.jsonl': 'amplitude',
  'heap-pageviews.csv': 'heap',
  'umami.csv': 'umami',
  'access.log': 'access_log',
  'access-with-host.log': 'access_log',
  'cloudfront.log': 'cloudfront',
  'iis.log': 'w3c_log',
  'hit_data.tsv': 'adobe',
  'shopify.csv': 'shopify',
  'woocommerce.csv': 'woocommerce',
  'woocommerce-analytics.csv': 'woocommerce_analytics',
  'magento.csv': 'magento',
  'magento-table.csv': 'magento_table',
  'bigcommerce.csv': 'bigcommerce',
  'stripe.csv': 'stripe',
  'etsy.csv': 'etsy',
  'amazon.tsv': 'amazon',
};

describe('examples of cells', () => {
  it('show no address of a machine and no e-mail, and versions and times as they are', () => {
    const shown = (cell: string) => lookAtColumn([cell]).examples[0];
    expect(shown('192.0.2.1 Mozilla/5.0')).toBe('(address) Mozilla/5.0');
    for (const address of ['192.0.2.1', '2001:db8::8a2e:370:7334', '::1', '2001:0db8:0000:0000:0000:8a2e:0370:7334'])
      expect(shown(address), address).toBe('(address)');
    expect(shown('buyer@example.com')).toBe('(e-mail)');
    for (const plain of ['Chrome/130.0.0.0', '12:30:45', '2026-11-02T09:00:00Z', '02/Nov/2026:09:00:00 +0000', '1.234,50', 'v-1'])
      expect(shown(plain), plain).toBe(plain);
  });
});

describe('recognition of platforms', () => {
  const headerOf = (name: string, text: string): string[] => {
    if (name.endsWith('.jsonl')) return jsonFields(text.split('\n'));
    if (name.endsWith('.log')) return findLogLayout(text)!.columns;
    if (name === 'hit_data.tsv') return BESIDE['column_headers.tsv']!.trim().split('\t');
    return parseCsv(text, name.endsWith('.tsv') ? '\t' : ',')[0]!;
  };
  const headers = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, headerOf(name, text)]));
  const platformOf = (header: readonly string[]) => findPlatform(PLATFORMS, header.map(plainName), null)?.id;

  it('has a fixture for every platform, and one platform for every fixture', () => {
    expect(Object.keys(PLATFORM_OF).sort()).toEqual(Object.keys(files).sort());
    const withFixture = new Set([...Object.values(PLATFORM_OF), 'heap_sessions']);
    expect([...withFixture].sort()).toEqual(PLATFORMS.map(({ id }) => id).sort());
    for (const [name, header] of Object.entries(headers)) expect(platformOf(header), name).toBe(PLATFORM_OF[name]);
  });

  it('finds each by the marks of one platform only', () => {
    for (const [name, header] of Object.entries(headers)) {
      const found = PLATFORMS.filter((platform) => findPlatform([platform], header.map(plainName), null) !== undefined).map(({ id }) => id);
      expect(found, name).toEqual([PLATFORM_OF[name]]);
    }
  });

  it('finds each in any order of the columns, and without any column that is no mark', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(...Object.keys(files))
          .chain((name) =>
            fc.tuple(fc.constant(name), fc.shuffledSubarray(headers[name]!, { minLength: headers[name]!.length }), fc.nat()),
          ),
        ([name, header, place]) => {
          const own = PLATFORM_OF[name]!;
          expect(platformOf(header)).toBe(own);
          const { has } = PLATFORMS.find(({ id }) => id === own)!;
          const isMark = (column: string) => has.some((group) => group.some((mark) => mark.endsWith('*') || mark === plainName(column)));
          const others = header.filter((column) => !isMark(column));
          const missing = others[place % Math.max(1, others.length)];
          expect(platformOf(header.filter((column) => column !== missing))).toBe(own);
        },
      ),
    );
  });

  it('takes no export of nobody’s in particular for one', () => {
    for (const header of [
      ['visitor_id', 'session_id', 'event_time', 'event_name', 'page_url', 'referrer', 'device'],
      ['order_id', 'created_at', 'status', 'revenue', 'currency', 'customer_id'],
      ['website_pageview_id', 'created_at', 'website_session_id', 'pageview_url'],
      ['event_time', 'event_type', 'product_id', 'category_id', 'price', 'user_id', 'user_session'],
    ])
      expect(platformOf(header)).toBeUndefined();
  });
});
