import type { FittedStage } from './fit-stage.ts';
import type { RowLosses } from './row-losses.ts';
import type { FrictionWeights } from './weigh-friction.ts';

/** Page views by page, context and friction, of one stage; codes as in `StepCells`. Page 0: all pages that have no line of their own. */
export interface PageCells {
  rows: number;
  page_id: Int32Array;
  context: Int32Array;
  friction: Int32Array;
  cohort_exits: Float64Array;
  cohort_continued: Float64Array;
}

/**
 * Lost orders by page: each page gets, of what was lost under the same circumstances (context and friction), a part by its exits and by its views that went on.
 * The pages add up to the losses of the stage.
 *
 * @param frictionNumber - pattern of a friction code
 */
export function sharePages(
  { steps }: FittedStage,
  weights: FrictionWeights,
  losses: RowLosses,
  pages: PageCells,
  frictionNumber: (code: number) => number | undefined,
): Map<number, number> {
  const alike = new Map<number, { exits: number; progress: number; cohort_exits: number; cohort_continued: number }>();
  const patterns = steps.frictions.length;
  for (let i = 0; i < weights.rows.length; i++) {
    const key = steps.context[weights.rows[i]!]! * patterns + steps.friction[weights.rows[i]!]!;
    const sums = alike.get(key) ?? { exits: 0, progress: 0, cohort_exits: 0, cohort_continued: 0 };
    sums.exits += losses.exits[i]!;
    sums.progress += losses.progress[i]!;
    sums.cohort_exits += losses.cohort_exits[i]!;
    sums.cohort_continued += losses.cohort_continued[i]!;
    alike.set(key, sums);
  }
  const contexts = new Map(steps.contexts.map((code, index) => [code, index]));
  const shares = new Map<number, number>();
  for (let line = 0; line < pages.rows; line++) {
    const [context, friction] = [contexts.get(pages.context[line]!), frictionNumber(pages.friction[line]!)];
    if (context === undefined || friction === undefined) continue;
    const sums = alike.get(context * patterns + friction);
    if (sums === undefined) continue;
    const ofExits = sums.cohort_exits > 0 ? (sums.exits * pages.cohort_exits[line]!) / sums.cohort_exits : 0;
    const ofProgress = sums.cohort_continued > 0 ? (sums.progress * pages.cohort_continued[line]!) / sums.cohort_continued : 0;
    if (ofExits !== 0 || ofProgress !== 0) shares.set(pages.page_id[line]!, (shares.get(pages.page_id[line]!) ?? 0) + ofExits + ofProgress);
  }
  return shares;
}
