import type { SplitFindings } from '../attribution/split/find-split.ts';
import type { FailedGate } from '../attribution/split/judge-split.ts';
import { formatCount, formatNumber } from './format.ts';
import type { Verdict } from './report.ts';

/** What the reader must know besides the split itself. */
export interface SplitContext {
  weeks: number;
  currency: string | null;
  sessions: number;
  /** Why traffic cannot be judged, as a sentence; null when it can. */
  no_sources: string | null;
}

/** Weeks from which on more data is no plan but a hope. */
const MANY_WEEKS = 520;

/** The words of the verdict, and how much more data would decide. */
export function meansOfVerdict(
  found: SplitFindings | null,
  context: SplitContext,
): Pick<Verdict, 'sentence' | 'would_change_it' | 'missing' | 'needs_sessions' | 'needs_weeks'> {
  if (found === null)
    return {
      sentence: `Not enough evidence: ${context.no_sources ?? 'no session of the band has page views and an order to compare with'}.`,
      would_change_it: 'Exports in which sessions of the band have page views and some of them an order.',
      missing: [],
      needs_sessions: null,
      needs_weeks: null,
    };
  const missing = found.gates.map(missingOf);
  const factor = factorNeeded(found);
  const needs_sessions = factor === null ? null : Math.ceil(context.sessions * factor);
  const needs_weeks = factor === null ? null : Math.max(1, Math.ceil(context.weeks * factor));
  return {
    sentence: sentenceOf(found),
    would_change_it: changeOf(found, needs_sessions, needs_weeks, context.weeks),
    missing,
    needs_sessions,
    needs_weeks,
  };
}

/** The verdict in one sentence, for both departments. */
function sentenceOf({ call, gates, grade, depends_on, numbers }: SplitFindings): string {
  if (gates.length > 0) return `Not enough evidence to split the lost orders: ${gates.map(gateInWords).join('; ')}.`;
  const rests = ' (consistent with; an association, not an experiment)';
  const doubt = depends_on.length > 0 ? ` It depends on ${depends_on.join(' and ')}.` : '';
  const [low, high] = [numbers.friction_hard!.value, numbers.friction!.value].map((value) => formatNumber(100 * value, 1));
  const friction = `navigation friction goes with ${low} to ${high} lost orders per 100 shoppers`;
  const traffic = `traffic below the benchmark with ${formatNumber(100 * numbers.traffic!.value, 1)}`;
  switch (call) {
    case 'navigation_leads':
      return `The site leads: ${friction}, ${traffic}${rests}.`;
    case 'traffic_leads':
      return `The traffic leads: ${traffic} lost orders per 100 shoppers, navigation friction with ${low} to ${high}${rests}.`;
    case 'both_lead_unproven':
      return `Both the site and the traffic matter, and which is larger is not proven: ${friction}, ${traffic}${rests}.${doubt}`;
    case 'navigation_matters':
      return `The site matters; that the traffic does is not shown: ${friction}${rests}.${doubt}`;
    case 'traffic_matters':
      return `The traffic matters; that the site does is not shown: ${traffic} lost orders per 100 shoppers${rests}.${doubt}`;
    case 'traffic_matters_navigation_ambiguous':
      return `The traffic matters: ${traffic} lost orders per 100 shoppers. Searching and going back go with leaving too, but may be a symptom of low intent${rests}.${doubt}`;
    case 'behaviour_only_ambiguous':
      return 'Ambiguous: only what shoppers did (searching again, going back) goes with leaving, nothing that the site did to them. It may be a symptom or a driver.';
    case 'neither_matters':
      return 'Neither matters much here: both friction and traffic are shown to cost less than a tenth of the present orders.';
    case 'not_enough_evidence':
      return grade === 'D' ? 'Not enough evidence: the intervals of both sides hold nothing as well as something that would matter.' : '';
    default:
      return call satisfies never;
  }
}

