import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SplitFindings } from '../../src/attribution/split/find-split.ts';
import { toDocument } from '../../src/report/document.ts';
import { renderMarkdown } from '../../src/report/render-markdown.ts';
import { renderTerminal } from '../../src/report/render-terminal.ts';
import type { Call, Report } from '../../src/report/report.ts';
import { displayWidth } from '../../src/report/text-width.ts';
import { reportWithLabels, sampleReport } from './sample-report.ts';
import { splitReport, splitReportWithLabels } from './sample-split.ts';

const NARROW = { columns: 80, colour: 0, unicode: true } as const;
const terminal = (report: Report, detail: 'short' | 'full' = 'short') => renderTerminal(report, { ...NARROW, detail });
/** The terminal's text with its lines joined, so that a sentence can be looked for. */
const flowing = (report: Report, detail: 'short' | 'full' = 'short') => terminal(report, detail).replace(/\s+/g, ' ');
const blocks = (report: Report) => toDocument(report, 'short');
const report = splitReport();

describe('the verdict with a split', () => {
  it('draws the boxes on 80 columns, with orders and money of a week', () => {
    const lines = terminal(report).split('\n');
    const at = lines.findIndex((line) => line.includes('The split of 100 cohort sessions'));
    expect(lines.slice(at, at + 10)).toEqual([
      '  The split of 100 cohort sessions: orders placed, lost orders by what they go',
      '  with, and the rest',
      '            Lost orders a',
      '                     week           Revenue a week    Per 100 (95 %)',
      '  ────────  ─────────────  ───────────────────────  ────────────────  ──────────',
      '  Friction     19 (13–24)  1,900 EUR (1,300–2,400)  0.62 (0.44–0.80)  ██████████',
      '  Shared    3.3 (0.9–5.7)        330 EUR (110–560)  0.11 (0.03–0.19)  █▊',
      '  Traffic       12 (7–17)    1,200 EUR (750–1,650)  0.40 (0.22–0.58)  ██████▌',
      '  Neither               –                        –  94.9 (94.4–95.3)',
      '  Ordered               –                        –               4.0',
    ]);
  });

  it('leaves the money out where the orders tell no currency', () => {
    const poor = splitReport();
    Object.assign(poor.split, { lost_revenue: null, lost_revenue_per_week: null });
    const bars = blocks(poor).find((block) => block.kind === 'bars');
    expect(bars).toMatchObject({ beside: ['Lost orders a week'], rows: [{ beside: ['19 (13–24)'] }, {}, {}, {}, {}] });
  });

  it('says how bars are to be read only where there are bars', () => {
    const wide = (columns: number) => renderTerminal(report, { ...NARROW, columns, detail: 'short' });
    expect(wide(80)).toContain('Bars compare lost orders only.');
    expect(wide(60)).not.toMatch(/Bars compare/);
    expect(renderMarkdown(report, { detail: 'short' })).toContain('Bars compare lost orders only.');
  });

  it('draws no bar for a part below nothing', () => {
    const negative = splitReport();
    negative.split.shared = { value: -0.001, low: -0.002, high: 0.0005 };
    expect(terminal(negative)).toContain('−0.10 (−0.20 to 0.05)');
  });

  it.each([
    'At stake per week: 34 orders (26–42), 3,400 EUR (2,600–4,200). So much would be regained at most, by site and traffic together.',
    'Evidence: grade B (beyond chance; of 2 other settings 1 changes the call, 1 turns the larger side round); association: consistent with, not proven.',
    'Navigation (friction and shared) goes with between 0.41 (0.25–0.57) lost orders per 100 sessions, if searching and going back are only symptoms of low intent, and 0.73 (0.53–0.93), if the site is to blame for all of it.',
    'Of the sessions without an order, 0.65 % (0.46–0.84) go with friction, 0.11 % (0.03–0.19) with shared, 0.42 % (0.23–0.61) with traffic, 98.8 % (98.5–99.1) with neither. Of what both together would regain, 65 % (54–76) is friction and shared, the rest traffic.',
    'all friction gone: +21 (15–27)',
    'friction that the site made (hard signals) gone: +11.7 (7.2–16.2)',
    'all traffic as good as the benchmark: +11 (6–16)',
    'both, friction gone and benchmark traffic: +34 (26–42)',
    'These do not add up, because both overlap',
    'With friction as rare as in the best quarter of weeks (4 whole ones), 6.0 (4.5–7.5) orders a week would be regained, of the 21 (15–27) with none.',
    'if more than 37 % of what goes with friction is really low intent',
    'The benchmark is your own best traffic: google / organic. Without friction 5.1 % (4.7–5.6) of the cohort’s sessions would order if all were such traffic.',
  ])('says: %s', (sentence) => {
    expect(flowing(report)).toContain(sentence);
    expect(renderMarkdown(report, { detail: 'short' }).replace(/\\|\u200b/g, '')).toContain(sentence);
  });

  it('says in words where one side has more than all, because the other is below nothing', () => {
    const one = splitReport();
    one.split.share_of_recoverable = { value: 1.19, low: 0.97, high: 1.41 };
    expect(flowing(one)).toContain('Of what both together would regain, all is friction and shared; none is traffic.');
    one.split.share_of_recoverable = { value: -0.02, low: -0.2, high: 0.16 };
    expect(flowing(one)).toContain('Of what both together would regain, all is traffic; none is friction and shared.');
  });

  it('says where the lost orders of signals are those of each alone', () => {
    expect(flowing(report)).toContain('Lost orders, of the whole period: the signal’s part of friction and shared.');
    const raw = flowing(splitReport({ signals_scaled: false }));
    expect(raw).toContain(
      'Lost orders, of the whole period: what would be regained if that signal alone were gone, not its part of friction and shared: friction in all is too near 0 to be shared out.',
    );
    expect(raw).toContain('With those of the signals they add up to what would be regained without any friction.');
  });

  it('gives no share of what may be nothing', () => {
    const unclear = splitReport();
    unclear.split.share_of_recoverable = null;
    expect(flowing(unclear)).toContain('98.8 % (98.5–99.1) with neither. If removed');
  });

  it('says of the grade what the table of other settings says', () => {
    const about = (value: number) => ({ value, low: value - 0.002, high: value + 0.002, standard_error: 0.001 });
    const line = (call: Call, friction: number, traffic: number) => ({
      setting: 'x',
      call,
      friction: about(friction),
      traffic: about(traffic),
    });
    const graded = (call: Call, variants: SplitFindings['variants']) => flowing(splitReport({ call, grade: 'A', variants }));
    const [same, other] = [line('navigation_leads', 0.007, 0.004), line('both_lead_unproven', 0.006, 0.005)];
    expect(graded('navigation_leads', [same, same])).toContain('grade A (far beyond chance; the same call in all 2 other settings)');
    expect(graded('navigation_leads', [same])).toContain('grade A (far beyond chance; the same call in the one other setting)');
    expect(graded('navigation_leads', [same, other, other])).toContain(
      'grade A (far beyond chance; of 3 other settings 2 change the call, none turns the larger side round)',
    );
    expect(graded('neither_matters', [other])).toContain(
      'grade A (more is excluded at the 1 % level; of 1 other setting 1 changes the call)',
    );
    expect(graded('navigation_leads', [])).toContain('grade A (far beyond chance);');
  });

  it('names what it depends on', () => {
    expect(flowing(splitReport({ grade: 'C', depends_on: ['a benchmark of the best 10 % of the traffic'] }))).toContain(
      'It depends on how the split is made: a side is ahead as reported, but not with a benchmark of the best 10 % of the traffic.',
    );
    expect(flowing(report)).not.toContain('It depends on');
  });

  it('names five sources of the benchmark at most', () => {
    expect(flowing(splitReportWithLabels('best'))).toContain('traffic: best, best, best, best, best and 2 more.');
  });
});

