import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { gammaPoisson } from '../../src/statistics/gamma-poisson.ts';
import { seededDraws } from './draws.ts';

/** Forty simulated groups: events, expected; posterior θ by R MASS 7.3.58.2, glm.nb(events ~ offset(log(expected))). */
const FORTY: readonly (readonly [number, number, number])[] = [
  [6, 2.5284378614923, 1.373635914822],
  [21, 31.792581876032, 0.6882230394943],
  [0, 1.7162717887976, 0.7777080762731],
  [22, 7.0230952858564, 2.069879969328],
  [28, 49.958932545707, 0.5839931889922],
  [4, 3.1925883407941, 1.067251389998],
  [1, 4.1095204552525, 0.6878853062532],
  [4, 3.2465516185626, 1.06102591408],
  [8, 4.7117414897933, 1.27159383159],
  [5, 7.5363551614526, 0.7952518551441],
  [64, 29.332198592937, 1.89554183203],
  [0, 2.633917013165, 0.6950936739594],
  [2, 2.0815345680205, 0.9782365174978],
  [6, 5.4579868895311, 1.022566952772],
  [2, 2.2746257865815, 0.9554215233517],
  [7, 5.3700218629865, 1.114238871499],
  [4, 3.3746891055626, 1.046530336267],
  [0, 0.72787691455529, 0.8918845861084],
  [11, 9.0346144177494, 1.096144479432],
  [7, 4.7382156171771, 1.179769894107],
  [7, 20.381485475961, 0.4803289673045],
  [29, 19.815057992868, 1.302695383717],
  [31, 36.089403941589, 0.844316703605],
  [13, 15.569508492075, 0.8524425635715],
  [15, 16.428543020263, 0.9047437386261],
  [2, 5.3760963036937, 0.6950481733628],
  [16, 34.886070651048, 0.5196538734836],
  [31, 36.63925215438, 0.8334300980641],
  [3, 3.247408737593, 0.95794629778],
  [2, 2.6058295233538, 0.9186705382929],
  [13, 9.0489435527022, 1.221686726972],
  [19, 23.545820843132, 0.8158038376144],
  [107, 93.99163281045, 1.079557929075],
  [29, 27.400753423619, 1.006878389169],
  [43, 37.116494989231, 1.089351043414],
  [23, 18.86523851938, 1.122583711743],
  [4, 2.2551777336936, 1.188375872444],
  [1, 0.8627069983514, 1.013115876649],
  [1, 1.1264032424208, 0.9756516544828],
  [5, 5.6264181443285, 0.9258414676319],
];

const groupsOf = (rows: readonly (readonly [number, number, number])[]) => rows.map(([events, expected]) => ({ events, expected }));

describe('gammaPoisson', () => {
  it('gives the maximum likelihood fit of R', () => {
    const { mu, shape, theta } = gammaPoisson(groupsOf(FORTY));
    expect(mu).toBeCloseTo(1.049563730435, 5);
    expect(shape).toBeCloseTo(6.302136464613, 3);
    for (const [i, value] of theta.entries()) expect(value).toBeCloseTo(FORTY[i]![2], 4);
  });

  it('takes groups that differ less than by chance for alike', () => {
    const { mu, shape, theta } = gammaPoisson([
      { events: 10, expected: 5 },
      { events: 20, expected: 10 },
      { events: 41, expected: 20 },
    ]);
    expect(shape).toBe(Number.POSITIVE_INFINITY);
    expect(mu).toBeCloseTo(71 / 35, 12);
    expect(theta).toEqual([1, 1, 1]);
  });

  it('shrinks every ratio towards 1 and never past it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ events: fc.nat(200), expected: fc.double({ min: 0.1, max: 200, noNaN: true }) }), {
          minLength: 2,
          maxLength: 15,
        }),
        (groups) => {
          fc.pre(groups.some(({ events }) => events > 0));
          const { mu, theta } = gammaPoisson(groups);
          for (const [i, value] of theta.entries()) {
            const { events, expected } = groups[i]!;
            const raw = events / (expected * mu);
            expect(value).toBeGreaterThanOrEqual(Math.min(1, raw) - 1e-9);
            expect(value).toBeLessThanOrEqual(Math.max(1, raw) + 1e-9);
          }
        },
      ),
    );
  });

  it('does not depend on the unit of the expectation nor on the order of groups', () => {
    const [one, scaled] = [gammaPoisson(groupsOf(FORTY)), gammaPoisson(groupsOf(FORTY).map((g) => ({ ...g, expected: g.expected * 10 })))];
    expect(scaled.mu * 10).toBeCloseTo(one.mu, 9);
    expect(scaled.shape).toBeCloseTo(one.shape, 6);
    const reversed = gammaPoisson(groupsOf(FORTY).reverse()).theta.reverse();
    for (const [i, value] of reversed.entries()) expect(value).toBeCloseTo(one.theta[i]!, 9);
  });

  it('refuses one group, no events, fractions and expectations of 0', () => {
    expect(() => gammaPoisson([{ events: 3, expected: 2 }])).toThrow(StatisticsError);
    expect(() =>
      gammaPoisson([
        { events: 0, expected: 2 },
        { events: 0, expected: 2 },
      ]),
    ).toThrow(StatisticsError);
    expect(() =>
      gammaPoisson([
        { events: 1.5, expected: 2 },
        { events: 1, expected: 2 },
      ]),
    ).toThrow(StatisticsError);
    expect(() =>
      gammaPoisson([
        { events: 1, expected: 0 },
        { events: 1, expected: 2 },
      ]),
    ).toThrow(StatisticsError);
  });

  it('finds the planted spread, and comes nearer to the true θ than the raw ratios do', () => {
    const draws = seededDraws(26);
    const shapes: number[] = [];
    let [raw_error, shrunk_error] = [0, 0];
    for (let repeat = 0; repeat < 40; repeat++) {
      const truths: number[] = [];
      const groups = Array.from({ length: 120 }, (_, i) => {
        // Gamma(4, 4) as a mean of four exponential draws; groups expect 2, 8 or 60 events.
        let theta = 0;
        for (let j = 0; j < 4; j++) theta -= Math.log(1 - draws.uniform()) / 4;
        truths.push(theta);
        const expected = [2, 8, 60][i % 3]!;
        return { events: draws.poisson(expected * 1.3 * theta), expected };
      });
      const { mu, shape, theta } = gammaPoisson(groups);
      shapes.push(shape);
      expect(mu).toBeGreaterThan(1);
      expect(mu).toBeLessThan(1.7);
      for (const [i, { events, expected }] of groups.entries()) {
        raw_error += (events / expected / 1.3 - truths[i]!) ** 2;
        shrunk_error += (theta[i]! - truths[i]!) ** 2;
      }
    }
    const middle = [...shapes].sort((a, b) => a - b)[20]!;
    expect(middle).toBeGreaterThan(3.4);
    expect(middle).toBeLessThan(4.8);
    expect(shrunk_error).toBeLessThan(0.6 * raw_error);
  });

  it('finds no spread, or little, where none is planted', () => {
    const draws = seededDraws(27);
    let alike = 0;
    for (let repeat = 0; repeat < 60; repeat++) {
      const { shape, theta } = gammaPoisson(Array.from({ length: 60 }, () => ({ events: draws.poisson(12), expected: 10 })));
      if (shape === Number.POSITIVE_INFINITY) alike++;
      for (const value of theta) expect(Math.abs(value - 1)).toBeLessThan(0.45);
    }
    // The likelihood of a spread of 0 is the highest in about half of such data: the spread cannot be negative.
    expect(alike).toBeGreaterThan(20);
  });
});
