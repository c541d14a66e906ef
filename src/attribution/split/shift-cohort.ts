import { PLACES, type StageName } from './changed-rows.ts';
import type { CohortCells } from './choose-benchmark.ts';
import type { FittedSplit } from './fit-split.ts';
import type { LostOrders, StageLosses } from './lose-orders.ts';
import { placeCounts } from './lose-orders.ts';
import { cohortWorth, loseBy } from './lost-orders.ts';
import type { Margin } from './margin-rows.ts';
import type { Removal } from './step-rows.ts';
import type { LossSums } from './weigh-rows.ts';

/** A cohort by half of the buckets, with the orders it lost. */
export type CohortHalves = readonly [CohortCells, CohortCells];

/**
 * Another cohort with its lost orders, from those of the reported one and the sessions that enter or leave: the models are of all sessions and stay as they are,
 * and so does what each exit costs; what going on is worth in the cohort against all sessions is measured anew.
 *
 * @param reported - the cohort as reported, without the bucket
 * @param lost - of the alternative, without the bucket, with its weights
 * @returns lost orders by the chain, and with the model of later orders in its place
 */
export function shiftCohort(
  split: FittedSplit,
  margin: Margin,
  alternative: Removal,
  reported: CohortHalves,
  lost: LostOrders,
  without_bucket: number,
): { chain: CohortHalves; modelled: CohortHalves } {
  const worth = shiftWorth(split, margin, without_bucket);
  const looking = shiftSums(split, margin, alternative, 'looking', lost.looking, without_bucket);
  const checkout = shiftSums(split, margin, alternative, 'checkout', lost.checkout, without_bucket);
  const cells = ([0, 1] as const).map((half) => {
    const [before, behind] = [loseBy(looking[half], worth), loseBy(checkout[half], lost.checkout.cohort_worth)];
    const others = before.progress.map((orders, arrival) => orders + behind.exits[arrival]!);
    const sessions = shiftCounts(reported[half].sessions, margin.sessions, half, without_bucket);
    const orders = shiftCounts(reported[half].orders, margin.orders, half, without_bucket);
    const exits = modelledExits(looking[half]);
    return {
      chain: { sessions, orders, lost: others.map((count, arrival) => count + before.exits[arrival]!) },
      modelled: { sessions, orders, lost: others.map((count, arrival) => count + lost.later_friction * exits[arrival]!) },
    };
  });
  return { chain: [cells[0]!.chain, cells[1]!.chain], modelled: [cells[0]!.modelled, cells[1]!.modelled] };
}

/** Sums of `StageSums.cohort` with the lines of the margin. */
function shiftSums(
  { changed }: FittedSplit,
  { lines }: Margin,
  alternative: Removal,
  name: StageName,
  { sums, weights }: StageLosses,
  without_bucket: number,
): [LossSums, LossSums] {
  const { bucket, at, exits, continued } = lines[alternative][name];
  const { arrival, place } = changed[alternative][name];
  const { per_exit, modelled, opened, forgone } = weights;
  const places = PLACES[name];
  const shifted = sums.cohort.map((half) => ({
    exits: half.exits.slice(),
    modelled: half.modelled.slice(),
    opened: half.opened.slice(),
    forgone: half.forgone.slice(),
  })) as [LossSums, LossSums];
  for (let line = 0; line < at.length; line++) {
    const own = bucket[line]!;
    if (own === without_bucket) continue;
    const half = shifted[(own % 2) as 0 | 1];
    const row = at[line]!;
    const sum = arrival[row]! * places + place[row]!;
    const leaving = exits[line]!;
    const going = continued[line]!;
    half.exits[sum]! += leaving * per_exit[row]!;
    half.modelled[sum]! += leaving * modelled[row]!;
    half.opened[sum]! += going * opened[row]!;
    half.forgone[sum]! += going * forgone[row]!;
  }
  return shifted;
}

function shiftWorth(split: FittedSplit, { continued, continued_orders }: Margin, without_bucket: number): Float64Array {
  const counts = placeCounts(split, without_bucket);
  const shift = (own: Float64Array, by: Float64Array) => {
    const shifted = own.slice();
    by.forEach((count, at) => {
      if (Math.floor(at / own.length) !== without_bucket) shifted[at % own.length]! += count;
    });
    return shifted;
  };
  return cohortWorth({
    ...counts,
    cohort_continued: shift(counts.cohort_continued, continued),
    cohort_continued_orders: shift(counts.cohort_continued_orders, continued_orders),
  });
}

/** Counts by arrival of a half with those of its buckets in the margin. */
function shiftCounts(own: Float64Array, by: Float64Array, half: 0 | 1, without_bucket: number): Float64Array {
  const shifted = own.slice();
  const buckets = by.length / own.length;
  for (let bucket: number = half; bucket < buckets; bucket += 2) {
    if (bucket === without_bucket) continue;
    for (let arrival = 0; arrival < own.length; arrival++) shifted[arrival]! += by[bucket * own.length + arrival]!;
  }
  return shifted;
}

function modelledExits({ modelled }: LossSums): Float64Array {
  const places = PLACES.looking;
  const byArrival = new Float64Array(modelled.length / places);
  modelled.forEach((lost, at) => {
    byArrival[Math.floor(at / places)]! += lost;
  });
  return byArrival;
}
