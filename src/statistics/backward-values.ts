import { LuDecomposition, Matrix } from 'ml-matrix';

/**
 * A step of a chain that ends sooner or later, at each state and each level of something that can only rise: its value is gain + keep · next + keepMore · next one
 * level up, with `next` the mean value of what follows the state. All by state · levels + level.
 */
export interface BackwardStep {
  states: number;
  levels: number;
  gain: Float64Array;
  keep: Float64Array;
  keepMore: Float64Array;
  next: Float64Array;
  system: Matrix;
  right: Matrix;
}

/** A way without any end has value 0: as if one in a billion left. */
const MOST_KEPT = 1 - 1e-9;

/** A step that gains and keeps nothing. @param states - number of them @param levels - at least 1 */
export function makeStep(states: number, levels: number): BackwardStep {
  const empty = () => new Float64Array(states * levels);
  const system = Matrix.eye(states);
  const right = Matrix.zeros(states, 1);
  return { states, levels, gain: empty(), keep: empty(), keepMore: empty(), next: empty(), system, right };
}

/**
 * Puts the values of a step in the place of those of the step after it; `next` is left as it was for it.
 *
 * @param moves - chance of each state to be followed by each other, by state · states + next state; rows may add up to less than 1
 */
export function stepBack({ states, levels, gain, keep, keepMore, next }: BackwardStep, moves: Float64Array, values: Float64Array): void {
  next.fill(0);
  for (let c = 0; c < states; c++) {
    for (let to = 0; to < states; to++) {
      const chance = moves[c * states + to]!;
      if (chance > 0) for (let level = 0; level < levels; level++) next[c * levels + level]! += chance * values[to * levels + level]!;
    }
  }
  for (let own = 0; own < values.length; own++) {
    values[own] = gain[own]! + keep[own]! * next[own]! + (keepMore[own]! > 0 ? keepMore[own]! * next[own + 1]! : 0);
  }
}

/**
 * Values of a step that is followed by steps of the same kind without end: the linear system V = gain + keep · moves V + keepMore · moves V one level up, solved level by
 * level from the top.
 *
 * @see Kemeny & Snell (1960), Finite Markov Chains, theorem 3.3.7
 */
export function stepsWithoutEnd(
  { states, levels, gain, keep, keepMore, system, right }: BackwardStep,
  moves: Float64Array,
  values: Float64Array,
): void {
  for (let level = levels - 1; level >= 0; level--) {
    for (let c = 0; c < states; c++) {
      const own = c * levels + level;
      let known = gain[own]!;
      for (let to = 0; to < states; to++) {
        const chance = moves[c * states + to]!;
        system.set(c, to, (c === to ? 1 : 0) - Math.min(keep[own]!, MOST_KEPT) * chance);
        if (keepMore[own]! > 0) known += keepMore[own]! * chance * values[to * levels + level + 1]!;
      }
      right.set(c, 0, known);
    }
    const solved = new LuDecomposition(system).solve(right);
    for (let c = 0; c < states; c++) values[c * levels + level] = solved.get(c, 0);
  }
}
