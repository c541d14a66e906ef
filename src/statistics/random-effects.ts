import { CholeskyDecomposition, type Matrix } from 'ml-matrix';
import type { Design } from './grouped-design.ts';
import {
  type Binomial,
  fitLogistic,
  gradientAt,
  type LogisticFit,
  penalise,
  type SquareMatrix,
  slopes,
  solver,
  stepBy,
} from './grouped-logistic.ts';

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
  let coefficients: Float64Array = new Float64Array(design.columns);
  let [unpenalised, moved]: [SquareMatrix | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round++) {
    families.forEach((family, index) => {
      for (const column of family) used[column] = 1 / variances[index]!;
    });
    let gradient: Float64Array;
    if (unpenalised === undefined || moved > FAR) {
      ({ gradient, unpenalised } = slopes(design, outcomes, used, coefficients));
      moved = 0;
    } else gradient = gradientAt(design, outcomes, used, coefficients);
    const information = penalise(unpenalised, used);
    const step = stepBy(solver(information)(gradient), coefficients);
    coefficients = step.coefficients;
    moved += step.change;
    // The first steps are far from the maximum, and a variance from there would be too.
    if (round < 2) continue;
    const inverse = inverseDiagonal(information);
    const changes = families.map((family, index) => {
      const before = variances[index]!;
      const squares = family.reduce((sum, column) => sum + coefficients[column]! ** 2, 0);
      const freedom = family.reduce((sum, column) => sum + 1 - inverse[column]! / before, 0);
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

/** Diagonal of the inverse of a positive definite matrix: of its Cholesky factor L, the sums of squares down the columns of L⁻¹. */
function inverseDiagonal(matrix: SquareMatrix): Float64Array {
  const size = matrix.rows;
  const factor = Float64Array.from(new CholeskyDecomposition(matrix as Matrix).lowerTriangularMatrix.to1DArray());
  const diagonal = new Float64Array(size);
  const column = new Float64Array(size);
  for (let first = 0; first < size; first++) {
    let squares = 0;
    for (let row = first; row < size; row++) {
      let sum = row === first ? 1 : 0;
      const from = row * size;
      for (let i = first; i < row; i++) sum -= factor[from + i]! * column[i]!;
      column[row] = sum / factor[from + row]!;
      squares += column[row]! ** 2;
    }
    diagonal[first] = squares;
  }
  return diagonal;
}
