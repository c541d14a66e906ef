import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { InputError } from '../errors.ts';
import { toAsciiCompatible, Utf8Check } from './encoding.ts';
import { type ReadOptions, readChunks } from './read-chunks.ts';
import { RecordScanner } from './record-scanner.ts';
import type { Sniffed } from './sniff-file.ts';

/** What one pass over all bytes of a file found. */
export interface Surveyed {
  /** Of the file as it lies on disk, in hexadecimal. */
  sha256: string;
  /** On disk. */
  bytes: number;
  /** Data records: rows plus distinct rejected records when the engine reads the file; 0 for Parquet, which is not counted here. */
  records: number;
  /** Completely empty lines below the preamble, which the engine skips; not among the records. */
  blank_lines: number;
  /** Set when only the very last line of the file has an unclosed quote (a download cut off): that one record is lost. */
  unterminated_quote_line: number | null;
  /** Physical line where the first record begins in which text follows a closing quote (`"f"x`); the engine rejects such records. */
  malformed_quote_line: number | null;
  /** Line ends outside quotes, preamble included. */
  newline: '\n' | '\r\n' | '\r' | 'mixed' | 'none';
  /** Whether the unpacked bytes are UTF-8; always false for UTF-16, true for Parquet, where nothing is looked at. */
  valid_utf8: boolean;
  /** Without its line end; in UTF-8 when the file is UTF-16. */
  longest_record_bytes: number;
  /** Bytes of the unpacked file at which the 1st data record starts, the 1025th, and so on: see `MARK_EVERY`. */
  marks: number[];
}

/** Distance of the records whose place is kept. */
export const MARK_EVERY = 1024;

export interface SurveyHooks {
  signal?: AbortSignal;
  /** Called with the share of the file's bytes that are read, 0 to 1. */
  onProgress?: (share: number) => void;
  /** Bytes per read; for tests. */
  chunk_bytes?: number;
}

/**
 * Reads a whole file once: fingerprint, number of records, line ends, encoding. The count is independent of the engine that reads the
 * rows later, so that rows which vanish there are noticed.
 *
 * @param sniffed - what `sniffFile` said about this file
 * @throws InputError when a CSV has no data record, a quote is opened and never closed, a gzip is damaged or cut off, it is zstd, or
 *   the file changes meanwhile
 * @throws InterruptedError when the signal is aborted
 */
export async function surveyFile(path: string, sniffed: Sniffed, hooks: SurveyHooks = {}): Promise<Surveyed> {
  const { kind, encoding, has_bom, csv, log, shown_as } = sniffed;
  const marks: number[] = [];
  const bom = has_bom && encoding === 'utf-8' ? 3 : 0;
  let number = csv ? -1 : 0;
  const scanner = new RecordScanner(
    { delimiter: csv ? csv.delimiter.charCodeAt(0) : null, skip_lines: csv?.preamble_lines ?? log?.preamble_lines ?? 0 },
    {
      record(start) {
        if (number >= 0 && number % MARK_EVERY === 0) marks.push(start + bom);
        number += 1;
      },
    },
  );
  const utf8 = encoding === 'utf-8' && kind !== 'parquet' ? new Utf8Check() : null;
  const size = await sizeOf(path);
  const raw = fingerprint(size, hooks.onProgress);
  const chunks = toAsciiCompatible(readChunks(path, { ...readOptions(sniffed, hooks), onRaw: raw.take }), encoding, has_bom);
  for await (const chunk of chunks) {
    if (kind === 'parquet') continue;
    scanner.push(chunk);
    utf8?.push(chunk);
  }
  scanner.end();
  if (raw.bytes() !== size) throw otherSize(sniffed, raw.bytes(), size);
  const { open_quote_at, first_malformed_at } = scanner;
  const lineOf = (at: number | null) => (at === null ? null : findLine(path, sniffed, hooks, at));
  const unterminated = await lineOf(open_quote_at);
  const malformed = await lineOf(first_malformed_at);
  if (unterminated?.more_lines) throw unclosedQuote(shown_as, unterminated.line, malformed?.line ?? null);
  const records = kind === 'parquet' ? 0 : Math.max(0, scanner.records - (csv ? 1 : 0));
  if (csv && records === 0) throw headerOnly(shown_as);
  return {
    sha256: raw.digest(),
    bytes: raw.bytes(),
    records,
    blank_lines: scanner.blank_lines,
    unterminated_quote_line: unterminated?.line ?? null,
    malformed_quote_line: malformed?.line ?? null,
    newline: newlineOf(scanner),
    valid_utf8: kind === 'parquet' || (utf8?.end() ?? false),
    longest_record_bytes: scanner.longest_record_bytes,
    marks,
  };
}

