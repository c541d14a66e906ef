import { PLACES } from './changed-rows.ts';
import { laterOrders } from './later-orders.ts';
import type { LossSums, StageSums } from './sum-losses.ts';

/** Cohort views that went on looking and the orders that followed them, and sessions of all that went on to cart or checkout, by place of the looking phase. */
export interface PlaceCounts {
  cohort_exits: Float64Array;
  cohort_continued: Float64Array;
  cohort_continued_orders: Float64Array;
  progress: Float64Array;
}

/** Views that one session can have in each place of the looking phase. */
const VIEWS_IN_PLACE = [1, 1, 2, 4, 6, Number.POSITIVE_INFINITY];

/** What an order that came anyway stands for, by place of the looking phase. @param checkout - lost orders of the cohort in the checkout */
export function laterFactors({ cohort }: StageSums, counts: PlaceCounts, checkout: number): number[] {
  const at = (name: keyof LossSums, place: number) =>
    cohort.reduce((sum, half) => {
      for (let index = place; index < half[name].length; index += PLACES.looking) sum += half[name][index]!;
      return sum;
    }, 0);
  const progress = counts.progress.reduce((sum, count) => sum + count, 0);
  return laterOrders(
    VIEWS_IN_PLACE.map((longest, place) => ({
      ends: at('exits', place) + (progress > 0 ? (checkout * counts.progress[place]!) / progress : 0),
      opened: at('opened', place),
      orders_anyway: at('orders_anyway', place),
      later_orders: counts.cohort_continued_orders[place]!,
      longest,
      mean: 1 + counts.cohort_continued[place]! / Math.max(1, counts.cohort_exits[place]!),
    })),
  );
}

/** METHOD S6: lost orders from sums by something · places + place, never clipped at 0: exits and not going on apart. */
export function loseBy(sums: LossSums, later: readonly number[]): { exits: Float64Array; progress: Float64Array } {
  const places = later.length;
  const size = sums.exits.length / places;
  const lost = { exits: new Float64Array(size), progress: new Float64Array(size) };
  for (let index = 0; index < size; index++) {
    for (let place = 0; place < places; place++) {
      const at = index * places + place;
      lost.exits[index]! += sums.exits[at]!;
      lost.progress[index]! += sums.opened[at]! - later[place]! * sums.orders_anyway[at]!;
    }
  }
  return lost;
}
