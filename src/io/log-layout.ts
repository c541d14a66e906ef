/** How the lines of a log are taken apart: by a pattern with one group per column, or at a sign. */
export type LogForm = { pattern: string } | { delimiter: '\t' | ' '; has_escapes: boolean };

/** A text of lines without quoting of its own and without a header row. */
export interface LogLayout {
  form: LogForm;
  /** Names of the columns, in order. */
  columns: string[];
  /** Lines before the first record. */
  preamble_lines: number;
  /** The text of those lines. */
  preamble: string[];
}

/**
 * A line of an access log in the combined or common format, with or without the virtual host before it; what servers add behind is left aside. JavaScript and RE2 read it
 * alike, and no part of it can be read in two ways.
 */
const COMBINED =
  '^(?:([^ :]+)(?::[0-9]+)? )?([^ ]+) ([^ ]+) ([^ ]+) \\[([^\\]]+)\\] "(?:([A-Z]+) ([^ "]+)[^"]*|(?:[^"\\\\]|\\\\.)*)" ([0-9]{3}) ([0-9]+|-)(?: "((?:[^"\\\\]|\\\\.)*)" "((?:[^"\\\\]|\\\\.)*)")?(?: .*)?$';
const COMBINED_COLUMNS = [
  'virtual_host',
  'remote_address',
  'identity',
  'remote_user',
  'request_time',
  'method',
  'request_url',
  'status',
  'bytes',
  'referrer',
  'user_agent',
];
/** Lines that are looked at, and the share of them that must be of the form. */
const [LOOKED_AT, SHARE] = [200, 0.8];

/** The layout of an access log, or of a log that names its fields in a line `#Fields:` (W3C, IIS, CloudFront); null of any other text. */
export function findLogLayout(text: string): LogLayout | null {
  const lines = text.split(/\r\n|\n/, LOOKED_AT).filter((line) => line !== '');
  const preamble = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('#')),
  );
  const fields = preamble.find((line) => line.startsWith('#Fields:'));
  if (fields !== undefined) {
    const columns = fields
      .slice('#Fields:'.length)
      .trim()
      .split(/[ \t]+/);
    const delimiter = lines[preamble.length]!.includes('\t') ? '\t' : ' ';
    return { form: { delimiter, has_escapes: false }, columns, preamble_lines: preamble.length, preamble };
  }
  const pattern = new RegExp(COMBINED);
  if (lines.length === 0 || lines.filter((line) => pattern.test(line)).length < SHARE * lines.length) return null;
  return { form: { pattern: COMBINED }, columns: COMBINED_COLUMNS, preamble_lines: 0, preamble: [] };
}

/** The layout of a file whose columns are named in another file: one line, as tab separated as the file itself. */
export function layoutWithHeader(header: string): LogLayout {
  const columns = header.trim().split('\t');
  return { form: { delimiter: '\t', has_escapes: true }, columns, preamble_lines: 0, preamble: [] };
}
