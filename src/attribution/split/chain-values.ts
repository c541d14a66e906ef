import { type BackwardStep, makeStep, stepBack, stepsWithoutEnd } from '../../statistics/backward-values.ts';
import { stateChances } from './chain-chances.ts';
import type { Chain } from './chain-states.ts';
import type { StageName } from './changed-rows.ts';
import type { ModelName } from './fit-stage.ts';
import type { ModelFactors } from './model-factors.ts';
import type { Removal } from './step-rows.ts';
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
  const exit = stateChances(looking, alternative, factors.looking.exit, removed);
  const progress = stateChances(looking, alternative, factors.looking.progress, removed, looking.goesOn);
  const leave = stateChances(checkout, alternative, factors.checkout.exit, removed);
  const onward = { looking: new Float64Array(STEP_BINS * width * arrivals), checkout: new Float64Array(width * arrivals) };
  const opened = new Float64Array(levels * arrivals);
  const step = makeStep(PAGE_CLASSES, levels);
  const view = { gain: 0, keep: 0 };
  const [second, later, worth] = [new Float64Array(width), new Float64Array(width), new Float64Array(levels)];
  for (let a = 0; a < arrivals; a++) {
    const moves = sources[sourceOf[a]!]!;
    describe(step, view, softInCheckout, 0, 1, (cell, c) => {
      const stay = 1 - leave[cell * arrivals + a]!;
      view.gain = stay * moves.order[c]!;
      view.keep = stay;
    });
    stepsWithoutEnd(step, moves.checkout, second);
    stepBack(step, moves.checkout, second);
    for (let level = 0; level < levels; level++) {
      let value = 1;
      for (let c = 0; c < PAGE_CLASSES; c++) {
        onward.checkout[(c * levels + level) * arrivals + a] = moves.order[c]! + step.next[c * levels + level]!;
        value -= moves.opening[c]! * (1 - second[c * levels + level]!);
      }
      worth[level] = value;
      opened[level * arrivals + a] = value;
    }
    for (let place = STEP_BINS - 1; place >= 0; place--) {
      describe(step, view, softChance, place, STEP_BINS, (cell, _, after) => {
        const stay = 1 - exit[cell * arrivals + a]!;
        const going = progress[cell * arrivals + a]!;
        view.gain = stay * going * worth[after]!;
        view.keep = stay * (1 - going);
      });
      if (place === STEP_BINS - 1) stepsWithoutEnd(step, moves.looking, later);
      for (let number = 0; number < VIEWS[place]!; number++) {
        stepBack(step, moves.looking, later);
        for (let c = 0; c < PAGE_CLASSES; c++) {
          for (let level = 0; level < levels; level++) {
            const at = ((c * STEP_BINS + place) * levels + level) * arrivals + a;
            onward.looking[at]! += step.next[c * levels + level]! / VIEWS[place]!;
          }
        }
      }
    }
  }
  return { onward, opened, levels };
}

/**
 * Fills in what a view gains, and what it keeps of what follows, at each page class and level, from what it does without soft friction and with it.
 *
 * @param places - states of a page class; the view is at `place` of them
 * @param tell - sets `view` for a cell of `stateChances`, at a page class, with the level after the view
 */
function describe(
  { levels, gain, keep, keepMore }: BackwardStep,
  view: { gain: number; keep: number },
  softChance: Float64Array,
  place: number,
  places: number,
  tell: (cell: number, page_class: number, after: number) => void,
): void {
  for (let c = 0; c < PAGE_CLASSES; c++) {
    for (let level = 0; level < levels; level++) {
      const own = c * levels + level;
      const cell = (c * places + place) * levels + level;
      const chance = softChance[cell]!;
      tell(2 * cell, c, level);
      gain[own] = (1 - chance) * view.gain;
      keep[own] = (1 - chance) * view.keep;
      keepMore[own] = 0;
      if (chance === 0) continue;
      const isTop = level === levels - 1;
      tell(2 * cell + 1, c, isTop ? level : level + 1);
      gain[own]! += chance * view.gain;
      if (isTop) keep[own]! += chance * view.keep;
      else keepMore[own] = chance * view.keep;
    }
  }
}
