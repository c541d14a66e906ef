import { chainValues } from './chain-values.ts';
import type { StageName } from './changed-rows.ts';
import type { FittedSplit } from './fit-split.ts';
import type { ModelName } from './fit-stage.ts';
import { laterFactors, loseBy, type PlaceCounts } from './lost-orders.ts';
import type { Alternative } from './step-rows.ts';
import { type ModelFactors, type RowWeights, type StageSums, sumLosses } from './sum-losses.ts';

/** Orders of the cohort that an alternative would have kept. */
export interface LostOrders {
  /** By arrival, by half of the buckets. */
  halves: readonly [Float64Array, Float64Array];
  total: number;
  looking: StageLosses;
  checkout: StageLosses;
  /** The same by half, with what goes on valued by the model of later orders: METHOD's model spread. */
  modelled: readonly [Float64Array, Float64Array];
}

/** What one stage lost. */
export interface StageLosses {
  /** What an order that came anyway stands for, by place. */
  later: readonly number[];
  sums: StageSums;
  weights: RowWeights;
  /** Of opening cart or checkout without the friction that is met there, by arrival: METHOD's S2. */
  worth: Float64Array;
}

/**
 * METHOD S5, S6 and S8 for one alternative, without one bucket (−1: of all).
 *
 * @param factors - of the models, see `stageFactors`
 * @param removed - see `sumLosses`
 */
export function loseOrders(
  split: FittedSplit,
  alternative: Alternative,
  factors: Readonly<Record<StageName, Readonly<Record<ModelName, ModelFactors>>>>,
  without_bucket: number,
  removed = 1,
): LostOrders {
  const values = chainValues(split.chain, alternative, factors, split.looking.design.mediumOf, removed);
  const stage = (name: StageName) => {
    const { stateOf } = split.chain[name];
    return sumLosses(
      split.changed[alternative][name],
      factors[name],
      { onward: values.onward[name], opened: values.opened, stateOf },
      without_bucket,
      removed,
    );
  };
  const [first, second] = [stage('looking'), stage('checkout')];
  const inCheckout = second.sums.cohort.map((half) => loseBy(half, [1]).exits);
  const later = laterFactors(first.sums, placeCounts(split, without_bucket), sum(inCheckout[0]!) + sum(inCheckout[1]!));
  const halves = first.sums.cohort.map((half, index) => {
    const { exits, progress } = loseBy(half, later);
    return exits.map((lost, arrival) => lost + progress[arrival]! + inCheckout[index]![arrival]!);
  }) as [Float64Array, Float64Array];
  return {
    halves,
    total: sum(halves[0]) + sum(halves[1]),
    looking: { later, worth: values.opened, ...first },
    checkout: { later: [1], worth: values.opened, ...second },
    modelled: modelledLosses(split, first.sums, inCheckout, second.sums, without_bucket),
  };
}

/**
 * METHOD S6 with the model of later orders in place of the chain: one factor for all later friction, κ, from all sessions: orders and losses are what they are together when
 * each loss is κ times what the model says.
 */
function modelledLosses(
  { counts }: FittedSplit,
  { cohort, all }: StageSums,
  inCheckout: readonly Float64Array[],
  checkout: StageSums,
  without_bucket: number,
): [Float64Array, Float64Array] {
  const orders = sum(counts.totals.orders) - (without_bucket < 0 ? 0 : sum(counts.buckets[without_bucket]!.orders));
  const kept = orders + all.orders_anyway - all.modelled;
  const later = kept > LEAST_KEPT * orders ? (orders + all.opened + checkout.all.exits) / kept : 1 / LEAST_KEPT;
  const places = cohort[0].modelled.length / inCheckout[0]!.length;
  return cohort.map(({ modelled, opened, orders_anyway }, half) =>
    inCheckout[half]!.map((lost, arrival) => {
      let loss = lost;
      for (let at = arrival * places; at < (arrival + 1) * places; at++) loss += later * (modelled[at]! - orders_anyway[at]!) + opened[at]!;
      return loss;
    }),
  ) as [Float64Array, Float64Array];
}

/** Keeps κ finite where nearly all would-be orders are lost; so few orders are left there that the gates withhold a verdict. */
const LEAST_KEPT = 0.1;

function placeCounts({ places }: FittedSplit, without_bucket: number): PlaceCounts {
  const { totals, buckets } = places;
  if (without_bucket < 0) return totals;
  const gone = buckets[without_bucket]!;
  const less = (name: keyof PlaceCounts) => totals[name].map((count, place) => count - gone[name][place]!);
  return {
    cohort_exits: less('cohort_exits'),
    cohort_continued: less('cohort_continued'),
    cohort_continued_orders: less('cohort_continued_orders'),
    progress: less('progress'),
  };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
