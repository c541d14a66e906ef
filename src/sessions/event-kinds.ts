import type { Engine } from '../engine/engine.ts';
import { defineQuery, defineStatement } from '../engine/query.ts';

/** Kinds of hits. `group` is the page group that the event itself tells; `page`: the event stands for a page view where page views are not exported. */
export const EVENT_CLASSES = {
  page_view: { id: 1, group: null, page: true },
  view_item: { id: 2, group: 3, page: true },
  view_list: { id: 3, group: 2, page: true },
  search: { id: 4, group: 4, page: true },
  add_to_cart: { id: 5, group: null, page: false },
  view_cart: { id: 6, group: 5, page: true },
  begin_checkout: { id: 7, group: 6, page: true },
  add_shipping: { id: 8, group: 7, page: true },
  add_payment: { id: 9, group: 8, page: true },
  purchase: { id: 10, group: 9, page: false },
  error: { id: 11, group: 11, page: false },
  form_error: { id: 12, group: null, page: false },
  other: { id: 13, group: null, page: false },
} as const satisfies Record<string, { id: number; group: number | null; page: boolean }>;

export type EventClass = keyof typeof EVENT_CLASSES;

/** Event names of the platforms, lower case with _ between words (GA4, Segment, Snowplow, Matomo, Amplitude conventions, shop data sets). */
const NAMES: Record<string, EventClass> = {
  page_view: 'page_view',
  pageview: 'page_view',
  page: 'page_view',
  pv: 'page_view',
  screen_view: 'page_view',
  mp_web_page_view: 'page_view',
  amplitude_page_viewed: 'page_view',
  page_viewed: 'page_view',
  viewed_page: 'page_view',
  view_item: 'view_item',
  product_viewed: 'view_item',
  product_view: 'view_item',
  view_product: 'view_item',
  detail: 'view_item',
  view_item_list: 'view_list',
  product_list_viewed: 'view_list',
  view_category: 'view_list',
  category_view: 'view_list',
  view_search_results: 'search',
  products_searched: 'search',
  search: 'search',
  site_search: 'search',
  add_to_cart: 'add_to_cart',
  addtocart: 'add_to_cart',
  product_added: 'add_to_cart',
  cart: 'add_to_cart',
  view_cart: 'view_cart',
  cart_viewed: 'view_cart',
  begin_checkout: 'begin_checkout',
  checkout_started: 'begin_checkout',
  initiate_checkout: 'begin_checkout',
  add_shipping_info: 'add_shipping',
  checkout_step_completed: 'begin_checkout',
  add_payment_info: 'add_payment',
  payment_info_entered: 'add_payment',
  purchase: 'purchase',
  order_completed: 'purchase',
  transaction: 'purchase',
  checkout_completed: 'purchase',
  error: 'error',
  exception: 'error',
  page_error: 'error',
  js_error: 'error',
  form_error: 'form_error',
  validation_error: 'form_error',
};

/**
 * Kind of an event by its name. A bare `view` is a page view where pages have addresses and a product view where they have not.
 */
export function classifyEvent(name: string, hasUrls: boolean): EventClass {
  const plain = name
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  if (plain === 'view') return hasUrls ? 'page_view' : 'view_item';
  return NAMES[plain] ?? 'other';
}

const cartAndCheckout = defineQuery({
  name: 'cart_and_checkout',
  grain: 'one row',
  columns: { groups: 'INTEGER' },
  sql: `select cast(count(*) as integer) as groups from (
      select page_group from paths where page_group between 5 and 8 union all select page_group from event_kinds where page_group between 5 and 8) as found`,
});

const cartByEvent = defineStatement({
  name: 'cart_by_event',
  grain: 'one row per event name',
  sql: `update event_kinds set page_group = 5 where event_class = ${EVENT_CLASSES.add_to_cart.id}`,
});

/** Where no page or event shows cart or checkout, adding to the cart is what opens it. Returns whether that is so. */
export async function settleCartEvents(engine: Engine): Promise<boolean> {
  const [found] = await engine.rows(cartAndCheckout);
  if ((found?.groups ?? 0) > 0) return false;
  await engine.run(cartByEvent);
  return true;
}
