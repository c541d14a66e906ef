import type { Pooled } from '../attribution/list-pooled.ts';
import type { SplitFindings } from '../attribution/split/find-split.ts';
import type { Checks, Estimate, Money, RobustnessLine, Sensitivity, SourceGroupLine, Split, Verdict } from './report.ts';
import { round, roundAll } from './round.ts';
import { meansOfVerdict, type SplitContext } from './verdict-words.ts';

/** The verdict: call, sentence, grade, what is at stake and what would decide. Withheld where there is nothing to split. */
export function verdictFacts(found: SplitFindings | null, context: SplitContext): Verdict {
  const words = meansOfVerdict(found, context);
  const withheld = found === null || found.gates.length > 0;
  const at_stake = withheld ? null : found.numbers.both_removed!;
  return {
    call: found?.call ?? 'not_enough_evidence',
    ...words,
    grade: found?.grade ?? 'D',
    evidence_kind: withheld ? null : 'association',
    depends_on: [...(found?.depends_on ?? [])],
    orders_at_stake: at_stake && perWeek(scale(at_stake, found!.cohort_sessions), context.weeks),
    revenue_at_stake: withheld ? null : moneyOf(found.revenue?.all, context.currency, context.weeks),
    per: 'week',
  };
}

/** The boxes in every unit; all null when a gate is not passed, because figures would be read as an answer. */
export function splitFacts(found: SplitFindings | null, observed: number | null, { weeks, currency }: SplitContext): Split {
  const unit = 'orders_per_cohort_session' as const;
  if (found === null || found.gates.length > 0) return { unit, observed, ...NOTHING };
  const { numbers, cohort_sessions, revenue, achievable } = found;
  const rate = (name: string) => roundAll(plain(numbers[name]!));
  const orders = (name: string) => roundAll(scale(numbers[name]!, cohort_sessions), 2);
  const lost = { friction: orders('site'), shared: orders('shared'), traffic: orders('traffic') };
  const money = (over: number) => {
    if (revenue === null || currency === null) return null;
    const of = (name: 'site' | 'shared' | 'traffic') => moneyOf(revenue[name], currency, over)!;
    return { friction: of('site'), shared: of('shared'), traffic: of('traffic') };
  };
  const if_removed = {
    friction: numbers.friction_removed!,
    friction_hard_only: numbers.friction_removed_hard!,
    traffic: numbers.traffic_replaced!,
    both: numbers.both_removed!,
  };
  return {
    unit,
    observed: round(numbers.observed!.value, 6),
    friction: rate('site'),
    friction_hard_only: rate('site_hard'),
    shared: rate('shared'),
    traffic: rate('traffic'),
    unexplained: rate('unexplained'),
    ambiguous: rate('ambiguous'),
    navigation_range: { hard_only: rate('friction_hard'), hard_and_soft: rate('friction') },
    share_of_abandoned: {
      friction: rate('share_site'),
      shared: rate('share_shared'),
      traffic: rate('share_traffic'),
      unexplained: rate('share_unexplained'),
    },
    share_of_recoverable: if_removed.both.low > 0 ? rate('share_of_recoverable') : null,
    if_removed: {
      friction: roundAll(plain(if_removed.friction)),
      friction_hard_only: roundAll(plain(if_removed.friction_hard_only)),
      traffic: roundAll(plain(if_removed.traffic)),
      both: roundAll(plain(if_removed.both)),
    },
    if_removed_per_week: {
      friction: perWeek(scale(if_removed.friction, cohort_sessions), weeks),
      friction_hard_only: perWeek(scale(if_removed.friction_hard_only, cohort_sessions), weeks),
      traffic: perWeek(scale(if_removed.traffic, cohort_sessions), weeks),
      both: perWeek(scale(if_removed.both, cohort_sessions), weeks),
    },
    achievable: achievable && {
      weeks: achievable.whole_weeks,
      orders_per_cohort_session: roundAll(scale(achievable.total, 1 / cohort_sessions)),
      lost_orders_per_week: perWeek(achievable.total, weeks),
    },
    interaction: rate('interaction'),
    lost_orders: lost,
    lost_revenue: money(1),
    lost_orders_per_week: {
      friction: perWeek(lost.friction, weeks),
      shared: perWeek(lost.shared, weeks),
      traffic: perWeek(lost.traffic, weeks),
    },
    lost_revenue_per_week: money(weeks),
  };
}

