import type { Columns } from '../../src/engine/query.ts';
import type { StagedShop } from '../shop.ts';

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
  landmark_cells: { keys: ['arrival', 'early_hard', 'early_soft', 'bucket'], counts: ['cohort_sessions', 'cohort_orders'] },
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
