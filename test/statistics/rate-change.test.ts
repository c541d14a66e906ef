import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { netChange, type RateCell, rateChange } from '../../src/statistics/rate-change.ts';
import { seededDraws } from './draws.ts';

const cell = (stratum: string, group: number, before: [number, number], after: [number, number]): RateCell => ({
  ...{ stratum, group },
  before: { events: before[0], trials: before[1] },
  after: { events: after[0], trials: after[1] },
});

describe('the change of a rate', () => {
  it('is divided into mix and what changed inside, by hand', () => {
    // a: 10 of 100, then 10 of 50; b: 40 of 100, then 60 of 150. Weights 1/2, 1/2, then 1/4, 3/4; rates 0.1, 0.4, then 0.2, 0.4.
    const change = rateChange(
      [cell('a', 0, [5, 50], [5, 25]), cell('a', 1, [5, 50], [5, 25]), cell('b', 0, [20, 50], [30, 75]), cell('b', 1, [20, 50], [30, 75])],
      2,
    )!;
    // Observed 70/200 − 50/200; mix −1/4 · 0.15 + 1/4 · 0.4; within 0.1 · 3/8.
    expect(change.observed.value).toBeCloseTo(0.1, 12);
    expect(change.mix.value).toBeCloseTo(0.0625, 12);
    expect(change.within.value).toBeCloseTo(0.0375, 12);
    // Both groups are alike: leaving one out changes nothing.
    expect(change.within.high - change.within.low).toBeCloseTo(0, 12);
  });

  it('adds up, whatever the counts', () => {
    const side = fc
      .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 50 }))
      .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
    const cells = fc.array(
      fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 4 }), side, side).map((parts) => cell(...parts)),
      { minLength: 6, maxLength: 30 },
    );
    fc.assert(
      fc.property(cells, (list) => {
        const change = rateChange(list, 5);
        if (change === null) return;
        expect(change.mix.value + change.within.value).toBeCloseTo(change.observed.value, 10);
        const none = netChange(change, change);
        expect([none.value, none.low, none.high]).toEqual([0, 0, 0]);
      }),
    );
  });

  it('is not there without trials on one side, and refuses what is no count', () => {
    expect(rateChange([cell('a', 0, [1, 5], [0, 0])], 2)).toBeNull();
    // Without group 1 nothing is left of one side.
    expect(rateChange([cell('a', 0, [1, 5], [0, 0]), cell('a', 1, [1, 5], [1, 5])], 2)).toBeNull();
    expect(() => rateChange([cell('a', 0, [0.5, 5], [1, 5])], 2)).toThrow(StatisticsError);
  });

  it('holds no change in about 95 of 100 intervals where subjects differ much from each other', () => {
    const { uniform, binomial } = seededDraws(11);
    let covered = 0;
    for (let run = 0; run < 200; run++) {
      const cells: RateCell[] = [];
      for (let subject = 0; subject < 400; subject++) {
        // Eight trials each, all at the subject's own rate: intervals that took trials for independent would be too narrow.
        const events = binomial(8, uniform() < 0.5 ? 0.1 : 0.6);
        const is_before = subject % 2 === 0;
        cells.push(cell('x', subject % 40, is_before ? [events, 8] : [0, 0], is_before ? [0, 0] : [events, 8]));
      }
      const { observed } = rateChange(cells, 40)!;
      if (observed.low <= 0 && observed.high >= 0) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(180);
    expect(covered).toBeLessThanOrEqual(199);
  });
});
