import { describe, expect, it } from 'vitest';
import { type Cells, hit } from '../shop.ts';
import { sessionLines } from './rows.ts';

/** A session that opens the cart at `cart` and ends with it; it began at 10:00:00. */
const toCart = (visitor: string, cart: string): Cells[] => [hit(visitor, '10:00:00', '/'), hit(visitor, cart, '/cart')];

describe('looking time', () => {
  it('has both ends of the band in it, to the millisecond', async () => {
    // 120.000 s and 420.000 s are in; 119.999 s and 420.001 s are out, and nothing about them is open: the cart was opened.
    const events = [
      ...toCart('v1', '10:01:59.999'),
      ...toCart('v2', '10:02:00.000'),
      ...toCart('v3', '10:07:00.000'),
      ...toCart('v4', '10:07:00.001'),
    ];
    expect(await sessionLines({ events }, 'looking', 'is_cohort', 'may_belong', 'may_exceed')).toEqual([
      '119.999 0 0 0',
      '120 1 0 0',
      '420 1 0 0',
      '420.001 0 0 0',
    ]);
  });

  it('ends at the first cart or checkout page, whatever comes after', async () => {
    const events = [
      hit('v1', '10:00:00', '/'),
      hit('v1', '10:02:30', '/checkout/shipping'),
      hit('v1', '10:05:00', '/products/a'),
      hit('v1', '10:30:00', '/cart'),
    ];
    expect(await sessionLines({ events }, 'looking', 'opened', 'duration')).toEqual(['150 1 1800']);
  });

  it('is 0 where the session begins in the cart', async () => {
    const events = [hit('v1', '10:00:00', '/cart'), hit('v1', '10:05:00', '/')];
    expect(await sessionLines({ events }, 'looking', 'is_cohort', 'may_belong')).toEqual(['0 0 0']);
  });

  it('runs to the last hit without a cart, as a lower bound: below the band may belong, in it may exceed', async () => {
    // 100 s: may belong; 300 s: in, may exceed; 500 s: certainly out; one page only: 0 s, may belong.
    const events = [
      ...[hit('v1', '10:00:00', '/'), hit('v1', '10:01:40', '/a')],
      ...[hit('v2', '11:00:00', '/'), hit('v2', '11:05:00', '/a')],
      ...[hit('v3', '12:00:00', '/'), hit('v3', '12:08:20', '/a')],
      hit('v4', '13:00:00', '/'),
    ];
    expect(await sessionLines({ events }, 'looking', 'is_cohort', 'may_belong', 'may_exceed')).toEqual([
      '100 0 1 0',
      '300 1 0 1',
      '500 0 0 0',
      '0 0 1 0',
    ]);
  });

  it('gives way to the whole session when the band is to measure that', async () => {
    // Cart after 60 s, end after 300 s: out by looking time, in by the whole session.
    const events = [...toCart('v1', '10:01:00'), hit('v1', '10:05:00', '/products/a')];
    expect(await sessionLines({ events }, 'is_cohort', 'may_exceed')).toEqual(['0 0']);
    expect(await sessionLines({ events, options: { dwell_basis: 'session' } }, 'is_cohort', 'may_exceed')).toEqual(['1 1']);
  });

  it('takes the band from the option', async () => {
    const events = toCart('v1', '10:01:00');
    expect(await sessionLines({ events, options: { dwell: { from_seconds: 60, to_seconds: 90 } } }, 'is_cohort')).toEqual(['1']);
  });
});

describe('adding to the cart', () => {
  const events = (path: string): Cells[] => [
    hit('v1', '10:00:00', '/', { event_name: 'page_view' }),
    hit('v1', '10:02:30', '/products/a', { event_name: 'add_to_cart' }),
    hit('v1', '10:05:00', path, { event_name: 'page_view' }),
  ];

  it('opens the cart where the shop shows no cart or checkout page', async () => {
    expect(await sessionLines({ events: events('/products/b') }, 'looking', 'opened', 'pageviews')).toEqual(['150 1 2']);
  });

  it('does not where it does: the looking goes on until the cart page', async () => {
    expect(await sessionLines({ events: events('/cart') }, 'looking', 'opened', 'pageviews')).toEqual(['300 1 2']);
  });
});
