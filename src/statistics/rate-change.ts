import { checkCount } from './check-arguments.ts';
import { dasGupta } from './das-gupta.ts';
import type { Estimate } from './estimate.ts';
import { jackknife } from './jackknife.ts';
import { studentQuantile } from './student-t.ts';

/** Counts of one stratum and one group of subjects, before and after. */
export interface RateCell {
  stratum: string;
  /** Group that is left out in turn; all data of one subject are in one. From 0. */
  group: number;
  before: { events: number; trials: number };
  after: { events: number; trials: number };
}

/** Change of a rate, after less before, as shares; `mix + within = observed`. */
export interface RateChange {
  observed: Estimate;
  /** What the other weights of the strata make of it. */
  mix: Estimate;
  /** What changed inside the strata. */
  within: Estimate;
  /** The same without each group, in their order. */
  within_without: number[];
}

/**
 * Change of a rate between two samples, divided into what the strata's weights and what the rates inside them make of it (Das Gupta), with delete-a-group jackknife
 * intervals, so that many trials of one subject count as one source of chance. A stratum without trials on one side has the rate of that whole side there.
 *
 * @param groups - number of groups; those without data count as groups that do not matter
 * @returns null where a side has no trial, also without one of the groups
 * @throws StatisticsError when counts are not whole
 * @see Das Gupta (1993), Standardization and Decomposition of Rates, US Bureau of the Census P23-186; Kott (2001), J Official Statist 17:521–526
 */
export function rateChange(cells: readonly RateCell[], groups: number): RateChange | null {
  for (const { before, after } of cells)
    for (const count of [before.events, before.trials, after.events, after.trials]) checkCount('a count', count);
  const all = changeOf(cells);
  const replicates = Array.from({ length: groups }, (_, group) => changeOf(cells.filter((cell) => cell.group !== group)));
  if (all === null || replicates.some((replicate) => replicate === null)) return null;
  const without = (part: 'observed' | 'mix' | 'within') => replicates.map((replicate) => replicate![part]);
  const of = (part: 'observed' | 'mix' | 'within') => withInterval(all[part], without(part));
  return { observed: of('observed'), mix: of('mix'), within: of('within'), within_without: without('within') };
}

/** How much more one rate changed inside its strata than another of the same groups of subjects, which may be the same people. */
export function netChange(own: RateChange, other: RateChange): Estimate {
  return withInterval(
    own.within.value - other.within.value,
    own.within_without.map((value, group) => value - other.within_without[group]!),
  );
}

function withInterval(value: number, replicates: readonly number[]): Estimate {
  const { low, high } = jackknife(value, replicates, studentQuantile(0.975, replicates.length - 1));
  return { value, low, high };
}

function changeOf(cells: readonly RateCell[]): Record<'observed' | 'mix' | 'within', number> | null {
  const [before, after] = [strataOf(cells, 'before'), strataOf(cells, 'after')];
  if (before.trials === 0 || after.trials === 0) return null;
  const strata = [...new Set(cells.map(({ stratum }) => stratum))].sort();
  const parts = dasGupta(strata.map((stratum) => ({ before: factors(before, stratum), after: factors(after, stratum) })));
  const [mix, within] = [parts.reduce((sum, [weight]) => sum + weight, 0), parts.reduce((sum, [, rate]) => sum + rate, 0)];
  return { observed: mix + within, mix, within };
}

interface Side {
  events: number;
  trials: number;
  strata: Map<string, { events: number; trials: number }>;
}

function strataOf(cells: readonly RateCell[], side: 'before' | 'after'): Side {
  const sums: Side = { events: 0, trials: 0, strata: new Map() };
  for (const cell of cells) {
    const { events, trials } = cell[side];
    const sum = sums.strata.get(cell.stratum) ?? { events: 0, trials: 0 };
    sums.strata.set(cell.stratum, { events: sum.events + events, trials: sum.trials + trials });
    sums.events += events;
    sums.trials += trials;
  }
  return sums;
}

function factors(side: Side, stratum: string): [number, number, number] {
  const { events, trials } = side.strata.get(stratum)!;
  return [trials / side.trials, trials > 0 ? events / trials : side.events / side.trials, 1];
}
