import { describe, expect, it } from 'vitest';
import type { SplitFindings } from '../../src/attribution/split/find-split.ts';
import { trafficFacts } from '../../src/report/case-facts.ts';
import { toDocument } from '../../src/report/document.ts';
import { renderMarkdown } from '../../src/report/render-markdown.ts';
import { renderTerminal } from '../../src/report/render-terminal.ts';
import type { Report } from '../../src/report/report.ts';
import { sampleReport } from './sample-report.ts';
import { findingsAround, sampleFindings, splitReport } from './sample-split.ts';

const NARROW = { columns: 80, colour: 0, unicode: true } as const;
const terminal = (report: Report, detail: 'short' | 'full' = 'short') => renderTerminal(report, { ...NARROW, detail });
/** The terminal's text with its lines joined, so that a sentence can be looked for. */
const flowing = (report: Report, detail: 'short' | 'full' = 'short') => terminal(report, detail).replace(/\s+/g, ' ');
const blocks = (report: Report) => toDocument(report, 'short');
const tableWith = (report: Report, caption: string, detail: 'short' | 'full' = 'short') => {
  const found = toDocument(report, detail).find((block) => block.kind === 'table' && block.caption?.includes(caption));
  if (found?.kind !== 'table') throw new Error(`there is no table "${caption}"`);
  return found;
};
const report = splitReport();
const checked = (change: Partial<SplitFindings['checks']>) => splitReport({ checks: { ...sampleFindings().checks, ...change } });

describe('the case for friction', () => {
  it('shows each signal with kind, frequency, added chance to leave, lost orders, q and grade; the largest loss first', () => {
    const { columns, rows } = tableWith(report, 'What goes with each signal');
    expect(columns.map(({ title }) => title)).toEqual([
      ...['Signal', 'Kind', 'Sessions', 'How often (95 %)', 'Adds to leaving, points (95 %)', 'Lost orders (95 %)', 'q', 'Grade'],
    ]);
    expect(rows).toEqual([
      ['error', 'hard', '372', '5.0 % (4.5–5.5)', '+12.1 (9.0–15.2)', '31 (22–40)', '<0.001', 'A'],
      ['backtrack', 'soft', '372', '5.0 % (4.5–5.5)', '+5.2 (3.5–6.9)', '30 (20–40)', '0.001', 'C'],
      ['slow', 'hard', '372', '5.0 % (4.5–5.5)', '+2.8 (0.8–4.8)', '10 (2–17)', '0.030', 'B'],
    ]);
  });

  it('keeps the raw exit rates for the full report', () => {
    expect(terminal(report)).not.toContain('Raw associations');
    expect(terminal(report, 'full')).toContain('Raw associations');
    expect(terminal(report, 'full')).toMatch(/error .* 31\.0 % \(26\.7–35\.7\)/);
  });

  it('says how much earlier trouble is still felt, and what cannot be seen', () => {
    expect(flowing(report)).toContain(
      'Earlier trouble that is still felt at later pages: 8 (3–14) lost orders after hard signals, 8 (−1 to 17) after soft ones.',
    );
    expect(flowing(report)).toContain('Not visible in these exports: form reject.');
  });

  it('has a line of its own for each request for information, where most left first', () => {
    expect(tableWith(report, 'Requests for information').rows).toEqual([
      ['any of these', '3,000', '25.0 % (24.2–25.8)', '600', '20.0 % (18.6–21.5)'],
      ['shipping step', '2,400', '20.0 % (19.3–20.7)', '400', '16.7 % (15.2–18.2)'],
      ['registration', '900', '7.5 % (7.0–8.0)', '200', '22.2 % (19.6–25.1)'],
      ['checkout page', '0', '0.00 % (0.00–0.03)', '–', '–'],
    ]);
    expect(flowing(report)).toContain('Which form fields were asked is not shown by these exports.');
    expect(terminal(sampleReport())).not.toContain('Requests for information before');
  });

  it('tells the placebo as a sentence, and warns where it does not hold 0', () => {
    expect(flowing(report)).toContain(
      'A signal drawn by lot, which can have no effect, seems to cost 0.02 (−0.11 to 0.15) orders per 100 sessions: its interval must hold 0, and it does.',
    );
    const off = splitReport();
    off.checks.placebo_signal = { value: 0.002, low: 0.0005, high: 0.0035 };
    const warned = blocks(off).find((block) => block.kind === 'paragraph' && block.tone === 'warning');
    expect(warned).toMatchObject({
      text: expect.stringContaining('0.20 (0.05–0.35) orders per 100 sessions: its interval must hold 0, and it does not.'),
    });
  });
});

describe('the case for traffic', () => {
  it('shows the source groups with benchmark and pooled ones marked, then the sources as they came', () => {
    const { columns, rows } = tableWith(report, 'Sources as they are compared');
    expect(columns.map(({ title }) => title)).toEqual([
      ...['Source group', 'Kind', 'Cohort', 'Would order (95 %)', 'Lost to traffic (95 %)', 'Lost to friction (95 %)', 'q'],
    ]);
    expect(rows).toEqual([
      ['google / cpc · autumn_sale_2026', '', '5,500', '4.0 % (3.6–4.4)', '44 (31–57)', '36 (27–45)', '0.002'],
      ['other social', 'pooled', '2,500', '4.4 % (3.9–4.8)', '9 (1–17)', '11 (5–17)', '0.200'],
      ['google / organic', 'benchmark', '4,000', '5.3 % (4.9–5.6)', '−5 (−12 to 2)', '40 (29–51)', '0.400'],
    ]);
    expect(tableWith(report, 'Sources as they came').rows).toHaveLength(2);
  });
});

