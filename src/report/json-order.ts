import type { Report } from './report.ts';

/** The keys of a type in its order; lists give the shape of their elements, open records and plain values end in `leaf`. */
type Shape<T> = [T] extends [never]
  ? Leaf
  : [T] extends [readonly (infer Element)[]]
    ? Shape<NonNullable<Element>>
    : [T] extends [object]
      ? string extends keyof T
        ? Leaf
        : { [Key in keyof Required<T>]: Shape<NonNullable<T[Key]>> }
      : Leaf;
type Leaf = null;

/**
 * The report with its keys in the order of the type, whatever order it was built or read in.
 *
 * Keys that the type does not know (a report of a later version) follow in their own order; open records keep theirs.
 */
export function inReportOrder(report: Report): unknown {
  return ordered(report, REPORT);
}

function ordered(value: unknown, shape: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => ordered(element, shape));
  if (!isRecord(value) || !isRecord(shape)) return value;
  const known = Object.keys(shape).filter((key) => Object.hasOwn(value, key));
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(shape, key));
  return Object.fromEntries([...known, ...unknown].map((key) => [key, ordered(value[key], shape[key])]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const leaf: Leaf = null;
const estimate = { value: leaf, low: leaf, high: leaf };
const rate = { ...estimate, events: leaf, trials: leaf };
const span = { from: leaf, to: leaf };
const money = { amount: leaf, low: leaf, high: leaf, currency: leaf };
const removed = { friction: estimate, friction_hard_only: estimate, traffic: estimate, both: estimate };
const boxes = { friction: estimate, shared: estimate, traffic: estimate };
const moneyBoxes = { friction: money, shared: money, traffic: money };
const place = {
  ...{ page: leaf, page_group: leaf, stage: leaf, views: leaf, exits: leaf, expected_exits: leaf },
  ...{ excess_exits: estimate, q_value: leaf, lost_orders: estimate },
};

const REPORT: Shape<Report> = {
  schema_version: leaf,
  tool: { name: leaf, version: leaf },
  period: { from: leaf, to: leaf, time_zone: leaf, days: leaf },
  inputs: {
    ...{ role: leaf, file: leaf, platform: leaf, encoding: leaf, delimiter: leaf, sha256: leaf },
    ...{ rows_read: leaf, rows_used: leaf, rows_filtered: leaf, rows_rejected: leaf },
    filtered: { rule: leaf, rows: leaf },
    rejects: { line: leaf, reason: leaf },
    ...{ columns: leaf, lacks: leaf },
    quality: {
      ...{ repeats_left_out: leaf, repeats_kept: leaf, wrong_clock: leaf },
      ...{ ambiguous_times: leaf, skipped_times: leaf },
    },
  },
  options: leaf,
  sessions: {
    ...{ total: leaf, bots: leaf, with_order: leaf, edge_censored: leaf, stitched: leaf, visitors: leaf },
    split_reasons: { reason: leaf, sessions: leaf },
    cohort: {
      ...{ sessions: leaf, orders: leaf, bought_later: leaf, bought_elsewhere: leaf, abandoned: leaf, possible: leaf, out: leaf },
      ...{ may_exceed: leaf, visitors: leaf, from_seconds: leaf, to_seconds: leaf },
    },
  },
  funnel: { step: leaf, sessions_reached: leaf, drop_off_rate: rate, by_device: leaf },
  scorecard: { stage: leaf, metric: leaf, actual: rate, goal: leaf, state: leaf, unknown_because: leaf },
  pattern: { answer: leaf, sentence: leaf },
  verdict: {
    ...{ call: leaf, sentence: leaf, grade: leaf, evidence_kind: leaf, would_change_it: leaf, depends_on: leaf },
    ...{ orders_at_stake: estimate, revenue_at_stake: money, per: leaf },
    missing: { what: leaf, actual: leaf, needed: leaf, unit: leaf },
    ...{ needs_sessions: leaf, needs_weeks: leaf },
  },
  split: {
    ...{ unit: leaf, observed: leaf, friction: estimate, friction_hard_only: estimate, shared: estimate, traffic: estimate },
    ...{ unexplained: estimate, ambiguous: estimate, navigation_range: { hard_only: estimate, hard_and_soft: estimate } },
    share_of_abandoned: { ...boxes, unexplained: estimate },
    share_of_recoverable: estimate,
    if_removed: removed,
    if_removed_per_week: removed,
    achievable: { weeks: leaf, orders_per_cohort_session: estimate, lost_orders_per_week: estimate },
    ...{ interaction: estimate, lost_orders: boxes, lost_revenue: moneyBoxes },
    ...{ lost_orders_per_week: boxes, lost_revenue_per_week: moneyBoxes },
  },
  where: {
    pages: place,
    steps: place,
    minutes: { minute: leaf, at_risk: leaf, exits: leaf, orders: leaf, exit_hazard: rate, left_by_end: leaf, ordered_by_end: leaf },
    paths: { from: leaf, to: leaf, sessions: leaf },
  },
  releases: {
    ...{ kind: leaf, name: leaf, at: leaf, until: leaf, page: leaf, in_period: leaf, before: span, after: span },
    ...{ exit_rate_before: rate, exit_rate_after: rate },
    change: { observed: estimate, mix: estimate, within: estimate, elsewhere: estimate, net: estimate },
    arms: {
      ...{ arm: leaf, page: leaf, share: leaf, visitors: leaf, exit_rate: rate, conversion: rate },
      ...{ exit_rate_difference: estimate, conversion_difference: estimate },
    },
    ...{ evidence_kind: leaf, why: leaf },
  },
  friction: {
    signals: {
      ...{ signal: leaf, class: leaf, available: leaf, opportunity: leaf, opportunities: leaf, occurrences: leaf, per_opportunity: rate },
      ...{ exposed_sessions: leaf, exit_rate_exposed: rate, exit_rate_unexposed: rate },
      worst_pages: { page: leaf, occurrences: leaf, views: leaf },
      ...{
        risk_difference_points_adjusted: estimate,
        lost_orders: estimate,
        lost_orders_alone: estimate,
        achievable_lost_orders: estimate,
      },
      ...{ q_value: leaf, evidence_kind: leaf, grade: leaf },
    },
    earlier: { hard: estimate, soft: estimate },
    lost_orders_scaled: leaf,
    information_requests: {
      any: { exposed: rate, left_there: rate },
      requests: { request: leaf, exposed: rate, left_there: rate },
      form_fields: leaf,
    },
  },
  traffic: {
    benchmark: { sources: leaf, conversion: rate },
    sources: {
      ...{ channel: leaf, source: leaf, medium: leaf, campaign: leaf, sessions: leaf, cohort_sessions: leaf, orders: leaf },
      ...{ conversion: rate, conversion_shrunk: estimate, lost_orders_traffic: estimate, lost_orders_friction: estimate },
      ...{ spend: money, spend_on_abandoned: leaf, wasted_spend: leaf, q_value: leaf },
    },
    groups: {
      ...{
        group: leaf,
        pooled: leaf,
        pooled_sources: { count: leaf, largest: leaf },
        cohort_sessions: leaf,
        cohort_orders: leaf,
        is_benchmark: leaf,
        conversion_shrunk: estimate,
      },
      ...{ lost_orders_traffic: estimate, lost_orders_friction: estimate, q_value: leaf },
    },
    coarsened: leaf,
  },
  customers: { status: leaf, segment: leaf, sessions: leaf, cohort_sessions: leaf, conversion: rate },
  traffic_hygiene: {
    bots: {
      ...{ treated: leaf, sessions: rate, confirmations: rate },
      by_reason: { reason: leaf, sessions: leaf, confirmations: leaf },
      by_channel: { channel: leaf, flagged: rate },
      by_source: { channel: leaf, source: leaf, flagged: rate },
    },
    returns: {
      ...{ stitched_from_gateway: leaf, stitched_from_own_domain: leaf, stitched_within_site: leaf },
      ...{ started_from_gateway: leaf, started_from_own_site: leaf },
    },
    attribution: { known_source: leaf, direct: leaf, unattributed: leaf },
    hits_without_id: leaf,
  },
  matrix: { channel: leaf, friction: leaf, cohort_sessions: leaf, conversion: rate },
  actions: {
    ...{ rank: leaf, owner: leaf, what: leaf, lost_orders: estimate, lost_revenue: money },
    ...{ grade: leaf, test: leaf, test_sessions: leaf, test_weeks: leaf },
  },
  change: leaf,
  ledger: {
    ...{ orders_read: leaf, counted: leaf, matched: leaf },
    matched_by: { rule: leaf, orders: leaf },
    ...{ no_session: leaf, duplicate: leaf, shared_ids: leaf, not_counted: leaf, offline: leaf, refunded: leaf, revenue: money },
    match_rate_by_channel: { channel: leaf, match_rate: rate },
    withholds_verdict: leaf,
  },
  knowledge: { question: leaf, answerable: leaf, why: leaf },
  checks: {
    ...{ placebo_signal: estimate, placebo_source: estimate },
    calibration: { part: leaf, observed: leaf, expected: leaf, off_by: leaf, in_order: leaf },
    overlap: { friction: leaf, benchmark: leaf },
    buckets: { groups: leaf, filled: leaf, largest_share_of_orders: leaf },
    landmark: { lost: estimate, excess: estimate, sessions: leaf, exposed: leaf },
    separated_signals: leaf,
    conservation: { identity: leaf, left: leaf, right: leaf },
  },
  robustness: { setting: leaf, call: leaf, friction: estimate, traffic: estimate },
  sensitivity: { tipping_point_share: leaf, e_value: leaf, e_value_low: leaf, strongest_control_risk_ratio: leaf },
  caveats: leaf,
};
