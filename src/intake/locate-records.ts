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
  const count = lineCounter(opened.survey.newline);
  for await (const chunk of readChunks(opened.path, options(opened, wanted))) {
    let from = 0;
    while (next < sorted.length && sorted[next]! < base + chunk.length) {
      line += count(chunk, from, sorted[next]! - base);
      from = sorted[next]! - base;
      const found = starts.get(sorted[next]!)!;
      if (found < 0) byByte.set(-found - 1, line);
      else byOrdinal.set(found, line);
      next += 1;
    }
    if (next === sorted.length) break;
    line += count(chunk, from, chunk.length);
    base += chunk.length;
  }
  return { byByte, byOrdinal };
}

function options(opened: UnderstoodFile['opened'], wanted: Wanted) {
  return { compression: opened.compression, shown_as: opened.shown, signal: wanted.signal };
}

/**
 * Counts the line ends between two bytes of a chunk; called for all bytes in order. Records of a rewritten copy end in line feeds, but a carriage return
 * in quotes stays, and is a line of the original where its lines end so.
 */
function lineCounter(newline: UnderstoodFile['opened']['survey']['newline']): (chunk: Buffer, from: number, to: number) => number {
  if (newline !== '\r' && newline !== 'mixed') return countLineFeeds;
  let previous = 0;
  return (chunk, from, to) => {
    let count = 0;
    for (const byte of chunk.subarray(from, to)) {
      if (byte === 13 || (byte === 10 && previous !== 13)) count += 1;
      previous = byte;
    }
    return count;
  };
}

function countLineFeeds(chunk: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = chunk.indexOf(10, from); at !== -1 && at < to; at = chunk.indexOf(10, at + 1)) count += 1;
  return count;
}
