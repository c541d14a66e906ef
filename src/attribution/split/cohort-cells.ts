import { BUCKETS, SESSION_COUNTS, type SessionCells, type SessionCount } from './tables.ts';

/** Sessions by arrival: over the even and odd buckets, over all, and by bucket. */
export interface ArrivalCounts {
  arrivals: readonly number[];
  halves: readonly [SessionSums, SessionSums];
  totals: SessionSums;
  buckets: readonly SessionSums[];
}

export type SessionSums = Readonly<Record<SessionCount, Float64Array>>;

/** Adds up the session cells by arrival. @param arrivals - codes of all arrivals, distinct, ascending */
export function countArrivals(cells: SessionCells, arrivals: readonly number[]): ArrivalCounts {
  const numbers = new Map(arrivals.map((code, index) => [code, index]));
  const buckets = Array.from({ length: BUCKETS }, () => empty(arrivals.length));
  for (let line = 0; line < cells.rows; line++) {
    const [sums, index] = [buckets[cells.bucket[line]!]!, numbers.get(cells.arrival[line]!)!];
    for (const name of SESSION_COUNTS) sums[name][index]! += cells.counts[name][line]!;
  }
  const over = (takes: (bucket: number) => boolean) => {
    const sums = empty(arrivals.length);
    buckets.forEach((bucket, number) => {
      if (takes(number))
        for (const name of SESSION_COUNTS)
          bucket[name].forEach((count, index) => {
            sums[name][index]! += count;
          });
    });
    return sums;
  };
  return { arrivals, halves: [over((bucket) => bucket % 2 === 0), over((bucket) => bucket % 2 === 1)], totals: over(() => true), buckets };
}

function empty(arrivals: number): SessionSums {
  return Object.fromEntries(SESSION_COUNTS.map((name) => [name, new Float64Array(arrivals)])) as Record<SessionCount, Float64Array>;
}
