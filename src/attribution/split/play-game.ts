import { shapleyPart } from '../../statistics/shapley-two.ts';
import type { BenchmarkRates, CohortCells } from './choose-benchmark.ts';
import type { Grouping } from './groupings.ts';

/** Values of the game and its shares, in orders per cohort session. */
export interface Game {
  /** Observed: C0. */
  observed: number;
  /** Regained without friction, with benchmark traffic, with both: v(N), v(T), v(NT). */
  friction_removed: number;
  traffic_replaced: number;
  both_removed: number;
  interaction: number;
  /** Shapley shares: friction (of which shared: friction that comes with the traffic) and traffic. */
  friction: number;
  shared: number;
  /** Friction without the shared part. */
  site: number;
  traffic: number;
  /** What neither explains. */
  unexplained: number;
  /** By source group, adding up to `friction`, `shared` and `traffic`. */
  friction_by_source: Float64Array;
  shared_by_source: Float64Array;
  traffic_by_source: Float64Array;
}

/** Would-be orders' worth of the parent in the retention of a small cell: METHOD S6. */
const PARENT_WEIGHT = 20;

/**
 * METHOD section 1 in the product form of S6: conversion = quality · retention in each cell of source and stratum; benchmark traffic replaces each cell's sessions
 * one for one within the stratum and meets that cell's friction.
 */
export function playGame(cells: CohortCells, benchmark: BenchmarkRates, grouping: Grouping): Game {
  const { sources, sourceOf, stratumOf } = grouping;
  const all = sum(cells.sessions);
  const [orders, lost] = [sum(cells.orders), sum(cells.lost)];
  const observed = orders / all;
  const retention = smoothRetention(cells, grouping);
  const [frictionBySource, sharedBySource, trafficBySource] = [
    new Float64Array(sources),
    new Float64Array(sources),
    new Float64Array(sources),
  ];
  let replaced = 0;
  let both = 0;
  let equalised = 0;
  let replacedEqualised = 0;
  sourceOf.forEach((source, index) => {
    const x = stratumOf[index]!;
    const own = cells.orders[index]! / all;
    const ownWouldBe = own + cells.lost[index]! / all;
    const best = (cells.sessions[index]! / all) * benchmark.quality[x]!;
    const bestKept = best * retention[index]!;
    replaced += bestKept;
    both += best;
    equalised += ownWouldBe * benchmark.retention[x]!;
    replacedEqualised += best * benchmark.retention[x]!;
    sharedBySource[source]! += (ownWouldBe * benchmark.retention[x]! - own + best * benchmark.retention[x]! - bestKept) / 2;
    trafficBySource[source]! += (best + bestKept - ownWouldBe - own) / 2;
    frictionBySource[source]! += (ownWouldBe - own + best - bestKept) / 2;
  });
  const values = {
    friction_removed: lost / all,
    traffic_replaced: replaced - observed,
    both_removed: both - observed,
  };
  const shares = shapleyPart({
    first: values.friction_removed,
    second: values.traffic_replaced,
    both: values.both_removed,
    part: equalised - observed,
    part_and_second: replacedEqualised - observed,
  });
  return {
    observed,
    ...values,
    interaction: shares.interaction,
    friction: shares.first,
    shared: shares.part,
    site: shares.rest,
    traffic: shares.second,
    unexplained: 1 - observed - values.both_removed,
    friction_by_source: frictionBySource,
    shared_by_source: sharedBySource,
    traffic_by_source: trafficBySource,
  };
}

/** Retention by arrival, smaller cells nearer to their source's, and smaller sources nearer to that of all. */
function smoothRetention(cells: CohortCells, { sources, sourceOf }: Grouping): Float64Array {
  const [orders, wouldBe] = [new Float64Array(sources), new Float64Array(sources)];
  sourceOf.forEach((source, index) => {
    orders[source]! += cells.orders[index]!;
    wouldBe[source]! += cells.orders[index]! + cells.lost[index]!;
  });
  const everyWouldBe = sum(wouldBe);
  const every = everyWouldBe > 0 ? sum(orders) / everyWouldBe : 1;
  const bySource = orders.map((count, source) => (count + PARENT_WEIGHT * every) / Math.max(1, wouldBe[source]! + PARENT_WEIGHT));
  const retention = new Float64Array(sourceOf.length);
  for (let index = 0; index < retention.length; index++) {
    const own = cells.orders[index]!;
    retention[index] = (own + PARENT_WEIGHT * bySource[sourceOf[index]!]!) / Math.max(1, own + cells.lost[index]! + PARENT_WEIGHT);
  }
  return retention;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
