import { describe, expect, it } from 'vitest';
import { type Binomial, fitLogistic } from '../../src/statistics/grouped-logistic.ts';
import { shapley } from '../../src/statistics/shapley.ts';
import { shapleyTwo } from '../../src/statistics/shapley-two.ts';
import {
  type Coefficients,
  type Covariates,
  designOf,
  expectCoefficients,
  free,
  INTERCEPT,
  LOOKERS,
  level,
  meanChance,
  outcomesOf,
  SIGNALS,
} from './logistic-models.ts';
import { expectNear, type Row, readRows, readVector, sumOver } from './read-vectors.ts';

// Figures of independent peers for attributable fractions. The list of all vectors is in vectors.test.ts.

describe('05: average attributable fractions of Eide and Gefeller', () => {
  it('gives those of the peer, with its coefficients', () => {
    const vector = readVector<{ coef: Coefficients; average_AF: Coefficients }>('05');
    const rows = readRows('hordaland_eide_gefeller_1995.csv').map(
      (row): Row => ({ ...row, all: Number(row.cases) + Number(row.noncases) }),
    );
    const covariates: Covariates = { ...INTERCEPT, 'factor(urban)1': level('urban', 1), 'factor(occup)1': level('occup', 1) };
    for (const value of [2, 3, 4, 5]) covariates[`factor(smoking)${value}`] = level('smoking', value);
    const outcomes = outcomesOf(rows, 'all', 'cases');
    const { coefficients } = fitLogistic(designOf(rows, covariates), outcomes, free(covariates));
    expectCoefficients(coefficients, covariates, vector.coef, vector.tol);
    const players: [string, Row][] = [
      ['urban', { urban: 0 }],
      ['smoking', { smoking: 1 }],
      ['occup', { occup: 0 }],
    ];
    const fractions = averageFractions(rows, covariates, outcomes, coefficients, players);
    players.forEach(([name], i) => {
      expectNear(fractions[i]!, vector.average_AF[name]!, vector.tol, name);
    });
    expectNear(
      sumOver(fractions, (fraction) => fraction),
      vector.average_AF.total!,
      vector.tol,
    );
  });
});

const ABANDONED = outcomesOf(LOOKERS, 'n', 'abandoned');

describe('06 and 08: attributable fractions of a common outcome', () => {
  const { coefficients } = fitLogistic(designOf(LOOKERS, SIGNALS), ABANDONED, free(SIGNALS));
  const rate = (change: Row = {}) => meanChance(LOOKERS, SIGNALS, ABANDONED, coefficients, change);

  it('gives the rates without each set of causes, their fair shares and the game of two of the peer', () => {
    const vector = readVector<{
      coef: Coefficients;
      abandon_rate_under_removal: Coefficients;
      average_AF: Coefficients;
      two_player: { navigation: number; traffic: number; interaction: number };
    }>('06');
    expectCoefficients(coefficients, SIGNALS, vector.coef, vector.tol);
    for (const [causes, expected] of Object.entries(vector.abandon_rate_under_removal)) {
      const names = causes === 'observed' ? [] : causes.split('+');
      expectNear(rate(Object.fromEntries(names.map((name) => [name, 0]))), expected, vector.tol, causes);
    }
    const players = ['cold', 'error', 'slow'].map((name): [string, Row] => [name, { [name]: 0 }]);
    const fractions = averageFractions(LOOKERS, SIGNALS, ABANDONED, coefficients, players);
    players.forEach(([name], i) => {
      expectNear(fractions[i]!, vector.average_AF[name]!, vector.tol, name);
    });
    const [site, cold] = [{ error: 0, slow: 0 }, { cold: 0 }];
    const gain = (change: Row) => rate() - rate(change);
    const game = shapleyTwo({ first: gain(site), second: gain(cold), both: gain({ ...site, ...cold }) });
    expectNear(game.first, vector.two_player.navigation, vector.tol);
    expectNear(game.second, vector.two_player.traffic, vector.tol);
    expectNear(game.interaction, vector.two_player.interaction, vector.tol);
  });

  it.each(['cold', 'error', 'slow'])(
    'gives the direct fraction of the peer for %s; odds ratios in its place would give about ten times as much',
    (name) => {
      const vector = readVector<{ paf_direct: Coefficients; paf_bruzzi: Coefficients }>('08');
      const direct = 1 - rate({ [name]: 0 }) / rate();
      expectNear(direct, vector.paf_direct[name]!, vector.tol);
      // The negative control, a formula that is nowhere in use: share of exposed among the events, times 1 − 1/OR.
      const exposed =
        sumOver(LOOKERS, (row) => Number(row[name]) * Number(row.abandoned)) / sumOver([...ABANDONED.events], (events) => events);
      const with_odds = exposed * (1 - Math.exp(-coefficients[Object.keys(SIGNALS).indexOf(name)]!));
      expectNear(with_odds, vector.paf_bruzzi[name]!, vector.tol);
      expect(Math.abs(with_odds - direct)).toBeGreaterThan(1000 * vector.tol);
      expect(with_odds / direct).toBeGreaterThan(8);
      expect(with_odds / direct).toBeLessThan(13);
    },
  );
});

/** Shapley shares of 1 − rate without the causes / rate. */
function averageFractions(
  rows: readonly Row[],
  covariates: Covariates,
  outcomes: Binomial,
  coefficients: Float64Array,
  players: readonly [name: string, change: Row][],
): number[] {
  const rate = meanChance(rows, covariates, outcomes, coefficients);
  return shapley(players.length, (coalition) => {
    const changes = players.filter((_, i) => (coalition >> i) & 1).map(([, change]) => change);
    return 1 - meanChance(rows, covariates, outcomes, coefficients, Object.assign({}, ...changes)) / rate;
  });
}
