import type { Platform, Recipe } from '../platform.ts';

const selfDescribing = (event: string) => `unstruct_event_com_snowplowanalytics_snowplow_${event}`;
const site_search = selfDescribing('site_search_1');
const named: Recipe = { either: ['event_name', 'event'] };

/**
 * Snowplow's atomic events, as a warehouse exports them with their names.
 *
 * @see docs/formats/snowplow.md; docs.snowplow.io, canonical event model
 */
export const SNOWPLOW: Platform = {
  id: 'snowplow',
  name: 'Snowplow atomic events',
  side: 'events',
  has: [['collector_tstamp'], ['domain_userid'], ['event_id']],
  roles: {
    visitor_id: { first: ['domain_userid', 'network_userid'] },
    session_id: { first: ['domain_sessionid', 'domain_sessionidx'] },
    time: { first: ['derived_tstamp', 'collector_tstamp'] },
    event_name: {
      if: 'event',
      matches: '^(unstruct|ue)$',
      yes: named,
      no: { if: 'event', matches: '^(struct|se)$', yes: { first: ['se_action', 'event'] }, no: 'event' },
    },
    url: { first: ['page_url', 'page_urlpath'] },
    referrer: 'page_referrer',
    utm_source: 'mkt_source',
    utm_medium: 'mkt_medium',
    utm_campaign: 'mkt_campaign',
    device: { either: ['device_class', { json: 'contexts_nl_basjes_yauaa_context_1', path: [0, 'deviceClass'] }] },
    user_agent: 'useragent',
    customer_id: 'user_id',
    search_term: { json: site_search, path: ['terms', 0] },
    search_results: { json: site_search, path: ['totalResults'] },
    order_id: 'tr_orderid',
    value: 'tr_total',
  },
  unused: [
    'etl_tstamp',
    'dvce_created_tstamp',
    'dvce_sent_tstamp',
    'load_tstamp',
    'true_tstamp',
    'refr_dvce_tstamp',
    'event_id',
    'platform',
    'dvce_type',
  ],
  is_utc: true,
  caveats: [
    'Page pings are hits but no page views: they show how long a page was looked at.',
    'Snowplow delivers at least once: exact copies of an event count as repeats unless they are taken out before.',
  ],
};
