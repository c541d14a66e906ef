import type { LossSums } from './weigh-rows.ts';

/** Views that went on looking and the orders that followed them, of all sessions and of the cohort, by place of the looking phase. */
export interface PlaceCounts {
  continued: Float64Array;
  continued_orders: Float64Array;
  cohort_continued: Float64Array;
  cohort_continued_orders: Float64Array;
}

/**
 * What going on looking is worth in the cohort against what it is worth to all, by place: its sessions stop in time, and the later the place the sooner. By what orders
 * follow in either; 1 where none do.
 */
export function cohortWorth(counts: PlaceCounts): Float64Array {
  return counts.continued.map((continued, place) => {
    const all = counts.continued_orders[place]! / continued;
    const own = counts.cohort_continued_orders[place]! / counts.cohort_continued[place]!;
    return all > 0 && own >= 0 ? own / all : 1;
  });
}

/**
 * METHOD S6: lost orders from sums by something · places + place, never clipped at 0: exits and not going on apart.
 *
 * @param worth - see `cohortWorth`
 */
export function loseBy(sums: LossSums, worth: Float64Array): { exits: Float64Array; progress: Float64Array } {
  const places = worth.length;
  const size = sums.exits.length / places;
  const lost = { exits: new Float64Array(size), progress: new Float64Array(size) };
  for (let index = 0; index < size; index++) {
    for (let place = 0; place < places; place++) {
      const at = index * places + place;
      lost.exits[index]! += sums.exits[at]!;
      lost.progress[index]! += sums.opened[at]! - worth[place]! * sums.forgone[at]!;
    }
  }
  return lost;
}
