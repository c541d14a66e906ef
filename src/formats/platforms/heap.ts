import type { Platform } from '../platform.ts';

/**
 * Heap's (Contentsquare's) page views and events, as Data Connect writes them.
 *
 * @see docs/formats/heap.md; help.heap.io, Heap Connect data schema
 */
export const HEAP: Platform = {
  id: 'heap',
  name: 'a Heap table of page views or events',
  side: 'events',
  has: [
    ['session_id'],
    ['user_id'],
    ['time'],
    ['event_id', 'pageview_id'],
    ['heap_previous_page', 'library', 'landing_page', 'session_time'],
  ],
  roles: {
    visitor_id: 'user_id',
    session_id: 'session_id',
    time: 'time',
    event_name: { either: ['event_name', 'type', 'event_table_name', { text: 'page_view' }] },
    url: { first: [{ join: ['path', 'query'], sign: '' }, 'path'] },
    referrer: 'referrer',
    utm_source: 'utm_source',
    utm_medium: 'utm_medium',
    utm_campaign: 'utm_campaign',
    device: 'device_type',
    customer_id: 'identity',
  },
  unused: ['platform', 'landing_page', 'session_time', 'event_id', 'pageview_id', 'joindate'],
  is_utc: true,
  caveats: ['Definitions of events in Heap apply backwards: an export of another day may name the same hits otherwise.'],
};

/** Heap's table of sessions: where they came from, for the hits of the other tables. */
export const HEAP_SESSIONS: Platform = {
  ...HEAP,
  id: 'heap_sessions',
  name: 'a Heap table of sessions',
  has: [['session_id'], ['user_id'], ['landing_page'], ['time'], ['referrer', 'utm_source']],
  lacks: ['event_id', 'pageview_id', 'event_name', 'path'],
  roles: {
    visitor_id: 'user_id',
    session_id: 'session_id',
    time: 'time',
    referrer: 'referrer',
    utm_source: 'utm_source',
    utm_medium: 'utm_medium',
    utm_campaign: 'utm_campaign',
    device: 'device_type',
  },
  unused: ['platform', 'landing_page', 'landing_page_query', 'library', 'city', 'country'],
};
