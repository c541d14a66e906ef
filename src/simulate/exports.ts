import type { Arrival } from './arrivals.ts';
import type { Order } from './orders.ts';
import type { Hit } from './walk.ts';

/** First line of each file. */
export const HEADERS = {
  events: 'event_id,timestamp,visitor_id,customer_id,event_name,page_url,referrer,device,user_agent,search_results,http_status,load_ms\n',
  orders: 'order_id,created_at,visitor_id,customer_id,status,revenue,currency,sales_channel,payment_method,refunded_amount\n',
  store_orders: 'order_id,created_at,customer_id,status,revenue,currency,sales_channel,payment_method,refunded_amount\n',
  spend: 'date,source,medium,campaign,impressions,clicks,cost,currency\n',
} as const;

/** The parts of a session's rows that are the same in all of them, ready as CSV text. */
export interface SessionText {
  /** `,visitor,` */
  visitor: string;
  customer: string;
  /** `,device,user agent,` */
  client: string;
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const THREE_DIGITS = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, '0'));
const MINUTE_MS = 60_000;

/** The constant part of the rows of one session. */
export function sessionText({ visitor }: Arrival): SessionText {
  return {
    visitor: `,${visitor.visitor_id},`,
    customer: visitor.customer_id,
    client: `,${visitor.device},${csvField(visitor.user_agent)},`,
  };
}

/** One line of clickstream.csv, about 195 bytes, with its line end. `row` numbers the event. */
export function eventLine(row: number, hit: Hit, session: SessionText, timestamp: (moment: number) => string): string {
  const customer = hit.is_logged_in ? session.customer : '';
  const results = hit.search_results < 0 ? ',' : `${hit.search_results},`;
  const load = hit.load_ms < 0 ? '\n' : `${hit.load_ms}\n`;
  return `e${row},${timestamp(hit.at)}${session.visitor}${customer},${hit.event_name},${csvField(hit.url)},${csvField(hit.referrer)}${session.client}${results}${hit.http_status},${load}`;
}

/** One line of orders.csv (with the visitor) or store-orders.csv (without). Money in EUR with two decimals. */
export function orderLine(order: Order, timestamp: (moment: number) => string): string {
  const visitor = order.sales_channel === 'web' ? `${order.visitor_id},` : '';
  const refunded = order.refunded_cents === 0 ? '' : euros(order.refunded_cents);
  return `${order.order_id},${timestamp(order.created_at)},${visitor}${order.customer_id},${order.status},${euros(order.revenue_cents)},EUR,${order.sales_channel},${order.payment_method},${refunded}\n`;
}

/** One line of spend.csv: a day of a campaign. */
export function spendLine(date: string, names: readonly string[], impressions: number, clicks: number, cost_cents: number): string {
  return `${date},${names.map(csvField).join(',')},${impressions},${clicks},${euros(cost_cents)},EUR\n`;
}

/**
 * A function that writes UTC milliseconds as `2026-11-02T08:15:30.042Z`. It keeps the text of the last minute: rows come in time order,
 * and formatting a whole date for each of them costs a fifth of the speed (measured).
 */
export function makeTimestamp(): (moment: number) => string {
  let minute = Number.NaN;
  let text = '';
  return (moment) => {
    const current = Math.floor(moment / MINUTE_MS);
    if (current !== minute) {
      minute = current;
      text = new Date(current * MINUTE_MS).toISOString().slice(0, 17);
    }
    const rest = moment - current * MINUTE_MS;
    return `${text}${TWO_DIGITS[Math.floor(rest / 1000)]}.${THREE_DIGITS[rest % 1000]}Z`;
  };
}

/** A field as RFC 4180 wants it: in quotes only when it holds a comma, a quote or a line break. */
export function csvField(text: string): string {
  if (!text.includes(',') && !text.includes('"') && !text.includes('\n') && !text.includes('\r')) return text;
  return `"${text.replaceAll('"', '""')}"`;
}

function euros(cents: number): string {
  return `${Math.floor(cents / 100)}.${TWO_DIGITS[cents % 100] ?? cents % 100}`;
}
