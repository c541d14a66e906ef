import { timesVector } from '../../statistics/sparse-rows.ts';
import type { ChangedRows } from './changed-rows.ts';
import { BLOCK } from './step-design.ts';
import { frictionOf, type SignalBit } from './tables.ts';

/** What was active at each kind of friction of a stage, and at which odds. */
export interface ActiveKinds {
  changed: ChangedRows;
  signals: number;
  /** Kind k has the entries from starts[k] to starts[k + 1] of the four arrays below. */
  starts: Int32Array;
  /** Part of the result. */
  part: Int32Array;
  /** Column in the models. */
  column: Int32Array;
  /** Hard (1) or soft (2). */
  type: Uint8Array;
  isRequest: Uint8Array;
  /** Largest number of entries of a kind. */
  most: number;
  /** Mean odds to leave without friction, by kind. */
  base: Float64Array;
}

/** Lists what was active at each kind of friction. @param signals - in the order of the results; placebo has no part @param exit - coefficients of the full fit */
export function activeKinds(changed: ChangedRows, signals: readonly SignalBit[], exit: Float64Array | undefined): ActiveKinds {
  const starts = new Int32Array(changed.kinds.pattern.length + 1);
  const [part, column, type, isRequest]: [number[], number[], number[], number[]] = [[], [], [], []];
  let most = 0;
  changed.kinds.pattern.forEach((pattern, kind) => {
    for (const active of activeAt(changed, pattern, signals)) {
      part.push(active.part);
      column.push(active.column);
      type.push(active.type);
      isRequest.push(active.isRequest ? 1 : 0);
    }
    starts[kind + 1] = part.length;
    most = Math.max(most, part.length - starts[kind]!);
  });
  return {
    changed,
    signals: signals.length,
    starts,
    part: Int32Array.from(part),
    column: Int32Array.from(column),
    type: Uint8Array.from(type),
    isRequest: Uint8Array.from(isRequest),
    most,
    base: baseOdds(changed, exit),
  };
}

interface Active {
  part: number;
  column: number;
  type: 1 | 2;
  isRequest: boolean;
}

function activeAt({ stage }: ChangedRows, pattern: number, signals: readonly SignalBit[]): Active[] {
  const { signals: met, earlier_hard, earlier_soft } = frictionOf(stage.steps.frictions[pattern]!);
  const { signalColumns, hardBefore, softBefore } = stage.design;
  const active: Active[] = [];
  for (let part = 0; part < signals.length; part++) {
    const { signal, bit, class: kind } = signals[part]!;
    if (kind === 'placebo' || (met & bit) === 0) continue;
    active.push({ part, column: signalColumns.get(signal)!, type: kind === 'hard' ? 1 : 2, isRequest: signal === 'information_request' });
  }
  if (earlier_hard > 0) active.push({ part: signals.length, column: hardBefore[earlier_hard - 1]!, type: 1, isRequest: false });
  if (earlier_soft > 0) active.push({ part: signals.length + 1, column: softBefore[earlier_soft - 1]!, type: 2, isRequest: false });
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
