import { type JackknifeEstimate, jackknife } from '../../statistics/jackknife.ts';

/** Quality of the source groups, and of the benchmark, both against what their strata let expect: from one run of the estimator. */
export interface Qualities {
  quality: Float64Array;
  benchmark_quality: number;
}

/** Ad cost of a source group, in minor units, and whether its traffic is proven to lose orders: q-value of what it loses to traffic, and that loss. */
export interface SpentOn {
  spend_minor: number;
  q_value: number;
  lost_to_traffic: number;
}

/** Highest q-value of a deficit that is shown: METHOD, Money. */
const MOST_Q = 0.1;

/**
 * Wasted spend: METHOD, Money. spend · max(0, 1 − θ/θ of the benchmark), in minor units; the spend is taken as known, the interval is that of the qualities. Another
 * money than lost revenue, never to be added to it.
 *
 * @param spent - by source group
 * @param runs - one per bucket left out
 * @param widening - factor of the standard error for the choice of the benchmark
 * @param t - quantile of Student's t with as many degrees of freedom as runs less one
 * @returns by source group; null where no deficit is proven after correction for many
 */
export function wastedSpend(
  spent: readonly SpentOn[],
  full: Qualities,
  runs: readonly Qualities[],
  widening: number,
  t: number,
): (JackknifeEstimate | null)[] {
  return spent.map(({ spend_minor, q_value, lost_to_traffic }, source) => {
    if (spend_minor <= 0 || q_value > MOST_Q || lost_to_traffic <= 0) return null;
    const wasted = ({ quality, benchmark_quality }: Qualities) => spend_minor * Math.max(0, 1 - quality[source]! / benchmark_quality);
    const { value, standard_error } = jackknife(wasted(full), runs.map(wasted), t);
    const error = standard_error * widening;
    // Nobody wastes less than nothing or more than was spent.
    return { value, low: Math.max(0, value - t * error), high: Math.min(spend_minor, value + t * error), standard_error: error };
  });
}
