import { describe, expect, it } from 'vitest';
import { classifyEvent } from '../../src/sessions/event-kinds.ts';
import { at, type Cells, diagnoseText, hit } from '../shop.ts';
import { sessionLines } from './rows.ts';

describe('kinds of events', () => {
  it.each([
    ['page_view', 'page_view'],
    ['Page Viewed', 'page_view'],
    ['productAdded', 'add_to_cart'],
    ['Order Completed', 'purchase'],
    ['begin-checkout', 'begin_checkout'],
    ['user_engagement', 'other'],
  ])('%s is %s', (name, kind) => {
    expect(classifyEvent(name, true)).toBe(kind);
  });

  it('a bare view is a page where there are addresses, and a product where there are none', () => {
    expect([classifyEvent('view', true), classifyEvent('view', false)]).toEqual(['page_view', 'view_item']);
  });
});

describe('events beside page views', () => {
  const event = (clock: string, path: string, event_name: string) => hit('v1', clock, path, { event_name });

  it('tell of the same view once: view_item on a viewed page is no second page view', async () => {
    const events = [
      event('10:00:00', '/', 'page_view'),
      event('10:01:00', '/lamp-17', 'page_view'),
      event('10:01:00', '/lamp-17', 'view_item'),
      event('10:01:30', '/lamp-17', 'scroll'),
    ];
    expect(await sessionLines({ events }, 'pageviews', 'duration')).toEqual(['2 90']);
  });

  it('are the page view where page views of that page are not exported', async () => {
    const events = [event('10:00:00', '/', 'page_view'), event('10:01:00', '/lamp-17', 'view_item')];
    expect(await sessionLines({ events }, 'pageviews')).toEqual(['2']);
  });

  it('open the checkout when the event says so, whatever the page is called', async () => {
    const events = [
      event('10:00:00', '/', 'page_view'),
      event('10:02:30', '/step', 'begin_checkout'),
      event('10:09:00', '/x', 'page_view'),
    ];
    expect(await sessionLines({ events }, 'looking', 'opened', 'is_cohort')).toEqual(['150 1 1']);
  });
});

describe('an export of events without addresses', () => {
  const event = (visitor_id: string, clock: string, event_type: string, product_id: string): Cells => ({
    visitor_id,
    event_time: at(clock),
    event_type,
    product_id,
    price: '10.00',
  });

  it('gives a funnel of products, carts and purchases', async () => {
    // a looks at two products, adds one after 150 s and buys it; b looks only.
    const events = [
      event('a', '10:00:00', 'view', 'p1'),
      event('a', '10:01:00', 'view', 'p2'),
      event('a', '10:02:30', 'cart', 'p2'),
      event('a', '10:04:00', 'purchase', 'p2'),
      event('b', '11:00:00', 'view', 'p1'),
    ];
    const { report } = await diagnoseText({ events });
    expect(report.funnel.map(({ step, sessions_reached }) => [step, sessions_reached])).toEqual([
      ['landing', 2],
      ['product', 2],
      ['cart', 1],
      ['thank-you', 1],
    ]);
    expect(report.sessions).toMatchObject({ total: 2, with_order: 1, cohort: { sessions: 1, orders: 1 } });
  });
});

describe('the period', () => {
  it('counts the days in the given zone', async () => {
    // 2 November in Berlin is 1 November 23:00 to 2 November 23:00 UTC.
    const events = [
      hit('a', '22:59:59', '/', { day: 1 }),
      hit('b', '23:00:00', '/', { day: 1 }),
      hit('c', '22:59:59', '/', { day: 2 }),
      hit('d', '23:00:00', '/', { day: 2 }),
    ];
    const options = { from: '2026-11-02', to: '2026-11-02', time_zone: 'Europe/Berlin' };
    expect(await sessionLines({ events, options }, 'start')).toEqual(['01 23:00:00', '02 22:59:59']);
  });

  it('without a session stops the run', async () => {
    await expect(diagnoseText({ events: [hit('a', '10:00:00', '/')], options: { from: '2027-01-01' } })).rejects.toThrow(
      /no session is left/,
    );
  });
});
