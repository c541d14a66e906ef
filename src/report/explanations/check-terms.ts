import type { ExplanationText } from './explanation.ts';
import { OWN_RULE, PAPERS } from './papers.ts';

/** How a result is put to the test, in every report. */
export const CHECK_TERMS = {
  placebo_signal: {
    title: 'Placebo signal: result',
    what: 'The lost orders of a signal that can have no effect. Its interval must hold 0; where it does not, the intervals of this report are too narrow.',
    formula: 'lost orders as of any signal, for the placebo alone / cohort sessions',
    unit: 'Orders per cohort session, with a 95 % interval.',
    caveat: 'In one report of twenty it is off 0 by chance.',
    source: OWN_RULE,
    where: 'checks.placebo_signal',
  },
  placebo_source: {
    title: 'Placebo source: result',
    what: 'The traffic effect of a source that a hash of the visitors makes up. It can be no better and no worse than the others, so its interval must hold 0.',
    formula:
      'sum over device and new or returning of cohort sessions × conversion of the made-up source there / cohort sessions − conversion of all; the source: every second pair of the 40 groups of visitors',
    unit: 'Orders per cohort session, with a 95 % interval.',
    caveat: 'In one report of twenty it is off 0 by chance.',
    source: OWN_RULE,
    where: 'checks.placebo_source',
  },
  calibration: {
    also: ['off_by'],
    title: 'Calibration',
    what: 'Whether as many sessions exit, go on and order as the models say, by tenth of the predicted chance, by source, and by place in the session.',
    formula:
      'observed / expected − 1 where 50 or more are expected; in order: at most 10 % either way, or at most 3 standard errors of the number expected',
    unit: 'Ratio of counts.',
    caveat: 'A model can be well calibrated and still mistake low intent for friction.',
    source: OWN_RULE,
    where: 'checks.calibration',
  },
  overlap: {
    title: 'Overlap',
    what: 'Whether there is something to compare with: page views with friction need page views without it at the same page, place, medium and device; sessions need benchmark sessions in their stratum.',
    formula:
      'share of page views with friction whose stratum has 20 or more without it (a warning below 95 %); share of sessions whose stratum has 20 or more benchmark sessions',
    unit: 'Share, 0 to 1.',
    caveat: 'Where overlap is missing the model alone fills the gap.',
    source: OWN_RULE,
    where: 'checks.overlap',
  },
  buckets: {
    also: ['bucket_balance'],
    title: 'Balance of the visitor buckets',
    what: 'Whether the 40 buckets are about equal: one bucket with a large share of the orders is one visitor, or a bot.',
    formula: 'buckets with sessions; largest share of the orders in one bucket',
    unit: 'Count; share of orders, 0 to 1.',
    caveat: 'See gates for the limits.',
    source: OWN_RULE,
    where: 'checks.buckets',
  },
  separated_signals: {
    also: ['separation'],
    title: 'Separated signals',
    what: 'Signals after which all sessions left, or none did. Their effect has no finite estimate, so they stay out of the split: page views with them alone count as page views without friction.',
    formula: 'page views with the signal that have no exit, or nothing but exits',
    unit: 'Names of signals.',
    caveat: 'Mostly rare signals; not proof of a large effect. What sessions do after them, as earlier trouble, still counts.',
    source: PAPERS.ridge,
    where: 'checks.separated_signals',
  },
  conservation: {
    also: ['identity', 'identities'],
    title: 'Conservation',
    what: 'Sums that must hold: every row used, filtered or rejected; every session in or out of the band; boxes that add up to 1. A run that breaks one ends with an error instead of a report.',
    formula: 'left side = right side; counts exactly, parts of the split to 1e-9',
    unit: 'That of the sum.',
    caveat: 'It guards against lost and doubled rows, not against wrong ones.',
    source: OWN_RULE,
    where: 'checks.conservation[]',
  },
  robustness: {
    also: ['setting'],
    title: 'Robustness',
    what: 'The call and both sides again with one setting changed: a benchmark of the best 10 % or 50 % of the traffic; new or returning visitors counted as traffic instead of compared within; the landing page compared within instead of counted as traffic; traffic without a known source counted with the best, and with the worst of the known sources; the band of the cohort wider or narrower by 30 s at both ends; the usual time on the last page (the median of its page group) added to the looking time where nothing tells its end; hard signals alone. A setting that changes nothing here, leaves fewer than two sources or a cohort of fewer than 100 orders is left out.',
    formula:
      'the split again on the same fitted models, which are of all sessions and know source, landing page, device and new or returning; each setting has its own choice of the benchmark and its own 95 % intervals by the same 40 groups of visitors, those of friction over both continuation values',
    unit: 'Orders per cohort session, with 95 % intervals, and the call.',
    caveat:
      'Settings that nobody tried are not in it, such as the session gap or which sessions are bots. These calls are shown beside the verdict; of them only the benchmarks of 10 % and 50 % and the two ways to count unattributed traffic can take a lead away.',
    source: OWN_RULE,
    where: 'robustness[]',
  },
  tipping_point: {
    also: ['tipping_point_share', 'sensitivity'],
    title: 'Tipping point',
    what: 'How much of the friction effect would have to be low intent in disguise before the verdict changes.',
    formula:
      'smallest share k at which the call changes, or the lower end of the friction side reaches 0, when all effects of friction (on the logit scale) are multiplied by (1 − k)',
    unit: 'Share, 0 to 1; null where not even all of it changes the verdict.',
    caveat:
      'Says how much it would take, not how much there is. The errors stay as large as they are while the effect shrinks, so a side stops being told from 0 before it is 0.',
    source: OWN_RULE,
    where: 'sensitivity.tipping_point_share',
  },
  e_value: {
    also: ['e_value_low'],
    title: 'E-value',
    what: 'How strongly something unmeasured would have to go with both friction and leaving to explain the whole effect on exits, or its interval, away.',
    formula:
      'RR + sqrt(RR × (RR − 1)); RR: expected exits with friction / without it, at the page views with friction, while looking and in the checkout',
    unit: 'Risk ratio, 1 or more.',
    caveat: 'To be compared with strongest_control_risk_ratio: what the strongest thing measured does.',
    source: PAPERS.e_value,
    where: 'sensitivity.e_value, e_value_low',
  },
  strongest_control_risk_ratio: {
    title: 'Strongest measured control',
    what: 'The yardstick for the E-value: how strongly the strongest thing that was measured goes with leaving, such as new against returning visitors or the worst against the best medium.',
    formula: 'largest ratio of adjusted exit chances between two groups of a control',
    unit: 'Risk ratio, 1 or more.',
    caveat: 'Unmeasured intent may be stronger than anything measured.',
    source: PAPERS.e_value,
    where: 'sensitivity.strongest_control_risk_ratio',
  },
  landmark: {
    also: ['landmark_check', 'cross_check', 'excess'],
    title: 'Landmark cross-check',
    what: 'A second look by another way: trouble in the first two minutes only, against what the session did afterwards. It sees less, so it is a lower bound for friction and must not be clearly larger than the main result.',
    formula:
      'sum over the cohort sessions that still look around at 120 s of (chance to order without early trouble − as it was) / cohort sessions; the chance by penalised logistic regression on page views with hard and with soft signals in the first 120 s (0, 1, 2 and more), number of page views in that time, medium, source, device, new or returning. excess: that − v(N), with the jackknife of the difference',
    unit: 'Orders per cohort session, with a 95 % interval.',
    caveat:
      'A lower bound: those whom early trouble drove off within 120 s, and all later trouble, are not in it. Low it says nothing; only an interval of the excess above 0 does. Null where no session has early trouble, or all have.',
    source: 'Anderson, Cain & Gelber (1983), J Clin Oncol 1:710–719',
    where: 'checks.landmark.lost, checks.landmark.excess',
  },
} satisfies Record<string, ExplanationText>;
