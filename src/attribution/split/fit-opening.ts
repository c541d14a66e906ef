import { chanceOf, type Design, oddsOfRows } from '../../statistics/grouped-logistic.ts';
import { type Entry, sparseRows } from '../../statistics/sparse-rows.ts';
import type { ArrivalCounts } from './cohort-cells.ts';
import { type FittedModel, fitModel } from './fit-model.ts';
import { BUCKETS, type SourceGroup, sourceOf, stratumOf } from './tables.ts';

/** The chance to order of sessions that open cart or checkout, by arrival. */
export interface FittedOpening {
  design: Design;
  model: FittedModel | undefined;
}

const CONTROLS = 0.04;

/** Fits the chance to order after opening cart or checkout, with the friction that is met there: by medium, source, device, new or returning. */
export function fitOpening(counts: ArrivalCounts, groups: readonly SourceGroup[]): FittedOpening {
  const media = [...new Set(groups.map(({ medium }) => medium))].sort();
  const [mediumFrom, sourceFrom] = [1, 1 + media.length];
  const [deviceFrom, returningFrom] = [sourceFrom + groups.length, sourceFrom + groups.length + 4];
  const columns = returningFrom + 2;
  const patterns = counts.arrivals.map((code): Entry[] => {
    const [source, stratum] = [sourceOf(code), stratumOf(code)];
    const at = [
      0,
      mediumFrom + media.indexOf(groups[source]!.medium),
      sourceFrom + source,
      deviceFrom + (stratum >> 1),
      returningFrom + (stratum & 1),
    ];
    return at.map((column) => [column, 1]);
  });
  const rows = counts.arrivals.length;
  const everyRow = Int32Array.from({ length: rows }, (_, row) => row);
  const design = { rows, columns, blocks: [{ of: everyRow, patterns: sparseRows(patterns) }] };
  const penalties = new Float64Array(columns).fill(CONTROLS);
  penalties[0] = 0;
  const range = (from: number, length: number) => Array.from({ length }, (_, index) => from + index);
  const flat = (name: 'opened' | 'opened_orders') => Float64Array.from(counts.buckets.flatMap((bucket) => [...bucket[name]]));
  const outcomes = {
    rows: { trials: counts.totals.opened, events: counts.totals.opened_orders },
    lines: { trials: flat('opened'), events: flat('opened_orders') },
    row: Int32Array.from({ length: rows * BUCKETS }, (_, line) => line % rows),
    starts: Int32Array.from({ length: BUCKETS + 1 }, (_, bucket) => bucket * rows),
  };
  return { design, model: fitModel(design, outcomes, penalties, [range(mediumFrom, media.length), range(sourceFrom, groups.length)]) };
}

/** The chances by arrival, from the fit (−1) or from its replicate without a bucket. */
export function openingChances({ design, model }: FittedOpening, without_bucket: number): Float64Array {
  if (model === undefined) return new Float64Array(design.rows);
  return oddsOfRows(design, without_bucket < 0 ? model.coefficients : model.replicates[without_bucket]!).map(chanceOf);
}
