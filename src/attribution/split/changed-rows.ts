import type { FittedStage } from './fit-stage.ts';
import { gather } from './gather.ts';
import type { StepDesign } from './step-design.ts';
import type { Alternative, Counts, RowSums, StepRows } from './step-rows.ts';
import { BUCKETS, contextOf, frictionOf, STEP_BINS } from './tables.ts';

export type StageName = 'looking' | 'checkout';

/** Places of each stage, in the order of the way through it: places of a view in the looking phase; the checkout is one. */
export const PLACES: Readonly<Record<StageName, number>> = { looking: STEP_BINS, checkout: 1 };

/** Counts of some rows; all arrays run along them. */
export interface RowCounts {
  views: Float64Array;
  exits: Float64Array;
  /** Views that went on looking. */
  continued: Float64Array;
  cohort_exits: Float64Array;
  cohort_continued: Float64Array;
}

/**
 * What friction does at each changed row: loss per exit, by the chain and by the model of later orders; per view that went on, what opening cart or checkout would have been
 * worth and what is given up for it.
 */
export interface RowWeights {
  per_exit: Float64Array;
  modelled: Float64Array;
  opened: Float64Array;
  forgone: Float64Array;
}

export function emptyWeights(rows: number): RowWeights {
  const empty = () => new Float64Array(rows);
  return { per_exit: empty(), modelled: empty(), opened: empty(), forgone: empty() };
}

/** The rows of a stage at which an alternative leaves less friction than there was, laid out for summing. */
export interface ChangedRows {
  stage: FittedStage;
  name: StageName;
  alternative: Alternative;
  /** Numbers of the rows, in the order of their kinds. */
  rows: Int32Array;
  context: Int32Array;
  arrival: Int32Array;
  place: Uint8Array;
  /** Kind of friction, a pattern in a medium: what friction does is the same in rows of one kind. */
  kind: Int32Array;
  goesOn: Uint8Array;
  /** Over the even and the odd buckets, and over all. */
  halves: readonly [RowCounts, RowCounts];
  totals: RowCounts;
  /** Lines of the buckets: bucket b has those from starts[b] to starts[b + 1]; `at`: place of the line's row in `rows`. */
  lines: { starts: Int32Array; at: Int32Array } & Omit<RowCounts, 'views'>;
  kinds: FrictionKinds;
  /** Room for the weights of one replicate after the other. */
  room: RowWeights;
}

/** What each kind of friction is, and what the alternative leaves of it. */
export interface FrictionKinds {
  /** Place of each kind's first row, and behind the last one the number of rows. */
  starts: Int32Array;
  /** By kind: its views in all sessions, the friction pattern, the pattern that is left, and whether that takes a request for information away. */
  views: Float64Array;
  pattern: Int32Array;
  left: Int32Array;
  medium: Int32Array;
  endsRequest: Uint8Array;
}

/** Lays out the rows of a stage that an alternative changes. @param requestBit - bit of the signal of steps that exist only to ask for something */
export function changedRows(stage: FittedStage, name: StageName, alternative: Alternative, requestBit: number): ChangedRows {
  const { steps, design } = stage;
  const without = steps.without[alternative];
  const { at, codes, starts } = sortByKind(steps, design, without);
  const layout = layOut(stage, name, at, starts);
  const totals = takeCounts(steps.totals, layout.rows);
  return {
    stage,
    name,
    alternative,
    ...layout,
    halves: [takeCounts(steps.halves[0], layout.rows), takeCounts(steps.halves[1], layout.rows)],
    totals,
    lines: linesByBucket(steps, at),
    // Where soft friction stays, at the lower end of the navigation range, the step stays too and only its effect is gone: that nobody could leave there is an upper bound.
    kinds: kindsOf(stage, codes, starts, totals.views, without, alternative === 'none' ? requestBit : 0),
    room: emptyWeights(layout.rows.length),
  };
}

/**
 * Puts the changed rows in the order of their kinds of friction, each kind in the order that they had. `at`: place of each row among the changed ones, −1 of others; `codes`:
 * pattern · media + medium of each kind; `starts`: place of its first row.
 */
function sortByKind(
  steps: StepRows,
  { media, mediumOf }: StepDesign,
  without: Int32Array,
): { at: Int32Array; codes: number[]; starts: Int32Array } {
  const counts = new Int32Array(steps.frictions.length * media);
  // The code of each changed row first, then its place.
  const at = new Int32Array(steps.rows);
  for (let row = 0; row < steps.rows; row++) {
    const pattern = steps.friction[row]!;
    const code = without[pattern] === pattern ? -1 : pattern * media + mediumOf[steps.arrival[row]!]!;
    at[row] = code;
    if (code >= 0) counts[code]! += 1;
  }
  const codes: number[] = [];
  const starts = [0];
  const next = new Int32Array(counts.length);
  counts.forEach((count, code) => {
    if (count === 0) return;
    next[code] = starts[codes.length]!;
    codes.push(code);
    starts.push(next[code]! + count);
  });
  for (let row = 0; row < at.length; row++) if (at[row]! >= 0) at[row] = next[at[row]!]!++;
  return { at, codes, starts: Int32Array.from(starts) };
}

