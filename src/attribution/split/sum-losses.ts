import type { FittedStage } from './fit-stage.ts';
import type { Counts } from './step-rows.ts';
import { contextOf, STEP_BINS } from './tables.ts';
import type { FrictionWeights } from './weigh-friction.ts';

/** Places of each stage, in the order of the way through it: places of a view in the looking phase, steps of the checkout. */
export const LOOKING_PLACES = STEP_BINS;
export const CHECKOUT_PLACES = 5;
/** Place of each page class of the checkout: cart, account, checkout, shipping, billing; products and other pages are seen before going on, beside the cart. */
const CHECKOUT_PLACE = [0, 1, 2, 3, 4, 0, 0, 0];

/** Sums over the rows of a stage, by arrival · places + place; the losses are made of them by `lostOrders`. */
export interface StageSums {
  /** Of the cohort, by half of the buckets. */
  cohort: readonly [LossSums, LossSums];
  /** Of all sessions; and Σ views that are no exit · (later order under the alternative − as it was). */
  all: LossSums & { predicted: Float64Array };
}

export interface LossSums {
  /** Σ exits · excess · later order. */
  exits: Float64Array;
  /** Σ progress ratio · views that went on looking: worth what opening is worth. */
  gone_on: Float64Array;
  /** Σ progress ratio · orders among those, which would have come anyway. */
  orders_anyway: Float64Array;
}

/** Place of each row of a stage. */
export function placesOf({ steps }: FittedStage, stage: 'looking' | 'checkout'): Uint8Array {
  return Uint8Array.from({ length: steps.rows }, (_, row) => {
    const { page_class, step_bin } = contextOf(steps.contexts[steps.context[row]!]!);
    return stage === 'looking' ? step_bin : CHECKOUT_PLACE[page_class]!;
  });
}

/** Sums of METHOD S6 over all buckets but one (−1: all of them), before the factors for later friction. @param places - place of each row */
export function sumLosses(
  { steps }: FittedStage,
  weights: FrictionWeights,
  places: Uint8Array,
  placeCount: number,
  without_bucket: number,
): StageSums {
  const size = steps.arrivals.length * placeCount;
  const sums: StageSums = { cohort: [emptySums(size), emptySums(size)], all: { ...emptySums(size), predicted: new Float64Array(size) } };
  const { rows } = weights;
  for (const half of [0, 1] as const) {
    const counts = steps.halves[half];
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      addLine(sums, half, counts, row, weights, i, steps.arrival[row]! * placeCount + places[row]!, 1);
    }
  }
  if (without_bucket >= 0) {
    const at = new Int32Array(steps.rows).fill(-1);
    for (let i = 0; i < rows.length; i++) at[rows[i]!] = i;
    const { starts, lines, row, counts } = steps.buckets;
    for (let n = starts[without_bucket]!; n < starts[without_bucket + 1]!; n++) {
      const line = lines[n]!;
      const ofRow = row[line]!;
      const i = at[ofRow]!;
      if (i >= 0)
        addLine(sums, (without_bucket % 2) as 0 | 1, counts, line, weights, i, steps.arrival[ofRow]! * placeCount + places[ofRow]!, -1);
    }
  }
  return sums;
}

/** Adds a line of counts; `i`: its place in the weights, `to`: in the sums. */
function addLine(
  { cohort, all }: StageSums,
  half: 0 | 1,
  counts: Counts,
  line: number,
  { excess, later_order, later_order_gain, progress }: FrictionWeights,
  i: number,
  to: number,
  sign: 1 | -1,
): void {
  const perExit = sign * excess[i]! * later_order[i]!;
  const perView = sign * progress[i]!;
  const own = cohort[half];
  own.exits[to]! += counts.cohort_exits[line]! * perExit;
  own.gone_on[to]! += counts.cohort_continued[line]! * perView;
  own.orders_anyway[to]! += counts.cohort_continued_orders[line]! * perView;
  all.exits[to]! += counts.exits[line]! * perExit;
  all.gone_on[to]! += (counts.views[line]! - counts.exits[line]! - counts.progress[line]!) * perView;
  all.predicted[to]! += sign * later_order_gain[i]! * (counts.views[line]! - counts.exits[line]!);
  all.orders_anyway[to]! += (counts.later_orders[line]! - counts.progress_orders[line]!) * perView;
}

function emptySums(size: number): LossSums {
  return { exits: new Float64Array(size), gone_on: new Float64Array(size), orders_anyway: new Float64Array(size) };
}
