import type { JackknifeEstimate } from '../../statistics/jackknife.ts';

/** The nine calls of METHOD, Gates and grades. */
export type Call =
  | 'navigation_leads'
  | 'traffic_leads'
  | 'both_lead_unproven'
  | 'navigation_matters'
  | 'traffic_matters'
  | 'traffic_matters_navigation_ambiguous'
  | 'behaviour_only_ambiguous'
  | 'neither_matters'
  | 'not_enough_evidence';

/** What the call is made from; orders per cohort session, 95 % intervals. */
export interface Judged {
  observed: number;
  /** φ_N with hard signals alone, φ_N with all (the union of both ways to value what goes on), φ_T. */
  friction_hard: Interval;
  friction: Interval;
  traffic: Interval;
  /** Leads of each side in every way the split could be made; the first one is the split as reported. */
  navigation_leads: readonly NamedInterval[];
  traffic_leads: readonly NamedInterval[];
}

export interface Interval {
  value: number;
  low: number;
  high: number;
}

export interface NamedInterval extends Interval {
  /** In words: "a benchmark of the best 10 %". */
  setting: string;
}

export interface Judgement {
  call: Call;
  /** Settings under which a lead of the split as reported is not proven. */
  depends_on: readonly string[];
}

/** A part of this size of the observed conversion is material: METHOD. */
const MATERIAL = 0.1;

/**
 * The call of a split whose gates are passed. No side leads unless its lead is proven in all ways the split could be made; the adverse end of the navigation range
 * must already win.
 */
export function judgeSplit({ observed, friction_hard, friction, traffic, navigation_leads, traffic_leads }: Judged): Judgement {
  const isAbove = ({ low }: Interval) => low > 0;
  const unproven = (leads: readonly NamedInterval[]) => leads.filter((lead) => !isAbove(lead)).map(({ setting }) => setting);
  const [hard, all, visitors] = [isAbove(friction_hard), isAbove(friction), isAbove(traffic)];
  const settle = (call: Call, depends_on: readonly string[] = []): Judgement => ({ call, depends_on });
  const isNavigationAhead = hard && isAbove(navigation_leads[0]!);
  const isTrafficAhead = visitors && isAbove(traffic_leads[0]!);
  const doubts = isNavigationAhead ? unproven(navigation_leads) : isTrafficAhead ? unproven(traffic_leads) : [];
  if (isNavigationAhead && doubts.length === 0) return settle('navigation_leads');
  if (isTrafficAhead && doubts.length === 0) return settle('traffic_leads');
  if (hard && visitors) return settle('both_lead_unproven', doubts);
  if (hard) return settle('navigation_matters', doubts);
  if (visitors) return settle(all ? 'traffic_matters_navigation_ambiguous' : 'traffic_matters', doubts);
  if (all) return settle('behaviour_only_ambiguous');
  const isSmall = [friction, traffic].every(({ high }) => high < MATERIAL * observed);
  return settle(isSmall ? 'neither_matters' : 'not_enough_evidence');
}

/** What the gates look at before anything is estimated. */
export interface CountedFacts {
  cohort_orders: number;
  /** Page views of the cohort with friction, and exits of abandoned cohort sessions among them. */
  friction_views: number;
  friction_exits: number;
  /** Source groups with sessions in the cohort. */
  source_groups: number;
  /** Groups of visitors with sessions in the cohort, and the largest share of its orders in one of them. */
  filled_buckets: number;
  largest_bucket_share: number;
}

/** What the gates look at. */
export interface GateFacts extends CountedFacts {
  /** Orders that the benchmark was measured on, the smaller half. */
  benchmark_orders: number;
  observed: number;
  friction: JackknifeEstimate;
  traffic: JackknifeEstimate;
}

/** A gate that is not passed. */
export interface FailedGate {
  gate:
    | 'orders'
    | 'friction_views'
    | 'friction_exits'
    | 'benchmark'
    | 'sources'
    | 'buckets'
    | 'one_visitor'
    | 'precision_friction'
    | 'precision_traffic';
  actual: number;
  needed: number;
}

/** Standard errors that a true effect must be away from 0 to be seen in four of five cases: 1.96 + 0.84. */
export const DETECTABLE = 2.8;
/** A split that could not see a quarter of the observed conversion says nothing. */
const COARSEST = 0.25;

/** METHOD's gates that need no estimate: with one of them failed nothing is estimated. */
export function failedCounts(facts: CountedFacts): FailedGate[] {
  return [
    ...least('orders', facts.cohort_orders, 100),
    ...least('friction_views', facts.friction_views, 200),
    ...least('friction_exits', facts.friction_exits, 50),
    ...least('sources', facts.source_groups, 2),
    ...least('buckets', facts.filled_buckets, 30),
    ...most('one_visitor', facts.largest_bucket_share, 0.2),
  ];
}

/** All of METHOD's gates: with any of them failed there is no split, and the reader is told what is missing. */
export function failedGates(facts: GateFacts): FailedGate[] {
  const isSeen = ({ low, high }: Interval) => low > 0 || high < 0;
  const precision = (gate: FailedGate['gate'], estimate: JackknifeEstimate) =>
    isSeen(estimate) ? [] : most(gate, DETECTABLE * estimate.standard_error, COARSEST * facts.observed);
  return [
    ...failedCounts(facts),
    ...least('benchmark', facts.benchmark_orders, 20),
    ...precision('precision_friction', facts.friction),
    ...precision('precision_traffic', facts.traffic),
  ];
}

function least(gate: FailedGate['gate'], actual: number, needed: number): FailedGate[] {
  return actual < needed ? [{ gate, actual, needed }] : [];
}

function most(gate: FailedGate['gate'], actual: number, needed: number): FailedGate[] {
  return actual > needed ? [{ gate, actual, needed }] : [];
}
