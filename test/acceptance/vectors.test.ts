import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeBetweenPeriods, type Period } from '../../src/attribution/change-between-periods.ts';
import { adjustForMany } from '../../src/statistics/adjust-for-many.ts';
import { dasGupta, type ThreeFactors } from '../../src/statistics/das-gupta.ts';
import { eValue } from '../../src/statistics/e-value.ts';
import { gammaPoisson } from '../../src/statistics/gamma-poisson.ts';
import { productShares, shapleyPart } from '../../src/statistics/shapley-two.ts';
import { studentQuantile } from '../../src/statistics/student-t.ts';
import { wilsonInterval } from '../../src/statistics/wilson-interval.ts';
import { expectNear, listVectors, type Row, readRows, readVector, sumOver } from './read-vectors.ts';

// Figures of independent peers for every formula in use. The other files are in CHECKED.

const CHECKED = {
  'vectors.test.ts': ['15', '19', '20', '26', '27'],
  'vectors-chains.test.ts': ['17', '18', '24'],
  'vectors-logistic.test.ts': ['01', '02', '11', '12', '13', '22', '25'],
  'vectors-fractions.test.ts': ['05', '06', '08'],
};
const NOT_USED: Record<string, string> = {
  '03': 'attributable fraction of one exposure with a sandwich error: intervals come from the jackknife (02), the fraction is the one of 01 and 08',
  '04': 'standardised risks with a sandwich error: the risks are those of 01, the intervals come from the jackknife (02)',
  '07': 'attributable fractions of Levin and Miettinen: formulas of rate ratios, refused for a common outcome (see the negative control in 08)',
  '09': 'Firth’s penalty: it breaks the sum of the fitted events; a ridge with a free intercept takes its place (11)',
  '10': 'Firth’s penalty under separation: as 09; the ridge under separation is in 11',
  '14': 'Oaxaca–Blinder of a linear outcome: the split is a game of quality and retention (27)',
  '16': 'general dominance of a regression’s fit: shares of orders are split, not shares of fit; the Shapley value itself is in 05 and 06',
  '21': 'attributable risk of a case-control study: sessions are a cohort, all of them are counted',
  '23': 'Oaxaca–Blinder of a linear outcome: as 14',
};

describe('the vectors', () => {
  it('are all there, and each is checked or said not to be in use', () => {
    const known = [...Object.values(CHECKED).flat(), ...Object.keys(NOT_USED)].sort();
    expect(
      listVectors()
        .map((name) => name.slice(0, 2))
        .sort(),
    ).toEqual(known);
    for (const [file, numbers] of Object.entries(CHECKED)) {
      const text = readFileSync(join(import.meta.dirname, file), 'utf8');
      for (const number of numbers) expect(text).toContain(`>('${number}')`);
    }
  });
});

type Effects = { factor: string; diff: number }[];
const diffOf = (effects: Effects, factor: string) => effects.find((line) => line.factor === factor)!.diff;

describe('15: Das Gupta’s decomposition', () => {
  const vector = readVector<Record<string, { data: Row[]; expected: Effects }>>('15');

  it.each([
    ['ex2.1', ['avg_earnings', 'earner_prop'], 'black'],
    ['ex2.2', ['birthsw1549', 'propw1549', 'propw'], 'austria'],
    ['ex4.3', ['bm', 'mw', 'wp'], 1960],
  ] as const)('gives the published effects of example %s', (name, factors, first) => {
    const { data, expected } = vector[name]!;
    const factorsOf = (row: Row) =>
      [0, 1, 2].map((i) => (factors[i] === undefined ? 1 : Number(row[factors[i]]))) as unknown as ThreeFactors;
    const before = data.filter(({ pop }) => pop === first);
    const cells = before.map((row) => {
      const after = data.find(({ pop, agegroup }) => pop !== first && agegroup === row.agegroup)!;
      return { before: factorsOf(row), after: factorsOf(after) };
    });
    // The peer printed its figures with up to 13 digits; large ones cannot be nearer than that.
    const effects = dasGupta(cells);
    factors.forEach((factor, i) => {
      const tolerance = Math.max(vector.tol, 1e-9 * Math.abs(diffOf(expected, factor)));
      expectNear(
        sumOver(effects, (effect) => effect[i]!),
        diffOf(expected, factor),
        tolerance,
        factor,
      );
    });
  });

  it('gives the mix, quality and friction of two weeks, and of mix and conversion alone', () => {
    const rows = readRows('weeks_mix_quality_retention.csv');
    const week = (name: string, alone: boolean): Period => ({
      cells: new Map(
        rows
          .filter((row) => row.week === name)
          .map((row) => {
            const [quality, retention] = [Number(row.quality), Number(row.retention)];
            const rates = alone ? { quality: quality * retention, retention: 1 } : { quality, retention };
            return [String(row.cell), { weight: Number(row.mix), ...rates }];
          }),
      ),
      parents: new Map(),
    });
    const three = changeBetweenPeriods(week('w1', false), week('w2', false)).total;
    const { expected } = vector.weeks!;
    expectNear(three.mix, diffOf(expected, 'mix'), vector.tol);
    expectNear(three.quality, diffOf(expected, 'quality'), vector.tol);
    expectNear(three.friction, diffOf(expected, 'retention'), vector.tol);
    expectNear(three.change, diffOf(expected, 'crude'), vector.tol);
    const two = changeBetweenPeriods(week('w1', true), week('w2', true)).total;
    expectNear(two.mix, diffOf(vector.kitagawa!.expected, 'mix'), vector.tol);
    expectNear(two.quality, diffOf(vector.kitagawa!.expected, 'conv'), vector.tol);
  });
});

