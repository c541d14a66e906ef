import { InputError } from '../errors.ts';
import { parseCsv } from './csv.ts';
import { countFilled, looksLikeData, type Row, requireUsableColumns } from './csv-columns.ts';
import { RecordScanner } from './record-scanner.ts';

/** How a CSV text is laid out, found in its beginning. */
export interface CsvLayout {
  delimiter: Delimiter;
  /** Column names, trimmed, otherwise as in the file. '' only for a column that is empty in the sample. */
  header: string[];
  /** Physical line of the header, from 1. */
  header_line: number;
  /** Physical lines before the header, blank ones too: `header_line - 1`. */
  preamble_lines: number;
  /** The text of those lines. */
  preamble: string[];
  newline: Newline;
  /** The first data records, at most 500, as wide as they are in the file; blank lines left out. */
  sample: string[][];
  /** Share of the sample's records that fit the best header under each delimiter, 0 to 1; lowered when that header looks like data. */
  delimiter_scores: Record<string, number>;
}

export type Delimiter = ',' | ';' | '\t' | '|';
export type Newline = '\n' | '\r\n' | '\r' | 'mixed';

/** What a message calls the file, and what the caller knows about it. */
export interface LayoutHints {
  shown_as: string;
  /** Overrides the choice. */
  delimiter?: string | undefined;
  /** Whether the text is the whole file; if not, its last record is taken as cut. */
  complete: boolean;
}

/**
 * Finds delimiter, header and preamble of a CSV text. For each delimiter the header is the first row in 60 lines that has at least
 * two names and as many cells as most of the records below it; the delimiter is the one under which most records fit.
 *
 * @param text - the beginning of the file in UTF-8, without byte order mark
 * @throws InputError when no delimiter gives two columns, when two columns have one name, when a column that has values has no name,
 *   or when the row of names has another width than the rows below it
 */
export function findCsvLayout(text: Uint8Array, hints: LayoutHints): CsvLayout {
  const candidates = delimitersToTry(hints).map((delimiter) => readAs(text, delimiter, hints.complete));
  const best = candidates.reduce((a, b) => (isBetter(b, a) ? b : a));
  const names = best.header === -1 ? undefined : best.rows[best.header];
  if (!names) throw oneColumn(text, hints);
  const header = names.cells.map((cell) => cell.trim());
  const data = best.rows.slice(best.header + 1, best.header + 1 + SAMPLE_RECORDS).map(({ cells }) => cells);
  requireUsableColumns(best.rows, best.header, hints.shown_as);
  return {
    delimiter: best.delimiter,
    header,
    header_line: names.line,
    preamble_lines: names.line - 1,
    preamble: physicalLines(text, names.line - 1),
    newline: best.newline,
    sample: data,
    delimiter_scores: Object.fromEntries(candidates.map(({ delimiter, score }) => [delimiter, score])),
  };
}

interface Candidate {
  delimiter: Delimiter;
  rows: Row[];
  /** Index into `rows`, -1 when no row has two names. */
  header: number;
  score: number;
  newline: Newline;
}

const SAMPLE_RECORDS = 500;
const HEADER_LINES = 60;
/** Where two delimiters fit equally well, the one that is rarer inside text comes first. */
const DELIMITERS: readonly Delimiter[] = ['\t', ';', '|', ','];

function delimitersToTry({ delimiter, shown_as }: LayoutHints): readonly Delimiter[] {
  if (delimiter === undefined) return DELIMITERS;
  const known = DELIMITERS.find((candidate) => candidate === delimiter);
  if (known) return [known];
  throw new InputError(`${shown_as}: "${delimiter}" is not a delimiter that can be read`, { hint: 'Use one of , ; | or a tab.' });
}

