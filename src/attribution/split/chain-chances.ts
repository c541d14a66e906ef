import type { ChainFriction } from './chain-friction.ts';
import type { ChainStage } from './chain-states.ts';
import type { ModelFactors } from './model-factors.ts';
import type { Removal } from './step-rows.ts';
import { PAGE_CLASSES } from './tables.ts';

/**
 * Odds of something at each state and level, without and with soft friction, by (state · levels + level) · 2 + with, for an arrival whose factor is 1. The chance of a
 * state is the mean over its contexts for the mean arrival, and goes by odds from there.
 *
 * @param happens - 0 for states at which it cannot happen
 * @param removed - share of the effect of friction that the alternative takes away
 */
export function oddsByState(
  stage: ChainStage,
  alternative: Removal,
  model: ModelFactors,
  removed: number,
  happens?: Uint8Array,
): Float64Array {
  const { levels, ...left } = stage.friction[alternative];
  const effect = meanEffect(left, model, PAGE_CLASSES * levels * 2);
  const met = removed === 1 ? undefined : meanEffect(stage.friction.as_it_was, model, PAGE_CLASSES * 2);
  const base = stateOdds(stage, model);
  const places = stage.states / PAGE_CLASSES;
  const branches = levels * 2;
  const odds = new Float64Array(stage.states * branches);
  for (let state = 0; state < stage.states; state++) {
    const from = stage.standIn[state]!;
    if (base[from] === 0 || happens?.[from] === 0) continue;
    const pageClass = Math.floor(from / places);
    for (let branch = 0; branch < branches; branch++) {
      const left = effect[pageClass * branches + branch]!;
      const factor = met === undefined ? left : left ** removed * met[pageClass * 2]! ** (1 - removed);
      odds[state * branches + branch] = base[from]! * factor;
    }
  }
  return odds;
}

/** Odds of each state without friction, for an arrival whose factor is 1; 0 where it cannot happen. */
function stateOdds(stage: ChainStage, { context, arrival }: ModelFactors): Float64Array {
  const mean = arrival.reduce((sum, factor, a) => sum + factor * stage.arrivalShare[a]!, 0);
  const chance = new Float64Array(stage.states);
  for (let c = 0; c < context.length; c++) {
    const odds = context[c]! * mean;
    chance[stage.stateOf[c]!]! += (stage.share[c]! * odds) / (1 + odds);
  }
  return chance.map((value) => (mean > 0 ? value / (1 - value) / mean : 0));
}

/** Mean factor of the friction in each cell of `ChainFriction`; 1 where no page view is. */
function meanEffect(
  { cell, pattern, interplay, share }: Pick<ChainFriction, 'cell' | 'pattern' | 'interplay' | 'share'>,
  model: ModelFactors,
  cells: number,
): Float64Array {
  const [mean, views] = [new Float64Array(cells), new Uint8Array(cells)];
  for (let i = 0; i < cell.length; i++) {
    mean[cell[i]!]! += share[i]! * model.friction[pattern[i]!]! * model.interplay[interplay[i]!]!;
    views[cell[i]!] = 1;
  }
  return mean.map((factor, index) => (views[index] === 1 ? factor : 1));
}
