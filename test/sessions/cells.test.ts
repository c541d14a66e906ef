import { describe, expect, it } from 'vitest';
import { at, type Cells, hit, type Shop, type StagedShop, stageShop } from '../shop.ts';
import { type Line, linesOf } from './cells.ts';

const journey = (visitor: string, device_type: string, hour: string, ...views: [string, string][]): Cells[] =>
  views.map(([clock, path]) => hit(visitor, `${hour}:${clock}`, path, { device_type }));

/**
 * Nine sessions. Looking: 120 to 420 s are the cohort.
 *
 *   v1 desktop   home, products 60 s, product 130 s                    cohort, left: abandoned
 *   v2 mobile    home, product 10 s | cart 180 s, checkout 200 s       cohort, opened, abandoned on the checkout page
 *   v3 desktop   home | cart 30 s, product 60 s, thank-you 90 s        30 s of looking, order of 50.00
 *   v4 desktop   home, content 130 s                                   cohort, order of 20.00 without being seen in cart or checkout
 *   v5 tablet    | cart, products 5 s                                  begins in stage 2, leaves on a browse page
 *   v6 tablet    | cart, checkout 10 s, thank-you 20 s                 begins in stage 2, no order in the export
 *   v1 desktop   home                                                  returning, left at once
 *   v8 mobile    home, error page 125 s                                cohort, left: abandoned
 *   v9 —         account                                               26 days later, left at once, device not known
 */
const EVENTS: Cells[] = [
  ...journey('v1', 'desktop', '10', ['00:00', '/'], ['01:00', '/category/lamps'], ['02:10', '/products/a']),
  ...journey('v2', 'mobile', '10', ['00:00', '/'], ['00:10', '/products/a'], ['03:00', '/cart'], ['03:20', '/checkout']),
  ...journey('v3', 'desktop', '10', ['00:00', '/'], ['00:30', '/cart'], ['01:00', '/products/b'], ['01:30', '/thank-you']),
  ...journey('v4', 'desktop', '10', ['00:00', '/'], ['02:10', '/about']),
  ...journey('v5', 'tablet', '10', ['00:00', '/cart'], ['00:05', '/category/lamps']),
  ...journey('v6', 'tablet', '10', ['00:00', '/cart'], ['00:10', '/checkout'], ['00:20', '/thank-you']),
  ...journey('v1', 'desktop', '12', ['00:00', '/']),
  ...journey('v8', 'mobile', '14', ['00:00', '/'], ['02:05', '/404']),
  hit('v9', '10:00:00', '/account', { day: 28, device_type: '' }),
];
const ORDERS: Cells[] = [
  { order_id: 'A', ordered_at: at('10:01:25'), revenue: '50.00', visitor_id: 'v3' },
  { order_id: 'B', ordered_at: at('10:02:20'), revenue: '20.00', visitor_id: 'v4' },
];
const SHOP: Shop = { events: EVENTS, orders: ORDERS };
const look = (table: string, keys?: string[], shop = SHOP) => stageShop(shop, (staged) => linesOf(staged, table, keys));

/** `class.step.time`, then the counts in their order. */
const inShort = (lines: Line[], ...counts: string[]) =>
  lines.map((line) => {
    const { context = 0 } = line;
    return `${Math.floor(context / 24)}.${Math.floor(context / 4) % 6}.${context % 4} ${counts.map((count) => line[count]).join(' ')}`;
  });
const totals = (table: string, staged: StagedShop) => linesOf(staged, table, []).then(([line]) => line!);

