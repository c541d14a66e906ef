import { StatisticsError } from '../errors.ts';
import { checkCount, checkRange } from './check-arguments.ts';

/** More players than this would mean more than 65 536 values. */
const MOST_PLAYERS = 16;

/**
 * Shapley value of a game of a few players, exact over all 2^players coalitions: no sampling of orders.
 *
 * @param players - how many; whole number from 0 to 16
 * @param worthOf - value of a coalition, given as a bit mask (bit i set: player i is in it); asked once per coalition, finite, any unit
 * @returns one share per player; they add up to worthOf(all) − worthOf(none)
 * @throws StatisticsError for too many players or a value that is not finite
 * @see Shapley (1953), Contributions to the Theory of Games II:307–317; for attributable fractions Eide & Gefeller (1995), J Clin Epidemiol 48:645–655
 */
export function shapley(players: number, worthOf: (coalition: number) => number): number[] {
  checkPlayers(players);
  const values = new Float64Array(2 ** players);
  for (let coalition = 0; coalition < values.length; coalition++) {
    const value = worthOf(coalition);
    // The name costs more than the check, and a split asks for a million values.
    if (!Number.isFinite(value)) checkRange(`the value of coalition ${coalition.toString(2)}`, value, -Number.MAX_VALUE, Number.MAX_VALUE);
    values[coalition] = value;
  }
  const shares = new Float64Array(players);
  addShapley(values, players, 1, shares);
  return [...shares];
}

/**
 * The same of values that are at hand, for those who ask a thousand times: nothing is made anew and nothing is checked.
 *
 * @param values - by coalition, as above; those behind the first 2^players are not looked at
 * @param scale - what the shares are multiplied with before they are added
 * @param shares - one per player, to which theirs is added
 */
export function addShapley(values: Float64Array, players: number, scale: number, shares: Float64Array): void {
  const coalitions = 1 << players;
  const weights = ORDER_SHARES[players]!;
  for (let others = 0; others < coalitions; others++) {
    const weight = scale * weights[sizeOf(others)]!;
    for (let player = 0; player < players; player++) {
      if ((others & (1 << player)) === 0) shares[player]! += weight * (values[others | (1 << player)]! - values[others]!);
    }
  }
}

/** By number of players, see `orderShares`. */
const ORDER_SHARES = Array.from({ length: MOST_PLAYERS + 1 }, (_, players) => Float64Array.from([...orderShares(players), 0]));

/** Share of all orders in which exactly a given set of s players comes before a given player: s! (n − s − 1)! / n!. */
function orderShares(players: number): number[] {
  const shares: number[] = [];
  for (let s = 0; s < players; s++) shares.push(s === 0 ? 1 / players : (shares[s - 1]! * s) / (players - s));
  return shares;
}

function sizeOf(coalition: number): number {
  let size = 0;
  for (let rest = coalition; rest > 0; rest &= rest - 1) size++;
  return size;
}

function checkPlayers(players: number): void {
  checkCount('players', players);
  if (players <= MOST_PLAYERS) return;
  throw new StatisticsError(`${players} players are more than the ${MOST_PLAYERS} an exact Shapley value is made for`, {
    hint: 'Put players together before, or use a closed form such as productShares.',
  });
}