describe('what was pooled', () => {
  it('is named in the full report, the largest sources first and the others counted', () => {
    const full = flowing(report, 'full');
    expect(full).toContain('What was pooled • other social: facebook / paid_social / reels; pinterest / social and 1 more');
    expect(flowing(report)).not.toContain('What was pooled');
    expect(full).not.toContain('made coarser');
  });

  it('tells what was made coarser, there and among the caveats', () => {
    const findings = findingsAround(sampleFindings());
    findings.pooled = { ...findings.pooled, coarseness: 2 };
    const coarse = { ...splitReport(), traffic: trafficFacts(findings) };
    expect(flowing(coarse, 'full')).toContain('Too much to tell apart, so made coarser: page classes, places in the session');
  });
});

describe('lost orders by page', () => {
  it('stand in the full report, the most first', () => {
    const pages = structuredClone(report);
    const [page] = pages.where.pages;
    pages.where.pages = [4, 9.5, -1].map((value, index) => ({
      ...page!,
      page: `/${index}`,
      lost_orders: { value, low: value - 3, high: value + 3 },
    }));
    expect(tableWith(pages, 'by lost orders that go with the friction met there', 'full').rows.map((row) => [row[0], row[4]])).toEqual([
      ['/1', '9.5 (6.5–12.5)'],
      ['/0', '4.0 (1.0–7.0)'],
    ]);
    expect(renderMarkdown(pages, { detail: 'full' })).toContain('by lost orders that go with the friction met there');
  });
});

describe('both and neither', () => {
  it('crosses channel with friction', () => {
    expect(tableWith(report, 'Cohort sessions that ordered').rows).toEqual([
      ['Organic Search', '2,400 / 1,000 / 600', '4.6 % (3.8–5.5)', '4.0 % (3.0–5.4)', '2.5 % (1.5–4.1)'],
      ['Paid Search', '4,200 / 0 / 1,300', '4.3 % (3.7–4.9)', '–', '2.7 % (1.9–3.7)'],
    ]);
  });

  it('says what neither explains', () => {
    expect(flowing(report)).toContain('Neither, 94.9 (94.4–95.3) of 100 sessions');
    expect(flowing(report)).toContain('Price, stock, trust, or just looking: nothing in these exports tells which.');
  });
});

describe('the method section', () => {
  it('puts the split to its checks in sentences', () => {
    expect(flowing(report)).toContain(
      '2 of 2 parts are in order (off by 10 % at most, or by chance). Worst is exits, source google / cpc: 2,210 seen, 2,105 expected (+5.0 %).',
    );
    expect(flowing(report)).toContain('97.2 % of the page views with friction have 20 or more like them without it, 99.1 % of the cohort');
    expect(flowing(report)).toContain('rest on 40 of 40 groups of visitors; the largest holds 4.1 % of the orders.');
    const bad = checked({
      calibration: [{ part: 'exits, tenth 10 of the chance', observed: 80, expected: 100, is_in_order: false }],
      overlap: { friction: 0.7, benchmark: 0.991 },
      separated: ['dead_end'],
    });
    expect(flowing(bad)).toContain(
      '0 of 1 parts are in order (off by 10 % at most, or by chance). Worst is exits, tenth 10 of the chance: 80 seen, 100 expected (−20.0 %).',
    );
    expect(flowing(bad)).toContain('less than 95 %: for the rest the model alone fills in');
    expect(flowing(bad)).toContain('stay out of the verdict: dead end.');
  });

  it('tells what the first two minutes alone say, and whether that contradicts the split', () => {
    expect(flowing(report)).toContain(
      'The trouble of the first 2 minutes alone goes with 0.21 (0.07–0.35) lost orders per 100 sessions. It sees only part, so it must not be clearly above the 0.70 of all friction: it is not.',
    );
    const estimate = (value: number) => ({ value, low: value - 0.001, high: value + 0.001, standard_error: 0.0005 });
    const above = { lost: estimate(0.012), excess: estimate(0.005), sessions: 11_400, exposed: 3100 };
    expect(flowing(checked({ landmark: above }))).toContain('of all friction: it is, so one of the two is off.');
    expect(flowing(checked({ landmark: null }))).not.toContain('the first 2 minutes');
  });

  it('says how strong something unmeasured would have to be, beside the strongest that was measured', () => {
    expect(flowing(report)).toContain(
      'something unmeasured would have to be 2.1 times as frequent with friction and make leaving 2.1 times as likely (1.8 at the near end of the interval; 1 is nothing): the E-value.',
    );
    expect(flowing(report)).toContain('goes with leaving 1.3 times as often.');
    expect(flowing(report)).toContain('more than 37 % of what goes with friction is really low intent (the tipping point).');
  });

  it('shows the call under other settings', () => {
    expect(tableWith(report, 'The call under other settings').rows).toEqual([
      ['benchmark of the best 10 %', 'navigation matters; traffic is not shown to matter', '0.71 (0.51–0.91)', '0.5 (−0.1 to 1.1)'],
      ['hard signals alone', 'both matter; which is larger is not proven', '0.41 (0.25–0.57)', '0.42 (0.23–0.61)'],
    ]);
  });

  it('lists what the split rests on, six assumptions', () => {
    const rests = blocks(report).find((block) => block.kind === 'list' && block.caption === 'What this rests on');
    expect(rests?.kind === 'list' && rests.items).toHaveLength(6);
    expect(flowing(report)).toContain('the traffic share is the gap to your own best quarter, not a forecast');
    expect(terminal(sampleReport())).not.toContain('What this rests on');
    expect(terminal(sampleReport(), 'full')).toContain('What this rests on');
  });
});
