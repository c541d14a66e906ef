import { chanceOf } from '../../statistics/grouped-logistic.ts';
import { addShapley } from '../../statistics/shapley.ts';
import type { ActiveKinds } from './active-kinds.ts';
import type { ChangedRows } from './changed-rows.ts';
import type { StageLosses } from './lose-orders.ts';
import { loseBy } from './lost-orders.ts';
import type { Coefficients } from './model-factors.ts';
import { BLOCK, KINDS } from './step-design.ts';

/** What each signal does and costs in a stage. */
export interface SignalShares {
  /** Lost orders by signal; the last two: earlier hard and earlier soft trouble that is still felt. They add up to the losses of the stage. */
  lost: Float64Array;
  /** Page views with each signal, and the exits that it adds to them. */
  views: Float64Array;
  added_exits: Float64Array;
}

/**
 * Splits the losses of a stage among what was active when they happened: exits by the Shapley value of the excess 1 − h(rest)/h over all subsets, at the mean risk
 * of the views of that kind; not going on in proportion to the effects on it.
 */
export function shareSignals(kinds: ActiveKinds, coefficients: Coefficients, losses: StageLosses): SignalShares {
  const { changed, signals, starts, part, most } = kinds;
  const [lostParts, viewsWith, added] = [new Float64Array(signals + 2), new Float64Array(signals), new Float64Array(signals)];
  const lost = loseBy(losses.sums.by_kind, losses.cohort_worth);
  const { views } = changed.kinds;
  const factors = { of: coefficients.exit?.map(Math.exp), interplay: interplayOf(changed, coefficients.exit).map(Math.exp) };
  // Room for one kind after the other: thousands of them, in each replicate.
  const [odds, chances] = [new Float64Array(2 ** most), new Float64Array(2 ** most)];
  const [ofExits, ofProgress] = [new Float64Array(most), new Float64Array(most)];
  for (let kind = 0; kind < views.length; kind++) {
    const from = starts[kind]!;
    const size = starts[kind + 1]! - from;
    const everything = 2 ** size - 1;
    chancesBySubset(kinds, kind, factors, odds, chances);
    shareExits(size, chances, ofExits);
    inProportion(kinds, kind, coefficients.progress, ofProgress);
    for (let index = 0; index < size; index++) {
      const own = part[from + index]!;
      lostParts[own]! += lost.exits[kind]! * ofExits[index]! + lost.progress[kind]! * ofProgress[index]!;
      if (own >= signals) continue;
      viewsWith[own]! += views[kind]!;
      added[own]! += views[kind]! * (chances[everything]! - chances[everything & ~(1 << index)]!);
    }
  }
  return { lost: lostParts, views: viewsWith, added_exits: added };
}

/** Log-odds that hard and soft friction add in each medium. */
function interplayOf({ stage }: ChangedRows, exit: Float64Array | undefined): Float64Array {
  const { patterns } = stage.design.design.blocks[BLOCK.interplay]!;
  const sums = new Float64Array(patterns.rows);
  if (exit === undefined) return sums;
  for (let row = 0; row < patterns.rows; row++) {
    for (let i = patterns.starts[row]!; i < patterns.starts[row + 1]!; i++) sums[row]! += patterns.values[i]! * exit[patterns.columns[i]!]!;
  }
  return sums;
}

/** Chance to leave with each subset of what was active. @param factors - of the odds by column, and those of the media by kind of friction */
function chancesBySubset(
  { changed, starts, column, type, isRequest, base }: ActiveKinds,
  kind: number,
  factors: { of: Float64Array | undefined; interplay: Float64Array },
  odds: Float64Array,
  chances: Float64Array,
): void {
  const from = starts[kind]!;
  const size = starts[kind + 1]! - from;
  const medium = changed.kinds.medium[kind]! * KINDS;
  let hard = 0;
  let soft = 0;
  let request = 0;
  odds[0] = base[kind]!;
  // Each entry doubles the subsets: those before it, with it.
  for (let index = 0; index < size; index++) {
    const bit = 1 << index;
    const factor = factors.of === undefined ? 1 : factors.of[column[from + index]!]!;
    for (let subset = 0; subset < bit; subset++) odds[subset + bit] = odds[subset]! * factor;
    if (type[from + index] === 1) hard |= bit;
    else soft |= bit;
    if (isRequest[from + index] === 1) request |= bit;
  }
  for (let subset = 0; subset < 1 << size; subset++) {
    const kindLeft = ((subset & hard) !== 0 ? 1 : 0) + ((subset & soft) !== 0 ? 2 : 0);
    // Without the request the step is gone, and nobody can leave from it.
    chances[subset] = (subset & request) !== request ? 0 : chanceOf(odds[subset]! * factors.interplay[medium + kindLeft]!);
  }
}

/** Shares in the excess of all over none, one for each of `size` entries. */
function shareExits(size: number, chances: Float64Array, shares: Float64Array): void {
  const everything = 2 ** size - 1;
  const whole = chances[everything]!;
  const excess = whole - chances[0]!;
  // Parts that cancel each other to nothing cannot be told apart; their sum is nothing as well.
  if (Math.abs(excess) < 1e-9) shares.fill(1 / size);
  else if (size === 1) shares[0] = 1;
  else if (size === 2) {
    // The same as below, for most of the thousands of kinds.
    shares[0] = (whole - chances[2]! + (chances[1]! - chances[0]!)) / (2 * excess);
    shares[1] = 1 - shares[0];
  } else {
    // Those who are there instead of those who are gone: the shares are the same.
    shares.fill(0, 0, size);
    addShapley(chances, size, 1 / excess, shares);
  }
}

/** Shares in proportion to the effects where these have one direction, else to their sizes; even where there is none. */
function inProportion({ starts, column }: ActiveKinds, kind: number, effects: Float64Array | undefined, shares: Float64Array): void {
  const from = starts[kind]!;
  const count = starts[kind + 1]! - from;
  let sum = 0;
  let size = 0;
  for (let index = 0; index < count; index++) {
    const effect = effects === undefined ? 0 : effects[column[from + index]!]!;
    shares[index] = effect;
    sum += effect;
    size += Math.abs(effect);
  }
  const hasDirection = Math.abs(sum) >= 0.5 * size;
  for (let index = 0; index < count; index++) {
    const effect = shares[index]!;
    shares[index] = size === 0 ? 1 / count : hasDirection ? effect / sum : Math.abs(effect) / size;
  }
}
