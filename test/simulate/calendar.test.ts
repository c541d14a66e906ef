import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { makeCalendar } from '../../src/simulate/calendar.ts';

describe('makeCalendar', () => {
  const calendar = makeCalendar(7000, 14, 5, '2026-11-02');
  const starts = Array.from({ length: 7000 }, (_, slot) => calendar.startOf(slot, 0.5));

  it('starts sessions in rising order inside the days asked for', () => {
    expect(starts.every((start, slot) => slot === 0 || start >= starts[slot - 1]!)).toBe(true);
    expect(starts[0]).toBeGreaterThanOrEqual(Date.parse('2026-11-02T00:00:00Z'));
    expect(starts.at(-1)).toBeLessThan(Date.parse('2026-11-16T00:00:00Z'));
    expect(calendar.ends_at).toBe(Date.parse('2026-11-16T00:00:00Z'));
  });

  it('finds the slot of a moment again', () => {
    for (const slot of [0, 1, 1234, 6999]) expect(calendar.slotAt(starts[slot]!)).toBe(slot);
    expect(calendar.slotAt(calendar.begins_at - 1)).toBe(-1);
    expect(calendar.slotAt(calendar.ends_at + 1)).toBe(6999);
  });

  it('has more sessions in the evening than at night', () => {
    const at = (hour: number) => starts.filter((start) => new Date(start).getUTCHours() === hour).length;
    expect(at(19)).toBeGreaterThan(10 * at(3));
  });

  it.each(['2026-02-30', '02.11.2026', '', '2026-11-02T10:00:00Z'])('refuses "%s" as the first day', (text) => {
    expect(() => makeCalendar(10, 1, 1, text)).toThrow(UsageError);
  });
});
