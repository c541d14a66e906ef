import { timesVector } from '../../statistics/sparse-rows.ts';
import { type ChangedRows, PLACES, type RowCounts } from './changed-rows.ts';
import type { FittedStage, ModelName } from './fit-stage.ts';
import { BLOCK, KINDS } from './step-design.ts';

/** Coefficients of a stage's models: the fitted ones or those of a replicate. */
export type Coefficients = Readonly<Record<ModelName, Float64Array | undefined>>;

/** Sums over the changed rows of a stage; the losses are made of them by `lostOrders`. */
export interface StageSums {
  /** Of the cohort, by half of the buckets, by arrival · places + place. */
  cohort: readonly [LossSums, LossSums];
  /** The same of both halves by kind of friction · places + place; of the alternative without any friction alone, empty for the others. */
  by_kind: LossSums;
  /** Of all sessions, by place. */
  all: LossSums & {
    /** Σ views that are no exit · (chance of a later order under the alternative − as it was). */
    predicted: Float64Array;
  };
  /** Exits at the changed rows as the model expects them, and those it expects under the alternative. */
  exits: { as_it_was: number; without: number };
}

export interface LossSums {
  /** Σ exits · (1 − h0/h) · W0. */
  exits: Float64Array;
  /** Σ (p0 − p)/(1 − p) · views that went on looking, each worth what opening cart or checkout is worth to its arrival. */
  opened: Float64Array;
  /** Σ (p0 − p)/(1 − p) · orders among those, which came anyway. */
  orders_anyway: Float64Array;
}

/** What friction does at each changed row: loss per exit, share of the views that would have gone on to open cart or checkout. */
export interface RowWeights {
  per_exit: Float64Array;
  per_view: Float64Array;
}

/**
 * METHOD S5 and the sums of S6 for one alternative, over all buckets but one (−1: all of them), before the factors for later friction.
 *
 * @param worth - of opening cart or checkout, by arrival; of no use in the checkout
 * @param removed - share of the effect of friction that the alternative takes away; what is left would be low intent in disguise
 */
export function sumLosses(
  changed: ChangedRows,
  coefficients: Coefficients,
  worth: Float64Array,
  without_bucket: number,
  removed = 1,
): { sums: StageSums; weights: RowWeights } {
  const { rows, context, arrival, kind, goesOn, kinds } = changed;
  const { endsRequest } = kinds;
  const places = PLACES[changed.name];
  const exit = factorsOf(changed, coefficients.exit, removed);
  const later = factorsOf(changed, coefficients.later_order, removed);
  const progress = factorsOf(changed, coefficients.progress, removed);
  const sums = emptySums(changed, places);
  const weights = { per_exit: new Float64Array(rows.length), per_view: new Float64Array(rows.length) };
  const gain = new Float64Array(rows.length);
  const { views } = changed.totals;
  for (let i = 0; i < rows.length; i++) {
    const [c, a, k] = [context[i]!, arrival[i]!, kind[i]!];
    const base = exit.context[c]! * exit.arrival[a]!;
    const odds = base * exit.before[k]!;
    const odds0 = base * exit.after[k]!;
    const excess = endsRequest[k] === 1 ? removed : odds > 0 ? 1 - (odds0 * (1 + odds)) / (odds * (1 + odds0)) : 0;
    const baseLater = later.context[c]! * later.arrival[a]!;
    const w = baseLater * later.before[k]!;
    const w0 = baseLater * later.after[k]!;
    const later0 = w0 / (1 + w0);
    gain[i] = later0 - w / (1 + w);
    weights.per_exit[i] = excess * later0;
    if (goesOn[i] === 1) {
      const baseProgress = progress.context[c]! * progress.arrival[a]!;
      const p = baseProgress * progress.before[k]!;
      const p0 = baseProgress * progress.after[k]!;
      weights.per_view[i] = (p0 * (1 + p)) / (1 + p0) - p;
    }
    const expected = (views[i]! * odds) / (1 + odds);
    sums.exits.as_it_was += expected;
    sums.exits.without += expected * (1 - excess);
  }
  const everyRow = rows.map((_, i) => i);
  for (const half of [0, 1] as const) addCohort(sums, changed, changed.halves[half], everyRow, 0, rows.length, weights, worth, half, 1);
  addAll(sums, changed, changed.totals, everyRow, 0, rows.length, weights, worth, gain, 1);
  if (without_bucket >= 0) {
    const { starts, at, counts } = changed.lines;
    const [from, to] = [starts[without_bucket]!, starts[without_bucket + 1]!];
    addCohort(sums, changed, counts, at, from, to, weights, worth, (without_bucket % 2) as 0 | 1, -1);
    addAll(sums, changed, counts, at, from, to, weights, worth, gain, -1);
  }
  return { sums, weights };
}

