import type { Design } from '../../statistics/grouped-design.ts';
import type { Family } from '../../statistics/random-effects.ts';
import { type Entry, sparseRows } from '../../statistics/sparse-rows.ts';
import { distinctCodes, numbersOfCodes } from './code-numbers.ts';
import type { BucketedOutcomes } from './fit-model.ts';
import { BUCKETS, type SourceGroup, sourceOf, stratumOf } from './tables.ts';

/**
 * Cohort sessions that still look around after 120 s, by what happened in these 120 s: page views, in classes (up to one, two, to four, to eight, more); those with
 * hard, with soft signals, 2 for two and more.
 */
export interface LandmarkCells {
  rows: number;
  arrival: Int32Array;
  early_views: Int32Array;
  early_hard: Int32Array;
  early_soft: Int32Array;
  bucket: Int32Array;
  cohort_sessions: Float64Array;
  cohort_orders: Float64Array;
}

/** The cells summed over the buckets, and the cells themselves by bucket, as a model takes them. */
export interface LandmarkRows {
  /** By row: code of the arrival; what happened early as page views · 9 + trouble, trouble as hard · 3 + soft. */
  arrival: number[];
  early: number[];
  outcomes: BucketedOutcomes;
}

/** The covariates of the chance to order after the landmark; `calm`: the same rows without early trouble. */
export interface LandmarkDesign {
  design: Design;
  calm: Design;
  penalties: Float64Array;
  /** Media and sources. */
  families: readonly Family[];
}

/** Penalties of METHOD S4: prior sd of friction 2, of controls 5. */
const PENALTY = { friction: 0.25, controls: 0.04 };
/** Sessions that a source's mean of early trouble is shrunk by; chosen, as in `stepDesign`. */
const MEAN_WEIGHT = 50;
/** Early trouble: 0, 1, 2 and more page views, hard and soft; classes of early page views. */
const LEVELS = 3;
const TROUBLES = LEVELS ** 2;
const VIEWS = 5;

/** Sums the cells over the buckets; the order of the cells does not matter. */
export function landmarkRows(cells: LandmarkCells): LandmarkRows {
  const { early_views, early_hard, early_soft } = cells;
  const codes = cells.arrival.map(
    (code, line) => (code * VIEWS + early_views[line]!) * TROUBLES + early_hard[line]! * LEVELS + early_soft[line]!,
  );
  const distinct = distinctCodes(codes);
  const numbers = numbersOfCodes(distinct);
  // A line for every row in every bucket; most of them hold something.
  const size = BUCKETS * distinct.length;
  const lines = { trials: new Float64Array(size), events: new Float64Array(size) };
  const rows = { trials: new Float64Array(distinct.length), events: new Float64Array(distinct.length) };
  for (let line = 0; line < codes.length; line++) {
    const row = numbers[codes[line]!]!;
    const at = cells.bucket[line]! * distinct.length + row;
    lines.trials[at]! += cells.cohort_sessions[line]!;
    lines.events[at]! += cells.cohort_orders[line]!;
    rows.trials[row]! += cells.cohort_sessions[line]!;
    rows.events[row]! += cells.cohort_orders[line]!;
  }
  return {
    arrival: distinct.map((code) => Math.floor(code / (VIEWS * TROUBLES))),
    early: distinct.map((code) => code % (VIEWS * TROUBLES)),
    outcomes: {
      rows,
      lines,
      row: new Int32Array(size).map((_, at) => at % distinct.length),
      bucket: new Int32Array(size).map((_, at) => Math.floor(at / distinct.length)),
    },
  };
}

/**
 * Medium, source, device, new or returning, the number of early page views, and early trouble by its level. Without the page views the check errs low: who sees more
 * pages in 120 s meets more trouble and orders more often. Each source's means of the trouble are among the source's covariates (Mundlak), as in `stepDesign`.
 */
export function landmarkDesign(rows: LandmarkRows, groups: readonly SourceGroup[]): LandmarkDesign {
  let columns = 0;
  const take = (count: number) => Array.from({ length: count }, () => columns++);
  const media = [...new Set(groups.map(({ medium }) => medium))].sort();
  const [intercept] = take(1);
  const [mediumColumns, sourceColumns, devices, newOrReturning] = [take(media.length), take(groups.length), take(4), take(2)];
  const [seen, hard, soft] = [take(VIEWS), take(LEVELS - 1), take(LEVELS - 1)];
  const means = sourceMeans(rows, groups.length);
  const meanColumns = take(means.length);
  const codes = [...new Set(rows.arrival)];
  const numbers = new Map(codes.map((code, index) => [code, index]));
  const arrivals = codes.map((code): Entry[] => {
    const [source, stratum] = [sourceOf(code), stratumOf(code)];
    const medium = mediumColumns[media.indexOf(groups[source]!.medium)]!;
    const fixed = [intercept!, medium, sourceColumns[source]!, devices[stratum >> 1]!, newOrReturning[stratum & 1]!];
    return [...fixed.map((column): Entry => [column, 1]), ...means.map((mean, index): Entry => [meanColumns[index]!, mean[source]!])];
  });
  const patterns = Array.from({ length: VIEWS * TROUBLES }, (_, early): Entry[] => {
    const [views, ofHard, ofSoft] = [Math.floor(early / TROUBLES), hardOf(early), softOf(early)];
    return [seen[views]!, ...(ofHard > 0 ? [hard[ofHard - 1]!] : []), ...(ofSoft > 0 ? [soft[ofSoft - 1]!] : [])].map((column) => [
      column,
      1,
    ]);
  });
  const penalties = new Float64Array(columns).fill(PENALTY.controls);
  penalties[intercept!] = 0;
  for (const column of [...hard, ...soft, ...meanColumns]) penalties[column] = PENALTY.friction;
  const arrival = { of: Int32Array.from(rows.arrival, (code) => numbers.get(code)!), patterns: sparseRows(arrivals) };
  const early = (of: readonly number[]) => ({ of: Int32Array.from(of), patterns: sparseRows(patterns) });
  const designOf = (of: readonly number[]): Design => ({ rows: rows.arrival.length, columns, blocks: [arrival, early(of)] });
  return {
    design: designOf(rows.early),
    calm: designOf(rows.early.map((early) => early - troubleOf(early))),
    penalties,
    families: [mediumColumns, sourceColumns],
  };
}

/** Mean number of early page views with hard and with soft signals by source, shrunk, against that of all, in units of its spread; none where there is no spread. */
function sourceMeans({ arrival, early, outcomes }: LandmarkRows, sources: number): Float64Array[] {
  const trials = outcomes.rows.trials;
  const all = sum(trials);
  return [hardOf, softOf].flatMap((levelOf) => {
    const [met, counted] = [new Float64Array(sources), new Float64Array(sources)];
    early.forEach((code, row) => {
      met[sourceOf(arrival[row]!)]! += levelOf(code) * trials[row]!;
      counted[sourceOf(arrival[row]!)]! += trials[row]!;
    });
    const mean = sum(met) / all;
    const centred = met.map((count, source) => (count + MEAN_WEIGHT * mean) / (counted[source]! + MEAN_WEIGHT) - mean);
    const spread = Math.sqrt(sum(centred.map((value, source) => value ** 2 * counted[source]!)) / all);
    return spread > 0 ? [centred.map((value) => value / spread)] : [];
  });
}

/** Trouble of what happened early; 0 where there was none. */
export function troubleOf(early: number): number {
  return early % TROUBLES;
}

function hardOf(early: number): number {
  return Math.floor(troubleOf(early) / LEVELS);
}

function softOf(early: number): number {
  return early % LEVELS;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
