import { readChunks } from '../io/read-chunks.ts';
import { RecordScanner } from '../io/record-scanner.ts';
import type { UnderstoodFile } from './assign-roles.ts';

export interface Wanted {
  /** Where refused records start, in bytes of the unpacked text. */
  bytes: readonly number[];
  /** Numbers of accepted records, 1-based; refused ones do not count. */
  ordinals: readonly number[];
  signal?: AbortSignal;
}

/**
 * Physical lines, 1-based and of the original file, on which records start. The engine tells where a refused record starts in bytes, and of an accepted
 * one only the how-manieth it is; quoted line breaks and blank lines make neither a line number.
 */
export async function locateRecords(
  { opened }: UnderstoodFile,
  wanted: Wanted,
): Promise<{ byByte: Map<number, number>; byOrdinal: Map<number, number> }> {
  const refused = new Set(wanted.bytes);
  const numbers = new Set(wanted.ordinals);
  /** Start of a record in bytes → its number, or −1 − its refused byte. */
  const starts = new Map<number, number>();
  let seen = opened.csv === null ? 0 : -1;
  const scanner = new RecordScanner(
    { delimiter: opened.csv ? opened.csv.delimiter.charCodeAt(0) : null, skip_lines: opened.skip_lines },
    {
      record(start) {
        // Before CRLF line ends the engine counts one byte less.
        const byte = [start, start - 1, start + 1].find((candidate) => refused.has(candidate));
        if (byte !== undefined) {
          refused.delete(byte);
          starts.set(start, -byte - 1);
          return;
        }
        seen += 1;
        if (numbers.has(seen)) starts.set(start, seen);
      },
    },
  );
  for await (const chunk of readChunks(opened.path, options(opened, wanted))) scanner.push(chunk);
  scanner.end();

  const sorted = [...starts.keys()].sort((a, b) => a - b);
  const byByte = new Map<number, number>();
  const byOrdinal = new Map<number, number>();
  let base = 0;
  let line = 1 + opened.line_offset;
  let next = 0;
  let heldReturn = false;
  for await (const chunk of readChunks(opened.path, options(opened, wanted))) {
    let from = 0;
    // Whether a carriage return at the end of a chunk ends a line by itself is known with the next byte.
    if (heldReturn && chunk[0] !== LF) line += 1;
    heldReturn = chunk[chunk.length - 1] === CR;
    while (next < sorted.length && sorted[next]! < base + chunk.length) {
      line += countLineEnds(chunk, from, sorted[next]! - base);
      from = sorted[next]! - base;
      const found = starts.get(sorted[next]!)!;
      if (found < 0) byByte.set(-found - 1, line);
      else byOrdinal.set(found, line);
      next += 1;
    }
    if (next === sorted.length) break;
    line += countLineEnds(chunk, from, chunk.length);
    base += chunk.length;
  }
  return { byByte, byOrdinal };
}

function options(opened: UnderstoodFile['opened'], wanted: Wanted) {
  return { compression: opened.compression, shown_as: opened.shown, signal: wanted.signal };
}

/** `\n`, `\r\n` and a lone `\r`, in quotes too: an editor that shows a file with lone carriage returns counts them all. */
function countLineEnds(chunk: Buffer, from: number, to: number): number {
  const part = chunk.subarray(from, to);
  let count = 0;
  for (let at = part.indexOf(LF); at !== -1; at = part.indexOf(LF, at + 1)) count += 1;
  for (let at = part.indexOf(CR); at !== -1; at = part.indexOf(CR, at + 1))
    if (from + at + 1 < chunk.length && chunk[from + at + 1] !== LF) count += 1;
  return count;
}

const LF = 10;
const CR = 13;