describe('19: many tests, proportions and Student’s t', () => {
  const vector = readVector<{
    p: number[];
    bh: number[];
    wilson: { x: number; n: number; wilson: [number, number] }[];
    qt975: Record<string, number>;
  }>('19');

  it('gives the adjusted p-values, Wilson limits and quantiles of R', () => {
    adjustForMany(vector.p).forEach((p, i) => {
      expectNear(p, vector.bh[i]!, vector.tol);
    });
    for (const { x, n, wilson } of vector.wilson) {
      const { low, high } = wilsonInterval(x, n);
      expectNear(low, wilson[0], vector.tol);
      expectNear(high, wilson[1], vector.tol);
    }
    for (const [groups, quantile] of Object.entries(vector.qt975)) {
      expectNear(studentQuantile(0.975, Number(groups.slice(1)) - 1), quantile, vector.tol, groups);
    }
  });
});

describe('20: the E-value', () => {
  it('gives the published ones, which are printed with two and with no decimals', () => {
    const { evalue } = readVector<{ evalue: { RR: number; published: number }[] }>('20');
    expect(evalue.map(({ RR }) => RR)).toEqual([3.9, 1.8]);
    const { value, limit } = eValue({ value: 3.9, low: 1.8, high: 8.7 });
    expectNear(value, evalue[0]!.published, 0.005);
    expectNear(limit, evalue[1]!.published, 0.005);
  });
});

describe('26: gamma-Poisson shrinkage', () => {
  it('gives the level, spread and every shrunken ratio of R', () => {
    const vector = readVector<{ mu: number; a: number; posterior_theta: Record<string, number> }>('26');
    const rows = readRows('campaigns40_expected.csv');
    const fit = gammaPoisson(rows.map(({ orders, expected }) => ({ events: Number(orders), expected: Number(expected) })));
    expectNear(fit.mu, vector.mu, vector.tol);
    expectNear(fit.shape, vector.a, vector.tol);
    rows.forEach(({ campaign }, i) => {
      expectNear(fit.theta[i]!, vector.posterior_theta[String(campaign)]!, vector.tol, String(campaign));
    });
  });
});

describe('27: the game of quality and retention', () => {
  const vector = readVector<{
    benchmark: { by_stratum: { x: string; qB: number; rB: number }[] };
    C0: number;
    das_gupta: Effects;
    values: { vN: number; vT: number; vNT: number; vM: number; vTM: number };
    phi: { N: number; T: number; M: number };
  }>('27');
  const rows = readRows('game_cells.csv').map((row) => ({
    x: row.x,
    n: Number(row.n),
    orders: Number(row.orders),
    lost: Number(row.lost),
  }));
  const sessions = sumOver(rows, ({ n }) => n);
  const cells = rows.map(({ x, n, orders, lost }) => {
    const { qB, rB } = vector.benchmark.by_stratum.find((stratum) => stratum.x === x)!;
    return { weight: n / sessions, a: (orders + lost) / n, b: orders / (orders + lost), a_best: qB, b_part: rB, b_best: 1 };
  });

  it('gives the shares of the peer by cells, by values and by decomposition', () => {
    const { N, T, M } = vector.phi;
    const shares = productShares(cells);
    const { vN, vT, vNT, vM, vTM } = vector.values;
    const game = shapleyPart({ first: vN, second: vT, both: vNT, part: vM, part_and_second: vTM });
    for (const { first, second, part } of [
      {
        first: sumOver(shares, (cell) => cell.first),
        second: sumOver(shares, (cell) => cell.second),
        part: sumOver(shares, (cell) => cell.part),
      },
      game,
    ]) {
      expectNear(first, N, vector.tol);
      expectNear(second, T, vector.tol);
      expectNear(part, M, vector.tol);
    }
    const effects = dasGupta(
      cells.map(({ weight, a, b, a_best, b_best }) => ({ before: [weight, a, b], after: [weight, a_best, b_best] })),
    );
    expectNear(
      sumOver(effects, (effect) => effect[1]),
      diffOf(vector.das_gupta, 'quality'),
      vector.tol,
    );
    expectNear(
      sumOver(effects, (effect) => effect[2]),
      diffOf(vector.das_gupta, 'retention'),
      vector.tol,
    );
  });

  it('gives the values of the game and the benchmark by stratum', () => {
    const { vN, vT, vNT, vM, vTM } = vector.values;
    const worth = (of: (cell: (typeof cells)[number]) => number) => sumOver(cells, (cell) => cell.weight * of(cell)) - vector.C0;
    expectNear(
      worth(({ a, b }) => a * b),
      0,
      vector.tol,
    );
    expectNear(
      worth(({ a }) => a),
      vN,
      vector.tol,
    );
    expectNear(
      worth(({ a_best, b }) => a_best * b),
      vT,
      vector.tol,
    );
    expectNear(
      worth(({ a_best }) => a_best),
      vNT,
      vector.tol,
    );
    expectNear(
      worth(({ a, b_part }) => a * b_part),
      vM,
      vector.tol,
    );
    expectNear(
      worth(({ a_best, b_part }) => a_best * b_part),
      vTM,
      vector.tol,
    );
  });
});
