import { describe, expect, it } from 'vitest';
import type { SplitFindings } from '../../src/attribution/split/find-split.ts';
import { listCaveats } from '../../src/report/list-caveats.ts';
import { listKnowledge } from '../../src/report/list-knowledge.ts';
import type { Material } from '../../src/report/material.ts';
import { renderMarkdown } from '../../src/report/render-markdown.ts';
import type { Call, Knowledge, Report } from '../../src/report/report.ts';
import { sampleReport } from './sample-report.ts';
import { sampleFindings, splitReport } from './sample-split.ts';

/** What the two lists read besides the report. */
function material({ has_traffic_source = true } = {}, { changed_touch = 0 } = {}): Material {
  return {
    facts: {
      ...{
        has_orders_export: true,
        has_order_ids: true,
        has_traffic_source,
        naive_times: [],
        converted: [],
        warnings: [],
        has_user_agent: true,
        has_device: true,
      },
      ...{ role_gaps: [], renamed_roles: [] },
      has_urls: true,
    },
    totals: { cohort_abandoned: 394, may_belong: 0, changed_touch },
    findings: { signals: [] },
    bots: { flagged: 0, lines: [] },
    options: { time_zone: 'UTC', grace_days: 7, bots: 'exclude' },
    ...{ accounts: [], shared_ids: 0, unknown_statuses: [], unknown_events: [], currency: 'EUR', cart_by_event: false },
  } as unknown as Material;
}

const answer = (report: Report, from = material()): Knowledge =>
  listKnowledge(from, report).find(({ question }) => question === 'Is it the site or the traffic?')!;
const checked = (change: Partial<SplitFindings['checks']>) => splitReport({ checks: { ...sampleFindings().checks, ...change } });

describe('the question whether it is the site or the traffic', () => {
  it.each<[Call, Knowledge['answerable'], string]>([
    ['navigation_leads', 'yes', 'association'],
    ['traffic_leads', 'yes', 'association'],
    ['both_lead_unproven', 'partly', 'which is larger is not proven'],
    ['navigation_matters', 'partly', 'that the other does not is not shown'],
    ['traffic_matters', 'partly', 'that the other does not is not shown'],
    ['traffic_matters_navigation_ambiguous', 'partly', 'symptom of low intent'],
    ['behaviour_only_ambiguous', 'partly', 'symptom of low intent'],
    ['neither_matters', 'yes', 'both are shown to be small'],
    ['not_enough_evidence', 'no', 'nothing as well as something that would matter'],
  ])('with the call %s is answered: %s', (call, answerable, why) => {
    expect(answer(splitReport({ call }))).toMatchObject({ answerable, why: expect.stringContaining(why) });
  });

  it('is not answered where a gate is not passed, and says which', () => {
    expect(answer(sampleReport())).toMatchObject({
      answerable: 'no',
      why: 'Orders of the cohort: 15, at least 100 are needed; 1 more condition not met.',
    });
  });

  it('is not answered without traffic sources', () => {
    const { answerable, why } = answer(sampleReport(), material({ has_traffic_source: false }));
    expect([answerable, why]).toEqual(['no', expect.stringContaining('Traffic cannot be judged')]);
  });
});

describe('the caveats of the split', () => {
  it('say that a split is an association, what was pooled and what cannot be seen', () => {
    const caveats = listCaveats(material(), splitReport());
    expect(caveats.slice(0, 3)).toEqual([
      'The split is an association within like sessions, not an experiment: it says what lost orders go with.',
      'Small sources are taken together, because they cannot be judged alone: 1 pooled group with 2,500 cohort sessions. That hides how they differ, so what traffic can explain is understated, and more data can raise it: from 200 cohort sessions and 10 orders on a source stands alone.',
      'Friction that these exports cannot show (1 signal) counts as neither.',
    ]);
    expect(caveats.join(' ')).not.toMatch(/not computed|\bcaus|because of/);
  });

  it('say that what is achievable is not known with fewer than four weeks', () => {
    expect(listCaveats(material(), splitReport({ achievable: null })).join(' ')).toContain('There are fewer than 4 whole weeks');
    expect(listCaveats(material(), splitReport()).join(' ')).not.toContain('whole weeks');
  });

  it('say that requests for information cannot be counted where no page asks for any', () => {
    expect(listCaveats(material(), sampleReport()).join(' ')).toContain('No page of these exports asks for information');
    expect(listCaveats(material(), splitReport()).join(' ')).not.toContain('asks for information');
  });

  it('say that all differences are raw where it is withheld', () => {
    expect(listCaveats(material(), sampleReport())[0]).toBe(
      'The split is withheld: differences between pages, signals and sources below are raw and not effects.',
    );
  });

  it('warn where a check does not come out', () => {
    const estimate = (value: number) => ({ value, low: value - 0.001, high: value + 0.001, standard_error: 0.0005 });
    const bad = checked({
      calibration: [{ part: 'exits, tenth 10 of the chance', observed: 80, expected: 100, is_in_order: false }],
      overlap: { friction: 0.7, benchmark: 0.9 },
      separated: ['dead_end'],
      landmark: { lost: estimate(0.012), excess: estimate(0.005), sessions: 11_400, exposed: 3100 },
    });
    bad.checks.placebo_signal = { value: 0.002, low: 0.0005, high: 0.0035 };
    const caveats = listCaveats(material(), bad).join(' ');
    expect(caveats).toContain('A signal drawn by lot seems to have an effect here');
    expect(caveats).toContain(
      'In 1 part of 1 the models expect over 10 % more or fewer exits, openings of cart or checkout, or orders than are seen, which chance seldom does.',
    );
    expect(caveats).toContain('Only 70.0 % of the page views with friction');
    expect(caveats).toContain('so they are in no verdict: dead end.');
    expect(caveats).toContain('Trouble of the first 2 minutes alone goes with clearly more lost orders than all friction');
    const good = listCaveats(material(), splitReport()).join(' ');
    expect(good).not.toMatch(/drawn by lot|In 1 part|Only|in no verdict|2 minutes/);
  });

  it('say of a session with two campaigns the same as the assumptions: it stays with the first', () => {
    const caveats = listCaveats(material({}, { changed_touch: 7 }), sampleReport()).join(' ');
    expect(caveats).toContain('7 sessions met a second campaign on the way; they stay with the first.');
    const report = renderMarkdown(splitReport(), { detail: 'full' });
    expect(report).toContain(
      'A session counts with the source that it came from and with orders placed in it; sources of earlier sessions, further campaigns on the way',
    );
    expect(report).not.toContain('its last source');
  });

  it('say that traffic cannot be judged where there is no source', () => {
    expect(listCaveats(material({ has_traffic_source: false }), sampleReport()).join(' ')).toContain('Traffic cannot be judged.');
  });
});
