import { isAscii } from 'node:buffer';
import { open, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../errors.ts';
import { type CsvLayout, findCsvLayout } from './csv-layout.ts';
import { detectEncoding, type Encoding, toUtf8 } from './encoding.ts';
import { refuseBinary, refuseForeignFormat } from './foreign-formats.ts';
import { findLogLayout, type LogLayout, layoutWithHeader } from './log-layout.ts';
import { type Compression, readChunks } from './read-chunks.ts';

export type { CsvLayout } from './csv-layout.ts';
export type { Encoding } from './encoding.ts';
export type { LogForm, LogLayout } from './log-layout.ts';
export type { Compression } from './read-chunks.ts';

export type FileKind = 'csv' | 'json_lines' | 'parquet' | 'log_lines';

/** What a file is, judged by its beginning. */
export interface Sniffed {
  kind: FileKind;
  /** By magic bytes, whatever the name says. */
  compression: Compression;
  /** Of the unpacked text; 'utf-8' for Parquet and zstd, where nothing was looked at. */
  encoding: Encoding;
  has_bom: boolean;
  /** Whether what was read is plain ASCII, so that it does not tell UTF-8 from windows-1252. */
  ascii_only: boolean;
  /** Null when the file is no CSV, or is packed with zstd. */
  csv: CsvLayout | null;
  /** Null when the file is no log and has its own names. */
  log: LogLayout | null;
  /** What messages call the file. */
  shown_as: string;
}

/**
 * Says what a file is from its first MiB (unpacked): kind, packing, encoding and, for CSV, the layout.
 *
 * @param shownAs - the name for messages, for a spooled file "standard input"
 * @param expected - what the user has told about the file
 * @throws InputError when the file is empty, binary, of a foreign format, a JSON document instead of JSON lines, or a CSV without
 *   usable columns; see `findCsvLayout`
 */
export async function sniffFile(path: string, shownAs = path, expected: { delimiter?: string } = {}): Promise<Sniffed> {
  const compression = compressionOf(await readStart(path, 'none', shownAs, 8));
  const found: Sniffed = {
    kind: 'csv',
    compression,
    encoding: 'utf-8',
    has_bom: false,
    ascii_only: true,
    csv: null,
    log: null,
    shown_as: shownAs,
  };
  if (compression === 'zstd') return { ...found, kind: kindByName(path) };
  const start = await readStart(path, compression, shownAs, SNIFFED_BYTES + 1);
  const complete = start.length <= SNIFFED_BYTES;
  if (start.length === 0) throw emptyFile(shownAs);
  refuseForeignFormat(start, shownAs);
  if (start.subarray(0, 4).toString('latin1') === 'PAR1') {
    await requireWholeParquet(path, found);
    return { ...found, kind: 'parquet' };
  }
  const { encoding, has_bom } = detectEncoding(start, complete);
  if (encoding !== 'utf-16le' && encoding !== 'utf-16be') refuseBinary(start, shownAs);
  const text = await collect(toUtf8([start], encoding, has_bom));
  if (isBlank(text)) throw emptyFile(shownAs);
  const described: Sniffed = { ...found, encoding, has_bom, ascii_only: isAscii(start) };
  if (isJsonLines(text, complete, shownAs)) return { ...described, kind: 'json_lines' };
  const log = (await layoutOfDataFeed(path, text)) ?? findLogLayout(text.toString('utf8', 0, LOG_BYTES));
  if (log !== null) return { ...described, kind: 'log_lines', log };
  return { ...described, csv: findCsvLayout(text, { shown_as: shownAs, delimiter: expected.delimiter, complete }) };
}

const SNIFFED_BYTES = 1024 * 1024;
/** Enough for the lines of a log that are looked at. */
const LOG_BYTES = 256 * 1024;

async function readStart(path: string, compression: Compression, shownAs: string, bytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of readChunks(path, { compression, shown_as: shownAs })) {
    parts.push(Buffer.from(chunk));
    length += chunk.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(parts).subarray(0, bytes);
}

/**
 * The layout of an Adobe data feed, whose columns are named in a file of their own: `column_headers.tsv` beside it or in the folder of the lookups beside it. Null of any other
 * file, also where that one names another number of columns.
 */
async function layoutOfDataFeed(path: string, text: Buffer): Promise<LogLayout | null> {
  if (!/\.tsv(\.gz)?$/i.test(path)) return null;
  const folder = dirname(path);
  const lookups = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && entry.name.endsWith('lookup_data'))
    .map(({ name }) => join(folder, name))
    .sort();
  for (const place of [folder, ...lookups]) {
    const header = await readFile(join(place, 'column_headers.tsv'), 'latin1').catch(() => null);
    if (header === null || !header.includes('visid_high')) continue;
    const layout = layoutWithHeader(header);
    const end = text.indexOf(0x0a);
    const first = text.toString('latin1', 0, end < 0 ? text.length : end).replaceAll('\\\t', ' ');
    if (first.split('\t').length === layout.columns.length) return layout;
  }
  return null;
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

function compressionOf(start: Buffer): Compression {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  return start.length >= 4 && start.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : 'none';
}

function kindByName(path: string): FileKind {
  const inside = path.toLowerCase().replace(/\.(zst|zstd)$/, '');
  if (inside.endsWith('.parquet')) return 'parquet';
  return /\.(json|jsonl|ndjson)$/.test(inside) ? 'json_lines' : 'csv';
}

async function requireWholeParquet(path: string, { compression, shown_as }: Sniffed): Promise<void> {
  if (compression !== 'none') {
    throw new InputError(`${shown_as} is a Parquet file inside ${compression}`, {
      hint: 'Unpack it first (gunzip -k); Parquet is packed inside already.',
    });
  }
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, Math.max(0, size - 4));
    if (size >= 12 && buffer.toString('latin1') === 'PAR1') return;
  } finally {
    await file.close();
  }
  throw new InputError(`${shown_as} is a Parquet file that is cut off`, { hint: 'Download or export the file again.' });
}

function isJsonLines(text: Buffer, complete: boolean, shownAs: string): boolean {
  const beginning = text.subarray(0, 4096).toString('utf8').trimStart();
  if (/^\[\s*([[{"\]]|$)/.test(beginning)) {
    throw new InputError(`${shownAs} is one JSON array, not JSON lines`, {
      hint: `Write one object a line: jq -c '.[]' '${shownAs}' > events.jsonl`,
    });
  }
  if (!beginning.startsWith('{')) return false;
  const body = text.toString('utf8').trimStart();
  const end = body.search(/[\r\n]/);
  // An object longer than what was read cannot be checked here.
  if (end === -1 && !complete) return true;
  try {
    JSON.parse(end === -1 ? body : body.slice(0, end));
    return true;
  } catch (cause) {
    throw new InputError(`${shownAs} begins like JSON, but its first line is not a whole JSON object`, {
      hint: `Write one object a line: jq -c . '${shownAs}' > events.jsonl`,
      cause,
    });
  }
}

function isBlank(text: Buffer): boolean {
  return text.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

function emptyFile(shownAs: string): InputError {
  return new InputError(`${shownAs} is empty`, { hint: 'Check that the export has finished and that its date range has data.' });
}
