import { type Field, PARAM_VALUES, WORDS_FOR_NOTHING } from '../../fields.ts';
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
  /** SQL for the text of a field; empty cells and the words for "nothing" are NULL. */
  text(field: Field | undefined): string;
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
        text: textOf((column) => `c${column}`),
      };
    case 'parquet':
      if (file.nested === true) {
        return {
          from: parquetAsJson(),
          values: { source_path: globLiteral(file.path) },
          text: textOf((column) => memberSql(file, column)),
        };
      }
      return {
        from: 'read_parquet($source_path)',
        values: { source_path: globLiteral(file.path) },
        text: textOf((column) => present(`cast(${quoteName(file.columns[column]!)} as varchar)`)),
      };
    case 'json_lines':
      return {
        from: `(select try_cast(line as json) as line from ${wholeLines(file, 0)})`,
        values: { source_path: globLiteral(file.path) },
        text: textOf((column) => memberSql(file, column)),
      };
    case 'log_lines': {
      const { form, skip_lines } = file.log!;
      const parts = partsSql(form, file.columns);
      return {
        from: `(select case when ${parts.areAll} then line end as line, parts from (select line, ${parts.sql} as parts from ${wholeLines(file, skip_lines)}))`,
        values: { source_path: globLiteral(file.path), ...parts.values },
        text: textOf((column) => present(`nullif(${parts.part(column)}, '-')`)),
      };
    }
  }
}

/** The number of the problem that a line has which is not of its format; null where every record that arrives is. `line` is NULL then. */
export function brokenLine(file: SourceFile): number | null {
  return file.kind === 'json_lines' ? 5 : file.kind === 'log_lines' ? 6 : null;
}

/** One text column whose quote and delimiter cannot occur: every physical line is one record, whatever it holds. */
function wholeLines(file: SourceFile, skip: number): string {
  return `read_csv($source_path, columns = {'line': 'VARCHAR'}, header = false, skip = ${skip}, auto_detect = false,
          delim = chr(1), quote = '', escape = '', compression = '${file.compression}', ${BUFFERS}, parallel = ${file.parallel})`;
}

/** The parts of a line of a log, how one of them is got, and whether the line has all of them. */
function partsSql(form: NonNullable<SourceFile['log']>['form'], columns: readonly string[]) {
  if ('pattern' in form) {
    const names = columns.map((_, column) => `'p${column}'`).join(', ');
    // A line that does not fit gives empty texts throughout.
    const areAll = `concat(${columns.map((_, column) => `parts.p${column}`).join(', ')}) <> ''`;
    return {
      sql: `regexp_extract(line, ${literal(form.pattern)}, [${names}])`,
      areAll,
      part: (column: number) => `parts.p${column}`,
      values: {},
    };
  }
  // A tab with a backslash before it is text; a backslash that is text has one before it too.
  const line = form.has_escapes ? `replace(replace(line, '\\\\', chr(30)), '\\' || chr(9), ' ')` : 'line';
  const whole = (text: string) => (form.has_escapes ? `replace(${text}, chr(30), '\\')` : text);
  return {
    sql: `string_split(${line}, $log_delimiter)`,
    areAll: `len(parts) = ${columns.length}`,
    part: (column: number) => whole(`parts[${column + 1}]`),
    values: { log_delimiter: form.delimiter },
  };
}

const WORDS = WORDS_FOR_NOTHING.map((word) => `'${word}'`).join(', ');
const NO_TEXT = 'cast(null as varchar)';

/** Records of a Parquet file as one JSON text each, in the column `line`. */
export function parquetAsJson(): string {
  return '(select to_json(whole_record) as line from read_parquet($source_path) as whole_record)';
}

function memberSql(file: SourceFile, column: number): string {
  return present(`json_extract_string(line, '${jsonPath(file.columns[column]!.split('.'))}')`);
}

/** SQL of fields, from that of columns: what `fieldText` says in JavaScript. */
function textOf(columnSql: (column: number) => string): SourceRelation['text'] {
  const sqlOf = (field: Field): string => {
    if (typeof field === 'number') return columnSql(field);
    if ('first' in field) return `coalesce(${[...field.first.map(sqlOf), NO_TEXT].join(', ')})`;
    if ('join' in field) return `(${field.join.map(sqlOf).join(` || ${literal(field.sign)} || `)})`;
    if ('text' in field) return literal(field.text);
    if ('decoded' in field) return `coalesce(try(url_decode(replace(${sqlOf(field.decoded)}, '+', ' '))), ${sqlOf(field.decoded)})`;
    if ('json' in field) return present(`json_extract_string(try_cast(${sqlOf(field.json)} as json), '${jsonPath(field.path)}')`);
    if ('param' in field) {
      const list = `json_transform(try_cast(${sqlOf(field.param)} as json), '${PARAM_SHAPE}')`;
      const value = `list_extract(list_filter(${list}, lambda entry : entry."key" = ${literal(field.key)}), 1)."value"`;
      return present(`coalesce(${PARAM_VALUES.map((name) => `${value}.${name}`).join(', ')})`);
    }
    const otherwise = field.no === null ? NO_TEXT : sqlOf(field.no);
    return `case when regexp_matches(lower(${sqlOf(field.if)}), ${literal(field.matches)}) then ${sqlOf(field.yes)} else ${otherwise} end`;
  };
  return (field) => (field === undefined ? NO_TEXT : sqlOf(field));
}

const PARAM_SHAPE = JSON.stringify([{ key: 'VARCHAR', value: Object.fromEntries(PARAM_VALUES.map((name) => [name, 'VARCHAR'])) }]);

// A chain of comparisons: DuckDB plans `in` with so many words as a hash join, one for each place where it stands.
function present(expression: string): string {
  return `case when ${WORDS_FOR_NOTHING.map((word) => `${expression} = '${word}'`).join(' or ')} then null else ${expression} end`;
}

/** A path that the engine takes literally: it would read `*`, `?` and `[` in a file name as a pattern. */
function globLiteral(path: string): string {
  return path.replace(/[[*?]/g, (sign) => `[${sign}]`);
}

/** Names and places in lists as a JSON path; a name is quoted, and quotes inside cannot close it. */
function jsonPath(names: readonly (string | number)[]): string {
  return `$${names.map((name) => (typeof name === 'number' ? `[${name}]` : `."${name.replace(/["\\']/g, '')}"`)).join('')}`;
}

/** A text in SQL. Fields come from our own tables and from checked options; quotes are doubled all the same. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
