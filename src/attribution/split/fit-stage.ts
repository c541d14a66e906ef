import { type FittedModel, fitModel } from './fit-model.ts';
import { type StepDesign, stepDesign } from './step-design.ts';
import type { RowSums, StepRows } from './step-rows.ts';
import { contextOf, PAGE_CLASSES, type SignalBit, type SourceGroup } from './tables.ts';

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
  const stayed = { rows: staying(steps.totals), lines: staying(counts) };
  // Where nobody goes on there are no trials; the lines of such rows have no part in a fit, whatever they count.
  const going = stayed.rows.map((views, index) => (goesOn[index] === 1 ? views : 0));
  const fitChance = (trials: Record<'rows' | 'lines', Float64Array>, events: 'exits' | 'progress' | 'later_orders') => {
    const rows = { trials: trials.rows, events: steps.totals[events] };
    const lines = { trials: trials.lines, events: counts[events] };
    return fitModel(design.design, { rows, lines, row, bucket }, design.penalties, design.families);
  };
  return {
    steps,
    design,
    goesOn,
    models: {
      exit: fitChance({ rows: steps.totals.views, lines: counts.views }, 'exits'),
      progress: fitChance({ rows: going, lines: stayed.lines }, 'progress'),
      later_order: fitChance(stayed, 'later_orders'),
    },
  };
}

/** Views that are no exits. */
function staying({ views, exits }: RowSums): Float64Array {
  const stayed = new Float64Array(views.length);
  for (let index = 0; index < stayed.length; index++) stayed[index] = views[index]! - exits[index]!;
  return stayed;
}

/** Progress is modelled on the page classes from which it happens at all (METHOD S2): 1 for their rows. */
function rowsWithProgress({ rows, context, contexts, totals }: StepRows): Uint8Array {
  const classes = contexts.map((code) => contextOf(code).page_class);
  const isMet = new Uint8Array(PAGE_CLASSES);
  for (let row = 0; row < rows; row++) if (totals.progress[row]! > 0) isMet[classes[context[row]!]!] = 1;
  const goesOn = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) goesOn[row] = isMet[classes[context[row]!]!]!;
  return goesOn;
}
