import { type ChainFriction, frictionAlong } from './chain-friction.ts';
import { PLACES, placeOf, type StageName } from './changed-rows.ts';
import type { FittedStage } from './fit-stage.ts';
import type { Removal } from './step-rows.ts';
import {
  CHECKOUT_STATES,
  contextOf,
  ORDER_STATE,
  PAGE_CLASSES,
  type SignalBit,
  type SourceGroup,
  STEP_BINS,
  type StepMoves,
  sourceOf,
} from './tables.ts';

/** The way through the shop as a chain: its states, how often one follows another, and what friction an alternative leaves at each. */
export interface Chain {
  looking: ChainStage;
  checkout: ChainStage;
  sources: readonly SourceMoves[];
  /** Source of each arrival, as an index of `sources`. */
  sourceOf: Int32Array;
}

/**
 * Chances of a source of any landing page, from page class · classes + next page class, given that the session does not exit, and while looking that it stays in the
 * stage. Visitors who know what they want take other ways than those who wander, and these differ by campaign more than by medium.
 */
export interface SourceMoves {
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
  friction: Readonly<Record<Removal | 'as_it_was', ChainFriction>>;
}

/** Page views of its medium that the moves of a source are drawn towards, and of all sessions those of a medium: METHOD adds a thousandth, too little for a hundred sessions. */
const POOLED_VIEWS = 50;
const MIXES = ['as_it_was', 'none', 'no_hard'] as const;

/** Lays out the chain from the counts of all sessions; the same for every replicate. */
export function makeChain(
  looking: FittedStage,
  checkout: FittedStage,
  { moves, groups, signals }: { moves: StepMoves; groups: readonly SourceGroup[]; signals: readonly SignalBit[] },
): Chain {
  const states = ORDER_STATE + 1;
  const media = new Map<string, Float64Array>();
  const sources = new Map<string, { own: Float64Array; medium: Float64Array }>();
  const everyone = new Float64Array(states * states);
  const countsOf = groups.map(({ source, medium, campaign }) => {
    const key = JSON.stringify([medium, source, campaign]);
    const known = sources.get(key) ?? {
      own: new Float64Array(states * states),
      medium: media.get(medium) ?? new Float64Array(states * states),
    };
    sources.set(key, known);
    media.set(medium, known.medium);
    return known;
  });
  for (let row = 0; row < moves.rows; row++) {
    const { own, medium } = countsOf[moves.source_group[row]!]!;
    const at = moves.state[row]! * states + moves.next_state[row]!;
    for (const counts of [own, medium, everyone]) counts[at]! += moves.views[row]!;
  }
  const known = [...sources.values()];
  return {
    looking: stageStates(looking, 'looking', signals),
    checkout: stageStates(checkout, 'checkout', signals),
    sources: known.map(({ own, medium }) => sourceMoves([everyone, medium, own], states)),
    sourceOf: Int32Array.from(looking.steps.arrivals, (arrival) => known.indexOf(countsOf[sourceOf(arrival)]!)),
  };
}

/** @param counts - of all sessions, of the medium and of the source: each drawn towards the one before it */
function sourceMoves(counts: readonly Float64Array[], states: number): SourceMoves {
  const chances = (from: readonly number[], to: readonly number[]) =>
    counts.reduce<number[]>(
      (pooled, own) => {
        const drawn = to.map(
          (next, index) => POOLED_VIEWS * pooled[index]! + from.reduce((sum, state) => sum + own[state * states + next]!, 0),
        );
        const all = drawn.reduce((sum, count) => sum + count, 0);
        return drawn.map((count) => (all > 0 ? count / all : 0));
      },
      to.map(() => 0),
    );
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
