import type { Findings } from '../../src/attribution/find-all.ts';
import type { SplitFindings } from '../../src/attribution/split/find-split.ts';
import { earlierFacts, matrixFacts, requestFacts, scaledFact, signalFacts, trafficFacts } from '../../src/report/case-facts.ts';
import type { Report } from '../../src/report/report.ts';
import { checkFacts, robustnessFacts, sensitivityFacts, splitFacts, verdictFacts } from '../../src/report/split-facts.ts';
import type { SplitContext } from '../../src/report/verdict-words.ts';
import { rate } from './sample-parts.ts';
import { sampleReport } from './sample-report.ts';

type Estimated = SplitFindings['numbers'][string];
type Group = SplitFindings['benchmark']['groups'][number];

/** Estimate with a symmetric interval. */
function about(value: number, half: number): Estimated {
  return { value, low: value - half, high: value + half, standard_error: half / 2.0227 };
}

/** Four weeks of a shop with 60,000 sessions and EUR. */
export const CONTEXT: SplitContext = { weeks: 4, currency: 'EUR', sessions: 60_000, gates: [], has_sources: true };

/**
 * Findings of a split, worked out by hand: 12,000 cohort sessions with 480 orders, v(N) 0.0070, v(T) 0.0037, v(NT) 0.0113, so φ_N = 0.0073, φ_T = 0.0040, interaction
 * 0.0006; of φ_N 0.0011 is shared, and 0.0041 rests on hard signals. Orders per week: × 12,000 / 4 = × 3,000.
 */
export function sampleFindings(change: Partial<SplitFindings> = {}): SplitFindings {
  return structuredClone({
    call: 'both_lead_unproven',
    depends_on: [],
    grade: 'B',
    gates: [],
    cohort_sessions: 12_000,
    numbers: NUMBERS,
    sources: [
      { group: GROUPS[1]!, traffic: ranked(44, 13, 0.002), friction: ranked(36.4, 9, 0.001), conversion: about(0.03995, 0.00376) },
      { group: GROUPS[2]!, traffic: ranked(9, 8, 0.2), friction: ranked(11.2, 6, 0.1), conversion: about(0.04371, 0.0047) },
      { group: GROUPS[0]!, traffic: ranked(-5, 7, 0.4), friction: ranked(40, 11, 0.001), conversion: about(0.05264, 0.00329) },
    ],
    signals: [
      loss('error', 'hard', [31.2, 9, 0.0004], about(0.121, 0.031)),
      loss('slow', 'hard', [9.6, 7.2, 0.03], about(0.028, 0.02)),
      loss('backtrack', 'soft', [30.4, 10, 0.001], about(0.052, 0.017)),
      loss('earlier_hard', 'hard', [8.4, 5.1, 0.02], null),
      loss('earlier_soft', 'soft', [8, 9.2, 0.2], null),
    ],
    signals_scaled: true,
    pages: [],
    achievable: {
      whole_weeks: 4,
      signals: [
        { signal: 'error', cut: 0.4, lost: about(12, 3.5) },
        { signal: 'slow', cut: 0.5, lost: about(4.6, 3.5) },
        { signal: 'backtrack', cut: 0.1, lost: about(2.9, 1) },
        { signal: 'earlier_hard', cut: 0.45, lost: about(3.6, 2.2) },
        { signal: 'earlier_soft', cut: 0.1, lost: about(0.8, 0.9) },
      ],
      total: about(23.9, 6),
    },
    revenue: {
      site: about(744_000, 210_000),
      shared: about(132_000, 90_000),
      traffic: about(480_000, 180_000),
      all: about(1_356_000, 320_000),
    },
    benchmark: { groups: [GROUPS[0]!], sets: [[GROUPS[0]!], [GROUPS[0]!]], overlap: 0.9, sessions: 3000, orders: 154 },
    checks: {
      placebo_source: about(0.0004, 0.0021),
      calibration: [
        { part: 'exits, source google / cpc', observed: 2210, expected: 2104.8, is_in_order: true },
        { part: 'exits, tenth 3 of the chance', observed: 301, expected: 310, is_in_order: true },
      ],
      overlap: { friction: 0.972, benchmark: 0.991 },
      landmark: { lost: about(0.0021, 0.0014), excess: about(-0.0049, 0.0018), sessions: 11_400, exposed: 3100 },
      separated: [],
      buckets: {
        cohort_orders: 702,
        friction_views: 9400,
        friction_exits: 2100,
        source_groups: 5,
        filled_buckets: 40,
        largest_bucket_share: 0.041,
      },
    },
    sensitivity: {
      tipping_point: 0.37,
      exit_ratio: about(1.4, 0.15),
      e_value: { value: 2.148, limit: 1.809 },
      strongest_control: 1.32,
    },
    variants: [
      { setting: 'benchmark of the best 10 %', call: 'navigation_matters', friction: about(0.0071, 0.002), traffic: about(0.0052, 0.006) },
      { setting: 'hard signals alone', call: 'both_lead_unproven', friction: about(0.0041, 0.0016), traffic: about(0.0042, 0.0019) },
    ],
    ...change,
  } satisfies SplitFindings);
}

