import { describe, expect, it } from 'vitest';
import { estimateAll, type SplitFindings } from '../../../src/attribution/split/find-split.ts';
import type { Margins, SplitTables } from '../../../src/attribution/split/tables.ts';
import { makeShop, type Planted } from './made-shop.ts';

const PLANTED = { error: 1, backtrack: 0.4, form: 0.8, earlier: 0.2, intent: [0.6, 0.4, 0.2, 0, 0, -0.2, -0.4, -0.6] };
const shopOf = (cohort: Pick<Planted, 'band' | 'isFilled'> = {}) => makeShop({ sessions: 6000, seed: 23, ...PLANTED, ...cohort });
const NO_KEYS = new Int32Array(0);
const NO_COUNTS = new Float64Array(0);
const NO_PAGES = { rows: 0, page_id: NO_KEYS, context: NO_KEYS, friction: NO_KEYS, cohort_exits: NO_COUNTS, cohort_continued: NO_COUNTS };
const NO_WEEKS = { rows: 0, week: NO_KEYS, page_group: NO_KEYS, device: NO_KEYS, signals: NO_KEYS, views: NO_COUNTS, whole_weeks: 0 };
const { tables, landmark, margins } = shopOf();
const find = (of: SplitTables): SplitFindings =>
  estimateAll({ ...of, landmark, order_values: [], weekly: NO_WEEKS, pages: [NO_PAGES, NO_PAGES] });
const found = find({ ...tables, margins });
const settings = ({ variants }: SplitFindings) => variants.map(({ setting }) => setting);

describe('the split of another cohort', () => {
  it.each([
    ['wider', { band: [90, 450] }, 'band wider by 30 s at both ends'],
    ['narrower', { band: [150, 390] }, 'band narrower by 30 s at both ends'],
    ['filled', { isFilled: true }, 'usual time on the last page added'],
  ] as const)('is that of the same shop with that cohort (%s), intervals and call too', (name, cohort, setting) => {
    const other = find(shopOf(cohort).tables);
    for (const number of ['observed', 'friction', 'friction_hard', 'traffic']) {
      const [shifted, own] = [found.numbers[`${number}_${name}`]!, other.numbers[number]!];
      for (const part of ['value', 'low', 'high', 'standard_error'] as const)
        expect(shifted[part], `${number} ${part}`).toBeCloseTo(own[part], 9);
    }
    for (const lead of ['navigation_lead', 'traffic_lead'])
      expect(found.numbers[`${lead}_${name}`]!.low, lead).toBeCloseTo(other.numbers[`${lead}_25`]!.low, 9);
    const told = found.variants.find((variant) => variant.setting === setting)!;
    expect(told.traffic).toEqual(found.numbers[`traffic_${name}`]);
    expect(told.friction).toEqual(found.numbers[`friction_${name}`]);
    // The sessions that make the difference are many enough to make one.
    expect(Math.abs(told.friction.value / found.numbers.friction!.value - 1)).toBeGreaterThan(1e-4);
  });

  it('changes nothing else, and is not told where it was not counted', () => {
    const without = find(tables);
    expect(settings(without)).toEqual(settings(found).filter((setting) => !/^band|last page/.test(setting)));
    for (const [name, estimate] of Object.entries(without.numbers)) expect(found.numbers[name], name).toEqual(estimate);
  });

  it('is not told of a cohort that is too small to be split', () => {
    // The narrower band leaves nothing of a cohort whose sessions are all near an end.
    const { counts } = tables.sessions;
    const { arrival, bucket, rows } = tables.sessions;
    const all: Margins = {
      ...margins,
      sessions: {
        ...{ rows, arrival, bucket, is_inner: new Int32Array(rows).fill(1), shift: new Int32Array(rows).fill(1) },
        counts: { sessions: counts.cohort_sessions, orders: counts.cohort_orders },
      },
    };
    const none = settings(find({ ...tables, margins: all }));
    expect(none).toContain('band wider by 30 s at both ends');
    expect(none).not.toContain('band narrower by 30 s at both ends');
  });

  it('does not depend on the order of the lines', () => {
    const turn = <Lines extends Margins['looking']>(lines: Lines): Lines => ({
      ...lines,
      is_inner: lines.is_inner.toReversed(),
      shift: lines.shift.toReversed(),
      context: lines.context.toReversed(),
      friction: lines.friction.toReversed(),
      arrival: lines.arrival.toReversed(),
      bucket: lines.bucket.toReversed(),
      counts: Object.fromEntries(Object.entries(lines.counts).map(([name, list]) => [name, list.toReversed()])),
    });
    const turned = find({ ...tables, margins: { ...margins, looking: turn(margins.looking), checkout: turn(margins.checkout) } });
    for (const name of ['friction_wider', 'traffic_wider', 'friction_hard_narrower', 'traffic_narrower', 'traffic_filled']) {
      expect(turned.numbers[name]!.value, name).toBeCloseTo(found.numbers[name]!.value, 12);
      expect(turned.numbers[name]!.standard_error, name).toBeCloseTo(found.numbers[name]!.standard_error, 12);
    }
  });
});
