import type { SplitFindings } from '../attribution/split/find-split.ts';
import type { FailedGate } from '../attribution/split/judge-split.ts';
import { formatAbout, formatAmount, formatNumber, formatPerHundred } from './format.ts';
import { missingInShort } from './missing-words.ts';
import type { Verdict } from './report.ts';

/** What the reader must know besides the split itself. */
export interface SplitContext {
  weeks: number;
  currency: string | null;
  sessions: number;
  /** Gates that kept the split from being estimated at all. */
  gates: readonly FailedGate[];
  /** Whether the exports tell where sessions come from. */
  has_sources: boolean;
}

/** Weeks from which on more data is no plan but a hope. */
const MANY_WEEKS = 520;

/** The words of the verdict, and how much more data would decide. */
export function meansOfVerdict(
  found: SplitFindings | null,
  context: SplitContext,
): Pick<Verdict, 'sentence' | 'would_change_it' | 'missing' | 'needs_sessions' | 'needs_weeks'> {
  const gates = found?.gates ?? context.gates;
  const missing = gates.map(missingOf);
  const needed = gates.length > 0 ? factorForGates(gates, context) : found === null ? null : factorForCall(found);
  // What is there already decides nothing more.
  const factor = needed !== null && needed > 1 ? needed : null;
  const needs_sessions = factor === null ? null : Math.ceil(context.sessions * factor);
  const needs_weeks = factor === null ? null : Math.max(1, Math.ceil(context.weeks * factor));
  const wait = waitFor(needs_sessions, needs_weeks, context);
  return {
    sentence: gates.length > 0 || found === null ? withheldSentence(gates, missing, context) : sentenceOf(found),
    would_change_it: gates.length > 0 || found === null ? gateChange(gates, wait, context) : changeOf(found, wait),
    missing,
    needs_sessions,
    needs_weeks,
  };
}

const ASSOCIATION = 'an association, not an experiment';

/** Why there is no split, in one sentence or two. */
function withheldSentence(gates: readonly FailedGate[], missing: Verdict['missing'], { has_sources }: SplitContext): string {
  if (!has_sources && gates.some(({ gate }) => gate === 'sources'))
    return 'Traffic cannot be judged: the exports do not tell where sessions come from, so there is not enough evidence to split the lost orders between the site and the traffic.';
  return `Not enough evidence to say whether it is the site or the traffic. ${capital(missingInShort(missing))}.`;
}

/** The verdict in one sentence or two, for both departments. */
function sentenceOf({ call, numbers }: SplitFindings): string {
  const lost = (name: string) => formatPerHundred(numbers[name]!, { interval: false });
  const range = rangeOf([numbers.friction_hard!, numbers.friction!]);
  const friction = `friction on the site goes with ${range} lost orders per 100 sessions`;
  const traffic = `traffic below the benchmark goes with ${lost('traffic')} lost orders per 100 sessions`;
  const besides =
    numbers.traffic!.value > 0 ? `traffic below the benchmark with ${lost('traffic')}` : 'traffic below the benchmark with none';
  switch (call) {
    case 'navigation_leads':
      return `The site leads: ${friction}, ${besides}. That is consistent with trouble on the site keeping shoppers from ordering (${ASSOCIATION}).`;
    case 'traffic_leads':
      return `The traffic leads: ${traffic}, friction on the site with ${range}. That is consistent with sources that bring shoppers of lower intent (${ASSOCIATION}).`;
    case 'both_lead_unproven':
      return `Both the site and the traffic matter; which is larger is not proven: ${friction}, traffic below the benchmark with ${lost('traffic')} (consistent with both; ${ASSOCIATION}).`;
    case 'navigation_matters':
      return `The site matters; that the traffic does is not shown: ${friction} (consistent with trouble that the site makes; ${ASSOCIATION}).`;
    case 'traffic_matters':
      return `The traffic matters; that the site does is not shown: ${traffic} (consistent with sources of lower intent; ${ASSOCIATION}).`;
    case 'traffic_matters_navigation_ambiguous':
      return `The traffic matters, the site may: ${traffic} (consistent with sources of lower intent; ${ASSOCIATION}). Searching again and going back go with leaving too, but may be a symptom of low intent.`;
    case 'behaviour_only_ambiguous':
      return 'Ambiguous: only what shoppers did (searching again, going back) goes with leaving, nothing that the site did to them and no source. It is consistent with a symptom of low intent as well as with a site that is hard to use.';
    case 'neither_matters':
      return 'Neither matters much here: friction and traffic are each shown to go with fewer lost orders than a tenth of those placed.';
    case 'not_enough_evidence':
      return 'Not enough evidence: for the site or the traffic, the data are consistent with no lost orders at all as well as with a number that would matter.';
    default:
      return call satisfies never;
  }
}

