import { describe, expect, it } from 'vitest';
import { at, type Cells, diagnoseText, hit } from '../shop.ts';

const journey = (visitor: string, hour: string, paths: readonly string[], more: Cells = {}): Cells[] =>
  paths.map((path, index) => hit(visitor, `${hour}:0${index}:00`, path, more));

describe('the funnel', () => {
  it('counts who saw a step, and who saw none after it', async () => {
    // a: all steps; b: jumps from the landing to the cart; c: stops at a product; d: landing only
    const events = [
      ...journey('a', '10', ['/', '/category/lamps', '/products/a1', '/cart', '/checkout/shipping', '/checkout/billing', '/thank-you']),
      ...journey('b', '11', ['/', '/cart']),
      ...journey('c', '12', ['/', '/category/lamps', '/products/a1', '/']),
      ...journey('d', '13', ['/']),
    ];
    const { report } = await diagnoseText({ events });
    expect(report.funnel.map(({ step, sessions_reached, drop_off_rate }) => [step, sessions_reached, drop_off_rate?.events])).toEqual([
      ['landing', 4, 1],
      ['products', 2, 0],
      ['product', 2, 1],
      ['cart', 2, 1],
      ['shipping', 1, 0],
      ['billing', 1, 0],
      ['thank-you', 1, undefined],
    ]);
    expect(report.scorecard.find(({ stage }) => stage === 'checkout')!.actual).toMatchObject({ events: 1, trials: 2 });
  });
});

describe('signals', () => {
  // Searches of v1: nothing found, then again (a repeat), then found; v2 has an error on the last page in stage 2.
  const events = [
    hit('v1', '10:00:00', '/search', { search_term: 'lmap', search_results: 0, http_status: 200 }),
    hit('v1', '10:01:00', '/search', { search_term: 'lamp', search_results: 5, http_status: 200 }),
    hit('v1', '10:02:00', '/products/a1', { http_status: 200 }),
    hit('v2', '11:00:00', '/cart', { http_status: 200 }),
    hit('v2', '11:01:00', '/checkout/shipping', { http_status: 200 }),
    hit('v2', '11:02:00', '/checkout/shipping', { http_status: 503 }),
  ];

  it('are counted per opportunity, form steps and errors in both stages', async () => {
    const { report } = await diagnoseText({ events });
    const rows = report.friction.signals
      .filter((row) => row.class !== 'placebo')
      .map((row) => [row.signal, row.available, row.occurrences, row.opportunities, row.exposed_sessions]);
    expect(rows).toEqual([
      // 6 views in both stages
      ['error', true, 1, 6, 1],
      ['slow', false, null, null, null],
      ['form_reject', true, 1, 2, 1],
      // looking phase: 3 views of v1
      ['dead_end', true, 0, 3, 0],
      // both stages again
      ['information_request', true, 0, 6, 0],
      ['search_failure', true, 0, 2, 0],
      ['zero_result', true, 1, 2, 1],
      ['repeat_search', true, 1, 2, 1],
      // one product view
      ['backtrack', true, 0, 1, 0],
      ['loop', true, 0, 3, 0],
      ['reload', true, 0, 3, 0],
    ]);
    const error = report.friction.signals[0]!;
    // The one view with an error was the last; of the other five one was (the product).
    expect(error.exit_rate_exposed).toMatchObject({ events: 1, trials: 1 });
    expect(error.exit_rate_unexposed).toMatchObject({ events: 1, trials: 5 });
    expect(error.worst_pages).toEqual([{ page: '/checkout/shipping', occurrences: 1, views: 2 }]);
  });

  it('that the export cannot show are unavailable, not 0', async () => {
    const bare = events.map(({ visitor_id, event_time, page_url }) => ({
      visitor_id: visitor_id!,
      event_time: event_time!,
      page_url: page_url!,
    }));
    const { report } = await diagnoseText({ events: bare });
    const zero = report.friction.signals.find(({ signal }) => signal === 'zero_result')!;
    expect(zero).toMatchObject({ available: false, occurrences: null, opportunities: null, per_opportunity: null });
  });
});

describe('sources', () => {
  it('follow utm columns, utm in the address, click ids and referrers, in this order', async () => {
    const arrival = (visitor: string, path: string, more: Cells = {}) => hit(visitor, '10:00:00', path, more);
    const events = [
      arrival('a', '/', { utm_source: 'news', utm_medium: 'email', utm_campaign: 'Autumn' }),
      arrival('b', '/?utm_source=google&utm_medium=cpc&utm_campaign=summer%20sale%20%26%20more'),
      arrival('c', '/?gclid=abc123'),
      arrival('d', '/', { referrer: 'https://www.google.com/' }),
      arrival('e', '/', { referrer: 'https://blog.example.org:8080/post?u=https://other.example/x' }),
      arrival('f', '/', { utm_source: 'NULL', utm_medium: 'NULL', referrer: 'NULL' }),
      arrival('g', '/', { referrer: 'https://www.shop.example/a' }),
      // The second campaign of a session is counted, not followed.
      arrival('h', '/?utm_source=first&utm_medium=email'),
      hit('h', '10:05:00', '/a?utm_source=second&utm_medium=cpc'),
    ];
    const orders = [{ order_id: 'A', ordered_at: at('10:06:00'), visitor_id: 'h', revenue: '1.00' }];
    const { report } = await diagnoseText({ events, orders });
    const rows = report.traffic.sources.map((row) =>
      [row.channel, row.source, row.medium, row.campaign, row.sessions, row.orders].join(' | '),
    );
    expect(rows.sort()).toEqual([
      'Direct | (direct) | (none) | (not set) | 2 | 0',
      'Email | first | email | (not set) | 1 | 1',
      'Email | news | email | autumn | 1 | 0',
      'Organic Search | google | organic | (not set) | 1 | 0',
      'Paid Search | google | cpc | (not set) | 1 | 0',
      'Paid Search | google | cpc | summer sale & more | 1 | 0',
      'Referral | example.org | referral | (not set) | 1 | 0',
    ]);
    expect(report.caveats.join(' ')).toContain('1 sessions met a second campaign');
  });

  it('are not set where the export tells none: nobody is called direct for a lack of columns', async () => {
    const events = [{ visitor_id: 'v', event_time: at('10:00:00'), event_name: 'view', product_id: 'p1' }];
    const { report } = await diagnoseText({ events });
    expect(report.traffic.sources).toMatchObject([{ channel: 'Unassigned', source: '(not set)', sessions: 1 }]);
  });
});
