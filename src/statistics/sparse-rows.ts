/** A matrix of which most numbers are 0, row by row: row k has `values[i]` in column `columns[i]` for `starts[k]` ≤ i < `starts[k + 1]`. */
export interface SparseRows {
  rows: number;
  starts: Int32Array;
  columns: Int32Array;
  values: Float64Array;
  /** The columns that stand in any row, each once. */
  used: Int32Array;
}

/** One number of a row: column and value. */
export type Entry = readonly [column: number, value: number];

/** Makes a sparse matrix of rows that are given as lists of numbers; a column stands at most once in a row. */
export function sparseRows(rows: readonly (readonly Entry[])[]): SparseRows {
  const size = rows.reduce((sum, row) => sum + row.length, 0);
  const made = {
    rows: rows.length,
    starts: new Int32Array(rows.length + 1),
    columns: new Int32Array(size),
    values: new Float64Array(size),
    used: Int32Array.from(new Set(rows.flatMap((row) => row.map(([column]) => column)))),
  };
  let at = 0;
  rows.forEach((row, index) => {
    for (const [column, value] of row) {
      made.columns[at] = column;
      made.values[at] = value;
      at += 1;
    }
    made.starts[index + 1] = at;
  });
  return made;
}

/** The product of every row with a vector. */
export function timesVector(matrix: SparseRows, vector: Float64Array): Float64Array {
  const products = new Float64Array(matrix.rows);
  for (let row = 0; row < matrix.rows; row++) {
    let sum = 0;
    for (let i = matrix.starts[row]!; i < matrix.starts[row + 1]!; i++) sum += matrix.values[i]! * vector[matrix.columns[i]!]!;
    products[row] = sum;
  }
  return products;
}

/** Adds the weighted sum of the rows to a vector of columns. */
export function addWeightedRows(matrix: SparseRows, weights: Float64Array, to: Float64Array): void {
  for (let row = 0; row < matrix.rows; row++) {
    const weight = weights[row]!;
    if (weight === 0) continue;
    for (let i = matrix.starts[row]!; i < matrix.starts[row + 1]!; i++) to[matrix.columns[i]!]! += weight * matrix.values[i]!;
  }
}
