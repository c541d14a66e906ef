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
  /** Room for the system of one level. */
  system: Float64Array;
  right: Float64Array;
}

/** A way without any end has value 0: as if one in a billion left. */
const MOST_KEPT = 1 - 1e-9;

/** A step that gains and keeps nothing. @param states - number of them @param levels - at least 1 */
export function makeStep(states: number, levels: number): BackwardStep {
  const empty = () => new Float64Array(states * levels);
  const [system, right] = [new Float64Array(states * states), new Float64Array(states)];
  return { states, levels, gain: empty(), keep: empty(), keepMore: empty(), next: empty(), system, right };
}

/**
 * Puts the values of a step in the place of those of the step after it; `next` is left as it was for it.
 *
 * @param moves - chance of each state to be followed by each other, by state · states + next state; rows may add up to less than 1
 */
export function stepBack({ states, levels, gain, keep, keepMore, next }: BackwardStep, moves: Float64Array, values: Float64Array): void {
  for (let c = 0; c < states; c++) {
    for (let level = 0; level < levels; level++) {
      let sum = 0;
      for (let to = 0, at = level; to < states; to++, at += levels) sum += moves[c * states + to]! * values[at]!;
      next[c * levels + level] = sum;
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
      const kept = Math.min(keep[own]!, MOST_KEPT);
      const more = keepMore[own]!;
      let known = gain[own]!;
      for (let to = 0; to < states; to++) {
        const chance = moves[c * states + to]!;
        system[c * states + to] = (c === to ? 1 : 0) - kept * chance;
        if (more > 0) known += more * chance * values[to * levels + level + 1]!;
      }
      right[c] = known;
    }
    solveDominant(system, right, states);
    for (let c = 0; c < states; c++) values[c * levels + level] = right[c]!;
  }
}

/**
 * Solves a system whose diagonal outweighs its rows, in place: such a one needs no pivots. A tenth of the time of a general decomposition, whose arrays would be made
 * anew for each of the hundred thousand small systems of one split.
 *
 * @see Higham (2002), Accuracy and Stability of Numerical Algorithms, theorem 9.9
 */
function solveDominant(system: Float64Array, right: Float64Array, size: number): void {
  for (let pivot = 0; pivot < size; pivot++) {
    const from = pivot * size;
    for (let row = pivot + 1; row < size; row++) {
      const factor = system[row * size + pivot]! / system[from + pivot]!;
      if (factor === 0) continue;
      for (let column = pivot + 1; column < size; column++) system[row * size + column]! -= factor * system[from + column]!;
      right[row]! -= factor * right[pivot]!;
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    let value = right[row]!;
    for (let column = row + 1; column < size; column++) value -= system[row * size + column]! * right[column]!;
    right[row] = value / system[row * size + row]!;
  }
}
