import type { Report } from '../../src/report/report.ts';
import { CLICKS, MINUTES, ORDERS, PAGES, PATHS, rate, SIGNALS, SOURCES, STEPS } from './sample-parts.ts';

/** A small shop in one week: 2,541 sessions, 79 orders, two devices. Made up by hand; the counts of sessions, orders and rows add up, the excess exits do not. */
export function sampleReport(): Report {
  return {
    schema_version: 1,
    tool: { name: 'midfunnel', version: '0.1.0' },
    period: { from: '2026-11-08T23:00:12Z', to: '2026-11-15T22:58:40Z', time_zone: 'Europe/Berlin', days: 7 },
    inputs: structuredClone([CLICKS, ORDERS]),
    options: { session_gap_minutes: 30, dwell_from_seconds: 120, dwell_to_seconds: 420, own_domains: ['shop.example'] },
    sessions: {
      ...{ total: 2541, bots: 118, with_order: 79, edge_censored: 310, stitched: 41, visitors: 2102 },
      split_reasons: [
        { reason: 'first hit of the visitor', sessions: 2102 },
        { reason: 'gap', sessions: 439 },
      ],
      cohort: {
        ...{ sessions: 412, orders: 15, bought_later: 2, bought_elsewhere: 1, abandoned: 394, possible: 1020, out: 1109 },
        ...{ may_exceed: 61, visitors: 398, from_seconds: 120, to_seconds: 420 },
      },
    },
    funnel: [
      {
        step: 'landing',
        sessions_reached: 2541,
        drop_off_rate: rate(1180, 2541, 0.445, 0.484),
        by_device: { desktop: 1102, mobile: 1439 },
      },
      { step: 'product', sessions_reached: 1361, drop_off_rate: rate(1102, 1361, 0.788, 0.83), by_device: { desktop: 702, mobile: 659 } },
      { step: 'cart', sessions_reached: 259, drop_off_rate: rate(121, 259, 0.407, 0.528), by_device: { desktop: 161, mobile: 98 } },
      { step: 'checkout', sessions_reached: 138, drop_off_rate: rate(59, 138, 0.348, 0.511), by_device: { desktop: 92, mobile: 46 } },
      { step: 'order', sessions_reached: 79, drop_off_rate: null, by_device: { desktop: 58, mobile: 21 } },
    ],
    scorecard: [
      {
        stage: 'front_door',
        metric: 'sessions',
        actual: { value: 2541, low: 2541, high: 2541 },
        goal: 2400,
        state: 'met',
        unknown_because: null,
      },
      {
        stage: 'middle',
        metric: 'sessions that order',
        actual: rate(79, 2541, 0.02503, 0.03857),
        goal: 0.04,
        state: 'missed',
        unknown_because: null,
      },
      {
        stage: 'checkout',
        metric: 'checkouts that end in an order',
        actual: rate(79, 138, 0.489, 0.652),
        goal: 0.55,
        state: 'met',
        unknown_because: null,
      },
      {
        stage: 'fulfilment',
        metric: 'orders sent within two days',
        actual: null,
        goal: 0.95,
        state: 'unknown',
        unknown_because: 'not_measured',
      },
    ],
    pattern: { answer: 'unknown', sentence: 'It cannot be told: orders sent within two days: not measured.' },
    verdict: {
      call: 'not_enough_evidence',
      sentence:
        'Shoppers who look around for 2 to 7 minutes leave at /shipping more often than elsewhere, but 15 orders cannot tell whether the site or the traffic is behind it.',
      ...{
        grade: 'D',
        evidence_kind: null,
        would_change_it:
          'About 14,000 more sessions, 6 more weeks at the present traffic, would decide it if the size of the effect stays.',
        depends_on: [],
      },
      ...{ orders_at_stake: null, revenue_at_stake: null },
      per: 'week',
      missing: [
        { what: 'orders of the cohort', actual: 15, needed: 100, unit: 'orders' },
        { what: 'smallest loss to friction that these data could show', actual: 0.0131, needed: 0.0091, unit: 'orders per session' },
      ],
      needs_sessions: 16940,
      needs_weeks: 7,
    },
    split: {
      ...{ unit: 'orders_per_cohort_session', observed: 0.0364, friction: null, friction_hard_only: null, shared: null, traffic: null },
      ...{
        unexplained: null,
        ambiguous: null,
        navigation_range: null,
        share_of_abandoned: null,
        share_of_recoverable: null,
        if_removed: null,
        if_removed_per_week: null,
        achievable: null,
      },
      ...{ interaction: null, lost_orders: null, lost_revenue: null, lost_orders_per_week: null, lost_revenue_per_week: null },
    },
    where: structuredClone({ pages: PAGES, steps: STEPS, minutes: MINUTES, paths: PATHS }),
    releases: null,
    friction: { signals: structuredClone(SIGNALS), earlier: null, lost_orders_scaled: null, information_requests: null },
    traffic: { benchmark: { sources: [], conversion: null }, sources: structuredClone(SOURCES), groups: [], coarsened: [] },
    customers: null,
    // 2,541 sessions that are used and 118 that are left out as bots; 79 orders were seen confirmed, and 2 by bots.
    traffic_hygiene: {
      bots: {
        treated: 'exclude',
        sessions: rate(118, 2659, 0.03714, 0.05289),
        confirmations: rate(2, 81, 0.00679, 0.0856),
        by_reason: [
          { reason: 'user_agent', sessions: 100, confirmations: 0 },
          { reason: 'impossible_steps', sessions: 18, confirmations: 2 },
        ],
        by_channel: [{ channel: 'Direct', flagged: rate(118, 700, 0.1427, 0.1981) }],
        by_source: [{ channel: 'Direct', source: '(direct)', flagged: rate(118, 700, 0.1427, 0.1981) }],
      },
      returns: {
        ...{ stitched_from_gateway: 30, stitched_from_own_domain: 8, stitched_within_site: 3 },
        ...{ started_from_gateway: 5, started_from_own_site: 12 },
      },
      attribution: { known_source: 1900, direct: 582, unattributed: 59 },
      hits_without_id: 240,
    },
    ...{ matrix: [], actions: [], change: null },
    ledger: {
      ...{ orders_read: 96, counted: 84, matched: 77 },
      matched_by: [
        { rule: 'order_id', orders: 70 },
        { rule: 'visitor_and_time', orders: 7 },
      ],
      ...{ no_session: 4, duplicate: 5, shared_ids: 0, not_counted: 7, offline: 3, refunded: 2 },
      revenue: { amount: 8411.37, low: null, high: null, currency: 'EUR' },
      match_rate_by_channel: [
        { channel: 'Organic Search', match_rate: rate(40, 41, 0.874, 0.996) },
        { channel: 'Paid Search', match_rate: rate(37, 43, 0.727, 0.935) },
      ],
      withholds_verdict: false,
    },
    knowledge: [
      { question: 'Where do they leave?', answerable: 'yes', why: '' },
      { question: 'Is it the site or the traffic?', answerable: 'partly', why: 'the export has no errors and no clicks, only page views' },
      { question: 'Was the price or the stock behind it?', answerable: 'no', why: 'neither stands in these exports' },
    ],
    checks: {
      ...{
        placebo_signal: null,
        placebo_source: null,
        calibration: [],
        overlap: null,
        buckets: null,
        landmark: null,
        separated_signals: [],
      },
      conservation: [
        { identity: 'rows read = used + left out + rejected', left: 31877, right: 31877 },
        { identity: 'orders read = counted + duplicate + not counted', left: 96, right: 96 },
      ],
    },
    ...{ robustness: [], sensitivity: null },
    caveats: ['310 sessions end less than 7 days before the end of the data: their visitors may still buy.'],
  };
}

