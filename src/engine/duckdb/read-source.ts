import { quoteName, type Values } from '../query.ts';
import type { SourceFile } from '../sources.ts';

/** How many rejected records of a file the engine keeps; all are counted. Recording 300,000 of them took 8 s. */
const KEPT_REJECTS = 20_000;

/**
 * Longest record of 16 MiB, and the buffers that the reader has by default. Unless told so, it would take buffers of 16 times the longest record, 256 MiB
 * for the smallest file, and no run would fit into little memory.
 */
const BUFFERS = 'max_line_size = 16777216, buffer_size = 33554432';

/** A file as a relation: what stands after FROM, the values bound in it, and how a column is read as text. */
export interface SourceRelation {
  from: string;
  values: Values;
  /** SQL for the text of a column; empty cells and the words for "nothing" are NULL. */
  text(column: number | undefined): string;
}

/**
 * Relation of a file with every column as text. CSV is read strictly, with declared columns, rejects stored and nothing sniffed: see docs/adr/0003.
 * Columns are named by position (`c0`, `c1`, …), so no name of the data enters the SQL.
 */
export function sourceRelation(file: SourceFile): SourceRelation {
  switch (file.kind) {
    case 'csv':
      return {
        from: `read_csv($source_path, columns = {${file.columns.map((_, index) => `'c${index}': 'VARCHAR'`).join(', ')}},
          header = true, skip = ${file.csv?.skip_lines ?? 0}, auto_detect = false, delim = $source_delimiter, quote = '"', escape = '"',
          compression = '${file.compression}', ${BUFFERS}, nullstr = [${WORDS}], store_rejects = true, rejects_limit = ${KEPT_REJECTS}, parallel = ${file.parallel})`,
        values: { source_path: globLiteral(file.path), source_delimiter: file.csv?.delimiter ?? ',' },
        text: (column) => (column === undefined ? NO_TEXT : `c${column}`),
      };
    case 'parquet':
      return {
        from: 'read_parquet($source_path)',
        values: { source_path: globLiteral(file.path) },
        text: (column) => present(column === undefined ? null : `cast(${quoteName(file.columns[column]!)} as varchar)`),
      };
    case 'json_lines':
      return {
        // One text column whose quote and delimiter cannot occur: every physical line is one record, broken JSON included.
        from: `(select try_cast(line as json) as line from read_csv($source_path, columns = {'line': 'VARCHAR'}, header = false, auto_detect = false,
          delim = chr(1), quote = '', escape = '', compression = '${file.compression}', ${BUFFERS}, parallel = ${file.parallel}))`,
        values: { source_path: globLiteral(file.path) },
        text: (column) => present(column === undefined ? null : `json_extract_string(line, '${jsonPath(file.columns[column]!)}')`),
      };
  }
}

/** Words that exports write for "no value"; `(direct)`, `(none)` and `(not set)` mean something and are kept. */
const NOTHING = ['', 'NULL', 'null', '\\N', 'undefined', 'N/A', '[object Object]'];

const WORDS = NOTHING.map((word) => `'${word}'`).join(', ');
const NO_TEXT = 'cast(null as varchar)';

// A chain of comparisons: DuckDB plans `in` with so many words as a hash join, one for each place where it stands.
function present(expression: string | null): string {
  if (expression === null) return NO_TEXT;
  return `case when ${NOTHING.map((word) => `${expression} = '${word}'`).join(' or ')} then null else ${expression} end`;
}

/** A path that the engine takes literally: it would read `*`, `?` and `[` in a file name as a pattern. */
function globLiteral(path: string): string {
  return path.replace(/[[*?]/g, (sign) => `[${sign}]`);
}

/** `a.b` as a JSON path; each part is quoted, and quotes inside cannot close it. */
function jsonPath(column: string): string {
  return `$${column
    .split('.')
    .map((part) => `."${part.replace(/["\\']/g, '')}"`)
    .join('')}`;
}
