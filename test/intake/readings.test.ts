import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { at, csv, diagnoseText, hit, type Shop } from '../shop.ts';

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

  /** 100 dates of July 2026 that are the same either way round but for the named ones. */
  const mostly = (...decisive: string[]) => [...decisive, ...Array.from({ length: 100 - decisive.length }, () => '07/07/2026 10:00:00')];
  const many = (count: number, text: string) => Array.from({ length: count }, () => text);

  it('are decided by a few dates of the sample where the rest can be either', async () => {
    // 8 of 100 can only be day first: both orders understand nine tenths of the sample.
    expect(await periodOf(mostly(...many(8, '25/07/2026 10:00:00'), '03/04/2026 10:00:00'))).toBe(
      '2026-04-03T10:00:00.000Z 2026-07-25T10:00:00.000Z',
    );
    expect(await periodOf(mostly(...many(8, '07/25/2026 10:00:00'), '03/04/2026 10:00:00'))).toBe(
      '2026-03-04T10:00:00.000Z 2026-07-25T10:00:00.000Z',
    );
  });

  it.each([
    ['a few of each', mostly('25/07/2026 10:00:00', '25/07/2026 11:00:00', '07/26/2026 10:00:00')],
    ['nearly all day first', mostly('07/26/2026 10:00:00', ...many(95, '25/07/2026 10:00:00'))],
    ['nearly all month first', mostly('26/07/2026 10:00:00', ...many(95, '07/25/2026 10:00:00'))],
    ['half and half', mostly(...many(50, '26/07/2026 10:00:00'), ...many(50, '07/25/2026 10:00:00'))],
  ])('that prove both orders, %s, are a question', async (_, times) => {
    await expect(periodOf(times)).rejects.toThrow(/"2\d\/07\/2026 1.:00:00" has the day first, "07\/2\d\/2026 10:00:00" the month/);
    await expect(periodOf(times)).rejects.toMatchObject({ hint: expect.stringContaining('--date-order') });
  });

  it('that prove both orders far below the sample are a question too, which the option answers', async () => {
    const times = [...many(600, '03/04/2026 10:00:00'), '25/04/2026 10:00:00', '25/04/2026 11:00:00', '04/26/2026 10:00:00'];
    await expect(periodOf(times)).rejects.toThrow('2 dates can only be day first, 1 only month first');
    expect(await periodOf(times, { date_order: 'dmy' })).toBe('2026-04-03T10:00:00.000Z 2026-04-25T11:00:00.000Z');
  });

  it.each(['/', '-', '.'])('with years of two digits after %s are no years of the first century', async (sign) => {
    const times = ['03/04/26 10:00:00', '25/04/26 10:00:00'].map((time) => time.replaceAll('/', sign));
    expect(await periodOf(times)).toBe('2026-04-03T10:00:00.000Z 2026-04-25T10:00:00.000Z');
    await expect(periodOf([times[0]!])).rejects.toThrow(/day and month could be either way round/);
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
    ['a currency word with a point', ['Rs. 500', 'Rs. 1,500.00'], 2000],
    ['groups as in India', ['₹1,23,456.00', '₹1,000.50'], 124_456.5],
    ['an accounting minus', ['10.00', '(2.50)'], 7.5],
    ['whole numbers', ['10', '2'], 12],
  ])('are read with %s', async (_, revenues, expected) => {
    expect(await revenueOf(revenues)).toBe(expected);
  });

  it.each([
    ['1,234', '5,678', 'point (the comma groups thousands) or --decimal comma'],
    ['1.234', '5.678', 'comma (the point groups thousands) or --decimal point'],
  ])('that can be either, as %s, are a question with both answers', async (one, other, hint) => {
    const run = revenueOf([one, other]);
    await expect(run).rejects.toThrow(InputError);
    await expect(run).rejects.toThrow(`"revenue": ${one} can be 1.234 or 1234`);
    await expect(run).rejects.toMatchObject({ hint: `Say it with --decimal ${hint}.` });
    const [decimal, grouping] = one.includes('.') ? (['point', 'comma'] as const) : (['comma', 'point'] as const);
    expect(await revenueOf([one, other], { decimal: grouping })).toBe(6912);
    // 1.234 + 5.678 are rounded to cents each: 1.23 + 5.68
    expect(await revenueOf([one, other], { decimal })).toBe(6.91);
  });

  it.each([
    ['nothing before the sign but 0', ['1.234', '0.500'], 1.73],
    ['the same with a comma', ['1,234', '0,500'], 1.73],
    ['two groups', ['1.234', '1.234.567'], 1_235_801],
    ['two groups by comma', ['1,234', '1,234,567'], 1_235_801],
    ['other than three digits behind the sign', ['1.234', '2.5'], 3.73],
    ['more than three digits before it', ['1,234', '1234,500'], 1235.73],
    ['both signs', ['1.234', '1.234,50'], 2468.5],
  ])('that can be either are decided by another amount with %s', async (_, revenues, expected) => {
    expect(await revenueOf(revenues)).toBe(expected);
  });

  it('of refunds count as well for the decimal sign of the file', async () => {
    const events = [hit('v', '10:00:00', '/')];
    const order = { order_id: 'A', ordered_at: at('10:00:00'), revenue: '1.234', refunded_amount: '1,50' };
    const { report } = await diagnoseText({ events, orders: [order], options: { currency: 'EUR' } });
    expect(report.ledger.revenue?.amount).toBe(1234);
  });

  it('that are numbers of the format itself have a decimal point', async () => {
    const line = { visitor_id: 'v', event_time: at('10:00:00'), page_url: '/thank-you', event_name: 'purchase', value: 1.234 };
    const { report } = await diagnoseText({ events: { 'e.jsonl': `${JSON.stringify(line)}\n` }, options: { currency: 'EUR' } });
    expect(report.ledger.revenue?.amount).toBe(1.23);
  });

  it('of hits are asked about only where the orders come from the hits', async () => {
    const events = [hit('v', '10:00:00', '/', { value: '1.234', load_ms: '1.234' })];
    await expect(diagnoseText({ events })).rejects.toThrow(/"value": 1\.234 can be/);
    const { report } = await diagnoseText({ events, orders: [{ order_id: 'A', ordered_at: at('10:00:00'), revenue: '9.99' }] });
    expect(report.ledger.counted).toBe(1);
  });

  it('whose notation is proved are not changed by the option', async () => {
    expect(await revenueOf(['12.50', '1,234.00'], { decimal: 'comma' })).toBe(1246.5);
  });

  it('written the other way than the option says are unreadable', async () => {
    const other = { decimal: 'point', max_rejected_share: 1 } as const;
    expect(await revenueOf(['1,234.50', '1.234,50', '12,50'], other)).toBe(1234.5);
    expect(await revenueOf(['1,234.50', '1.234,50', '12.50'], { ...other, decimal: 'comma' })).toBe(1234.5);
  });

  it('far below a sample of whole numbers are not multiplied by a comma', async () => {
    const revenues = [...Array.from({ length: 600 }, () => '10'), '12,50'];
    expect(await revenueOf(revenues, { max_rejected_share: 1 })).toBe(6000);
  });

  it('that contradict each other are a question', async () => {
    await expect(revenueOf(['1,234.50', '1.234,50'])).rejects.toThrow(/decimal point, others a decimal comma/);
  });
});
