import { checkRange } from './check-arguments.ts';

/** The three factors whose product is a cell's rate, in a fixed order. */
export type ThreeFactors = readonly [number, number, number];

/** One cell before and after. A product of two factors has 1 as its third. */
export interface FactorCell {
  before: ThreeFactors;
  after: ThreeFactors;
}

/**
 * Das Gupta's standardisation and decomposition of a change in a product of three factors: what each factor's change adds when the two
 * others are held at their balanced mean. It is the Shapley value of the change, so the order of factors does not matter.
 *
 * @param cells - one line per cell of the population, finite numbers; the whole rate is the sum of the cells' products
 * @returns three effects per cell, in the order of cells and factors; a cell's effects add up to the change of its product
 * @throws StatisticsError when a number is not finite
 * @see Das Gupta (1993), Standardization and Decomposition of Rates: A User's Manual, US Bureau of the Census P23-186, chapters 2 and 4
 */
export function dasGupta(cells: readonly FactorCell[]): [number, number, number][] {
  return cells.map(({ before, after }) => {
    for (const value of [...before, ...after]) checkRange('a factor', value, -Number.MAX_VALUE, Number.MAX_VALUE);
    const [a1, b1, c1] = before;
    const [a2, b2, c2] = after;
    return [(a2 - a1) * balanced(b1, c1, b2, c2), (b2 - b1) * balanced(a1, c1, a2, c2), (c2 - c1) * balanced(a1, b1, a2, b2)];
  });
}

/** Mean product of the two other factors, each pairing weighted by the orders of change it occurs in. */
function balanced(x1: number, y1: number, x2: number, y2: number): number {
  return (x1 * y1 + x2 * y2) / 3 + (x1 * y2 + x2 * y1) / 6;
}
