import type { RowWeights } from './changed-rows.ts';

/** What is known of each changed row, in the order of the kinds of friction: kind k has the rows from starts[k] to starts[k + 1]. */
export interface RowFacts {
  starts: Int32Array;
  context: Int32Array;
  arrival: Int32Array;
  place: Uint8Array;
  places: number;
  /** 1 where sessions go on to the next stage at all. */
  goesOn: Uint8Array;
  /** Of all sessions. */
  views: Float64Array;
  exits: Float64Array;
  continued: Float64Array;
  /** Of the cohort, by half of the buckets. */
  halves: readonly { cohort_exits: Float64Array; cohort_continued: Float64Array }[];
}

/** Factors of the odds of a model: by context, by arrival, and by kind of friction before the alternative and after it. */
export interface KindFactors {
  context: Float64Array;
  arrival: Float64Array;
  before: Float64Array;
  after: Float64Array;
}

/** What a session is worth that does not leave, by arrival · states · levels + state · levels + level and by arrival · levels + level. */
export interface RowWorths {
  onward: Float64Array;
  opened: Float64Array;
  levels: number;
  arrivals: number;
  /** State of each context pattern, and level after what is left of each kind of friction. */
  stateOf: Uint8Array;
  levelOf: Int32Array;
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

/** Sums over the changed rows of a stage; the losses are made of them by `lostOrders`. */
export interface StageSums {
  /** Of the cohort, by half of the buckets, by arrival · places + place. */
  cohort: readonly [LossSums, LossSums];
  /** The same of both halves by kind of friction · places + place; empty where the alternative leaves some friction. */
  by_kind: LossSums;
  /** Of all sessions. */
  all: { exits: number; modelled: number; progress: number };
  /** Exits at the changed rows as the model expects them, and those it expects under the alternative. */
  exits: { as_it_was: number; without: number };
}

/** Everything that weighing the rows takes and gives. */
export interface Weighing {
  facts: RowFacts;
  exit: KindFactors;
  later: KindFactors;
  progress: KindFactors;
  worths: RowWorths;
  /** By kind: share of the step that the alternative takes away, above 0 only where it takes a request for information away. */
  ended: Float64Array;
  /** Whether exits are weighed by the model of later orders too; the checkout's own way is short, and its chain is the product of METHOD's S2. */
  isModelled: boolean;
  /** Takes the weights. */
  to: RowWeights;
}

/** METHOD S5 for one row after the other, and their sums. @param sums - takes them */
export function weighRows(weighing: Weighing, sums: StageSums): void {
  const { starts, places } = weighing.facts;
  // Eight sums of an arrival and place side by side: they fill one line of the processor's cache.
  const own = new Float64Array(8 * weighing.worths.arrivals * places);
  const totals = new Float64Array(5);
  for (let kind = 0; kind < starts.length - 1; kind++) weighKind(weighing, kind, own, sums.by_kind, totals);
  spread(own, sums.cohort);
  sums.all = { exits: totals[0]!, modelled: totals[1]!, progress: totals[2]! };
  sums.exits = { as_it_was: totals[3]!, without: totals[4]! };
}

/**
 * The rows of one kind. A function of its own for so few rows, because it is called often: the compiler then knows all of it, where it throws away what it made of a
 * long loop as soon as the loop ends.
 *
 * @param own - takes the sums of the cohort, by arrival · places + place: exits, modelled, opened, forgone, each of the even and of the odd buckets
 * @param totals - takes exits, modelled and progress of all sessions, and the expected exits as it was and without
 */
function weighKind(
  { facts, exit, later, progress, worths, ended, isModelled, to }: Weighing,
  k: number,
  own: Float64Array,
  by_kind: LossSums,
  totals: Float64Array,
): void {
  // Local names: a property of a property in such a loop costs as much as the arithmetic.
  const { starts, context, arrival, place, places, goesOn, views, exits, continued, halves } = facts;
  const { context: exitAt, arrival: exitOf } = exit;
  const { context: laterAt, arrival: laterOf } = later;
  const { context: progressAt, arrival: progressOf } = progress;
  const { onward, opened, levels, arrivals, stateOf, levelOf } = worths;
  const { per_exit, modelled, opened: perOpened, forgone: perForgone } = to;
  const { cohort_exits: evenExits, cohort_continued: evenViews } = halves[0]!;
  const { cohort_exits: oddExits, cohort_continued: oddViews } = halves[1]!;
  const { exits: kindExits, opened: kindOpened, forgone: kindForgone } = by_kind;
  const byKind = kindExits.length > 0;
  const before = exit.before[k]!;
  const after = exit.after[k]!;
  const laterFactor = later.after[k]!;
  const progressFactor = progress.before[k]!;
  const progressFactor0 = progress.after[k]!;
  const level = levelOf[k]!;
  const gone = ended[k]!;
  const width = onward.length / arrivals;
  // One declaration each: numbers out of a list are boxed, at every step of the loop.
  let allExits = 0;
  let allModelled = 0;
  let allProgress = 0;
  let asItWas = 0;
  let without = 0;
  for (let i = starts[k]!; i < starts[k + 1]!; i++) {
    const c = context[i]!;
    const a = arrival[i]!;
    const p = place[i]!;
    const at = 8 * (a * places + p);
    const base = exitAt[c]! * exitOf[a]!;
    const odds = base * before;
    const odds0 = base * after;
    const excess = gone > 0 ? gone : odds > 0 ? 1 - (odds0 * (1 + odds)) / (odds * (1 + odds0)) : 0;
    let worth = onward[a * width + stateOf[c]! * levels + level]!;
    if (goesOn[i] === 1) {
      const baseProgress = progressAt[c]! * progressOf[a]!;
      const chance = baseProgress * progressFactor;
      const odds1 = baseProgress * progressFactor0;
      const chance0 = odds1 / (1 + odds1);
      const perView = chance0 * (1 + chance) - chance;
      const worthOpened = opened[a * levels + level]!;
      const opening = perView * worthOpened;
      const given = perView * worth;
      const v0 = evenViews[i]!;
      const v1 = oddViews[i]!;
      perOpened[i] = opening;
      perForgone[i] = given;
      own[at + 4]! += v0 * opening;
      own[at + 5]! += v1 * opening;
      own[at + 6]! += v0 * given;
      own[at + 7]! += v1 * given;
      if (byKind) {
        kindOpened[k * places + p]! += (v0 + v1) * opening;
        kindForgone[k * places + p]! += (v0 + v1) * given;
      }
      allProgress += continued[i]! * (opening - given);
      worth += chance0 * (worthOpened - worth);
    }
    const lost = excess * worth;
    const later0 = laterAt[c]! * laterOf[a]! * laterFactor;
    const atExit = isModelled ? (excess * later0) / (1 + later0) : lost;
    const e0 = evenExits[i]!;
    const e1 = oddExits[i]!;
    per_exit[i] = lost;
    modelled[i] = atExit;
    own[at]! += e0 * lost;
    own[at + 1]! += e1 * lost;
    own[at + 2]! += e0 * atExit;
    own[at + 3]! += e1 * atExit;
    if (byKind) kindExits[k * places + p]! += (e0 + e1) * lost;
    allExits += exits[i]! * lost;
    allModelled += exits[i]! * atExit;
    const leaving = (views[i]! * odds) / (1 + odds);
    asItWas += leaving;
    without += leaving * (1 - excess);
  }
  totals[0]! += allExits;
  totals[1]! += allModelled;
  totals[2]! += allProgress;
  totals[3]! += asItWas;
  totals[4]! += without;
}

function spread(own: Float64Array, [even, odd]: StageSums['cohort']): void {
  for (let index = 0; 8 * index < own.length; index++) {
    even.exits[index] = own[8 * index]!;
    odd.exits[index] = own[8 * index + 1]!;
    even.modelled[index] = own[8 * index + 2]!;
    odd.modelled[index] = own[8 * index + 3]!;
    even.opened[index] = own[8 * index + 4]!;
    odd.opened[index] = own[8 * index + 5]!;
    even.forgone[index] = own[8 * index + 6]!;
    odd.forgone[index] = own[8 * index + 7]!;
  }
}
