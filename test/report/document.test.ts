import { describe, expect, it } from 'vitest';
import { toDocument } from '../../src/report/document.ts';
import { RENDERERS, rendererForFile } from '../../src/report/renderers.ts';
import { emptyReport, reportWithLabels, sampleReport } from './sample-report.ts';

const headings = (report = sampleReport()) => toDocument(report, 'short').flatMap((block) => (block.kind === 'heading' ? [block.id] : []));
const paragraphs = (report = sampleReport()) =>
  toDocument(report, 'short').flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []));

describe('the document of a report', () => {
  it('goes from the verdict to the method and leaves out what was not computed', () => {
    expect(headings()).toEqual(['pattern', 'where', 'friction', 'traffic', 'knowledge', 'method']);
    expect(headings(reportWithLabels('x'))).toEqual(['pattern', 'where', 'friction', 'traffic', 'both', 'actions', 'knowledge', 'method']);
  });

  it('tells the cohort in one sentence', () => {
    expect(paragraphs()).toContain(
      'Of 2,541 sessions 412 looked around for 2 to 7 minutes: 15 ordered, 2 bought later, 1 bought elsewhere, 394 left without buying; ' +
        '1,020 more may belong (their last page has no end). Of the 412, 61 may have looked longer.',
    );
    expect(paragraphs(emptyReport())).toContain('Of 0 sessions 0 looked around for 2 to 7 minutes.');
  });

  it('warns that the signals are raw and names those it cannot see', () => {
    const warning = toDocument(sampleReport(), 'short').find((block) => block.kind === 'paragraph' && block.tone === 'warning');
    expect(warning).toMatchObject({ text: expect.stringContaining('Raw associations') });
    expect(paragraphs()).toContain('Not visible in these exports: rage click, script error.');
  });

  it('shows the sums of the ledger', () => {
    const ledger = toDocument(sampleReport(), 'short').find((block) => block.kind === 'list' && block.caption === 'The orders');
    expect(ledger).toMatchObject({
      items: expect.arrayContaining([
        'Orders read 96 = counted 84 + duplicate 5 + not counted 7.',
        'Counted 84 = matched to a session 77 + no session found 4 + offline 3.',
      ]),
    });
  });

  it('gives every row as many cells as there are columns', () => {
    for (const report of [sampleReport(), reportWithLabels('x'), reportWithLabels('')]) {
      for (const block of toDocument(report, 'full')) {
        if (block.kind === 'table') for (const row of block.rows) expect(row).toHaveLength(block.columns.length);
        if (block.kind === 'bars') for (const row of block.rows) expect(row.beside).toHaveLength(block.beside.length);
      }
    }
  });

  it('counts a device that is not listed at a step as not seen there', () => {
    const report = sampleReport();
    report.funnel[4]!.by_device = JSON.parse('{"desktop": 58, "__proto__": 3}');
    const funnel = toDocument(report, 'short').find(
      (block) => block.kind === 'table' && block.caption?.startsWith('Sessions that reached'),
    );
    expect(funnel).toMatchObject({ columns: [{}, {}, { title: 'desktop' }, { title: 'mobile' }, { title: '__proto__' }, {}] });
    expect(funnel?.kind === 'table' && funnel.rows[4]).toEqual(['order', '79', '58', '0', '3', '–']);
  });
});

describe('the format of a file', () => {
  it('comes from its extension', () => {
    expect(['a.txt', 'b.MD', 'c.markdown', 'dir.x/report.json'].map(rendererForFile)).toEqual(['terminal', 'md', 'md', 'json']);
    expect(Object.keys(RENDERERS)).toEqual(['terminal', 'md', 'json']);
  });

  it('is refused with the list of those that are known', () => {
    expect(() => rendererForFile('report.pdf')).toThrow(
      expect.objectContaining({ name: 'UsageError', hint: expect.stringContaining('.txt .md .markdown .json') }),
    );
    expect(() => rendererForFile('report')).toThrow('report has no extension');
  });
});
