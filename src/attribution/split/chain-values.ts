import { stateChances } from './chain-chances.ts';
import type { Chain, MediumMoves } from './chain-states.ts';
import type { StageName } from './changed-rows.ts';
import type { ModelName } from './fit-stage.ts';
import type { Alternative } from './step-rows.ts';
import type { ModelFactors } from './sum-losses.ts';
import { PAGE_CLASSES, STEP_BINS } from './tables.ts';

/** Chances to order in the end, with the friction that an alternative leaves from here on; METHOD S8. */
export interface ChainValues {
  /** Of a session that goes on from a state within its stage, by (state · levels + level) · arrivals + arrival. */
  onward: Readonly<Record<StageName, Float64Array>>;
  /** Of a session that opens cart or checkout, by level · arrivals + arrival: METHOD's S2. */
  opened: Float64Array;
  /** See `ChainFriction`. */
  levels: number;
}

/** First and last view of each place of the looking phase; the last place has no end. */
const VIEWS: readonly (readonly [number, number])[] = [
  [1, 1],
  [2, 2],
  [3, 4],
  [5, 8],
  [9, 14],
  [15, 15],
];
const LAST_VIEW = 15;
/** Values that hang on each other are walked until none changes by more than this. */
const [SETTLED, MOST_ROUNDS] = [1e-7, 500];

/**
 * Values of the states for every arrival, from the end of the way backwards:
 *
 *   checkout   V_c = (1 − h_c) · (order_c + Σ moves_cd V_d)
 *   looking    V_c(t) = (1 − h_c) · (p_c · opened + (1 − p_c) Σ moves_cd V_d(t + 1)),  t: number of the view; from 15 on it changes nothing
 *
 * with h and p under the alternative. No friction that comes later needs a correction: there is none in it. Where soft friction stays, the states are told apart by
 * how much of it there was, and a view is with or without it by its share.
 *
 * @param mediumOf - of each arrival
 * @param removed - share of the effect of friction that the alternative takes away
 * @see Kemeny & Snell (1960), Finite Markov Chains, theorem 3.3.7
 */
export function chainValues(
  chain: Chain,
  alternative: Alternative,
  factors: Readonly<Record<StageName, Readonly<Record<ModelName, ModelFactors>>>>,
  mediumOf: Int32Array,
  removed = 1,
): ChainValues {
  const { looking, checkout } = chain;
  const { levels } = looking.friction[alternative];
  const arrivals = mediumOf.length;
  const width = PAGE_CLASSES * levels;
  const opened = new Float64Array(levels * arrivals);
  const onward = { looking: new Float64Array(STEP_BINS * width * arrivals), checkout: new Float64Array(width * arrivals) };
  const walk: Walk = {
    exit: stateChances(looking, alternative, factors.looking.exit, removed),
    progress: stateChances(looking, alternative, factors.looking.progress, removed, looking.goesOn),
    leave: stateChances(checkout, alternative, factors.checkout.exit, removed),
    softLooking: looking.friction[alternative].softChance,
    softCheckout: checkout.friction[alternative].softChance,
    levels,
    arrivals,
    a: 0,
    moves: chain.media[0]!,
    worth: new Float64Array(levels),
    next: new Float64Array(width),
  };
  const [second, later] = [new Float64Array(width), new Float64Array(width)];
  for (let a = 0; a < arrivals; a++) {
    walk.a = a;
    walk.moves = chain.media[mediumOf[a]!]!;
    settle(second, (values) => viewCheckout(walk, values));
    followCheckout(walk, second);
    for (let at = 0; at < width; at++) onward.checkout[at * arrivals + a] = walk.next[at]!;
    for (let level = 0; level < levels; level++) {
      let value = 1;
      for (let c = 0; c < PAGE_CLASSES; c++) value -= walk.moves.opening[c]! * (1 - second[c * levels + level]!);
      walk.worth[level] = value;
      opened[level * arrivals + a] = value;
    }
    settle(later, (values) => viewLooking(walk, values, STEP_BINS - 1));
    for (let view = LAST_VIEW, place = STEP_BINS - 1; view >= 1; view--) {
      const [first, last] = VIEWS[place]!;
      if (view < LAST_VIEW) viewLooking(walk, later, place);
      else follow(walk.moves.looking, later, walk.next, levels);
      for (let c = 0; c < PAGE_CLASSES; c++) {
        for (let level = 0; level < levels; level++)
          onward.looking[((c * STEP_BINS + place) * levels + level) * arrivals + a]! += walk.next[c * levels + level]! / (last - first + 1);
      }
      if (view === first) place -= 1;
    }
  }
  return { onward, opened, levels };
}