/** The same type with every nullable field null and every list empty. */
export function emptyReport(): Report {
  const full = sampleReport();
  const cohort = {
    sessions: 0,
    orders: 0,
    bought_later: 0,
    bought_elsewhere: 0,
    abandoned: 0,
    possible: 0,
    out: 0,
    may_exceed: 0,
    visitors: 0,
  };
  return {
    ...full,
    ...{ inputs: [], options: {}, funnel: [], scorecard: [], matrix: [], actions: [], knowledge: [], robustness: [], caveats: [] },
    sessions: {
      ...{ total: 0, bots: 0, with_order: 0, edge_censored: 0, stitched: 0, visitors: 0 },
      split_reasons: [],
      cohort: { ...cohort, from_seconds: 120, to_seconds: 420 },
    },
    verdict: {
      ...{ call: 'not_enough_evidence', sentence: 'Not enough evidence.', grade: 'D', evidence_kind: null, would_change_it: null },
      ...{
        depends_on: [],
        orders_at_stake: null,
        revenue_at_stake: null,
        per: 'week',
        missing: [],
        needs_sessions: null,
        needs_weeks: null,
      },
    },
    split: { ...full.split, observed: null },
    where: { pages: [], steps: [], minutes: [], paths: [] },
    friction: { signals: [], earlier: null, lost_orders_scaled: null, information_requests: null },
    traffic: { benchmark: { sources: [], conversion: null }, sources: [], groups: [], coarsened: [] },
    traffic_hygiene: {
      bots: { treated: 'exclude', sessions: null, confirmations: null, by_reason: [], by_channel: [], by_source: [] },
      returns: {
        ...{ stitched_from_gateway: 0, stitched_from_own_domain: 0, stitched_within_site: 0 },
        ...{ started_from_gateway: 0, started_from_own_site: 0 },
      },
      attribution: { known_source: 0, direct: 0, unattributed: 0 },
      hits_without_id: 0,
    },
    ledger: {
      ...{
        orders_read: 0,
        counted: 0,
        matched: 0,
        matched_by: [],
        no_session: 0,
        duplicate: 0,
        shared_ids: 0,
        not_counted: 0,
        offline: 0,
        refunded: 0,
      },
      ...{ revenue: null, match_rate_by_channel: [], withholds_verdict: false },
    },
    checks: { ...full.checks, conservation: [] },
  };
}

