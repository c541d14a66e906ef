import { chainValues } from './chain-values.ts';
import type { RowWeights, StageName } from './changed-rows.ts';
import type { FittedSplit } from './fit-split.ts';
import type { ModelName } from './fit-stage.ts';
import { cohortWorth, loseBy, type PlaceCounts } from './lost-orders.ts';
import type { ModelFactors } from './model-factors.ts';
import type { Removal } from './step-rows.ts';
import { sumLosses } from './sum-losses.ts';
import type { StageSums } from './weigh-rows.ts';

/** Orders of the cohort that an alternative would have kept. */
export interface LostOrders {
  /** By arrival, by half of the buckets. */
  halves: readonly [Float64Array, Float64Array];
  total: number;
  looking: StageLosses;
  checkout: StageLosses;
  /** The same by half, with what goes on valued by the model of later orders: METHOD's model spread. */
  modelled: readonly [Float64Array, Float64Array];
  /** METHOD's κ, see `laterFriction`. */
  later_friction: number;
}

/** What one stage lost. */
export interface StageLosses {
  sums: StageSums;
  weights: RowWeights;
  /** What going on is worth in the cohort against all sessions, by place. */
  cohort_worth: Float64Array;
}

/**
 * METHOD S5, S6 and S8 for one alternative, without one bucket (−1: of all).
 *
 * @param factors - of the models, see `stageFactors`
 * @param removed - see `sumLosses`
 */
export function loseOrders(
  split: FittedSplit,
  alternative: Removal,
  factors: Readonly<Record<StageName, Readonly<Record<ModelName, ModelFactors>>>>,
  without_bucket: number,
  removed = 1,
): LostOrders {
  const { chain, changed } = split;
  const { onward, opened, levels } = chainValues(chain, alternative, factors, removed);
  const stage = (name: StageName) => {
    const { stateOf, friction } = chain[name];
    const worths = { onward: onward[name], opened, levels, stateOf, levelAfter: friction[alternative].levelAfter };
    return sumLosses(changed[alternative][name], factors[name], worths, without_bucket, removed);
  };
  const looking = { ...stage('looking'), cohort_worth: cohortWorth(placeCounts(split, without_bucket)) };
  const checkout = { ...stage('checkout'), cohort_worth: new Float64Array([1]) };
  const parts = ([0, 1] as const).map((half) => {
    const [before, behind] = [looking, checkout].map(({ sums, cohort_worth }) => loseBy(sums.cohort[half], cohort_worth));
    return { exits: before!.exits, others: before!.progress.map((lost, arrival) => lost + behind!.exits[arrival]!) };
  });
  const halves = parts.map(({ exits, others }) => exits.map((lost, arrival) => lost + others[arrival]!)) as [Float64Array, Float64Array];
  const later = laterFriction(split, looking.sums, checkout.sums, without_bucket);
  const modelled = parts.map(({ others }, half) => {
    const sums = looking.sums.cohort[half as 0 | 1].modelled;
    const places = sums.length / others.length;
    return others.map((lost, arrival) => lost + later * sum(sums.subarray(arrival * places, (arrival + 1) * places)));
  }) as [Float64Array, Float64Array];
  return { halves, total: sum(halves[0]) + sum(halves[1]), looking, checkout, modelled, later_friction: later };
}

/**
 * Lost orders of the cohort that go with the placebo, without one bucket (−1: of all): nothing but chance. All friction stays, so what goes on is worth what it was on the
 * whole.
 */
export function losePlacebo(
  split: FittedSplit,
  factors: Readonly<Record<StageName, Readonly<Record<ModelName, ModelFactors>>>>,
  without_bucket: number,
): number {
  const { changed, chain, counts, worth } = split;
  const opened = new Float64Array(counts.arrivals.length).fill(worth.opened);
  const lost = (name: StageName) => {
    const { stateOf, states } = chain[name];
    const onward = new Float64Array(states * opened.length).fill(worth[name]);
    const worths = { onward, opened, levels: 1, stateOf, levelAfter: new Uint8Array(split[name].steps.frictions.length) };
    const { cohort } = sumLosses(changed.no_placebo[name], factors[name], worths, without_bucket).sums;
    return cohort.reduce((total, half) => total + sum(half.exits) + sum(half.opened) - sum(half.forgone), 0);
  };
  return lost('looking') + lost('checkout');
}

/**
 * METHOD's κ: what the model of later orders leaves out, because it knows the friction of this view only. One factor for all later friction, from all sessions: orders and
 * losses are what they are together when each loss at an exit is κ times what the model says.
 */
function laterFriction({ counts }: FittedSplit, looking: StageSums, checkout: StageSums, without_bucket: number): number {
  const orders = sum(counts.totals.orders) - (without_bucket < 0 ? 0 : sum(counts.buckets[without_bucket]!.orders));
  const kept = orders - looking.all.modelled;
  return kept > LEAST_KEPT * orders ? (orders + looking.all.progress + checkout.all.exits) / kept : 1 / LEAST_KEPT;
}

/** Keeps κ finite where nearly all would-be orders are lost; so few orders are left there that the gates withhold a verdict. */
const LEAST_KEPT = 0.1;

/** Counts by place of the looking phase without one bucket (−1: of all). */
export function placeCounts({ places: { totals, buckets } }: FittedSplit, without_bucket: number): PlaceCounts {
  if (without_bucket < 0) return totals;
  const gone = buckets[without_bucket]!;
  const less = (name: keyof PlaceCounts) => totals[name].map((count, place) => count - gone[name][place]!);
  return {
    continued: less('continued'),
    continued_orders: less('continued_orders'),
    cohort_continued: less('cohort_continued'),
    cohort_continued_orders: less('cohort_continued_orders'),
  };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