function changeOf({ call, gates, sensitivity }: SplitFindings, sessions: number | null, weeks: number | null, seen: number): string | null {
  const wait =
    sessions !== null && weeks !== null && weeks < MANY_WEEKS
      ? `About ${formatCount(sessions)} sessions in all (${formatCount(weeks)} weeks at the present traffic, ${formatNumber(seen, 1)} are here) would decide it, if the size of the effect stays.`
      : null;
  if (gates.length > 0)
    return gates.some(({ gate }) => gate === 'sources')
      ? 'Exports that tell where sessions come from: campaign tags, click ids or referrers.'
      : wait;
  const tipping = sensitivity.tipping_point;
  const unmeasured =
    tipping === null
      ? null
      : `The call changes if more than ${formatNumber(100 * tipping, 0)} % of what goes with friction is really low intent that the exports do not show.`;
  switch (call) {
    case 'not_enough_evidence':
      return wait;
    case 'behaviour_only_ambiguous':
    case 'traffic_matters_navigation_ambiguous':
      return ['A test that removes the friction for half of the visitors would tell a symptom from a driver.', unmeasured]
        .filter(Boolean)
        .join(' ');
    case 'both_lead_unproven':
      return [
        wait ??
          'More data alone does not decide which is larger: soft signals may be symptoms. A test that removes the friction for half of the visitors would.',
        unmeasured,
      ]
        .filter(Boolean)
        .join(' ');
    default:
      return unmeasured;
  }
}

/** How many times the sessions at hand are needed; null where more of the same does not decide. */
function factorNeeded({ call, gates, numbers }: SplitFindings): number | null {
  if (gates.some(({ gate }) => gate === 'sources' || gate === 'one_visitor')) return null;
  if (gates.length > 0) {
    const factors = gates.map(({ gate, actual, needed }) =>
      gate.startsWith('precision') ? (actual / needed) ** 2 : actual > 0 ? needed / actual : Number.POSITIVE_INFINITY,
    );
    const factor = Math.max(...factors);
    return Number.isFinite(factor) ? factor : null;
  }
  if (call === 'not_enough_evidence') {
    // Small enough to be seen or to be excluded at a tenth of the observed conversion.
    const widest = Math.max(numbers.friction!.standard_error, numbers.traffic!.standard_error);
    return ((DETECTABLE * widest) / (0.1 * numbers.observed!.value)) ** 2;
  }
  if (call !== 'both_lead_unproven') return null;
  const leads = [numbers.navigation_lead_25!, numbers.traffic_lead_25!].filter(({ value }) => value > 0);
  if (leads.length === 0) return null;
  return Math.min(...leads.map(({ value, low }) => ((value - low) / value) ** 2));
}

const DETECTABLE = 2.8;

function missingOf({ gate, actual, needed }: FailedGate): Verdict['missing'][number] {
  return { what: GATES[gate].what, actual: Math.round(actual * 1e6) / 1e6, needed: Math.round(needed * 1e6) / 1e6, unit: GATES[gate].unit };
}

function gateInWords({ gate, actual, needed }: FailedGate): string {
  const { what, unit } = GATES[gate];
  const number = (value: number) =>
    unit === 'share' ? `${formatNumber(100 * value, 0)} %` : unit.startsWith('orders per') ? formatNumber(value, 4) : formatCount(value);
  if (gate === 'sources') return 'the exports tell fewer than two sources that can be compared, so traffic cannot be judged';
  if (gate === 'one_visitor' || gate.startsWith('precision')) return `${what}: ${number(actual)}, at most ${number(needed)} is needed`;
  return `${what}: ${number(actual)} of at least ${number(needed)}`;
}

const GATES: Record<FailedGate['gate'], { what: string; unit: string }> = {
  orders: { what: 'orders of the cohort', unit: 'orders' },
  friction_views: { what: 'page views of the cohort with friction', unit: 'page views' },
  friction_exits: { what: 'exits of the cohort at such views', unit: 'exits' },
  benchmark: { what: 'orders behind the benchmark in each half', unit: 'orders' },
  sources: { what: 'sources that can be compared', unit: 'source groups' },
  buckets: { what: 'groups of visitors', unit: 'groups' },
  one_visitor: { what: 'share of the orders in one group of visitors', unit: 'share' },
  precision_friction: { what: 'smallest effect of friction that would be seen', unit: 'orders per session' },
  precision_traffic: { what: 'smallest effect of traffic that would be seen', unit: 'orders per session' },
};