function readOptions({ compression, shown_as }: Sniffed, { signal, chunk_bytes }: SurveyHooks): ReadOptions {
  return { compression, shown_as, signal, chunk_bytes };
}

function fingerprint(size: number, onProgress: SurveyHooks['onProgress']) {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    take(chunk: Uint8Array) {
      hash.update(chunk);
      bytes += chunk.length;
      onProgress?.(size === 0 ? 1 : Math.min(1, bytes / size));
    },
    digest: () => hash.digest('hex'),
    bytes: () => bytes,
  };
}

async function sizeOf(path: string): Promise<number> {
  // A file that is not there is spoken of where it is opened.
  return (await stat(path).catch(() => null))?.size ?? 0;
}

// Lines inside quotes are not counted in the main pass, which would slow it down for every file; only a broken file is read again.
async function findLine(path: string, sniffed: Sniffed, hooks: SurveyHooks, at: number): Promise<{ line: number; more_lines: boolean }> {
  let [base, line, lastByte] = [0, 1, 0];
  let endsAfter = 0;
  let more = false;
  for await (const chunk of toAsciiCompatible(readChunks(path, readOptions(sniffed, hooks)), sniffed.encoding, sniffed.has_bom)) {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      const isLineEnd = byte === 0x0a || byte === 0x0d;
      const endsPair = byte === 0x0a && lastByte === 0x0d;
      lastByte = byte;
      if (base + i < at) line += Number(isLineEnd && !endsPair);
      else if (isLineEnd) endsAfter++;
      else more ||= endsAfter > 0;
    }
    base += chunk.length;
    if (more) break;
  }
  return { line, more_lines: more };
}

function newlineOf({ line_feeds, carriage_returns, pairs }: RecordScanner): Surveyed['newline'] {
  const kinds = Number(line_feeds > 0) + Number(carriage_returns > 0) + Number(pairs > 0);
  if (kinds !== 1) return kinds === 0 ? 'none' : 'mixed';
  if (pairs > 0) return '\r\n';
  return carriage_returns > 0 ? '\r' : '\n';
}

// A fingerprint of a part would say that two different files are the same.
function otherSize({ compression, shown_as }: Sniffed, read: number, size: number): InputError {
  if (compression === 'gzip' && read < size) {
    return new InputError(`${shown_as} has other bytes behind its gzip data`, {
      hint: `Unpack and pack it again: gunzip -c '${shown_as}' | gzip > new.csv.gz`,
    });
  }
  return new InputError(`${shown_as} changed while it was read: ${size} bytes before, ${read} now`, {
    hint: 'Wait until the export has finished, then run again.',
  });
}

function unclosedQuote(shownAs: string, line: number, malformedLine: number | null): InputError {
  const earlier = malformedLine !== null && malformedLine <= line;
  const where = earlier ? ` The cause may stand earlier: in the record at line ${malformedLine} text follows a closing quote.` : '';
  return new InputError(`${shownAs}: the quote that opens in line ${line} is never closed, so all lines after it are one cell`, {
    hint: `Correct that line: close the quote, or write quotes inside a cell twice ("").${where}`,
  });
}

function headerOnly(shownAs: string): InputError {
  return new InputError(`${shownAs} has a header but no data`, {
    hint: 'Check that the date range of the export has data and that the export has finished.',
  });
}
