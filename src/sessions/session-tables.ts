import type { Engine } from '../engine/engine.ts';
import { type ArrayColumns, type ArrayOf, type ArrayType, defineStatement } from '../engine/query.ts';

/** Page groups that a session may have seen, each with its number and its column. */
export const SEEN_GROUPS = [
  ['saw_products', 2],
  ['saw_product', 3],
  ['saw_search', 4],
  ['saw_cart', 5],
  ['saw_checkout', 6],
  ['saw_shipping', 7],
  ['saw_billing', 8],
  ['saw_thank_you', 9],
] as const;

/**
 * One row per session, bots included; 0 where something is not known. Times in microseconds. `last_group`, `group_before`: page group of the last page view, and
 * of the last one before it with another group. Cohort: looking time in the band, both ends in. `may_belong`: below the band as far as seen, but the last page has no
 * end; `may_exceed`: in it, and likewise.
 */
export const ALL_SESSIONS = {
  session_id: 'INTEGER',
  visitor: 'UBIGINT',
  split_reason: 'TINYINT',
  stitched: 'INTEGER',
  started_at: 'BIGINT',
  ended_at: 'BIGINT',
  duration: 'BIGINT',
  looking: 'BIGINT',
  opened: 'TINYINT',
  hits: 'INTEGER',
  pageviews: 'INTEGER',
  landing_page: 'INTEGER',
  device: 'TINYINT',
  touch_id: 'INTEGER',
  touches: 'INTEGER',
  host_id: 'INTEGER',
  customer: 'UBIGINT',
  saw_products: 'TINYINT',
  saw_product: 'TINYINT',
  saw_search: 'TINYINT',
  saw_cart: 'TINYINT',
  saw_checkout: 'TINYINT',
  saw_shipping: 'TINYINT',
  saw_billing: 'TINYINT',
  saw_thank_you: 'TINYINT',
  last_group: 'TINYINT',
  group_before: 'TINYINT',
  is_cohort: 'TINYINT',
  may_belong: 'TINYINT',
  may_exceed: 'TINYINT',
  bot_reason: 'TINYINT',
  is_kept: 'TINYINT',
  in_period: 'TINYINT',
} as const satisfies ArrayColumns;

/** One row per page view of a session that is used; `facts` holds what `STEP_FACTS` takes apart, since every column costs time. */
export const PAGE_STEP_ROWS = {
  session_id: 'INTEGER',
  step: 'INTEGER',
  page_id: 'INTEGER',
  elapsed_seconds: 'INTEGER',
  facts: 'INTEGER',
} as const satisfies ArrayColumns;

/** Where each fact of a page view begins in `facts`, as a factor, and how many values it can have. The signals are bits of `SIGNALS`. */
const FACTS = {
  signals: [1, 65_536],
  page_group: [65_536, 16],
  stage: [1_048_576, 4],
  is_search: [4_194_304, 2],
  is_counted_search: [8_388_608, 2],
  is_cohort: [16_777_216, 2],
  is_last: [33_554_432, 2],
} as const;

/** The facts of a page view as one number, but for `is_cohort` and `is_last`, which are known later. */
export function packFacts(facts: {
  signals: number;
  page_group: number;
  stage: number;
  is_search: boolean;
  is_counted_search: boolean;
}): number {
  // Written out: this runs for every page view.
  return (
    facts.signals +
    facts.page_group * FACTS.page_group[0] +
    facts.stage * FACTS.stage[0] +
    (facts.is_search ? FACTS.is_search[0] : 0) +
    (facts.is_counted_search ? FACTS.is_counted_search[0] : 0)
  );
}

/** SQL for one of the facts over `facts`. */
export function factSql(name: keyof typeof FACTS, facts = 'facts'): string {
  const [factor, values] = FACTS[name];
  return `cast(floor(${facts} / ${factor}) as integer) % ${values}`;
}

/** SQL for all of them, as columns. */
export const STEP_FACTS = (Object.keys(FACTS) as (keyof typeof FACTS)[]).map((name) => `${factSql(name)} as ${name}`).join(', ');

export const [IS_COHORT, IS_LAST] = [FACTS.is_cohort[0], FACTS.is_last[0]];

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
  all_sessions: ALL_SESSIONS,
  page_step_rows: PAGE_STEP_ROWS,
  confirmation_rows: CONFIRMATIONS,
  native_session_ids: NATIVE_SESSION_IDS,
};

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
  sql: `create view page_steps as select session_id, step, page_id, elapsed_seconds, ${STEP_FACTS} from page_step_rows`,
});

/** Makes the empty tables that the sessions go into. */
export async function makeSessionTables(engine: Engine): Promise<void> {
  for (const [table, columns] of Object.entries(TABLES)) {
    const list = Object.entries(columns).map(([name, type]) => `${name} ${type.toLowerCase()}`);
    await engine.run(defineStatement({ name: table, grain: 'see its columns', sql: `create table ${table} (${list.join(', ')})` }));
  }
  for (const view of [sessionsKept, confirmations, pageSteps]) await engine.run(view);
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

  /** Number of a new row, to be filled in every array. */
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
