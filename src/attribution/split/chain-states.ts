import { PLACES, placeOf, type StageName } from './changed-rows.ts';
import type { FittedStage } from './fit-stage.ts';
import { KINDS } from './step-design.ts';
import type { Alternative } from './step-rows.ts';
import { CHECKOUT_STATES, contextOf, ORDER_STATE, PAGE_CLASSES, type SourceGroup, STEP_BINS, type StepMoves } from './tables.ts';

/** The way through the shop as a chain: its states, how often one follows another, and what friction an alternative leaves at each. */
export interface Chain {
  looking: ChainStage;
  checkout: ChainStage;
  /** Chances by medium, then by state: to be followed by each state of the same stage, given that it is followed by one (looking), or by one or an order (checkout). */
  media: readonly MediumMoves[];
}

export interface MediumMoves {
  looking: Float64Array;
  checkout: Float64Array;
  /** Chance of a page class of the checkout to be followed by the order. */
  order: Float64Array;
  /** Page class of the checkout that sessions open it at; the rest order without being seen there. */
  opening: Float64Array;
}

/** States of a stage: page class and place while looking, page class in the checkout. */
export interface ChainStage {
  states: number;
  /** State of each context pattern, and its share of the state's page views. */
  stateOf: Uint8Array;
  share: Float64Array;
  /** 1 for states from which sessions go on to the next stage at all. */
  goesOn: Uint8Array;
  /** The state that stands in for one without page views: the same page class at the nearest place. */
  standIn: Uint8Array;
  /** Friction as it was met, and what each alternative leaves of it. */
  friction: Readonly<Record<Alternative | 'as_it_was', FrictionMix>>;
}

/** Friction patterns, and their kind in a medium, by their share of a state's page views. */
export interface FrictionMix {
  state: Uint8Array;
  pattern: Int32Array;
  interplay: Int32Array;
  share: Float64Array;
}

/** Page views of all sessions that the moves of a medium are drawn towards: METHOD adds a thousandth, too little for a medium with a hundred sessions. */
const POOLED_VIEWS = 50;
const MIXES = ['as_it_was', 'none', 'no_hard', 'no_placebo'] as const;

/** Lays out the chain from the counts of all sessions; the same for every replicate. */
export function makeChain(looking: FittedStage, checkout: FittedStage, moves: StepMoves, groups: readonly SourceGroup[]): Chain {
  const media = [...new Set(groups.map(({ medium }) => medium))].sort();
  const mediumOf = groups.map(({ medium }) => media.indexOf(medium));
  const states = ORDER_STATE + 1;
  const counts = media.map(() => new Float64Array(states * states));
  const pooled = new Float64Array(states * states);
  for (let row = 0; row < moves.rows; row++) {
    const at = moves.state[row]! * states + moves.next_state[row]!;
    counts[mediumOf[moves.source_group[row]!]!]![at]! += moves.views[row]!;
    pooled[at]! += moves.views[row]!;
  }
  return {
    looking: stageStates(looking, 'looking'),
    checkout: stageStates(checkout, 'checkout'),
    media: counts.map((own) => mediumMoves(own, pooled, states)),
  };
}

/** State of a context: page class and place of a view while looking, page class in the checkout. */
export function stateOf(context: number, name: StageName): number {
  const { page_class } = contextOf(context);
  return name === 'looking' ? page_class * STEP_BINS + placeOf(context, name) : page_class;
}

function mediumMoves(own: Float64Array, pooled: Float64Array, states: number): MediumMoves {
  const chances = (from: readonly number[], to: readonly number[]) => {
    const sum = (counts: Float64Array, next: number) => from.reduce((total, state) => total + counts[state * states + next]!, 0);
    const every = to.reduce((total, next) => total + sum(pooled, next), 0);
    const drawn = to.map((next) => sum(own, next) + (every > 0 ? (POOLED_VIEWS * sum(pooled, next)) / every : 0));
    const all = drawn.reduce((total, count) => total + count, 0);
    return drawn.map((count) => (all > 0 ? count / all : 0));
  };
  const range = (first: number, length: number) => Array.from({ length }, (_, index) => first + index);
  const [first, second] = [range(0, PAGE_CLASSES), range(CHECKOUT_STATES, PAGE_CLASSES)];
  const checkout = second.map((state) => chances([state], [...second, ORDER_STATE]));
  return {
    looking: Float64Array.from(first.flatMap((state) => chances([state], first))),
    checkout: Float64Array.from(checkout.flatMap((row) => row.slice(0, PAGE_CLASSES))),
    order: Float64Array.from(checkout, (row) => row[PAGE_CLASSES]!),
    opening: Float64Array.from(chances(first, [...second, ORDER_STATE]).slice(0, PAGE_CLASSES)),
  };
}

function stageStates({ steps, design, goesOn }: FittedStage, stage: StageName): ChainStage {
  const places = stage === 'looking' ? PLACES.looking : 1;
  const states = PAGE_CLASSES * places;
  const state = Uint8Array.from(steps.contexts, (context) => stateOf(context, stage));
  const views = new Float64Array(states);
  const byContext = new Float64Array(state.length);
  for (let row = 0; row < steps.rows; row++) byContext[steps.context[row]!]! += steps.totals.views[row]!;
  byContext.forEach((count, context) => {
    views[state[context]!]! += count;
  });
  const statesOf = (flags: Uint8Array) => {
    const found = new Uint8Array(states);
    flags.forEach((flag, row) => {
      if (flag === 1) found[state[steps.context[row]!]!] = 1;
    });
    return found;
  };
  const crossOf = (row: number, pattern: number) => design.mediumOf[steps.arrival[row]!]! * KINDS + design.kindOf[pattern]!;
  const mixOf = (name: (typeof MIXES)[number]): FrictionMix => {
    const sums = new Map<number, number>();
    const [patterns, crosses] = [steps.frictions.length, design.media * KINDS];
    for (let row = 0; row < steps.rows; row++) {
      const met = steps.friction[row]!;
      const pattern = name === 'as_it_was' ? met : steps.without[name][met]!;
      const key = (state[steps.context[row]!]! * patterns + pattern) * crosses + crossOf(row, pattern);
      sums.set(key, (sums.get(key) ?? 0) + steps.totals.views[row]!);
    }
    const keys = [...sums.keys()].sort((a, b) => a - b);
    const at = Uint8Array.from(keys, (key) => Math.floor(key / crosses / patterns));
    return {
      state: at,
      pattern: Int32Array.from(keys, (key) => Math.floor(key / crosses) % patterns),
      interplay: Int32Array.from(keys, (key) => key % crosses),
      share: Float64Array.from(keys, (key, index) => sums.get(key)! / views[at[index]!]!),
    };
  };
  return {
    states,
    stateOf: state,
    share: byContext.map((count, context) => count / views[state[context]!]!),
    standIn: Uint8Array.from(views, (_, index) => nearestWithViews(views, index, places)),
    goesOn: statesOf(goesOn),
    friction: Object.fromEntries(MIXES.map((mix) => [mix, mixOf(mix)])) as ChainStage['friction'],
  };
}

/** The nearest place of the same page class that has page views, earlier ones first; the state itself where none has. */
function nearestWithViews(views: Float64Array, state: number, places: number): number {
  const first = state - (state % places);
  const known = Array.from({ length: places }, (_, place) => first + place).filter((candidate) => views[candidate]! > 0);
  const distance = (candidate: number) => Math.abs(candidate - state) + (candidate > state ? 0.5 : 0);
  return known.reduce((best, candidate) => (views[best]! === 0 || distance(candidate) < distance(best) ? candidate : best), state);
}
