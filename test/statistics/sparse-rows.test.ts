import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addWeightedRows, type Entry, sparseRows, timesVector } from '../../src/statistics/sparse-rows.ts';

/** The rows (0 2 0), (0 0 0), (1 0 −3). */
const rows = sparseRows([
  [[1, 2]],
  [],
  [
    [0, 1],
    [2, -3],
  ],
]);

describe('sparse rows', () => {
  it('hold what they are made of, empty rows too', () => {
    expect(rows.rows).toBe(3);
    expect([...rows.starts]).toEqual([0, 1, 1, 3]);
    expect([...rows.columns]).toEqual([1, 0, 2]);
    expect([...rows.values]).toEqual([2, 1, -3]);
  });

  it('multiply a vector', () => {
    expect([...timesVector(rows, Float64Array.of(10, 20, 30))]).toEqual([40, 0, -80]);
  });

  it('add up by weight, to what is there', () => {
    const sums = Float64Array.of(1, 1, 1);
    addWeightedRows(rows, Float64Array.of(5, 7, 2), sums);
    expect([...sums]).toEqual([3, 11, -5]);
  });

  it('give the same product from both sides: weights · (rows · vector) = (weights · rows) · vector', () => {
    const number = fc.integer({ min: -9, max: 9 });
    const row = fc.array(number, { minLength: 4, maxLength: 4 });
    const four = fc.tuple(number, number, number, number);
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), four, fc.array(number, { minLength: 6, maxLength: 6 }), (dense, vector, weights) => {
        const sparse = sparseRows(
          dense.map((values) => values.flatMap((value, column): Entry[] => (value === 0 ? [] : [[column, value]]))),
        );
        const products = timesVector(sparse, Float64Array.from(vector));
        const sums = new Float64Array(4);
        addWeightedRows(sparse, Float64Array.from(weights.slice(0, dense.length)), sums);
        const left = products.reduce((sum, value, index) => sum + value * weights[index]!, 0);
        const right = sums.reduce((sum, value, index) => sum + value * vector[index]!, 0);
        expect(left).toBe(right);
      }),
    );
  });
});
