/** Orders of one value. */
export interface OrderValue {
  source_group: number;
  revenue_minor: number;
  sessions: number;
}

/** Mean value of an order by source group, in minor units, with its variance. */
export interface AverageOrder {
  value: Float64Array;
  variance: Float64Array;
}

/** Orders' worth of the mean of all in the mean of a group; and the share of orders whose values are taken as they are: METHOD, Money. */
const [PARENT_WEIGHT, KEPT] = [30, 0.995];

/**
 * Average order value by source group: values above the 99.5th percentile are set to it, so that one large order does not decide, and groups with few orders are
 * nearer to the mean of all.
 *
 * @returns undefined when no order has a value
 */
export function averageOrder(values: readonly OrderValue[], sources: number): AverageOrder | undefined {
  const all = values.reduce((sum, { sessions }) => sum + sessions, 0);
  if (all === 0) return undefined;
  const most = percentile(values, KEPT * all);
  const [orders, sums, squares] = [new Float64Array(sources), new Float64Array(sources), new Float64Array(sources)];
  for (const { source_group, revenue_minor, sessions } of values) {
    const value = Math.min(most, revenue_minor);
    orders[source_group]! += sessions;
    sums[source_group]! += sessions * value;
    squares[source_group]! += sessions * value ** 2;
  }
  const total = (numbers: Float64Array) => numbers.reduce((sum, number) => sum + number, 0);
  const mean = total(sums) / all;
  const spread = Math.max(0, total(squares) / all - mean ** 2);
  return {
    value: sums.map((sum, source) => (sum + PARENT_WEIGHT * mean) / (orders[source]! + PARENT_WEIGHT)),
    variance: orders.map((count) => spread / (count + PARENT_WEIGHT)),
  };
}

function percentile(values: readonly OrderValue[], rank: number): number {
  const ascending = [...values].sort((a, b) => a.revenue_minor - b.revenue_minor);
  let seen = 0;
  for (const { revenue_minor, sessions } of ascending) {
    seen += sessions;
    if (seen >= rank) return revenue_minor;
  }
  return ascending.at(-1)!.revenue_minor;
}
