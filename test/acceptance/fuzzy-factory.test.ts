import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { diagnoseFiles } from './run-midfunnel.ts';

// Known facts: README.md beside the inputs; they were counted there with another program.

const ORDERS = ['--orders', 'fuzzy-factory/orders.csv'];
const FLAT = ['--events', 'fuzzy-factory/flat_clickstream.csv'];
const TWO_TABLES = ['--events', 'fuzzy-factory/website_sessions.csv', '--events', 'fuzzy-factory/website_pageviews.csv'];

const steps = (report: Report) => report.funnel.map(({ step }) => step);
const reached = (report: Report, device: string) => report.funnel.map(({ by_device }) => by_device[device]);
const withoutNames = ({ inputs: _inputs, caveats, checks, ...rest }: Report) => ({
  ...rest,
  caveats: caveats.filter((sentence) => !sentence.startsWith('Times without an offset')),
  conservation: checks.conservation.filter(({ identity }) => identity !== 'rows read = used + filtered + rejected'),
});

describe('one table of page views and an orders export, no configuration', () => {
  let report: Report;
  beforeAll(async () => {
    report = await diagnoseFiles(...FLAT, ...ORDERS);
  });

  it('finds every session, page view and order', () => {
    expect(report.sessions).toMatchObject({ total: 2541, bots: 0, with_order: 79 });
    expect(report.inputs.map(({ rows_read, rows_used }) => [rows_read, rows_used])).toEqual([
      [4987, 4987],
      [79, 79],
    ]);
    expect(report.ledger).toMatchObject({ orders_read: 79, counted: 79, matched: 79, no_session: 0 });
  });

  it('adds the revenue exactly', () => {
    expect(report.ledger.revenue).toEqual({ amount: 3949.21, low: null, high: null, currency: 'USD' });
  });

  it('infers the funnel and counts sessions and orders by device', () => {
    expect(steps(report)).toEqual(['landing', 'products', 'product', 'cart', 'shipping', 'billing', 'thank-you']);
    expect(report.funnel[0]!.by_device).toEqual({ desktop: 1557, mobile: 984 });
    expect(report.funnel.at(-1)!.by_device).toEqual({ desktop: 67, mobile: 12 });
  });

  it('counts sessions and orders by source', () => {
    const source = report.traffic.sources.find((row) => row.source === 'gsearch' && row.campaign === 'nonbrand');
    expect(source).toMatchObject({ sessions: 2491, orders: 78 });
    expect(report.traffic.sources.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(2541);
    expect(report.traffic.sources.reduce((sum, { orders }) => sum + orders, 0)).toBe(79);
  });

  it('has buyers in the cohort by looking time, and none by the length of the session', async () => {
    const { cohort } = (await diagnoseFiles(...FLAT, ...ORDERS, '--dwell-basis', 'session')).sessions;
    expect(cohort).toMatchObject({ sessions: 536, orders: 0 });
    expect(report.sessions.cohort.orders).toBeGreaterThan(0);
  });

  it('sees the whole session of the fastest buyer last 529 seconds', async () => {
    const orders = async (band: string) =>
      (await diagnoseFiles(...FLAT, ...ORDERS, '--dwell-basis', 'session', '--dwell', band)).sessions.cohort.orders;
    expect(await Promise.all([orders('0s..528s'), orders('0s..529s')])).toEqual([0, 1]);
  });

  it('takes NULL for missing and says that times without an offset were read as UTC', () => {
    expect(report.traffic.sources.flatMap(({ source, medium, campaign }) => [source, medium, campaign])).not.toContain('NULL');
    expect(report.caveats).toContainEqual(expect.stringMatching(/^Times without an offset were read as UTC/));
  });
});

describe('the same until the end of March', () => {
  it('counts the sessions that start in the period, step by step and device by device', async () => {
    const report = await diagnoseFiles(...FLAT, ...ORDERS, '--to', '2012-03-31');
    expect(report.sessions).toMatchObject({ total: 1879, with_order: 60 });
    expect(reached(report, 'desktop')).toEqual([1145, 523, 405, 173, 130, 105, 50]);
    expect(reached(report, 'mobile')).toEqual([734, 220, 125, 56, 27, 19, 10]);
  });
});

describe('the same as two tables, joined by the session id', () => {
  it('gives the same report but for the inputs and the sentences that name or count their files and rows', async () => {
    const [flat, two] = await Promise.all([diagnoseFiles(...FLAT, ...ORDERS), diagnoseFiles(...TWO_TABLES, ...ORDERS)]);
    expect(withoutNames(two)).toEqual(withoutNames(flat));
    expect(two.inputs.map(({ role, rows_read }) => [role, rows_read])).toEqual([
      ['events', 4987],
      ['sessions', 2541],
      ['orders', 79],
    ]);
    expect(two.checks.conservation.find(({ identity }) => identity === 'rows read = used + filtered + rejected')).toMatchObject({
      left: 4987 + 2541 + 79,
      right: 4987 + 2541 + 79,
    });
    expect(two.caveats.filter((sentence) => !flat.caveats.includes(sentence))).toEqual([
      expect.stringMatching(
        /^Times without an offset were read as UTC \(.*website_pageviews\.csv, .*website_sessions\.csv, .*orders\.csv\)/,
      ),
    ]);
  });
});
