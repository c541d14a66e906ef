import type { Platform } from '../platform.ts';

const purchase = '(^|,)1(,|=|$)';
const added = '(^|,)12(,|=|$)';

/**
 * Adobe Analytics' data feed: `hit_data.tsv`, its columns named in `column_headers.tsv`.
 *
 * @see docs/formats/adobe.md; experienceleague.adobe.com, data feed column reference
 */
export const ADOBE: Platform = {
  id: 'adobe',
  name: 'an Adobe Analytics data feed',
  side: 'events',
  has: [['post_visid_high', 'visid_high'], ['post_visid_low', 'visid_low'], ['hit_time_gmt', 'post_cust_hit_time_gmt'], ['visit_num']],
  roles: {
    visitor_id: {
      either: [
        { join: ['post_visid_high', 'post_visid_low'], sign: '_' },
        { join: ['visid_high', 'visid_low'], sign: '_' },
      ],
    },
    session_id: {
      either: [
        { join: ['post_visid_high', 'post_visid_low', 'visit_num', 'visit_start_time_gmt'], sign: '_' },
        { join: ['visid_high', 'visid_low', 'visit_num'], sign: '_' },
      ],
    },
    time: { either: ['hit_time_gmt', 'post_cust_hit_time_gmt'] },
    event_name: {
      if: { either: ['post_page_event', 'page_event'] },
      matches: '^0$',
      yes: { text: 'page_view' },
      no: {
        if: { either: ['post_event_list', 'event_list'] },
        matches: added,
        yes: { text: 'add_to_cart' },
        no: { if: { either: ['post_event_list', 'event_list'] }, matches: purchase, yes: { text: 'purchase' }, no: { text: 'link' } },
      },
    },
    url: { first: ['post_page_url', 'page_url'] },
    referrer: { first: ['post_referrer', 'referrer'] },
    user_agent: 'user_agent',
    is_bot: 'exclude_hit',
    order_id: { either: ['post_purchaseid', 'purchaseid'] },
    sequence: 'visit_page_num',
  },
  unused: [
    'date_time',
    't_time_info',
    'cust_visid',
    'hitid_high',
    'hitid_low',
    'first_hit_time_gmt',
    'last_hit_time_gmt',
    'search_page_num',
  ],
  is_utc: true,
  caveats: [
    'Sessions with a hit that Adobe excludes (exclude_hit) are flagged as bots; hits of hit_source 5, 7, 8, 9 are read like others: leave them out of the feed.',
    'Tracking codes (campaign) need their classification and are not read; utm tags in the addresses are.',
    'Search terms and results stand in variables of your own: name them with --column events.search_term=post_evar1.',
  ],
};
