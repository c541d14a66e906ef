import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { diagnoseFiles, runMidfunnel } from './run-midfunnel.ts';

describe('a clickstream of events alone, without a traffic source, cut off in its last line', () => {
  const FILE = 'rees46/2019-Oct.csv';
  let report: Report;
  beforeAll(async () => {
    report = await diagnoseFiles('--events', FILE);
  });

  it('uses every good row and names the cut-off one by line and reason', () => {
    expect(report.inputs[0]).toMatchObject({ rows_read: 17_435, rows_used: 17_434, rows_filtered: 0, rows_rejected: 1 });
    expect(report.inputs[0]!.rejects).toEqual([{ line: 17_436, reason: 'too few fields: 8 instead of 9' }]);
  });

  it('keeps the native sessions', () => {
    expect(report.sessions.total).toBe(5066);
  });

  // 4,504 browsers stand in the good rows, but one session is shared by two of them and is counted for the first.
  it('counts one visitor for a session that a browser continued under a second id', () => {
    expect(report.sessions.visitors).toBe(4503);
  });

  it('takes orders from the purchase events', () => {
    expect(report.funnel.map(({ step }) => step)).toEqual(['landing', 'product', 'cart', 'thank-you']);
    expect(report.ledger).toMatchObject({ counted: 200, matched: 200 });
    expect(report.sessions.with_order).toBe(200);
  });

  it('adds the prices of the purchases, one that is told twice once', async () => {
    // 214 purchases; three name the same product, price and session as another. Added up with Python's csv and whole cents.
    const { ledger } = await diagnoseFiles('--events', FILE, '--currency', 'USD');
    expect(ledger.revenue).toMatchObject({ amount: 59_034.41, currency: 'USD' });
  });

  it('says that the traffic cannot be judged', () => {
    const question = report.knowledge.find((line) => line.question === 'Which traffic sources bring shoppers who leave?');
    expect(question).toMatchObject({ answerable: 'no', why: expect.stringContaining('Traffic cannot be judged') });
    expect(report.caveats.join('\n')).toContain('no traffic source');
    expect(report.verdict.call).toBe('not_enough_evidence');
  });

  it('shows the rejected line and the hits of each kind of event in inspect', async () => {
    const run = await runMidfunnel('inspect', '-q', FILE);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/17436|17,436/);
    const hits = Object.fromEntries(
      ['view', 'cart', 'purchase'].map((event) => [event, new RegExp(`^ *${event} +\\S+ +([\\d,]+) `, 'm').exec(run.stdout)?.[1]]),
    );
    expect(hits).toEqual({ view: '17,055', cart: '165', purchase: '214' });
  });
});
