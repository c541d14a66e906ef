import type { ChangedRows, StageName } from './changed-rows.ts';
import { PLACES, placeOf } from './changed-rows.ts';
import type { FittedStage } from './fit-stage.ts';
import type { Removal } from './step-rows.ts';
import { BUCKETS, frictionCode, frictionOf, type MarginCells, type MarginSessions, type Margins, type SignalBit } from './tables.ts';

/** Cohorts by other bands, see `Margins`. */
export const BANDS = ['wider', 'narrower'] as const;
export type Band = (typeof BANDS)[number];

/** What another band takes into the cohort or out of it, laid out for summing. */
export interface Margin {
  /** 1: into, −1: out of the cohort. */
  sign: 1 | -1;
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

/** Lays out both margins of the band. @param changed - the rows that each alternative changes, by stage */
export function marginRows(
  { looking, checkout, sessions }: Margins,
  changed: Readonly<Record<Removal, Readonly<Record<StageName, ChangedRows>>>>,
  signals: readonly SignalBit[],
): Record<Band, Margin> {
  const found = {
    looking: findLines(looking, changed.none.looking, changed.no_hard.looking, signals),
    checkout: findLines(checkout, changed.none.checkout, changed.no_hard.checkout, signals),
  };
  const { arrivals } = changed.none.looking.stage.steps;
  const margin = (is_inner: 0 | 1): Margin => {
    const lines = (alternative: Removal) => ({
      looking: takeLines(looking, found.looking[alternative], is_inner),
      checkout: takeLines(checkout, found.checkout[alternative], is_inner),
    });
    return {
      sign: is_inner === 1 ? -1 : 1,
      ...countSessions(sessions, arrivals, is_inner),
      ...countPlaces(looking, is_inner),
      lines: { none: lines('none'), no_hard: lines('no_hard') },
    };
  };
  return { wider: margin(0), narrower: margin(1) };
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

function takeLines({ rows, is_inner, bucket, counts }: MarginCells, place: Int32Array, side: 0 | 1): MarginLines {
  const taken: number[] = [];
  for (let line = 0; line < rows; line++) if (is_inner[line] === side && place[line]! >= 0) taken.push(line);
  return {
    bucket: Uint8Array.from(taken, (line) => bucket[line]!),
    at: Int32Array.from(taken, (line) => place[line]!),
    exits: Float64Array.from(taken, (line) => counts.cohort_exits[line]!),
    continued: Float64Array.from(taken, (line) => counts.cohort_continued[line]!),
  };
}

function countSessions(sessions: MarginSessions, arrivals: readonly number[], side: 0 | 1): Pick<Margin, 'sessions' | 'orders'> {
  const numbers = new Map(arrivals.map((code, index) => [code, index]));
  const sums = { sessions: new Float64Array(BUCKETS * arrivals.length), orders: new Float64Array(BUCKETS * arrivals.length) };
  for (let line = 0; line < sessions.rows; line++) {
    if (sessions.is_inner[line] !== side) continue;
    const at = sessions.bucket[line]! * arrivals.length + numbers.get(sessions.arrival[line]!)!;
    sums.sessions[at]! += sessions.counts.sessions[line]!;
    sums.orders[at]! += sessions.counts.orders[line]!;
  }
  return sums;
}

function countPlaces(
  { rows, is_inner, bucket, context, counts }: MarginCells,
  side: 0 | 1,
): Pick<Margin, 'continued' | 'continued_orders'> {
  const size = BUCKETS * PLACES.looking;
  const sums = { continued: new Float64Array(size), continued_orders: new Float64Array(size) };
  for (let line = 0; line < rows; line++) {
    if (is_inner[line] !== side) continue;
    const at = bucket[line]! * PLACES.looking + placeOf(context[line]!, 'looking');
    sums.continued[at]! += counts.cohort_continued[line]!;
    sums.continued_orders[at]! += counts.cohort_continued_orders[line]!;
  }
  return sums;
}
