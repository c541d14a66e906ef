import { type ChangedRows, emptyWeights, PLACES, type RowWeights } from './changed-rows.ts';
import type { ModelName } from './fit-stage.ts';
import type { ModelFactors } from './model-factors.ts';
import { KINDS } from './step-design.ts';
import { type KindFactors, type LossSums, type StageSums, weighRows } from './weigh-rows.ts';

/** What a session is worth that does not leave: those of `ChainValues` of the stage. */
export interface Worths {
  onward: Float64Array;
  opened: Float64Array;
  levels: number;
  /** State of each context pattern, and level after each friction pattern that is left. */
  stateOf: Uint8Array;
  levelAfter: Uint8Array;
}

/** The models that tell what a row lost, in the order in which `weighRows` takes them. */
const MODELS_OF_ROWS = ['exit', 'later_order', 'progress'] as const;

/**
 * METHOD S5 and the sums of S6 for one alternative, over all buckets but one (−1: all of them).
 *
 * @param removed - share of the effect of friction that the alternative takes away; what is left would be low intent in disguise
 * @returns without a bucket, weights that the next call writes over
 */
export function sumLosses(
  changed: ChangedRows,
  factors: Readonly<Record<ModelName, ModelFactors>>,
  worths: Worths,
  without_bucket: number,
  removed = 1,
): { sums: StageSums; weights: RowWeights } {
  const { rows, kinds, name } = changed;
  const arrivals = changed.stage.steps.arrivals.length;
  const sums = emptySums(changed, PLACES[name]);
  const weights = without_bucket < 0 ? emptyWeights(rows.length) : changed.room;
  const [exit, later, progress] = MODELS_OF_ROWS.map((model) => factorsOf(changed, factors[model], removed));
  const { context, arrival, place, goesOn, totals, halves } = changed;
  const { views, exits, continued } = totals;
  const facts = { starts: kinds.starts, context, arrival, place, places: PLACES[name], goesOn, views, exits, continued, halves };
  const { onward, opened, levels, stateOf, levelAfter } = worths;
  const levelOf = kinds.left.map((pattern) => levelAfter[pattern]!);
  const weighing = {
    facts,
    exit: exit!,
    later: later!,
    progress: progress!,
    worths: { onward, opened, levels, arrivals, stateOf, levelOf },
    ended: Float64Array.from(kinds.endsRequest, (ends) => ends * removed),
    isModelled: name === 'looking',
    to: weights,
  };
  weighRows(weighing, sums);
  if (without_bucket >= 0) {
    const [from, to] = [changed.lines.starts[without_bucket]!, changed.lines.starts[without_bucket + 1]!];
    takeFromCohort(changed, weights, sums, (without_bucket % 2) as 0 | 1, from, to);
    takeFromAll(changed.lines, weights, sums.all, from, to);
  }
  return { sums, weights };
}

/** Takes lines of one bucket away from what all sessions lost. */
function takeFromAll(
  { at, exits, continued }: ChangedRows['lines'],
  { per_exit, modelled, opened, forgone }: RowWeights,
  all: StageSums['all'],
  from: number,
  to: number,
): void {
  let lost = 0;
  let lostModelled = 0;
  let lostProgress = 0;
  for (let line = from; line < to; line++) {
    const i = at[line]!;
    const leaving = exits[line]!;
    lost += leaving * per_exit[i]!;
    lostModelled += leaving * modelled[i]!;
    lostProgress += continued[line]! * (opened[i]! - forgone[i]!);
  }
  all.exits -= lost;
  all.modelled -= lostModelled;
  all.progress -= lostProgress;
}

/** Takes lines of one bucket away from the sums of the cohort, in the half of that bucket. */
function takeFromCohort(
  { arrival, place, kind, name, lines }: ChangedRows,
  weights: RowWeights,
  { cohort, by_kind }: StageSums,
  half: 0 | 1,
  from: number,
  to: number,
): void {
  const places = PLACES[name];
  const { per_exit, modelled, opened, forgone } = weights;
  const { at, cohort_exits, cohort_continued } = lines;
  const { exits: ownExits, modelled: ownModelled, opened: ownOpened, forgone: ownForgone } = cohort[half];
  const { exits: kindExits, opened: kindOpened, forgone: kindForgone } = by_kind;
  const byKind = kindExits.length > 0;
  for (let line = from; line < to; line++) {
    const cohortExits = cohort_exits[line]!;
    const cohortViews = cohort_continued[line]!;
    if (cohortExits === 0 && cohortViews === 0) continue;
    const i = at[line]!;
    const lost = cohortExits * per_exit[i]!;
    const opening = cohortViews * opened[i]!;
    const given = cohortViews * forgone[i]!;
    const p = place[i]!;
    const own = arrival[i]! * places + p;
    ownExits[own]! -= lost;
    ownModelled[own]! -= cohortExits * modelled[i]!;
    ownOpened[own]! -= opening;
    ownForgone[own]! -= given;
    if (!byKind) continue;
    const k = kind[i]! * places + p;
    kindExits[k]! -= lost;
    kindOpened[k]! -= opening;
    kindForgone[k]! -= given;
  }
}

/** The same with the friction of each kind before and after the alternative. */
function factorsOf({ stage, kinds }: ChangedRows, { context, arrival, friction, interplay }: ModelFactors, removed: number): KindFactors {
  const { kindOf } = stage.design;
  const size = kinds.pattern.length;
  const [before, after] = [new Float64Array(size), new Float64Array(size)];
  for (let kind = 0; kind < size; kind++) {
    const [pattern, left, medium] = [kinds.pattern[kind]!, kinds.left[kind]!, kinds.medium[kind]!];
    before[kind] = friction[pattern]! * interplay[medium * KINDS + kindOf[pattern]!]!;
    const rest = friction[left]! * interplay[medium * KINDS + kindOf[left]!]!;
    after[kind] = removed === 1 ? rest : before[kind]! ** (1 - removed) * rest ** removed;
  }
  return { context, arrival, before, after };
}

function emptySums({ stage, kinds, alternative }: ChangedRows, places: number): StageSums {
  const empty = (size: number): LossSums => ({
    exits: new Float64Array(size),
    modelled: new Float64Array(size),
    opened: new Float64Array(size),
    forgone: new Float64Array(size),
  });
  const arrivals = stage.steps.arrivals.length * places;
  return {
    cohort: [empty(arrivals), empty(arrivals)],
    // Nobody asks what single signals do under the others, and this is the largest of the sums.
    by_kind: empty(alternative === 'none' ? kinds.pattern.length * places : 0),
    all: { exits: 0, modelled: 0, progress: 0 },
    exits: { as_it_was: 0, without: 0 },
  };
}
