import { chanceOf } from '../../statistics/grouped-logistic.ts';
import { shapley } from '../../statistics/shapley.ts';
import type { ChangedRows } from './changed-rows.ts';
import type { Active, KindFacts } from './kind-facts.ts';
import type { StageLosses } from './lose-orders.ts';
import { loseBy } from './lost-orders.ts';
import { BLOCK, KINDS } from './step-design.ts';
import type { Coefficients } from './sum-losses.ts';

/**
 * Splits the losses of a stage among what was active when they happened: exits by the Shapley value of the excess 1 − h(rest)/h over all subsets, at the mean risk
 * of the views of that kind; not going on in proportion to the effects on it. The parts add up to the losses.
 *
 * @param signals - number of signals; the placebo has no share
 * @returns lost orders by signal; the last two: earlier hard and earlier soft trouble that is still felt
 */
export function shareSignals(
  changed: ChangedRows,
  coefficients: Coefficients,
  { sums, later }: StageLosses,
  signals: number,
  { base, parts }: KindFacts,
): Float64Array {
  const shares = new Float64Array(signals + 2);
  const lost = loseBy(sums.by_kind, later);
  for (let kind = 0; kind < lost.exits.length; kind++) {
    const [exits, progress] = [lost.exits[kind]!, lost.progress[kind]!];
    if (exits === 0 && progress === 0) continue;
    const active = parts[kind]!;
    const ofExits = active.length === 1 ? [1] : shareExits(changed, coefficients.exit, kind, active, base[kind]!);
    const ofProgress = inProportion(active.map(({ column }) => coefficients.progress?.[column] ?? 0));
    active.forEach(({ part }, index) => {
      shares[part]! += exits * ofExits[index]! + progress * ofProgress[index]!;
    });
  }
  return shares;
}

function shareExits(
  changed: ChangedRows,
  exit: Float64Array | undefined,
  kind: number,
  active: readonly Active[],
  base: number,
): readonly number[] {
  const even = active.map(() => 1 / active.length);
  if (exit === undefined) return even;
  const chances = chancesBySubset(changed, exit, kind, active, base);
  const everything = chances.length - 1;
  const excess = chances[everything]! - chances[0]!;
  // Parts that cancel each other to nothing cannot be told apart; their sum is nothing as well.
  if (Math.abs(excess) < 1e-9) return even;
  return shapley(active.length, (gone) => (chances[everything]! - chances[everything & ~gone]!) / excess);
}

/** Chance to leave with each subset of what was active. */
function chancesBySubset(
  { stage, kinds }: ChangedRows,
  exit: Float64Array,
  kind: number,
  active: readonly Active[],
  base: number,
): number[] {
  const { patterns } = stage.design.design.blocks[BLOCK.interplay]!;
  const interplay = Array.from({ length: KINDS }, (_, kindsLeft) => {
    const row = kinds.medium[kind]! * KINDS + kindsLeft;
    let sum = 0;
    for (let i = patterns.starts[row]!; i < patterns.starts[row + 1]!; i++) sum += patterns.values[i]! * exit[patterns.columns[i]!]!;
    return sum;
  });
  return Array.from({ length: 2 ** active.length }, (_, subset) => {
    let [logit, kindsLeft, isGone] = [0, 0, false];
    active.forEach(({ column, kind: type, isRequest }, index) => {
      if ((subset & (1 << index)) === 0) isGone ||= isRequest;
      else {
        logit += exit[column]!;
        kindsLeft |= type;
      }
    });
    // Without the request the step is gone, and nobody can leave from it.
    return isGone ? 0 : chanceOf(base * Math.exp(logit + interplay[kindsLeft]!));
  });
}

/** Page views with each signal, and the exits that it adds to them, at the mean risk of the views of a kind. */
export interface SignalEffects {
  views: Float64Array;
  added_exits: Float64Array;
}

/** Adds what each signal does at the views of a stage. */
export function addSignalEffects(
  changed: ChangedRows,
  exit: Float64Array | undefined,
  { base, parts, views }: KindFacts,
  to: SignalEffects,
): void {
  if (exit === undefined) return;
  for (let kind = 0; kind < views.length; kind++) {
    if (views[kind] === 0) continue;
    const active = parts[kind]!;
    const chances = chancesBySubset(changed, exit, kind, active, base[kind]!);
    const everything = chances.length - 1;
    active.forEach(({ part }, index) => {
      if (part >= to.views.length) return;
      to.views[part]! += views[kind]!;
      to.added_exits[part]! += views[kind]! * (chances[everything]! - chances[everything & ~(1 << index)]!);
    });
  }
}

/** Shares in proportion to the effects where these have one direction, else to their sizes; even where there is none. */
function inProportion(effects: readonly number[]): readonly number[] {
  const sum = effects.reduce((total, effect) => total + effect, 0);
  const size = effects.reduce((total, effect) => total + Math.abs(effect), 0);
  if (size === 0) return effects.map(() => 1 / effects.length);
  if (Math.abs(sum) < 0.5 * size) return effects.map((effect) => Math.abs(effect) / size);
  return effects.map((effect) => effect / sum);
}