describe('step_cells', () => {
  it('count the views of the looking phase by what came after them', async () => {
    const lines = await look('step_cells', ['context']);
    const counts = [
      'views',
      'exits',
      'progress',
      'later_orders',
      'progress_orders',
      'cohort_exits',
      'cohort_continued',
      'cohort_continued_orders',
    ];
    expect(inShort(lines, ...counts)).toEqual([
      // home, first view: v1, v2, v3, v4, v1 again (exit), v8. v3 progresses from here; v3 and v4 order; v1, v2, v4 and v8 are of the cohort and go on.
      '0.0.0 6 1 1 2 1 0 4 1',
      // products, second view: v1 goes on.
      '1.1.0 1 0 0 0 0 0 1 0',
      // product, second view: v2 opens the cart.
      '2.1.0 1 0 1 0 0 0 0 0',
      // product, third view after 120 s: v1 leaves.
      '2.2.1 1 1 0 0 0 1 0 0',
      // account: v9 leaves, not in the cohort.
      '4.0.0 1 1 0 0 0 0 0 0',
      // content, second view: v4 orders; it was not seen in cart or checkout, and yet went on from here.
      '5.1.1 1 0 1 1 1 0 0 0',
      // an error page is of class other: v8 leaves.
      '6.1.1 1 1 0 0 0 1 0 0',
    ]);
  });

  it('are split by arrival: device, new or returning', async () => {
    const lines = await look('step_cells', ['arrival']);
    // Desktop new (v1, v3, v4) and returning (v1 again); mobile (v2, v8); not known (v9). Tablets only saw the checkout.
    expect(lines.map(({ arrival, views, exits, progress }) => [arrival, views, exits, progress])).toEqual([
      [0, 6, 1, 2],
      [1, 1, 1, 0],
      [2, 4, 1, 1],
      [6, 1, 1, 0],
    ]);
  });

  it('take a view as progress when an event opens the cart after it, where no page does', async () => {
    const events = [
      hit('v1', '10:00:00', '/', { event_name: 'page_view' }),
      hit('v1', '10:00:10', '/products/a', { event_name: 'page_view' }),
      hit('v1', '10:00:20', '/products/a', { event_name: 'add_to_cart' }),
    ];
    expect(inShort(await look('step_cells', ['context'], { events }), 'views', 'exits', 'progress')).toEqual([
      '0.0.0 1 0 0',
      '2.1.0 1 0 1',
    ]);
  });

  it('bin steps at 1, 2, 3, 5, 9 and 15, and times at 120, 240 and 420 s', async () => {
    const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 19);
    const seconds = [0, 1, 119, 120, 239, 240, 419, 420, 421, 422, 423, 424, 425, 426, 427, 428];
    const events = seconds.map((second, index) => hit('v1', clock(36_000 + second), `/about/${'abcdefghijklmnop'[index]}`));
    const lines = await look('step_cells', ['context'], { events });
    expect(inShort(lines, 'views').map((line) => line.slice(2))).toEqual([
      ...['0.0 1', '1.0 1', '2.0 1', '2.1 1'],
      // Views 5 to 8 at 239, 240, 419 and 420 s; 9 to 14; 15 and 16.
      ...['3.1 1', '3.2 2', '3.3 1', '4.3 6', '5.3 2'],
    ]);
  });
});

describe('checkout_cells', () => {
  it('count the views from cart or checkout on, thank-you pages left out', async () => {
    const lines = await look('checkout_cells', ['context']);
    expect(inShort(lines, 'views', 'exits', 'later_orders', 'cohort_exits')).toEqual([
      // cart: v5 and v6 first view, v3 second view, v2 third view after 120 s.
      '0.0.0 2 0 0 0',
      '0.1.0 1 0 1 0',
      '0.2.1 1 0 0 0',
      // checkout: v6 second view, which is no exit: its thank-you page tells that there was an order, whatever became of it. v2 fourth view: the exit.
      '2.1.0 1 0 0 0',
      '2.2.1 1 1 0 1',
      // product: v3, the last view before the thank-you page of its order.
      '5.2.0 1 0 1 0',
      // another browse page: v5 leaves.
      '6.1.0 1 1 0 0',
    ]);
  });
});

