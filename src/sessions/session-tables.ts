import type { Engine } from '../engine/engine.ts';
import { type ArrayColumns, type ArrayOf, type ArrayType, defineStatement, dropStatement } from '../engine/query.ts';
import { packFacts } from './packed-facts.ts';

/** What is known of a session in small numbers; `saw_…`: whether it has a hit of that page group. The rest as in `SESSION_ROWS`. */
export const SESSION_FACTS = packFacts({
  saw_products: 2,
  saw_product: 2,
  saw_search: 2,
  saw_cart: 2,
  saw_checkout: 2,
  saw_shipping: 2,
  saw_billing: 2,
  saw_thank_you: 2,
  split_reason: 4,
  opened: 2,
  device: 5,
  last_group: 14,
  group_before: 14,
  is_cohort: 2,
  may_belong: 2,
  may_exceed: 2,
  bot_reason: 8,
  is_kept: 2,
  in_period: 2,
  is_new_visitor: 2,
  is_new_in_cohort: 2,
});

/**
 * Signals that a session met before cart or checkout, and from then on: bits of `SIGNALS`. `early_hard`, `early_soft`: page views with such a signal in the first
 * 120 s of the looking phase; 2 stands for two and more. `early_views`: its page views in these 120 s, in classes: who sees more pages has more occasions for trouble.
 * `is_customer_on_arrival`: the first hit carries a customer id; here because `SESSION_FACTS` is full.
 */
export const EXPOSURE = packFacts({
  first_stage: 4096,
  second_stage: 4096,
  early_hard: 3,
  early_soft: 3,
  early_views: 5,
  is_customer_on_arrival: 2,
});

/** Class of a number of early page views: 0 up to one, 1 two, 2 three and four, 3 five to eight, 4 more; as the step bins of METHOD. */
export function earlyViewsClass(views: number): number {
  return views <= 1 ? 0 : views === 2 ? 1 : views <= 4 ? 2 : views <= 8 ? 3 : 4;
}

/** Number of the first page group that a session may have seen, of the eight in the order of `SESSION_FACTS`. */
export const FIRST_SEEN_GROUP = 2;

/**
 * One row per session, bots included; 0 where something is not known. Times in microseconds. Facts: `last_group`, `group_before`: page group of the last page view, and
 * of the last one before it with another group. Cohort: looking time in the band, both ends in. `may_belong`: below the band as far as seen, but the last page has no
 * end; `may_exceed`: in it, and likewise. `is_new_visitor`: the first session of its visitor that is used; `is_new_in_cohort`: the first in the cohort.
 */
export const SESSION_ROWS = {
  session_id: 'INTEGER',
  visitor: 'UBIGINT',
  stitched: 'INTEGER',
  started_at: 'BIGINT',
  ended_at: 'BIGINT',
  looking: 'BIGINT',
  pageviews: 'INTEGER',
  landing_page: 'INTEGER',
  touch_id: 'INTEGER',
  touches: 'INTEGER',
  host_id: 'INTEGER',
  customer: 'UBIGINT',
  exposure: 'INTEGER',
  facts: 'INTEGER',
} as const satisfies ArrayColumns;

/**
 * What is known of a page view in small numbers; the signals are bits of `SIGNALS`. `ends_stage`: the last page view of its stage in the session. `earlier_hard`,
 * `earlier_soft`: how many earlier page views of the session had a hard, a soft signal; 2 stands for two and more.
 */
export const STEP_FACTS = packFacts({
  signals: 4096,
  page_group: 16,
  stage: 3,
  is_search: 2,
  is_counted_search: 2,
  is_cohort: 2,
  is_last: 2,
  ends_stage: 2,
  earlier_hard: 3,
  earlier_soft: 3,
});

/** One row per page view of a session that is used. */
export const PAGE_STEP_ROWS = {
  session_id: 'INTEGER',
  step: 'INTEGER',
  page_id: 'INTEGER',
  elapsed_seconds: 'INTEGER',
  facts: 'INTEGER',
} as const satisfies ArrayColumns;

/** One row per hit that tells of an order: with an order id, purchase events, confirmation pages. */
export const CONFIRMATIONS = {
  session_id: 'INTEGER',
  visitor: 'UBIGINT',
  hit_at: 'BIGINT',
  order_key: 'UBIGINT',
  path_id: 'INTEGER',
  value_minor: 'BIGINT',
  has_value: 'TINYINT',
  is_purchase: 'TINYINT',
  page_group: 'TINYINT',
} as const satisfies ArrayColumns;

/** One row per native session and the session it is part of. */
export const NATIVE_SESSION_IDS = { native_session: 'UBIGINT', session_id: 'INTEGER' } as const satisfies ArrayColumns;

