import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderJson } from '../../src/report/render-json.ts';
import type { Report } from '../../src/report/report.ts';
import { emptyReport, reportWithLabels, sampleReport } from './sample-report.ts';

/** The same value with the keys of every object backwards. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, backwards(inner)]),
  );
}

describe('the report as JSON', () => {
  it('holds every fact, with two spaces and a final newline', () => {
    for (const report of [sampleReport(), emptyReport()]) expect(JSON.parse(renderJson(report))).toEqual(report);
    expect(renderJson(sampleReport())).toMatch(/^\{\n {2}"schema_version": 1,\n {2}"tool": \{\n {4}"name": "midfunnel",[\s\S]*\n\}\n$/);
  });

  it('writes the keys in the order of the type, however the report was built', () => {
    // Options are an open record: they keep the order they came in.
    const report = { ...sampleReport(), options: {}, funnel: [] };
    expect(renderJson(backwards(report) as Report)).toBe(renderJson(report));
    expect(Object.keys(JSON.parse(renderJson(report)))).toEqual([
      ...[
        'schema_version',
        'tool',
        'period',
        'inputs',
        'options',
        'sessions',
        'funnel',
        'scorecard',
        'pattern',
        'verdict',
        'split',
        'where',
        'releases',
        'friction',
      ],
      ...[
        'traffic',
        'customers',
        'traffic_hygiene',
        'matrix',
        'actions',
        'change',
        'ledger',
        'knowledge',
        'checks',
        'robustness',
        'sensitivity',
        'caveats',
      ],
    ]);
  });

  it('keeps keys of a later version, after those it knows', () => {
    const later = { news: 1, ...sampleReport() };
    expect(Object.keys(JSON.parse(renderJson(later))).at(-1)).toBe('news');
  });

  it('brings any label back unchanged and has no control character in its text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (label) => {
        const text = renderJson(reportWithLabels(label));
        expect(JSON.parse(text)).toEqual(reportWithLabels(label));
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 60 },
    );
  });
});
