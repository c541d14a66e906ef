import { describe, expect, it } from 'vitest';
import { type Design, scores } from '../../src/statistics/grouped-design.ts';
import { type Binomial, chanceOf, fitLogistic, type LogisticFit, newtonStep, oddsOfRows } from '../../src/statistics/grouped-logistic.ts';
import { jackknife } from '../../src/statistics/jackknife.ts';
import { fitRandomEffects } from '../../src/statistics/random-effects.ts';
import { studentQuantile } from '../../src/statistics/student-t.ts';
import {
  type Coefficients,
  type Covariates,
  designOf,
  deviance,
  errorsOf,
  expectCoefficients,
  free,
  INTERCEPT,
  LOOKERS,
  level,
  meanChance,
  outcomesOf,
  plain,
  SIGNALS,
} from './logistic-models.ts';
import { expectNear, type Row, readRows, readVector, sumOver } from './read-vectors.ts';

// Figures of independent peers for logistic fits. The list of all vectors is in vectors.test.ts.

describe('01: a logistic fit', () => {
  it('gives the coefficients, standard errors, deviance and standardised risks of R', () => {
    const vector = readVector<{
      coef: Coefficients;
      se: Coefficients;
      deviance: number;
      null_deviance: number;
      standardised: Coefficients;
    }>('01');
    const rows = readRows('birthwt.csv');
    const covariates = {
      ...INTERCEPT,
      ...plain('age', 'lwt'),
      race2: level('race', 2),
      race3: level('race', 3),
      ...plain('smoke', 'ptl', 'ht', 'ui', 'ftv'),
    };
    const outcomes = outcomesOf(rows, null, 'low');
    const design = designOf(rows, covariates);
    const fit = fitLogistic(design, outcomes, free(covariates));
    expectCoefficients(fit.coefficients, covariates, vector.coef, vector.tol);
    expectCoefficients(errorsOf(lastStepOfR(design, outcomes)), covariates, vector.se, vector.tol);
    // At the maximum itself they differ from those of R in the fifth figure.
    expectCoefficients(errorsOf(fit), covariates, vector.se, 20 * vector.tol);
    expectNear(deviance(design, outcomes, fit.coefficients), vector.deviance, vector.tol);
    const { observed, do_smoke0, do_ht0, do_smoke0_ht0 } = vector.standardised;
    const risk = (change: Row) => meanChance(rows, covariates, outcomes, fit.coefficients, change);
    expectNear(risk({}), observed!, vector.tol);
    expectNear(risk({ smoke: 0 }), do_smoke0!, vector.tol);
    expectNear(risk({ ht: 0 }), do_ht0!, vector.tol);
    expectNear(risk({ smoke: 0, ht: 0 }), do_smoke0_ht0!, vector.tol);
    const bare = designOf(rows, INTERCEPT);
    expectNear(deviance(bare, outcomes, fitLogistic(bare, outcomes, free(INTERCEPT)).coefficients), vector.null_deviance, vector.tol);
  });
});

describe('02: a jackknife over groups with full refits', () => {
  it('gives the estimates and standard errors of R for an effect and every coefficient', () => {
    const { jk1, tol } = readVector<{ jk1: { est: Coefficients; se: Coefficients } }>('02');
    const all = readRows('birthwt.csv');
    const covariates = { ...INTERCEPT, ...plain('smoke', 'ht', 'ui', 'lwt') };
    const estimate = (rows: readonly Row[]): number[] => {
      const outcomes = outcomesOf(rows, null, 'low');
      const { coefficients } = fitLogistic(designOf(rows, covariates), outcomes, free(covariates));
      const risk = (change: Row) => meanChance(rows, covariates, outcomes, coefficients, change);
      return [risk({}) - risk({ smoke: 0 }), ...coefficients];
    };
    const whole = estimate(all);
    const replicates = Array.from({ length: 10 }, (_, group) => estimate(all.filter(({ age }) => Number(age) % 10 !== group)));
    ['v', ...Object.keys(covariates)].forEach((name, i) => {
      const { value, standard_error } = jackknife(
        whole[i]!,
        replicates.map((values) => values[i]!),
        studentQuantile(0.975, 9),
      );
      expectNear(value, jk1.est[name]!, tol, name);
      expectNear(standard_error, jk1.se[name]!, tol, name);
    });
  });
});

