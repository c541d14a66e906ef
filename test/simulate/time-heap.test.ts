import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TimeHeap } from '../../src/simulate/time-heap.ts';

it('gives the earliest first, and equal moments by their tie', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 60 }), (moments) => {
      const heap = new TimeHeap<{ at: number; tie: number }>();
      moments.forEach((at, tie) => {
        heap.push({ at, tie });
      });
      const taken = Array.from({ length: moments.length }, () => heap.pop()!);
      expect(taken).toEqual(moments.map((at, tie) => ({ at, tie })).sort((a, b) => a.at - b.at || a.tie - b.tie));
      expect(heap.pop()).toBeUndefined();
      expect(heap.size).toBe(0);
    }),
  );
});

it('merges several rising series into one when the first is settled after each step', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }), { maxLength: 8 }), (drawn) => {
      const series = drawn.map((values) => values.toSorted((a, b) => a - b));
      const heap = new TimeHeap<{ at: number; tie: number; next: number }>();
      for (const [tie, values] of series.entries()) heap.push({ at: values[0]!, tie, next: 1 });
      const merged: number[] = [];
      for (let first = heap.peek(); first !== undefined; first = heap.peek()) {
        merged.push(first.at);
        const following = series[first.tie]![first.next];
        if (following === undefined) heap.pop();
        else {
          first.at = following;
          first.next += 1;
          heap.settle();
        }
      }
      expect(merged).toEqual(series.flat().sort((a, b) => a - b));
    }),
  );
});
