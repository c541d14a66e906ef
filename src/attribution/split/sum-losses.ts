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
  /** The same of both halves by kind of friction · places + place. */
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
  const { rows, context, arrival, place, kind, goesOn, kinds } = changed;
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
  const add = (counts: RowCounts, at: number, i: number, half: 0 | 1, sign: 1 | -1) => {
    const perExit = sign * weights.per_exit[i]!;
    const perView = sign * weights.per_view[i]!;
    const own = sums.cohort[half];
    const toArrival = arrival[i]! * places + place[i]!;
    const toKind = kind[i]! * places + place[i]!;
    const exits = counts.cohort_exits[at]! * perExit;
    const opened = counts.cohort_continued[at]! * perView * worth[arrival[i]!]!;
    const anyway = counts.cohort_continued_orders[at]! * perView;
    own.exits[toArrival]! += exits;
    own.opened[toArrival]! += opened;
    own.orders_anyway[toArrival]! += anyway;
    sums.by_kind.exits[toKind]! += exits;
    sums.by_kind.opened[toKind]! += opened;
    sums.by_kind.orders_anyway[toKind]! += anyway;
  };
  const addAll = (counts: RowCounts, at: number, i: number, sign: 1 | -1) => {
    const to = place[i]!;
    const perView = sign * weights.per_view[i]!;
    sums.all.exits[to]! += sign * counts.exits[at]! * weights.per_exit[i]!;
    sums.all.opened[to]! += counts.continued[at]! * perView * worth[arrival[i]!]!;
    sums.all.orders_anyway[to]! += counts.continued_orders[at]! * perView;
    sums.all.predicted[to]! += sign * gain[i]! * (counts.views[at]! - counts.exits[at]!);
  };
  for (let i = 0; i < rows.length; i++) {
    add(changed.halves[0], i, i, 0, 1);
    add(changed.halves[1], i, i, 1, 1);
    addAll(changed.totals, i, i, 1);
  }
  if (without_bucket >= 0) {
    const { starts, at, counts } = changed.lines;
    const half = (without_bucket % 2) as 0 | 1;
    for (let line = starts[without_bucket]!; line < starts[without_bucket + 1]!; line++) {
      add(counts, line, at[line]!, half, -1);
      addAll(counts, line, at[line]!, -1);
    }
  }
  return { sums, weights };
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
  const of = (pattern: number, medium: number) => frictions[pattern]! * interplay[medium * KINDS + stage.design.kindOf[pattern]!]!;
  const before = Float64Array.from(kinds.pattern, (pattern, kind) => of(pattern, kinds.medium[kind]!));
  const left = Float64Array.from(kinds.left, (pattern, kind) => of(pattern, kinds.medium[kind]!));
  const after = removed === 1 ? left : left.map((factor, kind) => before[kind]! ** (1 - removed) * factor ** removed);
  return { context: factors(BLOCK.context), arrival: factors(BLOCK.arrival), before, after };
}

function emptySums({ stage, kinds }: ChangedRows, places: number): StageSums {
  const empty = (size: number): LossSums => ({
    exits: new Float64Array(size),
    opened: new Float64Array(size),
    orders_anyway: new Float64Array(size),
  });
  const arrivals = stage.steps.arrivals.length * places;
  return {
    cohort: [empty(arrivals), empty(arrivals)],
    by_kind: empty(kinds.pattern.length * places),
    all: { ...empty(places), predicted: new Float64Array(places) },
    exits: { as_it_was: 0, without: 0 },
  };
}

/** Coefficients of a stage's models without a bucket (−1: all buckets). */
export function coefficientsOf({ models }: FittedStage, without_bucket: number): Coefficients {
  const of = (name: ModelName) => (without_bucket < 0 ? models[name]?.coefficients : models[name]?.replicates[without_bucket]);
  return { exit: of('exit'), progress: of('progress'), later_order: of('later_order') };
}
