/** An export that holds totals, not hits: no session can be rebuilt from it. */
export interface Aggregate {
  platform: string;
  what: string;
  remedy: string;
}

interface Signature extends Aggregate {
  matches: (preamble: readonly string[], header: readonly string[], file: string) => boolean;
}

const SIGNATURES: readonly Signature[] = [
  {
    platform: 'ga4_interface',
    what: 'a report of the GA4 interface: totals per page or day, without visitors and times',
    remedy: 'Export the raw events instead: in GA4, Admin > BigQuery links, then export the events_ tables as CSV, JSON lines or Parquet.',
    matches: (preamble) =>
      preamble.some((line) => /^"?# ?-{3,}/.test(line)) && preamble.some((line) => /^"?# ?(Start date: ?\d{8}|\d{8}-\d{8})/.test(line)),
  },
  {
    platform: 'plausible',
    what: 'a Plausible dashboard export: totals per day',
    remedy: 'Plausible’s dashboard keeps no visitors. Use its raw event export (Enterprise), or the shop’s own clickstream or access log.',
    matches: (_, header, file) =>
      /(^|\/)imported_\w+_\d{8}_\d{8}\.csv/.test(file) ||
      (header.includes('date') && header.includes('visitors') && (header.includes('pageviews') || header.includes('visits'))),
  },
  {
    platform: 'umami',
    what: 'an Umami export of one dimension: totals per value',
    remedy: 'Export the table website_event from Umami’s database instead.',
    matches: (_, header) => header.length === 2 && header[0] === 'x' && header[1] === 'y',
  },
  {
    platform: 'aggregate',
    what: 'a table of totals (views, users or sessions per row)',
    remedy: 'Export one row per hit: with a visitor or session id, the time of the hit, and the page.',
    matches: (_, header) =>
      header.some((name) => /^(views|pageviews|sessions|users|active_users|event_count|visits|entrances|exits|bounce_rate)$/.test(name)) &&
      !header.some((name) => /(_id|time|timestamp|_at)$/.test(name)),
  },
];

/**
 * Recognises exports of totals.
 * @param header - normalised column names
 */
export function recogniseAggregate(preamble: readonly string[], header: readonly string[], file: string): Aggregate | null {
  return SIGNATURES.find((signature) => signature.matches(preamble, header, file)) ?? null;
}