/** Adds (sign 1) or takes away (−1) what the cohort lost at the lines of `counts` between two places; `at`: the changed row of each line. */
function addCohort(
  sums: StageSums,
  { arrival, place, kind, name }: ChangedRows,
  counts: RowCounts,
  at: Int32Array,
  from: number,
  to: number,
  weights: RowWeights,
  worth: Float64Array,
  half: 0 | 1,
  sign: 1 | -1,
): void {
  const places = PLACES[name];
  const { per_exit, per_view } = weights;
  const { cohort_exits, cohort_continued, cohort_continued_orders } = counts;
  const [own, by_kind] = [sums.cohort[half], sums.by_kind];
  const byKind = by_kind.exits.length > 0;
  for (let line = from; line < to; line++) {
    const i = at[line]!;
    const toArrival = arrival[i]! * places + place[i]!;
    const toKind = kind[i]! * places + place[i]!;
    if (cohort_exits[line] !== 0) {
      const exits = cohort_exits[line]! * sign * per_exit[i]!;
      own.exits[toArrival]! += exits;
      if (byKind) by_kind.exits[toKind]! += exits;
    }
    if (cohort_continued[line] !== 0 && per_view[i] !== 0) {
      const perView = sign * per_view[i]!;
      const opened = cohort_continued[line]! * perView * worth[arrival[i]!]!;
      const anyway = cohort_continued_orders[line]! * perView;
      own.opened[toArrival]! += opened;
      own.orders_anyway[toArrival]! += anyway;
      if (byKind) {
        by_kind.opened[toKind]! += opened;
        by_kind.orders_anyway[toKind]! += anyway;
      }
    }
  }
}

/** The same of all sessions. */
function addAll(
  { all }: StageSums,
  { arrival, place }: ChangedRows,
  { views, exits, continued, continued_orders }: RowCounts,
  at: Int32Array,
  from: number,
  to: number,
  { per_exit, per_view }: RowWeights,
  worth: Float64Array,
  gain: Float64Array,
  sign: 1 | -1,
): void {
  for (let line = from; line < to; line++) {
    const i = at[line]!;
    const here = place[i]!;
    const perView = sign * per_view[i]!;
    all.exits[here]! += sign * exits[line]! * per_exit[i]!;
    all.opened[here]! += continued[line]! * perView * worth[arrival[i]!]!;
    all.orders_anyway[here]! += continued_orders[line]! * perView;
    all.predicted[here]! += sign * gain[i]! * (views[line]! - exits[line]!);
  }
}

/** Factors of the odds: by context, by arrival, and by kind of friction before and after the alternative; all 0 without a model. */
interface Factors {
  context: Float64Array;
  arrival: Float64Array;
  before: Float64Array;
  after: Float64Array;
}

function factorsOf({ stage, kinds }: ChangedRows, coefficients: Float64Array | undefined, removed: number): Factors {
  const { blocks } = stage.design.design;
  const factors = (block: number) => {
    const { patterns } = blocks[block]!;
    return coefficients === undefined ? new Float64Array(patterns.rows) : timesVector(patterns, coefficients).map(Math.exp);
  };
  const [frictions, interplay] = [factors(BLOCK.friction), factors(BLOCK.interplay)];
  const { kindOf } = stage.design;
  const [before, after] = [new Float64Array(kinds.pattern.length), new Float64Array(kinds.pattern.length)];
  for (let kind = 0; kind < before.length; kind++) {
    const [pattern, left, medium] = [kinds.pattern[kind]!, kinds.left[kind]!, kinds.medium[kind]! * KINDS];
    const was = frictions[pattern]! * interplay[medium + kindOf[pattern]!]!;
    const stays = frictions[left]! * interplay[medium + kindOf[left]!]!;
    before[kind] = was;
    after[kind] = removed === 1 ? stays : was ** (1 - removed) * stays ** removed;
  }
  return { context: factors(BLOCK.context), arrival: factors(BLOCK.arrival), before, after };
}

function emptySums({ stage, kinds, alternative }: ChangedRows, places: number): StageSums {
  const empty = (size: number): LossSums => ({
    exits: new Float64Array(size),
    opened: new Float64Array(size),
    orders_anyway: new Float64Array(size),
  });
  const arrivals = stage.steps.arrivals.length * places;
  return {
    cohort: [empty(arrivals), empty(arrivals)],
    // Nobody asks what single signals do under the others, and this is the largest of the sums.
    by_kind: empty(alternative === 'none' ? kinds.pattern.length * places : 0),
    all: { ...empty(places), predicted: new Float64Array(places) },
    exits: { as_it_was: 0, without: 0 },
  };
}

/** Coefficients of a stage's models without a bucket (−1: all buckets). */
export function coefficientsOf({ models }: FittedStage, without_bucket: number): Coefficients {
  const of = (name: ModelName) => (without_bucket < 0 ? models[name]?.coefficients : models[name]?.replicates[without_bucket]);
  return { exit: of('exit'), progress: of('progress'), later_order: of('later_order') };
}
