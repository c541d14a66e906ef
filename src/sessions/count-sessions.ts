import type { Engine } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';
import { DEVICES } from './classify-texts.ts';
import type { FunnelStep } from './funnel-steps.ts';
import { SPLIT_REASONS } from './split-sessions.ts';

const SAW_CHECKOUT = '(saw_checkout = 1 or saw_shipping = 1 or saw_billing = 1)';

const counts = defineQuery({
  name: 'session_counts',
  grain: 'one row',
  columns: {
    total: 'INTEGER',
    visitors: 'INTEGER',
    with_order: 'INTEGER',
    edge_censored: 'INTEGER',
    stitched: 'INTEGER',
    changed_touch: 'INTEGER',
    pageviews: 'DOUBLE',
    cohort: 'INTEGER',
    cohort_visitors: 'INTEGER',
    cohort_ordered: 'INTEGER',
    cohort_later: 'INTEGER',
    cohort_elsewhere: 'INTEGER',
    cohort_abandoned: 'INTEGER',
    may_belong: 'INTEGER',
    may_exceed: 'INTEGER',
    cohort_opened: 'INTEGER',
    opened: 'INTEGER',
    opened_ordered: 'INTEGER',
    checkout: 'INTEGER',
    checkout_ordered: 'INTEGER',
    cohort_abandoned_without_page: 'INTEGER',
    first_started_at: 'DOUBLE',
    last_ended_at: 'DOUBLE',
    orders: 'INTEGER',
  },
  sql: `select cast(coalesce(sum(sessions), 0) as integer) as total, ${count('is_new_visitor = 1')} as visitors,
      ${count('outcome = 1')} as with_order, ${count('edge_censored = 1')} as edge_censored, cast(coalesce(sum(stitched), 0) as integer) as stitched,
      ${count('changed_touch = 1')} as changed_touch, cast(coalesce(sum(pageviews), 0) as double) as pageviews,
      ${count('is_cohort = 1')} as cohort, ${count('is_new_in_cohort = 1')} as cohort_visitors,
      ${count('is_cohort = 1 and outcome = 1')} as cohort_ordered, ${count('is_cohort = 1 and outcome = 2')} as cohort_later,
      ${count('is_cohort = 1 and outcome = 3')} as cohort_elsewhere, ${count('is_cohort = 1 and outcome = 4')} as cohort_abandoned,
      ${count('may_belong = 1')} as may_belong, ${count('may_exceed = 1')} as may_exceed,
      ${count('is_cohort = 1 and opened = 1')} as cohort_opened, ${count('opened = 1')} as opened, ${count('opened = 1 and outcome = 1')} as opened_ordered,
      ${count(SAW_CHECKOUT)} as checkout, ${count(`${SAW_CHECKOUT} and outcome = 1`)} as checkout_ordered,
      ${count('is_cohort = 1 and outcome = 4 and has_pageview = 0')} as cohort_abandoned_without_page,
      cast(min(first_started_at) as double) as first_started_at, cast(max(last_ended_at) as double) as last_ended_at,
      cast(coalesce(sum(orders), 0) as integer) as orders
    from session_groups`,
});

const STEP_TESTS: Record<FunnelStep, string> = {
  landing: '1 = 1',
  products: 'saw_products = 1',
  product: 'saw_product = 1',
  cart: 'saw_cart = 1',
  checkout: 'saw_checkout = 1',
  shipping: 'saw_shipping = 1',
  billing: 'saw_billing = 1',
  'thank-you': 'saw_thank_you = 1',
};

function funnelQuery(steps: readonly FunnelStep[]) {
  const furthest = steps.map((step, index) => `when ${STEP_TESTS[step]} then ${index}`).reverse();
  return defineQuery({
    name: `funnel_${steps.join('_')}`,
    grain: 'one row per device',
    columns: Object.fromEntries([
      ['device', 'INTEGER'],
      ...steps.flatMap((_, index) => [
        [`reached_${index}`, 'INTEGER'],
        [`furthest_${index}`, 'INTEGER'],
      ]),
    ]) as Record<string, 'INTEGER'>,
    sql: `select device, ${steps
      .map((step, index) => `${count(STEP_TESTS[step])} as reached_${index}, ${count(`furthest = ${index}`)} as furthest_${index}`)
      .join(', ')}
      from (select *, case ${furthest.join(' ')} end as furthest from session_groups) group by device order by device`,
  });
}

const splitReasons = defineQuery({
  name: 'split_reasons',
  grain: 'one row per reason',
  columns: { split_reason: 'INTEGER', sessions: 'INTEGER' },
  sql: 'select split_reason, cast(sum(sessions) as integer) as sessions from session_groups group by split_reason order by split_reason',
});

export type SessionTotals = Record<keyof (typeof counts)['columns'], number>;

/** Totals over the sessions that are used; null columns (no session at all) come as 0. */
export async function countSessions(engine: Engine): Promise<SessionTotals> {
  const [row] = await engine.rows(counts);
  return Object.fromEntries(Object.keys(counts.columns).map((name) => [name, row?.[name as keyof SessionTotals] ?? 0])) as SessionTotals;
}

/** Why sessions start where they do, with the number of sessions each. */
export async function countSplitReasons(engine: Engine): Promise<{ reason: string; sessions: number }[]> {
  return (await engine.rows(splitReasons)).map((row) => ({
    reason: SPLIT_REASONS[row.split_reason as keyof typeof SPLIT_REASONS],
    sessions: row.sessions!,
  }));
}

export interface StepCount {
  step: FunnelStep;
  sessions_reached: number;
  /** Sessions that reached no later step. */
  stopped: number;
  by_device: Record<string, number>;
}

/** Sessions that saw a page or event of each step, in total and by device; `unknown` where the export tells no device. */
export async function countFunnel(engine: Engine, steps: readonly FunnelStep[]): Promise<StepCount[]> {
  const rows = await engine.rows(funnelQuery(steps));
  return steps.map((step, index) => {
    const by_device: Record<string, number> = {};
    for (const row of rows) by_device[row.device === 0 ? 'unknown' : DEVICES[row.device! - 1]!] = row[`reached_${index}`]!;
    const total = (name: string) => rows.reduce((sum, row) => sum + row[`${name}_${index}`]!, 0);
    return { step, sessions_reached: total('reached'), stopped: total('furthest'), by_device };
  });
}

/** SQL for the sessions of groups that pass a test. */
function count(test: string): string {
  return `cast(coalesce(sum(case when ${test} then sessions else 0 end), 0) as integer)`;
}
