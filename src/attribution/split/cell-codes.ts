import { ARRIVALS, BUCKETS, CONTEXTS, FRICTIONS, type StepCells } from './tables.ts';

/** The codes that cells are made of, as told at `ARRIVALS`. */
export function codesOf(cell: Float64Array): Pick<StepCells, 'context' | 'friction' | 'arrival' | 'bucket'> {
  const make = () => new Int32Array(cell.length);
  const codes = { context: make(), friction: make(), arrival: make(), bucket: make() };
  for (let line = 0; line < cell.length; line++) {
    const pattern = Math.floor(cell[line]! / (ARRIVALS * BUCKETS));
    const place = cell[line]! - pattern * (ARRIVALS * BUCKETS);
    const arrival = Math.floor(place / BUCKETS);
    codes.context[line] = Math.floor(pattern / FRICTIONS) % CONTEXTS;
    codes.friction[line] = pattern % FRICTIONS;
    codes.arrival[line] = arrival;
    codes.bucket[line] = place - arrival * BUCKETS;
  }
  return codes;
}