const ORDERS = outcomesOf(LOOKERS, 'n', 'orders');

describe('11: a ridge whose intercept is free', () => {
  const vector = readVector<{
    by_lambda: Record<string, { intercept: number; coef: Coefficients; mean_pred: number }>;
    separation: { lam: number; intercept: number; err: number; cold: number; mean_pred: number; observed: number };
  }>('11');
  const ridge = (covariates: Covariates, lambda: number) => free(covariates).fill(lambda, 1);

  it.each(Object.entries(vector.by_lambda))(
    'gives the coefficients of the peer for a penalty of %s',
    (lambda, { intercept, coef, mean_pred }) => {
      const { coefficients } = fitLogistic(designOf(LOOKERS, SIGNALS), ORDERS, ridge(SIGNALS, Number(lambda)));
      expectCoefficients(coefficients, SIGNALS, { '(Intercept)': intercept, ...coef }, vector.tol);
      expectNear(meanChance(LOOKERS, SIGNALS, ORDERS, coefficients), mean_pred, vector.tol);
    },
  );

  it('stays finite where a covariate is never followed by an event', () => {
    const { lam, intercept, err, cold, observed } = vector.separation;
    const rows = readRows('separation_4cells.csv');
    const covariates = { ...INTERCEPT, ...plain('err', 'cold') };
    const outcomes = outcomesOf(rows, 'n', 'orders');
    const { coefficients } = fitLogistic(designOf(rows, covariates), outcomes, ridge(covariates, lam));
    expectCoefficients(coefficients, covariates, { '(Intercept)': intercept, err, cold }, vector.tol);
    expectNear(meanChance(rows, covariates, outcomes, coefficients), observed, vector.tol);
  });
});

describe('12 and 13: groups drawn from one distribution', () => {
  const cbpp = readVector<{ fixef: Coefficients; sd_herd: number; blup: Coefficients; tol: number }>('12');
  const campaigns = readVector<{ glmer: { intercept: number; sd: number; blup: Coefficients } }>('13').glmer;
  const periods: Covariates = { ...INTERCEPT };
  for (const value of [2, 3, 4]) periods[`period${value}`] = level('period', value);
  const cases = [
    {
      name: 'herds over four periods',
      rows: readRows('cbpp.csv'),
      group: 'herd',
      counts: ['size', 'incidence'],
      fixed: periods,
      fixef: cbpp.fixef,
      sd: cbpp.sd_herd,
      blup: cbpp.blup,
    },
    {
      name: 'forty campaigns',
      rows: readRows('campaigns40.csv'),
      group: 'campaign',
      counts: ['sessions', 'orders'],
      fixed: INTERCEPT,
      fixef: { '(Intercept)': campaigns.intercept },
      sd: campaigns.sd,
      blup: campaigns.blup,
    },
  ] as const;

  it.each(cases)('gives the spread and the shrunken effects of the peer for $name', ({ rows, group, counts, fixed, fixef, sd, blup }) => {
    const names = Object.keys(blup);
    const covariates: Covariates = { ...fixed };
    for (const name of names) covariates[`group ${name}`] = (row) => (String(row[group]) === name ? 1 : 0);
    const first = Object.keys(fixed).length;
    const family = names.map((_, index) => first + index);
    const design = designOf(rows, covariates);
    const outcomes = outcomesOf(rows, counts[0], counts[1]);

    const fit = fitRandomEffects(design, outcomes, free(covariates), [family]);
    // The peer integrates over the group effects, the fixed point takes the maximum over fixed and group effects together: they need not agree
    // better than this in the spread, and in the fixed effects differ by a third of a standard error.
    expectNear(Math.sqrt(fit.variances[0]!) / sd, 1, 0.1);
    const errors = errorsOf(fit);
    Object.keys(fixed).forEach((name, column) => {
      expectNear(fit.coefficients[column]!, (fixef as Coefficients)[name]!, errors[column]! / 2, name);
    });

    // With fixed effects and spread of the peer its group effects are the maximum of our penalised likelihood: a Newton step moves none.
    const peer = Float64Array.from([...Object.keys(fixed).map((name) => (fixef as Coefficients)[name]!), ...Object.values(blup)]);
    const chances = oddsOfRows(design, peer).map(chanceOf);
    const slopes = scores(
      design,
      outcomes.events.map((events, row) => events - outcomes.trials[row]! * chances[row]!),
    );
    const curvatures = scores(
      design,
      outcomes.trials.map((trials, row) => trials * chances[row]! * (1 - chances[row]!)),
    );
    for (const column of family) {
      const step = (slopes[column]! - peer[column]! / sd ** 2) / (curvatures[column]! + 1 / sd ** 2);
      expectNear(step, 0, 1e-3, Object.keys(covariates)[column]!);
    }
  });
});

