import { describe, expect, it } from 'vitest';
import { averageOrder } from '../../../src/attribution/split/average-order.ts';

describe('average order', () => {
  it('sets values above the 99.5th percentile to it, and shrinks groups with weight 30', () => {
    // 1000 orders: the 995th smallest is worth 100, so the 5 of 10 000 count as 100 too: all are worth 100 but 400 of 50.
    const values = [
      { source_group: 0, revenue_minor: 100, sessions: 595 },
      { source_group: 0, revenue_minor: 10_000, sessions: 5 },
      { source_group: 1, revenue_minor: 50, sessions: 400 },
    ];
    const { value, variance } = averageOrder(values, 3)!;
    // mean of all: (600 · 100 + 400 · 50)/1000 = 80; variance 0.6 · 20² + 0.4 · 30² = 600
    expect(value[0]).toBeCloseTo((600 * 100 + 30 * 80) / 630, 9);
    expect(value[1]).toBeCloseTo((400 * 50 + 30 * 80) / 430, 9);
    expect(value[2]).toBeCloseTo(80, 9);
    expect(variance[0]).toBeCloseTo(600 / 630, 9);
    expect(variance[1]).toBeCloseTo(600 / 430, 9);
    expect(variance[2]).toBeCloseTo(600 / 30, 9);
  });

  it('takes a value that more than one order in two hundred has as it is', () => {
    const values = [
      { source_group: 0, revenue_minor: 100, sessions: 994 },
      { source_group: 0, revenue_minor: 10_000, sessions: 6 },
    ];
    const { value } = averageOrder(values, 1)!;
    expect(value[0]).toBeCloseTo((994 * 100 + 6 * 10_000) / 1000, 9);
  });

  it('does not depend on the order of the values', () => {
    const values = [5, 900, 40, 7].map((revenue_minor, index) => ({ source_group: index % 2, revenue_minor, sessions: 3 + index }));
    expect(averageOrder([...values].reverse(), 2)).toEqual(averageOrder(values, 2));
  });

  it('is not there when no order has a value', () => {
    expect(averageOrder([], 2)).toBeUndefined();
    expect(averageOrder([{ source_group: 0, revenue_minor: 100, sessions: 0 }], 2)).toBeUndefined();
  });
});
