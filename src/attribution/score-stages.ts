import type { Goal, GoalName } from '../config/goals.ts';
import type { Estimate, Rate } from '../statistics/estimate.ts';
import { poissonInterval } from '../statistics/poisson-interval.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';

/** A stage of the shop; `outcome` is what comes of all four: orders and revenue. */
export type Stage = 'front_door' | 'middle' | 'checkout' | 'fulfilment' | 'outcome';

export interface StageScore {
  stage: Stage;
  metric: string;
  /** null where the exports cannot show it. Counts of sessions, visitors, orders and money are what they are: their interval has no width. */
  actual: Estimate | Rate | null;
  goal: number | null;
  state: 'met' | 'missed' | 'unknown';
  /** null where it is met or missed. `too_close`: the interval of a share holds the goal. */
  unknown_because: 'no_goal' | 'not_measured' | 'too_close' | null;
}

/** Sums over the whole weeks of the period, see `countWeeks`; `revenue` as in the ledger. */
export interface WeekCounts {
  weeks: number;
  visitors: number;
  sessions: number;
  orders: number;
  revenue: number;
}

export interface StageCounts {
  visitors: number;
  sessions: number;
  days: number;
  cohort: number;
  cohort_opened: number;
  opened: number;
  opened_ordered: number;
  /** Sessions that saw a checkout, shipping or billing page, and those of them with an order. */
  checkout: number;
  checkout_ordered: number;
  /** Orders of the export that count (refunded ones too), and all of them; null where the export cannot tell which stand. */
  orders_kept: number | null;
  orders_placed: number | null;
  orders: number;
  /** Money of the orders that count; null where amounts or currency are not known. */
  revenue: number | null;
  currency: string | null;
  /** null where no goal asks for it. */
  weekly: WeekCounts | null;
}

/** How a stage is measured: the number without a goal, and the numbers that goals can be set for. */
interface Measure {
  stage: Stage;
  metric: string;
  actual: Estimate | Rate | null;
}

const STAGES: readonly Stage[] = ['front_door', 'middle', 'checkout', 'fulfilment', 'outcome'];

/**
 * The stages of the shop by one number each, or by those that have a goal: does the loss sit in the middle? A share meets or misses its goal only where its interval lies
 * wholly on one side; a count is known, and compared as it is.
 */
export function scoreStages(counts: StageCounts, goals: readonly Goal[] = []): StageScore[] {
  const withGoal = goals.map((goal) => ({ ...measured(goal, counts), goal: goal.target }));
  const without = shownWithoutGoal(counts).filter(({ stage }) => !withGoal.some((score) => score.stage === stage));
  const all = [...withGoal, ...without.map((measure) => ({ ...measure, goal: null }))].map((score) => ({ ...score, ...judged(score) }));
  return STAGES.flatMap((stage) => all.filter((score) => score.stage === stage));
}

function judged({ actual, goal }: Pick<StageScore, 'actual' | 'goal'>): Pick<StageScore, 'state' | 'unknown_because'> {
  if (goal === null) return { state: 'unknown', unknown_because: 'no_goal' };
  if (actual === null) return { state: 'unknown', unknown_because: 'not_measured' };
  if (actual.low >= goal) return { state: 'met', unknown_because: null };
  return actual.high < goal ? { state: 'missed', unknown_because: null } : { state: 'unknown', unknown_because: 'too_close' };
}

function shownWithoutGoal(counts: StageCounts): Measure[] {
  const { low, high } = poissonInterval(counts.sessions);
  const perDay = { value: counts.sessions / counts.days, low: low / counts.days, high: high / counts.days };
  const shares = shareMeasures(counts);
  return [
    { stage: 'front_door', metric: 'sessions per day', actual: counts.days > 0 ? perDay : null },
    shares.cart_opening,
    shares.cart_completion,
    shares.fulfilment,
  ];
}

function measured({ goal, per }: Goal, counts: StageCounts): Measure {
  if (goal === 'cart_opening' || goal === 'cart_completion' || goal === 'checkout_completion' || goal === 'fulfilment')
    return shareMeasures(counts)[goal];
  const inAll = counts[goal];
  const { weekly } = counts;
  const perWeek = weekly === null || weekly.weeks === 0 || inAll === null ? null : weekly[goal] / weekly.weeks;
  const value = per === 'week' ? perWeek : inAll;
  const money = goal === 'revenue' && counts.currency !== null ? `, ${counts.currency}` : '';
  return {
    stage: goal === 'visitors' || goal === 'sessions' ? 'front_door' : 'outcome',
    metric: `${goal} ${per === 'week' ? 'per week' : 'of the period'}${money}`,
    actual: value === null ? null : { value, low: value, high: value },
  };
}

