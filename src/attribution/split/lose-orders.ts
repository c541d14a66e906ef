import type { StageName } from './changed-rows.ts';
import type { FittedSplit } from './fit-split.ts';
import type { ModelName } from './fit-stage.ts';
import type { LaterFactors } from './later-friction.ts';
import { type CheckoutLosses, checkoutLosses, lookingFactors, loseBy, type PlaceCounts } from './lost-orders.ts';
import type { Alternative } from './step-rows.ts';
import { type ModelFactors, type RowWeights, type StageSums, sumLosses } from './sum-losses.ts';

/** Orders of the cohort that an alternative would have kept. */
export interface LostOrders {
  /** By arrival, by half of the buckets. */
  halves: readonly [Float64Array, Float64Array];
  total: number;
  /** By stage: factors for later friction, the sums and weights of the rows, the exits at them as the model expects them. */
  looking: StageLosses;
  checkout: StageLosses;
}

export interface StageLosses {
  later: LaterFactors;
  sums: StageSums;
  weights: RowWeights;
  /** Of opening cart or checkout without the friction that is met there, by arrival: METHOD's S2. */
  worth: Float64Array;
}

/**
 * METHOD S5 and S6 for one alternative, without one bucket (−1: of all).
 *
 * @param factors - of the models, see `stageFactors`
 * @param opening - chance to order of a session that opens cart or checkout, by arrival, with the friction that it meets there
 * @param removed - see `sumLosses`
 */
export function loseOrders(
  split: FittedSplit,
  alternative: Alternative,
  factors: Readonly<Record<StageName, Readonly<Record<ModelName, ModelFactors>>>>,
  opening: Float64Array,
  without_bucket: number,
  removed = 1,
): LostOrders {
  const { looking, checkout } = split.changed[alternative];
  const second = sumLosses(checkout, factors.checkout, opening, without_bucket, removed);
  const opened = {
    sessions: total(split, 'opened', without_bucket),
    orders: total(split, 'opened_orders', without_bucket),
  };
  const after: CheckoutLosses = checkoutLosses(second.sums, placeCounts(split, 'checkout', without_bucket), opened);
  const worth = opening.map((chance) => Math.min(1, chance * after.kept));
  const first = sumLosses(looking, factors.looking, worth, without_bucket, removed);
  const later = lookingFactors(first.sums, placeCounts(split, 'looking', without_bucket), after);
  const halves = ([0, 1] as const).map((half) => {
    const [before, behind] = [loseBy(first.sums.cohort[half], later), loseBy(second.sums.cohort[half], after.later)];
    return before.exits.map((lost, arrival) => lost + before.progress[arrival]! + behind.exits[arrival]!);
  }) as [Float64Array, Float64Array];
  return {
    halves,
    total: halves.reduce((sum, half) => sum + half.reduce((all, lost) => all + lost, 0), 0),
    looking: { later, worth, ...first },
    checkout: { later: after.later, worth, ...second },
  };
}

function total({ counts }: FittedSplit, name: 'opened' | 'opened_orders', without_bucket: number): number {
  const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
  return sum(counts.totals[name]) - (without_bucket < 0 ? 0 : sum(counts.buckets[without_bucket]![name]));
}

function placeCounts({ places }: FittedSplit, stage: 'looking' | 'checkout', without_bucket: number): PlaceCounts {
  const { totals, buckets } = places[stage];
  if (without_bucket < 0) return totals;
  const less = (name: keyof PlaceCounts) => totals[name].map((count, place) => count - buckets[without_bucket]![name][place]!);
  return { views: less('views'), exits: less('exits'), progress: less('progress'), later_orders: less('later_orders') };
}
