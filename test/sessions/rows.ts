import { type Shop, stageShop } from '../shop.ts';

const COLUMNS = {
  start: 'VARCHAR',
  split_reason: 'INTEGER',
  stitched: 'INTEGER',
  touches: 'INTEGER',
  pageviews: 'INTEGER',
  duration: 'DOUBLE',
  looking: 'DOUBLE',
  opened: 'INTEGER',
  is_cohort: 'INTEGER',
  may_belong: 'INTEGER',
  may_exceed: 'INTEGER',
  edge_censored: 'INTEGER',
  orders: 'INTEGER',
  outcome: 'INTEGER',
} as const;

export type SessionRow = { [Name in keyof typeof COLUMNS]: (typeof COLUMNS)[Name] extends 'VARCHAR' ? string : number };

/** The sessions of a made shop by their start (`02 10:00:00`, UTC); times in seconds. Sessions that start together are told apart by their length. */
export async function sessionsOf(shop: Shop): Promise<SessionRow[]> {
  return stageShop(shop, async ({ rows }) => {
    const found = await rows(
      COLUMNS,
      `select strftime(make_timestamp(started_at), '%d %H:%M:%S') as start, split_reason, stitched, touches, pageviews, duration / 1e6 as duration,
        looking / 1e6 as looking, opened, is_cohort, may_belong, may_exceed, edge_censored, orders, outcome
      from sessions order by started_at, duration`,
    );
    return found as SessionRow[];
  });
}

/** The sessions reduced to the columns that a test is about, as one line of text each. */
export async function sessionLines(shop: Shop, ...columns: (keyof SessionRow)[]): Promise<string[]> {
  return (await sessionsOf(shop)).map((row) => columns.map((column) => row[column]).join(' '));
}
