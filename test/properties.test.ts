import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countAll } from '../src/attribution/find-all.ts';
import { findSplit } from '../src/attribution/split/find-split.ts';
import { readSplitInput } from '../src/attribution/split/read-tables.ts';
import { countOrders } from '../src/sessions/count-ledger.ts';
import { countSessions } from '../src/sessions/count-sessions.ts';
import { SIGNALS } from '../src/sessions/signals.ts';
import { at, type Cells, csv, diagnoseText, hit, type Shop, stageShop } from './shop.ts';

const PAGES = [
  '/',
  '/category/lamps',
  '/category/lamps?page=2',
  '/products/a1',
  '/search?q=x',
  '/cart',
  '/checkout',
  '/thank-you',
  '/404',
  '',
];
const REFERRERS = ['', 'https://www.shop.example/', 'https://www.paypal.com/', 'https://www.google.com/'];
const EVENTS = ['page_view', 'page_view', 'page_view', 'add_to_cart', 'purchase', 'strange'];

/** Seconds on a coarse grid around the limits that matter, so that equal times, gaps of exactly 30 minutes and overlaps are frequent. */
const seconds = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map((n) => n * 30),
  fc.integer({ min: 0, max: 12 }).map((n) => n * 1800),
);
const clock = (second: number) => new Date(second * 1000).toISOString().slice(11, 19);

const row: fc.Arbitrary<Cells> = fc.record({
  visitor_id: fc.constantFrom('v1', 'v2', 'v3', ''),
  session_id: fc.constantFrom('', '', '1', '2'),
  // An empty time cannot be used, and neither can a row without visitor and session.
  event_time: fc.oneof({ weight: 9, arbitrary: seconds.map((second) => at(clock(second))) }, { weight: 1, arbitrary: fc.constant('') }),
  page_url: fc.constantFrom(...PAGES).map((path) => (path === '' ? '' : `https://www.shop.example${path}`)),
  referrer: fc.constantFrom(...REFERRERS),
  event_name: fc.constantFrom(...EVENTS),
  utm_source: fc.constantFrom('', '', 'news', 'NULL'),
  customer_id: fc.constantFrom('', '', 'c1', 'c2'),
  order_id: fc.constantFrom('', '', '', 'A', 'B'),
  value: fc.constantFrom('', '10.00', 'free'),
  device_type: fc.constantFrom('', 'desktop', 'mobile'),
});

const order: fc.Arbitrary<Cells> = fc.record({
  order_id: fc.constantFrom('A', 'B', 'C', 'D', ''),
  ordered_at: seconds.map((second) => at(clock(second))),
  revenue: fc.constantFrom('10.00', '20.00'),
  visitor_id: fc.constantFrom('', 'v1', 'v2'),
  customer_id: fc.constantFrom('', 'c1', 'c2'),
  status: fc.constantFrom('paid', 'paid', 'cancelled', 'refunded'),
  sales_channel: fc.constantFrom('web', 'web', 'store'),
});

/** Three good rows, all different, so that no file of a split is empty or equal to another. */
const GOOD: readonly Cells[] = ['x', 'y', 'z'].map((visitor) => ({
  ...hit(visitor, '03:00:00', '/'),
  session_id: '',
  referrer: '',
  event_name: 'page_view',
  utm_source: '',
  customer_id: '',
  order_id: '',
  value: '1.00',
  device_type: 'desktop',
}));
const COLUMNS = Object.keys(GOOD[0]!);
const paid: Cells = {
  order_id: 'Z',
  ordered_at: at('03:00:00'),
  revenue: '5.00',
  visitor_id: 'x',
  customer_id: 'c1',
  status: 'paid',
  sales_channel: 'web',
};

const shops = fc.record({
  rows: fc.array(row, { minLength: 5, maxLength: 40 }),
  orders: fc.option(fc.array(order, { maxLength: 6 })),
  seed: fc.integer(),
});

/** Same columns in the same order, whichever row comes first. */
const table = (rows: readonly Cells[]) =>
  csv(rows.map((cells) => Object.fromEntries(COLUMNS.map((column) => [column, cells[column] ?? '']))));

function makeShop(rows: readonly Cells[], orders: Cells[] | null, options: Shop['options'] = {}): Shop {
  return {
    events: table([...GOOD, ...rows]),
    ...(orders === null ? {} : { orders: [paid, ...orders] }),
    options: { max_rejected_share: 1, ...options },
  };
}

async function reportText(shop: Shop): Promise<string> {
  const { report } = await diagnoseText(shop);
  return JSON.stringify({ ...report, inputs: null });
}

/** Rows in another order, the same for the same seed. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  return items
    .map((item, index) => ({ item, key: Math.imul(index + 1, 2654435761 ^ seed) >>> 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

const FEW = { numRuns: 4, seed: 20261102, endOnFailure: true };

describe('whatever the hits are', () => {
  it('the report is the same for any order of the rows, any split into files, and one thread or two; the books close', async () => {
    await fc.assert(
      fc.asyncProperty(shops, async ({ rows, orders, seed }) => {
        const expected = await reportText(makeShop(rows, orders));
        expect(await reportText(makeShop(shuffled(rows, seed), orders && shuffled(orders, seed), { threads: 1 }))).toBe(expected);
        const third = Math.ceil(rows.length / 3);
        const events = Object.fromEntries(
          GOOD.map((good, part) => [`part-${part}.csv`, table([good, ...rows.slice(part * third, (part + 1) * third)])]),
        );
        expect(await reportText({ ...makeShop(rows, orders), events })).toBe(expected);
      }),
      FEW,
    );
  });

  it('many parts of visitors give the findings of one', async () => {
    const look = (shop: Shop) =>
      stageShop(shop, async ({ engine }) =>
        JSON.stringify([
          await countSessions(engine),
          await countAll(engine, SIGNALS, new Set(SIGNALS.map(({ signal }) => signal))),
          findSplit(await readSplitInput(engine, SIGNALS)),
          await countOrders(engine),
        ]),
      );
    await fc.assert(
      fc.asyncProperty(shops, async ({ rows, orders }) => {
        const shop = makeShop(rows, orders);
        expect(await look({ ...shop, parts: 5 })).toBe(await look(shop));
      }),
      { ...FEW, numRuns: 3 },
    );
  });
});
