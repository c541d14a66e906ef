import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderTerminal } from '../../src/report/render-terminal.ts';
import { displayWidth } from '../../src/report/text-width.ts';
import { emptyReport, reportWithLabels, sampleReport } from './sample-report.ts';

const SHORT = { columns: 80, colour: 0, unicode: true, detail: 'short' } as const;
const linesOf = (text: string) => text.split('\n');
const linesFrom = (text: string, mark: string, count: number) => {
  const lines = linesOf(text);
  const at = lines.findIndex((line) => line.includes(mark));
  return lines.slice(at, at + count);
};

describe('the report in a terminal', () => {
  it('begins with the sentence of the verdict, and where it is withheld says what is missing', () => {
    expect(linesOf(renderTerminal(sampleReport(), SHORT)).slice(0, 18)).toEqual([
      'Shoppers who look around for 2 to 7 minutes leave at /shipping more often than',
      'elsewhere, but 15 orders cannot tell whether the site or the traffic is behind',
      'it.',
      '',
      '  Call: not enough evidence. Evidence: grade D (nothing is decided).',
      '',
      '  What would change it: About 14,000 more sessions, 6 more weeks at the present',
      '  traffic, would decide it if the size of the effect stays.',
      '',
      '  What is missing',
      '  • orders of the cohort: 15, at least 100 are needed',
      '  • smallest loss to friction that these data could show: 1.31 orders per 100',
      '    sessions, 0.91 or less is needed',
      '',
      '  The split between the site and the traffic is withheld, because its figures',
      '  would be read as an answer. Where shoppers leave, and which trouble they meet,',
      '  follows all the same.',
      '',
    ]);
  });

  it('draws a table with a rule under the headings and numbers to the right', () => {
    expect(linesFrom(renderTerminal(sampleReport(), SHORT), 'Sessions that reached each step', 5)).toEqual([
      '  Sessions that reached each step, by device',
      '  Step      Sessions  desktop  mobile     Drop-off (95 %)',
      '  ────────  ────────  ───────  ──────  ──────────────────',
      '  landing      2,541    1,102   1,439  46.4 % (44.5–48.4)',
      '  product      1,361      702     659  81.0 % (78.8–83.0)',
    ]);
  });

  it('marks the minutes of the band, with bars in proportion', () => {
    const text = renderTerminal(sampleReport(), SHORT);
    expect(linesOf(text).filter((line) => line.startsWith('  ▌ '))).toHaveLength(6);
    expect(text).toContain('▌ the band of 2 to 7 minutes');
    // 1,180 of 2,541 is the highest; the bar of 241 of 1,357 is 0.3824 of its 22 cells: 8 and 3 eighths, rounded.
    expect(text).toContain(`46 % (41–52)  ${'█'.repeat(22)}\n`);
    expect(text).toContain(`17.8 % (15.6–20.1)  ${'█'.repeat(8)}▍\n`);
  });

  it('shows the first eight rows and says how many more there are; all of them in full', () => {
    const count = (text: string) => linesOf(text).filter((line) => line.includes('/c/shirts')).length;
    const short = renderTerminal(sampleReport(), SHORT);
    expect(count(short)).toBe(5);
    expect(short).toContain('… and 12 more (--full shows all)');
    const full = renderTerminal(sampleReport(), { ...SHORT, detail: 'full' });
    expect(count(full)).toBe(17);
    expect(full).not.toContain('--full');
  });

  it('writes ASCII only where the terminal has nothing else', () => {
    for (const label of ['plain', '日本語 été 🎉\u202e']) {
      const text = renderTerminal(reportWithLabels(label), { ...SHORT, unicode: false, detail: 'full' });
      expect(text).toMatch(/^[\n\u0020-\u007e]*$/);
    }
  });

  it('uses colour only when asked, and the words stay the same', () => {
    const coloured = renderTerminal(sampleReport(), { ...SHORT, colour: 1 });
    expect(coloured).toContain('\u001b[');
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(renderTerminal(sampleReport(), SHORT));
    expect(renderTerminal(sampleReport(), SHORT)).not.toContain('\u001b');
  });

  it('says what is missing instead of showing empty tables or placeholders', () => {
    for (const detail of ['short', 'full'] as const) {
      const text = renderTerminal(emptyReport(), { ...SHORT, detail });
      expect(text).not.toMatch(/null|undefined|NaN|\[object/);
      expect(text).toContain('No order was read');
      expect(text).toContain('name no source of a session');
      expect(text).not.toMatch(/──\s+──/);
    }
  });

  it('fits every width from 60 to 200 columns', () => {
    for (let columns = 60; columns <= 200; columns += 7) {
      const widest = Math.max(...linesOf(renderTerminal(sampleReport(), { ...SHORT, columns, detail: 'full' })).map(displayWidth));
      expect(widest).toBeLessThanOrEqual(columns);
    }
  });

  it('cuts no number: where space is short the interval goes to a second line', () => {
    const text = renderTerminal(sampleReport(), { ...SHORT, columns: 60 });
    expect(linesFrom(text, 'pogo', 2).map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['pogo stick', '208', '9.2 %', '30 %', '19.2 %'],
      ['(8.1–10.4)', '(25–37)', '(17.6–21.0)'],
    ]);
    expect(text).not.toMatch(/ \([−\d][^)]*…/);
  });

  it('names the columns it had no room for', () => {
    expect(renderTerminal(sampleReport(), SHORT)).toContain('Not shown at this width');
    expect(renderTerminal(sampleReport(), { ...SHORT, columns: 120 })).not.toContain('Not shown at this width');
  });

  it('keeps any label inside the width and lets no control character through', () => {
    const label = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.string({ unit: fc.constantFrom('\u001b', '日', '🎉', ' ', 'a', '\u0301') }),
    );
    const context = fc.record({
      columns: fc.integer({ min: 60, max: 200 }),
      colour: fc.constant(0 as const),
      unicode: fc.boolean(),
      detail: fc.constantFrom('short' as const, 'full' as const),
    });
    fc.assert(
      fc.property(label, context, (text, where) => {
        const lines = linesOf(renderTerminal(reportWithLabels(text), where));
        expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(where.columns);
        expect(lines.join('')).not.toMatch(/\p{C}|\p{Zl}|\p{Zp}/u);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the columns of a table in line whatever the label is made of', () => {
    for (const label of ['日本語', 'สินค้า', '🎉 sale', 'e\u0323\u0302', '👨‍👩‍👧', '❤️', '\u0301x', '🏴󠁧󠁢󠁥󠁮󠁧󠁿']) {
      const [, , rule, ...rows] = linesFrom(
        renderTerminal(reportWithLabels(label), { ...SHORT, columns: 200 }),
        'Steps, counted the same way',
        5,
      );
      const right = displayWidth(rule ?? '');
      expect(rows.map(displayWidth)).toEqual([right, right]);
    }
  });
});
