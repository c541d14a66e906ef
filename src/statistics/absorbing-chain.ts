import { LuDecomposition, Matrix } from 'ml-matrix';
import { StatisticsError } from '../errors.ts';
import { checkCount, checkRange } from './check-arguments.ts';

/** A chain that ends sooner or later, in success or in exit. States are numbered from 0; `moves[i]`, `successes[i]` and `exits[i]` add up to 1. */
export interface AbsorbingChain {
  /** Chance of state i to be followed by state j; square. */
  moves: readonly (readonly number[])[];
  /** Chance of a state to be followed by the end that is wanted. */
  successes: readonly number[];
  /** Chance of a state to be followed by the other end. */
  exits: readonly number[];
}

/** How far the chances of a state may add up to something else than 1. */
const ROUNDING = 1e-9;

/**
 * Chance of each state to end in success, by the linear system (I − moves) · x = successes: exact, no walks are drawn.
 *
 * @returns in the order of the states, each in [0, 1] but for rounding
 * @throws StatisticsError when chances do not add up to 1, or a state leads to no end
 * @see Kemeny & Snell (1960), Finite Markov Chains, theorem 3.3.7
 */
export function successByState(chain: AbsorbingChain): number[] {
  checkChain(chain);
  const { moves, successes } = chain;
  if (moves.length === 0) return [];
  const system = Matrix.eye(moves.length).sub(new Matrix(moves.map((row) => [...row])));
  return new LuDecomposition(system).solve(Matrix.columnVector([...successes])).to1DArray();
}

/**
 * Chance to end in success from a mix of states.
 *
 * @param start - share of each state at the beginning, ≥ 0; usually adds up to 1
 * @throws StatisticsError as `successByState`, or for shares that are not one per state
 */
export function successFrom(chain: AbsorbingChain, start: readonly number[]): number {
  checkStart(chain, start);
  return successByState(chain).reduce((sum, chance, state) => sum + start[state]! * chance, 0);
}

/**
 * Removal effect of a state, as in channel attribution: share of successes that are lost when everybody who comes to the state exits.
 *
 * It says how necessary a state is, not how harmful: a state that everybody passes has 1, one that nobody leaves but by exit has 0.
 *
 * @returns in [0, 1] but for rounding; null when there are no successes to lose
 * @throws StatisticsError as `successFrom`, or for a state that is not in the chain
 * @see Anderl, Becker, von Wangenheim & Schumann (2016), Int J Res Marketing 33:457–474, doi:10.1016/j.ijresmar.2016.03.001
 */
export function removalEffect(chain: AbsorbingChain, start: readonly number[], state: number): number | null {
  checkState(chain, state);
  const before = successFrom(chain, start);
  if (before === 0) return null;
  return 1 - successFrom(replaceState(chain, state, 0, 1), start) / before;
}

/**
 * Repair effect of a state: successes gained when its exits become as few as given, and what else follows it grows in proportion.
 *
 * @param exit - chance to exit from the state after the repair, in [0, 1]; above the present one for a loss
 * @returns gain in the chance of success, in [−1, 1]; null for a state that only exits: where else it would lead is not known
 * @throws StatisticsError as `successFrom`, for a state that is not in the chain, an exit out of range, or one of 0 that leaves a state without an end
 */
export function repairEffect(chain: AbsorbingChain, start: readonly number[], state: number, exit: number): number | null {
  checkState(chain, state);
  checkRange('exit', exit, 0, 1);
  const before = successFrom(chain, start);
  const onward = chain.successes[state]! + chain.moves[state]!.reduce((sum, chance) => sum + chance, 0);
  if (onward === 0) return null;
  return successFrom(replaceState(chain, state, (1 - exit) / onward, exit), start) - before;
}

/** The chain with everything that follows a state but its exit scaled. */
function replaceState({ moves, successes, exits }: AbsorbingChain, state: number, scale: number, exit: number): AbsorbingChain {
  return {
    moves: moves.map((row, index) => (index === state ? row.map((chance) => chance * scale) : row)),
    successes: successes.map((chance, index) => (index === state ? chance * scale : chance)),
    exits: exits.map((chance, index) => (index === state ? exit : chance)),
  };
}

function checkChain({ moves, successes, exits }: AbsorbingChain): void {
  const states = moves.length;
  if (successes.length !== states || exits.length !== states || moves.some((row) => row.length !== states)) {
    throw new StatisticsError(`a chain of ${states} states needs as many moves from each, successes and exits`, {
      hint: 'Give 0 for what never happens.',
    });
  }
  for (const [state, row] of moves.entries()) {
    const chances = [...row, successes[state]!, exits[state]!];
    for (const chance of chances) checkRange('a chance', chance, 0, 1 + ROUNDING);
    checkRange(
      `the sum of chances of state ${state}`,
      chances.reduce((sum, chance) => sum + chance, 0),
      1 - ROUNDING,
      1 + ROUNDING,
    );
  }
  checkEnds({ moves, successes, exits });
}

/** Every state must lead to an end, or the linear system has no single answer. */
function checkEnds({ moves, successes, exits }: AbsorbingChain): void {
  const ends = moves.map((_, state) => successes[state]! > 0 || exits[state]! > 0);
  for (let found = true; found; ) {
    found = false;
    for (const [state, row] of moves.entries()) {
      if (ends[state] || !row.some((chance, next) => chance > 0 && ends[next])) continue;
      ends[state] = true;
      found = true;
    }
  }
  const endless = ends.indexOf(false);
  if (endless === -1) return;
  throw new StatisticsError(`state ${endless} of the chain never leads to an end`, {
    hint: 'Leave states out that nobody leaves, or give them an exit.',
  });
}

function checkStart({ moves }: AbsorbingChain, start: readonly number[]): void {
  for (const share of start) checkRange('a share at the start', share, 0, Number.MAX_VALUE);
  if (start.length === moves.length) return;
  throw new StatisticsError(`${start.length} shares at the start for ${moves.length} states`, {
    hint: 'Give 0 for states in which nobody starts.',
  });
}

function checkState({ moves }: AbsorbingChain, state: number): void {
  checkCount('state', state);
  checkRange('state', state, 0, moves.length - 1);
}
