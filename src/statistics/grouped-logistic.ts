import { Matrix } from 'ml-matrix';
import { StatisticsError } from '../errors.ts';
import { decompose, type SquareMatrix } from './decompose.ts';
import { type Design, scores, weightedSquares } from './grouped-design.ts';
import { timesVector } from './sparse-rows.ts';

/** Outcomes of the rows: `events` of `trials`, 0 ≤ events ≤ trials; rows without trials count for nothing. */
export interface Binomial {
  trials: Float64Array;
  events: Float64Array;
}

export interface LogisticFit {
  /** Log-odds by column. */
  coefficients: Float64Array;
  /** Observed information plus penalties at the coefficients. */
  information: SquareMatrix;
  /** Newton steps taken. */
  steps: number;
  /** Largest change of a coefficient in the last step. */
  last_change: number;
}

/** Steps are kept short, so that a separated group cannot throw the others off: METHOD S4. */
const LONGEST_STEP = 5;
/** Longer steps, in log-odds, are looked at before they are taken: they may lead past the maximum, and from there back to where they came from. */
const SHORT_STEP = 0.5;
/** How much steeper than it rises where the step begins the likelihood may fall where it ends. */
const MOST_FALL = 0.9;
const TOLERANCE = 1e-8;
const MOST_STEPS = 50;
/** A step shorter than this, in log-odds, leaves the information as it was to four digits. */
const NEAR = 1e-4;

/**
 * Penalised logistic regression of grouped data by Newton's method: the maximum of Σ log-likelihood − ½ Σ penalty · coefficient².
 *
 * With an unpenalised intercept the fitted events of all rows add up to the observed ones.
 *
 * @param penalties - one per column, ≥ 0; 1/penalty is the variance of a normal prior around 0
 * @param start - coefficients to start from; 0 when absent
 * @throws StatisticsError when it does not settle within 50 steps, or covariates without a penalty are collinear
 * @see le Cessie & van Houwelingen (1992), Applied Statistics 41:191–201
 */
export function fitLogistic(design: Design, outcomes: Binomial, penalties: Float64Array, start?: Float64Array): LogisticFit {
  let coefficients: Float64Array = start ?? new Float64Array(design.columns);
  for (let steps = 1; steps <= MOST_STEPS; steps++) {
    const step = newtonStep(design, outcomes, penalties, coefficients);
    coefficients = step.coefficients;
    // The information of the last step is that of its start, which is no further away than the step was long.
    if (step.change < TOLERANCE) return { coefficients, information: step.information, steps, last_change: step.change };
    // So near, the information is as good for what is left, and summing it is most of the work of a step.
    for (let change = step.change; change < NEAR && steps < MOST_STEPS; ) {
      steps += 1;
      const rest = step.solve(gradientAt(design, outcomes, penalties, coefficients));
      const next = longestOf(rest);
      if (next > change / 2) break;
      coefficients = plus(coefficients, rest, 1);
      change = next;
      if (change < TOLERANCE) return { coefficients, information: step.information, steps, last_change: change };
    }
  }
  throw new StatisticsError(`the logistic fit did not settle within ${MOST_STEPS} steps`, {
    hint: 'Give every covariate but the intercept a penalty above 0.',
  });
}

/** One Newton step from the given coefficients, no coefficient moved by more than 5. `solve`: with the information at the start of the step. */
export function newtonStep(
  design: Design,
  outcomes: Binomial,
  penalties: Float64Array,
  coefficients: Float64Array,
): { coefficients: Float64Array; change: number; information: SquareMatrix; solve: (b: Float64Array) => Float64Array } {
  const { gradient, information } = slopes(design, outcomes, penalties, coefficients);
  for (let column = 0; column < penalties.length; column++) {
    information.set(column, column, information.get(column, column) + penalties[column]!);
  }
  const { solve } = decompose(information);
  return { ...stepFrom(design, outcomes, penalties, coefficients, gradient, solve(gradient)), information, solve };
}

/**
 * The coefficients after a step, none of them moved by more than 5, and by how much the one that moved most. A long step is halved until the likelihood, which has one maximum
 * along it, no longer falls at its end as steeply as it rises at its beginning.
 *
 * @param gradient - where the step begins
 * @param step - as Newton's method has it
 * @see Nocedal & Wright (2006), Numerical Optimization, section 3.1: the curvature condition
 */
export function stepFrom(
  design: Design,
  outcomes: Binomial,
  penalties: Float64Array,
  coefficients: Float64Array,
  gradient: Float64Array,
  step: Float64Array,
): { coefficients: Float64Array; change: number } {
  const longest = longestOf(step);
  const rise = product(gradient, step);
  let scale = longest > LONGEST_STEP ? LONGEST_STEP / longest : 1;
  for (;;) {
    const next = plus(coefficients, step, scale);
    const change = scale * longest;
    if (change <= SHORT_STEP) return { coefficients: next, change };
    if (product(gradientAt(design, outcomes, penalties, next), step) >= -MOST_FALL * rise) return { coefficients: next, change };
    scale /= 2;
  }
}

function product(first: Float64Array, second: Float64Array): number {
  return first.reduce((sum, value, index) => sum + value * second[index]!, 0);
}

function longestOf(step: Float64Array): number {
  return step.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function plus(coefficients: Float64Array, step: Float64Array, scale: number): Float64Array {
  return coefficients.map((value, column) => value + scale * step[column]!);
}

/** Odds of every row: the product over its blocks. */
export function oddsOfRows(design: Design, coefficients: Float64Array): Float64Array {
  const odds = new Float64Array(design.rows);
  design.blocks.forEach(({ of, patterns }, block) => {
    const factors = timesVector(patterns, coefficients).map(Math.exp);
    if (block === 0) for (let row = 0; row < odds.length; row++) odds[row] = factors[of[row]!]!;
    else for (let row = 0; row < odds.length; row++) odds[row]! *= factors[of[row]!]!;
  });
  return odds;
}

/** A chance from odds ≥ 0, infinite ones too. */
export function chanceOf(odds: number): number {
  return 1 / (1 + 1 / odds);
}

/** Gradient of the penalised log-likelihood, and the information without the penalties. */
export function slopes(
  design: Design,
  outcomes: Binomial,
  penalties: Float64Array,
  coefficients: Float64Array,
): { gradient: Float64Array; information: SquareMatrix } {
  const weights = new Float64Array(design.rows);
  const gradient = gradientAt(design, outcomes, penalties, coefficients, weights);
  return { gradient, information: Matrix.from1DArray(design.columns, design.columns, weightedSquares(design, weights)) };
}

/** Gradient of the penalised log-likelihood. @param weights - takes the variance of each row's events when given */
export function gradientAt(
  design: Design,
  { trials, events }: Binomial,
  penalties: Float64Array,
  coefficients: Float64Array,
  weights?: Float64Array,
): Float64Array {
  const residuals = oddsOfRows(design, coefficients);
  for (let row = 0; row < residuals.length; row++) {
    const chance = chanceOf(residuals[row]!);
    residuals[row] = events[row]! - trials[row]! * chance;
    if (weights !== undefined) weights[row] = trials[row]! * chance * (1 - chance);
  }
  const gradient = scores(design, residuals);
  for (let column = 0; column < design.columns; column++) gradient[column]! -= penalties[column]! * coefficients[column]!;
  return gradient;
}
