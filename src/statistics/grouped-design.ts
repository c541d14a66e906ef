import { addWeightedRows, type SparseRows } from './sparse-rows.ts';

/**
 * The covariates of grouped data. Rows that are alike in a part of their covariates share a pattern: `of` gives the pattern of each row, `patterns` what it holds.
 * A row's linear predictor is the sum over its blocks. One block whose patterns are the rows themselves is an ordinary design matrix; several small ones
 * make the cost of a Newton step nearly independent of the number of covariates.
 */
export interface Block {
  of: Int32Array;
  patterns: SparseRows;
}

/** Covariates of all rows; `columns`: number of coefficients. The intercept is a column like any other, with penalty 0. */
export interface Design {
  rows: number;
  columns: number;
  blocks: readonly Block[];
}

/** Σ covariates · residual over the rows, by column: by pattern first. */
export function scores(design: Design, residuals: Float64Array): Float64Array {
  const sums = new Float64Array(design.columns);
  for (const { of, patterns } of design.blocks) addWeightedRows(patterns, sumsByPattern(of, patterns.rows, residuals), sums);
  return sums;
}

/** Σ weight · covariates · covariatesᵀ over the rows: summed by pattern first, spread over the columns afterwards. */
export function weightedSquares({ blocks, columns }: Design, weights: Float64Array): Float64Array {
  const squares = new Float64Array(columns * columns);
  blocks.forEach((block, index) => {
    addSquares(squares, columns, block.patterns, sumsByPattern(block.of, block.patterns.rows, weights));
    for (const other of blocks.slice(index + 1)) {
      addProducts(squares, columns, block, other, weights);
    }
  });
  // Products of two blocks stand above the diagonal alone; there, and not below it, are all sums complete.
  for (let row = 0; row < columns; row++)
    for (let column = 0; column < row; column++) squares[row * columns + column] = squares[column * columns + row]!;
  return squares;
}

function sumsByPattern(of: Int32Array, patterns: number, values: Float64Array): Float64Array {
  const sums = new Float64Array(patterns);
  for (let row = 0; row < of.length; row++) sums[of[row]!]! += values[row]!;
  return sums;
}

function addSquares(squares: Float64Array, size: number, { rows, starts, columns, values }: SparseRows, weights: Float64Array): void {
  for (let row = 0; row < rows; row++) {
    const weight = weights[row]!;
    if (weight === 0) continue;
    for (let i = starts[row]!; i < starts[row + 1]!; i++) {
      const [to, value] = [columns[i]! * size, weight * values[i]!];
      for (let j = starts[row]!; j < starts[row + 1]!; j++) squares[to + columns[j]!]! += value * values[j]!;
    }
  }
}

/** The products of two different blocks, above the diagonal. */
function addProducts(squares: Float64Array, size: number, block: Block, other: Block, weights: Float64Array): void {
  const byPair = block.patterns.rows * other.patterns.rows <= weights.length;
  // What takes less: a line of room for each pattern of the first block, and of pairs the entries of the second one once for each of them.
  const costOf = (one: Block, two: Block) => one.patterns.rows * (size + (byPair ? two.patterns.values.length : 0));
  const [first, second] = costOf(block, other) <= costOf(other, block) ? [block, other] : [other, block];
  const [a, b] = [first.patterns, second.patterns];
  // Σ over the rows of weight · covariates of the second block, by pattern of the first one.
  const halves = new Float64Array(a.rows * size);
  if (byPair) addByPair(halves, size, first, second, weights);
  else addByRow(halves, size, first, second, weights);
  const others = b.used;
  for (let pattern = 0; pattern < a.rows; pattern++) {
    for (let i = a.starts[pattern]!; i < a.starts[pattern + 1]!; i++) {
      const [column, value] = [a.columns[i]!, a.values[i]!];
      for (let index = 0; index < others.length; index++) {
        const other = others[index]!;
        const at = column < other ? column * size + other : other * size + column;
        squares[at]! += value * halves[pattern * size + other]!;
      }
    }
  }
}

function addByRow(halves: Float64Array, columns: number, first: Block, { of, patterns }: Block, weights: Float64Array): void {
  const { starts, columns: at, values } = patterns;
  for (let row = 0; row < weights.length; row++) {
    const [pattern, from] = [of[row]!, first.of[row]! * columns];
    const weight = weights[row]!;
    for (let i = starts[pattern]!; i < starts[pattern + 1]!; i++) halves[from + at[i]!]! += weight * values[i]!;
  }
}

/** Fewer pairs of patterns than rows: the weights are summed by pair first. */
function addByPair(halves: Float64Array, columns: number, first: Block, { of, patterns }: Block, weights: Float64Array): void {
  const pairs = new Float64Array(first.patterns.rows * patterns.rows);
  for (let row = 0; row < weights.length; row++) pairs[first.of[row]! * patterns.rows + of[row]!]! += weights[row]!;
  for (let pattern = 0; pattern < first.patterns.rows; pattern++) {
    const line = pairs.subarray(pattern * patterns.rows, (pattern + 1) * patterns.rows);
    addWeightedRows(patterns, line, halves.subarray(pattern * columns, (pattern + 1) * columns));
  }
}
