import { describe, expect, it } from 'vitest';
import { decompose } from '../../src/statistics/decompose.ts';
import type { Design } from '../../src/statistics/grouped-design.ts';
import { type Binomial, chanceOf, fitLogistic, oddsOfRows } from '../../src/statistics/grouped-logistic.ts';
import { fitRandomEffects } from '../../src/statistics/random-effects.ts';
import { type Entry, sparseRows } from '../../src/statistics/sparse-rows.ts';
import { seededDraws } from './draws.ts';

/** Made-up lookers by cold traffic, error, slow page and phone: sessions and abandoned ones. */
const LOOKERS = [
  [0, 0, 0, 0, 9000, 7804],
  [1, 0, 0, 0, 5200, 4759],
  [0, 1, 0, 0, 410, 398],
  [1, 1, 0, 0, 390, 377],
  [0, 0, 1, 0, 1600, 1470],
  [1, 0, 1, 0, 1500, 1450],
  [0, 1, 1, 0, 90, 89],
  [1, 1, 1, 0, 120, 119],
  [0, 0, 0, 1, 8000, 7183],
  [1, 0, 0, 1, 6400, 6025],
  [0, 1, 0, 1, 500, 487],
  [1, 1, 0, 1, 610, 599],
  [0, 0, 1, 1, 2100, 1962],
  [1, 0, 1, 1, 2600, 2509],
  [0, 1, 1, 1, 160, 157],
  [1, 1, 1, 1, 230, 230],
] as const;
const ORDERS: Binomial = {
  trials: Float64Array.from(LOOKERS, (row) => row[4]),
  events: Float64Array.from(LOOKERS, (row) => row[4] - row[5]),
};

/** The covariates as one design matrix, or as two blocks that hold the same. */
function lookers(blocks: 1 | 2): Design {
  const entries = (row: readonly number[], from: number, to: number): Entry[] =>
    row.slice(from, to).flatMap((value, index): Entry[] => (value === 0 ? [] : [[1 + from + index, value]]));
  const rows = LOOKERS.length;
  if (blocks === 1) {
    const patterns = sparseRows(LOOKERS.map((row): Entry[] => [[0, 1], ...entries(row, 0, 4)]));
    return { rows, columns: 5, blocks: [{ of: Int32Array.from({ length: rows }, (_, row) => row), patterns }] };
  }
  const left = [0, 1, 2, 3].map((n): Entry[] => [[0, 1], ...entries([n & 1, n >> 1, 0, 0], 0, 4)]);
  const right = [0, 1, 2, 3].map((n): Entry[] => entries([0, 0, n & 1, n >> 1], 0, 4));
  return {
    rows,
    columns: 5,
    blocks: [
      { of: Int32Array.from(LOOKERS, ([cold, error]) => cold + 2 * error), patterns: sparseRows(left) },
      { of: Int32Array.from(LOOKERS, ([, , slow, mobile]) => slow + 2 * mobile), patterns: sparseRows(right) },
    ],
  };
}

const free = new Float64Array(5);
const ridge = (lambda: number) => Float64Array.from([0, lambda, lambda, lambda, lambda]);