/** The findings that go with a split: signals and sources as counted. */
export function findingsAround(split: SplitFindings | null): Findings {
  const signal = (name: string, kind: 'hard' | 'soft' | 'placebo', opportunity: string, isThere = true) => ({
    ...{ signal: name, bit: 1, class: kind, opportunity, available: isThere },
    ...{ opportunities: isThere ? 8000 : null, occurrences: isThere ? 400 : null, exposed_sessions: isThere ? 372 : null },
    per_opportunity: isThere ? rate(400, 8000, 0.0454, 0.055) : null,
    exit_rate_exposed: isThere ? rate(124, 400, 0.267, 0.357) : null,
    exit_rate_unexposed: isThere ? rate(1444, 7600, 0.181, 0.199) : null,
    worst_pages: isThere ? [{ page_id: 1, occurrences: 120, views: 900 }] : [],
  });
  const source = ({ channel, source: from, medium, campaign, sessions, cohort_sessions, cohort_orders }: Group) => ({
    ...{ channel, source: from, medium, campaign, sessions, cohort_sessions, orders: 3 * cohort_orders },
    conversion: rate(3 * cohort_orders, sessions, (2.8 * cohort_orders) / sessions, (3.2 * cohort_orders) / sessions),
  });
  return {
    signals: [
      signal('error', 'hard', 'page view'),
      signal('slow', 'hard', 'page view with a load time'),
      signal('backtrack', 'soft', 'product view'),
      signal('form_reject', 'hard', 'form step view', false),
      signal('placebo', 'placebo', 'page view'),
    ],
    requests: {
      any: { exposed: rate(3000, 12_000, 0.2423, 0.2578), left_there: rate(600, 3000, 0.1861, 0.2147) },
      requests: [
        { request: 'shipping', exposed: rate(2400, 12_000, 0.1929, 0.2073), left_there: rate(400, 2400, 0.1523, 0.1821) },
        { request: 'registration', exposed: rate(900, 12_000, 0.0704, 0.0799), left_there: rate(200, 900, 0.1962, 0.2506) },
        { request: 'checkout', exposed: rate(0, 12_000, 0, 0.0003), left_there: null },
      ],
    },
    sources: GROUPS.slice(0, 2).map(source),
    pooled: { sources: new Map([[0, POOLED]]), coarseness: 0 },
    matrix: [
      { channel: 'Organic Search', friction: 'none', cohort_sessions: 2400, cohort_orders: 110 },
      { channel: 'Organic Search', friction: 'soft', cohort_sessions: 1000, cohort_orders: 40 },
      { channel: 'Organic Search', friction: 'hard', cohort_sessions: 600, cohort_orders: 15 },
      { channel: 'Paid Search', friction: 'none', cohort_sessions: 4200, cohort_orders: 180 },
      { channel: 'Paid Search', friction: 'hard', cohort_sessions: 1300, cohort_orders: 35 },
    ],
    split,
  } as unknown as Findings;
}

/** A report with a split, made from the findings by the functions that the program uses. */
export function splitReport(change: Partial<SplitFindings> = {}): Report {
  const split = sampleFindings(change);
  const findings = findingsAround(split);
  const report = sampleReport();
  return {
    ...report,
    period: { ...report.period, to: '2026-12-06T22:58:40Z', days: 28 },
    sessions: {
      ...report.sessions,
      ...{ total: 60_000, with_order: 1480 },
      cohort: {
        ...report.sessions.cohort,
        sessions: 12_000,
        orders: 480,
        bought_later: 60,
        bought_elsewhere: 0,
        abandoned: 11_460,
        out: 46_980,
      },
    },
    verdict: verdictFacts(split, CONTEXT),
    split: splitFacts(split, 0.04, CONTEXT),
    friction: {
      signals: signalFacts(findings, () => '/shipping'),
      earlier: earlierFacts(findings),
      lost_orders_scaled: scaledFact(findings),
      information_requests: requestFacts(findings),
    },
    traffic: trafficFacts(findings),
    matrix: matrixFacts(findings),
    checks: { ...checkFacts(split), conservation: report.checks.conservation },
    robustness: robustnessFacts(split),
    sensitivity: sensitivityFacts(split),
  };
}

