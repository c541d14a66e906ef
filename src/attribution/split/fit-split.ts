import { type ActiveKinds, activeKinds } from './active-kinds.ts';
import { type Chain, makeChain } from './chain-states.ts';
import { type ChangedRows, changedRows, PLACES, placeOf, type StageName } from './changed-rows.ts';
import { type ArrivalCounts, countArrivals } from './cohort-cells.ts';
import { type FittedStage, fitStage } from './fit-stage.ts';
import type { PlaceCounts } from './lost-orders.ts';
import { type Margin, marginRows, type OtherCohort } from './margin-rows.ts';
import { type Alternative, stepRows } from './step-rows.ts';
import { BUCKETS, type SourceGroup, type SplitTables } from './tables.ts';

/** All models of the split, fitted on all sessions, and the rows that each alternative changes. */
export interface FittedSplit {
  arrivals: readonly number[];
  groups: readonly SourceGroup[];
  looking: FittedStage;
  checkout: FittedStage;
  chain: Chain;
  counts: ArrivalCounts;
  changed: Readonly<Record<Alternative, Readonly<Record<StageName, ChangedRows>>>>;
  /** What was active at each kind of friction. */
  active: Readonly<Record<StageName, ActiveKinds>>;
  /** Orders of all sessions per view that is no exit, by stage, and per session that opens cart or checkout, as they were. */
  worth: Readonly<Record<StageName | 'opened', number>>;
  /** Counts by place of the looking phase, over all buckets, and by bucket. */
  places: { totals: PlaceCounts; buckets: readonly PlaceCounts[] };
  /** By what other cohorts differ, where it was counted. */
  margins: Readonly<Record<OtherCohort, Margin>> | null;
}

/** Fits everything that the split needs (METHOD S1 to S4). */
export function fitSplit({ looking, checkout, sessions, moves, groups, signals, margins }: SplitTables): FittedSplit {
  const arrivals = [...new Set(sessions.arrival)].sort((a, b) => a - b);
  const counts = countArrivals(sessions, arrivals);
  const first = fitStage(stepRows(looking, arrivals, signals), groups, signals);
  const second = fitStage(stepRows(checkout, arrivals, signals), groups, signals);
  const requestBit = signals.find(({ signal }) => signal === 'information_request')?.bit ?? 0;
  const change = (alternative: Alternative) => ({
    looking: changedRows(first, 'looking', alternative, requestBit),
    checkout: changedRows(second, 'checkout', alternative, requestBit),
  });
  const none = change('none');
  const no_hard = change('no_hard');
  return {
    arrivals,
    groups,
    looking: first,
    checkout: second,
    chain: makeChain(first, second, { moves, groups, signals }),
    counts,
    changed: { none, no_hard, no_placebo: change('no_placebo') },
    active: {
      looking: activeKinds(none.looking, signals, first.models.exit?.coefficients),
      checkout: activeKinds(none.checkout, signals, second.models.exit?.coefficients),
    },
    worth: {
      looking: laterOrders(first),
      checkout: laterOrders(second),
      opened: sum(counts.totals.opened_orders) / Math.max(1, sum(counts.totals.opened)),
    },
    places: countPlaces(first),
    margins: margins === undefined ? null : marginRows(margins, { none, no_hard }, signals),
  };
}

function laterOrders({ steps: { totals } }: FittedStage): number {
  return sum(totals.later_orders) / Math.max(1, sum(totals.views) - sum(totals.exits));
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function countPlaces({ steps }: FittedStage): { totals: PlaceCounts; buckets: PlaceCounts[] } {
  const places = PLACES.looking;
  const placeOfContext = Uint8Array.from(steps.contexts, (context) => placeOf(context, 'looking'));
  const empty = (size: number): PlaceCounts => ({
    continued: new Float64Array(size),
    continued_orders: new Float64Array(size),
    cohort_continued: new Float64Array(size),
    cohort_continued_orders: new Float64Array(size),
  });
  const { row, bucket, counts } = steps.lines;
  const { views, exits, progress, later_orders, progress_orders, cohort_continued, cohort_continued_orders } = counts;
  // By bucket · places + place.
  const all = empty(BUCKETS * places);
  const { continued, continued_orders, cohort_continued: cohortContinued, cohort_continued_orders: cohortOrders } = all;
  for (let line = 0; line < row.length; line++) {
    const at = bucket[line]! * places + placeOfContext[steps.context[row[line]!]!]!;
    continued[at]! += views[line]! - exits[line]! - progress[line]!;
    continued_orders[at]! += later_orders[line]! - progress_orders[line]!;
    cohortContinued[at]! += cohort_continued[line]!;
    cohortOrders[at]! += cohort_continued_orders[line]!;
  }
  const totals = empty(places);
  const names = Object.keys(totals) as (keyof PlaceCounts)[];
  for (const name of names) {
    all[name].forEach((value, at) => {
      totals[name][at % places]! += value;
    });
  }
  const bucketOf = (number: number) =>
    Object.fromEntries(names.map((name) => [name, all[name].subarray(number * places, (number + 1) * places)])) as unknown as PlaceCounts;
  return { totals, buckets: Array.from({ length: BUCKETS }, (_, number) => bucketOf(number)) };
}