/** From the smaller to the larger end; an end below nothing is none. */
function rangeOf(ends: readonly { value: number; low: number; high: number }[]): string {
  const shown = (end: (typeof ends)[number]) => (end.value > 0 ? formatPerHundred(end, { interval: false }) : 'none');
  const [from, to] = [...ends].sort((a, b) => a.value - b.value).map(shown);
  if (from === to) return from!;
  return from === 'none' ? `up to ${to}` : `${from} to ${to}`;
}

/** How much more would decide, as a sentence; null where more of the same does not, or only after a decade. */
function waitFor(sessions: number | null, weeks: number | null, seen: SplitContext): string | null {
  if (sessions === null || weeks === null || weeks >= MANY_WEEKS) return null;
  const more = formatAbout(Math.max(0, sessions - seen.sessions));
  const moreWeeks = Math.max(1, Math.ceil(weeks - seen.weeks));
  return `About ${more} more sessions, ${formatAmount(moreWeeks, 'more week')} at the present traffic, would decide it if the size of the effect stays.`;
}

/** What would let the gates be passed. */
function gateChange(gates: readonly FailedGate[], wait: string | null, { has_sources }: SplitContext): string {
  if (!has_sources && gates.some(({ gate }) => gate === 'sources'))
    return 'Exports that tell where sessions come from: campaign tags, click ids or referrers.';
  if (gates.some(({ gate }) => gate === 'one_visitor'))
    return 'Exports without the visitors that hold so many of the orders: a bot, a reseller, a test account.';
  return wait ?? 'Exports with more of what is missing; at the present traffic waiting alone does not help.';
}

/** The tipping point in words: whole percent say 100 where it only rounds to it. */
export function tippingShare(share: number): string {
  return share >= 0.99 ? 'nearly all' : `more than ${formatNumber(100 * share, 0)} %`;
}

function changeOf({ call, sensitivity }: SplitFindings, wait: string | null): string | null {
  if (call === 'not_enough_evidence') return wait ?? TEST;
  if (call === 'neither_matters')
    return 'Trouble that these exports do not show; of what they show, more data will hardly make a large part.';
  const tipping = sensitivity.tipping_point;
  const unmeasured =
    tipping === null
      ? 'Even if all that goes with friction were really low intent, the call would stay.'
      : `The call changes, or friction can no longer be told from nothing, if ${tippingShare(tipping)} of what goes with friction is really low intent that the exports do not show.`;
  switch (call) {
    case 'behaviour_only_ambiguous':
    case 'traffic_matters_navigation_ambiguous':
      return `${TEST} ${unmeasured}`;
    case 'both_lead_unproven':
      return `${wait ?? TEST} ${unmeasured}`;
    default:
      return unmeasured;
  }
}

const TEST =
  'More of the same data does not decide it; a test that removes the friction for half of the visitors would tell a symptom from a driver.';

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** How many times the sessions at hand are needed; null where more of the same does not decide. */
function factorForGates(gates: readonly FailedGate[], { has_sources }: SplitContext): number | null {
  if (gates.some(({ gate }) => (gate === 'sources' && !has_sources) || gate === 'one_visitor')) return null;
  const factors = gates.map(({ gate, actual, needed }) =>
    gate.startsWith('precision') ? (actual / needed) ** 2 : actual > 0 ? needed / actual : Number.POSITIVE_INFINITY,
  );
  const factor = Math.max(...factors);
  return Number.isFinite(factor) ? factor : null;
}

function factorForCall({ call, numbers }: SplitFindings): number | null {
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

const GATES: Record<FailedGate['gate'], { what: string; unit: string }> = {
  orders: { what: 'orders of the cohort', unit: 'orders' },
  friction_views: { what: 'page views of the cohort with friction', unit: 'page views' },
  friction_exits: { what: 'exits of the cohort at such views', unit: 'exits' },
  benchmark: { what: 'orders behind the benchmark in each half', unit: 'orders' },
  sources: { what: 'sources large enough to be compared', unit: 'source groups' },
  buckets: { what: 'groups of visitors', unit: 'groups' },
  one_visitor: { what: 'share of the orders in one group of visitors', unit: 'share' },
  precision_friction: { what: 'smallest loss to friction that these data could show', unit: 'orders per session' },
  precision_traffic: { what: 'smallest loss to traffic that these data could show', unit: 'orders per session' },
};
