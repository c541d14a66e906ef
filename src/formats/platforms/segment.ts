import type { EventRole, OrderRole } from '../../roles.ts';
import type { Platform, Recipe } from '../platform.ts';

const ROLES: Partial<Record<EventRole | OrderRole, Recipe>> = {
  visitor_id: 'anonymous_id',
  // RudderStack has sessions, Segment has none.
  session_id: 'context_session_id',
  time: { either: ['timestamp', 'original_timestamp', 'received_at'] },
  url: { either: ['context_page_url', 'url', 'context_page_path', 'path'] },
  referrer: { either: ['context_page_referrer', 'referrer'] },
  utm_source: 'context_campaign_source',
  utm_medium: 'context_campaign_medium',
  utm_campaign: { either: ['context_campaign_name', 'context_campaign_campaign'] },
  user_agent: 'context_user_agent',
  device: 'context_device_type',
  customer_id: 'user_id',
};
const UNUSED = ['received_at', 'sent_at', 'uuid_ts', 'original_timestamp', 'id', 'context_ip', 'loaded_at'];
const CAVEATS = [
  'Pages and tracks are two tables: give both with --events.',
  'The table tracks has no properties of the events: for order ids and search terms give the tables of the events too (order_completed, products_searched).',
];

/**
 * Segment's and RudderStack's table of page calls.
 *
 * @see docs/formats/segment.md; segment.com/docs/connections/storage/warehouses/schema
 */
export const SEGMENT_PAGES: Platform = {
  id: 'segment_pages',
  name: 'a Segment or RudderStack table of pages',
  side: 'events',
  has: [['anonymous_id'], ['received_at', 'sent_at', 'uuid_ts'], ['url', 'path', 'context_page_url']],
  lacks: ['event', 'event_text'],
  roles: {
    ...ROLES,
    url: { either: ['url', 'context_page_url', 'path'] },
    referrer: { either: ['referrer', 'context_page_referrer'] },
    event_name: { text: 'page_view' },
  },
  unused: [...UNUSED, 'name', 'title', 'category'],
  is_utc: true,
  caveats: CAVEATS,
};

/** Their table of all track calls, and the table of one event. */
export const SEGMENT_TRACKS: Platform = {
  id: 'segment_tracks',
  name: 'a Segment or RudderStack table of events',
  side: 'events',
  has: [['anonymous_id'], ['received_at', 'sent_at', 'uuid_ts'], ['event', 'event_text']],
  roles: {
    ...ROLES,
    event_name: { either: ['event', 'event_text'] },
    search_term: 'query',
    order_id: 'order_id',
    product_id: 'product_id',
    value: { either: ['revenue', 'total', 'value', 'price'] },
  },
  unused: UNUSED,
  is_utc: true,
  caveats: CAVEATS,
};