describe('22: a logistic fit of grouped data', () => {
  it('gives the coefficients, standard errors and deviance of statsmodels', () => {
    const vector = readVector<{ coef: Coefficients; se: Coefficients; deviance: number }>('22');
    const named = (values: Coefficients) => ({ ...values, '(Intercept)': values.Intercept! });
    const design = designOf(LOOKERS, SIGNALS);
    const fit = fitLogistic(design, ORDERS, free(SIGNALS));
    expectCoefficients(fit.coefficients, SIGNALS, named(vector.coef), vector.tol);
    expectCoefficients(errorsOf(fit), SIGNALS, named(vector.se), vector.tol);
    expectNear(deviance(design, ORDERS, fit.coefficients), vector.deviance, vector.tol);
  });
});

describe('25: a discrete hazard', () => {
  it('gives the coefficients and the excess exits of statsmodels', () => {
    const vector = readVector<{ coef: Coefficients; se: Coefficients; excess_exits: number; exits_after_friction: number }>('25');
    const rows = readRows('hazard_steps.csv');
    const covariates: Covariates = { Intercept: () => 1, ...plain('cold', 'friction') };
    for (const step of [1, 2, 3, 4, 5]) covariates[`C(step)[T.${step}]`] = level('step', step);
    const outcomes = outcomesOf(rows, 'n', 'exits');
    const fit = fitLogistic(designOf(rows, covariates), outcomes, free(covariates));
    expectCoefficients(fit.coefficients, covariates, vector.coef, vector.tol);
    expectCoefficients(errorsOf(fit), covariates, vector.se, vector.tol);
    const chances = (change: Row) =>
      oddsOfRows(
        designOf(
          rows.map((row) => ({ ...row, ...change })),
          covariates,
        ),
        fit.coefficients,
      ).map(chanceOf);
    const [met, spared] = [chances({}), chances({ friction: 0 })];
    const after = [...rows.entries()].filter(([, { friction }]) => friction === 1);
    expect(sumOver(after, ([, { exits }]) => Number(exits))).toBe(vector.exits_after_friction);
    expectNear(
      sumOver(after, ([row, { exits }]) => Number(exits) * (1 - spared[row]! / met[row]!)),
      vector.excess_exits,
      vector.tol,
    );
  });
});

/**
 * The last step of R's glm for outcomes of 0 and 1: it takes its standard errors from the information before that step, not at the maximum.
 * R starts from chances of 1/4 and 3/4: its first coefficients are those of a Newton step from 0, times (ln 3 + 4/3)/2. It stops when the
 * deviance changes by less than 1e-8 of itself.
 */
function lastStepOfR(design: Design, outcomes: Binomial): Pick<LogisticFit, 'information'> {
  const none = new Float64Array(design.columns);
  let now: Float64Array = newtonStep(design, outcomes, none, none).coefficients.map((value) => (value * (Math.log(3) + 4 / 3)) / 2);
  for (;;) {
    const { coefficients, information } = newtonStep(design, outcomes, none, now);
    const [before, after] = [now, coefficients].map((values) => deviance(design, outcomes, values)) as [number, number];
    if (Math.abs(after - before) / (after + 0.1) < 1e-8) return { information };
    now = coefficients;
  }
}