describe('the verdict that is withheld', () => {
  it('shows what is there and what is needed in the unit of each condition, and no figure of a split', () => {
    const withheld = splitReport({
      call: 'not_enough_evidence',
      grade: 'D',
      gates: [
        { gate: 'orders', actual: 15, needed: 100 },
        { gate: 'one_visitor', actual: 0.313, needed: 0.2 },
        { gate: 'precision_traffic', actual: 0.0131, needed: 0.0091 },
      ],
    });
    const text = flowing(withheld);
    expect(text).toContain('orders of the cohort: 15, at least 100 are needed');
    expect(text).toContain('share of the orders in one group of visitors: 31 %, at most 20 % is allowed');
    expect(text).toContain('these data could show: 1.31 orders per 100 sessions, 0.91 or less is needed');
    expect(text).toContain('Where shoppers leave, and which trouble they meet, follows all the same.');
    for (const absent of ['The split of 100', 'If removed', 'The benchmark is', 'At stake', 'Lost orders (95 %)'])
      expect(text).not.toContain(absent);
    expect(text).toContain('Raw associations');
    expect(text).toContain('is withheld with the split; differences below are raw');
    expect(text).toContain('A signal drawn by lot');
  });

  it('says that traffic cannot be judged where there is one source or none', () => {
    const one = sampleReport();
    one.traffic.sources.length = 1;
    expect(flowing(one)).toContain('Traffic cannot be judged: there is one source only');
    one.traffic.sources.length = 0;
    expect(flowing(one)).toContain('traffic cannot be judged');
  });
});

