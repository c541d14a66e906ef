import { describe, expect, it } from 'vitest';
import { changedRows } from '../../../src/attribution/split/changed-rows.ts';
import { fitStage } from '../../../src/attribution/split/fit-stage.ts';
import { stepRows } from '../../../src/attribution/split/step-rows.ts';
import { frictionCode, frictionOf } from '../../../src/attribution/split/tables.ts';
import { stepCellsOf } from './cells.ts';
import { GROUPS, SIGNALS } from './made-shop.ts';

const [ERROR, FORM, BACKTRACK, PLACEBO] = [1, 4, 256, 2048];
/** Of a signal that these exports cannot show. */
const SLOW = 2;

/** Two arrivals, views without and with friction, spread over even and odd buckets. */
const CELLS = stepCellsOf([
  { page_class: 2, step_bin: 1, arrival: 2, bucket: 1, views: 10, exits: 3, cohort_exits: 2 },
  { page_class: 2, step_bin: 1, arrival: 2, bucket: 4, views: 7, exits: 1, cohort_exits: 1 },
  { page_class: 2, step_bin: 1, arrival: 2, bucket: 39, signals: SLOW, views: 5, exits: 2 },
  { signals: ERROR | BACKTRACK | PLACEBO, earlier_hard: 2, earlier_soft: 1, arrival: 10, bucket: 4, views: 4, exits: 2, progress: 1 },
]);
const rows = stepRows(CELLS, [2, 10], SIGNALS);

const without = (name: 'none' | 'no_hard' | 'no_placebo', signals: number, earlier_hard = 0, earlier_soft = 0) => {
  const number = rows.frictions.indexOf(frictionCode({ signals, earlier_hard, earlier_soft }));
  return frictionOf(rows.frictions[rows.without[name][number]!]!);
};

describe('rows of a stage', () => {
  it('are the lines summed over buckets, with the halves apart', () => {
    // A view whose only signal is not among the available ones is a view without friction.
    expect(rows.rows).toBe(2);
    expect([...rows.totals.views]).toEqual([22, 4]);
    expect([...rows.halves[0].views]).toEqual([7, 4]);
    expect([...rows.halves[1].views]).toEqual([15, 0]);
    expect([...rows.totals.exits]).toEqual([6, 2]);
    expect([...rows.totals.cohort_exits]).toEqual([3, 0]);
    expect([...rows.totals.progress]).toEqual([0, 1]);
  });

  it('number the patterns by their codes', () => {
    expect(rows.contexts).toEqual([0, (2 * 6 + 1) * 4]);
    expect([...rows.context]).toEqual([1, 0]);
    expect([...rows.arrival]).toEqual([0, 1]);
    expect(rows.frictions[rows.friction[0]!]).toBe(0);
    expect(frictionOf(rows.frictions[rows.friction[1]!]!)).toEqual({
      signals: ERROR | BACKTRACK | PLACEBO,
      earlier_hard: 2,
      earlier_soft: 1,
    });
  });

  it('tell the row and the bucket of each line', () => {
    const { row, bucket, counts } = rows.lines;
    const lines = Array.from(row, (to, line) => [to, bucket[line]!, counts.views[line]!]);
    expect(lines.sort((one, other) => one[1]! - other[1]! || one[0]! - other[0]!)).toEqual([
      [0, 1, 10],
      [0, 4, 7],
      [1, 4, 4],
      [0, 39, 5],
    ]);
  });

  it('leave the placebo alone without friction, and earlier soft trouble without hard friction', () => {
    const met = [ERROR | BACKTRACK | PLACEBO, 2, 1] as const;
    expect(without('none', ...met)).toEqual({ signals: PLACEBO, earlier_hard: 0, earlier_soft: 0 });
    expect(without('no_hard', ...met)).toEqual({ signals: BACKTRACK | PLACEBO, earlier_hard: 0, earlier_soft: 1 });
    expect(without('no_placebo', ...met)).toEqual({ signals: ERROR | BACKTRACK, earlier_hard: 2, earlier_soft: 1 });
    for (const name of ['none', 'no_hard', 'no_placebo'] as const)
      expect(without(name, 0)).toEqual({ signals: 0, earlier_hard: 0, earlier_soft: 0 });
  });
});

describe('rows that an alternative changes', () => {
  const cells = stepCellsOf([
    { bucket: 0, views: 90, exits: 20, progress: 5, later_orders: 4, progress_orders: 3, cohort_exits: 6, cohort_continued: 8 },
    { bucket: 1, signals: ERROR, step_bin: 3, views: 30, exits: 10, progress: 2, later_orders: 2, progress_orders: 1, cohort_exits: 4 },
    { bucket: 2, signals: BACKTRACK, views: 20, exits: 4, progress: 1, later_orders: 3, cohort_continued: 5, cohort_continued_orders: 1 },
    { bucket: 3, signals: PLACEBO, views: 10, exits: 3, progress: 1, later_orders: 1 },
  ]);
  const stage = fitStage(stepRows(cells, [0], SIGNALS), GROUPS.slice(0, 1), SIGNALS);

  it.each([
    ['none', [30, 20]],
    ['no_hard', [30]],
    ['no_placebo', [10]],
  ] as const)('are for %s those whose friction it takes away', (alternative, views) => {
    const changed = changedRows(stage, 'looking', alternative, 0);
    expect([...changed.totals.views].sort((a, b) => b - a)).toEqual(views);
    expect(changed.lines.starts[40]).toBe(views.length);
    expect([...changed.lines.at].sort()).toEqual(views.map((_, place) => place));
  });

  it('count what went on looking', () => {
    const changed = changedRows(stage, 'looking', 'no_hard', 0);
    // 30 views, 10 exits, 2 went on to the cart
    expect([...changed.totals.continued]).toEqual([18]);
    expect([...changed.halves[0].exits]).toEqual([0]);
    expect([...changed.halves[1].exits]).toEqual([10]);
    expect([...changed.place]).toEqual([3]);
  });

  it('tell which kinds of friction end with a request for information', () => {
    const checkout = stepCellsOf(
      [0, 1, 2].map((page_class) => ({ page_class, bucket: page_class, signals: FORM, views: 9, exits: 3, later_orders: 2 })),
    );
    const second = fitStage(stepRows(checkout, [0], SIGNALS), GROUPS.slice(0, 1), SIGNALS);
    const changed = changedRows(second, 'checkout', 'none', FORM);
    expect([...changed.place]).toEqual([0, 0, 0]);
    expect([...changed.kinds.endsRequest].filter((ends) => ends === 1)).toHaveLength(1);
  });
});
