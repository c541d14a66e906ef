import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulateShop } from '../../src/simulate/simulate-shop.ts';
import { at, type Cells, hit, type Shop, stageShop } from '../shop.ts';
import { type Line, linesOf } from './cells.ts';

const journey = (visitor: string, ...views: [string, string][]): Cells[] =>
  views.map(([clock, path]) => hit(visitor, `10:${clock}`, path, { device_type: 'desktop' }));

/**
 * One session for each looking time; the band is 120 to 420 s, the wider one 90 to 450 s, the narrower one 150 to 390 s, all ends in.
 *
 *   in no margin: 89, 150, 390 and 451 s. In the outer one: 90, 119 and 421 s with an order, 450 s. In the inner one: 120, 149 and 391 s opening the cart, 420 s.
 */
const EVENTS: Cells[] = [
  ...[89, 90, 119, 120, 149, 150, 390, 420, 450, 451].flatMap((seconds) => {
    const clock = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
    return journey(`v${seconds}`, ['00:00', '/'], [clock, '/products/a']);
  }),
  ...journey('v421', ['00:00', '/'], ['07:01', '/cart'], ['07:30', '/checkout'], ['08:00', '/thank-you']),
  ...journey('v391', ['00:00', '/'], ['06:31', '/cart'], ['09:00', '/checkout']),
];
const ORDERS: Cells[] = [{ order_id: 'A', ordered_at: at('10:07:55'), revenue: '50.00', visitor_id: 'v421' }];
const SHOP: Shop = { events: EVENTS, orders: ORDERS };

describe('the margins of the band', () => {
  it('are the sessions that enter or leave the cohort when its ends move by 30 s', async () => {
    const lines = await stageShop(SHOP, (staged) => linesOf(staged, 'margin_sessions', ['is_inner']));
    expect(lines.map(({ is_inner, sessions, orders }) => [is_inner, sessions, orders])).toEqual([
      [0, 4, 1],
      [1, 4, 0],
    ]);
  });

  it('have exits of sessions without an order, and views that go on looking', async () => {
    const lines = await stageShop(SHOP, (staged) => linesOf(staged, 'margin_cells', ['stage', 'is_inner']));
    expect(
      lines.map((line) => [line.stage, line.is_inner, line.cohort_exits, line.cohort_continued, line.cohort_continued_orders]),
    ).toEqual([
      // Outer: 90, 119 and 450 s go on from home and leave; 421 s progresses from home at once.
      [1, 0, 3, 3, 0],
      // Inner: 120, 149 and 420 s; 391 s progresses from home at once, and leaves at the checkout.
      [1, 1, 3, 3, 0],
      [2, 1, 1, 0, 0],
    ]);
  });

  it('go by the duration of the session where the band does', async () => {
    const options = { dwell_basis: 'session' } as const;
    const lines = await stageShop({ ...SHOP, options }, (staged) => linesOf(staged, 'margin_sessions', ['is_inner']));
    // 480 s with the order and 540 s are past both bands.
    expect(lines.map(({ is_inner, sessions, orders }) => [is_inner, sessions, orders])).toEqual([
      [0, 3, 0],
      [1, 3, 0],
    ]);
  });
});