describe('session_cells', () => {
  it('count sessions, and the money of the cohort, by arrival', async () => {
    const lines = await look('session_cells', ['arrival']);
    const counts = [
      'sessions',
      'opened',
      'orders',
      'opened_orders',
      'cohort_sessions',
      'cohort_orders',
      'cohort_abandoned',
      'cohort_opened',
    ];
    expect(lines.map((line) => [line.arrival, counts.map((count) => line[count]).join(' '), line.revenue_minor, line.order_count])).toEqual(
      [
        // v1, v3, v4: v3 opened, v4 ordered, which counts as opened; the cohort is v1 and v4.
        [0, '3 2 2 2 2 1 1 1', 2000, 1],
        [1, '1 0 0 0 0 0 0 0', 0, 0],
        // v2 opened, v8 did not.
        [2, '2 1 0 0 2 0 2 1', 0, 0],
        [4, '2 2 0 0 0 0 0 0', 0, 0],
        [6, '1 0 0 0 0 0 0 0', 0, 0],
      ],
    );
  });

  it('have the buckets of the visitors', async () => {
    await stageShop(SHOP, async ({ rows }) => {
      const wanted = await rows(
        { bucket: 'INTEGER', sessions: 'INTEGER' },
        'select cast(visitor % 40 as integer) as bucket, cast(count(*) as integer) as sessions from sessions group by 1 order by 1',
      );
      const found = await rows(
        { bucket: 'INTEGER', sessions: 'INTEGER' },
        'select bucket, cast(sum(sessions) as integer) as sessions from session_cells group by 1 order by 1',
      );
      expect(found).toEqual(wanted);
    });
  });
});

describe('order_values', () => {
  it('count the sessions by what they were worth, all of them, in the cohort or not', async () => {
    expect(await look('order_values')).toEqual([
      { source_group: 0, revenue_minor: 2000, sessions: 1 },
      { source_group: 0, revenue_minor: 5000, sessions: 1 },
    ]);
  });

  it('are rounded to three digits where there are too many', async () => {
    const values = ['0.00', '9.99', '10.04', '10.05', '123.45', '1234.56', '98765.00'];
    const events = values.flatMap((_, index) => [hit(`v${index}`, '10:00:00', '/'), hit(`v${index}`, '10:00:10', '/cart')]);
    const orders = values.map((revenue, index) => ({ order_id: `${index}`, ordered_at: at('10:00:20'), revenue, visitor_id: `v${index}` }));
    const shop: Shop = { events, orders };
    const revenues = async (values: number) =>
      (await look('order_values', undefined, { ...shop, limits: { values } })).map((line) => [line.revenue_minor, line.sessions]);
    expect(await revenues(7)).toEqual([0, 999, 1004, 1005, 12345, 123456, 9876500].map((value) => [value, 1]));
    // Half a unit is rounded up.
    expect(await revenues(6)).toEqual([0, 999, 1000, 1010, 12300, 123000, 9880000].map((value) => [value, 1]));
  });
});

describe('landmark_cells', () => {
  it('count the cohort sessions that still look around after 120 s', async () => {
    const lines = await look('landmark_cells', ['arrival']);
    expect(lines).toEqual([
      { arrival: 0, cohort_sessions: 2, cohort_orders: 1 },
      { arrival: 2, cohort_sessions: 2, cohort_orders: 0 },
    ]);
    const short: Shop = { ...SHOP, options: { dwell: { from_seconds: 10, to_seconds: 420 } } };
    // v3 is in the cohort now, but was no longer looking after 120 s.
    expect(await look('landmark_cells', ['arrival'], short)).toEqual(lines);
  });
});

describe('weekly_views', () => {
  it('count all page views by week since the first session, page group and device', async () => {
    const lines = await look('weekly_views', ['week', 'page_group', 'device']);
    expect(lines.map(({ week, page_group, device, views }) => `${week} ${page_group} ${device}: ${views}`)).toEqual([
      ...['0 1 0: 4', '0 1 1: 2', '0 2 0: 1', '0 2 2: 1', '0 3 0: 2', '0 3 1: 1', '0 5 0: 1', '0 5 1: 1', '0 5 2: 2'],
      ...['0 6 1: 1', '0 6 2: 1', '0 9 0: 1', '0 9 2: 1', '0 11 1: 1', '0 12 0: 1'],
      // 26 days after the first session.
      '3 10 3: 1',
    ]);
  });
});

