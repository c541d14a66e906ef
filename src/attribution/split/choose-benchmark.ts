import { gammaPoisson } from '../../statistics/gamma-poisson.ts';
import type { Grouping } from './groupings.ts';

/** Cohort sessions, their orders and the orders that friction cost, by arrival; the numbers run along the list of arrivals. */
export interface CohortCells {
  sessions: Float64Array;
  orders: Float64Array;
  lost: Float64Array;
}

/** The sources whose traffic is the benchmark, chosen on one half of the visitors each and measured on the other. */
export interface Benchmark {
  /** Source groups chosen on the even buckets, and on the odd ones. */
  sets: readonly [ReadonlySet<number>, ReadonlySet<number>];
  /** Sessions of the groups in both sets by those in either: 1 when the halves agree or the benchmark was named. */
  overlap: number;
}

/** Friction-free conversion and retention of the benchmark traffic, by stratum. */
export interface BenchmarkRates {
  quality: Float64Array;
  retention: Float64Array;
  /** Cohort sessions and orders that they were measured on. */
  sessions: Float64Array;
  orders: number;
  /** Orders in the smaller half. */
  fewest_orders: number;
}

/** With fewer sessions of benchmark traffic in a stratum, the stratum's own quality is scaled instead. */
const LEAST_SESSIONS = 20;

/**
 * METHOD S7: in each half of the buckets the source groups are ranked by their shrunken quality, θ = (shape + orders)/(shape + expected), would-be orders against those
 * expected of their strata; the best are taken until they hold the given share of the cohort.
 *
 * @param share - of the cohort sessions, in (0, 1]
 */
export function chooseBenchmark(halves: readonly [CohortCells, CohortCells], grouping: Grouping, share: number): Benchmark {
  const sets = halves.map((half) => bestSources(half, grouping, share)) as [Set<number>, Set<number>];
  const sessions = new Float64Array(grouping.sources);
  for (const half of halves)
    half.sessions.forEach((count, index) => {
      sessions[grouping.sourceOf[index]!]! += count;
    });
  let [both, either] = [0, 0];
  sessions.forEach((count, source) => {
    const [first, second] = [sets[0].has(source), sets[1].has(source)];
    if (first && second) both += count;
    if (first || second) either += count;
  });
  return { sets, overlap: either > 0 ? both / either : 1 };
}

/** Would-be orders per session of each source group: what its strata let expect times its quality against that, shrunk; 0 where it has no session. */
export function shrunkenConversion(cells: CohortCells, grouping: Grouping): Float64Array {
  const { theta, mu, expected } = shrink(cells, grouping);
  const sessions = sessionsBySource(cells, grouping);
  return theta.map((quality, source) => (sessions[source]! > 0 ? (quality * mu * expected[source]!) / sessions[source]! : 0));
}

/** Quality of each source group against what its strata let expect, shrunk; 1: as expected, NaN: no session. */
export function shrunkenQuality(cells: CohortCells, grouping: Grouping): Float64Array {
  const sessions = sessionsBySource(cells, grouping);
  return shrink(cells, grouping).theta.map((quality, source) => (sessions[source]! > 0 ? quality : Number.NaN));
}

/** Quality of each source group against what its strata let expect, shrunk (1: as expected), and those would-be orders; `mu`: level of all groups against them. */
function shrink(cells: CohortCells, grouping: Grouping): { theta: Float64Array; mu: number; expected: Float64Array } {
  const { sources, sourceOf, stratumOf } = grouping;
  const [orders, expected] = [new Float64Array(sources), new Float64Array(sources)];
  const quality = strataQuality(cells, grouping);
  sourceOf.forEach((source, index) => {
    orders[source]! += cells.orders[index]! + cells.lost[index]!;
    expected[source]! += cells.sessions[index]! * quality[stratumOf[index]!]!;
  });
  const known = [...expected.keys()].filter((source) => expected[source]! > 1e-6);
  const theta = new Float64Array(sources).fill(1);
  // Would-be orders are no whole numbers; to the nearest one changes no ranking that means anything.
  const groups = known.map((source) => ({ events: Math.max(0, Math.round(orders[source]!)), expected: expected[source]! }));
  if (groups.length < 2 || groups.every(({ events }) => events === 0)) return { theta, mu: 1, expected };
  const fitted = gammaPoisson(groups);
  fitted.theta.forEach((value, index) => {
    theta[known[index]!] = value;
  });
  return { theta, mu: fitted.mu, expected };
}

