import { checkRange } from './check-arguments.ts';

/** A game of two players: what each gains alone and both together, over neither; any unit. */
export interface TwoPlayerGame {
  first: number;
  second: number;
  both: number;
}

/** Exact shares; `first + second = both`, each holds half of `interaction = both − v(first) − v(second)`. Unit of the game. */
export interface TwoPlayerShares {
  first: number;
  second: number;
  interaction: number;
}

/** The game when the first player consists of a part and the rest: gains of the part alone, and of the part with the second player. */
export interface PartGame extends TwoPlayerGame {
  part: number;
  part_and_second: number;
}

/** As `TwoPlayerShares`, with `part + rest = first`. */
export interface PartShares extends TwoPlayerShares {
  part: number;
  rest: number;
}

/**
 * One cell of a sum of products, weight · a · b. The first player sets b to `b_best`, the part of the first player only to `b_part`, the
 * second player sets a to `a_best`. None of them need be larger than the actual a and b: a share may be negative.
 */
export interface ProductCell {
  weight: number;
  a: number;
  b: number;
  a_best: number;
  b_part: number;
  b_best: number;
}

/**
 * Shapley value of a game of two players: the mean of what a player adds when it moves first and when it moves last.
 *
 * @throws StatisticsError when a gain is not finite
 * @see Shapley (1953), Contributions to the Theory of Games II:307–317
 */
export function shapleyTwo({ first, second, both }: TwoPlayerGame): TwoPlayerShares {
  checkFinite({ first, second, both });
  return { first: (first + both - second) / 2, second: (second + both - first) / 2, interaction: both - first - second };
}

/**
 * Owen value of the same game when the first player is a coalition of a part, which moves first inside it, and the rest.
 *
 * The order inside the coalition is given, not averaged: the rest gets what it adds after the part.
 *
 * @throws StatisticsError when a gain is not finite
 * @see Owen (1977), Values of games with a priori unions, Lecture Notes in Economics 141:76–88, for games between coalitions
 */
export function shapleyPart(game: PartGame): PartShares {
  const shares = shapleyTwo(game);
  checkFinite({ part: game.part, part_and_second: game.part_and_second });
  const part = (game.part + game.part_and_second - game.second) / 2;
  return { ...shares, part, rest: shares.first - part };
}

/**
 * The game of a sum of products in closed form: each cell's shares, so that any group of cells adds up exactly.
 *
 * first = w (b_best − b)(a + a_best)/2, second = w (a_best − a)(b_best + b)/2, part = w (b_part − b)(a + a_best)/2.
 *
 * @param cells - finite numbers; weights usually add up to 1
 * @returns one line of shares per cell, in the order of the input; unit of weight · a · b
 * @throws StatisticsError when a number is not finite
 */
export function productShares(cells: readonly ProductCell[]): PartShares[] {
  return cells.map((cell) => {
    const { weight, a, b, a_best, b_part, b_best } = cell;
    checkFinite({ weight, a, b, a_best, b_part, b_best });
    const first = (weight * (b_best - b) * (a + a_best)) / 2;
    const part = (weight * (b_part - b) * (a + a_best)) / 2;
    const second = (weight * (a_best - a) * (b_best + b)) / 2;
    return { first, second, part, rest: first - part, interaction: weight * (a_best - a) * (b_best - b) };
  });
}

function checkFinite(numbers: Record<string, number>): void {
  for (const [name, value] of Object.entries(numbers)) checkRange(name, value, -Number.MAX_VALUE, Number.MAX_VALUE);
}
