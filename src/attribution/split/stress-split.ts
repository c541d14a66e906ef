import { type EValue, eValue } from '../../statistics/e-value.ts';
import type { JackknifeEstimate } from '../../statistics/jackknife.ts';
import { smallestTipping } from '../../statistics/smallest-tipping.ts';
import { type Benchmarks, type Estimates, estimateSplit } from './estimate-split.ts';
import type { FittedSplit } from './fit-split.ts';
import { type SplitNumbers, splitNumbers } from './split-numbers.ts';

/** How much would have to be wrong before the verdict is: METHOD, Sensitivity. */
export interface Sensitivity {
  /** Smallest share of the effect of friction that must really be low intent for the call to change or friction's lower end to reach 0, 0 to 1; null when none does. */
  tipping_point: number | null;
  /** Exits at views with friction against those expected without it. */
  exit_ratio: JackknifeEstimate | null;
  e_value: EValue | null;
  /** Risk ratio of the strongest measured control: new against returning visitors, or the best against the worst medium. */
  strongest_control: number | null;
}

/** The tipping point is shown in whole percent. */
const TOLERANCE = 0.002;

/** Shares of the friction effect at which the estimator is run; the numbers at any other follow from the polynomial through them, to a thousandth of friction's part. */
const LOOKS = [0, 0.5, 1];

/**
 * Smallest share of the friction effect that must be taken for low intent until something changes.
 *
 * @param whole - the numbers with all of the effect
 * @param changes - whether the verdict of these numbers is another one
 */
export function tippingPoint(
  split: FittedSplit,
  benchmarks: Benchmarks,
  whole: SplitNumbers,
  changes: (numbers: SplitNumbers) => boolean,
): number | null {
  const looks = LOOKS.map((share) => (share === 0 ? whole : splitNumbers(estimateSplit(split, -1, benchmarks, 1 - share))));
  const isOver = (share: number) => {
    const weights = LOOKS.map((at) =>
      LOOKS.reduce((product, other) => (other === at ? product : (product * (share - other)) / (at - other)), 1),
    );
    const numbers = Object.fromEntries(
      Object.keys(whole).map((name) => [name, looks.reduce((sum, look, index) => sum + weights[index]! * look[name]!, 0)]),
    );
    return changes(numbers);
  };
  return smallestTipping(isOver, TOLERANCE);
}

/** Expected exits at views with friction over those expected had it been absent there, in all sessions: METHOD's Σ n h / Σ n h0, of both stages. */
export function exitRatio({ full: { looking, checkout } }: Estimates): number {
  const without = looking.sums.exits.without + checkout.sums.exits.without;
  return without > 0 ? (looking.sums.exits.as_it_was + checkout.sums.exits.as_it_was) / without : 1;
}

/** E-value of the exit ratio and of its limit nearer to 1. */
export function strengthToExplain(ratio: JackknifeEstimate): EValue | null {
  return ratio.low > 0 ? eValue(ratio) : null;
}

/** Ratio of exit chances that the strongest measured control makes at the mean view. */
export function strongestControl({ looking }: FittedSplit): number | null {
  const { models, design, steps } = looking;
  if (models.exit === undefined) return null;
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const mean = sum(steps.totals.exits) / sum(steps.totals.views);
  const odds = mean / (1 - mean);
  const effects = models.exit.coefficients;
  const spread = (columns: readonly number[]) =>
    Math.max(...columns.map((column) => effects[column]!)) - Math.min(...columns.map((column) => effects[column]!));
  const ratioOf = (difference: number) => {
    const high = odds * Math.exp(difference / 2);
    const low = odds * Math.exp(-difference / 2);
    return high / (1 + high) / (low / (1 + low));
  };
  return Math.max(ratioOf(spread(design.families[0]!)), ratioOf(spread(design.newOrReturning)));
}
