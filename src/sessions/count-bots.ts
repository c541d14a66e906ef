import type { Engine } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';
import { BOT_REASONS, type BotReason } from './bot-rules.ts';

const totals = defineQuery({
  name: 'bot_totals',
  grain: 'one row',
  columns: { sessions: 'INTEGER', outside: 'INTEGER', in_period: 'INTEGER', flagged: 'INTEGER' },
  sql: `select cast(coalesce(sum(sessions), 0) as integer) as sessions, ${count('in_period = 0')} as outside, ${count('in_period = 1')} as in_period,
      ${count('in_period = 1 and bot_reason > 0')} as flagged
    from (select in_period, bot_reason, count(*) as sessions from all_sessions group by in_period, bot_reason) as alike`,
});

const bySource = defineQuery({
  name: 'bots_by_source',
  grain: 'one row per channel, source and reason',
  columns: { channel: 'VARCHAR', source: 'VARCHAR', bot_reason: 'INTEGER', sessions: 'INTEGER', confirmed: 'INTEGER' },
  sql: `select c.channel as channel, c.source as source, s.bot_reason as bot_reason, cast(sum(s.sessions) as integer) as sessions,
      cast(sum(s.confirmed) as integer) as confirmed
    from (
      select touch_id, host_id, bot_reason, count(*) as sessions, sum(saw_thank_you) as confirmed
      from all_sessions where in_period = 1 group by touch_id, host_id, bot_reason) as s
    join arrival_sources as a on a.touch_id = s.touch_id and a.host_id = s.host_id
    join sources as c on c.source_id = a.source_id
    group by c.channel, c.source, s.bot_reason order by c.channel, c.source, s.bot_reason`,
});

/** Sessions that share a channel, source and verdict of the bot rules. */
export interface BotLine {
  channel: string;
  source: string;
  /** null: no rule holds. */
  reason: BotReason | null;
  sessions: number;
  /** Of these, sessions that saw a confirmation of an order. */
  confirmed: number;
}

/** All sessions, those outside the period, and of those inside it the flagged ones; `lines` are of those inside it, left out or not. */
export type BotCounts = Record<keyof (typeof totals)['columns'], number> & { lines: BotLine[] };

/** Counts what the bot rules flagged, whatever became of it; needs the sources of all sessions of the period. */
export async function countBots(engine: Engine): Promise<BotCounts> {
  const [row] = await engine.rows(totals);
  const counted = Object.fromEntries(Object.keys(totals.columns).map((name) => [name, row?.[name as keyof typeof row] ?? 0]));
  const lines = (await engine.rows(bySource)).map(({ channel, source, bot_reason, sessions, confirmed }) => ({
    channel: channel!,
    source: source!,
    reason: BOT_REASONS[bot_reason as keyof typeof BOT_REASONS]?.reason ?? null,
    sessions: sessions!,
    confirmed: confirmed!,
  }));
  return { ...(counted as Omit<BotCounts, 'lines'>), lines };
}

/** SQL for the sessions of groups that pass a test. */
function count(test: string): string {
  return `cast(coalesce(sum(case when ${test} then sessions else 0 end), 0) as integer)`;
}
