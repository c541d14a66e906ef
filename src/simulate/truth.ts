import type { Arrival } from './arrivals.ts';
import { isLooker } from './looking-time.ts';
import { ORDER_STATUSES, type Order } from './orders.ts';
import { DEVICES, PAGE_KINDS, type PageKind, type ShopModel, SIGNAL_NAMES, SIGNALS } from './shop-model.ts';
import type { Walk } from './walk.ts';

/** What the generator counted while it wrote. Sessions are arrivals as the generator made them; bots are counted apart and in no breakdown. */
export interface TruthCounts {
  event_rows: number;
  order_rows: number;
  store_order_rows: number;
  spend_rows: number;
  human_sessions: number;
  returning_sessions: number;
  crawler_sessions: number;
  scraper_sessions: number;
  sessions_by_channel: Record<string, number>;
  /** `source / medium / campaign` */
  sessions_by_source: Record<string, number>;
  sessions_by_device: Record<string, number>;
  /** Human sessions with 2 to 7 minutes, both ends in, from the first hit to the first cart, registration or checkout page or to the last hit. */
  looking_sessions: number;
  looking_sessions_with_order: number;
  /** Orders with a session, by the session's channel; every status. */
  orders_by_channel: Record<string, number>;
  /** Rows of orders.csv. */
  orders_by_status: Record<string, number>;
  orders_without_visitor_id: number;
  orders_without_session: number;
  orders_through_gateway: number;
  stitched_returns: number;
  offline_orders_by_sales_channel: Record<string, number>;
  hits_by_page: Record<string, number>;
  form_error_hits: number;
  /** Page views of human sessions that met the signal, by signal and page. */
  signals_by_page: Record<string, Record<string, number>>;
}

/** Counts sessions and orders as they are made, in memory that does not grow with them. */
export class TruthTally {
  readonly counts: TruthCounts;

  constructor(shop: ShopModel) {
    this.counts = emptyCounts(shop);
  }

  addSession(arrival: Arrival, walk: Walk): void {
    const { counts } = this;
    counts.event_rows += walk.hits.length;
    for (const hit of walk.hits) {
      increase(counts.hits_by_page, hit.page_kind);
      if (hit.event_name === 'form_error') counts.form_error_hits += 1;
      if (hit.signals !== 0) this.addSignals(hit.signals, hit.page_kind);
    }
    if (arrival.kind === 'crawler') counts.crawler_sessions += 1;
    else if (arrival.kind === 'scraper') counts.scraper_sessions += 1;
    else this.addHuman(arrival, walk);
  }

  /** A row of orders.csv. */
  addOrder(order: Order): void {
    this.counts.order_rows += 1;
    increase(this.counts.orders_by_status, order.status);
    if (order.visitor_id === '') this.counts.orders_without_visitor_id += 1;
  }

  /** A row of store-orders.csv. */
  addOfflineOrder(order: Order): void {
    this.counts.store_order_rows += 1;
    increase(this.counts.offline_orders_by_sales_channel, order.sales_channel);
  }

  private addHuman(arrival: Arrival, walk: Walk): void {
    const { counts } = this;
    counts.human_sessions += 1;
    if (arrival.is_returning) counts.returning_sessions += 1;
    increase(counts.sessions_by_channel, arrival.traffic.channel);
    increase(counts.sessions_by_source, `${arrival.traffic.source} / ${arrival.traffic.medium} / ${arrival.traffic.campaign}`);
    increase(counts.sessions_by_device, arrival.visitor.device);
    const is_looker = isLooker(walk.hits);
    if (is_looker) counts.looking_sessions += 1;
    if (walk.order === undefined) return;
    if (is_looker) counts.looking_sessions_with_order += 1;
    increase(counts.orders_by_channel, arrival.traffic.channel);
    if (walk.is_through_gateway) counts.orders_through_gateway += 1;
    if (walk.is_stitched_return) counts.stitched_returns += 1;
  }

  private addSignals(signals: number, page_kind: PageKind): void {
    for (const name of SIGNAL_NAMES) if ((signals & SIGNALS[name]) !== 0) increase(this.counts.signals_by_page[name]!, page_kind);
  }
}

/** The text of truth.json: options, everything planted, and what was found while writing: exact counts, potential outcomes. */
export function truthText(options: object, shop: ShopModel, found: object): string {
  const { traffic, ...planted_elsewhere } = shop;
  const intent_by_source = traffic.map(({ channel, source, medium, campaign, intent_logit, trouble }) => ({
    ...{ channel, source, medium, campaign, intent_logit, trouble },
  }));
  const planted = { ...planted_elsewhere, intent_by_source };
  return `${JSON.stringify({ schema_version: 1, options, planted, ...found }, null, 2)}\n`;
}

function increase(record: Record<string, number>, key: string): void {
  record[key] = (record[key] ?? 0) + 1;
}

function emptyCounts({ traffic }: ShopModel): TruthCounts {
  const zeros = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, 0]));
  const channels = [...new Set(traffic.map(({ channel }) => channel))];
  return {
    ...{ event_rows: 0, order_rows: 0, store_order_rows: 0, spend_rows: 0 },
    ...{ human_sessions: 0, returning_sessions: 0, crawler_sessions: 0, scraper_sessions: 0 },
    sessions_by_channel: zeros(channels),
    sessions_by_source: zeros(traffic.map(({ source, medium, campaign }) => `${source} / ${medium} / ${campaign}`)),
    sessions_by_device: zeros(DEVICES),
    ...{ looking_sessions: 0, looking_sessions_with_order: 0 },
    orders_by_channel: zeros(channels),
    orders_by_status: zeros(ORDER_STATUSES),
    ...{ orders_without_visitor_id: 0, orders_without_session: 0, orders_through_gateway: 0, stitched_returns: 0 },
    offline_orders_by_sales_channel: zeros(['store', 'phone']),
    hits_by_page: zeros(PAGE_KINDS),
    form_error_hits: 0,
    signals_by_page: Object.fromEntries(SIGNAL_NAMES.map((name) => [name, {}])),
  };
}
