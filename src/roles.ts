/**
 * What a column of an export can be: the one list that the recognition of formats, the configuration and the engine share.
 * The sentence is shown by `inspect` and in the documentation.
 */
export const EVENT_ROLES = {
  visitor_id: 'browser or device, pseudonymous; never a login',
  session_id: 'the platform’s own session id',
  time: 'when the hit happened',
  event_name: 'kind of hit: page_view, add_to_cart, purchase …',
  url: 'page address or path',
  referrer: 'address of the page before',
  utm_source: 'source',
  utm_medium: 'medium',
  utm_campaign: 'campaign',
  device: 'desktop, mobile, tablet',
  user_agent: 'browser identification',
  is_bot: 'the export’s own word that a hit is a bot’s: true, yes, a number above 0',
  customer_id: 'login or customer number',
  search_term: 'term of an on-site search',
  search_results: 'number of results of an on-site search',
  http_status: 'HTTP status of the page',
  load_ms: 'load time of the page in milliseconds',
  order_id: 'order number on the confirmation page or purchase event',
  product_id: 'product of the hit',
  value: 'money value of the hit',
  sequence: 'number that orders hits of the same instant',
} as const;
export type EventRole = keyof typeof EVENT_ROLES;

export const ORDER_ROLES = {
  order_id: 'order number',
  time: 'when the order was placed',
  revenue: 'order value',
  currency: 'currency code',
  status: 'paid, cancelled, refunded …',
  visitor_id: 'browser or device that ordered',
  session_id: 'the platform’s own session id',
  customer_id: 'login or customer number',
  email: 'e-mail of the customer; hashed as it is read',
  sales_channel: 'web, store, phone …',
  refunded_amount: 'money given back',
} as const;
export type OrderRole = keyof typeof ORDER_ROLES;

export const CUSTOMER_ROLES = {
  customer_id: 'login or customer number, as in the clickstream or the orders',
  email: 'e-mail, or its SHA-256; hashed as it is read, never shown',
  first_order_at: 'when the customer first ordered; empty for none',
  segment: 'group of customers, as the CRM has it',
} as const;
export type CustomerRole = keyof typeof CUSTOMER_ROLES;
