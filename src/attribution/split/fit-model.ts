import { decompose } from '../../statistics/decompose.ts';
import type { Design } from '../../statistics/grouped-design.ts';
import { type Binomial, chanceOf, type LogisticFit, oddsOfRows } from '../../statistics/grouped-logistic.ts';
import { type Family, fitRandomEffects } from '../../statistics/random-effects.ts';
import { addWeightedRows } from '../../statistics/sparse-rows.ts';
import { BUCKETS } from './tables.ts';

/** A fitted chance, and what its coefficients would be without one bucket each. */
export interface FittedModel extends LogisticFit {
  replicates: readonly Float64Array[];
}

/** Outcomes of the rows, and of the lines that they are the sums of, by bucket. The lines of rows without trials and events count for nothing. */
export interface BucketedOutcomes {
  rows: Binomial;
  lines: Binomial;
  /** Row of each line. */
  row: Int32Array;
  /** Bucket of each line. */
  bucket: Int32Array;
}

/**
 * Fits a model and its replicates without one bucket each: one Newton step from the full fit, with penalties held fixed and the information of an average
 * replicate. Against full refits, variances found anew, the standard errors of friction are 2 to 6 % smaller, those of traffic 12 %, on a shop of 8,000 sessions: the
 * spread of the sources is taken as known (test/attribution/split/replicate-split.test.ts).
 *
 * @returns undefined when there is no event: the chance is 0 then, and nothing can be said about it
 */
export function fitModel(
  design: Design,
  outcomes: BucketedOutcomes,
  penalties: Float64Array,
  families: readonly Family[],
): FittedModel | undefined {
  if (!outcomes.rows.events.some((events) => events > 0)) return undefined;
  // Where everybody does it, the chance is 1 and its log-odds have no end; a trace of a penalty keeps them finite.
  const isCertain = outcomes.rows.events.every((events, row) => events === outcomes.rows.trials[row]);
  const fit = fitRandomEffects(
    design,
    outcomes.rows,
    isCertain ? penalties.map((penalty) => Math.max(penalty, 1e-6)) : penalties,
    families,
  );
  const { coefficients, information } = fit;
  // The penalties stand in the information once, whatever share of the data it is of.
  const average = information.clone().mul(1 - 1 / BUCKETS);
  fit.penalties.forEach((penalty, column) => {
    average.set(column, column, average.get(column, column) + penalty / BUCKETS);
  });
  const { solve } = decompose(average);
  const residuals = residualsByBucket(design, outcomes, chancesOf(oddsOfRows(design, coefficients), outcomes.rows.trials));
  const replicates = residuals.map((byBlock) => {
    const score = new Float64Array(design.columns);
    design.blocks.forEach(({ patterns }, block) => {
      addWeightedRows(patterns, byBlock[block]!, score);
    });
    const step = solve(score);
    return coefficients.map((value, column) => value - step[column]!);
  });
  return { ...fit, replicates };
}

/** Chances from odds, in their place; 0 in rows without trials, where odds may be anything. */
function chancesOf(odds: Float64Array, trials: Float64Array): Float64Array {
  for (let row = 0; row < odds.length; row++) odds[row] = trials[row]! > 0 ? chanceOf(odds[row]!) : 0;
  return odds;
}

/** Events less those expected, by bucket and block, by number of the pattern. */
function residualsByBucket(
  { rows, blocks }: Design,
  { lines: { trials, events }, row, bucket }: BucketedOutcomes,
  chances: Float64Array,
): Float64Array[][] {
  // The patterns of all blocks stand one after the other, so that a line is looked at once and not once a block.
  const starts = blocks.map((_, block) => blocks.slice(0, block).reduce((sum, { patterns }) => sum + patterns.rows, 0));
  const [count, size] = [blocks.length, blocks.reduce((sum, { patterns }) => sum + patterns.rows, 0)];
  const places = new Int32Array(rows * count);
  blocks.forEach(({ of }, block) => {
    for (let index = 0; index < rows; index++) places[index * count + block] = starts[block]! + of[index]!;
  });
  const sums = new Float64Array(BUCKETS * size);
  addResiduals(sums, size, places, count, row, bucket, events, trials, chances);
  return Array.from({ length: BUCKETS }, (_, number) =>
    blocks.map(({ patterns }, block) => sums.subarray(number * size + starts[block]!, number * size + starts[block]! + patterns.rows)),
  );
}

function addResiduals(
  sums: Float64Array,
  size: number,
  places: Int32Array,
  blocks: number,
  row: Int32Array,
  bucket: Int32Array,
  events: Float64Array,
  trials: Float64Array,
  chances: Float64Array,
): void {
  for (let line = 0; line < row.length; line++) {
    const own = row[line]!;
    const residual = events[line]! - trials[line]! * chances[own]!;
    const to = bucket[line]! * size;
    for (let place = own * blocks; place < (own + 1) * blocks; place++) sums[to + places[place]!]! += residual;
  }
}
