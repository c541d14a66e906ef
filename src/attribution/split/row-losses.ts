import type { FittedStage } from './fit-stage.ts';
import type { LostOrders } from './lost-orders.ts';
import type { FrictionWeights } from './weigh-friction.ts';

/** Orders of the cohort lost at each changed row, by exits and by not going on to cart or checkout; and the views they come from. */
export interface RowLosses {
  exits: Float64Array;
  progress: Float64Array;
  cohort_exits: Float64Array;
  cohort_continued: Float64Array;
}

/**
 * The lost orders of METHOD S6 row by row, of all buckets but one (−1: all); they add up to those of `lostOrders`. Arrays run along the changed rows.
 *
 * @param places - place of every row of the stage
 */
export function rowLosses(
  stage: FittedStage,
  weights: FrictionWeights,
  places: Uint8Array,
  lost: LostOrders,
  which: 'looking' | 'checkout',
  without_bucket: number,
): RowLosses {
  const { steps } = stage;
  const later = which === 'looking' ? lost.later_looking : lost.later_checkout;
  const count = (name: 'cohort_exits' | 'cohort_continued' | 'cohort_continued_orders') =>
    countRows(stage, weights.rows, name, without_bucket);
  const [cohort_exits, cohort_continued, orders] = [count('cohort_exits'), count('cohort_continued'), count('cohort_continued_orders')];
  const losses = {
    exits: new Float64Array(weights.rows.length),
    progress: new Float64Array(weights.rows.length),
    cohort_exits,
    cohort_continued,
  };
  for (let i = 0; i < weights.rows.length; i++) {
    const row = weights.rows[i]!;
    const place = places[row]!;
    const worth = lost.worth_of_opening[steps.arrival[row]!]!;
    losses.exits[i] = cohort_exits[i]! * weights.excess[i]! * weights.later_order[i]! * later.predicted[place]!;
    losses.progress[i] = weights.progress[i]! * (worth * cohort_continued[i]! - later.actual[place]! * orders[i]!);
  }
  return losses;
}

function countRows(
  { steps }: FittedStage,
  rows: Int32Array,
  name: 'cohort_exits' | 'cohort_continued' | 'cohort_continued_orders',
  without_bucket: number,
): Float64Array {
  const totals = steps.totals[name];
  const counts = Float64Array.from(rows, (row) => totals[row]!);
  if (without_bucket < 0) return counts;
  const at = new Int32Array(steps.rows).fill(-1);
  rows.forEach((row, i) => {
    at[row] = i;
  });
  const { starts, lines, row, counts: ofLines } = steps.buckets;
  for (let n = starts[without_bucket]!; n < starts[without_bucket + 1]!; n++) {
    const i = at[row[lines[n]!]!]!;
    if (i >= 0) counts[i]! -= ofLines[name][lines[n]!]!;
  }
  return counts;
}
