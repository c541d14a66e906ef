import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { StatisticsError } from '../errors.ts';

/** A square matrix as far as others need to know it: the library behind it is no part of the types of the package. */
export interface SquareMatrix {
  readonly rows: number;
  get(row: number, column: number): number;
  set(row: number, column: number, value: number): unknown;
  clone(): SquareMatrix;
  /** Multiplies every number in place. */
  mul(factor: number): SquareMatrix;
}

/** A decomposed matrix A: what is asked of it again and again. */
export interface Decomposed {
  /** The x with A · x = b. */
  solve(b: Float64Array): Float64Array;
  /** Diagonal of the inverse of A at some columns, in their order. */
  inverseDiagonal(columns: readonly number[]): Float64Array;
}

/**
 * Cholesky decomposition of a symmetric matrix, such as the information of a fit.
 *
 * @throws StatisticsError when the matrix is not positive definite
 */
export function decompose(matrix: SquareMatrix): Decomposed {
  const cholesky = new CholeskyDecomposition(matrix as Matrix);
  if (!cholesky.isPositiveDefinite())
    throw new StatisticsError('covariates of a logistic fit cannot be told apart', {
      hint: 'Give every covariate but the intercept a penalty above 0.',
    });
  let factor: Float64Array | undefined;
  return {
    solve: (b) => Float64Array.from(cholesky.solve(Matrix.columnVector(b)).to1DArray()),
    inverseDiagonal: (columns) => {
      const lower = factor ?? Float64Array.from(cholesky.lowerTriangularMatrix.to1DArray());
      factor = lower;
      return Float64Array.from(columns, (column) => squaresOfColumn(lower, matrix.rows, column));
    },
  };
}

/** Sum of squares down a column of the inverse of a lower triangular matrix: with the factor of Cholesky a number on the diagonal of the inverse of the whole. */
function squaresOfColumn(factor: Float64Array, size: number, first: number): number {
  const column = new Float64Array(size);
  let squares = 0;
  for (let row = first; row < size; row++) {
    let sum = row === first ? 1 : 0;
    const from = row * size;
    for (let i = first; i < row; i++) sum -= factor[from + i]! * column[i]!;
    const value = sum / factor[from + row]!;
    column[row] = value;
    squares += value * value;
  }
  return squares;
}
