import { chanceOf } from '../../statistics/grouped-logistic.ts';
import { shapley } from '../../statistics/shapley.ts';
import { timesVector } from '../../statistics/sparse-rows.ts';
import type { FittedStage } from './fit-stage.ts';
import type { RowLosses } from './row-losses.ts';
import { BLOCK, KINDS } from './step-design.ts';
import { frictionOf, type SignalBit } from './tables.ts';
import type { Coefficients, FrictionWeights } from './weigh-friction.ts';

/** Lost orders by signal; the last two: earlier hard and earlier soft trouble that is still felt. */
export type SharesBySignal = Float64Array;

/**
 * Splits the losses of the changed rows among what was active at them, exactly: exits by the Shapley value of the excess 1 − h(rest)/h over all subsets, progress in
 * proportion to the effects on going on. They add up to the losses.
 *
 * @param signals - in the order of the result; placebo has no share
 * @param requestBit - see `weighFriction`
 */
export function shareSignals(
  stage: FittedStage,
  coefficients: Coefficients,
  weights: FrictionWeights,
  losses: RowLosses,
  signals: readonly SignalBit[],
  requestBit: number,
): SharesBySignal {
  const { steps, design } = stage;
  const shares = new Float64Array(signals.length + 2);
  const sharing = new Map<number, Sharing>();
  const [context, arrival] = [factors(stage, coefficients.exit, BLOCK.context), factors(stage, coefficients.exit, BLOCK.arrival)];
  for (let i = 0; i < weights.rows.length; i++) {
    if (losses.exits[i] === 0 && losses.progress[i] === 0) continue;
    const row = weights.rows[i]!;
    const pattern = steps.friction[row]!;
    const medium = design.mediumOf[steps.arrival[row]!]!;
    const key = pattern * 4096 + medium;
    let how = sharing.get(key);
    if (how === undefined) {
      how = sharingOf(stage, coefficients, pattern, medium, signals, requestBit);
      sharing.set(key, how);
    }
    const base = context[steps.context[row]!]! * arrival[steps.arrival[row]!]!;
    const ofExits = how.shareExits(base);
    how.active.forEach((part, index) => {
      shares[part]! += losses.exits[i]! * ofExits[index]! + losses.progress[i]! * how.ofProgress[index]!;
    });
  }
  return shares;
}

interface Sharing {
  /** What is active: positions in the result. */
  active: readonly number[];
  /** Shares that add up to 1, at the odds of the row without friction. */
  shareExits(base: number): readonly number[];
  ofProgress: readonly number[];
}

function sharingOf(
  stage: FittedStage,
  coefficients: Coefficients,
  pattern: number,
  medium: number,
  signals: readonly SignalBit[],
  requestBit: number,
): Sharing {
  const friction = frictionOf(stage.steps.frictions[pattern]!);
  const active: { part: number; column: number; kind: number; isRequest: boolean }[] = [];
  signals.forEach(({ signal, bit, class: kind }, part) => {
    if (kind !== 'placebo' && (friction.signals & bit) !== 0)
      active.push({ part, column: stage.design.signalColumns.get(signal)!, kind: kind === 'hard' ? 1 : 2, isRequest: bit === requestBit });
  });
  const { hardBefore, softBefore } = stage.design;
  if (friction.earlier_hard > 0)
    active.push({ part: signals.length, column: hardBefore[friction.earlier_hard - 1]!, kind: 1, isRequest: false });
  if (friction.earlier_soft > 0)
    active.push({ part: signals.length + 1, column: softBefore[friction.earlier_soft - 1]!, kind: 2, isRequest: false });
  const effect = (model: Float64Array | undefined, column: number) => model?.[column] ?? 0;
  const interplay = factors(stage, coefficients.exit, BLOCK.interplay);
  // Friction's factor of the odds to leave for every subset of what is active; NaN: the request is gone, and with it the step.
  const odds = Array.from({ length: 2 ** active.length }, (_, subset) => {
    let [sum, kinds, request] = [0, 0, false];
    active.forEach(({ column, kind, isRequest }, index) => {
      if ((subset & (1 << index)) === 0) {
        request ||= isRequest;
        return;
      }
      sum += effect(coefficients.exit, column);
      kinds |= kind;
    });
    return request ? Number.NaN : Math.exp(sum) * interplay[medium * KINDS + kinds]!;
  });
  const everything = odds.length - 1;
  const even = active.map(() => 1 / active.length);
  return {
    active: active.map(({ part }) => part),
    shareExits: (base) => {
      if (active.length === 1) return even;
      const chance = (subset: number) => (Number.isNaN(odds[subset]!) ? 0 : chanceOf(base * odds[subset]!));
      const whole = chance(everything);
      const excess = whole - chance(0);
      // Parts that cancel each other to nothing cannot be told apart; their sum is nothing as well.
      if (Math.abs(excess) < 1e-9 * whole) return even;
      return shapley(active.length, (removed) => (whole - chance(everything & ~removed)) / excess);
    },
    ofProgress: inProportion(active.map(({ column }) => effect(coefficients.progress, column))) ?? even,
  };
}

/** Shares in proportion to effects of one direction; nothing where they nearly cancel. */
function inProportion(effects: readonly number[]): number[] | undefined {
  const sum = effects.reduce((total, effect) => total + effect, 0);
  const size = effects.reduce((total, effect) => total + Math.abs(effect), 0);
  if (size === 0) return undefined;
  if (Math.abs(sum) < 0.5 * size) return effects.map((effect) => Math.abs(effect) / size);
  return effects.map((effect) => effect / sum);
}

function factors({ design: { design } }: FittedStage, coefficients: Float64Array | undefined, block: number): Float64Array {
  const { patterns } = design.blocks[block]!;
  return coefficients === undefined ? new Float64Array(patterns.rows) : timesVector(patterns, coefficients).map(Math.exp);
}
