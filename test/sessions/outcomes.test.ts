import { describe, expect, it } from 'vitest';
import { at, type Cells, hit } from '../shop.ts';
import { sessionLines } from './rows.ts';

// outcome: 1 ordered, 2 bought later, 3 bought elsewhere, 4 none of these

/** A session of the cohort: 10:00:00 to 10:05:00 on 2 November, without a cart. */
const looked = (visitor: string, more: Cells = {}): Cells[] => [hit(visitor, '10:00:00', '/', more), hit(visitor, '10:05:00', '/a', more)];
/** Somebody else, long after: the data does not end near the session. */
const muchLater = hit('late', '12:00:00', '/', { day: 28 });
const order = (order_id: string, ordered_at: string, more: Cells = {}): Cells => ({
  order_id,
  ordered_at,
  revenue: '20.00',
  status: 'paid',
  ...more,
});

async function outcomeOf(events: Cells[], orders: Cells[]): Promise<string | undefined> {
  return (await sessionLines({ events: [...events, muchLater], orders }, 'outcome'))[0];
}

describe('what became of a session', () => {
  it('is an order when the visitor orders in it', async () => {
    expect(await outcomeOf(looked('v1'), [order('A', at('10:04:00'), { visitor_id: 'v1' })])).toBe('1');
  });

  it('is an order up to a session gap after its last hit, and a later purchase after that', async () => {
    // Last hit 10:05:00, so 10:35:00 is the last instant.
    expect(await outcomeOf(looked('v1'), [order('A', at('10:35:00'), { visitor_id: 'v1' })])).toBe('1');
    expect(await outcomeOf(looked('v1'), [order('A', at('10:35:01'), { visitor_id: 'v1' })])).toBe('2');
  });

  it('is a later purchase within seven days of its last hit, that instant included, and an abandonment after that', async () => {
    expect(await outcomeOf(looked('v1'), [order('A', at('10:05:00', 9), { visitor_id: 'v1' })])).toBe('2');
    expect(await outcomeOf(looked('v1'), [order('A', at('10:05:01', 9), { visitor_id: 'v1' })])).toBe('4');
  });

  it('takes the grace window from the option', async () => {
    const shop = { events: [...looked('v1'), muchLater], orders: [order('A', at('10:00:00', 4), { visitor_id: 'v1' })] };
    expect((await sessionLines({ ...shop, options: { grace_days: 1 } }, 'outcome'))[0]).toBe('4');
    expect((await sessionLines({ ...shop, options: { grace_days: 2 } }, 'outcome'))[0]).toBe('2');
  });

  it('is a later purchase when the same customer orders in another browser', async () => {
    // v1 and v2 are both logged in as c9; v2 orders two days later in a session of its own.
    const events = [...looked('v1', { customer_id: 'c9' }), hit('v2', '18:00:00', '/', { day: 4, customer_id: 'c9' })];
    const orders = [order('A', at('18:01:00', 4), { visitor_id: 'v2', customer_id: 'c9' })];
    expect(await sessionLines({ events: [...events, muchLater], orders }, 'start', 'outcome')).toEqual([
      '02 10:00:00 2',
      '04 18:00:00 1',
      '28 12:00:00 4',
    ]);
  });

  it('is bought elsewhere when the same customer orders in the store', async () => {
    const events = looked('v1', { customer_id: 'c9' });
    expect(await outcomeOf(events, [order('A', at('15:00:00', 3), { customer_id: 'c9', sales_channel: 'store' })])).toBe('3');
  });

  it('is a later purchase rather than one elsewhere where there are both', async () => {
    const orders = [
      order('A', at('15:00:00', 3), { customer_id: 'c9', sales_channel: 'store' }),
      order('B', at('16:00:00', 3), { customer_id: 'c9', sales_channel: 'web' }),
    ];
    expect(await outcomeOf(looked('v1', { customer_id: 'c9' }), orders)).toBe('2');
  });

  it('is an abandonment when nobody behind it orders, or ordered before it', async () => {
    expect(await outcomeOf(looked('v1'), [order('A', at('10:04:00'), { visitor_id: 'v2' })])).toBe('4');
    expect(await outcomeOf(looked('v1'), [order('A', at('09:59:59'), { visitor_id: 'v1' })])).toBe('4');
  });

  it('is not an order when the order was cancelled', async () => {
    expect(await outcomeOf(looked('v1'), [order('A', at('10:04:00'), { visitor_id: 'v1', status: 'cancelled' })])).toBe('4');
  });
});

describe('the edge of the data', () => {
  it('is near where the grace window reaches beyond the last hit', async () => {
    // The data end on 9 November 10:05:00. v1 ends 7 days before to the second: seen to the end. v2 ends a second later: not.
    const events = [...looked('v1'), hit('v2', '10:05:01', '/'), hit('late', '10:05:00', '/', { day: 9 })];
    expect(await sessionLines({ events }, 'start', 'edge_censored')).toEqual(['02 10:00:00 0', '02 10:05:01 1', '09 10:05:00 1']);
  });
});