/** Source groups with their parts of the boxes; the largest loss to traffic first. */
export function groupFacts(found: SplitFindings | null, pooled: Pooled['sources']): SourceGroupLine[] {
  if (found === null || found.gates.length > 0) return [];
  const benchmark = new Set(found.benchmark.groups.map(({ label }) => label));
  return found.sources
    .map(({ group, traffic, friction, conversion }) => ({
      group: group.label,
      pooled: group.pooled === 1,
      pooled_sources: group.pooled === 1 ? pooledOf(pooled.get(group.source_group)) : null,
      cohort_sessions: group.cohort_sessions,
      cohort_orders: group.cohort_orders,
      is_benchmark: benchmark.has(group.label),
      conversion_shrunk: roundAll(plain(conversion)),
      lost_orders_traffic: roundAll(plain(traffic), 2),
      lost_orders_friction: roundAll(plain(friction), 2),
      q_value: round(traffic.q_value, 6),
    }))
    .sort((a, b) => b.lost_orders_traffic.value - a.lost_orders_traffic.value || (a.group < b.group ? -1 : 1));
}

function pooledOf(sources: { count: number; largest: { source: string; medium: string; campaign: string }[] } | undefined) {
  if (sources === undefined) return null;
  const nameOf = ({ source, medium, campaign }: (typeof sources.largest)[number]) =>
    [source, medium, ...(campaign === '(not set)' ? [] : [campaign])].join(' / ');
  return { count: sources.count, largest: sources.largest.map(nameOf) };
}

/** Checks of the method on these data; they are shown when the split is withheld, too: they say why. */
export function checkFacts(found: SplitFindings | null): Omit<Checks, 'conservation'> {
  if (found === null)
    return {
      placebo_signal: null,
      placebo_source: null,
      calibration: [],
      overlap: null,
      buckets: null,
      landmark: null,
      separated_signals: [],
    };
  const { placebo_source, calibration, overlap, separated, buckets, landmark } = found.checks;
  return {
    placebo_signal: roundAll(plain(found.numbers.placebo!)),
    placebo_source: placebo_source && roundAll(plain(placebo_source)),
    calibration: calibration.map(({ part, observed, expected, is_in_order }) => ({
      part,
      observed,
      expected: round(expected, 2),
      off_by: round(observed / expected - 1, 6),
      in_order: is_in_order,
    })),
    overlap: { friction: round(overlap.friction, 6), benchmark: round(overlap.benchmark, 6) },
    buckets: { groups: 40, filled: buckets.filled_buckets, largest_share_of_orders: round(buckets.largest_bucket_share, 6) },
    landmark: landmark && {
      lost: roundAll(plain(landmark.lost)),
      excess: roundAll(plain(landmark.excess)),
      sessions: landmark.sessions,
      exposed: landmark.exposed,
    },
    separated_signals: separated,
  };
}

/** How wrong the assumptions may be. */
export function sensitivityFacts(found: SplitFindings | null): Sensitivity | null {
  if (found === null || found.gates.length > 0) return null;
  const { tipping_point, e_value, strongest_control } = found.sensitivity;
  return {
    tipping_point_share: tipping_point === null ? null : round(tipping_point, 3),
    e_value: e_value === null ? null : round(e_value.value, 3),
    e_value_low: e_value === null ? null : round(e_value.limit, 3),
    strongest_control_risk_ratio: strongest_control === null ? null : round(strongest_control, 3),
  };
}

/** The split as it would be with other settings. */
export function robustnessFacts(found: SplitFindings | null): RobustnessLine[] {
  if (found === null || found.gates.length > 0) return [];
  return found.variants.map(({ setting, call, friction, traffic }) => ({
    setting,
    call,
    friction: roundAll(plain(friction)),
    traffic: roundAll(plain(traffic)),
  }));
}

const NOTHING = {
  friction: null,
  friction_hard_only: null,
  shared: null,
  traffic: null,
  unexplained: null,
  ambiguous: null,
  share_of_abandoned: null,
  share_of_recoverable: null,
  navigation_range: null,
  if_removed: null,
  if_removed_per_week: null,
  achievable: null,
  interaction: null,
  lost_orders: null,
  lost_revenue: null,
  lost_orders_per_week: null,
  lost_revenue_per_week: null,
} as const;

function plain({ value, low, high }: Estimate): Estimate {
  return { value, low, high };
}

function scale({ value, low, high }: Estimate, factor: number): Estimate {
  return { value: value * factor, low: low * factor, high: high * factor };
}

function perWeek(estimate: Estimate, weeks: number): Estimate {
  return roundAll(scale(estimate, 1 / weeks), 2);
}

function moneyOf(minor: Estimate | undefined, currency: string | null, over: number): Money | null {
  if (minor === undefined || currency === null) return null;
  const { value, low, high } = scale(minor, 1 / (100 * over));
  return { amount: round(value, 2), low: round(low, 2), high: round(high, 2), currency };
}
