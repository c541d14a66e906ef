import type { Chain, ChainStage, MediumMoves } from './chain-states.ts';
import type { StageName } from './changed-rows.ts';
import type { ModelName } from './fit-stage.ts';
import type { Alternative } from './step-rows.ts';
import type { ModelFactors } from './sum-losses.ts';
import { PAGE_CLASSES, STEP_BINS } from './tables.ts';

/** Chances to order in the end, with the friction that an alternative leaves from here on; METHOD S8. */
export interface ChainValues {
  /** Of a session that goes on from a state within its stage, by state · arrivals + arrival. */
  onward: Readonly<Record<StageName, Float64Array>>;
  /** Of a session that opens cart or checkout, by arrival: METHOD's S2. */
  opened: Float64Array;
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
/** Values are walked backwards until none changes by more than this; chances to leave make each round smaller. */
const [SETTLED, MOST_ROUNDS] = [1e-10, 500];

/**
 * Values of the states for every arrival, from the end of the way backwards:
 *
 *   checkout   V_c = (1 − h_c) · (order_c + Σ moves_cd V_d)
 *   looking    V_c(t) = (1 − h_c) · (p_c · opened + (1 − p_c) Σ moves_cd V_d(t + 1)),  t: number of the view; from 15 on it changes nothing
 *
 * with h and p under the alternative. No friction that comes later needs a correction: there is none in it.
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
  const arrivals = mediumOf.length;
  const exit = stateChances(chain.looking, alternative, factors.looking.exit, removed);
  const progress = stateChances(chain.looking, alternative, factors.looking.progress, removed, chain.looking.goesOn);
  const leave = stateChances(chain.checkout, alternative, factors.checkout.exit, removed);
  const values: ChainValues = {
    onward: { looking: new Float64Array(chain.looking.states * arrivals), checkout: new Float64Array(PAGE_CLASSES * arrivals) },
    opened: new Float64Array(arrivals),
  };
  const [second, later, now] = [new Float64Array(PAGE_CLASSES), new Float64Array(PAGE_CLASSES), new Float64Array(PAGE_CLASSES)];
  for (let a = 0; a < arrivals; a++) {
    const moves = chain.media[mediumOf[a]!]!;
    settle(second, (c) => (1 - leave[c * arrivals + a]!) * (moves.order[c]! + onwardFrom(moves.checkout, c, second)));
    let opened = 1;
    for (let c = 0; c < PAGE_CLASSES; c++) {
      values.onward.checkout[c * arrivals + a] = moves.order[c]! + onwardFrom(moves.checkout, c, second);
      opened -= moves.opening[c]! * (1 - second[c]!);
    }
    values.opened[a] = opened;
    walkLooking(values.onward.looking, { exit, progress, moves, opened, arrivals, a, later, now });
  }
  return values;
}

interface Walk {
  exit: Float64Array;
  progress: Float64Array;
  moves: MediumMoves;
  opened: number;
  arrivals: number;
  a: number;
  later: Float64Array;
  now: Float64Array;
}

function walkLooking(onward: Float64Array, { exit, progress, moves, opened, arrivals, a, later, now }: Walk): void {
  const value = (c: number, place: number, next: Float64Array) => {
    const at = (c * STEP_BINS + place) * arrivals + a;
    return (1 - exit[at]!) * (progress[at]! * opened + (1 - progress[at]!) * onwardFrom(moves.looking, c, next));
  };
  settle(later, (c) => value(c, STEP_BINS - 1, later));
  for (let view = LAST_VIEW, place = STEP_BINS - 1; view >= 1; view--) {
    const [first, last] = VIEWS[place]!;
    for (let c = 0; c < PAGE_CLASSES; c++) {
      onward[(c * STEP_BINS + place) * arrivals + a]! += onwardFrom(moves.looking, c, later) / (last - first + 1);
      now[c] = view === LAST_VIEW ? later[c]! : value(c, place, later);
    }
    later.set(now);
    if (view === first) place -= 1;
  }
}

function onwardFrom(moves: Float64Array, from: number, values: Float64Array): number {
  let sum = 0;
  for (let to = 0; to < PAGE_CLASSES; to++) sum += moves[from * PAGE_CLASSES + to]! * values[to]!;
  return sum;
}

/** Solves values that depend on each other by walking backwards from the last ones known, until they stand. */
function settle(values: Float64Array, next: (state: number) => number): void {
  for (let round = 0, change = 1; change > SETTLED && round < MOST_ROUNDS; round++) {
    change = 0;
    for (let state = 0; state < values.length; state++) {
      const value = next(state);
      change = Math.max(change, Math.abs(value - values[state]!));
      values[state] = value;
    }
  }
}

/**
 * Chance of something at each state, by state · arrivals + arrival, with the friction that the alternative leaves, at its mean.
 *
 * @param happens - 0 for states where the chance is none
 */
function stateChances(
  stage: ChainStage,
  alternative: Alternative,
  model: ModelFactors,
  removed: number,
  happens?: Uint8Array,
): Float64Array {
  const arrivals = model.arrival.length;
  const left = meanFriction(stage, alternative, model);
  const met = removed === 1 ? left : meanFriction(stage, 'as_it_was', model);
  const chances = new Float64Array(stage.states * arrivals);
  for (let c = 0; c < stage.stateOf.length; c++) {
    const at = stage.stateOf[c]!;
    const weight = stage.share[c]!;
    if (!(weight > 0) || happens?.[at] === 0) continue;
    const base = model.context[c]! * (removed === 1 ? left[at]! : left[at]! ** removed * met[at]! ** (1 - removed));
    for (let a = 0; a < arrivals; a++) {
      const odds = base * model.arrival[a]!;
      chances[at * arrivals + a]! += (weight * odds) / (1 + odds);
    }
  }
  stage.standIn.forEach((other, own) => {
    if (other !== own) chances.copyWithin(own * arrivals, other * arrivals, (other + 1) * arrivals);
  });
  return chances;
}

function meanFriction(stage: ChainStage, mix: keyof ChainStage['friction'], model: ModelFactors): Float64Array {
  const mean = new Float64Array(stage.states);
  const { state, pattern, interplay, share } = stage.friction[mix];
  for (let i = 0; i < state.length; i++) mean[state[i]!]! += share[i]! * model.friction[pattern[i]!]! * model.interplay[interplay[i]!]!;
  return mean;
}
