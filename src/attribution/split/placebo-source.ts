import { type JackknifeEstimate, jackknife } from '../../statistics/jackknife.ts';
import { BUCKETS, type SessionCells, STRATA, stratumOf } from './tables.ts';

/**
 * Traffic effect of a source that a hash makes up: every second pair of the buckets of visitors. What all sessions of the cohort would order at its rates within their
 * strata, less what they ordered: v(T) with it for the benchmark, of orders as they were placed. It can be no better and no worse than the rest, so the interval must
 * hold 0; where it does not in more than one report of twenty, visitors are no independent groups.
 *
 * @param t - quantile of Student's t with as many degrees of freedom as buckets less one
 * @returns orders per cohort session; null without a cohort in both parts of each replicate
 */
export function placeboSource(sessions: SessionCells, t: number): JackknifeEstimate | null {
  const size = BUCKETS * STRATA;
  const [counts, orders] = [new Float64Array(size), new Float64Array(size)];
  for (let row = 0; row < sessions.rows; row++) {
    const at = sessions.bucket[row]! * STRATA + stratumOf(sessions.arrival[row]!);
    counts[at]! += sessions.counts.cohort_sessions[row]!;
    orders[at]! += sessions.counts.cohort_orders[row]!;
  }
  const effect = (without: number): number => {
    const all = { sessions: new Float64Array(STRATA), orders: new Float64Array(STRATA) };
    const own = { sessions: new Float64Array(STRATA), orders: new Float64Array(STRATA) };
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      if (bucket === without) continue;
      for (let stratum = 0; stratum < STRATA; stratum++) {
        for (const sums of isMadeUp(bucket) ? [all, own] : [all]) {
          sums.sessions[stratum]! += counts[bucket * STRATA + stratum]!;
          sums.orders[stratum]! += orders[bucket * STRATA + stratum]!;
        }
      }
    }
    const level = total(own.orders) / total(own.sessions);
    const expected = all.sessions.reduce((sum, count, stratum) => {
      const there = own.sessions[stratum]!;
      return sum + count * (there > 0 ? own.orders[stratum]! / there : level);
    }, 0);
    return (expected - total(all.orders)) / total(all.sessions);
  };
  const replicates = Array.from({ length: BUCKETS }, (_, bucket) => effect(bucket));
  return replicates.every(Number.isFinite) ? jackknife(effect(-1), replicates, t) : null;
}

/** Both halves of the buckets, the even and the odd ones, have as much of it. */
function isMadeUp(bucket: number): boolean {
  return Math.floor(bucket / 2) % 2 === 0;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
