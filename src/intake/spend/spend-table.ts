import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { InputError } from '../../errors.ts';
import { recogniseSpend, type SpendHeader } from '../../formats/spend/recognise-spend.ts';
import { parseCsv } from '../../io/csv.ts';
import { detectEncoding, type Encoding, toUtf8 } from '../../io/encoding.ts';
import { reasonOf } from '../../io/system-error.ts';

/** A spend report as rows of text below its header. */
export interface SpendTable {
  header: SpendHeader;
  names: string[];
  preamble: string[];
  rows: string[][];
  delimiter: string;
  encoding: Encoding;
}

/** Larger files are clickstreams: the largest spend report of a shop has a row per campaign and day. */
const MOST_BYTES = 64 * 1024 * 1024;
const HEADER_ROWS = 60;
/** In these the header is looked for, so that a large file of another kind is not parsed whole. */
const HEADER_CHARACTERS = 65_536;
const DELIMITERS = [',', ';', '\t', '|'] as const;

/**
 * Reads a spend report wholly and finds its header: the row, in the first 60 and under the delimiter, in which most fields are known.
 *
 * @returns null when no row is the header of a spend report
 * @throws InputError when the file cannot be read or is too large for a spend report
 */
export async function readSpendTable(file: string, delimiter: string | null): Promise<SpendTable | null> {
  const { text, encoding } = await readText(file);
  let best: SpendTable | null = null;
  for (const candidate of delimiter === null ? DELIMITERS : [delimiter]) {
    const rows = parseCsv(text.slice(0, HEADER_CHARACTERS), candidate);
    for (const [index, cells] of rows.slice(0, HEADER_ROWS).entries()) {
      const preamble = rows.slice(0, index).map((row) => row.join(candidate));
      const header = recogniseSpend(cells, preamble);
      if (header === null || (best !== null && fieldsOf(header) <= fieldsOf(best.header))) continue;
      best = { header, names: cells, preamble, rows: parseCsv(text, candidate).slice(index + 1), delimiter: candidate, encoding };
    }
  }
  return best;
}

function fieldsOf({ columns }: SpendHeader): number {
  return Object.keys(columns).length;
}

async function readText(file: string): Promise<{ text: string; encoding: Encoding }> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch (cause) {
    throw new InputError(`${file} cannot be read: ${reasonOf(cause)}`, { hint: 'Check the path and the permissions of the file.', cause });
  }
  if (bytes.length > MOST_BYTES) {
    throw new InputError(`${file} is too large for a spend report`, {
      hint: 'Export one row per campaign and day. A clickstream goes to --events.',
    });
  }
  const { encoding, has_bom } = detectEncoding(bytes, true);
  const parts: Uint8Array[] = [];
  for await (const part of toUtf8([bytes], encoding, has_bom)) parts.push(part);
  return { text: Buffer.concat(parts).toString('utf8').replace(/\r\n?/g, '\n'), encoding };
}
