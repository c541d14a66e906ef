import { EVENT_SYNONYMS, ORDER_SYNONYMS } from './synonyms.ts';

/** An export that holds totals, not hits: no session can be rebuilt from it. */
export interface Aggregate {
  platform: string;
  what: string;
  remedy: string;
}

interface Signature extends Aggregate {
  /** @param header - normalised names; the columns of hits are known not to be among them, see `hasHits` */
  matches: (header: readonly string[], preamble: readonly string[], file: string) => boolean;
}

const has = (header: readonly string[], names: RegExp) => header.some((name) => names.test(name));

const SIGNATURES: readonly Signature[] = [
  {
    platform: 'ga4_interface',
    what: 'a report or exploration of the GA4 interface: totals per page, source or day, without visitors and times',
    remedy: 'Export the raw events instead: in GA4, Admin > BigQuery links, then export the events_ tables as CSV, JSON lines or Parquet.',
    matches: (header, preamble) =>
      (preamble.some((line) => /^"?# ?-{3,}/.test(line)) && preamble.some((line) => /^"?# ?(Start date: ?\d{8}|\d{8}-\d{8})/.test(line))) ||
      has(
        header,
        /^(active_users|engaged_sessions|key_events|average_engagement_time\w*|first_user_\w+|session_(source|medium|source_medium|default_channel_group|campaign)|landing_page_query_string|page_(path|title)_and_screen_(class|name))$/,
      ),
  },
  {
    platform: 'plausible',
    what: 'a Plausible dashboard export: totals per day, page or source',
    remedy: 'Plausible’s dashboard keeps no visitors. Use its raw event export (Enterprise), or the shop’s own clickstream or access log.',
    matches: (header, _, file) =>
      /(^|[/\\])imported_\w+_\d{8}_\d{8}\.csv/.test(file) ||
      (has(header, /^visitors$/) &&
        has(header, /^(pageviews|visits|views_per_visit|bounce_rate|visit_duration|time_on_page|scroll_depth)$/)) ||
      (has(header, /^unique_conversions$/) && has(header, /^total_conversions$/)),
  },
  {
    platform: 'umami',
    what: 'an Umami export of one dimension: totals per value',
    remedy: 'Export the table website_event from Umami’s database instead.',
    matches: (header) => header.includes('x') && header.includes('y') && header.every((name) => /^[xyzt]$/.test(name)),
  },
  {
    platform: 'matomo',
    what: 'a Matomo report: totals per page, source or day',
    remedy:
      'Export the visits log instead (API Live.getLastVisitsDetails), or the tables log_visit and log_link_visit_action from its database.',
    matches: (header) =>
      has(header, /^nb_(visits|hits|actions|uniq_visitors|visits_converted)$/) ||
      (header.includes('label') && has(header, /^(visits|unique_visitors|actions|unique_pageviews|pageviews|hits)$/)),
  },
  {
    platform: 'adobe_workspace',
    what: 'a table of Adobe Analytics Workspace: totals per row',
    remedy: 'Export the raw hits instead: in Adobe Analytics, Admin > Data Feeds.',
    matches: (_, preamble) => preamble.some((line) => /^"?# ?(Report suite|Freeform table)\b/i.test(line)),
  },
  {
    platform: 'shopify_analytics',
    what: 'a report of Shopify Analytics: totals of sessions or sales per day',
    remedy:
      'Shopify exports no clickstream: use that of GA4 (BigQuery) or of another tool on the site. Its orders are under Orders > Export, as plain CSV.',
    matches: (header) =>
      has(
        header,
        /^(online_store_visitors|online_store_sessions|total_sessions|sessions_(with_cart_additions|that_reached_checkout|that_completed_checkout|reached_checkout|converted)|added_to_cart_rate)$/,
      ) ||
      (header.includes('orders') && has(header, /^(gross_sales|net_sales|total_sales)$/)),
  },
  {
    platform: 'aggregate',
    what: 'a table of totals (views, users or sessions per row)',
    remedy: 'Export one row per hit: with a visitor or session id, the time of the hit, and the page.',
    matches: (header) =>
      has(
        header,
        /^((page_?|screen_?)?views|unique_page_?views|unique_visitors|visitors|visits|sessions|(new_|total_)?users|event_count|entrances|exits|bounces|bounce_rate|avg_\w+|average_\w+)$/,
      ),
  },
];

/**
 * Recognises exports of totals.
 * @param header - normalised column names
 */
export function recogniseAggregate(preamble: readonly string[], header: readonly string[], file: string): Aggregate | null {
  if (hasHits(header)) return null;
  return SIGNATURES.find((signature) => signature.matches(header, preamble, file)) ?? null;
}

const { visitor_id, session_id } = EVENT_SYNONYMS;
const IDS = new Set([visitor_id, session_id, ORDER_SYNONYMS.order_id].flatMap(({ sure, weak }) => [...sure, ...(weak ?? [])]));

/** Names of columns that tables of totals do not have: of an id, or of a moment. A mean duration is no moment. */
function hasHits(header: readonly string[]): boolean {
  return header.some(
    (name) => IDS.has(name) || (/(^|_)(id|uuid|timestamp|tstamp|time|at)$/.test(name) && !/^(avg|average|total|mean)_/.test(name)),
  );
}