const TABLES = {
  session_rows: SESSION_ROWS,
  page_step_rows: PAGE_STEP_ROWS,
  confirmation_rows: CONFIRMATIONS,
  native_session_ids: NATIVE_SESSION_IDS,
};

const allSessions = defineStatement({
  name: 'all_sessions',
  grain: 'one row per session, bots included',
  sql: `create view all_sessions as
    select session_id, visitor, stitched, started_at, ended_at, ended_at - started_at as duration, looking, pageviews, landing_page, touch_id, touches,
      host_id, customer, exposure, facts, ${SESSION_FACTS.columns('facts')} from session_rows`,
});

/** Sessions that orders may belong to: all but those left out as bots, also those outside the period, so that their orders are not taken for lost. */
const sessionsKept = defineStatement({
  name: 'sessions_kept',
  grain: 'one row per session that is not left out as a bot',
  sql: 'create view sessions_kept as select * from all_sessions where is_kept = 1',
});

const confirmations = defineStatement({
  name: 'confirmations',
  grain: 'one row per hit that tells of an order',
  sql: `create view confirmations as
    select session_id, visitor, hit_at, nullif(order_key, 0) as order_key, nullif(path_id, 0) as path_id, case when has_value = 1 then value_minor end as value_minor, is_purchase, page_group
    from confirmation_rows`,
});

const pageSteps = defineStatement({
  name: 'page_steps',
  grain: 'one row per page view of a session that is used',
  sql: `create view page_steps as select session_id, step, page_id, elapsed_seconds, ${STEP_FACTS.columns('facts')} from page_step_rows`,
});

/** Makes the empty tables that the sessions go into. */
export async function makeSessionTables(engine: Engine): Promise<void> {
  for (const [table, columns] of Object.entries(TABLES)) {
    const list = Object.entries(columns).map(([name, type]) => `${name} ${type.toLowerCase()}`);
    await engine.run(defineStatement({ name: table, grain: 'see its columns', sql: `create table ${table} (${list.join(', ')})` }));
  }
  for (const view of [allSessions, sessionsKept, confirmations, pageSteps]) await engine.run(view);
}

/** From so many rows on, rows are handed to the engine: two of its row groups, which it then takes as they are. */
const HAND_OVER = 245_760;

/** Rows of a table that are not with the engine yet. Those added since the last `keep` can be taken back. */
export class RowBuffer<C extends ArrayColumns> {
  arrays: { [K in keyof C]: ArrayOf<C[K]> };
  #rows = 0;
  #kept = 0;
  #capacity = 2 * HAND_OVER;

  constructor(
    private readonly table: string,
    private readonly columns: C,
  ) {
    this.arrays = this.#make();
  }

  /** Number of a new row, to be filled in every one of `arrays`, which may be others afterwards. */
  next(): number {
    if (this.#rows === this.#capacity) {
      const full = this.arrays;
      this.#capacity *= 2;
      this.arrays = this.#make();
      for (const name of Object.keys(this.columns)) this.arrays[name]!.set(full[name]!);
    }
    return this.#rows++;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Rows since the last `keep`. */
  get open(): number {
    return this.#rows - this.#kept;
  }

  keep(): void {
    this.#kept = this.#rows;
  }

  takeBack(): void {
    this.#rows = this.#kept;
  }

  /** Hands the kept rows to the engine: once they are worth it, or at once. */
  async handOver(engine: Engine, atOnce: boolean): Promise<void> {
    const kept = this.#kept;
    if (kept === 0 || (kept < HAND_OVER && !atOnce)) return;
    await engine.appendArrays(this.table, this.columns, { rows: kept, arrays: this.arrays });
    for (const [name, type] of Object.entries(this.columns)) {
      const width = widthOf(type);
      this.arrays[name]!.copyWithin(0, kept * width, this.#rows * width);
    }
    this.#rows -= kept;
    this.#kept = 0;
  }

  #make(): typeof this.arrays {
    return Object.fromEntries(
      Object.entries(this.columns).map(([name, type]) => [name, new ARRAYS[type](this.#capacity * widthOf(type))]),
    ) as typeof this.arrays;
  }
}

const ARRAYS = { TINYINT: Int8Array, INTEGER: Int32Array, BIGINT: Float64Array, UBIGINT: Uint32Array };

function widthOf(type: ArrayType): number {
  return type === 'UBIGINT' ? 2 : 1;
}

/** Forgets the page steps, the largest table of the sessions, once all is counted. */
export async function dropPageSteps(engine: Engine): Promise<void> {
  await engine.run(dropStatement('view', 'page_steps'));
  await engine.run(dropStatement('table', 'page_step_rows'));
}
