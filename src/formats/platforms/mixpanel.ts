import type { Platform, Recipe } from '../platform.ts';

const property = (name: string): Recipe => ({ either: [`properties_${name}`, name] });

/**
 * Mixpanel's raw export (JSON lines), or its events as CSV.
 *
 * @see docs/formats/mixpanel.md; docs.mixpanel.com, export methods
 */
export const MIXPANEL: Platform = {
  id: 'mixpanel',
  name: 'a Mixpanel raw export',
  side: 'events',
  has: [
    ['event', 'event_name'],
    ['properties_distinct_id', 'distinct_id'],
    ['properties_mp_processing_time_ms', 'mp_processing_time_ms', 'properties_insert_id', 'insert_id'],
  ],
  lacks: ['amplitude_id'],
  roles: {
    visitor_id: { first: [property('device_id'), property('distinct_id')] },
    time: property('time'),
    event_name: { either: ['event', 'event_name'] },
    url: { either: [property('current_url'), property('page_url'), property('current_url_path')] },
    referrer: property('referrer'),
    utm_source: property('utm_source'),
    utm_medium: property('utm_medium'),
    utm_campaign: property('utm_campaign'),
    device: { first: [property('device_type'), property('os')] },
    customer_id: property('user_id'),
    search_term: { either: [property('search_term'), property('query')] },
    search_results: { either: [property('search_results'), property('result_count')] },
    order_id: { either: [property('order_id'), property('transaction_id')] },
    product_id: property('product_id'),
    value: { either: [property('revenue'), property('amount'), property('value')] },
  },
  unused: [
    'properties_initial_referrer',
    'properties_initial_referring_domain',
    'properties_mp_processing_time_ms',
    'properties_insert_id',
    'properties_mp_keyword',
  ],
  is_utc: true,
  caveats: [
    'Mixpanel exports no session: sessions are rebuilt, hits of one visitor without a gap of 30 minutes.',
    'Times of projects from before 2023 are in the project’s zone; give it with --time-zone.',
    'initial_referrer and initial_utm are those of a visitor’s first visit ever and are not read.',
  ],
};
