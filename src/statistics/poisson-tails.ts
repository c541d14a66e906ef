import { checkCount, checkRange } from './check-arguments.ts';

/** Probabilities of a Poisson count, each in [0, 1] and each accurate relative to itself. */
export interface PoissonTails {
  /** P(X ≤ k) */
  at_most: number;
  /** P(X ≥ k) */
  at_least: number;
  /** P(X = k) */
  exactly: number;
}

/**
 * Both tails of a Poisson distribution at one count, summed term by term from P(X = k) outward on the side where terms fall.
 *
 * Own code because `@stdlib/stats-base-dists-poisson-cdf` 0.3.1 is wrong for means above 1000: the large-x series of its incomplete gamma
 * function starts at a instead of a − 1 (P(X ≤ 1000) at mean 1100.5 is 0.0011282 there and 0.0011186 in truth), and because 1 − P(X ≤ k − 1)
 * loses a small upper tail. It takes about 9·√mean terms.
 *
 * @param k - count, whole number ≥ 0
 * @param mean - of the distribution, 0 ≤ mean ≤ 1e12
 * @returns tails and point probability, unitless; relative error below 1e-11 for means up to 1e5
 * @throws StatisticsError when the count is not whole or the mean is out of range
 * @see Loader (2000), Fast and Accurate Computation of Binomial Probabilities, for the point probability
 */
export function poissonTails(k: number, mean: number): PoissonTails {
  checkCount('k', k);
  checkRange('mean', mean, 0, 1e12);
  if (mean === 0) return k === 0 ? { at_most: 1, at_least: 1, exactly: 1 } : { at_most: 1, at_least: 0, exactly: 0 };
  const exactly = poissonPoint(k, mean);
  if (k < mean) {
    const at_most = Math.min(1, exactly * sumDown(k, mean));
    return { at_most, at_least: 1 - at_most + exactly, exactly };
  }
  const at_least = Math.min(1, exactly * sumUp(k, mean));
  return { at_most: 1 - at_least + exactly, at_least, exactly };
}

/** 1 + k/m + k(k−1)/m² + …, for k < m; smallest terms are added last, their sum is below one rounding error. */
function sumDown(k: number, mean: number): number {
  let term = 1;
  let sum = 1;
  for (let j = k; j > 0 && term > sum * Number.EPSILON; j--) {
    term *= j / mean;
    sum += term;
  }
  return sum;
}

/** 1 + m/(k+1) + m²/((k+1)(k+2)) + …, for k ≥ m. */
function sumUp(k: number, mean: number): number {
  let term = 1;
  let sum = 1;
  for (let j = k + 1; term > sum * Number.EPSILON; j++) {
    term *= mean / j;
    sum += term;
  }
  return sum;
}

/** exp(−m) m^k / k!, written as deviance and Stirling error so that no large numbers are subtracted from each other. */
function poissonPoint(k: number, mean: number): number {
  if (k === 0) return Math.exp(-mean);
  return Math.exp(-stirlingError(k) - deviance(k, mean)) / Math.sqrt(2 * Math.PI * k);
}

/** ln k! − ln(√(2πk) (k/e)^k). Summed logarithms below 16, where the asymptotic series is not yet exact to a double. */
function stirlingError(k: number): number {
  if (k < 16) {
    let product = 1;
    for (let j = 2; j <= k; j++) product *= j;
    return Math.log(product) - (k + 0.5) * Math.log(k) + k - 0.5 * Math.log(2 * Math.PI);
  }
  const k2 = k * k;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / k2) / k2) / k2) / k2) / k;
}

/** k ln(k/m) + m − k, by a series in (k−m)/(k+m) where k and m are close and the plain form would cancel. */
function deviance(k: number, mean: number): number {
  const v = (k - mean) / (k + mean);
  if (Math.abs(v) >= 0.1) return k * Math.log(k / mean) + mean - k;
  let sum = (k - mean) * v;
  let power = 2 * k * v;
  for (let j = 3; ; j += 2) {
    power *= v * v;
    const next = sum + power / j;
    if (next === sum) return sum;
    sum = next;
  }
}
