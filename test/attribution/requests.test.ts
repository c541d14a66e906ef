import { describe, expect, it } from 'vitest';
import { at, type Cells, diagnoseText, hit } from '../shop.ts';

const journey = (visitor: string, ...views: [string, string][]): Cells[] => views.map(([clock, path]) => hit(visitor, `10:${clock}`, path));

/**
 * Four sessions of the cohort (120 to 420 s of looking) and one below it:
 *
 *   v1   home, product | cart, registration                                  left at the registration
 *   v2   home, account | cart, shipping, billing, thank-you, account         ordered; the account page after it asks nobody who wants to buy
 *   v3   home | cart, shipping, shipping                                     left at the second view of the shipping step
 *   v4   home | cart, shipping, cart                                         left, but in the cart
 *   v5   home, product                                                       met none
 *   v6   home | cart, checkout                                               20 s of looking: not in the cohort
 */
const EVENTS = [
  ...journey('v1', ['00:00', '/'], ['01:00', '/products/a1'], ['03:00', '/cart'], ['03:10', '/register']),
  ...journey(
    'v2',
    ...([
      ['00:00', '/'],
      ['01:00', '/account'],
      ['03:00', '/cart'],
      ['03:10', '/checkout/shipping'],
      ['03:20', '/checkout/billing'],
      ['03:30', '/thank-you'],
      ['03:50', '/account'],
    ] as [string, string][]),
  ),
  ...journey('v3', ['00:00', '/'], ['02:30', '/cart'], ['02:40', '/checkout/shipping'], ['02:50', '/checkout/shipping']),
  ...journey('v4', ['00:00', '/'], ['02:30', '/cart'], ['02:40', '/checkout/shipping'], ['02:50', '/cart']),
  ...journey('v5', ['00:00', '/'], ['02:10', '/products/a1']),
  ...journey('v6', ['00:00', '/'], ['00:20', '/cart'], ['00:30', '/checkout']),
];
const ORDERS = [{ order_id: 'A', ordered_at: at('10:03:25'), revenue: '50.00', visitor_id: 'v2' }];

describe('requests for information', () => {
  it('are counted by session of the cohort, with those that left at them', async () => {
    const { report } = await diagnoseText({ events: EVENTS, orders: ORDERS });
    expect(report.sessions.cohort.sessions).toBe(5);
    const { any, requests, form_fields } = report.friction.information_requests!;
    const counts = ({ exposed, left_there }: typeof any) => [exposed.events, exposed.trials, left_there?.events, left_there?.trials];
    expect(counts(any)).toEqual([4, 5, 2, 4]);
    expect(requests.map((line) => [line.request, ...counts(line)])).toEqual([
      ['registration', 1, 5, 1, 1],
      ['shipping', 3, 5, 1, 3],
      // Met after the order alone.
      ['account_after_cart', 0, 5, undefined, undefined],
      ['account_before_cart', 1, 5, 0, 1],
      ['billing', 1, 5, 0, 1],
      // Met by v6 alone.
      ['checkout', 0, 5, undefined, undefined],
    ]);
    // Wilson for 3 of 5; R: binom::binom.confint(3, 5, methods = "wilson").
    expect(requests[1]!.exposed).toMatchObject({ value: 0.6, low: 0.230724, high: 0.882379 });
    expect(form_fields).toBeNull();
  });

  it('are null without a cohort, which says nothing about the pages', async () => {
    const events = EVENTS.filter(({ visitor_id }) => visitor_id === 'v6');
    const { report } = await diagnoseText({ events });
    expect(report.sessions.cohort.sessions).toBe(0);
    expect(report.friction.information_requests).toBeNull();
    expect(report.caveats.join(' ')).not.toContain('asks for information');
  });

  it('are null with a sentence where no page asks for any', async () => {
    const events = EVENTS.filter(({ visitor_id }) => visitor_id === 'v5');
    const { report } = await diagnoseText({ events });
    expect(report.friction.information_requests).toBeNull();
    expect(report.caveats.join(' ')).toContain('No page of these exports asks for information');
  });
});
