import type { Split } from '../report.ts';
import type { ExplanationText } from './explanation.ts';
import { OWN_RULE, PAPERS } from './papers.ts';

const GAME = `${PAPERS.shapley}; as the average attributable fraction: ${PAPERS.average_fraction}`;
const PER_SESSION = 'Orders per cohort session, with a 95 % interval; × cohort sessions = orders of the period.';

/** Every key of the split. */
export const SPLIT_TERMS = {
  unit: {
    title: 'Unit of the split',
    what: 'All boxes of the split are orders per cohort session, so that they can be added to the observed conversion and to one another.',
    formula: 'orders / cohort sessions',
    unit: 'Orders per cohort session; the denominator is every session of the cohort, with and without an order.',
    caveat: 'Not per session of the shop, and not per week: multiply by the cohort sessions of a week for that.',
    source: OWN_RULE,
    where: 'split.unit',
  },
  observed: {
    also: ['c0', 'observed_conversion'],
    title: 'Observed conversion of the cohort',
    what: 'The share of the cohort’s sessions that ordered in the session, as it happened. The four boxes of the split start where it ends.',
    formula: 'cohort sessions with an order in them / cohort sessions',
    unit: 'Share of cohort sessions, 0 to 1.',
    caveat:
      'Orders that came after the session (bought later, bought elsewhere) are not in it, and such sessions count as no lost order either.',
    source: OWN_RULE,
    where: 'split.observed',
  },
  friction: {
    also: ['navigation', 'navigation_friction', 'site_friction', 'friction_share', 'phi_n'],
    title: 'Navigation friction',
    what: 'Orders that go with friction met on the site, beyond what the benchmark traffic meets as well: friction’s fair share of what removing friction and buying benchmark traffic would regain together, less the shared part.',
    formula:
      'friction side = [v(N) + v(NT) − v(T)] / 2, the mean of what removing friction adds first and adds last; friction = friction side − shared. v(N): gain without friction, v(T): with benchmark traffic, v(NT): with both (see if_removed)',
    unit: PER_SESSION,
    caveat:
      'With soft signals in it this is the upper end of a range: searching again and going back can be poor fit and not the site’s fault. friction_hard_only is the lower end. An association within strata, never proof that the signal drove anyone away.',
    source: `${GAME}; for the part inside: ${PAPERS.coalition}`,
    where: 'split.friction; by channel in matrix[].friction (the worst signal met: none, soft or hard)',
  },
  friction_hard_only: {
    also: ['hard_only'],
    title: 'Navigation friction, hard signals only',
    what: 'The same share when only what the site did itself is removed: errors, slow pages, rejected forms, dead ends, requests for information, failing searches. It is the lower end of the navigation range; navigation is never said to lead unless this end leads.',
    formula: 'as friction, with v(N) and v(NT) from hard signals alone and soft friction kept; friction side − this side = ambiguous',
    unit: PER_SESSION,
    caveat:
      'Too high where hard trouble hits low-intent sessions inside one source and device (old phones, one country); too low by all the soft friction that is the site’s fault.',
    source: GAME,
    where: 'split.friction_hard_only',
  },
  shared: {
    also: ['shared_part', 'phi_m'],
    title: 'Shared: traffic that meets more friction',
    what: 'The part of the friction side that exists because these sources meet more friction than the benchmark traffic does. The site and the choice of traffic both had a hand in it, so it is shown apart.',
    formula:
      '[v(M) + v(TM) − v(T)] / 2, where M gives each source the benchmark’s retention, own quality; M moves first inside the friction side',
    unit: PER_SESSION,
    caveat: 'Negative where the benchmark traffic meets more friction than the rest. It is not the interaction.',
    source: `${PAPERS.coalition}; ${PAPERS.shapley}`,
    where: 'split.shared',
  },
  traffic: {
    also: ['traffic_share', 'phi_t'],
    title: 'Traffic quality',
    what: 'Orders that go with sources whose visitors would order less often than benchmark traffic even on a site without friction: traffic’s fair share of what both remedies would regain together.',
    formula:
      '[v(T) + v(NT) − v(N)] / 2 = sum over source and stratum of weight × (benchmark quality − own quality) × (1 + own retention) / 2',
    unit: PER_SESSION,
    caveat: 'The gap to the shop’s own best traffic, not a forecast: benchmark traffic can rarely be bought at the same volume.',
    source: GAME,
    where: 'split.traffic',
  },
  unexplained: {
    also: ['neither'],
    title: 'Neither',
    what: 'What is left when friction is gone and all traffic is benchmark traffic: sessions that would still not have ordered. Price, stock, trust, or just looking; nothing in these exports tells which.',
    formula: '1 − observed − v(NT), so that observed + friction + shared + traffic + unexplained = 1',
    unit: PER_SESSION,
    caveat:
      'Usually by far the largest box, and not a fault: most sessions of any shop do not order. Sessions whose visitor bought later or elsewhere are in it.',
    source: OWN_RULE,
    where: 'split.unexplained',
  },
  ambiguous: {
    title: 'Ambiguous part',
    what: 'The part of friction and shared together that rests on soft signals: what the visitor did, which may be the site’s doing or a symptom of low intent.',
    formula: 'friction side with all signals − friction side with hard signals only',
    unit: PER_SESSION,
    caveat: 'More of the same data does not settle it; an experiment does.',
    source: OWN_RULE,
    where: 'split.ambiguous',
  },
  navigation_range: {
    also: ['hard_and_soft', 'friction_side'],
    title: 'Navigation range',
    what: 'Friction and shared together at both ends: with hard signals only, as if all searching and going back were symptoms of low intent, and with hard and soft signals, as if the site were behind all of it.',
    formula: 'hard_only: friction side from hard signals alone; hard_and_soft: friction side = friction + shared',
    unit: PER_SESSION,
    caveat: 'Each end has an interval of its own. Navigation is never said to lead unless the lower end leads.',
    source: OWN_RULE,
    where: 'split.navigation_range',
  },
  share_of_abandoned: {
    title: 'Share of the sessions without an order',
    what: 'Each box as a share of the cohort’s sessions that did not order in the session.',
    formula: 'box / (1 − observed)',
    unit: 'Share of cohort sessions without an order in them; the boxes add up to 1.',
    caveat: 'Most such sessions would not have ordered anyway, so shares of friction and traffic look small beside what could be regained.',
    source: PAPERS.average_fraction,
    where: 'split.share_of_abandoned',
  },
  share_of_recoverable: {
    title: 'Share of what could be regained',
    what: 'How much of what both sides together would regain belongs to friction and shared; the rest is traffic.',
    formula: '(friction + shared) / (friction + shared + traffic)',
    unit: 'Share of v(NT), with the jackknife interval of the share itself; outside 0 to 1 where one side is below 0.',
    caveat: 'Null unless the interval of v(NT) lies above 0: shares of what may be nothing swing without bound.',
    source: PAPERS.average_fraction,
    where: 'split.share_of_recoverable',
  },
  if_removed: {
    also: ['v_n', 'v_t', 'v_nt'],
    title: 'If it were removed',
    what: 'What one remedy alone would regain, and both together: friction gone (v(N)), every session replaced by benchmark traffic of its stratum that meets the same friction (v(T)), both (v(NT)).',
    formula:
      'v(N) = lost orders / sessions; v(T) = sum of weight × benchmark quality × own retention − observed; v(NT) = sum of weight × benchmark quality − observed',
    unit: PER_SESSION,
    caveat: 'v(N) + v(T) is not v(NT): that difference is the interaction. Frictionless is an ideal that no site reaches; see achievable.',
    source: GAME,
    where: 'split.if_removed',
  },
  if_removed_per_week: {
    title: 'If it were removed, per week',
    what: 'What each remedy alone, and both together, would regain at most in orders per week of the cohort.',
    formula: 'if_removed × cohort sessions / weeks of the period',
    unit: 'Orders per week, with a 95 % interval.',
    caveat: 'The lines do not add up: a lost order that either remedy would have regained stands in both.',
    source: OWN_RULE,
    where: 'split.if_removed_per_week',
  },
  interaction: {
    title: 'Interaction',
    what: 'What both remedies regain together beyond the sum of each alone: better traffic has more orders to lose to friction. Each side’s share holds half of it.',
    formula: 'v(NT) − v(N) − v(T)',
    unit: PER_SESSION,
    caveat: 'Not the shared part: shared is about who meets friction, interaction about gains that need both remedies.',
    source: PAPERS.shapley,
    where: 'split.interaction',
  },
  achievable: {
    also: ['achievable_variant', 'attained', 'achievable_lost_orders', 'orders_per_cohort_session'],
    title: 'Achievable variant',
    what: 'Friction-free is an ideal. This variant lowers each signal only to the rate of a good week: what pages of the same group and device have shown already.',
    formula:
      'sum over signals of raw lost orders × (1 − page views with the signal at the 25th percentile of weeks / page views with it), by page group and device; weeks weighted by page views, their rates shrunk towards the common one by as much as chance spreads them; earlier trouble as the signals of its class',
    unit: 'Orders of the period (signals), per cohort session, and per week (split), each with the 95 % interval of the losses; the rates of good weeks are taken as known.',
    caveat:
      'Null with fewer than 4 whole weeks. Where in the shop a signal’s lost orders arise is not known by page group and device, so all its page views count alike.',
    source: OWN_RULE,
    where: 'split.achievable; friction.signals[].achievable_lost_orders',
  },
  lost_orders: {
    also: ['lost'],
    title: 'Lost orders',
    what: 'Orders expected had the friction not been there, or with benchmark traffic, less those observed. Friction’s are measured at the page views where sessions left, not by whether a session met trouble at all.',
    formula:
      'friction: sum over page views with friction of [exits × (1 − h0/h) × V] + [(p0 − p)/(1 − p) × sessions that went on looking × (worth of opening the cart − worth of going on)]. h, h0: chance to exit with and without the friction; p, p0: to go on to cart or checkout; V: chance to order of a session that does not exit and meets no friction from here on (continuation_value)',
    unit: 'Orders of the period, with a 95 % interval; the boxes of the split × cohort sessions.',
    caveat:
      'Never cut off at 0: without any effect it is as often below as above. Raw lost orders of single signals or pages add up to v(N); those scaled to the share of the split add up to friction and shared.',
    source: `${PAPERS.average_fraction}; the measurement at page views is a rule of midfunnel, docs/method.md`,
    where: 'split.lost_orders; where.pages[].lost_orders, friction.signals[].lost_orders, actions[].lost_orders',
  },
  lost_orders_per_week: {
    title: 'Lost orders per week',
    what: 'The boxes of the split in orders per week of the cohort.',
    formula: 'lost_orders / weeks of the period; a period under a day counts as one day',
    unit: 'Orders per week, with a 95 % interval.',
    caveat: 'A period of few weeks says little about the year: season and campaigns are in it as they were.',
    source: OWN_RULE,
    where: 'split.lost_orders_per_week',
  },
  lost_revenue_per_week: {
    title: 'Lost revenue per week',
    what: 'The boxes of the split in money per week.',
    formula: 'lost_revenue / weeks of the period',
    unit: 'Currency of the orders export per week, with a 95 % interval.',
    caveat: 'Revenue, not profit; null when orders have no amount or currencies differ.',
    source: OWN_RULE,
    where: 'split.lost_revenue_per_week',
  },
  lost_revenue: {
    title: 'Lost revenue',
    what: 'Lost orders in money, by the average order value of the source group that lost them.',
    formula: 'sum over source groups of lost orders × average_order_value',
    unit: 'Currency of the orders export, with a 95 % interval that holds the error of both factors.',
    caveat: 'Revenue and not profit, before refunds. Never to be added to wasted spend: that is another money.',
    source: OWN_RULE,
    where: 'split.lost_revenue; actions[].lost_revenue',
  },
} satisfies Record<keyof Split, ExplanationText>;
