/**
 * Midnight of a day, or a wall clock time on it, in a zone as milliseconds since 1970: the offset is read off at a first guess and once more at the result, for days on
 * which the clock changes.
 *
 * @param wall - `2026-11-02` or `2026-11-02T13:45:00`
 */
export function instantOf(wall: string, zone: string): number {
  const read = Date.parse(`${wall.length === 10 ? `${wall}T00:00:00` : wall}Z`);
  const guess = read - offsetAt(read, zone);
  return read - offsetAt(guess, zone);
}

/** The day that the calendar of a zone shows at an instant in milliseconds since 1970, as `2026-11-02`. */
export function dayAt(instant: number, zone: string): string {
  return new Date(instant + offsetAt(instant, zone)).toISOString().slice(0, 10);
}

/** The day a number of days later, by the calendar. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Milliseconds that the clocks of a zone are ahead of UTC. */
export function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)!.value);
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(instant / 1000) * 1000;
}

/** Whether a zone of this name is known. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}
