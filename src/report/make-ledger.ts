import { matchRate } from '../attribution/find-all.ts';
import type { OrderClassCount } from '../sessions/count-ledger.ts';
import type { Material } from './material.ts';
import type { Ledger, Money } from './report.ts';
import { round, roundAll } from './round.ts';

/** The books of the orders: every order of the period in one class, and how the matched ones found their session. */
export function makeLedger(material: Material): Ledger {
  const { orders, facts } = material;
  const sum = (test: (row: OrderClassCount) => boolean, field: 'orders' | 'refunded' | 'revenue_minor' | 'without_revenue' = 'orders') =>
    orders.filter(test).reduce((total, row) => total + row[field], 0);
  const stands = (row: OrderClassCount) => row.order_class === 'counted' || row.order_class === 'offline';
  const web = (row: OrderClassCount) => row.order_class === 'counted';
  const ways: readonly (readonly [number, string])[] = facts.has_orders_export
    ? [
        [1, 'order id on a page or event of the session'],
        [2, 'session id'],
        [3, 'visitor, and the time of the order'],
      ]
    : [[1, 'told by the session itself']];
  const known = sum(stands, 'orders') > 0 && sum(stands, 'without_revenue') === 0;
  const revenue: Money | null =
    material.currency === null || !known
      ? null
      : { amount: round(sum(stands, 'revenue_minor') / 100, 2), low: null, high: null, currency: material.currency };
  return {
    orders_read: sum((row) => row.order_class !== 'line'),
    counted: sum(stands),
    matched: sum((row) => web(row) && row.rule !== null),
    matched_by: ways
      .map(([number, rule]) => ({ rule, orders: sum((row) => web(row) && row.rule === number) }))
      .filter((way) => way.orders > 0),
    no_session: sum((row) => web(row) && row.rule === null),
    duplicate: sum((row) => row.order_class === 'duplicate'),
    not_counted: sum((row) => row.order_class === 'not_counted'),
    offline: sum((row) => row.order_class === 'offline'),
    refunded: sum(stands, 'refunded'),
    revenue,
    match_rate_by_channel: facts.has_orders_export
      ? material.confirmed.map(({ channel, confirmed, with_order }) => ({
          channel,
          match_rate: roundAll(matchRate(with_order, confirmed)),
        }))
      : [],
    withholds_verdict: false,
  };
}
