import type { Options } from '../config/options.ts';
import type { Engine } from '../engine/engine.ts';
import { defineQuery, defineStatement } from '../engine/query.ts';
import {
  findSharedIds,
  makeIdentities,
  makeOrders,
  makeOrdersInScope,
  makeOrderVisitors,
  matchOrders,
  stageOrdersFromHits,
} from './join-orders.ts';
import { knowCustomers } from './know-customers.ts';
import { findOutcomes, groupSessions, makeSessions, makeWindow } from './make-outcomes.ts';
import { isOfflineChannel, readStatus } from './order-statuses.ts';

export type OutcomeSettings = Pick<Options, 'session_gap_minutes' | 'grace_days'>;

const MICROSECONDS = 1_000_000;

const statusTexts = defineQuery({
  name: 'order_status_texts',
  grain: 'one row per distinct status',
  columns: { text: 'VARCHAR', rows: 'INTEGER' },
  sql: 'select status as text, cast(count(*) as integer) as rows from staged_orders where status is not null group by status order by status',
});

const channelTexts = defineQuery({
  name: 'sales_channel_texts',
  grain: 'one row per distinct sales channel',
  columns: { text: 'VARCHAR' },
  sql: 'select sales_channel as text from staged_orders where sales_channel is not null group by sales_channel order by sales_channel',
});

const makeStatuses = defineStatement({
  name: 'order_statuses',
  grain: 'one row per distinct status',
  sql: 'create table order_statuses (status varchar, counts integer, is_refunded integer)',
});

const makeChannels = defineStatement({
  name: 'sales_channels',
  grain: 'one row per distinct sales channel',
  sql: 'create table sales_channels (sales_channel varchar, is_offline integer)',
});

/**
 * Joins the orders to the sessions and tells what became of every session. Without an orders export the orders are those that the clickstream tells of.
 *
 * @param dataEnd - last hit, microseconds since 1970: sessions nearer to it than the grace window may still become purchases
 * @returns statuses that no rule knows; their orders count
 */
export async function buildOutcomes(
  engine: Engine,
  settings: OutcomeSettings,
  hasOrdersExport: boolean,
  dataEnd: number,
): Promise<string[]> {
  if (!hasOrdersExport) await engine.run(stageOrdersFromHits);
  await engine.run(makeStatuses);
  await engine.run(makeChannels);
  const statuses = (await engine.rows(statusTexts)).map(({ text }) => ({ status: text!, ...readStatus(text!) }));
  await engine.append(
    'order_statuses',
    { status: 'VARCHAR', counts: 'INTEGER', is_refunded: 'INTEGER' },
    statuses.map(({ status, counts, isRefunded }) => ({ status, counts: counts ? 1 : 0, is_refunded: isRefunded ? 1 : 0 })),
  );
  const channels = (await engine.rows(channelTexts)).map(({ text }) => ({
    sales_channel: text,
    is_offline: isOfflineChannel(text!) ? 1 : 0,
  }));
  await engine.append('sales_channels', { sales_channel: 'VARCHAR', is_offline: 'INTEGER' }, channels);
  const gap = BigInt(settings.session_gap_minutes * 60 * MICROSECONDS);
  await engine.run(findSharedIds);
  await engine.run(makeOrders);
  await engine.run(makeIdentities);
  await engine.run(matchOrders, { gap });
  await knowCustomers(engine);
  await engine.run(makeOrdersInScope);
  await engine.run(makeOrderVisitors);
  const grace = BigInt(settings.grace_days * 86_400 * MICROSECONDS);
  await engine.run(findOutcomes, { grace });
  await engine.run(makeWindow, { grace, data_end: BigInt(dataEnd) });
  await engine.run(makeSessions);
  await engine.run(groupSessions);
  return statuses.filter(({ isKnown }) => !isKnown).map(({ status }) => status);
}
