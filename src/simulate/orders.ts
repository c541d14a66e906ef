import type { Arrival } from './arrivals.ts';
import { cumulate, normal, pickIndex, scramble, streamOf, uniform } from './random.ts';
import type { Population } from './shop-model.ts';

/** What became of an order. Only `paid`, `refunded` and `partially_refunded` were bought. */
export type OrderStatus = (typeof ORDER_STATUSES)[number];
export const ORDER_STATUSES = ['paid', 'refunded', 'partially_refunded', 'cancelled', 'failed', 'test'] as const;
export const BOUGHT_STATUSES: ReadonlySet<OrderStatus> = new Set(['paid', 'refunded', 'partially_refunded']);

/** One row of orders.csv or store-orders.csv. */
export interface Order {
  order_id: string;
  /** UTC milliseconds. */
  created_at: number;
  /** Empty when the shop does not know the visitor. */
  visitor_id: string;
  customer_id: string;
  status: OrderStatus;
  /** EUR cents. */
  revenue_cents: number;
  sales_channel: 'web' | 'store' | 'phone';
  payment_method: string;
  refunded_cents: number;
}

/** What a session orders if it gets as far as paying. */
export interface Purchase {
  order: Order;
  is_through_gateway: boolean;
  /** Milliseconds from the payment page to the thank-you page while at the gateway. */
  gateway_ms: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const SLOW_GATEWAY_MINUTES = [31, 75] as const;

/** The purchase of a session: value, status, way of paying. `created_at` is filled in by the walk. A pure function of the session. */
export function purchaseOf(population: Population, arrival: Arrival): Purchase {
  const stream = streamOf(arrival.seed, arrival.number, 'order');
  const status = ORDER_STATUSES[pickIndex(cumulate(population.status_weights), uniform(stream))]!;
  const revenue_cents = Math.max(500, Math.round(population.order_median_eur * 100 * Math.exp(population.order_sd * normal(stream))));
  const refund_share = 0.1 + 0.6 * uniform(stream);
  const is_through_gateway = uniform(stream) < population.gateway_share;
  const is_slow = uniform(stream) < population.slow_gateway_share;
  const quick_ms = Math.min(10 * MINUTE_MS, 70_000 * Math.exp(0.5 * normal(stream)));
  const slow_ms = (SLOW_GATEWAY_MINUTES[0] + (SLOW_GATEWAY_MINUTES[1] - SLOW_GATEWAY_MINUTES[0]) * uniform(stream)) * MINUTE_MS;
  const knows_visitor = uniform(stream) < population.order_visitor_share;
  const order: Order = {
    order_id: orderId('W', arrival.number, 0),
    created_at: 0,
    visitor_id: knows_visitor ? arrival.visitor.visitor_id : '',
    customer_id: arrival.visitor.customer_id,
    status,
    revenue_cents,
    sales_channel: 'web',
    payment_method: is_through_gateway
      ? 'paypal'
      : (['card', 'card', 'invoice', 'bank_transfer'] as const)[Math.floor(uniform(stream) * 4)]!,
    refunded_cents: status === 'refunded' ? revenue_cents : status === 'partially_refunded' ? Math.round(revenue_cents * refund_share) : 0,
  };
  return { order, is_through_gateway, gateway_ms: Math.round(is_slow ? slow_ms : quick_ms) };
}

/** A web order of somebody the clickstream never saw (no consent, a blocked tracker), beside a small share of the orders that it did see. */
export function unseenOrder(population: Population, beside: Order, arrival: Arrival): Order | undefined {
  const stream = streamOf(arrival.seed, arrival.number + UNSEEN, 'order');
  if (uniform(stream) >= population.order_without_session_share) return undefined;
  const revenue_cents = Math.max(500, Math.round(population.order_median_eur * 100 * Math.exp(population.order_sd * normal(stream))));
  return {
    ...{ order_id: orderId('W', arrival.number, 1), created_at: beside.created_at + Math.floor(uniform(stream) * 30 * MINUTE_MS) },
    ...{ visitor_id: '', customer_id: `C${1_000_000 + UNSEEN + arrival.number}`, status: 'paid' as const, revenue_cents },
    ...{ sales_channel: 'web' as const, payment_method: 'card', refunded_cents: 0 },
  };
}

/** What a known customer buys by phone or in a store within seven days of a session without an order, in a small share of such sessions. */
export function offlineOrder(population: Population, arrival: Arrival, session_ended_at: number): Order | undefined {
  if (!arrival.visitor.is_known_customer) return undefined;
  const stream = streamOf(arrival.seed, arrival.number + OFFLINE, 'order');
  if (uniform(stream) >= population.bought_elsewhere_share) return undefined;
  const is_phone = uniform(stream) < 0.3;
  const created_at = session_ended_at + 5 * MINUTE_MS + Math.floor(uniform(stream) * (7 * DAY_MS - 10 * MINUTE_MS));
  const revenue_cents = Math.max(500, Math.round(population.order_median_eur * 100 * Math.exp(population.order_sd * normal(stream))));
  return {
    ...{ order_id: orderId(is_phone ? 'P' : 'S', arrival.number, 2), created_at, visitor_id: '', customer_id: arrival.visitor.customer_id },
    ...{ status: 'paid' as const, revenue_cents, sales_channel: is_phone ? ('phone' as const) : ('store' as const) },
    ...{ payment_method: is_phone ? 'invoice' : 'card', refunded_cents: 0 },
  };
}

/** Numbers above every session's and every earlier visitor's, for things that hang on a session but draw for themselves. */
const UNSEEN = 2 ** 31;
const OFFLINE = 3 * 2 ** 30;

function orderId(letter: string, number: number, sort: number): string {
  return letter + String(scramble((number * 4 + sort) ^ 0x2545f491)).padStart(10, '0');
}
