import { writeFileSync } from 'node:fs';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { type Sniffed, sniffFile } from '../../src/io/sniff-file.ts';
import { TemporaryFolder } from '../../src/io/temporary-folder.ts';

let folder: TemporaryFolder;
beforeAll(() => {
  folder = TemporaryFolder.create();
});
afterAll(() => folder.dispose());

async function sniff(content: string | Uint8Array, name = 'x.csv', expected: { delimiter?: string } = {}): Promise<Sniffed> {
  writeFileSync(folder.file(name), content);
  return sniffFile(folder.file(name), name, expected);
}
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const layout = async (content: string | Uint8Array) => (await sniff(content)).csv!;

describe('delimiter', () => {
  it.each([
    ['a semicolon file with decimal commas', 'a;b\n1,5;2\n2,5;2\n', ';'],
    ['a tab file with text full of commas', 'id\tnote\n1\tred, blue, green\n2\tone\n3\tone, two\n', '\t'],
    ['a tab file with one comma in every line', 'first\tname, last\n1\tSmith, John\n2\tDoe, Jane\n', '\t'],
    ['commas inside quoted names', '"Last, First";"Age, years"\n"Doe, J";5\n"Roe, R";6\n', ';'],
    ['a comma file with lists of semicolons', 'id,tags\n1,a;b\n2,c;d\n', ','],
    ['a pipe file', 'id|name\n1|x\n', '|'],
    ['quoted decimal commas in a single row', 'a;b\n"1,5";2\n', ';'],
    ['a French ads report with a preamble', 'Rapport\n"1 - 2 mai"\nJour;Nom;Coût;Taux\n1;x;12,34;1,00\n2;y;1,50;2,50\n', ';'],
  ])('is right for %s', async (_, text, delimiter) => {
    expect((await layout(text)).delimiter).toBe(delimiter);
  });

  it('is the one the user names', async () => {
    await expect(sniff('a;b\n1;2\n', 'x.csv', { delimiter: ',' })).rejects.toThrow('only one column when divided by ","');
    await expect(sniff('a;b\n1;2\n', 'x.csv', { delimiter: '^' })).rejects.toThrow('is not a delimiter');
    expect((await sniff('a,b;c\n1,2;3\n', 'x.csv', { delimiter: ';' })).csv?.header).toEqual(['a,b', 'c']);
  });

  it('shows the first line of a file with one column, and speaks of --delimiter where it was given', async () => {
    const refuse = async (...args: Parameters<typeof sniff>) => (await sniff(...args).catch((error: unknown) => error)) as InputError;
    const found = await refuse('name^age\nA^1\n');
    expect(found).toBeInstanceOf(InputError);
    expect(found.message).toContain('name^age');
    expect(found.hint).toBe('Export it with one of these delimiters.');
    expect((await refuse('name,age\nA,1\n', 'x.csv', { delimiter: ';' })).hint).toContain('Leave --delimiter out');
  });
});

