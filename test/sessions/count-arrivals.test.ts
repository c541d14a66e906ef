import { describe, expect, it } from 'vitest';
import { at, type Cells, hit, type Shop, stageShop } from '../shop.ts';
import { CELL_TABLES, linesOf, look, SHOP } from './cells.ts';

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
    // v1 sees two pages in that time and v4 one; v2 two, v8 one.
    expect(
      (await look('landmark_cells', ['arrival', 'early_views'])).map((line) => [line.arrival, line.early_views, line.cohort_orders]),
    ).toEqual([
      [0, 0, 1],
      [0, 1, 0],
      [2, 0, 0],
      [2, 1, 0],
    ]);
    const short: Shop = { ...SHOP, options: { dwell: { from_seconds: 10, to_seconds: 420 } } };
    // v3 is in the cohort now, but was no longer looking after 120 s.
    expect(await look('landmark_cells', ['arrival'], short)).toEqual(lines);
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
    const arrival = (number: number, path: string, ordered: boolean): { events: Cells[]; orders: Cells[] } => ({
      events: [
        hit(`v${number}`, '10:00:00', path, { utm_source: 'google', utm_medium: 'cpc', utm_campaign: 'spring' }),
        hit(`v${number}`, '10:02:30', '/about', { utm_source: '', utm_medium: '', utm_campaign: '' }),
      ],
      orders: ordered ? [{ order_id: `${number}`, ordered_at: at('10:02:40'), revenue: '10.00', visitor_id: `v${number}` }] : [],
    });
    // 200 sessions land at home, 10 of them order; 3 land on a product.
    const arrived = Array.from({ length: 203 }, (_, number) => arrival(number, number < 200 ? '/' : '/products/a', number < 10));
    const shop: Shop = { events: arrived.flatMap(({ events }) => events), orders: arrived.flatMap(({ orders }) => orders) };
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
        ['all other sources', 'all', 'Paid Search', 'all', 3, 0],
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
      groups: ['google / cpc / spring, landing: home: 201', 'cpc, other sources: 400'],
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

describe('no session at all', () => {
  it('makes empty tables and no source groups', async () => {
    await stageShop({ ...SHOP, options: { bots: 'only' } }, async (staged) => {
      expect(staged.groups).toEqual([]);
      for (const table of Object.keys(CELL_TABLES)) expect(await linesOf(staged, table)).toEqual([]);
    });
  });
});
