import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { UsageError } from '../errors.ts';
import { type Encoding, toUtf8 } from './encoding.ts';
import { throwIfInterrupted } from './interruption.ts';
import { type Compression, readChunks } from './read-chunks.ts';
import { RecordScanner } from './record-scanner.ts';
import type { Sniffed } from './sniff-file.ts';
import type { Surveyed } from './survey-file.ts';
import { reasonOf } from './system-error.ts';

/** The part of `Sniffed` that says how to read the original. */
export interface NormaliseFrom {
  /** See `encodingToRead`. */
  encoding: Encoding;
  compression: Compression;
  has_bom: boolean;
  /** Null for JSON lines, which have no quotes around line ends. */
  csv: { delimiter: string; preamble_lines: number } | null;
  shown_as: string;
}

/**
 * Whether the engine needs a rewritten copy of a file: for UTF-16 and windows-1252, for UTF-8 that turns out not to be, for lone or
 * mixed carriage returns, and for a preamble with a quote that its line does not close (the engine would look for the end further down).
 */
export function needsNormalising({ kind, encoding, csv }: Sniffed, { newline, valid_utf8 }: Surveyed): boolean {
  if (kind === 'parquet') return false;
  if (encoding !== 'utf-8' || !valid_utf8 || newline === 'mixed' || newline === '\r') return true;
  return csv?.preamble.some((line) => line.split('"').length % 2 === 0) ?? false;
}

/**
 * The encoding to read a file with once all its bytes have been seen. A text that was plain ASCII in the sniffed part and is not UTF-8
 * further down is windows-1252; one that had UTF-8 characters stays UTF-8 with some broken bytes.
 */
export function encodingToRead({ encoding, ascii_only }: Sniffed, { valid_utf8 }: Surveyed): Encoding {
  return encoding === 'utf-8' && !valid_utf8 && ascii_only ? 'windows-1252' : encoding;
}

/**
 * Writes a copy of a file that the engine reads without surprises: unpacked, UTF-8 without byte order mark, `\n` at the end of
 * records, no preamble. Line ends inside quotes and blank lines stay, so a line of the copy is line + `preamble_lines` of the
 * original. Bytes that are no character become U+FFFD.
 *
 * @param target - a file that does not exist yet, in the temporary folder
 * @throws InputError when the original cannot be read, UsageError when the copy cannot be written, InterruptedError when the signal
 *   is aborted; then no target stays behind
 */
export async function normaliseFile(path: string, target: string, from: NormaliseFrom, signal?: AbortSignal): Promise<void> {
  throwIfInterrupted(signal);
  const chunks = readChunks(path, { compression: from.compression, shown_as: from.shown_as, signal });
  const file = createWriteStream(target, { flags: 'wx', mode: 0o600 });
  try {
    await pipeline(rewriteLineEnds(toUtf8(chunks, from.encoding, from.has_bom), from.csv), file);
  } catch (cause) {
    await rm(target, { force: true });
    throwIfInterrupted(signal);
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new UsageError(`cannot write the copy of ${from.shown_as} to ${target}: ${reasonOf(cause)}`, {
      hint: 'Set the environment variable TMPDIR to a folder with room for it.',
      cause,
    });
  }
}

/**
 * Ends every record with `\n` and drops the preamble, in UTF-8 chunks of any size.
 *
 * @param csv - null for JSON lines
 */
export async function* rewriteLineEnds(chunks: AsyncIterable<Uint8Array>, csv: NormaliseFrom['csv']): AsyncGenerator<Uint8Array> {
  const returns: number[] = [];
  const scanner = new RecordScanner(
    { delimiter: csv ? csv.delimiter.charCodeAt(0) : null, skip_lines: csv?.preamble_lines ?? 0 },
    { carriageReturn: (at) => returns.push(at) },
  );
  let base = 0;
  let heldReturn = false;
  for await (const chunk of chunks) {
    // What a carriage return becomes depends on the next byte, so one at the end of a chunk waits.
    const bytes: Buffer = heldReturn ? Buffer.concat([CR, chunk]) : Buffer.from(chunk);
    heldReturn = bytes[bytes.length - 1] === CR[0];
    const whole = heldReturn ? bytes.subarray(0, -1) : bytes;
    scanner.push(whole);
    const skipped = scanner.skipping ? whole.length : Math.min(whole.length, Math.max(0, scanner.body_at - base));
    yield rewriteChunk(whole, returns.splice(0), base, skipped);
    base += whole.length;
  }
  if (!heldReturn) return;
  scanner.push(CR);
  yield returns.length > 0 ? LF : scanner.open_quote_at !== null ? CR : new Uint8Array(0);
}

const CR = Buffer.from('\r');
const LF = Buffer.from('\n');

function rewriteChunk(bytes: Uint8Array, returns: readonly number[], base: number, skipped: number): Uint8Array {
  if (returns.length === 0) return bytes.subarray(skipped);
  const parts: Uint8Array[] = [];
  let from = skipped;
  for (const position of returns) {
    const at = position - base;
    parts.push(bytes.subarray(from, at));
    if (bytes[at + 1] !== LF[0]) parts.push(LF);
    from = at + 1;
  }
  parts.push(bytes.subarray(from));
  return Buffer.concat(parts);
}