describe('header', () => {
  it('follows a preamble, whose lines are kept', async () => {
    const found = await layout('# GA4\r\n#\r\n\r\nDate,Views\r\n20260101,5\r\n20260102,6\r\n');
    expect(found).toMatchObject({
      header: ['Date', 'Views'],
      header_line: 4,
      preamble_lines: 3,
      preamble: ['# GA4', '#', ''],
      newline: '\r\n',
    });
    expect(found.sample).toEqual([
      ['20260101', '5'],
      ['20260102', '6'],
    ]);
  });

  it('is not the title row that a spreadsheet has padded with delimiters', async () => {
    const text = 'Campaign report,,,\n,,,\nFrom,May,,\nDay,Name,Clicks,Cost\n1,a,2,3\n2,b,2,3\n';
    expect((await layout(text)).header_line).toBe(4);
  });

  it('skips the line in which Excel names the separator', async () => {
    expect(await layout('sep=;\na;b\n1;2\n')).toMatchObject({ header: ['a', 'b'], header_line: 2 });
  });

  it('is trimmed and may span lines', async () => {
    expect(await layout(' id , "x"\n1,2\n')).toMatchObject({ header: ['id', '"x"'] });
    expect(await layout('"a\nb",c\n1,2\n')).toMatchObject({ header: ['a\nb', 'c'], header_line: 1 });
  });

  it('is found above ragged rows and above a footer', async () => {
    expect(await layout('id,name,age\n1,J\n2,K,26,P\n')).toMatchObject({ header_line: 1, header: ['id', 'name', 'age'] });
    expect(await layout('id,n\n1,2\n3,4\nTotal\n')).toMatchObject({ header_line: 1 });
  });

  it('keeps at most 500 data records', async () => {
    expect((await layout(`a,b\n${'1,2\n'.repeat(700)}`)).sample).toHaveLength(500);
  });

  it('survives a misplaced quote in the first row', async () => {
    expect(await layout(`a,b\n"f"x,2\n${'3,4\n'.repeat(50)}`)).toMatchObject({ delimiter: ',', header: ['a', 'b'] });
  });

  it.each([
    ['two columns with one name, in any case', 'Id,name,ID\n1,2,3\n', 'column 1 is "Id" and column 3 is "ID"'],
    ['a column with values but no name', 'id,,age\n1,John,3\n', 'column 2 has no name'],
    ['rows that are wider than the names', 'a,b\n1,2,3\n4,5,6\n', '2 column names in line 1 but 3 cells'],
    [
      'hits without a row of names',
      'v1,2026-11-02 10:00:00,home\nv2,2026-11-02 10:01:00,cart\n',
      'line 1 already holds data, such as "2026-11-02',
    ],
    ['a table of numbers without a row of names', '1,english\n2,german\n', 'has no names of columns'],
  ])('refuses %s', async (_, text, message) => {
    await expect(sniff(text)).rejects.toThrow(message);
  });

  it('may leave an empty column without a name', async () => {
    expect((await layout('id,age,\n1,2,\n3,4,\n')).header).toEqual(['id', 'age', '']);
  });
});

