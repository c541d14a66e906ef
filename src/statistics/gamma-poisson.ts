import { StatisticsError } from '../errors.ts';
import { checkCount, checkRange } from './check-arguments.ts';

/** One group: how many events it had and how many were expected of it. */
export interface GroupCount {
  events: number;
  expected: number;
}

/** Fit of events ~ Poisson(expected · mu · θ), θ ~ Gamma(shape, rate = shape), so that θ has mean 1 and variance 1/shape. */
export interface GammaPoisson {
  /** Common ratio of events to expected, > 0. */
  mu: number;
  /** How alike groups are; Infinity where they differ no more than chance, then every θ is 1. */
  shape: number;
  /** Posterior mean of θ for each group in the order of the input, unitless; 1 is the common level. */
  theta: number[];
}

/** Ends of the search for the shape: variance of θ from 1e4 down to 1e-7. Above it groups count as alike; chosen, far outside what data can tell. */
const SHAPES = { low: 1e-4, high: 1e7 };

/**
 * Shrinks the groups' ratios of events to expected towards their common level, by empirical Bayes with maximum likelihood for mu and shape.
 *
 * θ = (shape + events) / (shape + expected · mu): groups with little data stay near 1. The uncertainty of mu and shape is left out.
 *
 * @param groups - two or more; whole events, expected > 0; at least one event in all
 * @throws StatisticsError for fewer than two groups, no events at all, counts that are not whole, expectations that are not positive
 * @see Clayton & Kaldor (1987), Biometrics 43:671–681, doi:10.2307/2532003; the fit is a negative binomial regression with an offset
 */
export function gammaPoisson(groups: readonly GroupCount[]): GammaPoisson {
  checkGroups(groups);
  const shape = bestShape(groups);
  if (shape === Number.POSITIVE_INFINITY) return { mu: poissonMu(groups), shape, theta: groups.map(() => 1) };
  const mu = bestMu(groups, shape);
  return { mu, shape, theta: groups.map(({ events, expected }) => (shape + events) / (shape + expected * mu)) };
}

/** The root of the profile score with the highest likelihood nearby: a coarse scan over ln shape, then false position. */
function bestShape(groups: readonly GroupCount[]): number {
  const [from, to, steps] = [Math.log(SHAPES.low), Math.log(SHAPES.high), 60];
  const grid = Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);
  const scores = grid.map((point) => shapeScore(groups, Math.exp(point)));
  // A gain below 1e-9 is rounding: at large shapes the score is a difference of nearly equal numbers.
  let best = { shape: Number.POSITIVE_INFINITY, gain: 1e-9 };
  for (let i = 0; i < steps; i++) {
    // A maximum lies where the score goes from rising to falling.
    if (scores[i]! <= 0 || scores[i + 1]! > 0) continue;
    const shape = Math.exp(
      rootBetween((point) => shapeScore(groups, Math.exp(point)), [grid[i]!, scores[i]!], [grid[i + 1]!, scores[i + 1]!]),
    );
    const gain = gainOverPoisson(groups, shape);
    if (gain > best.gain) best = { shape, gain };
  }
  return best.shape;
}

/**
 * Where a falling function goes through 0, by false position: the end that stays twice counts half, so that both close in.
 *
 * @param low - a place and the value there, above 0; `high`: the same, 0 or below
 * @see Dowell & Jarratt (1971), BIT 11:168–174
 */
function rootBetween(valueAt: (place: number) => number, low: readonly [number, number], high: readonly [number, number]): number {
  let [from, above] = low;
  let [to, below] = high;
  let stayed = 0;
  for (let step = 0; step < 100 && to - from > 1e-14 * Math.abs(to); step++) {
    const place = (from * below - to * above) / (below - above);
    const value = valueAt(place);
    if (value === 0 || place <= from || place >= to) return place;
    if (value > 0) {
      [from, above] = [place, value];
      if (stayed > 0) below /= 2;
      stayed = 1;
    } else {
      [to, below] = [place, value];
      if (stayed < 0) above /= 2;
      stayed = -1;
    }
  }
  return (from + to) / 2;
}

/** Derivative of the log-likelihood by the shape, at the best mu for that shape. */
function shapeScore(groups: readonly GroupCount[], shape: number): number {
  const mu = bestMu(groups, shape);
  return total(groups, ({ events, expected }) => {
    const distance = (events - expected * mu) / (shape + expected * mu);
    return digammaDifference(shape, events) - Math.log1p((expected * mu) / shape) - distance;
  });
}

/** Log-likelihood at the shape and its best mu, less that of the Poisson model: what the spread of groups explains. */
function gainOverPoisson(groups: readonly GroupCount[], shape: number): number {
  const [mu, plain] = [bestMu(groups, shape), poissonMu(groups)];
  return total(groups, ({ events, expected }) => {
    let rising = 0;
    for (let j = 0; j < events; j++) rising += Math.log1p(j / shape);
    const mixed = rising + events * Math.log(mu) - (shape + events) * Math.log1p((expected * mu) / shape);
    return mixed - (events * Math.log(plain) - expected * plain);
  });
}

/**
 * Solves Σ (events − expected·mu) / (shape + expected·mu) = 0 by Newton's method. The sum falls in mu and is convex: wherever a step starts it ends left of the root, and from
 * there steps only rise.
 */
function bestMu(groups: readonly GroupCount[], shape: number): number {
  let mu = poissonMu(groups);
  for (let step = 0; step < 200; step++) {
    let score = 0;
    let slope = 0;
    // A plain loop: the whole fit spends its time on these sums.
    for (let i = 0; i < groups.length; i++) {
      const { events, expected } = groups[i]!;
      const scale = 1 / (shape + expected * mu);
      score += (events - expected * mu) * scale;
      slope += expected * (shape + events) * scale * scale;
    }
    const next = Math.max(0, mu + score / slope);
    if (Math.abs(next - mu) <= 1e-14 * next) return next;
    mu = next;
  }
  return mu;
}

function poissonMu(groups: readonly GroupCount[]): number {
  return total(groups, ({ events }) => events) / total(groups, ({ expected }) => expected);
}

/** ψ(shape + n) − ψ(shape) for whole n: the sum of 1/(shape + j), its far part by the asymptotic series of ψ. */
function digammaDifference(shape: number, n: number): number {
  let sum = 0;
  let j = 0;
  for (; j < n && shape + j < 20; j++) sum += 1 / (shape + j);
  return j === n ? sum : sum + digammaFar(shape + n) - digammaFar(shape + j);
}

/** ψ(x) for x ≥ 20, where the omitted terms are below 1e-13. */
function digammaFar(x: number): number {
  const x2 = x * x;
  return Math.log(x) - 1 / (2 * x) - (1 / 12 - (1 / 120 - (1 / 252 - 1 / 240 / x2) / x2) / x2) / x2;
}

function total(groups: readonly GroupCount[], term: (group: GroupCount) => number): number {
  return groups.reduce((sum, group) => sum + term(group), 0);
}

function checkGroups(groups: readonly GroupCount[]): void {
  for (const { events, expected } of groups) {
    checkCount('events', events);
    checkRange('expected', expected, 1e-9, 1e12);
  }
  if (groups.length >= 2 && groups.some(({ events }) => events > 0)) return;
  throw new StatisticsError(`shrinkage needs two groups or more with an event among them, but got ${groups.length}`, {
    hint: 'Leave the ratios of so few groups as they are, and say that they are not shrunk.',
  });
}
