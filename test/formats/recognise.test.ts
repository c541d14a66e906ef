import { describe, expect, it } from 'vitest';
import { recognise } from '../../src/formats/recognise.ts';

const TIMES = ['2026-11-02 10:00:00', '2026-11-02 10:01:00'];

/** A table from columns: name → the cells of two records. */
function table(columns: Record<string, readonly [string, string]>, file = 'export.csv') {
  const header = Object.keys(columns);
  const sample = [0, 1].map((record) => header.map((name) => columns[name]![record as 0 | 1]));
  return { file, header, sample, preamble: [] };
}

const rolesOf = (columns: Record<string, readonly [string, string]>, side: 'events' | 'orders' | 'customers' | null, decided = {}) =>
  Object.fromEntries(recognise(table(columns), side, decided).roles.map(({ role, name }) => [role, name]));

describe('recognise', () => {
  it('knows columns by the names that exports give them, in any writing', () => {
    const columns = {
      clientId: ['a', 'b'],
      'Event Timestamp': TIMES,
      'page-location': ['/a', '/b'],
      deviceCategory: ['desktop', 'mobile'],
    } as unknown as Record<string, [string, string]>;
    expect(rolesOf(columns, 'events')).toEqual({
      visitor_id: 'clientId',
      time: 'Event Timestamp',
      url: 'page-location',
      device: 'deviceCategory',
    });
  });

  it('takes a weak name only where no sure one is: a login is the visitor of last resort, else the customer', () => {
    const login = { user_id: ['7', '8'], time: TIMES, url: ['/a', '/b'] } as unknown as Record<string, [string, string]>;
    expect(rolesOf(login, 'events')).toMatchObject({ visitor_id: 'user_id' });
    expect(rolesOf({ ...login, visitor_id: ['a', 'b'] }, 'events')).toMatchObject({ visitor_id: 'visitor_id', customer_id: 'user_id' });
  });

  it('lets the content refuse what the name says: a column of numbers is no address', () => {
    expect(rolesOf({ visitor_id: ['a', 'b'], time: ['1', '2'], url: ['17', '18'], page_path: ['/a', '/b'] }, 'events')).toMatchObject({
      url: 'page_path',
    });
  });

  it('finds time, address and device by content alone', () => {
    const columns = { who: ['a', 'b'], when: TIMES, where: ['/a', '/b'], what: ['mobile', 'desktop'] } as unknown as Record<
      string,
      [string, string]
    >;
    expect(rolesOf(columns, 'events')).toEqual({ time: 'when', url: 'where', device: 'what' });
  });

  it('asks where two different columns have names of the same rank, and not where they say the same', () => {
    const two = (second: [string, string]) => recognise(table({ visitor_id: ['a', 'b'], client_id: second, url: ['/a', '/b'] }), 'events');
    expect(two(['c', 'd']).ambiguities).toMatchObject([
      { role: 'visitor_id', candidates: [{ name: 'visitor_id' }, { name: 'client_id' }] },
    ]);
    expect(two(['a', 'b']).ambiguities).toEqual([]);
  });

  it('obeys the config: a named column, or none at all', () => {
    const columns: Record<string, [string, string]> = {
      visitor_id: ['a', 'b'],
      shopper: ['c', 'd'],
      url: ['/a', '/b'],
      referrer: ['x.org', 'y.org'],
    };
    expect(rolesOf(columns, 'events', { visitor_id: 'shopper', referrer: null })).toEqual({ visitor_id: 'shopper', url: 'url' });
  });

  it('tells orders from events, and a table of sessions from one of hits', () => {
    const orders = recognise(table({ order_id: ['1', '2'], created_at: ['2026-11-02', '2026-11-03'], price_usd: ['9.99', '19.99'] }), null);
    expect(orders).toMatchObject({ side: 'orders', grain: 'orders', currency: 'USD' });
    const sessions = recognise(table({ session_id: ['1', '2'], created_at: ['2026-11-02', '2026-11-03'], utm_source: ['a', 'b'] }), null);
    expect(sessions).toMatchObject({ side: 'events', grain: 'sessions' });
    const hits = recognise(table({ session_id: ['1', '2'], page_url: ['/a', '/b'] }), null);
    expect(hits).toMatchObject({ side: 'events', grain: 'hits' });
  });

  it('does not take hits for totals because a column counts something', () => {
    const columns: Record<string, [string, string]> = {
      visitor_id: ['a', 'b'],
      event_time: ['2026-11-02', '2026-11-03'],
      views: ['1', '2'],
    };
    expect(recognise(table(columns), 'events').aggregate).toBeNull();
  });

  it('tells a file of customers from orders and hits, and shows no e-mail of it', () => {
    const crm = {
      'Customer ID': ['1', '2'],
      Email: ['a@shop.example', 'b@shop.example'],
      'First Order Date': ['2026-01-02', ''],
      Segment: ['gold', ''],
    } as const;
    const found = recognise(table(crm), null);
    expect([found.side, found.grain]).toEqual(['customers', 'customers']);
    expect(rolesOf(crm, null)).toEqual({
      customer_id: 'Customer ID',
      email: 'Email',
      first_order_at: 'First Order Date',
      segment: 'Segment',
    });
    expect(JSON.stringify(found)).not.toContain('@');
    const orders = { ...crm, order_id: ['1', '2'], total: ['5.00', '6.00'] } as const;
    expect(recognise(table(orders), null).side).toBe('orders');
  });
});
