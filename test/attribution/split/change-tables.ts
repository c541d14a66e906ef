import type { SessionCells, SplitTables, StepCells } from '../../../src/attribution/split/tables.ts';
import { seededDraws } from '../../statistics/draws.ts';

/** The lines at the given places, in their order. */
function take<Cells extends StepCells | SessionCells>(cells: Cells, places: readonly number[]): Cells {
  const taken = Object.entries(cells).map(([name, value]) => {
    if (value instanceof Int32Array) return [name, Int32Array.from(places, (place) => value[place]!)];
    if (name === 'rows') return [name, places.length];
    const counts = Object.entries(value as Record<string, Float64Array>);
    return [name, Object.fromEntries(counts.map(([count, list]) => [count, Float64Array.from(places, (place) => list[place]!)]))];
  });
  return Object.fromEntries(taken) as Cells;
}

function change(tables: SplitTables, how: <Cells extends StepCells | SessionCells>(cells: Cells) => Cells): SplitTables {
  return { ...tables, looking: how(tables.looking), checkout: how(tables.checkout), sessions: how(tables.sessions) };
}

/** The same lines in another order. */
export function reorder(tables: SplitTables, seed: number): SplitTables {
  const draws = seededDraws(seed);
  return change(tables, (cells) => {
    const keys = Array.from({ length: cells.rows }, (_, place) => ({ place, key: draws.uniform() }));
    return take(
      cells,
      keys.sort((a, b) => a.key - b.key).map(({ place }) => place),
    );
  });
}

/** The tables without the lines of one bucket of visitors. */
export function withoutBucket(tables: SplitTables, bucket: number): SplitTables {
  return change(tables, (cells) =>
    take(
      cells,
      [...cells.bucket.keys()].filter((line) => cells.bucket[line] !== bucket),
    ),
  );
}

/** Source group k becomes `order[k]`. */
export function relabelSources(tables: SplitTables, order: readonly number[]): SplitTables {
  const changed = change(tables, (cells) => ({ ...cells, arrival: cells.arrival.map((code) => order[code >> 3]! * 8 + (code & 7)) }));
  const moves = { ...tables.moves, source_group: tables.moves.source_group.map((group) => order[group]!) };
  const groups = order.map((_, now) => ({ ...tables.groups[order.indexOf(now)]!, source_group: now }));
  return { ...changed, moves, groups };
}

/** Every count as many times as told. */
export function multiplyCounts(tables: SplitTables, times: number): SplitTables {
  return change(tables, (cells) => ({
    ...cells,
    counts: Object.fromEntries(Object.entries(cells.counts).map(([name, list]) => [name, list.map((count) => times * count)])),
  }));
}

/** The same views, with no signal on any of them and none before. */
export function withoutFriction(tables: SplitTables): SplitTables {
  const calm = (cells: StepCells): StepCells => ({ ...cells, friction: new Int32Array(cells.rows) });
  return { ...tables, looking: calm(tables.looking), checkout: calm(tables.checkout) };
}
