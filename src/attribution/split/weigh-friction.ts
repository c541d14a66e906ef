import { chanceOf } from '../../statistics/grouped-logistic.ts';
import { timesVector } from '../../statistics/sparse-rows.ts';
import type { FittedStage, ModelName } from './fit-stage.ts';
import { BLOCK, KINDS } from './step-design.ts';
import type { Alternative } from './step-rows.ts';
import { frictionOf } from './tables.ts';

/** Coefficients of a stage's models: the fitted ones or those of a replicate. */
export type Coefficients = Readonly<Record<ModelName, Float64Array | undefined>>;

/** What friction does at the rows where an alternative would leave less of it; arrays run along `rows`. */
export interface FrictionWeights {
  rows: Int32Array;
  /** Chance to exit as it was: h. */
  exit: Float64Array;
  /** Share of the exits that would not have happened: 1 − h0/h. */
  excess: Float64Array;
  /** Chance to order in the end of those who do not exit, under the alternative: W0. */
  later_order: Float64Array;
  /** The same less the chance as it was. */
  later_order_gain: Float64Array;
  /** Share of those who went on looking that would have gone on to cart or checkout: (p0 − p)/(1 − p). */
  progress: Float64Array;
}

/** Rows at which an alternative leaves less friction than there was. */
export function changedRows({ steps }: FittedStage, alternative: Alternative): Int32Array {
  const without = steps.without[alternative];
  const rows: number[] = [];
  for (let row = 0; row < steps.rows; row++) if (without[steps.friction[row]!] !== steps.friction[row]) rows.push(row);
  return Int32Array.from(rows);
}

/**
 * METHOD S5: hazards of the changed rows as they are and under the alternative.
 *
 * @param removed - share of the effect of friction that the alternative takes away, 1 for all of it; what is left would be low intent in disguise
 * @param requestBit - bit of the signal for a step that exists only to ask for something: without the request the step would not be there, and nobody could leave from it
 */
export function weighFriction(
  stage: FittedStage,
  coefficients: Coefficients,
  alternative: Alternative,
  rows: Int32Array,
  requestBit: number,
  removed = 1,
): FrictionWeights {
  const { steps, goesOn } = stage;
  const without = steps.without[alternative];
  const [exit, progress, later] = [
    factorsOf(stage, coefficients.exit),
    factorsOf(stage, coefficients.progress),
    factorsOf(stage, coefficients.later_order),
  ];
  const endsRequest = Uint8Array.from(steps.frictions, (code, pattern) =>
    (frictionOf(code).signals & requestBit) !== 0 && (frictionOf(steps.frictions[without[pattern]!]!).signals & requestBit) === 0 ? 1 : 0,
  );
  const weights: FrictionWeights = {
    rows,
    exit: new Float64Array(rows.length),
    excess: new Float64Array(rows.length),
    later_order: new Float64Array(rows.length),
    later_order_gain: new Float64Array(rows.length),
    progress: new Float64Array(rows.length),
  };
  const between = (odds: Odds, place: Place, pattern: number, after: number) =>
    removed === 1 ? odds(place, after) : odds(place, pattern) ** (1 - removed) * odds(place, after) ** removed;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const pattern = steps.friction[row]!;
    const place = { context: steps.context[row]!, arrival: steps.arrival[row]!, medium: stage.design.mediumOf[steps.arrival[row]!]! };
    const after = without[pattern]!;
    const h = chanceOf(exit(place, pattern));
    weights.exit[i] = h;
    weights.excess[i] = endsRequest[pattern] === 1 ? removed : h > 0 ? 1 - chanceOf(between(exit, place, pattern, after)) / h : 0;
    weights.later_order[i] = chanceOf(between(later, place, pattern, after));
    weights.later_order_gain[i] = weights.later_order[i]! - chanceOf(later(place, pattern));
    if (goesOn[row] === 1) {
      const p = chanceOf(progress(place, pattern));
      weights.progress[i] = (chanceOf(between(progress, place, pattern, after)) - p) / (1 - p);
    }
  }
  return weights;
}

type Odds = (place: Place, pattern: number) => number;

interface Place {
  context: number;
  arrival: number;
  medium: number;
}

/** Odds at a place under a friction pattern: a product of four factors; 0 without a model. */
function factorsOf(
  { design: { design, kindOf } }: FittedStage,
  coefficients: Float64Array | undefined,
): (place: Place, pattern: number) => number {
  if (coefficients === undefined) return () => 0;
  const factors = design.blocks.map(({ patterns }) => timesVector(patterns, coefficients).map(Math.exp));
  const [contexts, arrivals, frictions, interplay] = [
    factors[BLOCK.context]!,
    factors[BLOCK.arrival]!,
    factors[BLOCK.friction]!,
    factors[BLOCK.interplay]!,
  ];
  return ({ context, arrival, medium }, pattern) =>
    contexts[context]! * arrivals[arrival]! * frictions[pattern]! * interplay[medium * KINDS + kindOf[pattern]!]!;
}