describe('logistic regression of grouped data', () => {
  // statsmodels 0.13.5: GLM([orders, abandoned] ~ cold + error + slow + mobile, Binomial)
  it.each([1, 2] as const)('gives the coefficients and standard errors of a peer, with %i blocks', (blocks) => {
    const { coefficients, information } = fitLogistic(lookers(blocks), ORDERS, free);
    const expected = [-1.8651676514180706, -0.5748336491661572, -1.4037232916540707, -0.6003773709117572, -0.3033937048631224];
    expected.forEach((value, column) => {
      expect(coefficients[column]).toBeCloseTo(value, 8);
    });
    const { solve } = decompose(information);
    const errors = [0.02772632955938619, 0.039917884434500187, 0.13911590563469553, 0.054533646946323434, 0.03709092211999311];
    errors.forEach((value, column) => {
      const unit = Float64Array.from(expected, (_, index) => (index === column ? 1 : 0));
      expect(Math.sqrt(solve(unit)[column]!)).toBeCloseTo(value, 6);
    });
  });

  // scikit-learn 1.2.1: LogisticRegression(penalty='l2', C=1/25), intercept not penalised
  it('shrinks like a ridge whose intercept is free', () => {
    const { coefficients } = fitLogistic(lookers(2), ORDERS, ridge(25));
    const expected = [-1.8861888501769106, -0.5587040434237345, -1.0037324671872851, -0.562474365456507, -0.2982218278549397];
    expected.forEach((value, column) => {
      expect(coefficients[column]).toBeCloseTo(value, 5);
    });
  });

  it('keeps the sum of the fitted events at the observed one, whatever the penalty', () => {
    const observed = ORDERS.events.reduce((sum, events) => sum + events, 0);
    for (const lambda of [0, 0.25, 1000]) {
      const design = lookers(2);
      const odds = oddsOfRows(design, fitLogistic(design, ORDERS, ridge(lambda)).coefficients);
      const fitted = odds.reduce((sum, value, row) => sum + ORDERS.trials[row]! * chanceOf(value), 0);
      expect(fitted).toBeCloseTo(observed, 6);
    }
  });

  it('gives a finite answer where a group never has the event', () => {
    // scikit-learn 1.2.1, lambda 0.25; an error (second column) is never followed by an order
    const cells = [
      [0, 0, 400, 40],
      [0, 1, 300, 18],
      [1, 0, 25, 0],
      [1, 1, 40, 0],
    ] as const;
    const patterns = sparseRows(
      cells.map(([error, cold]): Entry[] => [[0, 1], ...(error ? [[1, 1] as const] : []), ...(cold ? [[2, 1] as const] : [])]),
    );
    const design = { rows: 4, columns: 3, blocks: [{ of: Int32Array.of(0, 1, 2, 3), patterns }] };
    const outcomes = { trials: Float64Array.from(cells, (cell) => cell[2]), events: Float64Array.from(cells, (cell) => cell[3]) };
    const { coefficients } = fitLogistic(design, outcomes, Float64Array.of(0, 0.25, 0.25));
    [-2.2091576271777673, -2.235921820936934, -0.5501724819818785].forEach((value, column) => {
      expect(coefficients[column]).toBeCloseTo(value, 5);
    });
  });

  it('settles from wherever it starts, also where whole steps lead to and fro around the maximum', () => {
    const design: Design = { rows: 1, columns: 1, blocks: [{ of: Int32Array.of(0), patterns: sparseRows([[[0, 1]]]) }] };
    for (const events of [500, 900, 999]) {
      const outcomes = { trials: Float64Array.of(1000), events: Float64Array.of(events) };
      // From −2.5, with half of the events, the step to the other side is cut to 5, and so is the one back.
      for (const start of [-8, -2.5, 0, 2.5, 8]) {
        const { coefficients } = fitLogistic(design, outcomes, Float64Array.of(0), Float64Array.of(start));
        expect(coefficients[0]).toBeCloseTo(Math.log(events / (1000 - events)), 8);
      }
    }
  });

  it('says what to do about covariates that cannot be told apart', () => {
    const patterns = sparseRows([[[0, 1] as const, [1, 1] as const]]);
    const design = { rows: 1, columns: 2, blocks: [{ of: Int32Array.of(0), patterns }] };
    const outcomes = { trials: Float64Array.of(10), events: Float64Array.of(3) };
    expect(() => fitLogistic(design, outcomes, new Float64Array(2))).toThrow(/cannot be told apart|did not settle/);
  });
});

describe('random effects', () => {
  it('finds the spread of many groups, and shrinks each towards their middle', () => {
    const draws = seededDraws(7);
    const spreads: number[] = [];
    for (let run = 0; run < 20; run++) {
      const effects = Array.from({ length: 60 }, () => 0.6 * normal(draws.uniform));
      const patterns = sparseRows(
        effects.map((_, group): Entry[] => [
          [0, 1],
          [1 + group, 1],
        ]),
      );
      const design = { rows: 60, columns: 61, blocks: [{ of: Int32Array.from(effects, (_, group) => group), patterns }] };
      const trials = new Float64Array(60).fill(200);
      const events = Float64Array.from(effects, (effect) => draws.binomial(200, chanceOf(Math.exp(-1.5 + effect))));
      const fit = fitRandomEffects(design, { trials, events }, new Float64Array(61), [effects.map((_, group) => 1 + group)]);
      spreads.push(Math.sqrt(fit.variances[0]!));
      const raw = events.map((count) => Math.log(count / (200 - count)) - fit.coefficients[0]!);
      const shrunk = raw.filter((value, group) => Math.abs(fit.coefficients[1 + group]!) < Math.abs(value));
      expect(shrunk.length).toBeGreaterThan(50);
    }
    const mean = spreads.reduce((sum, spread) => sum + spread, 0) / spreads.length;
    expect(mean).toBeGreaterThan(0.54);
    expect(mean).toBeLessThan(0.66);
  });

  it('takes groups that differ no more than chance for alike', () => {
    const draws = seededDraws(8);
    const groups = 40;
    const patterns = sparseRows(
      Array.from({ length: groups }, (_, group): Entry[] => [
        [0, 1],
        [1 + group, 1],
      ]),
    );
    const design = { rows: groups, columns: groups + 1, blocks: [{ of: Int32Array.from({ length: groups }, (_, g) => g), patterns }] };
    const events = Float64Array.from({ length: groups }, () => draws.binomial(300, 0.2));
    const family = Array.from({ length: groups }, (_, group) => 1 + group);
    const fit = fitRandomEffects(design, { trials: new Float64Array(groups).fill(300), events }, new Float64Array(groups + 1), [family]);
    expect(Math.sqrt(fit.variances[0]!)).toBeLessThan(0.15);
  });
});

function normal(uniform: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