/** What the benchmark sets are worth, each measured on the half that it was not chosen on. */
export function benchmarkRates({ sets }: Benchmark, halves: readonly [CohortCells, CohortCells], grouping: Grouping): BenchmarkRates {
  const { strata, sourceOf, stratumOf } = grouping;
  const [sessions, orders, lost] = [new Float64Array(strata), new Float64Array(strata), new Float64Array(strata)];
  let expected = 0;
  const inHalf = [0, 0];
  const all = strataQuality(pool(halves), grouping);
  for (const half of [0, 1] as const) {
    const chosen = sets[1 - half]!;
    sourceOf.forEach((source, index) => {
      if (!chosen.has(source)) return;
      const stratum = stratumOf[index]!;
      sessions[stratum]! += halves[half].sessions[index]!;
      orders[stratum]! += halves[half].orders[index]!;
      inHalf[half]! += halves[half].orders[index]!;
      lost[stratum]! += halves[half].lost[index]!;
      expected += halves[half].sessions[index]! * all[stratum]!;
    });
  }
  const [allOrders, allLost] = [sum(orders), sum(lost)];
  const level = expected > 0 ? (allOrders + allLost) / expected : 1;
  const kept = allOrders + allLost > 0 ? allOrders / (allOrders + allLost) : 1;
  return {
    quality: sessions.map((count, x) => (count >= LEAST_SESSIONS ? (orders[x]! + lost[x]!) / count : all[x]! * level)),
    retention: sessions.map((count, x) => (count >= LEAST_SESSIONS && orders[x]! > 0 ? orders[x]! / (orders[x]! + lost[x]!) : kept)),
    sessions,
    orders: allOrders,
    fewest_orders: Math.min(...inHalf),
  };
}

export function pool([first, second]: readonly [CohortCells, CohortCells]): CohortCells {
  return {
    sessions: plus(first.sessions, second.sessions),
    orders: plus(first.orders, second.orders),
    lost: plus(first.lost, second.lost),
  };
}

function plus(a: Float64Array, b: Float64Array): Float64Array {
  const sums = new Float64Array(a.length);
  for (let index = 0; index < sums.length; index++) sums[index] = a[index]! + b[index]!;
  return sums;
}

function bestSources(cells: CohortCells, grouping: Grouping, share: number): Set<number> {
  const { theta } = shrink(cells, grouping);
  const sessions = sessionsBySource(cells, grouping);
  const ranked = [...theta.keys()].filter((source) => sessions[source]! > 0).sort((a, b) => theta[b]! - theta[a]! || a - b);
  const enough = share * sum(sessions);
  const best = new Set<number>();
  let held = 0;
  for (const source of ranked) {
    if (held >= enough) break;
    best.add(source);
    held += sessions[source]!;
  }
  return best;
}

function sessionsBySource({ sessions }: CohortCells, { sources, sourceOf }: Grouping): Float64Array {
  const sums = new Float64Array(sources);
  sourceOf.forEach((source, index) => {
    sums[source]! += sessions[index]!;
  });
  return sums;
}

/** Would-be orders per session of each stratum. */
function strataQuality({ sessions, orders, lost }: CohortCells, { strata, stratumOf }: Grouping): Float64Array {
  const [counts, wouldBe] = [new Float64Array(strata), new Float64Array(strata)];
  stratumOf.forEach((stratum, index) => {
    counts[stratum]! += sessions[index]!;
    wouldBe[stratum]! += orders[index]! + lost[index]!;
  });
  return wouldBe.map((count, stratum) => (counts[stratum]! > 0 ? count / counts[stratum]! : 0));
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
