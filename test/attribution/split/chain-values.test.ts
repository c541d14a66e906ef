import { describe, expect, it } from 'vitest';
import { chainValues } from '../../../src/attribution/split/chain-values.ts';
import { fitSplit } from '../../../src/attribution/split/fit-split.ts';
import { coefficientsOf, stageFactors } from '../../../src/attribution/split/model-factors.ts';
import { PAGE_CLASSES, STEP_BINS } from '../../../src/attribution/split/tables.ts';
import { successByState } from '../../../src/statistics/absorbing-chain.ts';
import { makeShop } from './made-shop.ts';

const PLANTED = { sessions: 6000, seed: 3, intent: [0.4, 0.2, 0, 0, 0, 0, -0.2, -0.4], error: 1, backtrack: 0.5, form: 0.8, earlier: 0.3 };
const { tables } = makeShop(PLANTED);
const split = fitSplit(tables);
const factors = {
  looking: stageFactors(split.looking, coefficientsOf(split.looking, -1)),
  checkout: stageFactors(split.checkout, coefficientsOf(split.checkout, -1)),
};
const { sourceOf } = split.chain;
const values = (alternative: 'none' | 'no_hard', removed = 1) => chainValues(split.chain, alternative, factors, removed);
const arrivals = sourceOf.length;
const STATES = PAGE_CLASSES * STEP_BINS;

describe('values along the chain', () => {
  it('are those of the exact linear system, in the checkout, but for the mean over contexts', () => {
    const { onward, opened } = values('none');
    const { chain } = split;
    for (const a of [0, 9, arrivals - 1]) {
      const moves = chain.sources[sourceOf[a]!]!;
      // What follows each page class, from what the values say follows it: V = (1 − h) · onward gives h back, and the system must then give the same V.
      const stay = exitFree('checkout', a);
      const classes = [0, 1, 2];
      const exact = successByState({
        moves: classes.map((c) => classes.map((d) => stay[c]! * moves.checkout[c * PAGE_CLASSES + d]!)),
        successes: classes.map((c) => stay[c]! * moves.order[c]!),
        exits: classes.map((c) => 1 - stay[c]!),
      });
      for (const c of classes) expect(stay[c]! * onward.checkout[a * PAGE_CLASSES + c]!).toBeCloseTo(exact[c]!, 3);
      expect(opened[a]).toBeCloseTo(exact[0]!, 3);
    }
  });

  it('are chances, the larger the more friction is gone', () => {
    const [all, hard, asItWas] = [values('none'), values('no_hard'), values('none', 0)];
    for (let a = 0; a < arrivals; a++) {
      for (const place of [0, 2, 5]) {
        const state = 2 * STEP_BINS + place;
        const [free, soft, met] = [
          all.onward.looking[a * STATES + state]!,
          hard.onward.looking[(a * STATES + state) * 3]!,
          asItWas.onward.looking[a * STATES + state]!,
        ];
        expect(free).toBeLessThan(1);
        expect(free).toBeGreaterThan(soft);
        expect(soft).toBeGreaterThan(met);
        expect(met).toBeGreaterThan(0);
      }
    }
  });

  it('fall with the soft trouble so far where soft friction stays', () => {
    const { onward, opened, levels } = values('no_hard');
    expect(levels).toBe(3);
    for (let a = 0; a < arrivals; a++) {
      const at = (level: number) => onward.looking[(a * STATES + 2 * STEP_BINS + 3) * levels + level]!;
      expect(at(0)).toBeGreaterThan(at(1));
      expect(at(1)).toBeGreaterThan(at(2));
      expect(opened[a * levels]).toBeGreaterThan(opened[a * levels + 2]!);
    }
  });

  it('are nearer to the facts when only a part of the friction is taken away', () => {
    const [none, half, all] = [0, 0.5, 1].map((removed) => values('none', removed).opened[0]!);
    expect(half).toBeGreaterThan(none!);
    expect(half).toBeLessThan(all!);
  });

  it('come near to the orders that there were, with friction at its mean', () => {
    // Chance to order of all sessions that opened the cart, by the chain and by count.
    const { opened } = values('none', 0);
    const { totals } = split.counts;
    const expected = totals.opened.reduce((sum, count, a) => sum + count * opened[a]!, 0);
    const orders = totals.opened_orders.reduce((sum, count) => sum + count, 0);
    expect(Math.abs(expected / orders - 1)).toBeLessThan(0.06);
  });
});

/** 1 − h without friction of the page classes, for an arrival: the mean over the contexts of each, by count. */
function exitFree(stage: 'checkout', a: number): number[] {
  const { exit } = factors[stage];
  const { stateOf, share, states } = split.chain[stage];
  const kept = new Float64Array(states).fill(1);
  const placebo = 0.05 * (Math.exp(split.checkout.models.exit!.coefficients[split.checkout.design.signalColumns.get('placebo')!]!) - 1);
  stateOf.forEach((state, c) => {
    const odds = exit.context[c]! * exit.arrival[a]! * (1 + placebo);
    kept[state]! -= (share[c]! * odds) / (1 + odds);
  });
  return [...kept];
}
