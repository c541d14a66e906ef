import { type BackwardStep, makeStep, stepBack, stepsWithoutEnd } from '../../statistics/backward-values.ts';
import { oddsByState } from './chain-chances.ts';
import type { Chain, SourceMoves } from './chain-states.ts';
import type { StageName } from './changed-rows.ts';
import type { ModelName } from './fit-stage.ts';
import type { ModelFactors } from './model-factors.ts';
import type { Removal } from './step-rows.ts';
import { PAGE_CLASSES, STEP_BINS } from './tables.ts';

/** Chances to order in the end, with the friction that an alternative leaves from here on; METHOD S8. */
export interface ChainValues {
  /** Of a session that goes on from a state within its stage, by arrival · states · levels + state · levels + level. */
  onward: Readonly<Record<StageName, Float64Array>>;
  /** Of a session that opens cart or checkout, by arrival · levels + level: METHOD's S2. */
  opened: Float64Array;
  /** See `ChainFriction`. */
  levels: number;
}

/** Number of views at each place of the looking phase; the last place has no end. */
const VIEWS = [1, 1, 2, 4, 6, 1];

/**
 * Values of the states for every arrival, from the end of the way backwards:
 *
 *   checkout   V_c = (1 − h_c) · (order_c + Σ moves_cd V_d)
 *   looking    V_c(t) = (1 − h_c) · (p_c · opened + (1 − p_c) Σ moves_cd V_d(t + 1)),  t: number of the view; from 15 on it changes nothing
 *
 * with h and p under the alternative. No friction that comes later needs a correction: there is none in it. Where soft friction stays, the states are told apart by
 * how much of it there was, and a view is with or without it by its share.
 *
 * @param removed - share of the effect of friction that the alternative takes away
 * @see Kemeny & Snell (1960), Finite Markov Chains, theorem 3.3.7
 */
export function chainValues(
  { looking, checkout, sources, sourceOf }: Chain,
  alternative: Removal,
  factors: Readonly<Record<StageName, Readonly<Record<ModelName, ModelFactors>>>>,
  removed = 1,
): ChainValues {
  const { levels, softChance } = looking.friction[alternative];
  const softInCheckout = checkout.friction[alternative].softChance;
  const arrivals = sourceOf.length;
  const width = PAGE_CLASSES * levels;
  const exit = oddsByState(looking, alternative, factors.looking.exit, removed);
  const progress = oddsByState(looking, alternative, factors.looking.progress, removed, looking.goesOn);
  const leave = oddsByState(checkout, alternative, factors.checkout.exit, removed);
  const [exitOf, progressOf, leaveOf] = [factors.looking.exit.arrival, factors.looking.progress.arrival, factors.checkout.exit.arrival];
  const onward = { looking: new Float64Array(arrivals * STEP_BINS * width), checkout: new Float64Array(arrivals * width) };
  const opened = new Float64Array(arrivals * levels);
  const step = makeStep(PAGE_CLASSES, levels);
  const view = { levels, places: 1, gain: new Float64Array(2 * STEP_BINS * width), keep: new Float64Array(2 * STEP_BINS * width) };
  const [second, later] = [new Float64Array(width), new Float64Array(width)];
  for (let a = 0; a < arrivals; a++) {
    const moves = sources[sourceOf[a]!]!;
    const worth = opened.subarray(a * levels, (a + 1) * levels);
    describeCheckout(view, leave, leaveOf[a]!, moves.order);
    mixBranches(step, view, softInCheckout, 0);
    stepsWithoutEnd(step, moves.checkout, second);
    stepBack(step, moves.checkout, second);
    valueCheckout(onward.checkout.subarray(a * width, (a + 1) * width), worth, step, moves, second);
    describeLooking(view, exit, exitOf[a]!, progress, progressOf[a]!, worth);
    const own = onward.looking.subarray(a * STEP_BINS * width, (a + 1) * STEP_BINS * width);
    for (let place = STEP_BINS - 1; place >= 0; place--) {
      mixBranches(step, view, softChance, place);
      if (place === STEP_BINS - 1) stepsWithoutEnd(step, moves.looking, later);
      for (let number = 0; number < VIEWS[place]!; number++) {
        stepBack(step, moves.looking, later);
        addNext(own, step, place, VIEWS[place]!);
      }
    }
  }
  return { onward, opened, levels };
}

