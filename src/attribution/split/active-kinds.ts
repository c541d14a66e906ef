import { timesVector } from '../../statistics/sparse-rows.ts';
import type { ChangedRows } from './changed-rows.ts';
import { BLOCK } from './step-design.ts';
import { frictionOf, type SignalBit } from './tables.ts';

/** Something that was active: its part of the result, its column in the models, whether it is hard (1) or soft (2). */
export interface Active {
  part: number;
  column: number;
  kind: 1 | 2;
  isRequest: boolean;
}

/** What was active at each kind of friction of a stage, and at which odds. */
export interface ActiveKinds {
  changed: ChangedRows;
  signals: number;
  active: readonly (readonly Active[])[];
  /** Mean odds to leave without friction. */
  base: Float64Array;
}

/** Lists what was active at each kind of friction. @param signals - in the order of the results; placebo has no part @param exit - coefficients of the full fit */
export function activeKinds(changed: ChangedRows, signals: readonly SignalBit[], exit: Float64Array | undefined): ActiveKinds {
  const active = Array.from(changed.kinds.pattern, (pattern) => activeAt(changed, pattern, signals));
  return { changed, signals: signals.length, active, base: baseOdds(changed, exit) };
}

function activeAt({ stage }: ChangedRows, pattern: number, signals: readonly SignalBit[]): Active[] {
  const { signals: met, earlier_hard, earlier_soft } = frictionOf(stage.steps.frictions[pattern]!);
  const { signalColumns, hardBefore, softBefore } = stage.design;
  const active: Active[] = [];
  for (let part = 0; part < signals.length; part++) {
    const { signal, bit, class: type } = signals[part]!;
    if (type === 'placebo' || (met & bit) === 0) continue;
    active.push({ part, column: signalColumns.get(signal)!, kind: type === 'hard' ? 1 : 2, isRequest: signal === 'information_request' });
  }
  if (earlier_hard > 0) active.push({ part: signals.length, column: hardBefore[earlier_hard - 1]!, kind: 1, isRequest: false });
  if (earlier_soft > 0) active.push({ part: signals.length + 1, column: softBefore[earlier_soft - 1]!, kind: 2, isRequest: false });
  return active;
}

/** Mean odds to leave without friction of the views of each kind, by the full fit. */
function baseOdds(changed: ChangedRows, exit: Float64Array | undefined): Float64Array {
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
