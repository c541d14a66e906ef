import type { Platform, Recipe } from '../platform.ts';

/** A property: a column of its own, a member of the object `properties`, or a member of that object as text. PostHog marks its own with $. */
function property(name: string, key = `$${name}`): Recipe {
  return { either: [`properties_${name}`, { json: 'properties', path: [key] }, name] };
}

/**
 * PostHog's events: batch export or file export (JSON lines, Parquet), or the CSV of the event list.
 *
 * @see docs/formats/posthog.md; posthog.com/docs/cdp/batch-exports
 */
export const POSTHOG: Platform = {
  id: 'posthog',
  name: 'a PostHog export',
  side: 'events',
  has: [['distinct_id'], ['event'], ['uuid', 'properties', 'properties_*'], ['timestamp']],
  lacks: ['properties_mp_processing_time_ms', 'mp_processing_time_ms', 'properties_distinct_id'],
  roles: {
    visitor_id: { first: [property('device_id'), 'distinct_id'] },
    session_id: property('session_id'),
    time: 'timestamp',
    event_name: 'event',
    url: { first: [property('current_url'), property('pathname')] },
    referrer: property('referrer'),
    utm_source: property('utm_source', 'utm_source'),
    utm_medium: property('utm_medium', 'utm_medium'),
    utm_campaign: property('utm_campaign', 'utm_campaign'),
    device: property('device_type'),
    user_agent: property('raw_user_agent'),
    search_term: { either: [property('search_term', 'search_term'), property('query', 'query')] },
    search_results: { either: ['properties_result_count', 'properties_search_results', { json: 'properties', path: ['result_count'] }] },
    order_id: property('order_id', 'order_id'),
    product_id: property('product_id', 'product_id'),
    value: { either: ['properties_revenue', 'properties_value', { json: 'properties', path: ['revenue'] }] },
  },
  unused: ['uuid', 'person_id', 'created_at', 'inserted_at', 'team_id', 'elements', 'ip', 'site_url'],
  is_utc: true,
  caveats: [
    'A referrer "$direct" is no referrer.',
    'Events sent by a server have no session: they are put to their visitor by time.',
    '$autocapture events are hits but no page views.',
  ],
};
