import { describe, expect, it } from 'vitest';
import { laterFriction, type Place } from '../../../src/attribution/split/later-friction.ts';

/** A step of a way without friction, each seen once. */
const PLAIN: Place = {
  reached: 0,
  views: 0,
  later_orders: 0,
  predicted_orders: 0,
  exits: 0,
  orders_anyway: 0,
  opened: 0,
  next_stage: 0,
  longest: 1,
};

/**
 * A way of steps with exact expectations: `sessions` reach the first one; at each a share meets friction, independently of the past, and leaves with `harmed` instead
 * of `free`. Sums at a place are those of the method: exits · (1 − free/harmed) · what the model of later orders predicts.
 */
function way(sessions: number, steps: readonly { met: number; harmed: number; free: number }[]): Place[] {
  const stays = steps.map(({ met, harmed, free }) => met * (1 - harmed) + (1 - met) * (1 - free));
  // Chance to order behind each step, with the friction that is met there.
  const behind = steps.map((_, index) => stays.slice(index + 1).reduce((product, stay) => product * stay, 1));
  let reached = sessions;
  return steps.map(({ met, harmed, free }, index) => {
    const place = {
      ...PLAIN,
      reached,
      views: reached,
      later_orders: reached * stays[index]! * behind[index]!,
      // The friction at this step alone does not change what comes later: the model predicts the orders that there are.
      predicted_orders: reached * stays[index]! * behind[index]!,
      exits: reached * met * harmed * (1 - free / harmed) * behind[index]!,
    };
    reached *= stays[index]!;
    return place;
  });
}

