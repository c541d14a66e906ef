import { StatisticsError } from '../errors.ts';

/** What the split of a simulated shop must find; orders per session of the cohort. */
export interface TrueSplit {
  /** Orders as they happened. */
  C0: number;
  /** Gains: no friction, no hard friction, benchmark traffic, benchmark traffic and no friction. */
  v_N: number;
  v_N_hard: number;
  v_T: number;
  v_NT: number;
  /** Shapley shares; they add up to v_NT. */
  phi_N: number;
  phi_T: number;
}

/** Counts of a cell: sessions, orders, orders if no friction and if no hard friction had any effect. An `OutcomeCell` is one. */
export interface CountedCell {
  n: number;
  Y: number;
  Y0: number;
  Y0h: number;
}

/** How the caller groups: by source of traffic (replaced by the benchmark) and by stratum (kept). */
export interface Grouping<Cell> {
  source_of: (cell: Cell) => string;
  stratum_of: (cell: Cell) => string;
}

/**
 * The true split in product form with replacement traffic: in every source t and stratum x, quality q = Y0/n and retention r = Y/Y0; benchmark traffic has
 * quality q_B(x) = ΣY0/Σn of the benchmark sources in x and keeps the retention of the source it replaces.
 *
 * Where nobody would have ordered (Y0 = 0), r is that of the stratum; where a stratum has no benchmark session, q_B is that of all strata.
 *
 * @param cells - cells of any finer grain, of one run or of many pooled; counts ≥ 0, with at least one session
 * @param benchmark - keys as `source_of` gives them
 * @throws StatisticsError when there is no session at all or none of the benchmark
 * @see METHOD section 1; the closed form is Das Gupta's for two factors (1993), Standardization and Decomposition of Rates
 */
export function makeTruth<Cell extends CountedCell>(
  cells: readonly Cell[],
  benchmark: ReadonlySet<string>,
  { source_of, stratum_of }: Grouping<Cell>,
): TrueSplit {
  const of_stratum = pool(cells, stratum_of);
  const chosen = cells.filter((cell) => cell.n > 0 && benchmark.has(source_of(cell)));
  const of_benchmark = pool(chosen, stratum_of);
  const [all, best] = [total(cells), total(chosen)];
  if (all.n === 0 || best.n === 0) {
    throw new StatisticsError('a true split needs sessions, and some of them in the benchmark', {
      hint: 'Pool the cells of more runs, or name benchmark sources as source_of writes them.',
    });
  }
  // Benchmark traffic in every group, with the retention of the source it replaces and with no friction.
  let [replaced, replaced_without_friction] = [0, 0];
  for (const [key, group] of pool(cells, (cell) => JSON.stringify([stratum_of(cell), source_of(cell)]))) {
    const [stratum] = JSON.parse(key) as [string];
    const peers = of_benchmark.get(stratum) ?? best;
    const with_orders = [group, of_stratum.get(stratum)!, all].find(({ Y0 }) => Y0 > 0);
    const retention = with_orders === undefined ? 1 : with_orders.Y / with_orders.Y0;
    replaced += (group.n * peers.Y0 * retention) / peers.n;
    replaced_without_friction += (group.n * peers.Y0) / peers.n;
  }
  const gain = (orders: number) => (orders - all.Y) / all.n;
  const [v_N, v_T, v_NT] = [gain(all.Y0), gain(replaced), gain(replaced_without_friction)];
  // Written out and not by the function that reports use: a truth made by it would share its faults.
  const phi_N = 0.5 * v_N + 0.5 * (v_NT - v_T);
  const phi_T = 0.5 * v_T + 0.5 * (v_NT - v_N);
  return { C0: all.Y / all.n, v_N, v_N_hard: gain(all.Y0h), v_T, v_NT, phi_N, phi_T };
}

function pool<Cell extends CountedCell>(cells: readonly Cell[], key_of: (cell: Cell) => string): Map<string, CountedCell> {
  const pooled = new Map<string, CountedCell>();
  for (const cell of cells) pooled.set(key_of(cell), total([pooled.get(key_of(cell)) ?? NOBODY, cell]));
  return pooled;
}

const NOBODY: CountedCell = { n: 0, Y: 0, Y0: 0, Y0h: 0 };

function total(cells: readonly CountedCell[]): CountedCell {
  const sum = { ...NOBODY };
  for (const { n, Y, Y0, Y0h } of cells) {
    sum.n += n;
    sum.Y += Y;
    sum.Y0 += Y0;
    sum.Y0h += Y0h;
  }
  return sum;
}
