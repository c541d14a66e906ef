import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinctCodes, numbersOfCodes } from '../../../src/attribution/split/code-numbers.ts';

const codes = fc.array(fc.nat(5000)).map((list) => Int32Array.from(list));

describe('numbers of codes', () => {
  it('list the codes that are met, ascending, each once', () => {
    expect(distinctCodes(Int32Array.of(7, 0, 7, 3))).toEqual([0, 3, 7]);
    expect(distinctCodes(new Int32Array(0))).toEqual([]);
    fc.assert(
      fc.property(codes, (list) => {
        expect(distinctCodes(list)).toEqual([...new Set(list)].sort((a, b) => a - b));
      }),
    );
  });

  it('lead from each code back to its place, and from other codes nowhere', () => {
    expect([...numbersOfCodes([1, 3])]).toEqual([-1, 0, -1, 1]);
    // A list need not ascend.
    expect([...numbersOfCodes([2, 0])]).toEqual([1, -1, 0]);
    expect(numbersOfCodes([])).toHaveLength(0);
  });
});
