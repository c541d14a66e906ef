import type { Platform, Recipe } from '../platform.ts';

/** A property of the event, as a column of its own or in the object as text. */
function property(name: string, key: string): Recipe {
  return { either: [`event_properties_${name}`, { json: 'event_properties', path: [key] }] };
}

/** Tags are properties of the event or, with older libraries, of the user. */
const tag = (name: string): Recipe => ({
  either: [property(name, name), `user_properties_${name}`, { json: 'user_properties', path: [name] }],
});

/**
 * Amplitude's Export API: one JSON object a line.
 *
 * @see docs/formats/amplitude.md; amplitude.com/docs/apis/analytics/export
 */
export const AMPLITUDE: Platform = {
  id: 'amplitude',
  name: 'an Amplitude export',
  side: 'events',
  has: [['amplitude_id'], ['event_type'], ['client_event_time', 'event_time']],
  roles: {
    visitor_id: { first: ['device_id', 'amplitude_id'] },
    // −1: the event is in no session.
    session_id: { if: 'session_id', matches: '^-', yes: { text: '' }, no: 'session_id' },
    time: { either: ['event_time', 'client_event_time'] },
    event_name: 'event_type',
    url: {
      first: [
        property('amplitude_page_url', '[Amplitude] Page URL'),
        property('amplitude_page_location', '[Amplitude] Page Location'),
        property('amplitude_page_path', '[Amplitude] Page Path'),
      ],
    },
    referrer: { either: [property('referrer', 'referrer'), 'user_properties_referrer'] },
    utm_source: tag('utm_source'),
    utm_medium: tag('utm_medium'),
    utm_campaign: tag('utm_campaign'),
    device: 'device_family',
    customer_id: 'user_id',
    search_term: property('search_term', 'search_term'),
    search_results: property('result_count', 'result_count'),
    order_id: property('order_id', 'order_id'),
    product_id: property('product_id', 'product_id'),
    value: property('revenue', 'revenue'),
    sequence: 'event_id',
  },
  unused: [
    'server_received_time',
    'server_upload_time',
    'client_upload_time',
    'processed_time',
    'platform',
    'device_type',
    'uuid',
    'insert_id',
  ],
  is_utc: true,
  caveats: [
    'A range of the Export API is one of upload times: it holds some earlier events and lacks late ones. Export some days more and narrow with --from and --to.',
  ],
};
