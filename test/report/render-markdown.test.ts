import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMarkdownText } from '../../src/report/markdown-text.ts';
import { renderMarkdown } from '../../src/report/render-markdown.ts';
import { emptyReport, reportWithLabels, sampleReport } from './sample-report.ts';

const ZWSP = '\u200b';

/** Numbers of cells of the rows of each table. */
function tablesOf(markdown: string): number[][] {
  const tables = markdown.split('\n\n').filter((part) => part.startsWith('|'));
  return tables.map((table) =>
    table
      .trimEnd()
      .split('\n')
      .map((row) => row.split(/(?<!\\)\|/).length - 2),
  );
}

describe('the report as Markdown', () => {
  it('begins with the verdict as the title', () => {
    expect(renderMarkdown(sampleReport(), { detail: 'short' })).toMatch(
      /^# Shoppers who look around for 2 to 7 minutes leave at \/shipping [^\n]*\n\nCall: not enough evidence\. Evidence: grade D/,
    );
  });

  it('writes tables with aligned columns', () => {
    expect(renderMarkdown(sampleReport(), { detail: 'short' })).toContain(
      [
        '**Sessions that reached each step, by device**',
        '',
        '| Step | Sessions | desktop | mobile | Drop-off (95 %) |',
        '| :--- | ---: | ---: | ---: | ---: |',
        '| landing | 2,541 | 1,102 | 1,439 | 46.4 % (44.5–48.4) |',
      ].join('\n'),
    );
  });

  it('disarms everything Markdown or the site around it would act on', () => {
    expect(toMarkdownText('a|b`c`*d*_e_')).toBe('a&#124;b\\`c\\`\\*d\\*\\_e\\_');
    expect(toMarkdownText('<!-- x --><script>')).toBe('&lt;!-- x --&gt;&lt;script&gt;');
    expect(toMarkdownText('[x](y)![z]')).toBe('\\[x\\](y)!\\[z\\]');
    expect(toMarkdownText('@team a@b.example')).toBe(`@${ZWSP}team a@${ZWSP}b.example`);
    expect(toMarkdownText('https://x.example www.x.example')).toBe(`https:${ZWSP}//x.example www${ZWSP}.x.example`);
    expect(toMarkdownText('see #12 and !7, :tada:')).toBe(`see #${ZWSP}12 and !${ZWSP}7, :${ZWSP}tada:`);
    expect(toMarkdownText('# no heading')).toBe('\\# no heading');
    expect(toMarkdownText('1. no list')).toBe('1\\. no list');
    expect(toMarkdownText('- no list')).toBe('\\- no list');
    expect(toMarkdownText('line\nbreak')).toBe('line␊break');
    expect(toMarkdownText('&lt; \\|')).toBe(`&amp;lt; &#92;&#124;`);
  });

  it('leaves ordinary text and numbers as they are', () => {
    for (const text of ['/shipping?step=2', '3.1 % (2.5–3.9)', '+9 (−5 to 22)', 'google / cpc', '2026-11-09 00:00']) {
      expect(toMarkdownText(text)).toBe(text);
    }
  });

  it('gives every row of a table the same number of cells, whatever the labels', () => {
    const label = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ unit: fc.constantFrom('|', '\\', '\n', '`', '<', '-', ' ') }),
    );
    fc.assert(
      fc.property(label, fc.constantFrom('short' as const, 'full' as const), (text, detail) => {
        const tables = tablesOf(renderMarkdown(reportWithLabels(text), { detail }));
        expect(tables.length).toBeGreaterThan(8);
        for (const cells of tables) expect(new Set(cells).size).toBe(1);
      }),
      { numRuns: 60 },
    );
  });

  it('never shows a placeholder for what is not known', () => {
    for (const detail of ['short', 'full'] as const)
      expect(renderMarkdown(emptyReport(), { detail })).not.toMatch(/null|undefined|NaN|\[object/);
  });

  it('is cut at 900 KB after a whole row, and says so', () => {
    const report = sampleReport();
    const [page] = report.where.pages;
    report.where.pages = Array.from({ length: 12_000 }, (_, index) => ({ ...page!, page: `/日本語/${index}/${'x'.repeat(60)}` }));
    const text = renderMarkdown(report, { detail: 'full' });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(900_000);
    expect(Buffer.byteLength(text)).toBeGreaterThan(899_000);
    expect(text).toMatch(/\|\n\n_The report is longer than 900 KB and is cut here; [^\n]*\n$/);
  });
});
