import type { Engine } from '../engine/engine.ts';
import { defineQuery, defineStatement } from '../engine/query.ts';

/** Sums over whole weeks; a visitor counts once in each week. Orders are those that count, by the time they were placed. */
export interface WeekSums {
  weeks: number;
  visitors: number;
  sessions: number;
  orders: number;
  /** Hundredths of the currency unit. */
  revenue_minor: number;
}

const makeWeeks = defineStatement({
  name: 'whole_weeks',
  grain: 'one row per whole week of the period',
  sql: 'create table whole_weeks (week integer, from_at double, until_at double)',
});

const sessionSums = defineQuery({
  name: 'sessions_of_whole_weeks',
  grain: 'one row',
  columns: { visitors: 'DOUBLE', sessions: 'DOUBLE' },
  sql: `select cast(count(*) as double) as visitors, cast(coalesce(sum(sessions), 0) as double) as sessions
    from (
      select w.week, s.visitor, count(*) as sessions
      from sessions as s join whole_weeks as w on s.started_at >= w.from_at and s.started_at < w.until_at
      group by w.week, s.visitor) as visitors_of_weeks`,
});

const orderSums = defineQuery({
  name: 'orders_of_whole_weeks',
  grain: 'one row',
  columns: { orders: 'DOUBLE', revenue_minor: 'DOUBLE' },
  sql: `select cast(count(*) as double) as orders, cast(coalesce(sum(o.revenue_minor), 0) as double) as revenue_minor
    from orders_in_scope as o join whole_weeks as w on o.order_at >= w.from_at and o.order_at < w.until_at
    where o.order_class in ('counted', 'offline')`,
});

/** Counts what goals per week are set for. @param weeks - bounds in microseconds since 1970, lower end in, upper end out */
export async function countWeeks(engine: Engine, weeks: readonly { from_at: number; until_at: number }[]): Promise<WeekSums> {
  await engine.run(makeWeeks);
  await engine.append(
    'whole_weeks',
    { week: 'INTEGER', from_at: 'DOUBLE', until_at: 'DOUBLE' },
    weeks.map((bounds, week) => ({ week, ...bounds })),
  );
  const [sessions] = await engine.rows(sessionSums);
  const [orders] = await engine.rows(orderSums);
  return {
    weeks: weeks.length,
    visitors: sessions?.visitors ?? 0,
    sessions: sessions?.sessions ?? 0,
    orders: orders?.orders ?? 0,
    revenue_minor: orders?.revenue_minor ?? 0,
  };
}