describe('a report with a split', () => {
  it('fits every width from 60 to 200 columns', () => {
    for (let columns = 60; columns <= 200; columns += 7) {
      const lines = renderTerminal(report, { ...NARROW, columns, detail: 'full' }).split('\n');
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
    }
  });

  it('cuts no number on 60 columns: columns of how often go before', () => {
    const text = renderTerminal(report, { ...NARROW, columns: 60, detail: 'short' });
    expect(text).not.toMatch(/\d…/);
    expect(text.replace(/\s+/g, ' ')).toContain('Not shown at this width: Sessions, How often (95 %).');
  });

  it('leaves nothing of the split out on 80 columns but the friction of a source', () => {
    const left = [...terminal(report).matchAll(/Not shown at this\s+width: ([^.]*)\./g)].map(([, names]) => names!.replace(/\s+/g, ' '));
    expect(left).toEqual(['Group', 'Lost to friction (95 %)']);
  });

  it('says nowhere what drove anyone, and that the split is missing neither', () => {
    for (const text of [terminal(report, 'full'), terminal(sampleReport(), 'full')]) {
      expect(text).not.toMatch(/\bcaus(e|es|ed|al)\b|because of|not computed|\bvisits?\b|\busers?\b/i);
      expect(text).not.toMatch(/null|undefined|NaN|\[object/);
    }
  });

  it('makes hostile labels of sources harmless', () => {
    const label = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: fc.constantFrom('|', '\\', '\n', '`', '<', '\u001b', '日', '🎉') }),
    );
    fc.assert(
      fc.property(label, (text) => {
        const hostile = splitReportWithLabels(text);
        const lines = terminal(hostile, 'full').split('\n');
        expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(80);
        expect(lines.join('')).not.toMatch(/\p{C}|\p{Zl}|\p{Zp}/u);
        const tables = renderMarkdown(hostile, { detail: 'full' })
          .split('\n\n')
          .filter((part) => part.startsWith('|'));
        for (const table of tables) {
          const widths = table
            .trimEnd()
            .split('\n')
            .map((row) => row.split(/(?<!\\)\|/).length);
          expect(new Set(widths).size).toBe(1);
        }
      }),
      { numRuns: 30 },
    );
    expect(renderMarkdown(splitReportWithLabels('<script>'), { detail: 'full' })).not.toContain('<script>');
  });

  it('gives every row as many cells as there are columns', () => {
    for (const one of [report, splitReportWithLabels(''), reportWithLabels('x')]) {
      for (const block of toDocument(one, 'full')) {
        if (block.kind === 'table') for (const row of block.rows) expect(row).toHaveLength(block.columns.length);
        if (block.kind === 'bars') for (const row of block.rows) expect(row.beside).toHaveLength(block.beside.length);
      }
    }
  });
});
