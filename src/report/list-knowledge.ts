import type { Material } from './material.ts';
import type { Knowledge, Report } from './report.ts';

/** For each question of the report: can these exports answer it, and why (not). */
export function listKnowledge({ facts, totals, findings, accounts }: Material, _report: Report): Knowledge[] {
  const signals = findings.signals.filter((signal) => !signal.available).map((signal) => signal.signal);
  const rejected = accounts.reduce((sum, account) => sum + account.rows_rejected, 0);
  return [
    {
      question: 'Is this the pattern at all?',
      answerable: 'partly',
      why: 'The four stages are measured, but there are no goals to compare them with.',
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
        : 'The export has no traffic source: no campaign tags, no click ids, no referrers. Traffic quality cannot be judged.',
    },
    {
      question: 'Which friction do shoppers meet?',
      answerable: signals.length === 0 ? 'yes' : 'partly',
      why: signals.length === 0 ? 'All signals that page views can show are there.' : `Not in these exports: ${signals.join(', ')}.`,
    },
    { question: 'Is it the site or the traffic?', answerable: 'no', why: 'Attribution is not computed by this version.' },
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
