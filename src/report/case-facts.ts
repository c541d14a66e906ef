import type { RequestCount } from '../attribution/count-requests.ts';
import type { Findings } from '../attribution/find-all.ts';
import { matchRate } from '../attribution/find-all.ts';
import type { SplitFindings } from '../attribution/split/find-split.ts';
import type { FrictionSignal, MatrixCell, Rate, Report, TrafficSource } from './report.ts';
import { round, roundAll, roundRate } from './round.ts';
import { groupFacts } from './split-facts.ts';

/** The case for friction: raw counts of each signal, and its part of the split. @param pageName - name of a page by its number */
export function signalFacts(findings: Findings, pageName: (page_id: number) => string): FrictionSignal[] {
  const found = given(findings.split);
  return findings.signals.map((signal) => {
    const part = found?.signals.find((candidate) => candidate.signal === signal.signal);
    const achievable = found?.achievable?.signals.find((candidate) => candidate.signal === signal.signal);
    return {
      signal: signal.signal,
      class: signal.class,
      available: signal.available,
      opportunity: signal.opportunity,
      opportunities: signal.opportunities,
      occurrences: signal.occurrences,
      per_opportunity: roundRate(signal.per_opportunity),
      exposed_sessions: signal.exposed_sessions,
      exit_rate_exposed: roundRate(signal.exit_rate_exposed),
      exit_rate_unexposed: roundRate(signal.exit_rate_unexposed),
      worst_pages: signal.worst_pages.map(({ page_id, occurrences, views }) => ({ page: pageName(page_id), occurrences, views })),
      risk_difference_points_adjusted: part?.added_chance ? scaled(part.added_chance, 100, 3) : null,
      lost_orders: part === undefined ? null : scaled(part.share, 1, 2),
      lost_orders_alone: part === undefined ? null : scaled(part.lost, 1, 2),
      achievable_lost_orders: achievable === undefined ? null : scaled(achievable.lost, 1, 2),
      q_value: part === undefined ? null : round(part.share.q_value, 6),
      evidence_kind: part === undefined ? null : 'association',
      grade: part === undefined ? null : gradeOf(part.class, part.share),
    };
  });
}

/** Whether the signals' lost orders and those of earlier trouble are scaled to add up to friction and shared; null where the split is withheld. */
export function scaledFact({ split }: Findings): boolean | null {
  return given(split)?.signals_scaled ?? null;
}

/** Earlier trouble that is still felt at later page views, apart by what kind it was; null where the split is withheld. */
export function earlierFacts({ split }: Findings): Report['friction']['earlier'] {
  const found = given(split);
  const of = (name: string) => found?.signals.find(({ signal }) => signal === name)?.share;
  const [hard, soft] = [of('earlier_hard'), of('earlier_soft')];
  return hard === undefined || soft === undefined ? null : { hard: scaled(hard, 1, 2), soft: scaled(soft, 1, 2) };
}

/** What visitors were asked for before they paid; null where the exports show no page that asks for anything. */
export function requestFacts({ requests: found }: Findings): Report['friction']['information_requests'] {
  if (found === null) return null;
  const line = ({ exposed, left_there }: RequestCount) => ({ exposed: roundAll(exposed), left_there: roundRate(left_there) });
  return { any: line(found.any), requests: found.requests.map((count) => ({ request: count.request, ...line(count) })), form_fields: null };
}

/** What is made coarser first, second and third where there is too much to tell apart. */
const COARSENED = ['page classes', 'places in the session', 'sources'];

/** The case for traffic: sources as they came, and groups of sources as they are compared. */
export function trafficFacts(findings: Findings): Report['traffic'] {
  const found = given(findings.split);
  const groups = groupFacts(findings.split, findings.pooled.sources);
  const benchmark = found?.benchmark;
  return {
    benchmark: {
      sources: benchmark?.groups.map(({ label }) => label) ?? [],
      conversion: benchmark && benchmark.sessions > 0 ? benchmarkConversion(found!) : null,
    },
    sources: findings.sources.map((source): TrafficSource => {
      // A source is judged alone where it is a group of its own; parts of it by landing page, and pooled ones, stand in the groups.
      const own = found?.sources.filter(({ group }) => isSame(group, source) && group.pooled === 0) ?? [];
      const line =
        own.length === 1 && own[0]!.group.level === 'campaign' ? groups.find(({ group }) => group === own[0]!.group.label) : undefined;
      return {
        channel: source.channel,
        source: source.source,
        medium: source.medium,
        campaign: source.campaign,
        sessions: source.sessions,
        cohort_sessions: source.cohort_sessions,
        orders: source.orders,
        conversion: roundAll(source.conversion),
        conversion_shrunk: line?.conversion_shrunk ?? null,
        lost_orders_traffic: line?.lost_orders_traffic ?? null,
        lost_orders_friction: line?.lost_orders_friction ?? null,
        spend: null,
        spend_on_abandoned: null,
        wasted_spend: null,
        q_value: line?.q_value ?? null,
      };
    }),
    groups,
    coarsened: COARSENED.slice(0, findings.pooled.coarseness),
  };
}

/** Without friction and in the strata of the cohort, so it is not the raw share of the orders and sessions that it was measured on. */
function benchmarkConversion({ numbers, benchmark }: SplitFindings): Rate {
  const { value, low, high } = numbers.benchmark_conversion!;
  return roundAll({ value, low, high, events: benchmark.orders, trials: benchmark.sessions });
}

/** Channel against the worst friction of the session; raw. */
export function matrixFacts({ matrix }: Findings): MatrixCell[] {
  return matrix.map(({ channel, friction, cohort_sessions, cohort_orders }) => ({
    channel,
    friction,
    cohort_sessions,
    conversion: roundAll(matchRate(cohort_orders, cohort_sessions)),
  }));
}

function given(found: SplitFindings | null): SplitFindings | null {
  return found !== null && found.gates.length === 0 ? found : null;
}

function isSame(a: { channel: string; source: string; medium: string; campaign: string }, b: typeof a): boolean {
  return a.channel === b.channel && a.source === b.source && a.medium === b.medium && a.campaign === b.campaign;
}

function scaled({ value, low, high }: { value: number; low: number; high: number }, factor: number, decimals: number) {
  return roundAll({ value: value * factor, low: low * factor, high: high * factor }, decimals);
}

/**
 * A signal's grade follows from the q-value of the lost orders that are shown; what visitors did themselves never gets better than C, because it may be a symptom. Orders
 * gained are no evidence of friction, however sure.
 */
function gradeOf(kind: 'hard' | 'soft', { value, q_value: q }: { value: number; q_value: number }): 'A' | 'B' | 'C' | 'D' {
  if (q > 0.1 || value <= 0) return 'D';
  if (kind === 'soft' || q > 0.05) return 'C';
  return q > 0.01 ? 'B' : 'A';
}