describe('the usual time on the last page', () => {
  const events = [
    ...journey('v1', ['00:00', '/'], ['00:10', '/category/lamps'], ['00:50', '/products/a']),
    ...journey('v2', ['00:00', '/'], ['00:20', '/category/lamps'], ['01:20', '/products/a']),
    ...journey('v3', ['00:00', '/'], ['00:30', '/products/a']),
    ...journey('v4', ['00:00', '/'], ['01:30', '/category/lamps']),
    ...journey('v5', ['00:00', '/'], ['06:50', '/category/lamps']),
    ...journey('v6', ['00:00', '/'], ['01:35', '/category/lamps'], ['01:50', '/cart'], ['02:50', '/category/lamps']),
    ...journey('v8', ['00:00', '/'], ['01:25', '/category/lamps']),
  ];

  it('is the lower median of the views of its page group that another one follows while looking', async () => {
    const usual = await stageShop({ events }, ({ rows }) =>
      rows(
        { page_group: 'INTEGER', seconds: 'INTEGER' },
        'select page_group, cast(seconds as integer) as seconds from usual_seconds order by page_group',
      ),
    );
    // Home: 10, 20, 30, 85, 90, 95, 410 s. Products: 15, 40, 60 s. From the cart on, nobody looks around; a last view has no end.
    expect(usual).toEqual([
      { page_group: 1, seconds: 85 },
      { page_group: 2, seconds: 40 },
    ]);
  });

  it('takes sessions into the cohort or out of it, unless cart or checkout ended their looking', async () => {
    const lines = await stageShop({ events }, (staged) => linesOf(staged, 'margin_sessions', ['is_inner', 'shift']));
    expect(lines.map(({ is_inner, shift, sessions }) => [is_inner, shift, sessions])).toEqual([
      // v6 looked for 110 s: only another band takes it in. v8: 85 s, and 40 more. v4: 90 s, and 40 more, and in the wider band, too.
      [0, 1, 1],
      [0, 2, 1],
      [0, 3, 1],
      // v5: 410 s, and 40 more; neither in the narrower band.
      [1, 3, 1],
    ]);
  });
});

describe('the margins of a simulated shop', () => {
  const root = mkdtempSync(join(tmpdir(), 'midfunnel-margins-'));
  let shop: Shop;
  beforeAll(async () => {
    const files = await simulateShop({ sessions: 3_000, days: 8, seed: 5, started_on: '2026-11-02' }, join(root, 'shop'));
    shop = {
      events: readFileSync(files.events, 'utf8'),
      orders: { 'orders.csv': readFileSync(files.orders), 'store-orders.csv': readFileSync(files.store_orders!) },
    };
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  // Source groups follow from the sizes of the cohort, so arrivals are added up.
  const keys = ['context', 'friction', 'bucket'];
  const counts = ['cohort_exits', 'cohort_continued', 'cohort_continued_orders'] as const;
  const add = (sums: Map<string, number>, lines: readonly Line[], sign: 1 | -1) => {
    for (const line of lines)
      for (const count of counts) {
        const key = [...keys.map((name) => line[name]), count].join();
        const sum = (sums.get(key) ?? 0) + sign * (line[count] ?? 0);
        sums.set(key, sum);
        if (sum === 0) sums.delete(key);
      }
    return sums;
  };
  const cellsAt = (from_seconds: number, to_seconds: number) =>
    stageShop({ ...shop, options: { dwell: { from_seconds, to_seconds } } }, async (staged) => {
      const margin = (await linesOf(staged, 'margin_cells', ['stage', 'is_inner', 'shift', ...keys])) as Line[];
      return {
        stages: [await linesOf(staged, 'step_cells', keys), await linesOf(staged, 'checkout_cells', keys)],
        marginOf: (stage: number, inner: number) =>
          margin.filter((line) => line.stage === stage && line.is_inner === inner && line.shift! % 2 === 1),
        sessions: (await linesOf(staged, 'session_cells', []))[0]!,
        near: (await linesOf(staged, 'margin_sessions', ['is_inner', 'shift'])).filter(({ shift }) => shift! % 2 === 1),
      };
    });

  it('make the cohort of the band that is wider or narrower by 30 s at both ends', async () => {
    const band = await cellsAt(120, 420);
    for (const [{ from, to }, inner, sign] of [
      [{ from: 90, to: 450 }, 0, 1],
      [{ from: 150, to: 390 }, 1, -1],
    ] as const) {
      const other = await cellsAt(from, to);
      for (const stage of [1, 2]) {
        const shifted = add(add(new Map(), band.stages[stage - 1]!, 1), band.marginOf(stage, inner), sign);
        expect(shifted).toEqual(add(new Map(), other.stages[stage - 1]!, 1));
        expect(band.marginOf(stage, inner).length).toBeGreaterThan(20);
      }
      const near = (count: string) => band.near.reduce((sum, line) => sum + (line.is_inner === inner ? line[count]! : 0), 0);
      expect(band.sessions.cohort_sessions! + sign * near('sessions')).toBe(other.sessions.cohort_sessions);
      expect(band.sessions.cohort_orders! + sign * near('orders')).toBe(other.sessions.cohort_orders);
    }
  });
});
