import { decompose, type SquareMatrix } from './decompose.ts';
import type { Design } from './grouped-design.ts';
import { type Binomial, fitLogistic, gradientAt, type LogisticFit, slopes, stepFrom } from './grouped-logistic.ts';

/** Columns whose coefficients are drawn from one normal distribution around 0, of a variance that the data tell. */
export type Family = readonly number[];

export interface RandomEffectsFit extends LogisticFit {
  /** Penalties as used: the given ones, and 1/variance for the columns of the families. */
  penalties: Float64Array;
  /** Variance of each family, in squared log-odds. */
  variances: number[];
}

/** Bounds of a variance, and the most rounds of the fixed point: METHOD S4. */
const [LEAST, MOST, ROUNDS] = [1e-4, 4, 30];
/** Standard deviations that move by less than this, in log-odds, have settled: no estimate sees the difference. The fixed point creeps where a variance goes to 0. */
const SETTLED = 2e-3;
/** The data's information is summed anew after steps longer than this, in log-odds: within it no weight of a row changes by more than a twentieth. */
const FAR = 0.05;

/**
 * Penalised logistic regression in which families of coefficients are shrunk by variances from the data (empirical Bayes): MacKay's fixed point
 * variance ← Σ u² / Σ (1 − V/variance), V the posterior variance of a coefficient, in turn with Newton steps.
 *
 * @param penalties - for the columns outside the families
 * @param families - columns by family; no column in two of them
 * @throws StatisticsError as `fitLogistic`
 * @see MacKay (1992), Neural Computation 4:415–447, for the fixed point; Wong & Mason (1985), JASA 80:513–524, for the model
 */
export function fitRandomEffects(
  design: Design,
  outcomes: Binomial,
  penalties: Float64Array,
  families: readonly Family[],
): RandomEffectsFit {
  const used = Float64Array.from(penalties);
  const variances = families.map(() => 0.25);
  let coefficients = startAtMean(design, outcomes, penalties);
  let information: SquareMatrix | undefined;
  let moved = Number.POSITIVE_INFINITY;
  // Of the data alone; the penalties change from round to round.
  let diagonal: Float64Array = new Float64Array(design.columns);
  for (let round = 0; round < ROUNDS; round++) {
    families.forEach((family, index) => {
      for (const column of family) used[column] = 1 / variances[index]!;
    });
    let gradient: Float64Array;
    if (information === undefined || moved > FAR) {
      const summed = slopes(design, outcomes, used, coefficients);
      ({ gradient, information } = summed);
      diagonal = diagonal.map((_, column) => summed.information.get(column, column));
      moved = 0;
    } else gradient = gradientAt(design, outcomes, used, coefficients);
    for (let column = 0; column < used.length; column++) information.set(column, column, diagonal[column]! + used[column]!);
    const { solve, inverseDiagonal } = decompose(information);
    const step = stepFrom(design, outcomes, used, coefficients, gradient, solve(gradient));
    coefficients = step.coefficients;
    moved += step.change;
    // The first step is far from the maximum, and a variance from there would be too.
    if (round < 1) continue;
    const changes = families.map((family, index) => {
      const before = variances[index]!;
      const squares = family.reduce((sum, column) => sum + coefficients[column]! ** 2, 0);
      const freedom = inverseDiagonal(family).reduce((sum, variance) => sum + 1 - variance / before, 0);
      const after = freedom > 0 ? Math.min(MOST, Math.max(LEAST, squares / freedom)) : LEAST;
      variances[index] = after;
      return Math.abs(Math.sqrt(after) - Math.sqrt(before));
    });
    if (step.change < SETTLED && changes.every((change) => change < SETTLED)) break;
  }
  families.forEach((family, index) => {
    for (const column of family) used[column] = 1 / variances[index]!;
  });
  return { ...fitLogistic(design, outcomes, used, coefficients), penalties: used, variances };
}

/** All coefficients 0 but the intercept, the first column without a penalty: the log-odds of all events. */
function startAtMean({ columns }: Design, { trials, events }: Binomial, penalties: Float64Array): Float64Array {
  const start: Float64Array = new Float64Array(columns);
  const intercept = penalties.indexOf(0);
  let all = 0;
  let happened = 0;
  for (let row = 0; row < trials.length; row++) {
    all += trials[row]!;
    happened += events[row]!;
  }
  if (intercept >= 0 && happened > 0 && happened < all) start[intercept] = Math.log(happened / (all - happened));
  return start;
}