function readAs(text: Uint8Array, delimiter: Delimiter, complete: boolean): Candidate {
  const rows: Row[] = [];
  let line = 1;
  let counted = 0;
  const scanner = new RecordScanner(
    { delimiter: delimiter.charCodeAt(0), skip_lines: 0 },
    {
      record(start, end, malformed) {
        if (rows.length >= HEADER_LINES + SAMPLE_RECORDS) return;
        line += countLineEnds(text, counted, start);
        counted = start;
        rows.push({ cells: cellsOf(decode(text, start, end), delimiter), line, malformed });
      },
    },
  );
  scanner.push(text);
  if (complete) scanner.end();
  const header = findHeader(rows);
  return { delimiter, rows, header, score: scoreOf(rows, header), newline: newlineOf(scanner) };
}

/** Most texts hold neither a quote nor the delimiters that are not theirs: these need no parser. */
function cellsOf(record: string, delimiter: Delimiter): string[] {
  return record.includes(delimiter) || record.includes('"') ? (parseCsv(record, delimiter)[0] ?? ['']) : [record];
}

function findHeader(rows: readonly Row[]): number {
  let best = -1;
  let bestMatches = -1;
  for (const [i, row] of rows.entries()) {
    if (row.line > HEADER_LINES) break;
    if (row.malformed || row.cells.length < 2 || countFilled(row) < 2) continue;
    const below = rows.slice(i + 1, i + 1 + SAMPLE_RECORDS);
    const matching = below.filter((other) => fits(other, row));
    // A title row that a spreadsheet has padded with delimiters is as wide as the data but nearly empty.
    if (countFilled(row) <= Math.max(0, ...matching.slice(0, HEADER_LINES).map(countFilled)) / 2) continue;
    if (below.length > 0 && matching.length >= below.length / 2) return i;
    if (matching.length > bestMatches) {
      best = i;
      bestMatches = matching.length;
    }
  }
  return best;
}

function scoreOf(rows: readonly Row[], header: number): number {
  const names = rows[header];
  if (!names) return 0;
  const matching = rows.slice(header + 1).filter((row) => fits(row, names)).length;
  const share = (matching + 1) / rows.length;
  return names.cells.some(looksLikeData) ? 0.8 * share : share;
}

function isBetter(a: Candidate, b: Candidate): boolean {
  if (a.score !== b.score) return a.score > b.score;
  return widthOf(a) > widthOf(b);
}

function widthOf({ rows, header }: Candidate): number {
  return rows[header]?.cells.length ?? 0;
}

function fits(row: Row, header: Row): boolean {
  return !row.malformed && row.cells.length === header.cells.length;
}

function oneColumn(text: Uint8Array, { shown_as, delimiter }: LayoutHints): InputError {
  const first = physicalLines(text, 200).find((line) => line.trim() !== '') ?? '';
  const shown = first.length > 120 ? `${first.slice(0, 120)}…` : first;
  const tried = delimiter === undefined ? 'comma, semicolon, tab or |' : delimiter === '\t' ? 'a tab' : `"${delimiter}"`;
  return new InputError(`${shown_as} has only one column when divided by ${tried}. Its first line is: ${shown}`, {
    hint:
      delimiter === undefined
        ? 'Export it with one of these delimiters.'
        : 'Leave --delimiter out to have it found, or name the one that the file has.',
  });
}

function newlineOf({ line_feeds, carriage_returns, pairs }: RecordScanner): Newline {
  const kinds = Number(line_feeds > 0) + Number(carriage_returns > 0) + Number(pairs > 0);
  if (kinds > 1) return 'mixed';
  if (pairs > 0) return '\r\n';
  return carriage_returns > 0 ? '\r' : '\n';
}

function countLineEnds(text: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) if (text[i] === 0x0a || (text[i] === 0x0d && text[i + 1] !== 0x0a)) count++;
  return count;
}

function physicalLines(text: Uint8Array, count: number): string[] {
  return count === 0 ? [] : decode(text, 0, text.length).split(/\r\n|\r|\n/, count);
}

function decode(text: Uint8Array, start: number, end: number): string {
  return Buffer.from(text.buffer, text.byteOffset + start, end - start).toString('utf8');
}
