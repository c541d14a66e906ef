import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CALL_IN_WORDS } from '../../src/report/document-verdict.ts';
import { EXPLANATIONS, findExplanation, relatedTerms } from '../../src/report/explanations/catalogue.ts';
import { explanationBlocks, explanationListBlocks } from '../../src/report/explanations/explanation-document.ts';
import { toAscii } from '../../src/report/plain-text.ts';
import { renderBlocks } from '../../src/report/render-terminal.ts';
import { displayWidth } from '../../src/report/text-width.ts';
import { SIGNALS } from '../../src/sessions/signals.ts';
import { splitReport } from './sample-split.ts';

const report = splitReport();
const terms = EXPLANATIONS.map(({ term }) => term);
const TEXTS = ['title', 'what', 'formula', 'unit', 'caveat', 'source', 'where'] as const;
const NARROW = { columns: 80, colour: 0, unicode: true, detail: 'short' } as const;

describe('the catalogue of explanations', () => {
  it.each([
    ['signal', SIGNALS.map(({ signal }) => signal), 'signal'],
    ['call', Object.keys(CALL_IN_WORDS), 'verdict'],
    ['key of the verdict', Object.keys(report.verdict), 'verdict'],
    ['key of the split', Object.keys(report.split), 'metric'],
  ])('has an entry of its own for every %s', (_, keys, kind) => {
    expect(keys.length).toBeGreaterThan(8);
    for (const key of keys) expect(EXPLANATIONS.find(({ term }) => term === key)).toMatchObject({ kind });
  });

  it('finds every key of exits, signals, sources, actions and checks, except those that are plain words', () => {
    const plain = /^(page|page_group|views|channel|medium|campaign|source|cohort_sessions|what|lost_revenue)$/;
    const keys = [
      report.where.pages[0]!,
      report.where.minutes[0]!,
      report.friction.signals[0]!,
      report.traffic.sources[0]!,
      report.traffic.groups[0]!,
      report.checks,
      report.sensitivity!,
      report.friction,
    ];
    for (const key of keys.flatMap((part) => Object.keys(part)).filter((name) => !plain.test(name))) {
      expect([key, findExplanation(key)?.term]).toEqual([key, expect.any(String)]);
    }
  });

  it('says something in every field, in signs that every terminal has', () => {
    for (const entry of EXPLANATIONS) {
      for (const field of TEXTS) {
        expect([entry.term, field, entry[field].trim().length > 3]).toEqual([entry.term, field, true]);
        expect(entry[field]).toBe(entry[field].trim());
        // What ASCII has no like for becomes a question mark.
        expect([entry.term, toAscii(entry[field].replaceAll('?', ''))]).toEqual([entry.term, expect.not.stringContaining('?')]);
      }
      expect(entry.what, entry.term).toMatch(/[.?]$/);
      expect(entry.caveat, entry.term).toMatch(/[.]$/);
    }
  });

  it('gives each name to one entry only, in the form of a key', () => {
    const names = EXPLANATIONS.flatMap(({ term, also }) => [term, ...also]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
  });

  it('uses the words of the glossary', () => {
    const own = JSON.stringify(EXPLANATIONS);
    // "User agent" is the name of the header.
    expect(own.match(/\bvisits?\b|\busers?\b(?! agent)|\bbounced?\b|control group|\bcaus(e|es|ed|al)\b/gi)).toBeNull();
  });

  it('names no place in report.json that the report does not have', () => {
    const keys = new Set([...readFileSync('src/report/report.ts', 'utf8').matchAll(/(\w+)\??:/g)].map(([, key]) => key));
    const coming = /^(change|sensitivity)/;
    for (const { term, where } of EXPLANATIONS) {
      for (const [path] of where.matchAll(/\b[a-z_]+(?:\[\])?(?:\.[a-z_]+(?:\[\])?)+/g)) {
        if (coming.test(path) || path === 'report.json') continue;
        for (const key of path.replaceAll('[]', '').split('.')) expect([term, path, keys.has(key)]).toEqual([term, path, true]);
      }
    }
  });
});

describe('explanations say what the program does', () => {
  const textOf = (term: string) => Object.values(findExplanation(term)!).join(' ');

  it('of a request for information: registration is the only one that is read', () => {
    expect(textOf('information_request')).toMatch(/before cart, price or payment: registration/);
    expect(textOf('information_request')).not.toMatch(/further form/);
  });

  it('of the grade: nothing is graded lower for want of page views, which are always there', () => {
    expect(textOf('grade')).not.toMatch(/only sessions/);
  });

  it('of the source of a session, and of expected exits, in the glossary too', () => {
    expect(textOf('source_group')).toContain('also where it meets a second campaign on the way');
    const glossary = readFileSync('docs/glossary.md', 'utf8');
    expect(glossary).toMatch(/\*\*expected exits\*\*: .*same stage and minute of the session, friction on both sides/);
  });

  it('of the second way to value what goes on', () => {
    expect(textOf('model_spread')).toContain('Second way, at exits of the looking phase');
    expect(findExplanation('kappa')).toBe(findExplanation('model_spread'));
  });
});

describe('a term is found', () => {
  it.each([
    ['exit_rate', 'exit_rate'],
    ['Exit-Rate', 'exit_rate'],
    ['  exit   rate ', 'exit_rate'],
    ['exit rate exposed', 'exit_rate'],
    ['NAVIGATION LEADS', 'navigation_leads'],
    ['split.if_removed', 'if_removed'],
    ['friction.signals[].q_value', 'q_value'],
    ['q-value', 'q_value'],
    ['Grade B', 'grade'],
    ['experiment', 'evidence_kind'],
    ['Intervals: delete-a-group jackknife', 'jackknife'],
  ])('by %j', (text, term) => {
    expect(findExplanation(text)?.term).toBe(term);
  });

  it('by its own name and title, whatever else bears a similar one', () => {
    for (const entry of EXPLANATIONS) {
      expect(findExplanation(entry.term)).toBe(entry);
      expect(findExplanation(entry.title.toUpperCase())?.title ?? '').not.toBe('');
    }
  });

  it('not when there is none, and then those that share a word are related', () => {
    for (const text of ['', '  ', '...', 'exit ratio', 'Verlust', 'constructor', '__proto__'])
      expect(findExplanation(text)).toBeUndefined();
    expect(relatedTerms('exit ratio')[0]).toBe('exit');
    expect(relatedTerms('which lost orders')).toContain('lost_orders');
    expect(relatedTerms('zzz')).toEqual([]);
    expect(relatedTerms('')).toEqual([]);
  });
});

describe('explanations in a terminal', () => {
  it('fit into 80 columns, the list and every entry, and nothing is cut off', () => {
    const list = renderBlocks(explanationListBlocks(EXPLANATIONS), NARROW);
    for (const term of terms) expect(list).toMatch(new RegExp(`^  ${term} `, 'm'));
    expect(list).not.toContain('…');
    for (const text of [list, ...EXPLANATIONS.map((entry) => renderBlocks(explanationBlocks(entry), NARROW))]) {
      for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80);
    }
  });

  it('show every field of the entry', () => {
    for (const entry of EXPLANATIONS) {
      const text = renderBlocks(explanationBlocks(entry), NARROW).replace(/\s+/g, ' ');
      for (const field of TEXTS) expect(text).toContain(entry[field].replace(/\s+/g, ' '));
    }
  });
});
