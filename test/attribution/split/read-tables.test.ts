import { describe, expect, it } from 'vitest';
import { readSplitInput } from '../../../src/attribution/split/read-tables.ts';
import { SIGNALS } from '../../../src/sessions/signals.ts';
import { linesOf, SHOP } from '../../sessions/cells.ts';
import { hit, stageShop } from '../../shop.ts';

/** What the checkout's table does not count. */
const NO_COUNTS = { progress: 0, progress_orders: 0, cohort_continued: 0, cohort_continued_orders: 0 };
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
const read = (shop: typeof SHOP) => stageShop(shop, ({ engine }) => readSplitInput(engine, SIGNALS));
const days = (last: number) => Array.from({ length: last }, (_, day) => hit(`v${day}`, '09:00:00', '/', { day: day + 1 }));

describe('the tables of the split', () => {
  it('hold the cohort sessions that still look around after 120 s, with their early page views', async () => {
    const { landmark, sessions } = await read(SHOP);
    expect(sum(landmark.cohort_sessions)).toBe(4);
    expect(sum(landmark.cohort_sessions)).toBe(sum(sessions.counts.cohort_sessions));
    expect(sum(landmark.cohort_orders)).toBe(1);
    // v1 and v2 see two pages in that time, v4 and v8 one.
    expect([...landmark.early_views].sort()).toEqual([0, 0, 1, 1]);
    expect(landmark.rows).toBe(4);
  });

  it.each(['step_cells', 'checkout_cells'] as const)('hold the page views of %s, one line a cell and in order', async (table) => {
    const { lines, read } = await stageShop(SHOP, async (staged) => ({
      lines: await linesOf(staged, table),
      read: (await readSplitInput(staged.engine, SIGNALS))[table === 'step_cells' ? 'looking' : 'checkout'],
    }));
    expect(read.rows).toBe(lines.length);
    const { context, friction, arrival, bucket, counts } = read;
    const columns = Object.entries({ context, friction, arrival, bucket, ...counts });
    lines.forEach((line, row) => {
      expect(Object.fromEntries(columns.map(([name, values]) => [name, values[row]]))).toEqual({ ...NO_COUNTS, ...line });
    });
  });

  it('hold all page views by week', async () => {
    const { weekly } = await read(SHOP);
    expect(sum(weekly.views)).toBe(22);
    expect(Math.max(...weekly.week)).toBe(3);
    // 26 days and some hours to the hit of v9: three whole weeks.
    expect(weekly.whole_weeks).toBe(3);
  });

  it.each([
    [27, 3],
    [28, 4],
    [30, 4],
  ])('of %d days of traffic hold %d whole weeks, though the first and last hit are less far apart', async (last, weeks) => {
    expect((await read({ events: days(last) })).weekly.whole_weeks).toBe(weeks);
  });
});
