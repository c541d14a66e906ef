import type { Binomial } from '../../statistics/grouped-logistic.ts';
import { type FittedModel, fitModel } from './fit-model.ts';
import { type StepDesign, stepDesign } from './step-design.ts';
import type { Counts, StepRows } from './step-rows.ts';
import { contextOf, type SignalBit, type SourceGroup } from './tables.ts';

/** What can happen at a page view, each with a model of its own. */
export const MODELS = ['exit', 'progress', 'later_order'] as const;
export type ModelName = (typeof MODELS)[number];

/** A stage with its fitted models. A model without events is absent: its chance is 0. */
export interface FittedStage {
  steps: StepRows;
  design: StepDesign;
  models: Readonly<Record<ModelName, FittedModel | undefined>>;
  /** 1 for the rows from which sessions go on to the next stage at all. */
  goesOn: Uint8Array;
}

/**
 * Fits the hazards of a stage on all sessions: exit (METHOD S1, S3), progress to the next stage (S2), and the chance to order in the end of those that do
 * not exit at this view (S4).
 */
export function fitStage(steps: StepRows, groups: readonly SourceGroup[], signals: readonly SignalBit[]): FittedStage {
  const design = stepDesign(steps, groups, signals);
  const goesOn = rowsWithProgress(steps);
  const { row, bucket, counts } = steps.lines;
  const fitChance = (name: ModelName) => {
    const rows = outcomesOf(name, steps.totals, (index) => goesOn[index] === 1);
    const lines = outcomesOf(name, counts, (line) => goesOn[row[line]!] === 1);
    return fitModel(design.design, { rows, lines, row, bucket }, design.penalties, design.families);
  };
  return {
    steps,
    design,
    goesOn,
    models: { exit: fitChance('exit'), progress: fitChance('progress'), later_order: fitChance('later_order') },
  };
}

function outcomesOf(name: ModelName, counts: Counts, goesOn: (index: number) => boolean): Binomial {
  const { views, exits, progress, later_orders } = counts;
  if (name === 'exit') return { trials: views, events: exits };
  const isProgress = name === 'progress';
  const trials = new Float64Array(views.length);
  for (let index = 0; index < trials.length; index++) {
    if (!isProgress || goesOn(index)) trials[index] = views[index]! - exits[index]!;
  }
  return { trials, events: isProgress ? progress : later_orders };
}

/** Progress is modelled on the page classes from which it happens at all (METHOD S2): 1 for their rows. */
function rowsWithProgress({ rows, context, contexts, totals }: StepRows): Uint8Array {
  const classOf = (row: number) => contextOf(contexts[context[row]!]!).page_class;
  const classes = new Set<number>();
  for (let row = 0; row < rows; row++) if (totals.progress[row]! > 0) classes.add(classOf(row));
  return Uint8Array.from({ length: rows }, (_, row) => (classes.has(classOf(row)) ? 1 : 0));
}
