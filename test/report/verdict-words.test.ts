import { describe, expect, it } from 'vitest';
import type { SplitFindings } from '../../src/attribution/split/find-split.ts';
import type { Call } from '../../src/report/report.ts';
import { meansOfVerdict } from '../../src/report/verdict-words.ts';
import { CONTEXT, sampleFindings } from './sample-split.ts';

const wordsOf = (change: Partial<SplitFindings>) => meansOfVerdict(sampleFindings(change), CONTEXT);
const gate = (name: SplitFindings['gates'][number]['gate'], actual: number, needed: number) => ({ gate: name, actual, needed });

describe('the sentence of the verdict', () => {
  it.each<[Call, string]>([
    [
      'navigation_leads',
      'The site leads: friction on the site goes with 0.41 to 0.73 lost orders per 100 sessions, traffic below the benchmark with 0.40. That is consistent with trouble on the site keeping shoppers from ordering (an association, not an experiment).',
    ],
    [
      'traffic_leads',
      'The traffic leads: traffic below the benchmark goes with 0.40 lost orders per 100 sessions, friction on the site with 0.41 to 0.73. That is consistent with sources that bring shoppers of lower intent (an association, not an experiment).',
    ],
    [
      'both_lead_unproven',
      'Both the site and the traffic matter; which is larger is not proven: friction on the site goes with 0.41 to 0.73 lost orders per 100 sessions, traffic below the benchmark with 0.40 (consistent with both; an association, not an experiment).',
    ],
    [
      'navigation_matters',
      'The site matters; that the traffic does is not shown: friction on the site goes with 0.41 to 0.73 lost orders per 100 sessions (consistent with trouble that the site makes; an association, not an experiment).',
    ],
    [
      'traffic_matters',
      'The traffic matters; that the site does is not shown: traffic below the benchmark goes with 0.40 lost orders per 100 sessions (consistent with sources of lower intent; an association, not an experiment).',
    ],
    [
      'traffic_matters_navigation_ambiguous',
      'The traffic matters, the site may: traffic below the benchmark goes with 0.40 lost orders per 100 sessions (consistent with sources of lower intent; an association, not an experiment). Searching again and going back go with leaving too, but may be a symptom of low intent.',
    ],
    [
      'behaviour_only_ambiguous',
      'Ambiguous: only what shoppers did (searching again, going back) goes with leaving, nothing that the site did to them and no source. It is consistent with a symptom of low intent as well as with a site that is hard to use.',
    ],
    [
      'neither_matters',
      'Neither matters much here: friction and traffic are each shown to go with fewer lost orders than a tenth of those placed.',
    ],
    [
      'not_enough_evidence',
      'Not enough evidence: for the site or the traffic, the data are consistent with no lost orders at all as well as with a number that would matter.',
    ],
  ])('of the call %s', (call, sentence) => {
    const words = wordsOf({ call });
    expect(words.sentence).toBe(sentence);
    expect(Object.values(words).join(' ')).not.toMatch(/\bcaus|because of/i);
  });

  it('gives one number where both ends of the range are the same, and the lower end first where soft signals count for less than nothing', () => {
    const { numbers } = sampleFindings();
    const same = { ...numbers, friction: numbers.friction_hard! };
    expect(wordsOf({ numbers: same }).sentence).toContain('goes with 0.41 lost orders per 100 sessions');
    const turned = { ...numbers, friction: numbers.friction_hard!, friction_hard: numbers.friction! };
    expect(wordsOf({ numbers: turned }).sentence).toContain('goes with 0.41 to 0.73 lost');
  });

  it('is about the first condition that is not met where the split is withheld', () => {
    const { sentence, missing } = wordsOf({ gates: [gate('orders', 15, 100), gate('friction_exits', 12, 50)] });
    expect(sentence).toBe(
      'Not enough evidence to say whether it is the site or the traffic. Orders of the cohort: 15, at least 100 are needed; 1 more condition not met.',
    );
    expect(missing).toEqual([
      { what: 'orders of the cohort', actual: 15, needed: 100, unit: 'orders' },
      { what: 'exits of the cohort at such views', actual: 12, needed: 50, unit: 'exits' },
    ]);
  });

  it('says that traffic cannot be judged where there are no sources, whatever else is missing', () => {
    const gates = [gate('orders', 15, 100), gate('sources', 1, 2)];
    const { sentence, would_change_it, needs_sessions } = meansOfVerdict(null, { ...CONTEXT, gates, has_sources: false });
    expect(sentence).toMatch(/^Traffic cannot be judged: /);
    expect(would_change_it).toContain('campaign tags, click ids or referrers');
    expect(needs_sessions).toBeNull();
  });

  it('says the same of gates that kept it from being estimated at all', () => {
    const gates = [gate('orders', 40, 100)];
    expect(meansOfVerdict(null, { ...CONTEXT, gates })).toEqual(wordsOf({ gates }));
  });
});

describe('what would change the verdict', () => {
  it('is a number of sessions and weeks more, where counts are missing', () => {
    // 100 / 40 = 2.5 times the 60,000 sessions and 4 weeks: 150,000 and 10 in all.
    const words = wordsOf({ gates: [gate('orders', 40, 100)] });
    expect(words).toMatchObject({ needs_sessions: 150_000, needs_weeks: 10 });
    expect(words.would_change_it).toBe(
      'About 90,000 more sessions, 6 more weeks at the present traffic, would decide it if the size of the effect stays.',
    );
  });

  it('grows with the square of the precision that is missing', () => {
    // Twice too wide: four times the data.
    expect(wordsOf({ gates: [gate('precision_friction', 0.02, 0.01)] })).toMatchObject({ needs_sessions: 240_000, needs_weeks: 16 });
  });

  it('is no wait where waiting does not help', () => {
    expect(wordsOf({ gates: [gate('friction_exits', 0, 50)] })).toMatchObject({
      needs_sessions: null,
      would_change_it: expect.stringContaining('waiting alone does not help'),
    });
    expect(wordsOf({ gates: [gate('one_visitor', 0.4, 0.2)] }).would_change_it).toContain('a bot, a reseller');
    // A lead of 1 with an interval of 25 either way: 625 times the data, 2,500 weeks.
    expect(wordsOf({}).would_change_it).toMatch(
      /^More of the same data does not decide it; a test .* The call changes, or friction can no longer be told from nothing, if more than 37 %/,
    );
    // The lead is there already and falls in a variant only.
    const { numbers } = sampleFindings();
    const ahead = { ...numbers, navigation_lead_25: { value: 0.003, low: 0.001, high: 0.005, standard_error: 0.001 } };
    expect(wordsOf({ numbers: ahead })).toMatchObject({ needs_sessions: null, needs_weeks: null });
  });

  it('is the tipping point in plain words, or that there is none', () => {
    const { sensitivity } = sampleFindings();
    expect(wordsOf({ call: 'navigation_leads' }).would_change_it).toBe(
      'The call changes, or friction can no longer be told from nothing, if more than 37 % of what goes with friction is really low intent that the exports do not show.',
    );
    expect(wordsOf({ call: 'traffic_leads', sensitivity: { ...sensitivity, tipping_point: 0.997 } }).would_change_it).toContain(
      'if nearly all of what goes with friction',
    );
    expect(wordsOf({ call: 'traffic_leads', sensitivity: { ...sensitivity, tipping_point: null } }).would_change_it).toBe(
      'Even if all that goes with friction were really low intent, the call would stay.',
    );
  });
});
