import Papa from 'papaparse';
import { InternalError } from '../errors.ts';

/**
 * A table as CSV text: UTF-8 without BOM, comma, fields quoted where needed (RFC 4180), lines ended by `\n`, the last one too.
 * Text that a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, tab or line break at its start, also after spaces) gets an
 * apostrophe in front, headers too. Numbers stay numbers: `-5` is -5, while the text `-5` becomes `'-5`.
 *
 * @param rows - as wide as the header; null is an empty field
 * @throws InternalError when a row has another width than the header, or a number is not finite
 * @see OWASP, CSV Injection
 */
export function toCsv(header: readonly string[], rows: Iterable<readonly (string | number | null)[]>): string {
  const parts = [unparse([header])];
  let batch: (readonly (string | number | null)[])[] = [];
  for (const row of rows) {
    if (row.length !== header.length) throw new InternalError(`A row of ${row.length} fields in a table of ${header.length} columns`);
    if (row.some((cell) => typeof cell === 'number' && !Number.isFinite(cell)))
      throw new InternalError(`A row holds a number that is not finite`);
    if (batch.push(row) < BATCH_ROWS) continue;
    parts.push(unparse(batch));
    batch = [];
  }
  if (batch.length > 0) parts.push(unparse(batch));
  return `${parts.join('\n')}\n`;
}

/**
 * A small CSV text as rows of fields, as papaparse reads it: nothing trimmed, nothing guessed, blank lines left out.
 *
 * @param text - lines ended by `\n`; a quoted field may hold any character
 * @param delimiter - one character
 */
export function parseCsv(text: string, delimiter = ','): string[][] {
  return Papa.parse<string[]>(text, { delimiter, newline: '\n', skipEmptyLines: true }).data;
}

// Rows go to papaparse in batches, so that an endless iterable does not stand in memory twice.
const BATCH_ROWS = 5_000;
const FORMULA = /^\s*[=+\-@]|^[ \u00a0]*[\t\r\n]/;

function unparse(rows: readonly (readonly (string | number | null)[])[]): string {
  return Papa.unparse(rows as (string | number | null)[][], { newline: '\n', escapeFormulae: FORMULA });
}
