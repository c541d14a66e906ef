import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../src/attribution/split/calibrate.ts';
import { type FittedSplit, fitSplit } from '../../../src/attribution/split/fit-split.ts';
import { GROUPS, makeShop } from './made-shop.ts';

const { tables } = makeShop({
  sessions: 8000,
  seed: 4,
  error: 1,
  backtrack: 0.4,
  form: 0.8,
  earlier: 0.2,
  intent: GROUPS.map((_, index) => 0.6 - 0.15 * index),
});
const split = fitSplit(tables);
const parts = calibrate(split);
const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

describe('calibration', () => {
  it('covers all events of every model by source, by place and by tenth of the chance', () => {
    const { totals } = split.looking.steps;
    const events = {
      exits: total(totals.exits),
      'carts and checkouts opened': total(totals.progress),
      'views before an order': total(totals.later_orders),
    };
    for (const [name, all] of Object.entries(events)) {
      for (const by of ['source', 'place', 'tenth']) {
        const seen = parts.filter(({ part }) => part.startsWith(`${name}, ${by}`)).reduce((sum, { observed }) => sum + observed, 0);
        // Parts with few expected are left out.
        expect(seen / all, `${name} by ${by}`).toBeGreaterThan(0.9);
        expect(seen).toBeLessThanOrEqual(all);
      }
    }
  });

  it('is exact in total by place, and in order everywhere where the model is true', () => {
    for (const { part, observed, expected, is_in_order } of parts) {
      expect(is_in_order, `${part}: ${observed} of ${expected}`).toBe(true);
      if (part.startsWith('exits, place')) expect(observed / expected).toBeCloseTo(1, 2);
    }
  });

  it('tells a model that does not fit', () => {
    const exit = split.looking.models.exit!;
    const [friction] = split.looking.design.frictionColumns;
    const coefficients = exit.coefficients.map((value, column) => (column === friction ? value + 1.5 : value));
    const wrong: FittedSplit = {
      ...split,
      looking: { ...split.looking, models: { ...split.looking.models, exit: { ...exit, coefficients } } },
    };
    const off = calibrate(wrong).filter(({ is_in_order }) => !is_in_order);
    expect(off.length).toBeGreaterThan(0);
    expect(off.every(({ part }) => part.startsWith('exits'))).toBe(true);
  });
});
