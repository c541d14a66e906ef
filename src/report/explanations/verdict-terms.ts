import type { Call, Verdict } from '../report.ts';
import type { ExplanationText } from './explanation.ts';
import { OWN_RULE, PAPERS } from './papers.ts';

const INTERVALS = 'Orders per cohort session; an end of a 95 % interval decides.';
const CALLED = 'verdict.call; robustness[].call';
const ENDS =
  'N_hard: friction side with hard signals only; N_all: with all signals; T: traffic. "Above 0": the lower end of the interval is above 0';

/** The nine calls, every one with its rule. */
export const CALL_TERMS = {
  navigation_leads: {
    title: 'Navigation friction leads',
    what: 'Friction that the site made itself goes with more lost orders than traffic quality, and this holds in every way the split can be made.',
    formula: `N_hard above 0 and N_hard − T above 0, also with the shared part given to traffic, with both continuation values, and with benchmarks of 10, 25 and 50 % of the cohort. ${ENDS}`,
    unit: INTERVALS,
    caveat:
      'The end of the range that is adverse to navigation must win. Resting on association alone the sentence says "consistent with".',
    source: OWN_RULE,
    where: CALLED,
  },
  traffic_leads: {
    title: 'Traffic quality leads',
    what: 'Lower-quality traffic goes with more lost orders than friction of all kinds, soft signals included, and this holds in every way the split can be made.',
    formula: `T above 0 and T − N_all above 0, in the same variants as for navigation_leads. ${ENDS}`,
    unit: INTERVALS,
    caveat: 'The end of the range that is adverse to traffic must win: all searching and going back is counted as the site’s fault.',
    source: OWN_RULE,
    where: CALLED,
  },
  both_lead_unproven: {
    title: 'Both matter; which is larger is not proven',
    what: 'Friction made by the site and traffic quality both go with lost orders, and the data do not say which with more.',
    formula: `N_hard above 0 and T above 0, and neither lead is proven. ${ENDS}`,
    unit: INTERVALS,
    caveat: 'Not a draw: one side may well be larger. if_removed says what each remedy alone would regain.',
    source: OWN_RULE,
    where: CALLED,
  },
  navigation_matters: {
    title: 'Navigation matters; traffic is not shown to matter',
    what: 'Friction made by the site goes with lost orders; a difference in traffic quality could not be shown.',
    formula: `only N_hard above 0, and its lead over T is not proven. ${ENDS}`,
    unit: INTERVALS,
    caveat: 'Not shown is not absent: look at the upper end of the interval of traffic.',
    source: OWN_RULE,
    where: CALLED,
  },
  traffic_matters: {
    title: 'Traffic matters; navigation is not shown to matter',
    what: 'Some sources’ traffic goes with lost orders; an effect of friction could not be shown, not even with soft signals.',
    formula: `only T above 0; neither N_hard nor N_all above 0; the lead is not proven. ${ENDS}`,
    unit: INTERVALS,
    caveat: 'Not shown is not absent: look at the upper end of the interval of friction.',
    source: OWN_RULE,
    where: CALLED,
  },
  traffic_matters_navigation_ambiguous: {
    title: 'Traffic matters; searching and going back are ambiguous',
    what: 'Traffic goes with lost orders. So do signals that visitors make themselves, which may be a symptom of low intent or the site’s doing.',
    formula: `T above 0 and N_all above 0, N_hard not above 0; the lead of traffic is not proven. ${ENDS}`,
    unit: INTERVALS,
    caveat: 'An experiment on search or lists is what tells symptom from driver; more of the same data does not.',
    source: OWN_RULE,
    where: CALLED,
  },
  behaviour_only_ambiguous: {
    title: 'Ambiguous: only visitor behaviour goes with leaving',
    what: 'Only signals that visitors make themselves (repeated search, going back, loops) go with lost orders: neither the site’s own faults nor traffic quality do.',
    formula: `only N_all above 0. ${ENDS}`,
    unit: INTERVALS,
    caveat: 'Never called navigation: visitors who would have left anyway also wander, and wandering makes these signals.',
    source: OWN_RULE,
    where: CALLED,
  },
  neither_matters: {
    title: 'Neither matters much here',
    what: 'The data are precise enough to say that neither friction nor traffic quality goes with a material number of lost orders.',
    formula: `nothing above 0, and the upper ends of N_all and T are both below 10 % of the observed conversion. ${ENDS}`,
    unit: INTERVALS,
    caveat: 'It speaks of the listed signals and of these sources only; price, stock and trust are in the unexplained box.',
    source: OWN_RULE,
    where: CALLED,
  },
  not_enough_evidence: {
    also: ['insufficient', 'cannot_tell'],
    title: 'Not enough evidence',
    what: 'A gate is not passed, or nothing is shown and a material effect cannot be ruled out. It is an answer: the report says what is missing and how many more sessions or weeks would decide.',
    formula:
      'any of: a gate fails (see gates); or nothing above 0 and an upper end of friction or traffic is 10 % of the observed conversion or more',
    unit: 'No split is shown when a gate fails.',
    caveat: 'Says nothing about the size of either side. Where shoppers leave is still shown.',
    source: OWN_RULE,
    where: CALLED,
  },
} satisfies Record<Call, ExplanationText>;

