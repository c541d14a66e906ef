import {
  type Context,
  type Friction,
  frictionCode,
  SESSION_COUNTS,
  type SessionCells,
  type SessionCount,
  STEP_COUNTS,
  type StepCells,
  type StepCount,
} from '../../../src/attribution/split/tables.ts';

/** One line of a table of page views; what is not named is 0. */
export type StepLine = Partial<Context & Friction & Record<'arrival' | 'bucket' | StepCount, number>>;

/** One line of the table of sessions; what is not named is 0. */
export type SessionLine = Partial<Record<'arrival' | 'bucket' | SessionCount, number>>;

/** Writes a small table of page views by hand, in the order given. */
export function stepCellsOf(lines: readonly StepLine[]): StepCells {
  const column = (of: (line: StepLine) => number) => Int32Array.from(lines, of);
  return {
    rows: lines.length,
    context: column(({ page_class = 0, step_bin = 0, time_bin = 0 }) => (page_class * 6 + step_bin) * 4 + time_bin),
    friction: column(({ signals = 0, earlier_hard = 0, earlier_soft = 0 }) => frictionCode({ signals, earlier_hard, earlier_soft })),
    arrival: column(({ arrival = 0 }) => arrival),
    bucket: column(({ bucket = 0 }) => bucket),
    counts: Object.fromEntries(
      STEP_COUNTS.map((name) => [name, Float64Array.from(lines, (line) => line[name] ?? 0)]),
    ) as StepCells['counts'],
  };
}

/** Writes a small table of sessions by hand. */
export function sessionCellsOf(lines: readonly SessionLine[]): SessionCells {
  return {
    rows: lines.length,
    arrival: Int32Array.from(lines, ({ arrival = 0 }) => arrival),
    bucket: Int32Array.from(lines, ({ bucket = 0 }) => bucket),
    counts: Object.fromEntries(
      SESSION_COUNTS.map((name) => [name, Float64Array.from(lines, (line) => line[name] ?? 0)]),
    ) as SessionCells['counts'],
  };
}
