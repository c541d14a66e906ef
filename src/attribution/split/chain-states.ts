import { type ChainFriction, frictionAlong } from './chain-friction.ts';
import { PLACES, placeOf, type StageName } from './changed-rows.ts';
import type { FittedStage } from './fit-stage.ts';
import type { Alternative } from './step-rows.ts';
import {
  CHECKOUT_STATES,
  contextOf,
  ORDER_STATE,
  PAGE_CLASSES,
  type SignalBit,
  type SourceGroup,
  STEP_BINS,
  type StepMoves,
} from './tables.ts';

/** The way through the shop as a chain: its states, how often one follows another, and what friction an alternative leaves at each. */
export interface Chain {
  looking: ChainStage;
  checkout: ChainStage;
  media: readonly MediumMoves[];
}

/** Chances by medium, from page class · classes + next page class, given that the session does not exit, and while looking that it stays in the stage. */
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
  /** Share of all page views by arrival. */
  arrivalShare: Float64Array;
  /** 1 for states from which sessions go on to the next stage at all. */
  goesOn: Uint8Array;
  /** The state that stands in for one without page views: the same page class at the nearest place. */
  standIn: Uint8Array;
  /** Friction as it was met, and what each alternative leaves of it. */
  friction: Readonly<Record<Alternative | 'as_it_was', ChainFriction>>;
}

/** Page views of all sessions that the moves of a medium are drawn towards: METHOD adds a thousandth, too little for a medium with a hundred sessions. */
const POOLED_VIEWS = 50;
const MIXES = ['as_it_was', 'none', 'no_hard', 'no_placebo'] as const;

/** Lays out the chain from the counts of all sessions; the same for every replicate. */
export function makeChain(
  looking: FittedStage,
  checkout: FittedStage,
  { moves, groups, signals }: { moves: StepMoves; groups: readonly SourceGroup[]; signals: readonly SignalBit[] },
): Chain {
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
    looking: stageStates(looking, 'looking', signals),
    checkout: stageStates(checkout, 'checkout', signals),
    media: counts.map((own) => mediumMoves(own, pooled, states)),
  };
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

function stageStates(stage: FittedStage, name: StageName, signals: readonly SignalBit[]): ChainStage {
  const { steps, goesOn } = stage;
  const places = name === 'looking' ? PLACES.looking : 1;
  const states = PAGE_CLASSES * places;
  const stateOf = Uint8Array.from(steps.contexts, (context) => {
    const { page_class } = contextOf(context);
    return name === 'looking' ? page_class * STEP_BINS + placeOf(context, name) : page_class;
  });
  const [views, byContext, byArrival] = [states, stateOf.length, steps.arrivals.length].map((size) => new Float64Array(size));
  const isGoingOn = new Uint8Array(states);
  for (let row = 0; row < steps.rows; row++) {
    const state = stateOf[steps.context[row]!]!;
    const count = steps.totals.views[row]!;
    views![state]! += count;
    byContext![steps.context[row]!]! += count;
    byArrival![steps.arrival[row]!]! += count;
    if (goesOn[row] === 1) isGoingOn[state] = 1;
  }
  const all = byArrival!.reduce((sum, count) => sum + count, 0);
  return {
    states,
    stateOf,
    share: byContext!.map((count, context) => (count > 0 ? count / views![stateOf[context]!]! : 0)),
    arrivalShare: byArrival!.map((count) => (all > 0 ? count / all : 0)),
    goesOn: isGoingOn,
    standIn: Uint8Array.from(views!, (_, state) => nearestWithViews(views!, state, places)),
    friction: Object.fromEntries(MIXES.map((mix) => [mix, frictionAlong(stage, mix, stateOf, states, signals)])) as ChainStage['friction'],
  };
}

/** The nearest place of the same page class that has page views, earlier ones first; the state itself where none has. */
function nearestWithViews(views: Float64Array, state: number, places: number): number {
  const first = state - (state % places);
  const known = Array.from({ length: places }, (_, place) => first + place).filter((candidate) => views[candidate]! > 0);
  const distance = (candidate: number) => Math.abs(candidate - state) + (candidate > state ? 0.5 : 0);
  return known.reduce((best, candidate) => (views[best]! === 0 || distance(candidate) < distance(best) ? candidate : best), state);
}
