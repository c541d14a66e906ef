import { describe, expect, it } from 'vitest';
import { hit, SITE } from '../shop.ts';
import { sessionLines } from './rows.ts';

const from = (referrer: string) => ({ referrer });
const gateway = from('https://www.paypal.com/checkoutnow');

describe('stitching', () => {
  it('joins the return from a payment gateway to the session that left for it, up to an hour', async () => {
    // v1 returns after 40:00, v2 after exactly 60:00, v3 after 61:00; the gap of 30 minutes is over in all three.
    const events = [
      hit('v1', '10:00:00', '/checkout'),
      hit('v1', '10:40:00', '/thank-you', gateway),
      hit('v2', '11:00:00', '/checkout'),
      hit('v2', '12:00:00', '/thank-you', gateway),
      hit('v3', '13:00:00', '/checkout'),
      hit('v3', '14:01:00', '/thank-you', gateway),
    ];
    expect(await sessionLines({ events }, 'start', 'split_reason', 'stitched', 'pageviews')).toEqual([
      '02 10:00:00 1 1 2',
      '02 11:00:00 1 1 2',
      '02 13:00:00 1 0 1',
      '02 14:01:00 3 0 1',
    ]);
  });

  it('joins the return from another own domain as it does one from a gateway', async () => {
    const events = [hit('v1', '10:00:00', '/a'), hit('v1', '10:45:00', '/b', from('https://help.shop.example/faq'))];
    expect(await sessionLines({ events }, 'start', 'stitched')).toEqual(['02 10:00:00 1']);
  });

  it('does not take another site for an own domain or a gateway', async () => {
    const events = [hit('v1', '10:00:00', '/a'), hit('v1', '10:45:00', '/b', from('https://www.google.com/'))];
    expect(await sessionLines({ events }, 'start', 'split_reason')).toEqual(['02 10:00:00 1', '02 10:45:00 3']);
  });

  it('joins a new session id on an internal click within the gap: midnight or a campaign made the platform cut', async () => {
    const events = [
      hit('v1', '23:59:50', '/a', { session_id: '1' }),
      hit('v1', '00:00:10', '/b', { day: 3, session_id: '2', referrer: `${SITE}/a` }),
    ];
    expect(await sessionLines({ events }, 'start', 'stitched', 'duration')).toEqual(['02 23:59:50 1 20']);
  });

  it('does not join a new session id on an internal click after the gap', async () => {
    const events = [
      hit('v1', '10:00:00', '/a', { session_id: '1' }),
      hit('v1', '10:30:01', '/b', { session_id: '2', referrer: `${SITE}/a` }),
    ];
    expect(await sessionLines({ events }, 'start', 'split_reason')).toEqual(['02 10:00:00 1', '02 10:30:01 2']);
  });

  it('starts a new session after a gap although the referrer is the page before: a tab was left open', async () => {
    const events = [hit('v1', '10:00:00', '/a'), hit('v1', '10:31:00', '/b', from(`${SITE}/a`))];
    expect(await sessionLines({ events }, 'start', 'split_reason')).toEqual(['02 10:00:00 1', '02 10:31:00 3']);
  });

  it('does so too where the pages are exported without their host', async () => {
    const row = (event_time: string, page_url: string, referrer = '') => ({ visitor_id: 'v1', event_time, page_url, referrer });
    const events = [row('2026-11-02T10:00:00Z', '/a'), row('2026-11-02T10:31:00Z', '/b', `${SITE}/a`)];
    expect(await sessionLines({ events, options: { site_domains: ['shop.example'] } }, 'start', 'split_reason')).toEqual([
      '02 10:00:00 1',
      '02 10:31:00 3',
    ]);
  });

  it('knows an own domain that no page was called from, beside pages of a host that no referrer names', async () => {
    const events = [hit('v1', '10:00:00', '/a'), hit('v1', '10:45:00', 'https://pay.shop.example/b', from(`${SITE}/a`))];
    expect(await sessionLines({ events }, 'start', 'stitched')).toEqual(['02 10:00:00 1']);
  });

  it('keeps looking time and order of the session over the stitch', async () => {
    // Looking: 10:00 to the cart at 10:05 = 300 s. The order comes at 10:46, after the return.
    const events = [
      hit('v1', '10:00:00', '/'),
      hit('v1', '10:03:00', '/products/a'),
      hit('v1', '10:05:00', '/cart'),
      hit('v1', '10:06:00', '/checkout'),
      hit('v1', '10:46:00', '/thank-you', gateway),
    ];
    const orders = [{ order_id: 'A1', ordered_at: '2026-11-02T10:46:00Z', visitor_id: 'v1', revenue: '20.00' }];
    expect(await sessionLines({ events, orders }, 'looking', 'opened', 'is_cohort', 'duration', 'orders', 'outcome')).toEqual([
      '300 1 1 2760 1 1',
    ]);
  });
});
