import type { Platform } from '../platform.ts';

/**
 * Umami's table website_event, from its database.
 *
 * @see docs/formats/umami.md; github.com/umami-software/umami, db/clickhouse/schema.sql
 */
export const UMAMI: Platform = {
  id: 'umami',
  name: 'Umami’s table website_event',
  side: 'events',
  has: [['visit_id'], ['session_id'], ['url_path']],
  roles: {
    // What Umami calls a session is a visitor, under a number that changes every month; a visit is a session.
    visitor_id: 'session_id',
    session_id: 'visit_id',
    time: 'created_at',
    event_name: {
      if: 'event_type',
      matches: '^1$',
      yes: { text: 'page_view' },
      no: { first: ['event_name', 'event_type'] },
    },
    url: { first: [{ join: ['url_path', 'url_query'], sign: '?' }, 'url_path'] },
    referrer: 'referrer_domain',
    utm_source: 'utm_source',
    utm_medium: 'utm_medium',
    utm_campaign: 'utm_campaign',
    device: 'device',
  },
  unused: ['website_id', 'event_id', 'distinct_id', 'page_title', 'tag'],
  is_utc: true,
  caveats: ['Visitors are known for a month at most: who comes back later counts as new.'],
};
