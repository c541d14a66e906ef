import { describe, expect, it } from 'vitest';
import { at, type Cells, diagnoseText, hit, type Shop, stageShop } from '../shop.ts';

const order = (order_id: string, ordered_at: string, more: Cells = {}): Cells => ({ order_id, ordered_at, revenue: '20.00', ...more });

/** Order class and way of matching (1 order id, 2 session id, 3 visitor and time, - none) with the start of the session, by time of the order. */
async function matches(shop: Shop): Promise<string[]> {
  return stageShop(shop, async ({ rows }) => {
    const found = await rows(
      { line: 'VARCHAR' },
      `select concat_ws(' ', strftime(make_timestamp(o.order_at), '%H:%M'), o.order_class, coalesce(cast(m.rule as varchar), '-'),
        coalesce(strftime(make_timestamp(s.started_at), '%H:%M'), '-')) as line
      from orders as o left join order_matches as m on m.order_number = o.order_number left join sessions as s on s.session_id = m.session_id
      order by o.order_at, o.order_number`,
    );
    return found.map(({ line }) => line!);
  });
}

describe('the session of an order', () => {
  // v1 has two native sessions, at 10:00 and at 10:20; the second showed order A; w has one at 11:00.
  const events = [
    hit('v1', '10:00:00', '/', { session_id: '1' }),
    hit('v1', '10:05:00', '/a', { session_id: '1' }),
    hit('v1', '10:20:00', '/', { session_id: '2' }),
    hit('v1', '10:25:00', '/thank-you?order_id=A', { session_id: '2' }),
    hit('w', '11:00:00', '/', { session_id: '3' }),
  ];

  it('is the one that showed the order id, before its session id, before its visitor and time', async () => {
    const orders = [
      // All three would speak: the order id wins, although session id and visitor say otherwise.
      order('A', at('10:04:00'), { session_id: '1', visitor_id: 'w' }),
      // No session showed B; the session id wins over the visitor.
      order('B', at('10:21:00'), { session_id: '1', visitor_id: 'w' }),
      // Only the visitor: the latest session that had begun by then.
      order('C', at('10:22:00'), { visitor_id: 'v1' }),
      order('D', at('10:06:00'), { visitor_id: 'v1' }),
    ];
    expect(await matches({ events, orders })).toEqual([
      '10:04 counted 1 10:20',
      '10:06 counted 3 10:00',
      '10:21 counted 2 10:00',
      '10:22 counted 3 10:20',
    ]);
  });

  it('is not found before the first hit, later than a gap after the last, or for an unknown visitor', async () => {
    // v1 begins at 10:00:00; w's only hit is at 11:00:00, so 11:30 is the last minute.
    const orders = [
      order('A1', at('09:59:59'), { visitor_id: 'v1' }),
      order('B1', at('11:30:00'), { visitor_id: 'w' }),
      order('C1', at('11:30:01'), { visitor_id: 'w' }),
      order('D1', at('11:31:00'), { visitor_id: 'nobody' }),
    ];
    expect(await matches({ events, orders })).toEqual([
      '09:59 counted - -',
      '11:30 counted 3 11:00',
      '11:30 counted - -',
      '11:31 counted - -',
    ]);
  });

  it('is found over the customer where the order names no browser', async () => {
    const known = [hit('v1', '10:00:00', '/', { customer_id: 'c9' }), hit('v2', '10:00:00', '/', { customer_id: 'c1' })];
    expect(await matches({ events: known, orders: [order('A', at('10:10:00'), { customer_id: 'c9' })] })).toEqual([
      '10:10 counted 3 10:00',
    ]);
  });
});