/** The sample with one text at every place where text from the data or from a file name can stand. */
export function reportWithLabels(label: string): Report {
  const report = sampleReport();
  report.verdict.sentence = `They leave at ${label}.`;
  report.verdict.depends_on = [label];
  report.period.time_zone = label;
  report.options = { own_domains: [label] };
  for (const input of report.inputs) {
    Object.assign(input, { file: label, platform: label, encoding: label });
    input.filtered = [{ rule: label, rows: 3 }];
    input.rejects = [{ line: 17, reason: label }];
  }
  for (const step of report.funnel) Object.assign(step, { step: label, by_device: { [label]: 3, mobile: 4 } });
  for (const place of [...report.where.pages, ...report.where.steps]) Object.assign(place, { page: label, page_group: label });
  for (const path of report.where.paths) Object.assign(path, { from: label, to: label });
  for (const line of [...report.traffic_hygiene.bots.by_channel, ...report.traffic_hygiene.bots.by_source])
    Object.assign(line, { channel: label });
  for (const source of report.traffic.sources) Object.assign(source, { channel: label, source: label, medium: label, campaign: label });
  for (const signal of report.friction.signals) {
    Object.assign(signal, { signal: label, opportunity: label });
    signal.worst_pages = [{ page: label, occurrences: 1, views: 2 }];
  }
  report.matrix = [{ channel: label, friction: 'soft', cohort_sessions: 10, conversion: rate(1, 10, 0.018, 0.404) }];
  report.actions = [
    {
      ...{ rank: 1, owner: 'it', what: label, lost_orders: null, lost_revenue: { amount: 5, low: null, high: null, currency: label } },
      ...{ grade: 'C', test: label, test_sessions: 100, test_weeks: 2 },
    },
  ];
  report.ledger.matched_by = [{ rule: label, orders: 3 }];
  report.ledger.match_rate_by_channel = [{ channel: label, match_rate: rate(1, 2, 0.09, 0.91) }];
  report.knowledge = [{ question: label, answerable: 'no', why: label }];
  report.robustness = [{ setting: label, call: 'neither_matters', friction: null, traffic: null }];
  report.caveats = [label, label];
  return report;
}
