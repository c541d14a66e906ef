import { timesVector } from '../../statistics/sparse-rows.ts';
import type { ChangedRows } from './changed-rows.ts';
import { BLOCK } from './step-design.ts';

/** Mean odds to leave without friction of the views of each kind, by the full fit. */
export function baseOdds(changed: ChangedRows, exit: Float64Array | undefined): Float64Array {
  const { kinds, rows, context, arrival, kind, totals, stage } = changed;
  const [logits, views] = [new Float64Array(kinds.pattern.length), new Float64Array(kinds.pattern.length)];
  if (exit === undefined) return logits;
  const { blocks } = stage.design.design;
  const [contexts, arrivals] = [timesVector(blocks[BLOCK.context]!.patterns, exit), timesVector(blocks[BLOCK.arrival]!.patterns, exit)];
  for (let i = 0; i < rows.length; i++) {
    logits[kind[i]!]! += totals.views[i]! * (contexts[context[i]!]! + arrivals[arrival[i]!]!);
    views[kind[i]!]! += totals.views[i]!;
  }
  return logits.map((sum, index) => (views[index]! > 0 ? Math.exp(sum / views[index]!) : 0));
}