describe('later friction', () => {
  it('gives one step exactly its own losses', () => {
    const { actual, predicted, losses } = laterFriction(way(1000, [{ met: 0.5, harmed: 0.4, free: 0.2 }]));
    expect(actual).toEqual([1]);
    expect(predicted).toEqual([1]);
    // 500 meet friction, 100 of the 200 exits are its fault, and each would have ordered.
    expect(losses[0]).toBeCloseTo(100, 9);
  });

  it('gives a way of two steps exactly what it would bring without friction', () => {
    // Both steps: half meet friction and leave with 0.4 instead of 0.2. 1000 · 0.7 · 0.7 = 490 order, without friction 1000 · 0.8 · 0.8 = 640.
    const step = { met: 0.5, harmed: 0.4, free: 0.2 };
    const { predicted, losses } = laterFriction(way(1000, [step, step]));
    expect(losses[0]! + losses[1]!).toBeCloseTo(150, 9);
    // At the last step nothing is left to come; before it an order is worth 0.8 instead of 0.7.
    expect(predicted[1]).toBeCloseTo(1, 12);
    expect(predicted[0]).toBeCloseTo(0.8 / 0.7, 12);
    expect(losses[1]).toBeCloseTo(700 * 0.5 * 0.2, 9);
  });

  it('gives any way exactly what it would bring without friction, orders that the model does not see included', () => {
    const steps = [
      { met: 0.3, harmed: 0.5, free: 0.1 },
      { met: 0.1, harmed: 0.3, free: 0.25 },
      { met: 0.7, harmed: 0.6, free: 0.3 },
      { met: 0.2, harmed: 0.05, free: 0.2 },
    ];
    const places = way(5000, steps);
    const orders = places.at(-1)!.later_orders;
    const free = steps.reduce((left, step) => left * (1 - step.free), 5000);
    const lost = laterFriction(places).losses.reduce((sum, loss) => sum + loss, 0);
    expect(orders + lost).toBeCloseTo(free, 8);
    // A model that predicts twice the orders at a place, and so twice the loss of an exit there, has its factor halved: the losses stay.
    const off = places.map((place) => ({ ...place, predicted_orders: 2 * place.predicted_orders, exits: 2 * place.exits }));
    const corrected = laterFriction(off);
    expect(corrected.losses.reduce((sum, loss) => sum + loss, 0)).toBeCloseTo(lost, 8);
    corrected.actual.forEach((factor, index) => {
      expect(corrected.predicted[index]).toBeCloseTo(factor / 2, 12);
    });
  });

  /** Browsing at constant rates: friction is met at half of the views, and leaves with 0.4 instead of 0.2; 0.3 of the others open the cart, which is an order. */
  const [met, harmed, free, opens] = [0.5, 0.4, 0.2, 0.3];
  const leave = met * harmed + (1 - met) * free;
  const excess = met * (harmed - free);
  const wouldOrder = (exit: number) => ((1 - exit) * opens) / (1 - (1 - exit) * (1 - opens));

  it('is exact for views that a session can have any number of', () => {
    const [sessions, stay] = [300, (1 - leave) * (1 - opens)];
    const views = sessions / (1 - stay);
    // Orders of a view that does not leave.
    const worth = opens + (1 - opens) * wouldOrder(leave);
    const later_orders = views * (1 - leave) * worth;
    const place = { ...PLAIN, reached: sessions, views, later_orders, predicted_orders: later_orders, exits: views * excess * worth };
    const { losses, actual } = laterFriction([{ ...place, longest: Number.POSITIVE_INFINITY }]);
    expect(losses[0]).toBeCloseTo(sessions * (wouldOrder(free) - wouldOrder(leave)), 9);
    expect(actual[0]).toBeCloseTo((opens + (1 - opens) * wouldOrder(free)) / worth, 12);
  });

  it('is within 1 % for the looking phase in its places, whose views are not alike inside a place', () => {
    const worth = opens + (1 - opens) * wouldOrder(leave);
    const stay = (1 - leave) * (1 - opens);
    const sizes = [1, 1, 2, 4, 6, Number.POSITIVE_INFINITY];
    let reached = 1000;
    const places = sizes.map((longest) => {
      const views = longest === Number.POSITIVE_INFINITY ? reached / (1 - stay) : (reached * (1 - stay ** longest)) / (1 - stay);
      const later_orders = views * (1 - leave) * worth;
      const place = { ...PLAIN, reached, views, later_orders, predicted_orders: later_orders, exits: views * excess * worth, longest };
      reached *= stay ** longest;
      return place;
    });
    const lost = laterFriction(places).losses.reduce((sum, loss) => sum + loss, 0);
    const truth = 1000 * (wouldOrder(free) - wouldOrder(leave));
    expect(Math.abs(lost / truth - 1)).toBeLessThan(0.01);
  });

  it('counts the losses of the next stage at the place that leads there', () => {
    // One looking view: 1000 sessions, all go on; the checkout then loses 60 of their 300 would-be orders.
    const { actual, losses } = laterFriction([
      { ...PLAIN, reached: 1000, views: 1000, later_orders: 240, predicted_orders: 240, next_stage: 60 },
    ]);
    expect(actual[0]).toBeCloseTo(300 / 240, 12);
    // They are lost in the checkout, not here.
    expect(losses[0]).toBe(0);
  });

  it('takes what was not gone on with as lost once, less the orders that came anyway', () => {
    const { actual, losses } = laterFriction([
      { ...PLAIN, reached: 100, views: 100, later_orders: 10, predicted_orders: 10, opened: 5, orders_anyway: 2 },
    ]);
    expect(actual[0]).toBe(1);
    expect(losses[0]).toBeCloseTo(5 - 2, 12);
  });

  it('is 1 where nobody orders, and finite where nearly everything is lost', () => {
    expect(laterFriction([{ ...PLAIN, reached: 10, views: 10 }])).toEqual({ actual: [1], predicted: [1], losses: [0] });
    const all = { ...PLAIN, reached: 10, views: 100, later_orders: 1, predicted_orders: 1, exits: 50, longest: Number.POSITIVE_INFINITY };
    const { predicted } = laterFriction([all, all]);
    for (const factor of predicted) expect(Number.isFinite(factor)).toBe(true);
  });

  it('goes down as well as up: friction that helps makes an order worth less without it', () => {
    const { predicted, losses } = laterFriction(
      way(1000, [
        { met: 0.5, harmed: 0.2, free: 0.4 },
        { met: 0.5, harmed: 0.2, free: 0.4 },
      ]),
    );
    expect(predicted[0]).toBeCloseTo(0.6 / 0.7, 12);
    expect(losses[0]! + losses[1]!).toBeCloseTo(360 - 490, 9);
  });
});