describe('the ledger', () => {
  it('puts every row of the orders export into one class', async () => {
    const events = [hit('v1', '10:00:00', '/'), hit('v1', '12:00:00', '/', { day: 28 })];
    const status = (words: string, more: Cells = {}) => ({ visitor_id: 'v1', status: words, ...more });
    const orders = [
      order('A', at('10:01:00'), status('paid')),
      // The same order once more: a row per item.
      order('A', at('10:01:00'), status('paid')),
      order('B', at('10:02:00'), status('Cancelled')),
      order('C', at('10:03:00'), status('payment failed')),
      order('D', at('10:04:00'), status('test')),
      // Bought and given back: counts, and is shown apart.
      order('E', at('10:05:00'), status('refunded')),
      order('F', at('10:06:00'), status('paid', { sales_channel: 'phone' })),
      order('G', at('18:00:00'), status('paid')),
      order('H', at('10:07:00'), status('wurzelbrunft')),
    ];
    const { report } = await diagnoseText({ events, orders });
    // Counted: A, E, G, H online and F by phone; matched: A, E, H (10:00 session); G eight hours later has no session.
    expect(report.ledger).toMatchObject({
      orders_read: 9,
      counted: 5,
      matched: 3,
      no_session: 1,
      duplicate: 1,
      not_counted: 3,
      offline: 1,
      refunded: 1,
    });
    expect(report.caveats.join(' ')).toContain('wurzelbrunft');
    expect(report.caveats.join(' ')).not.toContain('cancelled,');
  });

  it.each([
    ['a payment that failed and was tried again', ['failed 10:01 20.00', 'paid 10:03 20.00'], '10:03', 20],
    ['the same in the other order of rows', ['paid 10:03 20.00', 'failed 10:01 20.00'], '10:03', 20],
    ['a failure told after the payment', ['paid 10:01 20.00', 'cancelled 10:03 20.00'], '10:01', 20],
    ['a draft that became an order', ['draft 10:01 0.00', 'processing 10:02 25.00'], '10:02', 25],
    ['two payments', ['paid 10:04 21.00', 'paid 10:02 20.00'], '10:02', 20],
    ['items without status and money', ['paid 10:01 30.00', ' 10:01 ', ' 10:01 '], '10:01', 30],
    ['items before the row with the money', ['paid 10:01 ', 'paid 10:02 30.00'], '10:02', 30],
    ['items that repeat status and money', ['paid 10:01 30.00', 'paid 10:01 30.00'], '10:01', 30],
    ['an unknown word and a failure', ['failed 10:01 20.00', 'wurzelbrunft 10:02 20.00'], '10:02', 20],
  ])('counts one row of several with one order id: %s', async (_, rowsOfOrder, time, revenue) => {
    const events = [hit('v1', '10:00:00', '/'), hit('v1', '10:02:00', '/a')];
    const orders = rowsOfOrder.map((text) => {
      const [status, clock, amount] = text.split(' ');
      return { order_id: 'A', ordered_at: at(`${clock}:00`), visitor_id: 'v1', status: status!, revenue: amount! };
    });
    const shop = { events, orders, options: { currency: 'EUR' } };
    const { report } = await diagnoseText(shop);
    expect(report.ledger).toMatchObject({ orders_read: orders.length, counted: 1, duplicate: orders.length - 1, not_counted: 0 });
    expect(report.ledger.revenue?.amount).toBe(revenue);
    expect((await matches(shop)).filter((line) => line.includes('counted'))).toEqual([`${time} counted 3 10:00`]);
  });

  it('does not count a cancelled order for the items below it that have no status', async () => {
    const events = [hit('v1', '10:00:00', '/')];
    const row = { order_id: 'A', ordered_at: at('10:01:00'), visitor_id: 'v1' };
    const orders = [
      { ...row, status: 'voided', revenue: '30.00' },
      { ...row, status: '', revenue: '' },
    ];
    const { report } = await diagnoseText({ events, orders });
    expect(report.ledger).toMatchObject({ orders_read: 2, counted: 0, duplicate: 1, not_counted: 1 });
    expect(report.sessions.with_order).toBe(0);
  });

  it('gives an order after midnight to the day on which its session began', async () => {
    // The period is 2 November. v1: session 23:50 on the 2nd, order 00:05 on the 3rd: in. v2: session and order on the 3rd: out.
    const events = [hit('v1', '23:50:00', '/'), hit('v1', '00:04:00', '/cart', { day: 3 }), hit('v2', '00:10:00', '/', { day: 3 })];
    const orders = [order('A', at('00:05:00', 3), { visitor_id: 'v1' }), order('B', at('00:11:00', 3), { visitor_id: 'v2' })];
    const { report } = await diagnoseText({ events, orders, options: { from: '2026-11-02', to: '2026-11-02', currency: 'EUR' } });
    expect(report.sessions).toMatchObject({ total: 1, with_order: 1 });
    expect(report.ledger).toMatchObject({ orders_read: 1, matched: 1, no_session: 0, revenue: { amount: 20, currency: 'EUR' } });
    // Rows: the hit and the order of v2 are filtered, by name.
    expect(report.inputs.map(({ rows_used, filtered }) => ({ rows_used, filtered }))).toEqual([
      { rows_used: 2, filtered: [{ rule: 'outside the period', rows: 1 }] },
      { rows_used: 1, filtered: [{ rule: 'outside the period', rows: 1 }] },
    ]);
  });
});

