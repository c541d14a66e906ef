import { InputError } from '../errors.ts';

/** One record of the sample: its cells, the physical line where it begins, and whether its quotes are misplaced. */
export interface Row {
  cells: string[];
  line: number;
  malformed: boolean;
}

/** Cells of a row that are not blank. */
export function countFilled(row: Row): number {
  return row.cells.filter((cell) => cell.trim() !== '').length;
}

/** Whether a cell is a number, date, time or address, as names of columns hardly ever are. */
export function looksLikeData(cell: string): boolean {
  return /^[\s\d.,:/+-]*\d[\s\d.,:/+-]*$|^\s*\d{4}-\d\d-\d\d[T ][\d:.]+|^\s*(https?:\/)?\//i.test(cell);
}

/**
 * Checks that every column can be called by its name.
 *
 * @param rows - the sample from the first line on
 * @param header - which of them holds the names
 * @throws InputError when two columns have one name (in any case), when a column that has values has no name, when a row of names
 *   stands above with another width than the rows below it, or when there is no row of names
 */
export function requireUsableColumns(rows: readonly Row[], header: number, shownAs: string): void {
  requireNamesAboveData(rows, header, shownAs);
  requireNamesNotData(rows[header]!, shownAs);
  const names = rows[header]!.cells.map((cell) => cell.trim());
  requireDistinctNames(names, shownAs);
  requireNamesForValues(names, rows.slice(header + 1), shownAs);
}

function requireNamesAboveData(rows: readonly Row[], header: number, shownAs: string): void {
  const chosen = rows[header]!;
  if (!chosen.cells.some(looksLikeData)) return;
  const above = rows.slice(0, header).find((row) => countFilled(row) >= 2 && !row.cells.some(looksLikeData));
  // A caption of two cells above a wide table is a preamble; names are about as many as the columns.
  if (!above || Math.abs(above.cells.length - chosen.cells.length) > 2) return;
  throw new InputError(
    `${shownAs} has ${above.cells.length} column names in line ${above.line} but ${chosen.cells.length} cells in the rows below it`,
    {
      hint: 'Give every column one name: add the missing name to that line, or take the delimiter off the end of the rows.',
    },
  );
}

// The first row of an export without names would be lost, and its cells taken for names. Some exports have a number or a day as the name of one column.
function requireNamesNotData({ cells, line }: Row, shownAs: string): void {
  const data = cells.filter(looksLikeData);
  const value = data.find((cell) => MOMENT_OR_ADDRESS.test(cell)) ?? (data.length >= cells.length / 2 ? data[0] : undefined);
  if (value === undefined) return;
  throw new InputError(`${shownAs} has no names of columns: line ${line} already holds data, such as "${value.trim().slice(0, 60)}"`, {
    hint: 'Export it with a header, or write one line with the names of the columns above the first row.',
  });
}

const MOMENT_OR_ADDRESS = /^\s*\d{4}-\d\d-\d\d[T ]\d|^\s*https?:\/\/|^\s*\/\w/i;

function requireDistinctNames(header: readonly string[], shownAs: string): void {
  const seen = new Map<string, number>();
  for (const [i, name] of header.entries()) {
    if (name === '') continue;
    const first = seen.get(name.toLowerCase());
    if (first !== undefined) {
      throw new InputError(
        `${shownAs} has two columns with one name: column ${first + 1} is "${header[first]}" and column ${i + 1} is "${name}"`,
        {
          hint: 'Rename one of them in the first line, or leave one out of the export. Upper and lower case count as the same.',
        },
      );
    }
    seen.set(name.toLowerCase(), i);
  }
}

/** Adobe Workspace and pivot tables leave the corner above their rows empty. */
const TOTALS = ' A table of totals cannot be used at all: export one row per hit or order.';

function requireNamesForValues(header: readonly string[], data: readonly Row[], shownAs: string): void {
  for (const [i, name] of header.entries()) {
    const value = name === '' ? data.map(({ cells }) => cells[i]?.trim() ?? '').find((cell) => cell !== '') : undefined;
    if (value === undefined) continue;
    throw new InputError(`${shownAs}: column ${i + 1} has no name in the header but has values, such as "${value.slice(0, 60)}"`, {
      hint: `Give the column a name in the header line, or leave it out of the export.${i === 0 ? TOTALS : ''}`,
    });
  }
}
