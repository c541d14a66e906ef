import { type LaterFactors, laterFriction, type Place } from './later-friction.ts';
import { CHECKOUT_PLACES, LOOKING_PLACES, type StageSums } from './sum-losses.ts';

/** Orders that friction cost the cohort, by arrival. */
export interface LostOrders {
  /** By half of the buckets. */
  halves: readonly [Float64Array, Float64Array];
  total: Float64Array;
  /** What a session that goes on is worth more because later friction is gone too, by place of its stage: METHOD's κ. */
  later_looking: LaterFactors;
  later_checkout: LaterFactors;
  /** What a session is worth that opens cart or checkout and meets no friction there, by arrival: METHOD's S2. */
  worth_of_opening: Float64Array;
}

/** Counts of all sessions by place of a stage. */
export interface PlaceCounts {
  views: Float64Array;
  exits: Float64Array;
  progress: Float64Array;
  later_orders: Float64Array;
}

/** What is known of all sessions. */
export interface Totals {
  looking: PlaceCounts;
  checkout: PlaceCounts;
  opened: number;
  opened_orders: number;
}

/** Views that one session can have in each place of the looking phase. */
const VIEWS_IN_PLACE = [1, 1, 2, 4, 6, Number.POSITIVE_INFINITY];

/**
 * METHOD S6: lost orders of the cohort, never clipped at 0.
 *
 * @param opening - chance to order of a session that opens cart or checkout, by arrival, with the friction that it meets there
 */
export function lostOrders(looking: StageSums, checkout: StageSums, opening: Float64Array, totals: Totals): LostOrders {
  const after = laterFriction(checkoutPlaces(checkout, totals));
  const checkoutLosses = after.losses.reduce((sum, loss) => sum + loss, 0);
  const kept = totals.opened_orders > 0 ? 1 + checkoutLosses / totals.opened_orders : 1;
  const worth_of_opening = opening.map((chance) => Math.min(1, chance * kept));
  const before = laterFriction(lookingPlaces(looking, totals, worth_of_opening, checkoutLosses));
  const arrivals = opening.length;
  const halves = [0, 1].map((half) => {
    const [first, second] = [looking.cohort[half]!, checkout.cohort[half]!];
    return Float64Array.from({ length: arrivals }, (_, arrival) => {
      let lost = 0;
      for (let place = 0; place < LOOKING_PLACES; place++) {
        const at = arrival * LOOKING_PLACES + place;
        lost += before.predicted[place]! * first.exits[at]! - before.actual[place]! * first.orders_anyway[at]!;
        lost += worth_of_opening[arrival]! * first.gone_on[at]!;
      }
      for (let place = 0; place < CHECKOUT_PLACES; place++)
        lost += after.predicted[place]! * second.exits[arrival * CHECKOUT_PLACES + place]!;
      return lost;
    });
  }) as [Float64Array, Float64Array];
  return {
    halves,
    total: halves[0].map((lost, arrival) => lost + halves[1][arrival]!),
    later_looking: before,
    later_checkout: after,
    worth_of_opening,
  };
}

function lookingPlaces({ all }: StageSums, { looking }: Totals, worth: Float64Array, checkoutLosses: number): Place[] {
  const progress = looking.progress.reduce((sum, count) => sum + count, 0);
  let reached = looking.views[0]!;
  return VIEWS_IN_PLACE.map((longest, place) => {
    const made: Place = {
      reached,
      views: looking.views[place]!,
      later_orders: looking.later_orders[place]!,
      predicted_orders: looking.later_orders[place]! + sumPlace(all.predicted, LOOKING_PLACES, place),
      exits: sumPlace(all.exits, LOOKING_PLACES, place),
      orders_anyway: sumPlace(all.orders_anyway, LOOKING_PLACES, place),
      opened: worth.reduce((sum, value, arrival) => sum + value * all.gone_on[arrival * LOOKING_PLACES + place]!, 0),
      next_stage: progress > 0 ? (checkoutLosses * looking.progress[place]!) / progress : 0,
      longest,
    };
    reached -= looking.exits[place]! + looking.progress[place]!;
    return made;
  });
}

function checkoutPlaces({ all }: StageSums, { checkout, opened }: Totals): Place[] {
  let left = opened;
  return Array.from({ length: CHECKOUT_PLACES }, (_, place) => {
    const views = checkout.views[place]!;
    const made: Place = {
      // A step that some skip (an account) is reached by fewer than are left.
      reached: Math.min(views, left),
      views,
      later_orders: checkout.later_orders[place]!,
      predicted_orders: checkout.later_orders[place]! + sumPlace(all.predicted, CHECKOUT_PLACES, place),
      exits: sumPlace(all.exits, CHECKOUT_PLACES, place),
      orders_anyway: 0,
      opened: 0,
      next_stage: 0,
      longest: Number.POSITIVE_INFINITY,
    };
    left -= checkout.exits[place]!;
    return made;
  });
}

function sumPlace(sums: Float64Array, places: number, place: number): number {
  let total = 0;
  for (let at = place; at < sums.length; at += places) total += sums[at]!;
  return total;
}