/** What a view gains and what it keeps of what follows, by cell of `oddsByState`: without and with soft friction apart. `places`: states of a page class. */
interface Branches {
  levels: number;
  places: number;
  gain: Float64Array;
  keep: Float64Array;
}

/** @param leave - odds to leave by cell @param leaveOf - their factor @param order - chance of each page class to order next */
function describeCheckout(view: Branches, leave: Float64Array, leaveOf: number, order: Float64Array): void {
  const { levels, gain, keep } = view;
  view.places = 1;
  for (let c = 0, cell = 0; c < PAGE_CLASSES; c++) {
    for (let branch = 0; branch < 2 * levels; branch++, cell++) {
      const stay = 1 / (1 + leave[cell]! * leaveOf);
      gain[cell] = stay * order[c]!;
      keep[cell] = stay;
    }
  }
}

/** @param exit @param progress - odds by cell, with their factors @param worth - of opening cart or checkout, by level */
function describeLooking(
  view: Branches,
  exit: Float64Array,
  exitOf: number,
  progress: Float64Array,
  progressOf: number,
  worth: Float64Array,
): void {
  const { levels, gain, keep } = view;
  view.places = STEP_BINS;
  for (let cell = 0; cell < exit.length; cell += 2 * levels) {
    for (let branch = 0; branch < 2 * levels; branch++) {
      const level = branch >> 1;
      const after = branch % 2 === 1 && level < levels - 1 ? level + 1 : level;
      const stay = 1 / (1 + exit[cell + branch]! * exitOf);
      const odds = progress[cell + branch]! * progressOf;
      const on = stay / (1 + odds);
      gain[cell + branch] = on * odds * worth[after]!;
      keep[cell + branch] = on;
    }
  }
}

/** Fills in a step at a place: the mean over what a view is without soft friction and with it, which leads one level up. */
function mixBranches(step: BackwardStep, view: Branches, softChance: Float64Array, place: number): void {
  const { levels, gain, keep, keepMore } = step;
  const { places, gain: gains, keep: keeps } = view;
  for (let c = 0; c < PAGE_CLASSES; c++) {
    for (let level = 0; level < levels; level++) {
      const own = c * levels + level;
      const state = (c * places + place) * levels + level;
      const chance = softChance[state]!;
      const isTop = level === levels - 1;
      gain[own] = (1 - chance) * gains[2 * state]! + chance * gains[2 * state + 1]!;
      keep[own] = (1 - chance) * keeps[2 * state]! + (isTop ? chance * keeps[2 * state + 1]! : 0);
      keepMore[own] = isTop ? 0 : chance * keeps[2 * state + 1]!;
    }
  }
}

/** What follows each view of the checkout, and what opening it is worth by level. */
function valueCheckout(
  onward: Float64Array,
  worth: Float64Array,
  { levels, next }: BackwardStep,
  { order, opening }: SourceMoves,
  second: Float64Array,
): void {
  for (let level = 0; level < levels; level++) {
    let value = 1;
    for (let c = 0; c < PAGE_CLASSES; c++) {
      const own = c * levels + level;
      onward[own] = order[c]! + next[own]!;
      value -= opening[c]! * (1 - second[own]!);
    }
    worth[level] = value;
  }
}

/** Adds what follows a view at a place, one of `views`, to its mean. */
function addNext(onward: Float64Array, { levels, next }: BackwardStep, place: number, views: number): void {
  for (let c = 0; c < PAGE_CLASSES; c++) {
    const to = (c * STEP_BINS + place) * levels;
    for (let level = 0; level < levels; level++) onward[to + level]! += next[c * levels + level]! / views;
  }
}
