import { type Binomial, chanceOf, type Design, type LogisticFit, oddsOfRows, scores, solver } from '../../statistics/grouped-logistic.ts';
import { type Family, fitRandomEffects } from '../../statistics/random-effects.ts';
import { BUCKETS } from './tables.ts';

/** A fitted chance, and what its coefficients would be without one bucket each. */
export interface FittedModel extends LogisticFit {
  replicates: readonly Float64Array[];
}

/** Outcomes of the rows, and of the lines that they are the sums of, by bucket. */
export interface BucketedOutcomes {
  rows: Binomial;
  lines: Binomial;
  /** Row of each line. */
  row: Int32Array;
  /** Bucket b has the lines `order[i]`, starts[b] ≤ i < starts[b + 1]. */
  starts: Int32Array;
  order: Int32Array;
}

/**
 * Fits a model and its replicates without one bucket each: one Newton step from the full fit, with penalties held fixed and the information of an average
 * replicate. Against full refits the standard errors differ by less than 2 % (test/attribution).
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
  const fit = fitRandomEffects(design, outcomes.rows, penalties, families);
  const { coefficients, information } = fit;
  const chances = oddsOfRows(design, coefficients).map(chanceOf);
  const average = information.clone();
  for (let row = 0; row < design.columns; row++) {
    for (let column = 0; column < design.columns; column++) {
      const penalty = row === column ? fit.penalties[row]! : 0;
      average.set(row, column, (information.get(row, column) - penalty) * (1 - 1 / BUCKETS) + penalty);
    }
  }
  const solve = solver(average);
  const residuals = new Float64Array(design.rows);
  const replicates = Array.from({ length: BUCKETS }, (_, bucket) => {
    residuals.fill(0);
    for (let i = outcomes.starts[bucket]!; i < outcomes.starts[bucket + 1]!; i++) {
      const line = outcomes.order[i]!;
      const row = outcomes.row[line]!;
      residuals[row]! += outcomes.lines.events[line]! - outcomes.lines.trials[line]! * chances[row]!;
    }
    const step = solve(scores(design, residuals));
    return coefficients.map((value, column) => value - step[column]!);
  });
  return { ...fit, replicates };
}
