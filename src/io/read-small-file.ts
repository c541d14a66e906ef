import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { InputError } from '../errors.ts';
import { parseCsv } from './csv.ts';
import { findCsvLayout } from './csv-layout.ts';
import { detectEncoding, type Encoding, toUtf8 } from './encoding.ts';
import { refuseBinary, refuseForeignFormat } from './foreign-formats.ts';
import { RecordScanner } from './record-scanner.ts';
import { reasonOf } from './system-error.ts';

/** One row of a small table: its cells by column name, trimmed, without the empty ones; `line` is the physical line it starts on, from 1. */
export interface SmallRow {
  line: number;
  cells: Readonly<Record<string, string>>;
}

/** A file that a person writes, read whole: a JSON document, or a table. */
export interface SmallFile {
  file: string;
  sha256: string;
  encoding: Encoding;
  /** null for JSON. */
  delimiter: string | null;
  /** What the JSON says; undefined for a table. */
  json: unknown;
  /** The rows of the table; empty for JSON. */
  rows: SmallRow[];
}

/**
 * Reads a small file of settings or dates, JSON or CSV, in any encoding that exports come in. Column names are compared in small letters, with `_` for blanks.
 *
 * @param path - as the user gave it
 * @throws InputError when there is no such file, when it is empty or no text, when the JSON is broken (with line and column), or when a row is not as wide as the header
 */
export async function readSmallFile(path: string): Promise<SmallFile> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new InputError(`${path} cannot be read: ${reasonOf(cause)}`, { hint: 'Check the path.', cause });
  }
  refuseForeignFormat(bytes, path);
  const { encoding, has_bom } = detectEncoding(bytes, true);
  if (encoding === 'utf-8' || encoding === 'windows-1252') refuseBinary(bytes, path);
  const parts: Uint8Array[] = [];
  for await (const part of toUtf8([bytes], encoding, has_bom)) parts.push(part);
  const text = Buffer.concat(parts);
  const content = text.toString('utf8').trim();
  if (content === '') throw new InputError(`${path} is empty`, { hint: 'Write the file first; docs/formats shows an example.' });
  const file = { file: path, sha256: createHash('sha256').update(bytes).digest('hex'), encoding };
  if (/^[[{]/.test(content)) return { ...file, delimiter: null, json: parseJson(text.toString('utf8'), path), rows: [] };
  const { delimiter, header, header_line } = findCsvLayout(text, { shown_as: path, complete: true });
  return { ...file, delimiter, json: undefined, rows: readRows(text, { path, delimiter, header, header_line }) };
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${path} is not valid JSON: ${(cause as Error).message}`, { hint: 'Correct the file at that place.', cause });
  }
}

interface Layout {
  path: string;
  delimiter: string;
  header: readonly string[];
  header_line: number;
}

function readRows(text: Buffer, { path, delimiter, header, header_line }: Layout): SmallRow[] {
  const names = header.map((name) => name.toLowerCase().replace(/[\s-]+/g, '_'));
  const rows: SmallRow[] = [];
  let line = 1;
  let counted = 0;
  const scanner = new RecordScanner(
    { delimiter: delimiter.charCodeAt(0), skip_lines: 0 },
    {
      record(start, end, malformed) {
        line +=
          text
            .subarray(counted, start)
            .toString('latin1')
            .split(/\r\n|\r|\n/).length - 1;
        counted = start;
        if (line <= header_line) return;
        const cells = parseCsv(text.subarray(start, end).toString('utf8'), delimiter)[0] ?? [];
        if (cells.every((cell) => cell.trim() === '')) return;
        if (malformed || cells.length !== names.length) {
          throw new InputError(
            `${path}, line ${line}: ${malformed ? 'a quote is out of place' : `${cells.length} cells under ${names.length} columns`}`,
            {
              hint: 'Put a cell that holds the delimiter, a quote or a line break in quotes, and double the quotes inside.',
            },
          );
        }
        const filled = names.flatMap((name, index) => (cells[index]!.trim() === '' ? [] : [[name, cells[index]!.trim()] as const]));
        rows.push({ line, cells: Object.fromEntries(filled) });
      },
    },
  );
  scanner.push(text);
  scanner.end();
  return rows;
}
