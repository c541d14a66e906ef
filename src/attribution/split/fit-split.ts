import { type ArrivalCounts, countArrivals } from './cohort-cells.ts';
import { type FittedOpening, fitOpening } from './fit-opening.ts';
import { type FittedStage, fitStage, MODELS } from './fit-stage.ts';
import { type LostOrders, lostOrders, type PlaceCounts } from './lost-orders.ts';
import { type Alternative, stepRows } from './step-rows.ts';
import { CHECKOUT_PLACES, LOOKING_PLACES, placesOf, sumLosses } from './sum-losses.ts';
import type { SourceGroup, SplitTables } from './tables.ts';
import { type Coefficients, changedRows, type FrictionWeights, weighFriction } from './weigh-friction.ts';

/** All models of the split, fitted on all sessions. */
export interface FittedSplit {
  arrivals: readonly number[];
  groups: readonly SourceGroup[];
  looking: FittedStage;
  checkout: FittedStage;
  opening: FittedOpening;
  counts: ArrivalCounts;
  /** Rows of each stage that an alternative changes. */
  changed: Readonly<Record<Alternative, readonly [looking: Int32Array, checkout: Int32Array]>>;
  /** Place of the rows of each stage. */
  places: readonly [looking: Uint8Array, checkout: Uint8Array];
  requestBit: number;
}

/** Fits everything that the split needs (METHOD S1 to S4). */
export function fitSplit({ looking, checkout, sessions, groups, signals }: SplitTables): FittedSplit {
  const arrivals = [...new Set([...sessions.arrival])].sort((a, b) => a - b);
  const counts = countArrivals(sessions, arrivals);
  const first = fitStage(stepRows(looking, arrivals, signals), groups, signals);
  const second = fitStage(stepRows(checkout, arrivals, signals), groups, signals);
  const changed = Object.fromEntries(
    (['none', 'no_hard', 'no_placebo'] as const).map((alternative) => [
      alternative,
      [changedRows(first, alternative), changedRows(second, alternative)] as const,
    ]),
  ) as FittedSplit['changed'];
  return {
    arrivals,
    groups,
    looking: first,
    checkout: second,
    opening: fitOpening(counts, groups),
    counts,
    changed,
    places: [placesOf(first, 'looking'), placesOf(second, 'checkout')],
    requestBit: signals.find(({ signal }) => signal === 'information_request')?.bit ?? 0,
  };
}

/** Coefficients of a stage's models without a bucket (−1: all buckets). */
export function coefficientsOf({ models }: FittedStage, without_bucket: number): Coefficients {
  return Object.fromEntries(
    MODELS.map((name) => [name, without_bucket < 0 ? models[name]?.coefficients : models[name]?.replicates[without_bucket]]),
  ) as Coefficients;
}

/** What friction weighs at the rows of both stages under an alternative. @param removed - share of the effect that it takes away */
export function weighStages(
  split: FittedSplit,
  alternative: Alternative,
  without_bucket: number,
  removed = 1,
): [FrictionWeights, FrictionWeights] {
  const weigh = (stage: FittedStage, rows: Int32Array) =>
    weighFriction(stage, coefficientsOf(stage, without_bucket), alternative, rows, split.requestBit, removed);
  return [weigh(split.looking, split.changed[alternative][0]), weigh(split.checkout, split.changed[alternative][1])];
}

/** Orders lost to what an alternative takes away, of all buckets but one (−1: all), from the weights of both stages. */
export function loseOrders(
  split: FittedSplit,
  weights: readonly [FrictionWeights, FrictionWeights],
  opening: Float64Array,
  without_bucket: number,
): LostOrders {
  const { totals, buckets } = split.counts;
  const count = (name: 'opened' | 'opened_orders') => sum(totals[name]) - (without_bucket < 0 ? 0 : sum(buckets[without_bucket]![name]));
  return lostOrders(
    sumLosses(split.looking, weights[0], split.places[0], LOOKING_PLACES, without_bucket),
    sumLosses(split.checkout, weights[1], split.places[1], CHECKOUT_PLACES, without_bucket),
    opening,
    {
      looking: countPlaces(split.looking, split.places[0], LOOKING_PLACES, without_bucket),
      checkout: countPlaces(split.checkout, split.places[1], CHECKOUT_PLACES, without_bucket),
      opened: count('opened'),
      opened_orders: count('opened_orders'),
    },
  );
}

function countPlaces({ steps }: FittedStage, places: Uint8Array, placeCount: number, without_bucket: number): PlaceCounts {
  const add = (name: 'views' | 'exits' | 'progress' | 'later_orders') => {
    const counts = new Float64Array(placeCount);
    steps.totals[name].forEach((value, row) => {
      counts[places[row]!]! += value;
    });
    if (without_bucket < 0) return counts;
    const { starts, lines, row, counts: ofLines } = steps.buckets;
    for (let n = starts[without_bucket]!; n < starts[without_bucket + 1]!; n++)
      counts[places[row[lines[n]!]!]!]! -= ofLines[name][lines[n]!]!;
    return counts;
  };
  return { views: add('views'), exits: add('exits'), progress: add('progress'), later_orders: add('later_orders') };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
