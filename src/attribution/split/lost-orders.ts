import { PLACES } from './changed-rows.ts';
import { type LaterFactors, laterFriction, type Place } from './later-friction.ts';
import type { LossSums, StageSums } from './sum-losses.ts';

/** Counts of all sessions by place of a stage. */
export interface PlaceCounts {
  views: Float64Array;
  exits: Float64Array;
  progress: Float64Array;
  later_orders: Float64Array;
}

/** What friction costs in the checkout: METHOD's L_chk. */
export interface CheckoutLosses {
  later: LaterFactors;
  /** Lost orders of all sessions. */
  all: number;
  /** What an order of a session that opened cart or checkout stands for without the friction it meets there: 1 + lost/orders. */
  kept: number;
}

/** Views that one session can have in each place of the looking phase. */
const VIEWS_IN_PLACE = [1, 1, 2, 4, 6, Number.POSITIVE_INFINITY];

/** Factors for later friction in the checkout. @param opened - sessions that opened cart or checkout, and their orders */
export function checkoutLosses({ all }: StageSums, counts: PlaceCounts, opened: { sessions: number; orders: number }): CheckoutLosses {
  let left = opened.sessions;
  const places = Array.from({ length: PLACES.checkout }, (_, place): Place => {
    const views = counts.views[place]!;
    // A step that some skip (an account) is reached by fewer than are left.
    const reached = Math.min(views, left);
    left -= counts.exits[place]!;
    return { reached, views, next_stage: 0, longest: Number.POSITIVE_INFINITY, ...sumsAt(all, counts, place) };
  });
  const later = laterFriction(places);
  const lost = later.losses.reduce((sum, loss) => sum + loss, 0);
  return { later, all: lost, kept: opened.orders > 0 ? 1 + lost / opened.orders : 1 };
}

/** Factors for later friction in the looking phase, that of the checkout included. */
export function lookingFactors({ all }: StageSums, counts: PlaceCounts, checkout: CheckoutLosses): LaterFactors {
  const progress = counts.progress.reduce((sum, count) => sum + count, 0);
  let reached = counts.views[0]!;
  const places = VIEWS_IN_PLACE.map((longest, place): Place => {
    const made = {
      reached,
      views: counts.views[place]!,
      next_stage: progress > 0 ? (checkout.all * counts.progress[place]!) / progress : 0,
      longest,
      ...sumsAt(all, counts, place),
    };
    reached -= counts.exits[place]! + counts.progress[place]!;
    return made;
  });
  return laterFriction(places, true);
}

/** METHOD S6: lost orders from sums by something · places + place, never clipped at 0: exits and not going on apart. */
export function loseBy(sums: LossSums, later: LaterFactors): { exits: Float64Array; progress: Float64Array } {
  const places = later.predicted.length;
  const size = sums.exits.length / places;
  const lost = { exits: new Float64Array(size), progress: new Float64Array(size) };
  for (let index = 0; index < size; index++) {
    for (let place = 0; place < places; place++) {
      const at = index * places + place;
      lost.exits[index]! += later.predicted[place]! * sums.exits[at]!;
      lost.progress[index]! += sums.opened[at]! - later.actual[place]! * sums.orders_anyway[at]!;
    }
  }
  return lost;
}

function sumsAt(all: StageSums['all'], counts: PlaceCounts, place: number) {
  return {
    later_orders: counts.later_orders[place]!,
    predicted_orders: counts.later_orders[place]! + all.predicted[place]!,
    exits: all.exits[place]!,
    orders_anyway: all.orders_anyway[place]!,
    opened: all.opened[place]!,
  };
}
