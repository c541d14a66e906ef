import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { csv, diagnoseText, type Shop } from '../shop.ts';

/** Period of a run over hits with the given times, as `from to`, and the caveats. */
async function periodOf(times: readonly string[], options: Shop['options'] = {}): Promise<string> {
  const events = csv(times.map((event_time, index) => ({ visitor_id: `v${index}`, event_time, page_url: '/a' })));
  const { report } = await diagnoseText({ events, options });
  return `${report.period.from} ${report.period.to}`;
}

const revenueOf = async (revenues: readonly string[], options: Shop['options'] = {}): Promise<number | undefined> => {
  const events = csv([{ visitor_id: 'v', event_time: '2026-11-02T10:00:00Z', page_url: '/a' }]);
  const orders = revenues.map((revenue, index) => ({ order_id: `A${index}`, ordered_at: '2026-11-02T10:00:00Z', revenue }));
  const { report } = await diagnoseText({ events, orders, options: { currency: 'EUR', ...options } });
  return report.ledger.revenue?.amount;
};

describe('times', () => {
  // 1793613600 = 2026-11-02T10:00:00Z (date -u -d 2026-11-02T10:00:00Z +%s), 1793617200 an hour later
  it.each([
    ['seconds since 1970', ['1793613600', '1793617200']],
    ['milliseconds', ['1793613600000', '1793617200000']],
    ['microseconds', ['1793613600000000', '1793617200000000']],
    ['ISO with Z', ['2026-11-02T10:00:00Z', '2026-11-02T11:00:00Z']],
    ['ISO with an offset', ['2026-11-02T11:00:00+01:00', '2026-11-02T06:00:00-05:00']],
    ['a zone in words', ['2026-11-02 10:00:00 UTC', '2026-11-02 11:00:00 UTC']],
    ['no offset', ['2026-11-02 10:00:00', '2026-11-02 11:00:00']],
    ['an access log', ['02/Nov/2026:10:00:00 +0000', '02/Nov/2026:12:00:00 +0100']],
    ['the month by name', ['Nov 2, 2026, 10:00:00', 'Nov 2, 2026, 11:00:00']],
    ['month first with noon', ['11/02/2026 10:00:00 AM', '11/13/2026 11:00:00 AM']],
  ])('are read from %s', async (_, times) => {
    const to = times[1]!.includes('13/') ? '2026-11-13T11:00:00.000Z' : '2026-11-02T11:00:00.000Z';
    expect(await periodOf(times)).toBe(`2026-11-02T10:00:00.000Z ${to}`);
  });

  it('keep the fraction of a second', async () => {
    expect(await periodOf(['1793613600.123', '1793613600.5'])).toBe('2026-11-02T10:00:00.123Z 2026-11-02T10:00:00.500Z');
  });

  it('without an offset are wall times of the given zone, on both sides of the change of the clocks', async () => {
    // Berlin is UTC+2 until 25 October 2026 03:00 and UTC+1 after it.
    expect(await periodOf(['2026-10-25 01:30:00', '2026-10-25 03:30:00'], { time_zone: 'Europe/Berlin' })).toBe(
      '2026-10-24T23:30:00.000Z 2026-10-25T02:30:00.000Z',
    );
  });

  it('with an offset ignore the given zone', async () => {
    expect(await periodOf(['2026-11-02T10:00:00Z', '2026-11-02T12:00:00+01:00'], { time_zone: 'Europe/Berlin' })).toBe(
      '2026-11-02T10:00:00.000Z 2026-11-02T11:00:00.000Z',
    );
  });

  it('with day and month either way round are a question, not a guess', async () => {
    const ambiguous = ['03/04/2026 10:00:00', '05/06/2026 11:00:00'];
    const run = periodOf(ambiguous);
    await expect(run).rejects.toThrow(InputError);
    await expect(run).rejects.toMatchObject({ hint: expect.stringContaining('--date-order') });
    expect(await periodOf(ambiguous, { date_order: 'dmy' })).toBe('2026-04-03T10:00:00.000Z 2026-06-05T11:00:00.000Z');
    expect(await periodOf(ambiguous, { date_order: 'mdy' })).toBe('2026-03-04T10:00:00.000Z 2026-05-06T11:00:00.000Z');
  });

  it('are decided by one date with a number over 12, far below the sample', async () => {
    const times = [...Array.from({ length: 600 }, () => '03/04/2026 10:00:00'), '25/04/2026 10:00:00'];
    expect(await periodOf(times)).toBe('2026-04-03T10:00:00.000Z 2026-04-25T10:00:00.000Z');
  });

  it('that are none stop the run with the column and an example', async () => {
    await expect(periodOf(['yesterday', 'today'])).rejects.toThrow(/"event_time".*"yesterday"/);
  });
});

describe('amounts', () => {
  it.each([
    ['a decimal point', ['10.00', '2.50'], 12.5],
    ['thousands in groups', ['1,234.50', '1.50'], 1236],
    ['a decimal comma', ['1.234,50', '1,50'], 1236],
    ['a currency sign', ['€ 10.00', '2.50 EUR'], 12.5],
    ['an accounting minus', ['10.00', '(2.50)'], 7.5],
    ['whole numbers', ['10', '2'], 12],
  ])('are read with %s', async (_, revenues, expected) => {
    expect(await revenueOf(revenues)).toBe(expected);
  });

  it('that can be either are a question', async () => {
    const run = revenueOf(['1,234', '5,678']);
    await expect(run).rejects.toMatchObject({ hint: expect.stringContaining('--decimal') });
    expect(await revenueOf(['1,234', '5,678'], { decimal: 'point' })).toBe(6912);
    // 1.234 + 5.678 are rounded to cents each: 1.23 + 5.68
    expect(await revenueOf(['1,234', '5,678'], { decimal: 'comma' })).toBe(6.91);
  });

  it('that contradict each other are a question', async () => {
    await expect(revenueOf(['1,234.50', '1.234,50'])).rejects.toThrow(/decimal point, others a decimal comma/);
  });
});