function shareMeasures(
  counts: StageCounts,
): Record<Extract<GoalName, 'cart_opening' | 'cart_completion' | 'checkout_completion' | 'fulfilment'>, Measure> {
  const share = (events: number | null, trials: number | null) =>
    events !== null && trials !== null && trials > 0 ? wilsonInterval(events, trials) : null;
  return {
    cart_opening: {
      stage: 'middle',
      metric: 'sessions in the band that open cart or checkout',
      actual: share(counts.cohort_opened, counts.cohort),
    },
    cart_completion: {
      stage: 'checkout',
      metric: 'sessions with cart or checkout that order',
      actual: share(counts.opened_ordered, counts.opened),
    },
    checkout_completion: {
      stage: 'checkout',
      metric: 'sessions with a checkout page that order',
      actual: share(counts.checkout_ordered, counts.checkout),
    },
    fulfilment: {
      stage: 'fulfilment',
      metric: 'placed orders that stand, neither cancelled nor refunded',
      actual: share(counts.orders_kept, counts.orders_placed),
    },
  };
}

/** Whether it is the pattern the product is about: enough visitors, checkout on target, loss in the middle. */
export interface Pattern {
  answer: 'yes' | 'no' | 'unknown';
  /** The same as a sentence with its reason. */
  sentence: string;
}

/** What each part of the pattern is made of, in the order in which a reader asks. */
const FRONT = { name: 'visitors', stages: ['front_door'] };
const BACK = { name: 'checkout', stages: ['checkout'] };
const REST = { name: 'fulfilment', stages: ['fulfilment'] };
const LOSS = { name: 'the middle, or what comes of it', stages: ['middle', 'outcome'] };

/**
 * Reads the pattern off the scores: it is when front door and checkout meet their goals, fulfilment does not miss its own, and the middle or the outcome misses one.
 * null where there is no goal at all.
 */
export function findPattern(scores: readonly StageScore[]): Pattern | null {
  const goals = scores.filter(({ goal }) => goal !== null);
  if (goals.length === 0) return null;
  const of = ({ stages }: { stages: readonly string[] }) => goals.filter(({ stage }) => stages.includes(stage));
  const elsewhere = [...of(FRONT), ...of(BACK), ...of(REST)].filter(({ state }) => state === 'missed');
  if (elsewhere.length > 0)
    return { answer: 'no', sentence: `It is not this pattern alone: outside the middle, below the goal: ${listed(elsewhere)}.` };
  const loss = of(LOSS);
  const lost = loss.filter(({ state }) => state === 'missed');
  if (loss.length > 0 && loss.every(({ state }) => state === 'met'))
    return { answer: 'no', sentence: `It is not the pattern: nothing is lost against the goals, which are met: ${listed(loss)}.` };
  const open = [FRONT, BACK].filter((part) => of(part).length === 0);
  const unsure = [...of(FRONT), ...of(BACK), ...of(REST), ...(lost.length > 0 ? [] : loss)].filter(({ state }) => state === 'unknown');
  if (open.length === 0 && unsure.length === 0 && lost.length > 0)
    return {
      answer: 'yes',
      sentence: `It is the pattern: front door and checkout meet their goals; below the goal: ${listed(lost)}. The loss is in the middle.`,
    };
  const missing = [...open, ...(loss.length === 0 ? [LOSS] : [])].map(({ name }) => name);
  const reasons = [
    ...(missing.length > 0 ? [`there is no goal for ${missing.join(', nor for ')}`] : []),
    ...unsure.map(({ metric, unknown_because }) => `${metric}: ${unknown_because === 'too_close' ? 'too close to tell' : 'not measured'}`),
  ];
  return { answer: 'unknown', sentence: `It cannot be told: ${reasons.join('; ')}.` };
}

function listed(scores: readonly StageScore[]): string {
  return scores.map(({ metric }) => metric.replace(/, [A-Z]{3}$/, '')).join(', ');
}