describe('page_cells', () => {
  const byPage = (limits?: Shop['limits']) =>
    stageShop(limits === undefined ? SHOP : { ...SHOP, limits }, async (staged) => {
      const lines = await linesOf(staged, 'page_cells', ['page_id', 'stage']);
      return lines
        .map(
          (line) =>
            `${staged.pages.get(line.page_id!) ?? 'others'} ${line.stage}: ${line.views} ${line.exits} ${line.cohort_exits} ${line.cohort_continued}`,
        )
        .sort();
    });

  it('count views, exits, and those of the cohort, by page and stage', async () => {
    expect(await byPage()).toEqual([
      '/ 1: 6 1 0 4',
      '/404 1: 1 1 1 0',
      '/about 1: 1 0 0 0',
      '/account 1: 1 1 0 0',
      '/cart 2: 4 0 0 1',
      '/category/lamps 1: 1 0 0 1',
      '/category/lamps 2: 1 1 0 0',
      '/checkout 2: 2 1 1 0',
      '/products/:id 1: 2 1 1 0',
      '/products/:id 2: 1 0 0 0',
    ]);
  });

  it('put all pages but those with the most views together', async () => {
    // The home page has six views, the cart four.
    expect(await byPage({ pages: 2 })).toEqual(['/ 1: 6 1 0 4', '/cart 2: 4 0 0 1', 'others 1: 6 3 2 1', 'others 2: 4 2 1 0']);
  });
});

describe('matrix_cells', () => {
  it('count the cohort by channel and the worst signal that a session met', async () => {
    const rows = await stageShop(SHOP, ({ rows }) =>
      rows(
        { channel: 'VARCHAR', friction: 'VARCHAR', cohort_sessions: 'INTEGER', cohort_orders: 'INTEGER' },
        "select * from matrix_cells where friction = 'hard' order by channel",
      ),
    );
    // v8 saw the error page.
    expect(rows).toEqual([{ channel: 'Unassigned', friction: 'hard', cohort_sessions: 1, cohort_orders: 0 }]);
  });
});

describe('source groups', () => {
  it('are one where the exports know no source, whatever the landing pages', async () => {
    const groups = await stageShop(SHOP, async ({ groups }) => groups);
    expect(groups).toMatchObject([
      { source_group: 0, label: '(not set)', level: 'all', sessions: 9, cohort_sessions: 4, cohort_orders: 1 },
    ]);
  });

  it('come from source, medium, campaign and landing page, and stand in a table too', async () => {
    const visit = (number: number, path: string, ordered: boolean): { events: Cells[]; orders: Cells[] } => ({
      events: [
        hit(`v${number}`, '10:00:00', path, { utm_source: 'google', utm_medium: 'cpc', utm_campaign: 'spring' }),
        hit(`v${number}`, '10:02:30', '/about', { utm_source: '', utm_medium: '', utm_campaign: '' }),
      ],
      orders: ordered ? [{ order_id: `${number}`, ordered_at: at('10:02:40'), revenue: '10.00', visitor_id: `v${number}` }] : [],
    });
    // 200 sessions land at home, 10 of them order; 3 land on a product.
    const visits = Array.from({ length: 203 }, (_, number) => visit(number, number < 200 ? '/' : '/products/a', number < 10));
    const shop: Shop = { events: visits.flatMap(({ events }) => events), orders: visits.flatMap(({ orders }) => orders) };
    await stageShop(shop, async (staged) => {
      expect(
        staged.groups.map(({ label, level, channel, landing, sessions, cohort_orders }) => [
          label,
          level,
          channel,
          landing,
          sessions,
          cohort_orders,
        ]),
      ).toEqual([
        ['google / cpc / spring, landing: home', 'landing', 'Paid Search', 'home', 200, 10],
        ['other', 'all', 'Paid Search', 'all', 3, 0],
      ]);
      const table = await staged.rows(
        { source_group: 'INTEGER', label: 'VARCHAR' },
        'select source_group, label from source_groups order by 1',
      );
      expect(table).toEqual(staged.groups.map(({ source_group, label }) => ({ source_group, label })));
      const arrivals = await linesOf(staged, 'session_cells', ['arrival']);
      // 3: device not known, new.
      expect(arrivals.map(({ arrival, sessions }) => [arrival, sessions])).toEqual([
        [6, 200],
        [14, 3],
      ]);
    });
  });
});

