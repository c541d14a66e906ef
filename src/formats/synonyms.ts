import type { CustomerRole, EventRole, OrderRole } from '../roles.ts';

/**
 * Column names by role, as exports write them (lower case, words joined by _). `sure` names mean the role wherever they stand; `weak` names mean it
 * only where no sure name of that role is in the file. Two columns of the same rank are an ambiguity for a person to decide.
 */
export interface Synonyms {
  sure: readonly string[];
  weak?: readonly string[];
}

export const EVENT_SYNONYMS: Record<EventRole, Synonyms> = {
  visitor_id: {
    sure: [
      'visitor_id',
      'visitorid',
      'user_pseudo_id',
      'client_id',
      'clientid',
      'cid',
      'anonymous_id',
      'anonymousid',
      'distinct_id',
      'domain_userid',
      'fullvisitorid',
      'full_visitor_id',
      'cookie_id',
      'browser_id',
    ],
    weak: ['user_id', 'userid', 'uid', 'device_id', 'visitor', 'user', 'client'],
  },
  session_id: {
    sure: [
      'session_id',
      'sessionid',
      'ga_session_id',
      'website_session_id',
      'visit_id',
      'visitid',
      'idvisit',
      'domain_sessionid',
      'user_session',
    ],
  },
  time: {
    sure: ['timestamp', 'event_timestamp', 'event_time', 'hit_time', 'derived_tstamp', 'server_time', 'occurred_at', 'viewed_at'],
    weak: ['ts', 'time', 'datetime', 'date_time', 'created_at', 'date', 'received_at'],
  },
  event_name: { sure: ['event_name', 'event_type', 'hit_type'], weak: ['event', 'action', 'type'] },
  url: {
    sure: ['page_url', 'page_location', 'pageview_url', 'current_url', 'url', 'url_path', 'href'],
    weak: ['page_path', 'pagepath', 'path', 'page', 'uri'],
  },
  referrer: { sure: ['referrer', 'referer', 'page_referrer', 'http_referer', 'http_referrer', 'referrer_url'] },
  utm_source: { sure: ['utm_source'], weak: ['source', 'traffic_source'] },
  utm_medium: { sure: ['utm_medium'], weak: ['medium'] },
  utm_campaign: { sure: ['utm_campaign'], weak: ['campaign', 'campaign_name'] },
  device: { sure: ['device_type', 'device_category', 'device_class'], weak: ['device', 'platform'] },
  user_agent: { sure: ['user_agent', 'useragent', 'http_user_agent'], weak: ['ua'] },
  is_bot: {
    sure: ['is_bot', 'isbot', 'bot', 'is_robot', 'is_spider', 'is_crawler', 'spider_or_robot', 'virt_is_bot'],
    weak: ['exclude_hit'],
  },
  customer_id: { sure: ['customer_id', 'customerid', 'account_id', 'login_id', 'member_id'], weak: ['user_id', 'userid'] },
  search_term: { sure: ['search_term', 'search_query', 'search_keyword'], weak: ['query', 'keyword'] },
  search_results: { sure: ['search_results', 'result_count', 'search_result_count', 'results'] },
  http_status: { sure: ['http_status', 'status_code', 'http_status_code'], weak: ['status'] },
  load_ms: { sure: ['load_ms', 'load_time_ms', 'page_load_ms', 'page_load_time'] },
  order_id: { sure: ['order_id', 'orderid', 'transaction_id', 'order_number'] },
  product_id: { sure: ['product_id', 'item_id', 'itemid', 'product_sku', 'sku'] },
  value: { sure: ['event_value', 'value'], weak: ['price', 'revenue', 'amount'] },
  sequence: { sure: ['hit_number', 'event_sequence', 'sequence', 'website_pageview_id', 'pageview_id', 'hit_id', 'event_id'] },
};

export const ORDER_SYNONYMS: Record<OrderRole, Synonyms> = {
  order_id: { sure: ['order_id', 'orderid', 'order_number', 'order_no', 'transaction_id'], weak: ['id', 'order', 'number'] },
  time: {
    sure: ['order_date', 'order_time', 'ordered_at', 'placed_at', 'purchase_date', 'order_created_at'],
    weak: ['created_at', 'timestamp', 'date', 'datetime', 'time', 'paid_at'],
  },
  revenue: {
    sure: ['revenue', 'order_total', 'grand_total', 'total_price', 'order_value', 'order_amount', 'total', 'amount'],
    weak: ['price', 'value', 'net_sales'],
  },
  currency: { sure: ['currency', 'currency_code', 'order_currency'] },
  status: { sure: ['status', 'order_status', 'financial_status', 'payment_status'] },
  visitor_id: EVENT_SYNONYMS.visitor_id,
  session_id: EVENT_SYNONYMS.session_id,
  customer_id: { sure: ['customer_id', 'customerid', 'account_id', 'member_id'], weak: ['user_id', 'userid'] },
  email: { sure: ['email', 'e_mail', 'email_address', 'customer_email', 'billing_email', 'email_sha256'] },
  sales_channel: { sure: ['sales_channel', 'order_channel', 'source_name'], weak: ['channel', 'store'] },
  refunded_amount: { sure: ['refunded_amount', 'amount_refunded', 'refund_amount', 'refunded', 'total_refunded'] },
};

export const CUSTOMER_SYNONYMS: Record<CustomerRole, Synonyms> = {
  customer_id: {
    sure: ['customer_id', 'customerid', 'customer_number', 'customer_no', 'account_id', 'member_id', 'contact_id'],
    weak: ['id', 'user_id', 'userid', 'customer'],
  },
  email: { sure: ['email', 'e_mail', 'email_address', 'customer_email', 'email_sha256'], weak: ['mail', 'email_hash', 'hashed_email'] },
  first_order_at: {
    sure: [
      'first_order_at',
      'first_order_date',
      'first_order',
      'first_order_time',
      'first_purchase_date',
      'first_purchase_at',
      'first_purchase',
    ],
  },
  segment: { sure: ['segment', 'customer_segment', 'customer_group', 'loyalty_tier'], weak: ['group', 'tier', 'type'] },
};
