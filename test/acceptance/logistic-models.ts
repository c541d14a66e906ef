import { decompose } from '../../src/statistics/decompose.ts';
import type { Design } from '../../src/statistics/grouped-design.ts';
import { type Binomial, chanceOf, type LogisticFit, oddsOfRows } from '../../src/statistics/grouped-logistic.ts';
import { type Entry, sparseRows } from '../../src/statistics/sparse-rows.ts';
import { expectNear, type Row, readRows, sumOver } from './read-vectors.ts';

/** Figures of a peer by name. */
export type Coefficients = Record<string, number>;

/** Name of a coefficient at the peer, and the covariate's value in a row. */
export type Covariates = Record<string, (row: Row) => number>;

/** Covariates that stand in the data as they are. */
export const plain = (...names: string[]): Covariates => Object.fromEntries(names.map((name) => [name, (row: Row) => Number(row[name])]));
/** 1 in rows of one value of a column. */
export const level =
  (name: string, value: number): Covariates[string] =>
  (row) =>
    row[name] === value ? 1 : 0;

/** One line of covariates per row, the intercept a covariate like any other. */
export function designOf(rows: readonly Row[], covariates: Covariates): Design {
  const values = Object.values(covariates);
  const patterns = sparseRows(
    rows.map((row) => values.map((value, column): Entry => [column, value(row)]).filter(([, value]) => value !== 0)),
  );
  return { rows: rows.length, columns: values.length, blocks: [{ of: Int32Array.from(rows.keys()), patterns }] };
}

/** Trials and events of each row, from the columns named; a row is a single trial when none is. */
export function outcomesOf(rows: readonly Row[], trials: string | null, events: string): Binomial {
  return {
    trials: Float64Array.from(rows, (row) => (trials === null ? 1 : Number(row[trials]))),
    events: Float64Array.from(rows, (row) => Number(row[events])),
  };
}

/** Expects each covariate's figure to be as near to the peer's as its tolerance says. */
export function expectCoefficients(values: Float64Array, covariates: Covariates, expected: Coefficients, tolerance: number): void {
  Object.keys(covariates).forEach((name, column) => {
    expectNear(values[column]!, expected[name]!, tolerance, name);
  });
}

/** Model-based standard errors: the diagonal of the inverse information. */
export function errorsOf({ information }: Pick<LogisticFit, 'information'>): Float64Array {
  const { solve } = decompose(information);
  const unit = (column: number) => Float64Array.from({ length: information.rows }, (_, index) => (index === column ? 1 : 0));
  return Float64Array.from({ length: information.rows }, (_, column) => Math.sqrt(solve(unit(column))[column]!));
}

/** Twice the log-likelihood that is missing to a model with a chance of its own for every row. */
export function deviance(design: Design, { trials, events }: Binomial, coefficients: Float64Array): number {
  const part = (count: number, expected: number) => (count === 0 ? 0 : 2 * count * Math.log(count / expected));
  return sumOver([...oddsOfRows(design, coefficients).entries()], ([row, odds]) => {
    const [n, k, fitted] = [trials[row]!, events[row]!, trials[row]! * chanceOf(odds)];
    return part(k, fitted) + part(n - k, n - fitted);
  });
}

/** Mean chance of all trials when the rows are changed first: standardisation to their own mix. */
export function meanChance(
  rows: readonly Row[],
  covariates: Covariates,
  { trials }: Binomial,
  coefficients: Float64Array,
  change: Row = {},
): number {
  const changed = rows.map((row) => ({ ...row, ...change }));
  const odds = oddsOfRows(designOf(changed, covariates), coefficients);
  return sumOver([...odds.entries()], ([row, value]) => trials[row]! * chanceOf(value)) / sumOver([...trials], (n) => n);
}

export const INTERCEPT: Covariates = { '(Intercept)': () => 1 };
/** No penalties. */
export const free = (covariates: Covariates) => new Float64Array(Object.keys(covariates).length);

/** Made-up lookers by cold traffic, error, slow page and phone; several peers were given them. */
export const LOOKERS = readRows('lookers_16cells.csv').map((row): Row => ({ ...row, orders: Number(row.n) - Number(row.abandoned) }));
export const SIGNALS: Covariates = { ...INTERCEPT, ...plain('cold', 'error', 'slow', 'mobile') };
