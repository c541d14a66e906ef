import { type ChangedRows, emptyWeights, PLACES, type RowCounts, type RowWeights } from './changed-rows.ts';
import type { ModelName } from './fit-stage.ts';
import type { ModelFactors } from './model-factors.ts';
import { KINDS } from './step-design.ts';

/** Sums over the changed rows of a stage; the losses are made of them by `lostOrders`. */
export interface StageSums {
  /** Of the cohort, by half of the buckets, by arrival · places + place. */
  cohort: readonly [LossSums, LossSums];
  /** The same of both halves by kind of friction · places + place; empty where the alternative leaves some friction. */
  by_kind: LossSums;
  /** Of all sessions; 0 for the placebo. */
  all: { exits: number; modelled: number; progress: number };
  /** Exits at the changed rows as the model expects them, and those it expects under the alternative. */
  exits: { as_it_was: number; without: number };
}

export interface LossSums {
  /** Σ exits · (1 − h0/h) · worth of not leaving. */
  exits: Float64Array;
  /** Σ exits · (1 − h0/h) · W0: the same, worth what the model of later orders says; before the factor for later friction. */
  modelled: Float64Array;
  /** Σ (p0 − p)/(1 − p) · views that went on looking, each worth what opening cart or checkout is worth to its arrival. */
  opened: Float64Array;
  /** The same worth what going on looking is worth to them: what they give up by opening it. */
  forgone: Float64Array;
}

/** What a session is worth that does not leave: those of `ChainValues` of the stage. */
export interface Worths {
  onward: Float64Array;
  opened: Float64Array;
  levels: number;
  /** State of each context pattern, and level after each friction pattern that is left. */
  stateOf: Uint8Array;
  levelAfter: Uint8Array;
}

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
  const { rows, context, arrival, kind, goesOn, kinds, totals, name } = changed;
  const { endsRequest } = kinds;
  const { onward, opened, levels, stateOf, levelAfter } = worths;
  const arrivals = changed.stage.steps.arrivals.length;
  const levelOf = Uint8Array.from(kinds.left, (pattern) => levelAfter[pattern]!);
  // Local names: a property of a property in such a loop costs as much as the arithmetic.
  const { context: exitAt, arrival: exitOf, before: exitBefore, after: exitAfter } = factorsOf(changed, factors.exit, removed);
  const { context: laterAt, arrival: laterOf, after: laterAfter } = factorsOf(changed, factors.later_order, removed);
  const progress = factorsOf(changed, factors.progress, removed);
  const { context: progressAt, arrival: progressOf, before: progressBefore, after: progressAfter } = progress;
  const sums = emptySums(changed, PLACES[name]);
  const weights = without_bucket < 0 ? emptyWeights(rows.length) : changed.room;
  const { per_exit, modelled, opened: perOpened, forgone: perForgone } = weights;
  const { views, exits, continued } = totals;
  const all = { exits: 0, modelled: 0, progress: 0, as_it_was: 0, without: 0 };
  for (let i = 0; i < rows.length; i++) {
    const c = context[i]!;
    const a = arrival[i]!;
    const k = kind[i]!;
    const base = exitAt[c]! * exitOf[a]!;
    const odds = base * exitBefore[k]!;
    const odds0 = base * exitAfter[k]!;
    const excess = endsRequest[k] === 1 ? removed : odds > 0 ? 1 - (odds0 * (1 + odds)) / (odds * (1 + odds0)) : 0;
    const level = levelOf[k]!;
    let worth = onward[(stateOf[c]! * levels + level) * arrivals + a]!;
    if (goesOn[i] === 1) {
      const baseProgress = progressAt[c]! * progressOf[a]!;
      const p = baseProgress * progressBefore[k]!;
      const oddsProgress0 = baseProgress * progressAfter[k]!;
      const p0 = oddsProgress0 / (1 + oddsProgress0);
      const perView = p0 * (1 + p) - p;
      const worthOpened = opened[level * arrivals + a]!;
      const opening = perView * worthOpened;
      const given = perView * worth;
      perOpened[i] = opening;
      perForgone[i] = given;
      all.progress += continued[i]! * (opening - given);
      worth += p0 * (worthOpened - worth);
    }
    per_exit[i] = excess * worth;
    all.exits += exits[i]! * excess * worth;
    const w0 = laterAt[c]! * laterOf[a]! * laterAfter[k]!;
    // The checkout's own way is short, and its chain is the product of METHOD's S2.
    const atExit = name === 'looking' ? (excess * w0) / (1 + w0) : excess * worth;
    modelled[i] = atExit;
    all.modelled += exits[i]! * atExit;
    const expected = (views[i]! * odds) / (1 + odds);
    all.as_it_was += expected;
    all.without += expected * (1 - excess);
  }
  sums.exits = { as_it_was: all.as_it_was, without: all.without };
  if (changed.alternative !== 'no_placebo') sums.all = { exits: all.exits, modelled: all.modelled, progress: all.progress };
  const lines = { rows: changed, weights, sums };
  addLines(lines, changed.halves[0], undefined, 0, rows.length, 0, 1);
  addLines(lines, changed.halves[1], undefined, 0, rows.length, 1, 1);
  if (without_bucket >= 0) {
    const { starts, at, counts } = changed.lines;
    const [from, to] = [starts[without_bucket]!, starts[without_bucket + 1]!];
    addLines(lines, counts, at, from, to, (without_bucket % 2) as 0 | 1, -1);
    for (let line = from; line < to && changed.alternative !== 'no_placebo'; line++) {
      const i = at[line]!;
      sums.all.exits -= counts.exits[line]! * per_exit[i]!;
      sums.all.modelled -= counts.exits[line]! * modelled[i]!;
      sums.all.progress -= counts.continued[line]! * (perOpened[i]! - perForgone[i]!);
    }
  }
  return { sums, weights };
}

