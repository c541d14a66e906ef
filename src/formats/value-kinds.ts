/** What the texts of a column look like, from a sample; a name alone does not make a role. */
export interface ColumnLook {
  /** Filled cells of the sample. */
  filled: number;
  /** Distinct filled texts. */
  distinct: number;
  /** Characters of the shortest filled text; 0 without any. */
  shortest: number;
  /** Shares of the filled cells, 0 to 1. */
  time: number;
  url: number;
  number: number;
  device: number;
  examples: string[];
}

const NOTHING = new Set(['', 'null', '\\n', 'undefined', 'n/a', '[object object]']);
const TIME =
  /^(\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ]\d|$)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}([T ,]|$)|\d{1,2}\/[A-Z][a-z]{2}\/\d{4}[: ]|[A-Z][a-z]{2} \d{1,2}, \d{4}|\d{10}(\.\d+)?$|\d{13}$|\d{16}$|\d{19}$)/;
const NUMBER =
  /^[-(]?[^\w\s]{0,3} ?\d[\d.,' \u00a0\u202f]*[ )]?[^\w\s]{0,3}$|^[A-Z]{2,3} ?-?\d[\d.,]*$|^[A-Z][a-z]{0,2}\. ?-?\d[\d.,]*$|^-?\d[\d.,]* ?[A-Z]{3}$/;
const DEVICE = /^(desktop|mobile|tablet|phone|smartphone|computer|pc|tv|smart ?tv|console|app|ios|android|web|other|unknown)$/i;

/** Nobody needs to see one to know what the column is: e-mails, and addresses of machines, which stand alone and not in a version. */
const EMAIL = /[^\s@]@[^\s@]/;
const ADDRESS = /(?<!\S)(?:\d{1,3}(?:\.\d{1,3}){3}|(?=\S*::|(?:[0-9a-f]+:){4})[0-9a-f:.]{2,45})(?!\S)/gi;

/** Looks at one column of the sample. */
export function lookAtColumn(cells: readonly (string | null | undefined)[]): ColumnLook {
  const filled = cells.map((cell) => (cell ?? '').trim()).filter((cell) => !NOTHING.has(cell.toLowerCase()));
  const share = (test: (cell: string) => boolean) => (filled.length === 0 ? 0 : filled.filter(test).length / filled.length);
  return {
    filled: filled.length,
    distinct: new Set(filled).size,
    shortest: filled.reduce((shortest, cell) => Math.min(shortest, cell.length), filled[0]?.length ?? 0),
    time: share((cell) => TIME.test(cell)),
    url: share((cell) => /^https?:\/\//i.test(cell) || cell.startsWith('/')),
    number: share((cell) => NUMBER.test(cell)),
    device: share((cell) => DEVICE.test(cell)),
    examples: [...new Set(filled)].slice(0, 3).map(asExample),
  };
}

function asExample(cell: string): string {
  if (EMAIL.test(cell)) return '(e-mail)';
  const text = cell.replace(ADDRESS, '(address)');
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
