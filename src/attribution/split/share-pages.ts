import type { ChangedRows } from './changed-rows.ts';
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

/** What a page lost under one friction pattern, and the error of that by the number of its exits alone. */
export interface PageLoss {
  page_id: number;
  /** By number of the friction pattern. */
  by_pattern: Map<number, number>;
  /** Variance of the sum by chance in the number of exits (Poisson). */
  variance: number;
}

const [UNSEEN, NONE] = [-1, -2];

/**
 * Lost orders by page: each page gets, of what was lost under the same circumstances (context and friction), a part by its exits and by its views that went on.
 * The pages add up to the losses of the stage.
 */
export function sharePages(changed: ChangedRows, losses: StageLosses, pages: PageCells, signals: readonly SignalBit[]): PageLoss[] {
  const { steps } = changed.stage;
  const patterns = steps.frictions.length;
  const alike = lossesByCircumstance(changed, losses, patterns);
  const contexts = numberOf(steps.contexts);
  const numbers = numberOf(steps.frictions);
  const known = signals.reduce((bits, { bit }) => bits | bit, 0);
  // Lines by the thousand share a friction code.
  const patternOf = new Int32Array(pages.friction.reduce((most, code) => Math.max(most, code), 0) + 1).fill(UNSEEN);
  const shares = new Map<number, PageLoss>();
  for (let line = 0; line < pages.rows; line++) {
    const code = pages.friction[line]!;
    if (patternOf[code] === UNSEEN) {
      const friction = frictionOf(code);
      patternOf[code] = numbers.get(frictionCode({ ...friction, signals: friction.signals & known })) ?? NONE;
    }
    const pattern = patternOf[code]!;
    const context = contexts.get(pages.context[line]!);
    if (context === undefined || pattern === NONE) continue;
    const at = context * patterns + pattern;
    const per_exit = alike.cohort_exits[at]! > 0 ? alike.exits[at]! / alike.cohort_exits[at]! : 0;
    const per_view = alike.cohort_continued[at]! > 0 ? alike.progress[at]! / alike.cohort_continued[at]! : 0;
    const lost = per_exit * pages.cohort_exits[line]! + per_view * pages.cohort_continued[line]!;
    if (lost === 0) continue;
    const page_id = pages.page_id[line]!;
    const page = shares.get(page_id) ?? { page_id, by_pattern: new Map<number, number>(), variance: 0 };
    page.by_pattern.set(pattern, (page.by_pattern.get(pattern) ?? 0) + lost);
    page.variance += per_exit ** 2 * pages.cohort_exits[line]!;
    shares.set(page_id, page);
  }
  return [...shares.values()];
}

function numberOf(codes: readonly number[]): Map<number, number> {
  return new Map(codes.map((code, index) => [code, index]));
}

/** Sums by context · patterns + friction pattern. */
function lossesByCircumstance(
  { rows, stage, context, kind, kinds, place, totals }: ChangedRows,
  { weights, cohort_worth }: StageLosses,
  patterns: number,
) {
  const empty = () => new Float64Array(stage.steps.contexts.length * patterns);
  const sums = { exits: empty(), progress: empty(), cohort_exits: empty(), cohort_continued: empty() };
  for (let i = 0; i < rows.length; i++) {
    const at = context[i]! * patterns + kinds.pattern[kind[i]!]!;
    const [exits, continued] = [totals.cohort_exits[i]!, totals.cohort_continued[i]!];
    sums.exits[at]! += exits * weights.per_exit[i]!;
    sums.progress[at]! += continued * (weights.opened[i]! - cohort_worth[place[i]!]! * weights.forgone[i]!);
    sums.cohort_exits[at]! += exits;
    sums.cohort_continued[at]! += continued;
  }
  return sums;
}

/** Lost orders of a stage by friction pattern, for what pages lose in a replicate. */
export function lossesByPattern({ kinds }: ChangedRows, lost: { exits: Float64Array; progress: Float64Array }): Map<number, number> {
  const sums = new Map<number, number>();
  lost.exits.forEach((exits, kind) => {
    const loss = exits + lost.progress[kind]!;
    if (loss !== 0) sums.set(kinds.pattern[kind]!, (sums.get(kinds.pattern[kind]!) ?? 0) + loss);
  });
  return sums;
}