/** Adds lines of counts to the sums of the cohort, or takes them away; `at`: the row of each line, the line itself when absent. */
function addLines(
  { rows, weights, sums }: { rows: ChangedRows; weights: RowWeights; sums: StageSums },
  { cohort_exits, cohort_continued }: RowCounts,
  at: Int32Array | undefined,
  from: number,
  to: number,
  half: 0 | 1,
  sign: 1 | -1,
): void {
  const { arrival, place, kind } = rows;
  const places = PLACES[rows.name];
  const { per_exit, modelled, opened, forgone } = weights;
  const { exits: ownExits, modelled: ownModelled, opened: ownOpened, forgone: ownForgone } = sums.cohort[half];
  const { exits: kindExits, opened: kindOpened, forgone: kindForgone } = sums.by_kind;
  const byKind = kindExits.length > 0;
  for (let line = from; line < to; line++) {
    const cohortExits = sign * cohort_exits[line]!;
    const cohortViews = sign * cohort_continued[line]!;
    if (cohortExits === 0 && cohortViews === 0) continue;
    const i = at === undefined ? line : at[line]!;
    const lost = cohortExits * per_exit[i]!;
    const opening = cohortViews * opened[i]!;
    const given = cohortViews * forgone[i]!;
    const p = place[i]!;
    const own = arrival[i]! * places + p;
    ownExits[own]! += lost;
    ownModelled[own]! += cohortExits * modelled[i]!;
    ownOpened[own]! += opening;
    ownForgone[own]! += given;
    if (!byKind) continue;
    const k = kind[i]! * places + p;
    kindExits[k]! += lost;
    kindOpened[k]! += opening;
    kindForgone[k]! += given;
  }
}

/** The same with the friction of each kind before and after the alternative. */
function factorsOf({ stage, kinds }: ChangedRows, { context, arrival, friction, interplay }: ModelFactors, removed: number) {
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
