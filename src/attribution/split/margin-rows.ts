import type { ChangedRows, StageName } from './changed-rows.ts';
import { PLACES, placeOf } from './changed-rows.ts';
import type { FittedStage } from './fit-stage.ts';
import type { Removal } from './step-rows.ts';
import {
  BUCKETS,
  ENDS_MOVED,
  frictionCode,
  frictionOf,
  LAST_PAGE_FILLED,
  type MarginCells,
  type MarginSessions,
  type Margins,
  type SignalBit,
} from './tables.ts';

/** Other cohorts: by a band whose ends are moved by 30 s, and with the usual time on the last page added. */
export const OTHER_COHORTS = ['wider', 'narrower', 'filled'] as const;
export type OtherCohort = (typeof OTHER_COHORTS)[number];

/** What another cohort takes in or leaves out, laid out for summing; what it leaves out counts negative. */
export interface Margin {
  /** By bucket · arrivals + arrival. */
  sessions: Float64Array;
  orders: Float64Array;
  /** By bucket · places of the looking phase + place. */
  continued: Float64Array;
  continued_orders: Float64Array;
  lines: Readonly<Record<Removal, Readonly<Record<StageName, MarginLines>>>>;
}

/** Lines at rows that an alternative changes. */
export interface MarginLines {
  bucket: Uint8Array;
  /** Place of the line's row in the changed rows. */
  at: Int32Array;
  exits: Float64Array;
  continued: Float64Array;
}

/** Lays out by what each other cohort differs. @param changed - the rows that each alternative changes, by stage */
export function marginRows(
  { looking, checkout, sessions }: Margins,
  changed: Readonly<Record<Removal, Readonly<Record<StageName, ChangedRows>>>>,
  signals: readonly SignalBit[],
): Record<OtherCohort, Margin> {
  const found = {
    looking: findLines(looking, changed.none.looking, changed.no_hard.looking, signals),
    checkout: findLines(checkout, changed.none.checkout, changed.no_hard.checkout, signals),
  };
  const { arrivals } = changed.none.looking.stage.steps;
  const margin = (cohort: OtherCohort): Margin => {
    const lines = (alternative: Removal) => ({
      looking: takeLines(looking, found.looking[alternative], cohort),
      checkout: takeLines(checkout, found.checkout[alternative], cohort),
    });
    return {
      ...countSessions(sessions, arrivals, cohort),
      ...countPlaces(looking, cohort),
      lines: { none: lines('none'), no_hard: lines('no_hard') },
    };
  };
  return { wider: margin('wider'), narrower: margin('narrower'), filled: margin('filled') };
}

/** 1 for a line that the cohort takes in, −1 for one that it leaves out, 0 for one that is nothing to it. */
function signOf({ is_inner, shift }: MarginCells | MarginSessions, line: number, cohort: OtherCohort): number {
  const inner = is_inner[line] === 1;
  if (cohort === 'filled') return (shift[line]! & LAST_PAGE_FILLED) === 0 ? 0 : inner ? -1 : 1;
  if ((shift[line]! & ENDS_MOVED) === 0) return 0;
  return cohort === 'narrower' ? (inner ? -1 : 0) : inner ? 0 : 1;
}

/** For each line its place in the changed rows of either alternative; −1 where it changes nothing. Without hard friction no other rows change than without any. */
function findLines(cells: MarginCells, none: ChangedRows, noHard: ChangedRows, signals: readonly SignalBit[]): Record<Removal, Int32Array> {
  const keyOf = keysOf(none.stage, signals);
  const numbers = new Map<number, number>();
  const numberOf = new Int32Array(cells.rows).fill(-1);
  for (let line = 0; line < cells.rows; line++) {
    const key = keyOf.line(cells, line);
    if (key < 0) continue;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    numberOf[line] = number;
  }
  const placed = (changed: ChangedRows) => {
    const places = new Int32Array(numbers.size).fill(-1);
    changed.rows.forEach((row, place) => {
      const number = numbers.get(keyOf.row(row));
      if (number !== undefined) places[number] = place;
    });
    return numberOf.map((number) => (number < 0 ? -1 : places[number]!));
  };
  return { none: placed(none), no_hard: placed(noHard) };
}

/** One number for context, friction and arrival, of a line and of a row; −1 for a line without friction. */
function keysOf({ steps }: FittedStage, signals: readonly SignalBit[]) {
  const known = signals.reduce((bits, { bit }) => bits | bit, 0);
  const numbersOf = (codes: readonly number[]) => new Map(codes.map((code, number) => [code, number]));
  const [contexts, frictions, arrivals] = [numbersOf(steps.contexts), numbersOf(steps.frictions), numbersOf(steps.arrivals)];
  const key = (context: number, friction: number, arrival: number) =>
    (context * steps.frictions.length + friction) * steps.arrivals.length + arrival;
  const line = (cells: MarginCells, at: number) => {
    const friction = frictionOf(cells.friction[at]!);
    const pattern = frictions.get(frictionCode({ ...friction, signals: friction.signals & known }))!;
    return steps.without.none[pattern] === pattern
      ? -1
      : key(contexts.get(cells.context[at]!)!, pattern, arrivals.get(cells.arrival[at]!)!);
  };
  return { line, row: (row: number) => key(steps.context[row]!, steps.friction[row]!, steps.arrival[row]!) };
}

function takeLines(cells: MarginCells, place: Int32Array, cohort: OtherCohort): MarginLines {
  const { rows, bucket, counts } = cells;
  const taken: number[] = [];
  for (let line = 0; line < rows; line++) if (place[line]! >= 0 && signOf(cells, line, cohort) !== 0) taken.push(line);
  const signed = (list: Float64Array) => Float64Array.from(taken, (line) => signOf(cells, line, cohort) * list[line]!);
  return {
    bucket: Uint8Array.from(taken, (line) => bucket[line]!),
    at: Int32Array.from(taken, (line) => place[line]!),
    exits: signed(counts.cohort_exits),
    continued: signed(counts.cohort_continued),
  };
}

function countSessions(sessions: MarginSessions, arrivals: readonly number[], cohort: OtherCohort): Pick<Margin, 'sessions' | 'orders'> {
  const numbers = new Map(arrivals.map((code, index) => [code, index]));
  const sums = { sessions: new Float64Array(BUCKETS * arrivals.length), orders: new Float64Array(BUCKETS * arrivals.length) };
  for (let line = 0; line < sessions.rows; line++) {
    const sign = signOf(sessions, line, cohort);
    if (sign === 0) continue;
    const at = sessions.bucket[line]! * arrivals.length + numbers.get(sessions.arrival[line]!)!;
    sums.sessions[at]! += sign * sessions.counts.sessions[line]!;
    sums.orders[at]! += sign * sessions.counts.orders[line]!;
  }
  return sums;
}

function countPlaces(cells: MarginCells, cohort: OtherCohort): Pick<Margin, 'continued' | 'continued_orders'> {
  const { rows, bucket, context, counts } = cells;
  const size = BUCKETS * PLACES.looking;
  const sums = { continued: new Float64Array(size), continued_orders: new Float64Array(size) };
  for (let line = 0; line < rows; line++) {
    const sign = signOf(cells, line, cohort);
    if (sign === 0) continue;
    const at = bucket[line]! * PLACES.looking + placeOf(context[line]!, 'looking');
    sums.continued[at]! += sign * counts.cohort_continued[line]!;
    sums.continued_orders[at]! += sign * counts.cohort_continued_orders[line]!;
  }
  return sums;
}