/** The same with one text at every place of the split where text from the data can stand. */
export function splitReportWithLabels(label: string): Report {
  const report = splitReport();
  report.verdict.depends_on = [label, label];
  report.verdict.revenue_at_stake = { amount: 5, low: 4, high: 6, currency: label };
  for (const money of [report.split.lost_revenue, report.split.lost_revenue_per_week])
    for (const box of Object.values(money ?? {})) box.currency = label;
  report.traffic.benchmark.sources = Array.from({ length: 7 }, () => label);
  for (const group of report.traffic.groups) {
    group.group = label;
    group.pooled_sources = { count: 7, largest: [label, label] };
  }
  for (const source of report.traffic.sources) Object.assign(source, { channel: label, source: label, medium: label, campaign: label });
  for (const cell of report.matrix) cell.channel = label;
  for (const part of report.checks.calibration) part.part = `source ${label}`;
  for (const line of report.robustness) line.setting = label;
  report.checks.separated_signals = [label];
  return report;
}

function ranked(value: number, half: number, q_value: number) {
  return { ...about(value, half), q_value };
}

/** Shares add up to φ_N × 12,000 = 87.6; alone is the share × v(N) / φ_N. */
function loss(
  signal: string,
  kind: 'hard' | 'soft',
  [share, half, q]: [number, number, number],
  added_chance: Estimated | null,
): SplitFindings['signals'][number] {
  return { signal, class: kind, lost: about((share * 70) / 73, half), share: ranked(share, half, q), added_chance };
}

/** Three small sources, two of them by name. */
const POOLED = {
  count: 3,
  largest: [
    { source: 'facebook', medium: 'paid_social', campaign: 'reels' },
    { source: 'pinterest', medium: 'social', campaign: '(not set)' },
  ],
};

function group(label: string, names: [string, string, string, string], counts: [number, number, number], pooled = 0): Group {
  const [channel, source, medium, campaign] = names;
  const [sessions, cohort_sessions, cohort_orders] = counts;
  return {
    source_group: 0,
    label,
    channel,
    source,
    medium,
    campaign,
    landing: 'all',
    level: 'campaign',
    pooled,
    sessions,
    cohort_sessions,
    cohort_orders,
  };
}

const GROUPS = [
  group('google / organic', ['Organic Search', 'google', 'organic', ''], [21_000, 4000, 190]),
  group('google / cpc · autumn_sale_2026', ['Paid Search', 'google', 'cpc', 'autumn_sale_2026'], [28_000, 5500, 180]),
  group('other social', ['Paid Social', '', '', ''], [11_000, 2500, 110], 1),
];

const NUMBERS: Record<string, Estimated> = {
  observed: about(0.04, 0.0035),
  friction_removed: about(0.007, 0.0019),
  friction_removed_hard: about(0.0039, 0.0015),
  traffic_replaced: about(0.0037, 0.0017),
  both_removed: about(0.0113, 0.0027),
  benchmark_conversion: about(0.0513, 0.0044),
  interaction: about(0.0006, 0.0004),
  friction: about(0.0073, 0.002),
  friction_hard: about(0.0041, 0.0016),
  site: about(0.0062, 0.0018),
  site_hard: about(0.0033, 0.0015),
  shared: about(0.0011, 0.0008),
  ambiguous: about(0.0032, 0.0012),
  traffic: about(0.004, 0.0018),
  unexplained: about(0.9487, 0.0045),
  share_site: about(0.006458, 0.0019),
  share_shared: about(0.001146, 0.0008),
  share_traffic: about(0.004167, 0.0019),
  share_unexplained: about(0.988229, 0.0028),
  share_of_recoverable: about(0.646018, 0.11),
  placebo: about(0.0002, 0.0013),
  navigation_lead_25: about(0.0001, 0.0025),
  traffic_lead_25: about(-0.0033, 0.0031),
};
