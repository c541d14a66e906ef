import { describe, expect, it } from 'vitest';
import type { SplitFindings } from '../../src/attribution/split/find-split.ts';
import { toDocument } from '../../src/report/document.ts';
import { renderTerminal } from '../../src/report/render-terminal.ts';
import { meansOfVerdict } from '../../src/report/verdict-words.ts';
import { CONTEXT, sampleFindings, splitReport } from './sample-split.ts';

/** Estimate with an interval that is as wide to both sides. */
const about = (value: number, half: number) => ({ value, low: value - half, high: value + half, standard_error: half / 2 });

/** As `simulate --scenario none --sessions 25000 --seed 7` comes out: nothing planted, every part of the split below nothing. */
function nullFindings(change: Readonly<Record<string, ReturnType<typeof about>>> = {}): SplitFindings {
  const { numbers, revenue } = sampleFindings();
  return sampleFindings({
    call: 'neither_matters',
    grade: 'A',
    signals_scaled: false,
    sensitivity: { tipping_point: null, exit_ratio: about(0.98, 0.05), e_value: { value: 1.2, limit: 1 }, strongest_control: 1.3 },
    revenue: { ...revenue!, all: about(-580_000 * 4, 440_000 * 4) },
    numbers: {
      ...numbers,
      observed: about(0.1324, 0.007),
      friction_removed: about(-0.0086, 0.0046),
      friction_removed_hard: about(-0.006, 0.004),
      traffic_replaced: about(-0.008, 0.011),
      both_removed: about(-0.0162, 0.0125),
      benchmark_conversion: about(0.1162, 0.0139),
      friction: about(-0.0084, 0.0046),
      friction_hard: about(-0.0058, 0.0039),
      site: about(-0.0097, 0.0053),
      shared: about(-0.0013, 0.0016),
      traffic: about(-0.0078, 0.011),
      unexplained: about(0.8838, 0.016),
      share_site: about(-0.0112, 0.006),
      share_shared: about(-0.0015, 0.0018),
      share_traffic: about(-0.009, 0.013),
      share_unexplained: about(1.0187, 0.0145),
      ...change,
    },
  });
}

const textOf = (findings: SplitFindings) =>
  renderTerminal(splitReport(findings), { columns: 80, colour: 0, unicode: true, detail: 'full' }).replace(/\s+/g, ' ');

describe('a shop in which nothing is planted', () => {
  const text = textOf(nullFindings());

  it.each([
    'Nothing is shown to be at stake: the best guess is −49 orders (−86 to −11), −5,800 EUR (−10,200 to −1,400) per week, by site and traffic together.',
    'Evidence: grade A (more is excluded at the 1 % level; of 2 other settings 2 change the call)',
    'What would change it: Trouble that these exports do not show; of what they show, more data will hardly make a large part.',
    'Navigation (friction and shared) is not shown to go with lost orders: per 100 sessions the best guess is −0.58 (−0.97 to −0.19) by what the site did alone, and −0.84 (−1.30 to −0.38) with searching and going back.',
    'Of the sessions without an order, all go with neither.',
    'all friction gone: nothing is shown to be regained; best guess −26 (−40 to −12)',
    'No source is shown to be better than the rest.',
    'is no better there: google / organic. Without friction 11.6 % (10.2–13.0) of the cohort’s sessions would order if all were such traffic, and 12.4 % as they are.',
    'these sources are not shown to lose more to friction than the benchmark traffic does.',
    'Friction is not shown to go with lost orders, so there is nothing that something unmeasured would have to explain away.',
  ])('is told: %s', (sentence) => {
    expect(text).toContain(sentence);
  });

  it.each([
    /At stake per week/,
    /So much would be regained/,
    /your own best traffic:/,
    /far beyond chance/,
    /10[0-9]\.\d % [^.]*with neither/,
    /These do not add up/,
    /No shop is without friction/,
    /really low intent, the call would stay/,
    /E-value/,
    /Bars compare/,
  ])('is not told: %s', (absent) => {
    expect(text).not.toMatch(absent);
  });

  it('draws no bars', () => {
    const bars = toDocument(splitReport(nullFindings()), 'short').find((block) => block.kind === 'bars');
    expect(bars?.kind === 'bars' && bars.rows.map(({ value }) => value)).toEqual([null, null, null, null, null]);
  });

  it('is told the shares that may be there, where the rest is less than all', () => {
    const less = textOf(nullFindings({ share_unexplained: about(0.99, 0.02) }));
    expect(less).toContain(
      'Of the sessions without an order, none go with friction, none with shared, at most 0.4 % with traffic, 99.0 % (97.0–101.0) with neither.',
    );
    expect(textOf(nullFindings({ share_unexplained: about(1.002, 0.018) }))).toContain('all go with neither, or 98.4 % at least.');
  });

  it('is told of a guess above nothing that it may be nothing', () => {
    const some = textOf(nullFindings({ both_removed: about(0.003, 0.01), traffic: about(0.001, 0.01) }));
    expect(some).toContain(
      'At stake per week: 9 orders (−21 to 39), −5,800 EUR (−10,200 to −1,400), by site and traffic together. It may be nothing',
    );
    expect(some).toContain('your own best traffic, though it is not shown to be better than the rest: google');
  });

  it('is told why hard friction alone can be more than all of it', () => {
    const more = textOf(
      nullFindings({
        friction: about(0.0066, 0.004),
        friction_hard: about(0.0084, 0.003),
        friction_removed: about(0.0066, 0.004),
        friction_removed_hard: about(0.0084, 0.003),
      }),
    );
    expect(more).toContain('Hard friction alone is more than all of it, because soft signals go with more orders here, not fewer');
    expect(more).toContain('0.84 (0.54–1.14) lost orders per 100 sessions by what the site did alone, and with 0.66');
  });
});

describe('the sentence of the verdict', () => {
  it('has no lost orders below nothing', () => {
    const sentenceOf = (change: Partial<SplitFindings>) => meansOfVerdict(sampleFindings(change), CONTEXT).sentence;
    const { numbers } = sampleFindings();
    expect(sentenceOf({ call: 'navigation_leads', numbers: { ...numbers, traffic: about(-0.019, 0.03) } })).toContain(
      '0.41 to 0.73 lost orders per 100 sessions, traffic below the benchmark with none.',
    );
    const below = { ...numbers, friction_hard: about(-0.001, 0.002) };
    expect(sentenceOf({ call: 'traffic_leads', numbers: below })).toContain('friction on the site with up to 0.73.');
    expect(sentenceOf({ call: 'traffic_leads', numbers: { ...below, friction: about(-0.002, 0.003) } })).toContain(
      'friction on the site with none.',
    );
  });
});