/** What is known of each changed row. @param at - see `sortByKind` */
function layOut(
  { steps, goesOn }: FittedStage,
  name: StageName,
  at: Int32Array,
  starts: Int32Array,
): Pick<ChangedRows, 'rows' | 'context' | 'arrival' | 'place' | 'kind' | 'goesOn'> {
  const placeOfContext = Uint8Array.from(steps.contexts, (code) => placeOf(code, name));
  const changed = starts[starts.length - 1]!;
  const [rows, context, arrival, kind] = [
    new Int32Array(changed),
    new Int32Array(changed),
    new Int32Array(changed),
    new Int32Array(changed),
  ];
  const [place, isGoingOn] = [new Uint8Array(changed), new Uint8Array(changed)];
  for (let row = 0; row < steps.rows; row++) {
    const i = at[row]!;
    if (i < 0) continue;
    rows[i] = row;
    context[i] = steps.context[row]!;
    arrival[i] = steps.arrival[row]!;
    place[i] = placeOfContext[steps.context[row]!]!;
    isGoingOn[i] = goesOn[row]!;
  }
  for (let number = 0; number < starts.length - 1; number++) kind.fill(number, starts[number], starts[number + 1]);
  return { rows, context, arrival, place, kind, goesOn: isGoingOn };
}

/** The lines of the changed rows in the order of their buckets. @param at - see `sortByKind` */
function linesByBucket({ lines: { row, bucket, counts } }: StepRows, at: Int32Array): ChangedRows['lines'] {
  const starts = new Int32Array(BUCKETS + 1);
  countLines(row, bucket, at, starts);
  for (let number = 0; number < BUCKETS; number++) starts[number + 1]! += starts[number]!;
  const size = starts[BUCKETS]!;
  const empty = () => new Float64Array(size);
  const lines = { starts, at: new Int32Array(size), exits: empty(), continued: empty(), cohort_exits: empty(), cohort_continued: empty() };
  placeLines(row, bucket, at, counts, Int32Array.from(starts), lines);
  return lines;
}

function countLines(row: Int32Array, bucket: Int32Array, at: Int32Array, starts: Int32Array): void {
  for (let line = 0; line < row.length; line++) if (at[row[line]!]! >= 0) starts[bucket[line]! + 1]! += 1;
}

/** To read in order and write to forty places is faster than the reverse. */
function placeLines(
  row: Int32Array,
  bucket: Int32Array,
  placeOfRow: Int32Array,
  { views, exits, progress, cohort_exits, cohort_continued }: Counts,
  next: Int32Array,
  to: ChangedRows['lines'],
): void {
  const { at, exits: itsExits, continued: itsContinued, cohort_exits: itsCohortExits, cohort_continued: itsCohortContinued } = to;
  for (let line = 0; line < row.length; line++) {
    const place = placeOfRow[row[line]!]!;
    if (place < 0) continue;
    const own = next[bucket[line]!]!++;
    at[own] = place;
    itsExits[own] = exits[line]!;
    itsContinued[own] = views[line]! - exits[line]! - progress[line]!;
    itsCohortExits[own] = cohort_exits[line]!;
    itsCohortContinued[own] = cohort_continued[line]!;
  }
}

/** Place of a view in the way through its stage, from its context. */
export function placeOf(context: number, name: StageName): number {
  return name === 'looking' ? contextOf(context).step_bin : 0;
}

/** Counts of some rows, in their order. */
function takeCounts(counts: RowSums, of: Int32Array): RowCounts {
  const [views, exits, progress] = [gather(counts.views, of), gather(counts.exits, of), gather(counts.progress, of)];
  // What is neither an exit nor progress goes on; the room of the progress is used for it.
  for (let i = 0; i < progress.length; i++) progress[i] = views[i]! - exits[i]! - progress[i]!;
  return {
    views,
    exits,
    continued: progress,
    cohort_exits: gather(counts.cohort_exits, of),
    cohort_continued: gather(counts.cohort_continued, of),
  };
}

function kindsOf(
  { steps, design: { media } }: FittedStage,
  codes: readonly number[],
  starts: Int32Array,
  rowViews: Float64Array,
  without: Int32Array,
  requestBit: number,
): FrictionKinds {
  const pattern = Int32Array.from(codes, (code) => Math.floor(code / media));
  const asks = (number: number) => (frictionOf(steps.frictions[number]!).signals & requestBit) !== 0;
  const views = new Float64Array(codes.length);
  for (let kind = 0; kind < codes.length; kind++) for (let i = starts[kind]!; i < starts[kind + 1]!; i++) views[kind]! += rowViews[i]!;
  return {
    starts,
    views,
    pattern,
    left: pattern.map((number) => without[number]!),
    medium: Int32Array.from(codes, (code) => code % media),
    endsRequest: Uint8Array.from(pattern, (number) => (asks(number) && !asks(without[number]!) ? 1 : 0)),
  };
}
