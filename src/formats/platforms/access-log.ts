import type { EventRole, OrderRole } from '../../roles.ts';
import type { Platform, Recipe } from '../platform.ts';

/** Files that a page is made of, feeds and interfaces: they are asked for by pages, not by visitors. */
const PARTS =
  '\\.(css|js|mjs|map|json|xml|txt|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|eot|otf|mp4|webm|mp3|pdf|zip|wasm)([?]|$)|^/(api|graphql|wp-json|_next/data|cdn-cgi|[.]well-known)(/|[?]|$)';

/** What a request is: only a page that is asked for and sent, or that fails, is a page view. */
function kindOfRequest(url: Recipe, method: Recipe, status: Recipe): Recipe {
  const sent: Recipe = { if: status, matches: '^(2|304|4|5)', yes: { text: 'page_view' }, no: { text: 'redirect' } };
  return { if: url, matches: PARTS, yes: { text: 'asset' }, no: { if: method, matches: '^get$', yes: sent, no: { text: 'request' } } };
}

/** Where a log has no visitors, an address and a browser are taken for one. */
function approximateVisitor(address: Recipe, agent: Recipe): Recipe {
  return { first: [{ join: [address, agent], sign: ' ' }, address] };
}

const APPROXIMATE =
  'Visitors are approximate: an access log knows addresses and browsers only. All people behind one address with one browser count as one, and one person on two networks as two.';
const CAVEATS = [APPROXIMATE, 'The time a server took is not the load time of the page and is not read.'];

/**
 * Access log of a web server (Apache, nginx) in the common or combined format, also with the virtual host first.
 *
 * @see docs/formats/access-log.md; httpd.apache.org/docs/2.4/logs.html
 */
export const ACCESS_LOG: Platform = {
  id: 'access_log',
  name: 'an access log',
  side: 'events',
  has: [['remote_address'], ['request_url'], ['request_time'], ['virtual_host']],
  roles: {
    visitor_id: approximateVisitor('remote_address', 'user_agent'),
    time: 'request_time',
    event_name: kindOfRequest('request_url', 'method', 'status'),
    url: { first: [{ join: [{ text: 'https://' }, 'virtual_host', 'request_url'], sign: '' }, 'request_url'] },
    referrer: 'referrer',
    user_agent: 'user_agent',
    customer_id: 'remote_user',
    http_status: 'status',
  },
  unused: ['identity', 'bytes', 'method'],
  names_own_pages_as_referrers: true,
  warning: APPROXIMATE,
  caveats: CAVEATS,
};

const W3C_ROLES: Partial<Record<EventRole | OrderRole, Recipe>> = {
  time: { join: ['date', 'time'], sign: ' ' },
  event_name: kindOfRequest('cs_uri_stem', 'cs_method', 'sc_status'),
  url: { first: [{ join: ['cs_uri_stem', 'cs_uri_query'], sign: '?' }, 'cs_uri_stem'] },
  referrer: { decoded: 'cs_referer' },
  user_agent: { decoded: 'cs_user_agent' },
  visitor_id: approximateVisitor('c_ip', 'cs_user_agent'),
  customer_id: 'cs_username',
  http_status: 'sc_status',
};

/**
 * Amazon CloudFront's standard log.
 *
 * @see docs/formats/access-log.md; docs.aws.amazon.com, CloudFront standard logs
 */
export const CLOUDFRONT: Platform = {
  id: 'cloudfront',
  name: 'a CloudFront log',
  side: 'events',
  has: [['x_edge_location'], ['cs_uri_stem'], ['date'], ['time']],
  roles: W3C_ROLES,
  unused: ['x_edge_request_id', 'cs_cookie', 'time_taken', 'time_to_first_byte', 'sc_bytes'],
  is_utc: true,
  names_own_pages_as_referrers: true,
  warning: APPROXIMATE,
  caveats: CAVEATS,
};

/** Log in the W3C extended format, as IIS writes it. */
export const W3C_LOG: Platform = {
  ...CLOUDFRONT,
  id: 'w3c_log',
  name: 'a W3C (IIS) log',
  has: [['cs_uri_stem'], ['date'], ['time']],
  lacks: ['x_edge_location'],
  unused: ['time_taken', 's_ip', 's_port', 'sc_substatus', 'sc_win32_status', 'sc_bytes', 'cs_bytes', 'cs_cookie'],
};