describe('orders without an orders export', () => {
  it('are the purchase events, one per order id, else one per session', async () => {
    const purchase = (visitor: string, clock: string, order_id: string) =>
      hit(visitor, clock, '/thank-you', { event_name: 'purchase', order_id, value: '10.00' });
    const events = [
      hit('v1', '10:00:00', '/', { event_name: 'page_view' }),
      purchase('v1', '10:01:00', 'A'),
      purchase('v1', '10:02:00', 'B'),
      purchase('v1', '10:03:00', 'B'),
      hit('v2', '11:00:00', '/', { event_name: 'page_view' }),
      purchase('v2', '11:01:00', ''),
      purchase('v2', '11:02:00', ''),
    ];
    const { report } = await diagnoseText({ events });
    // A and B of v1; the two of v2 without an id count as one.
    expect(report.ledger).toMatchObject({ orders_read: 3, counted: 3, matched: 3, duplicate: 0 });
    expect(report.sessions).toMatchObject({ total: 2, with_order: 2 });
  });

  it('are the sessions with a confirmation page where there is no purchase event; reloading it orders once', async () => {
    const events = [
      ...[hit('v1', '10:00:00', '/'), hit('v1', '10:05:00', '/thank-you'), hit('v1', '10:06:00', '/thank-you')],
      ...[hit('v2', '10:00:00', '/'), hit('v2', '10:05:00', '/thank-you?order_id=77'), hit('v2', '10:06:00', '/thank-you?order_id=77')],
      hit('v3', '10:00:00', '/'),
    ];
    const { report } = await diagnoseText({ events });
    expect(report.ledger).toMatchObject({ orders_read: 2, counted: 2, matched: 2 });
    expect(report.sessions).toMatchObject({ total: 3, with_order: 2 });
  });

  const thanks = (visitor: string, clock: string, value: string, more: Cells = {}) =>
    hit(visitor, clock, '/thank-you', { event_name: 'purchase', value, ...more });
  const revenueOf = async (events: readonly Cells[]) => {
    const { report } = await diagnoseText({ events, options: { currency: 'EUR' } });
    return [report.ledger.counted, report.ledger.revenue?.amount];
  };

  it('are worth their money once, however often their confirmation page is loaded', async () => {
    const events = [
      hit('v1', '10:00:00', '/', { event_name: 'page_view' }),
      thanks('v1', '10:05:00', '20.00', { order_id: 'A' }),
      thanks('v1', '10:06:00', '20.00', { order_id: 'A' }),
      // From a bookmark on the next day, in another session.
      thanks('v1', '09:00:00', '20.00', { order_id: 'A', day: 3 }),
      // The same amount is another order's money.
      thanks('v2', '11:00:00', '20.00', { order_id: 'B' }),
    ];
    expect(await revenueOf(events)).toEqual([2, 40]);
  });

  it('are worth their money once where no event has an order id', async () => {
    const view = (clock: string) => hit('v1', clock, '/thank-you', { event_name: 'page_view' });
    const events = [view('10:00:00'), thanks('v1', '10:00:01', '20.00'), view('10:01:00'), thanks('v1', '10:01:01', '20.00')];
    expect(await revenueOf(events)).toEqual([1, 20]);
  });

  it('are worth the sum of their items where each has a purchase event', async () => {
    // Items of 5.00 and 7.00, and two products of the same price that are told apart where hits have no address.
    const item = (clock: string, price: string, product_id: string) => ({
      visitor_id: 'v1',
      event_time: at(clock),
      event_type: 'purchase',
      product_id,
      price,
    });
    const byAmount = [thanks('v1', '10:00:00', '5.00', { order_id: 'A' }), thanks('v1', '10:00:00', '7.00', { order_id: 'A' })];
    expect(await revenueOf(byAmount)).toEqual([1, 12]);
    expect(await revenueOf([item('10:00:00', '5.00', 'p1'), item('10:00:00', '5.00', 'p2'), item('10:01:00', '5.00', 'p2')])).toEqual([
      1, 10,
    ]);
  });

  it('are none where nothing tells of an order', async () => {
    const { report } = await diagnoseText({ events: [hit('v1', '10:00:00', '/'), hit('v1', '10:05:00', '/a')] });
    expect(report.ledger).toMatchObject({ orders_read: 0, counted: 0, matched_by: [] });
    expect(report.sessions.with_order).toBe(0);
  });
});
