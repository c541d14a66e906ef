import type { Engine } from '../engine/engine.ts';
import { defineQuery, defineStatement, dropStatement } from '../engine/query.ts';
import { STRATA } from './mark-sessions.ts';
import { EXPOSURE } from './session-tables.ts';
import { SIGNALS } from './signals.ts';

const ARRIVAL = `g.source_group * ${STRATA} + m.stratum`;

/** Opened: cart or checkout; also an order without being seen there, so every session with an order has opened. Revenue and number of orders: of the cohort. */
const sessionCells = defineStatement({
  name: 'session_cells',
  grain: 'one row per arrival and bucket',
  sql: `create table session_cells as
    select cast(${ARRIVAL} as integer) as arrival, cast(m.bucket as integer) as bucket, cast(sum(m.sessions) as integer) as sessions,
      cast(sum(m.opened) as integer) as opened, cast(sum(m.orders) as integer) as orders, cast(sum(m.orders) as integer) as opened_orders,
      cast(sum(m.cohort_sessions) as integer) as cohort_sessions, cast(sum(m.cohort_orders) as integer) as cohort_orders,
      cast(sum(m.cohort_abandoned) as integer) as cohort_abandoned, cast(sum(m.cohort_opened) as integer) as cohort_opened,
      cast(sum(m.revenue_minor) as bigint) as revenue_minor, cast(sum(m.order_count) as integer) as order_count
    from (
      select leaf, stratum, bucket, count(*) as sessions, count(*) filter (where fate_looking <= 6) as opened, count(*) filter (where outcome = 1) as orders,
        count(*) filter (where is_cohort = 1) as cohort_sessions, count(*) filter (where is_cohort = 1 and outcome = 1) as cohort_orders,
        count(*) filter (where is_cohort = 1 and outcome = 4) as cohort_abandoned,
        count(*) filter (where is_cohort = 1 and fate_looking <= 6) as cohort_opened, 0 as revenue_minor, 0 as order_count
      from session_marks group by leaf, stratum, bucket
      union all
      select m.leaf, m.stratum, m.bucket, 0, 0, 0, 0, 0, 0, 0, sum(f.revenue_minor), sum(f.orders)
      from session_marks as m join outcomes_found as f on f.session_id = m.session_id
      where m.is_cohort = 1 and m.outcome = 1 group by m.leaf, m.stratum, m.bucket) as m
    join leaf_groups as g on g.leaf = m.leaf
    group by 1, 2 order by 1, 2`,
});

/** Above so many different values, they are rounded to three digits. */
export const MOST_VALUES = 100_000;

/** The power of ten that a value is rounded to so that three digits stay; amounts have at most 15 digits. */
const UNIT = `case ${Array.from({ length: 12 }, (_, power) => `when abs(revenue_minor) < ${10 ** (power + 3)} then ${10 ** power}`).join(' ')} else ${10 ** 12} end`;

const orderValues = (rounded: boolean) =>
  defineStatement({
    name: 'order_values',
    grain: 'one row per source group and revenue of a session with an order',
    sql: `create table order_values as
    select source_group, ${rounded ? `cast(floor(revenue_minor / ${UNIT} + 0.5) * ${UNIT} as bigint)` : 'revenue_minor'} as revenue_minor, cast(count(*) as integer) as sessions
    from (
      select g.source_group as source_group, coalesce(f.revenue_minor, 0) as revenue_minor
      from session_marks as m
      join outcomes_found as f on f.session_id = m.session_id
      join leaf_groups as g on g.leaf = m.leaf
      where m.outcome = 1) as ordered
    group by 1, 2 order by 1, 2`,
  });

const countValues = defineQuery({
  name: 'count_of_order_values',
  grain: 'one row',
  columns: { values: 'INTEGER' },
  sql: 'select cast(count(*) as integer) as "values" from order_values',
});

const landmarkCells = defineStatement({
  name: 'landmark_cells',
  grain: 'one row per arrival, early page views, early trouble and bucket, of the cohort sessions that look around for 120 s and more',
  sql: `create table landmark_cells as
    select cast(${ARRIVAL} as integer) as arrival, cast(m.early_views as integer) as early_views, cast(m.early_hard as integer) as early_hard, cast(m.early_soft as integer) as early_soft,
      cast(m.bucket as integer) as bucket, cast(sum(m.sessions) as integer) as cohort_sessions, cast(sum(m.orders) as integer) as cohort_orders
    from (
      select leaf, stratum, bucket, ${EXPOSURE.sql('early_views', 'exposure')} as early_views, ${EXPOSURE.sql('early_hard', 'exposure')} as early_hard,
        ${EXPOSURE.sql('early_soft', 'exposure')} as early_soft, count(*) as sessions, count(*) filter (where outcome = 1) as orders
      from session_marks where is_cohort = 1 and is_past_landmark = 1 group by 1, 2, 3, 4, 5, 6) as m
    join leaf_groups as g on g.leaf = m.leaf
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
});

/** The worst signal that a session met, in either stage; the placebo is none. */
const matrixCells = defineStatement({
  name: 'matrix_cells',
  grain: 'one row per channel and worst signal of a cohort session',
  sql: `create table matrix_cells as
    select channel, friction, cast(sum(sessions) as integer) as cohort_sessions, cast(sum(orders) as integer) as cohort_orders
    from (
      select c.channel as channel, case when ${hasSignal('hard')} then 'hard' when ${hasSignal('soft')} then 'soft' else 'none' end as friction,
        m.sessions as sessions, m.orders as orders
      from (
        select leaf, ${EXPOSURE.sql('first_stage', 'exposure')} as first_stage, ${EXPOSURE.sql('second_stage', 'exposure')} as second_stage, sessions, orders
        from (
          select leaf, exposure, count(*) as sessions, count(*) filter (where outcome = 1) as orders
          from session_marks where is_cohort = 1 group by leaf, exposure) as exposed) as m
      join source_leaves as l on l.leaf = m.leaf
      join sources as c on c.source_id = l.source_id) as judged
    group by channel, friction order by channel, friction`,
});

function hasSignal(kind: 'hard' | 'soft'): string {
  const bits = SIGNALS.filter((signal) => signal.class === kind).map(({ bit }) => bit);
  return bits.flatMap((bit) => ['first_stage', 'second_stage'].map((stage) => `floor(${stage} / ${bit}) % 2 = 1`)).join(' or ');
}

/** Makes `session_cells`, `order_values`, `landmark_cells` and `matrix_cells` from `session_marks`, `leaf_groups` and the orders of the sessions. */
export async function countArrivals(engine: Engine, mostValues: number): Promise<void> {
  for (const statement of [sessionCells, orderValues(false), landmarkCells, matrixCells]) await engine.run(statement);
  if (((await engine.rows(countValues))[0]?.values ?? 0) <= mostValues) return;
  await engine.run(dropStatement('table', 'order_values'));
  await engine.run(orderValues(true));
}