describe('encoding', () => {
  const text = 'näme,b\nü€,2\n';
  it.each([
    ['utf-8', false, Buffer.from(text)],
    ['utf-8', true, Buffer.from(`\ufeff${text}`)],
    ['utf-16le', true, Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16le', false, Buffer.from(text, 'utf16le')],
    ['utf-16be', true, utf16be(`\ufeff${text}`)],
    ['utf-16be', false, utf16be(text)],
    ['windows-1252', false, Buffer.from('n\xe4me,b\n\xfc\x80,2\n', 'latin1')],
  ])('%s, byte order mark %s', async (encoding, has_bom, bytes) => {
    const found = await sniff(bytes);
    expect(found).toMatchObject({ kind: 'csv', encoding, has_bom, ascii_only: false });
    expect(found.csv).toMatchObject({ header: ['näme', 'b'], sample: [['ü€', '2']] });
  });

  it.each([
    ['Greek', 'iso-8859-7', '\xcb\xe5\xf9\xed\xe9\xe4\xe1\xf2'],
    ['Japanese', 'shift_jis', '\x8f\xa4\x95i\x88\xea\x97\x97\x83y'],
  ])('refuses %s text of one of the encodings that nothing tells apart (%s)', async (_, __, word) => {
    const error: InputError = await sniff(Buffer.from(`id,name\n1,${word}\n2,${word}\n`, 'latin1')).catch((reason) => reason);
    expect(error.message).toContain('neither UTF-8 nor UTF-16 nor western text');
    expect(error.hint).toContain('iconv');
  });

  it('takes western words for windows-1252, also with accents side by side', async () => {
    const words = ['na\xefve caf\xe9', '\x93Gr\xf6\xdfe\x94', 'cr\xe9\xe9e', '\xc5\xe5\xc4', 'fa\xe7ade \x80 10'];
    const found = await sniff(Buffer.from(`id,name\n${words.map((word, index) => `${index},${word}\n`).join('')}`, 'latin1'));
    expect(found.encoding).toBe('windows-1252');
    expect(found.csv?.sample.map(([, name]) => name)).toEqual(['naïve café', '“Größe”', 'créée', 'ÅåÄ', 'façade € 10']);
  });

  it('stays with UTF-8 where a few of its bytes are broken', async () => {
    const rows = Array.from({ length: 20 }, (_, index) => `${index},größe\n`).join('');
    const found = await sniff(Buffer.concat([Buffer.from(`id,name\n${rows}`), Buffer.from([0x31, 0x2c, 0xff, 0x0a])]));
    expect(found.encoding).toBe('utf-8');
    expect(found.csv?.sample.at(0)).toEqual(['0', 'größe']);
  });

  it('is not misled by a character that the end of the sniffed part cuts', async () => {
    expect((await sniff(`a,b\n${'x,ü\n'.repeat(300_000)}`)).encoding).toBe('utf-8');
    expect((await sniff(`a,bc\n${'x,ü\n'.repeat(300_000)}`)).encoding).toBe('utf-8');
  });
});

describe('kind', () => {
  it('knows JSON lines, also packed, whatever the name says', async () => {
    expect(await sniff('\n{"a":1}\n{"a":2}\n')).toMatchObject({ kind: 'json_lines', compression: 'none', csv: null });
    expect(await sniff(gzipSync('{"a":1}\n'), 'x.jsonl')).toMatchObject({ kind: 'json_lines', compression: 'gzip' });
  });

  it('goes by the magic bytes of gzip and not by the name', async () => {
    expect(await sniff(gzipSync('a,b\n1,2\n'), 'plain.csv')).toMatchObject({ compression: 'gzip', csv: { header: ['a', 'b'] } });
    expect(await sniff('a,b\n1,2\n', 'x.csv.gz')).toMatchObject({ compression: 'none', csv: { header: ['a', 'b'] } });
  });

  it('knows zstd and Parquet', async () => {
    const zstd = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3);
    expect(await sniff(zstd, 'x.csv.zst')).toMatchObject({ kind: 'csv', compression: 'zstd', csv: null });
    expect(await sniff(zstd, 'x.jsonl.zst')).toMatchObject({ kind: 'json_lines' });
    expect(await sniff('PAR1........PAR1', 'x.parquet')).toMatchObject({ kind: 'parquet', csv: null });
    await expect(sniff('PAR1........PA', 'x.parquet')).rejects.toThrow('cut off');
  });

  it('unpacks no more than it needs of a file that grows a thousandfold', async () => {
    expect((await sniff(gzipSync(`a,b\n${'1,2\n'.repeat(10_000_000)}`))).csv?.sample).toHaveLength(500);
  });

  const workbook = Buffer.concat([Buffer.from('PK\x03\x04\x14\0\0\0'), Buffer.from('[Content_Types].xml'), deflateRawSync('x')]);
  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'is empty'],
    ['blank lines', '\n \r\n\t\n', 'is empty'],
    ['a byte order mark', '\ufeff', 'is empty'],
    ['an empty gzip', gzipSync(''), 'is empty'],
    ['a workbook', workbook, 'is an Excel workbook (or zip), not CSV: save it as CSV UTF-8'],
    ['a zip', Buffer.from('PK\x03\x04\x14\0\0\0pages.csv', 'latin1'), 'is a zip archive'],
    ['a PDF', '%PDF-1.7\n', 'is a PDF document'],
    ['a PNG', Buffer.from('\x89PNG\r\n', 'latin1'), 'is a PNG picture'],
    ['a JPEG', Buffer.from('\xff\xd8\xff\xe0', 'latin1'), 'is a JPEG picture'],
    ['SQLite', 'SQLite format 3\0', 'is an SQLite database'],
    ['gzip in gzip', gzipSync(gzipSync('a,b\n')), 'is gzip inside gzip'],
    ['NUL bytes', 'a,b\n1,\0\n3,4\n', 'NUL byte'],
    ['control bytes', '\x01\x02\x03\x04\x05abc', 'control characters'],
    ['a JSON array', '[\n {"a":1}]', 'one JSON array'],
    ['a pretty JSON object', '{\n "a": 1\n}', 'not a whole JSON object'],
    ['a cut gzip', gzipSync('a,b\n1,2\n').subarray(0, 20), 'cut off'],
  ])('refuses %s', async (_, content, message) => {
    const error = (await sniff(content, 'shown.csv').catch((error: unknown) => error)) as InputError;
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(message);
    expect(error.message).toContain('shown.csv');
    expect(error.hint).toBeTruthy();
  });
});
