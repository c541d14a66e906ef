import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RENDERERS } from '../../src/report/renderers.ts';
import { type Cells, diagnoseText, hit } from '../shop.ts';

const goals = join(import.meta.dirname, '../../fixtures/goals/goals.csv');

/** Eight days: each day one visitor who orders on the checkout page and one who looks; the same two visitors all the time. */
const events = [2, 3, 4, 5, 6, 7, 8, 9].flatMap((day): Cells[] => [
  hit('a', '10:00:00', '/', { day }),
  hit('a', '10:01:00', '/cart', { day }),
  hit('a', '10:02:00', '/checkout/shipping', { day }),
  hit('a', '10:03:00', `/thank-you?order_id=${day}`, { day }),
  hit('b', '12:00:00', '/', { day }),
]);
const orders = [2, 3, 4, 5, 6, 7, 8, 9].map((day) => ({
  ...{ order_id: day, order_date: `2026-11-0${day}T10:03:00Z`, revenue: '10.50', currency: 'EUR' },
  status: day === 9 ? 'cancelled' : 'paid',
}));

describe('the scorecard of a run with goals', () => {
  it('measures the whole weeks and the period, and says what is missed', async () => {
    const { report } = await diagnoseText({ events, orders, options: { goals } });
    expect(report.scorecard.map(({ metric, actual, goal, state }) => [metric, actual?.value, goal, state])).toEqual([
      // Two visitors in the one whole week; the eighth day is left over.
      ['visitors per week', 2, 10_000, 'missed'],
      ['sessions in the band that open cart or checkout', undefined, null, 'unknown'],
      ['sessions with a checkout page that order', 0.875, 0.6, 'unknown'],
      ['placed orders that stand, neither cancelled nor refunded', 0.875, 0.97, 'unknown'],
      ['orders of the period', 7, 1200, 'missed'],
      ['revenue of the period, EUR', 73.5, 54_000.5, 'missed'],
    ]);
    expect(report.pattern).toMatchObject({ answer: 'no' });
    expect(report.inputs.at(-1)).toMatchObject({ role: 'goals', rows_read: 5, rows_used: 5, delimiter: ';' });
    const text = RENDERERS.terminal(report, { columns: 80, colour: 0, unicode: true, detail: 'full' });
    expect(text).toContain('too close to tell');
    expect(text).toContain('It is not this pattern alone');
  });

  it('ends before the exports are read when the file is wrong', async () => {
    await expect(diagnoseText({ events, options: { goals: `${goals}x` } })).rejects.toThrow('cannot be read');
  });
});
