import { describe, expect, it } from 'vitest';
import { readTouch } from '../../src/sessions/read-touch.ts';
import { at, csv, hit, type Shop, stageShop } from '../shop.ts';

/** The view `hits` in order of time: visitor and native session by the letter of their first appearance, `-` for none, and the minute. */
async function hitsOf(shop: Shop): Promise<string[]> {
  return stageShop(shop, async ({ rows }) => {
    const found = await rows(
      { minute: 'VARCHAR', visitor: 'VARCHAR', native_session: 'VARCHAR', touch: 'VARCHAR', device: 'VARCHAR' },
      `select strftime(make_timestamp(hit_at), '%H:%M') as minute, cast(visitor as varchar) as visitor, cast(native_session as varchar) as native_session,
        t.text as touch, coalesce(d.text, '-') as device
      from hits as h
      left join origin_keys as o on o.origin_key = h.origin_key
      left join origin_keys as fo on fo.origin_key = h.fact_origin_key
      left join client_keys as c on c.client_key = h.client_key
      left join client_keys as fc on fc.client_key = h.fact_client_key
      left join texts as t on t.text_id = coalesce(o.touch_id, fo.touch_id)
      left join texts as d on d.text_id = coalesce(c.device_id, fc.device_id)
      order by hit_at`,
    );
    const [visitors, sessions] = [letters('A'), letters('a')];
    return found.map(({ minute, visitor, native_session, touch, device }) =>
      [
        minute,
        visitors(visitor!),
        native_session === '0' ? '-' : sessions(native_session!),
        readTouch(touch).utm_source ?? '-',
        device,
      ].join(' '),
    );
  });
}

function letters(first: string): (key: string) => string {
  const seen = new Map<string, string>();
  return (key) => {
    if (!seen.has(key)) seen.set(key, String.fromCharCode(first.charCodeAt(0) + seen.size));
    return seen.get(key)!;
  };
}

describe('the hits of a table of hits alone', () => {
  const events = [
    hit('v1', '10:00:00', '/?utm_source=news', { session_id: 1, device_type: 'mobile' }),
    hit('v1', '10:01:00', '/a', { session_id: 2 }),
    hit('v2', '10:02:00', '/', { session_id: '' }),
    // Neither a visitor nor a session, and no time: no hits.
    hit('', '10:03:00', '/', { session_id: '' }),
    { ...hit('v3', '10:04:00', '/', { session_id: 4 }), event_time: '' },
    // No visitor, but a session: the session is the visitor.
    hit('', '10:05:00', '/', { session_id: 5 }),
  ];

  it('are the rows that can be used', async () => {
    expect(await hitsOf({ events, options: { max_rejected_share: 1 } })).toEqual([
      '10:00 A a news mobile',
      '10:01 A b - -',
      '10:02 B - - -',
      '10:05 C c - -',
    ]);
  });

  it('have no native session where sessions are rebuilt', async () => {
    expect(await hitsOf({ events, options: { max_rejected_share: 1, session_source: 'rebuild' } })).toEqual([
      '10:00 A - news mobile',
      '10:01 A - - -',
      '10:02 B - - -',
      '10:05 C - - -',
    ]);
  });
});

describe('the hits of a table of hits beside a table of sessions', () => {
  it('have visitor, source and device of their session, and their own source where they have one', async () => {
    const page = (session_id: number, clock: string, path: string) => ({
      session_id,
      created_at: at(clock),
      pageview_url: `https://www.shop.example${path}`,
    });
    const session = (session_id: number, visitor_id: string, more = {}) => ({
      ...{ session_id, created_at: at('10:00:00'), visitor_id, utm_source: 'news', device_type: 'mobile' },
      ...more,
    });
    const events = {
      'pages.csv': csv([
        page(1, '10:00:00', '/'),
        page(2, '10:01:00', '/?utm_source=ad'),
        page(3, '10:02:00', '/'),
        page(9, '10:03:00', '/'),
      ]),
      // Session 3 is of another visitor; 9 is not in the table and is a visitor of its own; 8 has no hits; 1 is there twice.
      'sessions.csv': csv([
        session(1, 'v1'),
        session(1, 'v1'),
        session(2, 'v1'),
        session(3, 'v2', { device_type: 'desktop' }),
        session(8, 'v8'),
      ]),
    };
    expect(await hitsOf({ events })).toEqual(['10:00 A a news mobile', '10:01 A b ad mobile', '10:02 B c news desktop', '10:03 C d - -']);
  });
});

describe('a native session that two visitors share', () => {
  const shared = (id: (number: number) => string, session_source: 'native' | 'rebuild' = 'native') => {
    const events = [1, 2, 3].map((number) => hit(`v${number}`, `10:0${number}:00`, '/', { session_id: id(Math.min(number, 2)) }));
    return hitsOf({ events, options: { session_source } });
  };
  const long = (number: number) => `72d76fde-8bb3-4e00-8c23-a032dfed738${number}`;

  it('belongs to one visitor when its id is long', async () => {
    // v2 and v3 share the second session.
    expect(await shared(long)).toEqual(['10:01 A a - -', '10:02 B b - -', '10:03 B b - -']);
  });

  it('says nothing when its id is short, or when sessions are rebuilt', async () => {
    expect(await shared(String)).toEqual(['10:01 A a - -', '10:02 B b - -', '10:03 C b - -']);
    expect(await shared(long, 'rebuild')).toEqual(['10:01 A - - -', '10:02 B - - -', '10:03 C - - -']);
  });
});