/** Chances and scratch of one arrival's way. */
interface Walk {
  exit: Float64Array;
  progress: Float64Array;
  leave: Float64Array;
  softLooking: Float64Array;
  softCheckout: Float64Array;
  levels: number;
  arrivals: number;
  a: number;
  moves: MediumMoves;
  /** Of opening cart or checkout, by level. */
  worth: Float64Array;
  /** What follows a view, by page class · levels + level after it. */
  next: Float64Array;
}

/** Puts the values of a view in the checkout in place of those of the next one; returns the largest change. */
function viewCheckout(walk: Walk, values: Float64Array): number {
  const { leave, softCheckout, levels, arrivals, a, next } = walk;
  followCheckout(walk, values);
  let change = 0;
  for (let at = 0; at < values.length; at++) {
    const after = isLast(at, levels) ? at : at + 1;
    const calm = (1 - leave[2 * at * arrivals + a]!) * next[at]!;
    const chance = softCheckout[at]!;
    const value = chance > 0 ? calm + chance * ((1 - leave[(2 * at + 1) * arrivals + a]!) * next[after]! - calm) : calm;
    change = Math.max(change, Math.abs(value - values[at]!));
    values[at] = value;
  }
  return change;
}

/** The same for a view of the looking phase at a place; `next` is left as it was before the view. */
function viewLooking(
  { exit, progress, softLooking, levels, arrivals, a, moves, worth, next }: Walk,
  values: Float64Array,
  place: number,
): number {
  follow(moves.looking, values, next, levels);
  let change = 0;
  for (let c = 0; c < PAGE_CLASSES; c++) {
    for (let level = 0; level < levels; level++) {
      const own = c * levels + level;
      const cell = (c * STEP_BINS + place) * levels + level;
      const at = 2 * cell * arrivals + a;
      let value = (1 - exit[at]!) * (next[own]! + progress[at]! * (worth[level]! - next[own]!));
      const chance = softLooking[cell]!;
      if (chance > 0) {
        const more = level === levels - 1 ? 0 : 1;
        const soft = at + arrivals;
        const after = next[own + more]!;
        value += chance * ((1 - exit[soft]!) * (after + progress[soft]! * (worth[level + more]! - after)) - value);
      }
      change = Math.max(change, Math.abs(value - values[own]!));
      values[own] = value;
    }
  }
  return change;
}

function followCheckout({ moves, levels, next }: Walk, values: Float64Array): void {
  follow(moves.checkout, values, next, levels);
  for (let at = 0; at < next.length; at++) next[at]! += moves.order[Math.floor(at / levels)]!;
}

/** Values of what follows each page class, from those of the page classes. */
function follow(moves: Float64Array, values: Float64Array, next: Float64Array, levels: number): void {
  next.fill(0);
  for (let c = 0; c < PAGE_CLASSES; c++) {
    for (let to = 0; to < PAGE_CLASSES; to++) {
      const chance = moves[c * PAGE_CLASSES + to]!;
      if (chance > 0) for (let level = 0; level < levels; level++) next[c * levels + level]! += chance * values[to * levels + level]!;
    }
  }
}

function isLast(at: number, levels: number): boolean {
  return at % levels === levels - 1;
}

/** Solves values that hang on each other: whole views backwards from the end of all ways, until they stand. */
function settle(values: Float64Array, view: (values: Float64Array) => number): void {
  values.fill(0);
  for (let round = 0; round < MOST_ROUNDS && view(values) > SETTLED; round++);
}
