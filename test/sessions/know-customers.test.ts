import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RENDERERS } from '../../src/report/renderers.ts';
import { at, type Cells, diagnoseText, hit, type Shop, stageShop } from '../shop.ts';

const customers = readFileSync(join(import.meta.dirname, '../../fixtures/customers/crm.csv'), 'utf8');
const options = { max_rejected_share: 0.5 };
const order = (order_id: string, ordered_at: string, more: Cells): Cells => ({ order_id, ordered_at, revenue: '20.00', ...more });

/** Start of each session with what was known of its customer: `R` ordered before, `K` known without an order before, `-` not known; and new (0) or returning (1) as the split has it. */
async function known(shop: Shop): Promise<string[]> {
  return stageShop({ customers, options, ...shop }, async ({ rows }) => {
    const found = await rows(
      { line: 'VARCHAR' },
      `select concat_ws(' ', strftime(make_timestamp(s.started_at), '%d %H:%M'), case k.is_returning when 1 then 'R' when 0 then 'K' else '-' end, k.segment, m.stratum % 2) as line
      from sessions as s join session_marks as m on m.session_id = s.session_id left join known_customers as k on k.session_id = s.session_id order by s.started_at`,
    );
    return found.map(({ line }) => line!);
  });
}

describe('a customer known on arrival', () => {
  it('is the one that the first hit carries, and has ordered before or not', async () => {
    const events = [
      hit('v1', '10:00:00', '/', { customer_id: 'c1' }),
      hit('v2', '11:00:00', '/', { customer_id: 'c2' }),
      hit('v3', '12:00:00', '/', { customer_id: 'c3' }),
      hit('v4', '13:00:00', '/', { customer_id: 'c99' }),
      hit('v5', '14:00:00', '/', { customer_id: '' }),
    ];
    // c2 orders a day later; c99 is not in the CRM export. The first session of a customer is no new one.
    expect(await known({ events })).toEqual(['02 10:00 R gold 1', '02 11:00 K gold 0', '02 12:00 K 0', '02 13:00 - 0', '02 14:00 - 0']);
  });

  it('is not the one that logs in or orders in the session: only the next session knows', async () => {
    const events = [
      hit('v1', '10:00:00', '/', { customer_id: '' }),
      hit('v1', '10:01:00', '/account/login', { customer_id: 'c1' }),
      hit('v1', '15:00:00', '/', { customer_id: '' }),
      hit('v2', '11:00:00', '/', { customer_id: '' }),
      hit('v2', '16:00:00', '/', { customer_id: '' }),
    ];
    const orders = [order('A', at('11:05:00'), { visitor_id: 'v2', customer_id: 'c1' })];
    expect(await known({ events, orders })).toEqual(['02 10:00 - 0', '02 11:00 - 0', '02 15:00 R gold 1', '02 16:00 R gold 1']);
  });

  it('is found by the e-mail of an order, however it is written, and by its hash', async () => {
    const events = ['v1', 'v2', 'v3', 'v4'].flatMap((visitor, index) => [
      hit(visitor, `1${index}:00:00`, '/'),
      hit(visitor, `1${index}:50:00`, '/'),
    ]);
    const orders = [
      order('A', at('10:05:00'), { visitor_id: 'v1', email: 'FOUR@shop.example ' }),
      order('B', at('11:05:00'), { visitor_id: 'v2', email: 'hashed@shop.example' }),
      order('C', at('12:05:00'), { visitor_id: 'v3', email: 'one@shop.example' }),
      order('D', at('13:05:00'), { visitor_id: 'v4', email: 'stranger@shop.example' }),
    ];
    expect((await known({ events, orders })).filter((line) => line.includes(':50'))).toEqual([
      '02 10:50 R silver 1',
      '02 11:50 R silver 1',
      '02 12:50 R gold 1',
      '02 13:50 - 1',
    ]);
  });

  it('gives an order with nothing but an e-mail its session', async () => {
    const events = [hit('v1', '10:00:00', '/', { customer_id: 'c1' })];
    const orders = [order('A', at('10:05:00'), { email: 'One@shop.example' })];
    expect((await diagnoseText({ events, orders })).report.ledger.matched).toBe(0);
    expect((await diagnoseText({ events, orders, customers, options })).report.ledger.matched).toBe(1);
  });

  it('has not ordered before on the day of a first order without a time: it may be the order of that session', async () => {
    const events = [3, 4].map((day) => hit(`v${day}`, '11:00:00', '/', { day, customer_id: 'c2' }));
    expect(await known({ events })).toEqual(['03 11:00 K gold 0', '04 11:00 R gold 1']);
  });

  it('is never one whose first order lies after the session, whenever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 28 }), async (session, first) => {
        const crm = `customer_id,first_order_at\nc1,2026-11-${String(first).padStart(2, '0')}T12:00:00Z\nc2,2026-01-01T00:00:00Z\n`;
        const [line] = await known({ events: [hit('v1', '11:59:00', '/', { day: session, customer_id: 'c1' })], customers: crm });
        expect(line).toContain(first < session ? ' R 1' : ' K 0');
      }),
      { numRuns: 6 },
    );
  });
});

describe('a report with customers', () => {
  const events = [
    hit('v1', '10:00:00', '/', { customer_id: 'c1' }),
    hit('v1', '10:03:00', '/product/a', { customer_id: 'c1' }),
    hit('v5', '14:00:00', '/', { customer_id: '' }),
  ];

  it('accounts for every row, counts by status and segment, and shows no e-mail anywhere', async () => {
    const orders = [order('A', at('10:04:00'), { visitor_id: 'v1', email: 'one@shop.example' })];
    const { report, rejects } = await diagnoseText({ events, orders, customers, options });
    expect(report.inputs.at(-1)).toMatchObject({ role: 'customers', rows_read: 17, rows_used: 15, rows_rejected: 2, delimiter: ';' });
    expect(rejects).toMatchObject([
      { line: 7, reason: 'time is empty or cannot be read' },
      { line: 8, reason: 'no customer id and no e-mail' },
    ]);
    expect(report.customers).toEqual([
      {
        status: 'returning',
        segment: 'gold',
        sessions: 1,
        cohort_sessions: 1,
        conversion: expect.objectContaining({ events: 1, trials: 1 }),
      },
      { status: 'not_known', segment: null, sessions: 1, cohort_sessions: 0, conversion: null },
    ]);
    const context = { columns: 80, colour: 0, unicode: true, detail: 'full' } as const;
    const texts = [...Object.values(RENDERERS).map((render) => render(report, context)), JSON.stringify(rejects)];
    expect(texts[0]).toContain('Customers, as far as known when the session began');
    for (const text of texts) expect(text).not.toMatch(/\w@shop|@Shop/);
  });

  it('given as orders, and orders given as customers, are told apart', async () => {
    await expect(diagnoseText({ events, orders: customers })).rejects.toThrow('was given as orders, but looks like customers');
    await expect(diagnoseText({ events, customers: 'order_id,order_date,revenue\nA,2026-11-02,5.00\n' })).rejects.toThrow(
      'was given as customers, but looks like orders',
    );
  });

  it('needs a customer number or an e-mail', async () => {
    await expect(diagnoseText({ events, customers: 'name,segment\nx,gold\n' })).rejects.toThrow(
      'has no column for the customer_id or the email',
    );
  });
});
