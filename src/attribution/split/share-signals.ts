import { chanceOf } from '../../statistics/grouped-logistic.ts';
import { shapley } from '../../statistics/shapley.ts';
import type { Active, ActiveKinds } from './active-kinds.ts';
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
export function shareSignals(
  { changed, signals, active, base }: ActiveKinds,
  coefficients: Coefficients,
  losses: StageLosses,
): SignalShares {
  const shares: SignalShares = {
    lost: new Float64Array(signals + 2),
    views: new Float64Array(signals),
    added_exits: new Float64Array(signals),
  };
  const lost = loseBy(losses.sums.by_kind, losses.cohort_worth);
  const interplay = interplayOf(changed, coefficients.exit).map(Math.exp);
  const factors = coefficients.exit?.map(Math.exp);
  for (let kind = 0; kind < active.length; kind++) {
    const parts = active[kind]!;
    const chances = chancesBySubset(parts, factors, interplay.subarray(changed.kinds.medium[kind]! * KINDS), base[kind]!);
    const ofExits = shareExits(parts, chances);
    const ofProgress = inProportion(parts.map(({ column }) => coefficients.progress?.[column] ?? 0));
    const everything = chances.length - 1;
    const views = changed.kinds.views[kind]!;
    parts.forEach(({ part }, index) => {
      shares.lost[part]! += lost.exits[kind]! * ofExits[index]! + lost.progress[kind]! * ofProgress[index]!;
      if (part >= signals) return;
      shares.views[part]! += views;
      shares.added_exits[part]! += views * (chances[everything]! - chances[everything & ~(1 << index)]!);
    });
  }
  return shares;
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

/** Chance to leave with each subset of what was active. @param exit - factors of the odds by column @param interplay - those of the medium by kind of friction */
function chancesBySubset(parts: readonly Active[], exit: Float64Array | undefined, interplay: Float64Array, base: number): Float64Array {
  const chances = new Float64Array(2 ** parts.length);
  for (let subset = 0; subset < chances.length; subset++) {
    let [odds, kinds, isGone] = [base, 0, false];
    for (let index = 0; index < parts.length; index++) {
      const { column, kind, isRequest } = parts[index]!;
      if ((subset & (1 << index)) === 0) isGone ||= isRequest;
      else {
        odds *= exit?.[column] ?? 1;
        kinds |= kind;
      }
    }
    // Without the request the step is gone, and nobody can leave from it.
    chances[subset] = isGone ? 0 : chanceOf(odds * interplay[kinds]!);
  }
  return chances;
}

function shareExits(parts: readonly Active[], chances: Float64Array): readonly number[] {
  const everything = chances.length - 1;
  const excess = chances[everything]! - chances[0]!;
  // Parts that cancel each other to nothing cannot be told apart; their sum is nothing as well.
  if (Math.abs(excess) < 1e-9) return parts.map(() => 1 / parts.length);
  if (parts.length === 1) return [1];
  return shapley(parts.length, (gone) => (chances[everything]! - chances[everything & ~gone]!) / excess);
}

/** Shares in proportion to the effects where these have one direction, else to their sizes; even where there is none. */
function inProportion(effects: readonly number[]): readonly number[] {
  const sum = effects.reduce((total, effect) => total + effect, 0);
  const size = effects.reduce((total, effect) => total + Math.abs(effect), 0);
  if (size === 0) return effects.map(() => 1 / effects.length);
  if (Math.abs(sum) < 0.5 * size) return effects.map((effect) => Math.abs(effect) / size);
  return effects.map((effect) => effect / sum);
}
