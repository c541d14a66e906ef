import type { Engine } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';
import type { Rate } from '../statistics/estimate.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';

const bySource = defineQuery({
  name: 'sessions_by_source',
  grain: 'one row per channel, source, medium and campaign',
  columns: {
    channel: 'VARCHAR',
    source: 'VARCHAR',
    medium: 'VARCHAR',
    campaign: 'VARCHAR',
    sessions: 'INTEGER',
    cohort_sessions: 'INTEGER',
    orders: 'INTEGER',
  },
  sql: `select c.channel as channel, c.source as source, c.medium as medium, c.campaign as campaign, cast(sum(l.sessions) as integer) as sessions,
      cast(sum(l.cohort_sessions) as integer) as cohort_sessions, cast(sum(l.orders) as integer) as orders
    from source_leaves as l join sources as c on c.source_id = l.source_id
    group by c.channel, c.source, c.medium, c.campaign
    order by sessions desc, c.channel, c.source, c.medium, c.campaign`,
});

export interface SourceCount {
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  sessions: number;
  cohort_sessions: number;
  /** Sessions with an order. */
  orders: number;
  conversion: Rate;
}

/** Sessions, cohort sessions and sessions with an order by channel, source, medium and campaign; most sessions first. */
export async function countSources(engine: Engine): Promise<SourceCount[]> {
  return (await engine.rows(bySource)).map((row) => ({
    channel: row.channel!,
    source: row.source!,
    medium: row.medium!,
    campaign: row.campaign!,
    sessions: row.sessions!,
    cohort_sessions: row.cohort_sessions!,
    orders: row.orders!,
    conversion: wilsonInterval(row.orders!, row.sessions!),
  }));
}
