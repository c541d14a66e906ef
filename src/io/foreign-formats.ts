import { InputError } from '../errors.ts';

/**
 * Refuses files that are known not to be text: by magic bytes, then by NUL and other control bytes.
 *
 * @param start - first bytes, unpacked; not UTF-16
 * @throws InputError that names the kind of file and what to export instead
 */
export function refuseBinary(start: Uint8Array, shownAs: string): void {
  let controls = 0;
  if (start.includes(0)) throw new InputError(`${shownAs} is not text: it has a NUL byte`, { hint: REMEDY });
  // A plain loop: an iterator takes ten times as long.
  for (let i = 0; i < start.length; i++) {
    const byte = start[i]!;
    // Tab, line feed, vertical tab, form feed, carriage return; 0x1A is the end mark of old DOS programs, 0x1B begins colours in logs.
    if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1a && byte !== 0x1b) controls++;
  }
  // Chosen: random bytes have a tenth of them, real text a stray one at most.
  if (controls > Math.max(1, 0.01 * start.length)) {
    throw new InputError(`${shownAs} is not text: ${controls} of its first ${start.length} bytes are control characters`, { hint: REMEDY });
  }
}

/**
 * Refuses files whose first bytes are those of a known format that is not read here.
 *
 * @throws InputError that names the format and the remedy
 */
export function refuseForeignFormat(start: Uint8Array, shownAs: string): void {
  const head = Buffer.from(start.subarray(0, 16)).toString('latin1');
  if (MARKUP.test(Buffer.from(start.subarray(0, 256)).toString('latin1'))) {
    throw new InputError(`${shownAs} is a web page or XML, not CSV`, {
      hint: 'A download that needs a sign-in often gives its page instead of the file: open it to see. Then export the data again.',
    });
  }
  const known = FOREIGN.find(({ magic }) => head.startsWith(magic));
  if (!known) return;
  if (known.magic === ZIP && isWorkbook(start)) {
    throw new InputError(`${shownAs} is an Excel workbook (or zip), not CSV: save it as CSV UTF-8`, {
      hint: 'In Excel: File, Save As, "CSV UTF-8 (comma delimited)". Then name the .csv file.',
    });
  }
  throw new InputError(`${shownAs} is ${known.name}, not CSV`, { hint: known.hint(shownAs) });
}

/** After a byte order mark and blanks; lines of syslog begin with `<` too. */
const MARKUP = /^(ï»¿)?\s*<(!doctype\b|html\b|\?xml\b)/i;
const REMEDY = 'Export the data as CSV (UTF-8), JSON lines or Parquet.';
const ZIP = 'PK\x03\x04';
const unpack = (command: string) => (path: string) => `Unpack it first (${command} '${path}') and name the files in it.`;

const FOREIGN: { magic: string; name: string; hint: (path: string) => string }[] = [
  { magic: ZIP, name: 'a zip archive', hint: unpack('unzip') },
  { magic: 'PK\x05\x06', name: 'an empty zip archive', hint: () => 'Export the data again.' },
  {
    magic: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    name: 'an old Excel workbook (.xls)',
    hint: () => 'Open it in Excel and save it as "CSV UTF-8".',
  },
  { magic: '%PDF-', name: 'a PDF document', hint: () => REMEDY },
  { magic: '\x89PNG', name: 'a PNG picture', hint: () => REMEDY },
  { magic: '\xff\xd8\xff', name: 'a JPEG picture', hint: () => REMEDY },
  { magic: 'GIF89a', name: 'a GIF picture', hint: () => REMEDY },
  {
    magic: 'SQLite format 3\0',
    name: 'an SQLite database',
    hint: () => 'Write the table out first: sqlite3 -header -csv FILE "select * from …"',
  },
  { magic: '\x1f\x8b', name: 'gzip inside gzip', hint: unpack('gunzip -k') },
  { magic: '\x28\xb5\x2f\xfd', name: 'zstd inside gzip', hint: unpack('gunzip -k') },
  { magic: 'BZh91AY&SY', name: 'packed with bzip2', hint: unpack('bunzip2 -k') },
  { magic: '\xfd7zXZ\0', name: 'packed with xz', hint: unpack('unxz -k') },
  { magic: '7z\xbc\xaf\x27\x1c', name: 'a 7-Zip archive', hint: unpack('7z x') },
  { magic: 'Rar!', name: 'a RAR archive', hint: unpack('unrar x') },
  { magic: '\xff\xfe\0\0', name: 'text in UTF-32', hint: (path) => `Convert it first: iconv -f UTF-32 -t UTF-8 '${path}'` },
  { magic: 'Obj\x01', name: 'an Avro file', hint: () => REMEDY },
];

// The names of the members stand in clear text; Office documents begin with one of these.
function isWorkbook(start: Uint8Array): boolean {
  const text = Buffer.from(start.subarray(0, 64 * 1024)).toString('latin1');
  return text.includes('[Content_Types].xml') || text.includes('xl/') || text.includes('_rels/.rels');
}
