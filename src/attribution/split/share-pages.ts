import type { ChangedRows } from './changed-rows.ts';
import { distinctCodes, numbersOfCodes } from './code-numbers.ts';
import type { StageLosses } from './lose-orders.ts';
import { frictionCode, frictionOf, type SignalBit } from './tables.ts';

/** Page views by page, context and friction, of one stage; codes as in `StepCells`. Page 0: all pages that have no line of their own. */
export interface PageCells {
  rows: number;
  page_id: Int32Array;
  context: Int32Array;
  friction: Int32Array;
  cohort_exits: Float64Array;
  cohort_continued: Float64Array;
}

/** What a page lost, and the error of that by the number of its exits alone. */
export interface PageLoss {
  page_id: number;
  /** Numbers of the friction patterns that it lost something under, and how much. */
  patterns: Int32Array;
  lost: Float64Array;
  /** Variance of the sum by chance in the number of exits (Poisson). */
  variance: number;
}

/**
 * Lost orders by page: each page gets, of what was lost under the same circumstances (context and friction), a part by its exits and by its views that went on.
 * The pages add up to the losses of the stage.
 *
 * @returns the pages that lost something, in the order of their numbers
 */
export function sharePages(changed: ChangedRows, losses: StageLosses, pages: PageCells, signals: readonly SignalBit[]): PageLoss[] {
  const { steps } = changed.stage;
  const patterns = steps.frictions.length;
  const alike = lossesByCircumstance(changed, losses, patterns);
  const contexts = numbersOfCodes(steps.contexts);
  const contextOf = numbersOfCodes(distinctCodes(pages.context)).map((_, code) => (code < contexts.length ? contexts[code]! : -1));
  const numbers = { context: contextOf, pattern: patternsOf(pages.friction, steps.frictions, signals) };
  const ids = distinctCodes(pages.page_id);
  const { starts, lines } = linesByPage(pages.page_id, ids);
  const room = { patterns, sums: new Float64Array(patterns), isMet: new Uint8Array(patterns), met: new Int32Array(patterns) };
  const shared: PageLoss[] = [];
  for (let page = 0; page < ids.length; page++) {
    const { size, variance } = sumPage(pages, lines, starts[page]!, starts[page + 1]!, numbers, alike, room);
    if (size > 0) shared.push({ page_id: ids[page]!, patterns: room.met.slice(0, size), lost: takeSums(room, size), variance });
  }
  return shared;
}

/** The sums of the patterns met, in the order of `met`; the room is empty again afterwards. */
function takeSums({ sums, isMet, met }: { sums: Float64Array; isMet: Uint8Array; met: Int32Array }, size: number): Float64Array {
  const taken = new Float64Array(size);
  for (let index = 0; index < size; index++) {
    const pattern = met[index]!;
    taken[index] = sums[pattern]!;
    sums[pattern] = 0;
    isMet[pattern] = 0;
  }
  return taken;
}

/** Losses of one page by pattern. @returns the number of the patterns met, which stand first in `met` of the room */
function sumPage(
  { context, friction, cohort_exits, cohort_continued }: PageCells,
  lines: Int32Array,
  from: number,
  to: number,
  numbers: { context: Int32Array; pattern: Int32Array },
  alike: { per_exit: Float64Array; per_view: Float64Array },
  { patterns, sums, isMet, met }: { patterns: number; sums: Float64Array; isMet: Uint8Array; met: Int32Array },
): { size: number; variance: number } {
  const { per_exit, per_view } = alike;
  let size = 0;
  let variance = 0;
  for (let index = from; index < to; index++) {
    const line = lines[index]!;
    const pattern = numbers.pattern[friction[line]!]!;
    const c = numbers.context[context[line]!]!;
    if (c < 0 || pattern < 0) continue;
    const at = c * patterns + pattern;
    const weight = per_exit[at]!;
    const exits = cohort_exits[line]!;
    const lost = weight * exits + per_view[at]! * cohort_continued[line]!;
    if (lost === 0) continue;
    if (isMet[pattern] === 0) met[size++] = pattern;
    isMet[pattern] = 1;
    sums[pattern]! += lost;
    variance += weight * weight * exits;
  }
  return { size, variance };
}

/** Number of the friction pattern of each friction code, signals that are not available left out; −1 of codes that no view of the stage has. */
function patternsOf(codes: Int32Array, frictions: readonly number[], signals: readonly SignalBit[]): Int32Array {
  const known = signals.reduce((bits, { bit }) => bits | bit, 0);
  const [given, numbers] = [distinctCodes(codes), numbersOfCodes(frictions)];
  const patterns = given.map((code) => {
    const friction = frictionOf(code);
    return numbers[frictionCode({ ...friction, signals: friction.signals & known })] ?? -1;
  });
  return numbersOfCodes(given).map((index) => patterns[index] ?? -1);
}

/** The lines of one page after the other, each page's in their order. @param ids - of the pages */
function linesByPage(page_id: Int32Array, ids: readonly number[]): { starts: Int32Array; lines: Int32Array } {
  const numbers = numbersOfCodes(ids);
  const starts = new Int32Array(ids.length + 1);
  for (let line = 0; line < page_id.length; line++) starts[numbers[page_id[line]!]! + 1]! += 1;
  for (let page = 0; page < ids.length; page++) starts[page + 1]! += starts[page]!;
  const next = Int32Array.from(starts);
  const lines = new Int32Array(page_id.length);
  for (let line = 0; line < page_id.length; line++) lines[next[numbers[page_id[line]!]!]!++] = line;
  return { starts, lines };
}

/** Loss per exit and per view that went on, of the cohort, by context · patterns + friction pattern; 0 where there were none. */
function lossesByCircumstance(
  { rows, stage, context, kind, kinds, place, totals }: ChangedRows,
  { weights, cohort_worth }: StageLosses,
  patterns: number,
) {
  const empty = () => new Float64Array(stage.steps.contexts.length * patterns);
  const [per_exit, per_view, allExits, allContinued] = [empty(), empty(), empty(), empty()];
  for (let i = 0; i < rows.length; i++) {
    const at = context[i]! * patterns + kinds.pattern[kind[i]!]!;
    const [exits, continued] = [totals.cohort_exits[i]!, totals.cohort_continued[i]!];
    per_exit[at]! += exits * weights.per_exit[i]!;
    per_view[at]! += continued * (weights.opened[i]! - cohort_worth[place[i]!]! * weights.forgone[i]!);
    allExits[at]! += exits;
    allContinued[at]! += continued;
  }
  for (let at = 0; at < per_exit.length; at++) {
    per_exit[at] = allExits[at]! > 0 ? per_exit[at]! / allExits[at]! : 0;
    per_view[at] = allContinued[at]! > 0 ? per_view[at]! / allContinued[at]! : 0;
  }
  return { per_exit, per_view };
}

/** Lost orders of a stage by number of the friction pattern, for what pages lose in a replicate. */
export function lossesByPattern({ stage, kinds }: ChangedRows, lost: { exits: Float64Array; progress: Float64Array }): Float64Array {
  const sums = new Float64Array(stage.steps.frictions.length);
  for (let kind = 0; kind < kinds.pattern.length; kind++) sums[kinds.pattern[kind]!]! += lost.exits[kind]! + lost.progress[kind]!;
  return sums;
}
