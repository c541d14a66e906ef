import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** A stream of random numbers that belongs to one session and one purpose. */
export type Stream = RandomGenerator;

/** Purposes that draw independently of each other, so that one can change in a replay while the others stay as they were. */
export type Purpose = keyof typeof PURPOSES;

const PURPOSES = {
  arrival: 1,
  visitor: 2,
  intent: 3,
  walk: 4,
  friction: 5,
  thresholds: 6,
  order: 7,
  calendar: 8,
  spend: 9,
  person: 10,
} as const;
const LANES = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x71374491] as const;

/**
 * The random stream of one purpose of one numbered thing (a session, a visitor, a day).
 * A pure function of its arguments: the same three give the same numbers, whatever was drawn before.
 *
 * @param seed - whole number, the seed of the run
 * @param number - whole number in [0, 2^32)
 * @returns an xoroshiro128+ generator whose four words are hashed from the arguments
 */
export function streamOf(seed: number, number: number, purpose: Purpose): Stream {
  const key = PURPOSES[purpose];
  return xoroshiro128plusFromState([
    word(0, seed, number, key),
    word(1, seed, number, key),
    word(2, seed, number, key),
    word(3, seed, number, key),
  ]);
}

/** Next uniform number of the stream, in [0, 1), in steps of 2^-24. Takes one draw. */
export function uniform(stream: Stream): number {
  return uniformFloat32(stream);
}

/**
 * Next standard normal number of the stream. Takes exactly two draws, so that positions in a stream stay aligned in a replay.
 *
 * @see Box & Muller (1958), Ann. Math. Stat. 29:610–611, doi:10.1214/aoms/1177706645
 */
export function normal(stream: Stream): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(stream)));
  return radius * Math.cos(2 * Math.PI * uniform(stream));
}

/** Index of the first cumulative weight above u × total; weights ascending, the last one is the total, u in [0, 1). */
export function pickIndex(cumulative: readonly number[], u: number): number {
  const last = cumulative.length - 1;
  const at = u * cumulative[last]!;
  let index = 0;
  while (index < last && cumulative[index]! <= at) index += 1;
  return index;
}

/** Running sums of the weights, for `pickIndex`. */
export function cumulate(weights: readonly number[]): number[] {
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum;
  });
}

/** Inverse of the logit: a probability in (0, 1) from log-odds. */
export function expit(log_odds: number): number {
  return 1 / (1 + Math.exp(-log_odds));
}

/**
 * A reversible scramble of a 32-bit whole number: different numbers stay different, neighbours end up far apart.
 * So identifiers made from it are unique without a table of the ones already given away.
 *
 * @returns whole number in [0, 2^32)
 * @see Appleby, MurmurHash3 finaliser (fmix32)
 */
export function scramble(number: number): number {
  return mix(number) >>> 0;
}

function word(lane: 0 | 1 | 2 | 3, seed: number, number: number, key: number): number {
  return mix(mix(mix(seed ^ LANES[lane]) + number) ^ Math.imul(key, LANES[lane]));
}

function mix(whole: number): number {
  let h = whole | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
