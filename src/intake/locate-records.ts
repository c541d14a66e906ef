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

/** Physical lines of a record, both ends in: more than one where a quoted field has line breaks, or where a quote is broken. */
export interface Lines {
  first: number;
  last: number;
}

/**
 * Physical lines, 1-based and of the original file, that records are on. The engine tells where a refused record starts in bytes, and of an accepted
 * one only the how-manieth it is; quoted line breaks and blank lines make neither a line number.
 */
export async function locateRecords(
  { opened }: UnderstoodFile,
  wanted: Wanted,
): Promise<{ byByte: Map<number, Lines>; byOrdinal: Map<number, Lines> }> {
  const refused = new Set(wanted.bytes);
  const numbers = new Set(wanted.ordinals);
  /** Bytes at which a record starts and ends. */
  const places: { at: number; lines: Lines; isStart: boolean }[] = [];
  const byByte = new Map<number, Lines>();
  const byOrdinal = new Map<number, Lines>();
  const note = (start: number, end: number): Lines => {
    const lines = { first: 0, last: 0 };
    places.push({ at: start, lines, isStart: true }, { at: end, lines, isStart: false });
    return lines;
  };
  let seen = opened.csv === null ? 0 : -1;
  const scanner = new RecordScanner(
    { delimiter: opened.csv ? opened.csv.delimiter.charCodeAt(0) : null, skip_lines: opened.skip_lines },
    {
      record(start, end) {
        // Before CRLF line ends the engine counts one byte less.
        const byte = [start, start - 1, start + 1].find((candidate) => refused.has(candidate));
        if (byte !== undefined) {
          refused.delete(byte);
          byByte.set(byte, note(start, end));
          return;
        }
        seen += 1;
        if (numbers.has(seen)) byOrdinal.set(seen, note(start, end));
      },
    },
  );
  for await (const chunk of readChunks(opened.path, options(opened, wanted))) scanner.push(chunk);
  scanner.end();

  const sorted = places.sort((a, b) => a.at - b.at);
  const put = ({ lines, isStart }: (typeof places)[number]) => {
    if (isStart) lines.first = line;
    lines.last = line;
  };
  let base = 0;
  let line = 1 + opened.line_offset;
  let next = 0;
  let heldReturn = false;
  for await (const chunk of readChunks(opened.path, options(opened, wanted))) {
    let from = 0;
    // Whether a carriage return at the end of a chunk ends a line by itself is known with the next byte.
    if (heldReturn && chunk[0] !== LF) line += 1;
    heldReturn = chunk[chunk.length - 1] === CR;
    while (next < sorted.length && sorted[next]!.at < base + chunk.length) {
      const place = sorted[next]!;
      line += countLineEnds(chunk, from, place.at - base);
      from = place.at - base;
      put(place);
      next += 1;
    }
    if (next === sorted.length) break;
    line += countLineEnds(chunk, from, chunk.length);
    base += chunk.length;
  }
  // A file may end without a line end.
  for (const place of sorted.slice(next)) put(place);
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
