import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { csvField, eventLine, makeTimestamp, orderLine, spendLine } from '../../src/simulate/exports.ts';

describe('makeTimestamp', () => {
  it('writes what Date writes, in any order of moments', () => {
    const timestamp = makeTimestamp();
    const moment = fc.integer({ min: 0, max: Date.parse('2100-01-01T00:00:00Z') });
    fc.assert(
      fc.property(moment, fc.nat(70_000), (start, step) => {
        expect(timestamp(start)).toBe(new Date(start).toISOString());
        expect(timestamp(start + step)).toBe(new Date(start + step).toISOString());
      }),
    );
  });
});

describe('csvField', () => {
  it('quotes only what needs it', () => {
    expect(csvField('plain text')).toBe('plain text');
    expect(csvField('like Gecko, Safari')).toBe('"like Gecko, Safari"');
    expect(csvField('24"+shelf')).toBe('"24""+shelf"');
  });

  it('is read back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ') }), (text) => {
        expect(Papa.parse<string[]>(`x,${csvField(text)},y`, { newline: '\n', delimiter: ',' }).data).toEqual([['x', text, 'y']]);
      }),
    );
  });
});

describe('lines', () => {
  const at = Date.parse('2026-11-02T08:15:30.042Z');

  it('leaves fields empty that do not apply to an event', () => {
    const hit = {
      ...{ at, event_name: 'page_view' as const, page_kind: 'cart' as const, url: 'https://www.fernby.example/cart', referrer: '' },
      ...{ search_results: -1, http_status: 200, load_ms: 812, signals: 0, is_logged_in: false },
    };
    const session = { visitor: ',1.2,', customer: 'C1', client: ',mobile,Agent,' };
    expect(eventLine(7, hit, session, makeTimestamp())).toBe(
      'e7,2026-11-02T08:15:30.042Z,1.2,,page_view,https://www.fernby.example/cart,,mobile,Agent,,200,812\n',
    );
    expect(eventLine(8, { ...hit, is_logged_in: true, load_ms: -1, search_results: 0 }, session, makeTimestamp())).toBe(
      'e8,2026-11-02T08:15:30.042Z,1.2,C1,page_view,https://www.fernby.example/cart,,mobile,Agent,0,200,\n',
    );
  });

  it('writes money with two decimals, and the visitor only for web orders', () => {
    const order = {
      ...{
        order_id: 'W1',
        created_at: at,
        visitor_id: '1.2',
        customer_id: 'C1',
        status: 'partially_refunded' as const,
        revenue_cents: 6405,
      },
      ...{ sales_channel: 'web' as const, payment_method: 'card', refunded_cents: 1099 },
    };
    expect(orderLine(order, makeTimestamp())).toBe('W1,2026-11-02T08:15:30.042Z,1.2,C1,partially_refunded,64.05,EUR,web,card,10.99\n');
    expect(orderLine({ ...order, sales_channel: 'store', status: 'paid', refunded_cents: 0 }, makeTimestamp())).toBe(
      'W1,2026-11-02T08:15:30.042Z,C1,paid,64.05,EUR,store,card,\n',
    );
    expect(spendLine('2026-11-02', ['a', 'b', 'c, d'], 100, 5, 250)).toBe('2026-11-02,a,b,"c, d",100,5,2.50,EUR\n');
  });
});
