import type { Material } from './material.ts';
import { missingInShort } from './missing-words.ts';
import type { Call, Knowledge, Report } from './report.ts';

/** For each question of the report: can these exports answer it, and why (not). */
export function listKnowledge({ facts, totals, findings, accounts }: Material, report: Report): Knowledge[] {
  const signals = findings.signals.filter((signal) => !signal.available).map((signal) => signal.signal);
  const rejected = accounts.reduce((sum, account) => sum + account.rows_rejected, 0);
  return [
    {
      question: 'Is this the pattern at all?',
      answerable: report.pattern === null ? 'partly' : report.pattern.answer === 'unknown' ? 'no' : 'yes',
      why: report.pattern?.sentence ?? 'The four stages are measured, but there are no goals to compare them with.',
    },
    {
      question: 'Where do the shoppers of the band leave?',
      answerable: totals.cohort_abandoned === 0 ? 'no' : facts.has_urls ? 'yes' : 'partly',
      why:
        totals.cohort_abandoned === 0
          ? 'No session of the band was abandoned.'
          : facts.has_urls
            ? 'Page views with addresses and times are there.'
            : 'The export has events without page addresses: it tells kinds of pages, not single ones.',
    },
    {
      question: 'Is the cohort complete?',
      answerable: totals.may_belong > 0 ? 'partly' : 'yes',
      why:
        totals.may_belong > 0
          ? 'The last page of a session has no end, so some short sessions may belong to the band.'
          : 'Every session is certainly in or out.',
    },
    {
      question: 'Which sessions bought?',
      answerable: facts.has_orders_export ? 'yes' : 'partly',
      why: facts.has_orders_export
        ? 'The orders export decides.'
        : 'There is no orders export; orders are those that the clickstream tells of, cancelled ones included.',
    },
    {
      question: 'Which traffic sources bring shoppers who leave?',
      answerable: facts.has_traffic_source ? 'yes' : 'no',
      why: facts.has_traffic_source
        ? 'Campaign tags, click ids or referrers are there.'
        : 'The export has no traffic source: no campaign tags, no click ids, no referrers. Traffic cannot be judged.',
    },
    {
      question: 'Which friction do shoppers meet?',
      answerable: signals.length === 0 ? 'yes' : 'partly',
      why: signals.length === 0 ? 'All signals that page views can show are there.' : `Not in these exports: ${signals.join(', ')}.`,
    },
    { question: 'Is it the site or the traffic?', ...siteOrTraffic(report, facts.has_traffic_source) },
    {
      question: 'Can every number be traced to its rows?',
      answerable: 'yes',
      why:
        rejected === 0
          ? 'Every row is used or filtered by a named rule.'
          : `Every row is used, filtered by a named rule, or rejected with its line (${rejected}).`,
    },
  ];
}

/** Whether the split says which side it is, and if not, what stands in the way. */
function siteOrTraffic({ verdict, sessions }: Report, has_traffic_source: boolean): Omit<Knowledge, 'question'> {
  if (!has_traffic_source)
    return {
      answerable: 'no',
      why: 'Traffic cannot be judged, because the exports tell no source of a session; what the site does is not enough.',
    };
  if (verdict.missing.length > 0) return { answerable: 'no', why: `${capital(missingInShort(verdict.missing))}.` };
  if (verdict.call === 'not_enough_evidence' && verdict.evidence_kind === null)
    return { answerable: 'no', why: `There is nothing to split among ${count(sessions.cohort.sessions)} sessions of the band.` };
  return ANSWERED[verdict.call];
}

const LEAD = 'One side is ahead whichever way the split is made. It is an association; only a test would prove it.';
const ONE_SHOWN = 'One side is shown to matter; that the other does not is not shown.';
const SYMPTOM = 'Searching again and going back may be a symptom of low intent or the site’s doing, and clickstreams cannot tell which.';
const ANSWERED: Record<Call, Omit<Knowledge, 'question'>> = {
  navigation_leads: { answerable: 'yes', why: LEAD },
  traffic_leads: { answerable: 'yes', why: LEAD },
  both_lead_unproven: { answerable: 'partly', why: 'Both sides are shown to matter, but which is larger is not proven.' },
  navigation_matters: { answerable: 'partly', why: ONE_SHOWN },
  traffic_matters: { answerable: 'partly', why: ONE_SHOWN },
  traffic_matters_navigation_ambiguous: { answerable: 'partly', why: `The traffic is shown to matter. ${SYMPTOM}` },
  behaviour_only_ambiguous: { answerable: 'partly', why: SYMPTOM },
  neither_matters: { answerable: 'yes', why: 'Neither: both are shown to be small.' },
  not_enough_evidence: { answerable: 'no', why: 'The intervals of the split hold nothing as well as something that would matter.' },
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
