import type { Columns } from '../../src/engine/query.ts';
import { at, type Cells, hit, type Shop, type StagedShop, stageShop } from '../shop.ts';

/** The tables of the split with all their columns, and the keys that put them in order. */
export const CELL_TABLES: Readonly<Record<string, { keys: readonly string[]; counts: readonly string[] }>> = {
  step_cells: {
    keys: ['context', 'friction', 'arrival', 'bucket'],
    counts: [
      ...['views', 'exits', 'progress', 'later_orders', 'progress_orders'],
      ...['cohort_exits', 'cohort_continued', 'cohort_continued_orders'],
    ],
  },
  checkout_cells: { keys: ['context', 'friction', 'arrival', 'bucket'], counts: ['views', 'exits', 'later_orders', 'cohort_exits'] },
  session_cells: {
    keys: ['arrival', 'bucket'],
    counts: [
      ...['sessions', 'opened', 'orders', 'opened_orders', 'cohort_sessions', 'cohort_orders', 'cohort_abandoned', 'cohort_opened'],
      ...['revenue_minor', 'order_count'],
    ],
  },
  order_values: { keys: ['source_group', 'revenue_minor'], counts: ['sessions'] },
  page_cells: { keys: ['page_id', 'stage', 'context', 'friction'], counts: ['views', 'exits', 'cohort_exits', 'cohort_continued'] },
  landmark_cells: { keys: ['arrival', 'early_views', 'early_hard', 'early_soft', 'bucket'], counts: ['cohort_sessions', 'cohort_orders'] },
  margin_cells: {
    keys: ['stage', 'is_inner', 'shift', 'context', 'friction', 'arrival', 'bucket'],
    counts: ['cohort_exits', 'cohort_continued', 'cohort_continued_orders'],
  },
  margin_sessions: { keys: ['is_inner', 'shift', 'arrival', 'bucket'], counts: ['sessions', 'orders'] },
  weekly_views: { keys: ['week', 'page_group', 'device', 'signals'], counts: ['views'] },
};

export type Line = Record<string, number>;

/** A table added up by some of its keys, or by all of them, in order. */
export async function linesOf({ rows }: StagedShop, table: string, keys = CELL_TABLES[table]!.keys): Promise<Line[]> {
  const { counts } = CELL_TABLES[table]!;
  const columns = Object.fromEntries([...keys, ...counts].map((name) => [name, 'DOUBLE'])) as Columns;
  const by = keys.map((_, index) => index + 1).join(', ');
  const sums = counts.map((name) => `cast(sum(${name}) as double) as ${name}`);
  const sql = `select ${[...keys.map((key) => `cast(${key} as double) as ${key}`), ...sums].join(', ')} from ${table} ${keys.length > 0 ? `group by ${by} order by ${by}` : ''}`;
  return (await rows(columns, sql)) as unknown[] as Line[];
}

/** All tables of the split, cell by cell, as text. */
export async function allCells(shop: StagedShop): Promise<string> {
  const tables = [];
  for (const table of Object.keys(CELL_TABLES)) tables.push([table, await linesOf(shop, table)]);
  const matrix = await shop.rows(
    { channel: 'VARCHAR', friction: 'VARCHAR', cohort_sessions: 'INTEGER', cohort_orders: 'INTEGER' },
    'select * from matrix_cells order by channel, friction',
  );
  return JSON.stringify([...tables, matrix, shop.groups]);
}

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
export const SHOP: Shop = { events: EVENTS, orders: ORDERS };

/** A table of the nine sessions, or of another shop. */
export function look(table: string, keys?: string[], shop = SHOP): Promise<Line[]> {
  return stageShop(shop, (staged) => linesOf(staged, table, keys));
}
