import { distinctCodes, numbersOfCodes } from './code-numbers.ts';
import { type Friction, frictionCode, frictionOf, type SignalBit, type StepCells, type StepCount } from './tables.ts';

/** What an alternative to the facts leaves of a friction pattern: nothing, all but hard friction; all but the placebo. */
export type Alternative = Removal | 'no_placebo';
export type Removal = 'none' | 'no_hard';

/**
 * The lines of a stage summed over buckets, and how to get from a bucket's lines to them. Patterns of friction, context and arrival are numbered from 0.
 */
export interface StepRows {
  rows: number;
  /** Numbers of the patterns of each row. */
  context: Int32Array;
  friction: Int32Array;
  arrival: Int32Array;
  /** Codes of the patterns, ascending; frictions include those that an alternative leads to. */
  contexts: readonly number[];
  frictions: readonly number[];
  /** The arrivals of the sessions: the same list for all stages. */
  arrivals: readonly number[];
  /** Counts over the even and over the odd buckets. */
  halves: readonly [RowSums, RowSums];
  /** Counts over all buckets. */
  totals: RowSums;
  /** The lines as they came, with the row and the bucket of each. */
  lines: { row: Int32Array; bucket: Int32Array; counts: Counts };
  /** Number of the friction pattern that an alternative leaves of each one. */
  without: Readonly<Record<Alternative, Int32Array>>;
}

export type Counts = Readonly<Record<StepCount, Float64Array>>;
/** Counts that are asked for by row; the others are asked for by place alone, of the lines. */
export type RowSums = Readonly<Record<RowSum, Float64Array>>;

type RowSum = (typeof ROW_SUMS)[number];
const ROW_SUMS = ['views', 'exits', 'progress', 'later_orders', 'cohort_exits', 'cohort_continued'] as const satisfies readonly StepCount[];

/**
 * Sums the lines of a stage over buckets and numbers its patterns.
 *
 * @param arrivals - codes of all arrivals, distinct
 */
export function stepRows(cells: StepCells, arrivals: readonly number[], signals: readonly SignalBit[]): StepRows {
  const bits = (kind: SignalBit['class']) => signals.reduce((sum, signal) => (signal.class === kind ? sum | signal.bit : sum), 0);
  const [hard, placebo] = [bits('hard'), bits('placebo')];
  const known = bits('hard') | bits('soft') | placebo;
  const alternatives: Record<Alternative, (friction: Friction) => Friction> = {
    none: (friction) => ({ signals: friction.signals & placebo, earlier_hard: 0, earlier_soft: 0 }),
    no_hard: (friction) => ({ ...friction, signals: friction.signals & ~hard, earlier_hard: 0 }),
    no_placebo: (friction) => ({ ...friction, signals: friction.signals & ~placebo }),
  };
  // Signals that are not available are no part of the model.
  const given = distinctCodes(cells.friction);
  const reduced = given.map((code) => {
    const friction = frictionOf(code);
    return frictionCode({ ...friction, signals: friction.signals & known });
  });
  const met = distinct(reduced);
  const frictions = distinct([
    ...met,
    ...met.flatMap((code) => Object.values(alternatives).map((change) => frictionCode(change(frictionOf(code))))),
  ]);
  const contexts = distinctCodes(cells.context);
  const [contextNumbers, frictionNumbers, arrivalNumbers] = [numbersOfCodes(contexts), numbersOfCodes(frictions), numbersOfCodes(arrivals)];
  const patternOf = numbersOfCodes(given).map((index) => (index < 0 ? -1 : frictionNumbers[reduced[index]!]!));
  const row = new Int32Array(cells.rows);
  const [context, friction, arrival]: [number[], number[], number[]] = [[], [], []];
  const seen = new Map<number, number>();
  for (let line = 0; line < row.length; line++) {
    // Lines of one row mostly follow each other.
    if (line > 0 && isSameRow(cells, line)) {
      row[line] = row[line - 1]!;
      continue;
    }
    const c = contextNumbers[cells.context[line]!]!;
    const f = patternOf[cells.friction[line]!]!;
    const a = arrivalNumbers[cells.arrival[line]!]!;
    const key = (c * frictions.length + f) * arrivals.length + a;
    let index = seen.get(key);
    if (index === undefined) {
      index = context.length;
      seen.set(key, index);
      context.push(c);
      friction.push(f);
      arrival.push(a);
    }
    row[line] = index;
  }
  const rows = context.length;
  const halves = sumByHalf(cells, row, rows);
  const without = Object.fromEntries(
    Object.entries(alternatives).map(([name, change]) => [
      name,
      Int32Array.from(frictions, (code) => frictionNumbers[frictionCode(change(frictionOf(code)))]!),
    ]),
  ) as Record<Alternative, Int32Array>;
  return {
    rows,
    context: Int32Array.from(context),
    friction: Int32Array.from(friction),
    arrival: Int32Array.from(arrival),
    contexts,
    frictions,
    arrivals,
    halves,
    totals: addCounts(halves),
    lines: { row, bucket: cells.bucket, counts: cells.counts },
    without,
  };
}

function isSameRow({ context, friction, arrival }: StepCells, line: number): boolean {
  return context[line] === context[line - 1] && friction[line] === friction[line - 1] && arrival[line] === arrival[line - 1];
}

/** Counts of each row over the even and over the odd buckets: both in one array, so that no line has to be asked which half it is in but by its place. */
function sumByHalf({ bucket, counts }: StepCells, row: Int32Array, rows: number): [RowSums, RowSums] {
  const both = Object.fromEntries(ROW_SUMS.map((name) => [name, new Float64Array(2 * rows)])) as Record<RowSum, Float64Array>;
  addLines(both, counts, row, bucket, rows);
  const half = (from: number) =>
    Object.fromEntries(ROW_SUMS.map((name) => [name, both[name].subarray(from, from + rows)])) as Record<RowSum, Float64Array>;
  return [half(0), half(rows)];
}

function addLines(to: Record<RowSum, Float64Array>, counts: Counts, row: Int32Array, bucket: Int32Array, rows: number): void {
  const { views, exits, progress, later_orders, cohort_exits, cohort_continued } = to;
  for (let line = 0; line < row.length; line++) {
    const slot = row[line]! + (bucket[line]! & 1) * rows;
    views[slot]! += counts.views[line]!;
    exits[slot]! += counts.exits[line]!;
    progress[slot]! += counts.progress[line]!;
    later_orders[slot]! += counts.later_orders[line]!;
    cohort_exits[slot]! += counts.cohort_exits[line]!;
    cohort_continued[slot]! += counts.cohort_continued[line]!;
  }
}

function addCounts([even, odd]: readonly [RowSums, RowSums]): RowSums {
  return Object.fromEntries(ROW_SUMS.map((name) => [name, plus(even[name], odd[name])])) as Record<RowSum, Float64Array>;
}

function plus(first: Float64Array, second: Float64Array): Float64Array {
  const sums = new Float64Array(first.length);
  for (let row = 0; row < sums.length; row++) sums[row] = first[row]! + second[row]!;
  return sums;
}

function distinct(codes: readonly number[]): number[] {
  return [...new Set(codes)].sort((a, b) => a - b);
}