/** Every key of the verdict. */
export const VERDICT_TERMS = {
  call: {
    also: ['verdict'],
    title: 'The call',
    what: 'The machine name of the verdict: one of nine. It is what a gate asserts on.',
    formula:
      'by the rules of its nine values, in this order: a lead of navigation, a lead of traffic, both, one of them, behaviour only, neither, not enough evidence',
    unit: 'One of nine names.',
    caveat: 'A call is about the cohort and the period of the report, and about nothing outside them.',
    source: OWN_RULE,
    where: CALLED,
  },
  sentence: {
    title: 'The sentence of the verdict',
    what: 'The call in one sentence with the numbers that carry it, in words that both sides can read aloud.',
    formula: 'made from the call, the grade and the kind of evidence; every number in it stands elsewhere in the report too',
    unit: 'Text.',
    caveat: 'On association alone it says "consistent with".',
    source: OWN_RULE,
    where: 'verdict.sentence',
  },
  grade: {
    also: ['grade_a', 'grade_b', 'grade_c', 'grade_d'],
    title: 'Grade of the evidence, A to D',
    what: 'How significant and how robust a finding is. A: at the 1 % level, the lead holds in all variants, the tipping point is above 50 % and the calibration is in order. B: at the 5 % level, and no variant turns the sign. C: significant but dependent on a variant. D: a gate failed.',
    formula: 'the highest grade whose conditions all hold; at most C where only sessions and no page views are known',
    unit: 'A, B, C or D.',
    caveat: 'A grade is about chance and about the choices of the analysis. What kind of evidence it is says evidence_kind.',
    source: OWN_RULE,
    where: 'verdict.grade; friction.signals[].grade, actions[].grade',
  },
  evidence_kind: {
    also: ['experiment', 'variation', 'association', 'evidence'],
    title: 'Kind of evidence',
    what: 'Experiment: an experiment or a release date stands in the data. Variation: the signal varies by page or week while the mix of arrivals does not. Association: sessions are compared within strata only.',
    formula: 'the strongest kind that the data hold for the finding: experiment before variation before association',
    unit: 'experiment, variation, association, or null where nothing is found.',
    caveat: 'Association cannot tell symptom from driver: visitors who wander without intent also meet more trouble.',
    source: OWN_RULE,
    where: 'verdict.evidence_kind; friction.signals[].evidence_kind',
  },
  would_change_it: {
    title: 'What would change the verdict',
    what: 'The smallest thing known to us that would turn the call: a share of the friction effect that is low intent, a variant of the method, more data, or an experiment.',
    formula: 'from the tipping point, the variants in depends_on and the standard errors',
    unit: 'Text.',
    caveat: 'Only what can be computed from these exports is tried.',
    source: OWN_RULE,
    where: 'verdict.would_change_it',
  },
  depends_on: {
    title: 'What the verdict depends on',
    what: 'Variants under which the call would be another: size of the benchmark, where the shared part goes, the continuation value, the cohort’s limits. Empty when it holds in all.',
    formula: 'the variants whose lead is not proven although that of the reported split is',
    unit: 'A list of variants in words.',
    caveat: 'A verdict that depends on a variant is never graded better than C.',
    source: OWN_RULE,
    where: 'verdict.depends_on',
  },
  orders_at_stake: {
    also: ['at_stake'],
    title: 'Orders at stake',
    what: 'What removing friction and buying benchmark traffic would regain together, in orders per week.',
    formula: 'v(NT) × cohort sessions / weeks of the period',
    unit: 'Orders per week, with a 95 % interval.',
    caveat: 'An upper bound on what can be done: nobody reaches a site without friction or buys only the best traffic. See achievable.',
    source: PAPERS.average_fraction,
    where: 'verdict.orders_at_stake',
  },
  revenue_at_stake: {
    title: 'Revenue at stake',
    what: 'The orders at stake in money.',
    formula: 'sum over source groups of orders at stake × average_order_value',
    unit: 'Currency of the orders export per week, with a 95 % interval.',
    caveat: 'Revenue, not profit; null when orders have no amount or currencies differ.',
    source: OWN_RULE,
    where: 'verdict.revenue_at_stake',
  },
  per: {
    also: ['week'],
    title: 'Per week',
    what: 'What is at stake is given per week, so that periods of different length can be compared.',
    formula: 'number of the period × 7 / days of the period',
    unit: 'week',
    caveat: 'A period shorter than a week is scaled up, its weekend or its weekdays with it.',
    source: OWN_RULE,
    where: 'verdict.per',
  },
} satisfies Record<keyof Verdict, ExplanationText>;
