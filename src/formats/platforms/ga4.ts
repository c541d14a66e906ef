import type { Platform, Recipe } from '../platform.ts';

/** A parameter of an event, in the spellings of flattened exports, or out of the list of parameters. */
function param(key: string): Recipe {
  return { either: [`event_params_${key}`, `param_${key}`, `ep_${key}`, key, { param: 'event_params', key }] };
}

/** Tags as they were on the hit; where the export has none of their columns, what GA4 made of the session. */
function tag(observed: string, attributed: string, parameter: string): Recipe {
  const clicked = 'session_traffic_source_last_click';
  return {
    either: [
      `collected_traffic_source_manual_${observed}`,
      `manual_${observed}`,
      param(parameter),
      `${clicked}_cross_channel_campaign_${attributed}`,
      `${clicked}_manual_campaign_${attributed}`,
    ],
  };
}

/**
 * GA4's events in BigQuery, as JSON lines, Parquet or the CSV of a query that flattens them.
 *
 * @see docs/formats/ga4.md; developers.google.com/analytics/bigquery/event-schema
 */
export const GA4: Platform = {
  id: 'ga4',
  name: 'a GA4 BigQuery export',
  side: 'events',
  has: [['event_timestamp'], ['event_name'], ['user_pseudo_id']],
  roles: {
    visitor_id: 'user_pseudo_id',
    // The start of the session in seconds: it says something within its visitor only.
    session_id: { either: ['session_id', param('ga_session_id')] },
    time: 'event_timestamp',
    event_name: 'event_name',
    url: param('page_location'),
    referrer: param('page_referrer'),
    utm_source: tag('source', 'source', 'source'),
    utm_medium: tag('medium', 'medium', 'medium'),
    utm_campaign: tag('campaign_name', 'campaign_name', 'campaign'),
    device: 'device_category',
    customer_id: 'user_id',
    search_term: param('search_term'),
    search_results: {
      either: [
        'search_results',
        'result_count',
        'number_of_results',
        param('search_results'),
        param('result_count'),
        param('number_of_results'),
      ],
    },
    order_id: { either: ['ecommerce_transaction_id', 'transaction_id', param('transaction_id')] },
    value: { either: ['ecommerce_purchase_revenue', 'purchase_revenue', param('value')] },
    sequence: { either: ['batch_ordering_id', 'batch_event_index', 'event_bundle_sequence_id'] },
  },
  unused: [
    'traffic_source_source',
    'traffic_source_medium',
    'traffic_source_name',
    'event_previous_timestamp',
    'event_server_timestamp_offset',
    'platform',
  ],
  is_utc: true,
  caveats: [
    'Events that the browser sent in one batch have one time; the order within it is kept where the export has batch_ordering_id.',
    'traffic_source is the first source of a user ever and is not read; what GA4 credits to a session may be an older campaign than the visit’s own.',
    'Visitors without consent have no user_pseudo_id: their hits cannot be put into sessions.',
    'GA4 may still change a day’s table for three days.',
  ],
};
