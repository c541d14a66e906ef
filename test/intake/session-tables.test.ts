import { describe, expect, it } from 'vitest';
import { countSplitReasons } from '../../src/sessions/count-sessions.ts';
import { at, csv, diagnoseText, hit, stageShop } from '../shop.ts';

describe('an export of two tables', () => {
  const pages = [
    { pageview_id: 1, session_id: 11, created_at: at('10:00:00'), pageview_url: '/' },
    { pageview_id: 2, session_id: 11, created_at: at('10:05:00'), pageview_url: '/a' },
    { pageview_id: 3, session_id: 12, created_at: at('11:00:00'), pageview_url: '/' },
  ];
  const sessions = [
    { session_id: 11, created_at: at('10:00:00'), visitor_id: 'v1', utm_source: 'news', utm_medium: 'email', device_type: 'mobile' },
    { session_id: 12, created_at: at('11:00:00'), visitor_id: 'v1', utm_source: 'NULL', utm_medium: 'NULL', device_type: 'desktop' },
    { session_id: 13, created_at: at('12:00:00'), visitor_id: 'v2', utm_source: 'news', utm_medium: 'email', device_type: 'mobile' },
  ];
  const flat = pages.map((page) => ({
    ...page,
    ...sessions.find((session) => session.session_id === page.session_id),
    created_at: page.created_at,
  }));
  const orders = [{ order_id: 'A', ordered_at: at('10:06:00'), visitor_id: 'v1', revenue: '5.00' }];

  it('says the same as one flat table, and accounts for the session without a hit', async () => {
    const two = await diagnoseText({ events: { 'pages.csv': csv(pages), 'sessions.csv': csv(sessions) }, orders });
    const one = await diagnoseText({ events: flat, orders });
    // Only the books of the rows differ: there are more of them.
    expect({ ...two.report, inputs: null, checks: null }).toEqual({ ...one.report, inputs: null, checks: null });
    expect(two.report.inputs[1]).toMatchObject({
      role: 'sessions',
      rows_read: 3,
      rows_used: 2,
      filtered: [{ rule: 'session without a hit', rows: 1 }],
    });
    expect(two.report.sessions).toMatchObject({ total: 2, visitors: 1, with_order: 1 });
  });
});

describe('bots', () => {
  const agent = { user_agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' };
  const events = [
    hit('person', '10:00:00', '/', {
      user_agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36',
    }),
    hit('crawler', '10:00:00', '/', agent),
    hit('crawler', '10:00:01', '/a', agent),
    // 101 hits within 100 seconds are no person's; 100 in two minutes, ever more slowly, may be.
    ...Array.from({ length: 101 }, (_, second) =>
      hit('fast', `11:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}`, '/a'),
    ),
    ...Array.from({ length: 100 }, (_, index) => Math.floor(index ** 2 / 80)).map((second) =>
      hit('busy', `12:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}`, '/a'),
    ),
  ];

  it('are left out with their rows, by user agent and by speed, or included, or shown alone', async () => {
    const run = async (bots: 'exclude' | 'include' | 'only') => {
      const { report } = await diagnoseText({ events, options: { bots } });
      return [report.sessions.total, report.sessions.bots, report.inputs[0]!.rows_used];
    };
    // Sessions: person (1 row), crawler (2), fast (101), busy (100).
    expect(await run('exclude')).toEqual([2, 2, 101]);
    expect(await run('include')).toEqual([4, 2, 204]);
    expect(await run('only')).toEqual([2, 2, 103]);
  });

  it('do not stand among the reasons for which sessions start', async () => {
    await stageShop({ events }, async ({ engine }) => {
      expect(await countSplitReasons(engine)).toEqual([{ reason: 'first hit of the visitor', sessions: 2 }]);
    });
  });
});