describe('too many cells', () => {
  it('leave the largest source groups alone and put the others of a medium together, in all tables', async () => {
    // 201, 200 and 200 sessions of three campaigns, ten orders each; all land at home and go on to a product after 150 s.
    const campaigns = ['spring', 'summer', 'autumn'].flatMap((name, index) => new Array<string>(index === 0 ? 201 : 200).fill(name));
    const events = campaigns.flatMap((utm_campaign, number) => [
      hit(`v${number}`, '10:00:00', '/', { utm_source: 'google', utm_medium: 'cpc', utm_campaign }),
      hit(`v${number}`, '10:02:30', '/products/a', { utm_source: '', utm_medium: '', utm_campaign: '' }),
    ]);
    const first = (name: string) => campaigns.indexOf(name);
    const orders = ['spring', 'summer', 'autumn'].flatMap((name) =>
      Array.from({ length: 10 }, (_, index) => ({
        order_id: `${name}${index}`,
        ordered_at: at('10:02:40'),
        revenue: '10.00',
        visitor_id: `v${first(name) + index}`,
      })),
    );
    const shop: Shop = { events, orders };
    const found = (limits: NonNullable<Shop['limits']>) =>
      stageShop({ ...shop, limits }, async (staged) => ({
        groups: staged.groups.map(({ label, cohort_sessions }) => `${label}: ${cohort_sessions}`),
        steps: (await linesOf(staged, 'step_cells', ['arrival'])).map(({ arrival, views, exits }) => [arrival, views, exits]),
        sessions: (await linesOf(staged, 'session_cells', ['arrival'])).map(({ arrival, sessions, orders }) => [arrival, sessions, orders]),
        values: await linesOf(staged, 'order_values', ['source_group']),
      }));
    expect(await found({})).toMatchObject({
      groups: ['autumn', 'spring', 'summer'].map((name) => `google / cpc / ${name}, landing: home: ${name === 'spring' ? 201 : 200}`),
      steps: [6, 14, 22].map((arrival) => (arrival === 14 ? [14, 402, 191] : [arrival, 400, 190])),
    });
    expect(await found({ cells: 1, own_groups: 1 })).toEqual({
      groups: ['google / cpc / spring, landing: home: 201', 'other cpc: 400'],
      steps: [
        [6, 402, 191],
        [14, 800, 380],
      ],
      sessions: [
        [6, 201, 10],
        [14, 400, 20],
      ],
      values: [
        { source_group: 0, sessions: 10 },
        { source_group: 1, sessions: 20 },
      ],
    });
  });
});

describe('the sums', () => {
  it('agree: views with page steps, exits and progress with sessions that looked, cohort cells with cohort sessions', async () => {
    await stageShop(SHOP, async (staged) => {
      const [steps, sessions] = [await totals('step_cells', staged), await totals('session_cells', staged)];
      const [wanted] = await staged.rows(
        { views: 'DOUBLE', looked: 'DOUBLE' },
        'select cast(count(*) as double) as views, cast(count(distinct session_id) as double) as looked from page_steps where stage = 1',
      );
      expect([steps.views, steps.exits! + steps.progress!]).toEqual([wanted!.views, wanted!.looked]);
      expect([steps.views, steps.exits! + steps.progress!, sessions.sessions, sessions.cohort_sessions]).toEqual([12, 7, 9, 4]);
    });
  });
});
