import { createHash } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError, InterruptedError } from '../../src/errors.ts';
import { RecordScanner } from '../../src/io/record-scanner.ts';
import { sniffFile } from '../../src/io/sniff-file.ts';
import { type SurveyHooks, surveyFile } from '../../src/io/survey-file.ts';
import { TemporaryFolder } from '../../src/io/temporary-folder.ts';

let folder: TemporaryFolder;
beforeAll(() => {
  folder = TemporaryFolder.create();
});
afterAll(() => folder.dispose());

async function survey(content: string | Uint8Array, hooks: SurveyHooks = {}, name = 'x.csv') {
  const path = folder.file(name);
  writeFileSync(path, content);
  return surveyFile(path, await sniffFile(path, name), hooks);
}

describe('surveyFile', () => {
  it('gives the fingerprint and size of the file as it lies on disk', async () => {
    const bytes = gzipSync('a,b\n1,2\n');
    const found = await survey(bytes);
    expect(found).toMatchObject({ bytes: bytes.length, records: 1, valid_utf8: true });
    expect(found.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  // Each count is rows + distinct rejected lines of DuckDB 1.5.6: read_csv(columns={a,b: VARCHAR}, strict_mode=true, store_rejects=true).
  it.each<[string, string, number, number]>([
    ['a last line without end', 'a,b\n1,2\n3,4', 2, 0],
    ['a last line that is cut', 'a,b\n1,2\n3', 2, 0],
    ['empty lines, which are no records', 'a,b\n1,2\n\n3,4\n\n\n', 2, 3],
    ['empty lines of CRLF', 'a,b\r\n1,2\r\n\r\n3,4\r\n', 2, 1],
    ['a line of spaces, which is a record', 'a,b\n1,2\n   \n3,4\n', 3, 0],
    ['a line of delimiters, which is a record', 'a,b\n1,2\n,\n3,4\n', 3, 0],
    ['an empty quoted cell on its own', 'a,b\n""\n3,4\n', 2, 0],
    ['line ends inside quotes', 'a,b\n1,"x\n\ny"\n3,4\n', 2, 0],
    ['a line feed inside quotes among CRLF', 'a,b\r\n1,"x\ny"\r\n3,4\r\n', 2, 0],
    ['a doubled quote', 'a,b\n1,"x""\ny"\n3,4\n', 2, 0],
    ['a quote in the middle of a cell, which opens nothing', 'a,b\n1,x"y\n3,4\n', 2, 0],
    ['text after a closing quote', 'a,b\n"f"x,2\n3,4\n', 2, 0],
    ['text after a closing quote, then a quoted line end', 'a,b\n"x"y,"z\nw"\n3,4\n', 2, 0],
    ['one space between delimiter and quote', 'a,b\n1, "x\ny"\n3,4\n', 2, 0],
    ['one space between line start and quote', 'a,b\n "x\ny",2\n3,4\n', 2, 0],
    ['two spaces before a quote, which then opens nothing', 'a,b\n  "x\ny",2\n1,  "x\n3,4\n', 4, 0],
    ['spaces after a closing quote, and another quote', 'a,b\n1,"k"  "x\ny" \n3,4\n', 2, 0],
    ['a tab before a quote, which opens nothing', 'a,b\n1,\t"x\ny"\n3,4\n', 3, 0],
    ['too many cells', 'a,b\n1,2,"x\ny"\n3,4\n', 2, 0],
    ['a quoted line end in the header', '"a\nx",b\n1,2\n3,4\n', 2, 0],
    ['a byte order mark', '\ufeffa,b\n1,2\n', 1, 0],
    ['a preamble', 'title\n\nrange\na,b\n1,2\n', 1, 0],
    ['empty lines above the header', '\n\na,b\n1,2\n', 1, 0],
  ])('counts records with %s, for every size of chunk', async (_, text, records, blank_lines) => {
    for (const chunk_bytes of [1, 2, 3, 7, 4096]) expect(await survey(text, { chunk_bytes })).toMatchObject({ records, blank_lines });
  });

  it.each([
    ['\n', 'a,b\n1,2\n'],
    ['\r\n', 'a,b\r\n1,"x\ny"\r\n'],
    ['\r', 'a,b\r1,2\r3,4\r'],
    ['mixed', 'a,b\n1,2\r\n3,4\n'],
    ['mixed', 'a,b\r\n1,2\r\r\n3,4\r\n'],
  ])('says that lines end in %j', async (newline, text) => {
    for (const chunk_bytes of [1, 2, 3, 4096]) expect((await survey(text, { chunk_bytes })).newline).toBe(newline);
  });

  it('counts UTF-16 and windows-1252', async () => {
    expect(await survey(Buffer.from('\ufeffa\tb\r\n1\t"x\r\ny"\r\n', 'utf16le'), { chunk_bytes: 3 })).toMatchObject({
      records: 1,
      newline: '\r\n',
    });
    expect(await survey(Buffer.from('a,b\n\xe4,2\n\xfc,3\n', 'latin1'))).toMatchObject({ records: 2, valid_utf8: false });
  });

  it('finds bytes that are not UTF-8 beyond the sniffed part, and no others', async () => {
    const rows = 'x,ü€😀\n'.repeat(120_000);
    expect(await survey(`a,b\n${rows}`, { chunk_bytes: 4099 })).toMatchObject({ records: 120_000, valid_utf8: true });
    expect(await survey(Buffer.concat([Buffer.from(`a,b\n${rows}1,`), Buffer.of(0xe4, 0x0a)]))).toMatchObject({ valid_utf8: false });
  });

  it('gives the longest record without its line end', async () => {
    expect((await survey('a,b\r\n1,"12\r\n45"\r\n1,2\r\n')).longest_record_bytes).toBe(10);
  });

  it('counts JSON lines, whose quotes mean nothing', async () => {
    expect(await survey('{"a":"\\""}\n\n{"b":1}\n{"c":"', {}, 'x.jsonl')).toMatchObject({ records: 3, blank_lines: 1 });
  });

  it('fingerprints Parquet without counting', async () => {
    expect(await survey('PAR1........PAR1', {}, 'x.parquet')).toMatchObject({ bytes: 16, records: 0, newline: 'none' });
  });

  it.each<[string, string | Uint8Array, string]>([
    ['a header without data', 'a,b\n\n', 'has a header but no data'],
    ['a quote that is never closed', 'a,b\n1,"x\ny"\n\n3,"open\n5,6\n7,8\n', 'the quote that opens in line 5 is never closed'],
    ['zstd', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0), 'zstd'],
  ])('refuses %s', async (_, content, message) => {
    const error = (await survey(content, { chunk_bytes: 5 }).catch((error: unknown) => error)) as InputError;
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(message);
    expect(error.message).toContain('x.csv');
  });

  it('names zstd -d as the remedy', async () => {
    const attempt = survey(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0));
    await expect(attempt).rejects.toMatchObject({ hint: expect.stringContaining('zstd -d') });
  });

  it('points to an earlier misplaced quote when one is never closed', async () => {
    await expect(survey('a,b\n"f"x,1\n1,2\n3,"open\n5,6\n')).rejects.toMatchObject({
      message: expect.stringContaining('line 4'),
      hint: expect.stringContaining('line 2'),
    });
  });

  it('lets a last line pass that is cut inside quotes, and says so', async () => {
    for (const text of ['a,b\n1,2\n3,"cut', 'a,b\n1,2\n3,"cut\n']) {
      expect(await survey(text)).toMatchObject({ records: 2, unterminated_quote_line: 3 });
    }
  });

  it('notices a gzip that is cut off or damaged behind its beginning', async () => {
    const rows = Array.from({ length: 400_000 }, (_, i) => `${i},${(i * 7919) % 104_729}\n`).join('');
    const packed = gzipSync(`a,b\n${rows}`, { level: 1 });
    await expect(survey(packed.subarray(0, packed.length - 100))).rejects.toThrow('cut off');
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, packed.length - 2000, packed.length - 1000);
    await expect(survey(damaged)).rejects.toThrow('damaged gzip');
  });

  it('reads a gzip of several members, and refuses one with other bytes behind it', async () => {
    const [first, second] = [gzipSync('a,b\n1,2\n'), gzipSync('3,4\n')];
    expect(await survey(Buffer.concat([first, second]))).toMatchObject({ records: 2 });
    await expect(survey(Buffer.concat([first, Buffer.alloc(3_000_000)]))).rejects.toThrow('other bytes behind');
  });

  it('notices a file that grows while it is read', async () => {
    const grow = { done: false };
    const attempt = survey('a,b\n1,2\n', {
      chunk_bytes: 4,
      onProgress: () => {
        if (!grow.done) appendFileSync(folder.file('x.csv'), '3,4\n');
        grow.done = true;
      },
    });
    await expect(attempt).rejects.toThrow('changed while it was read');
  });

  it('stops when the run is stopped, and reports progress up to 1', async () => {
    const stop = new AbortController();
    const text = `a,b\n${'1,2\n'.repeat(1000)}`;
    const shares: number[] = [];
    await survey(text, { chunk_bytes: 500, onProgress: (share) => shares.push(share) });
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    const attempt = survey(text, { chunk_bytes: 500, signal: stop.signal, onProgress: () => stop.abort() });
    await expect(attempt).rejects.toThrow(InterruptedError);
  });
});

describe('RecordScanner', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'ü'), maxLength: 5 });
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 6 }));
  const quote = (text: string, always: boolean) => (always || /[",\r\n]|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  it('counts the rows of any table, cut at any place', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), fc.boolean(), (rows, newline, final, always) => {
        const text =
          rows.map((row) => row.map((value) => quote(value, always)).join(',')).join(newline) + (final && rows.length > 0 ? newline : '');
        const bytes = Buffer.from(text);
        for (let cut = 0; cut <= bytes.length; cut++) {
          const scanner = new RecordScanner({ delimiter: 0x2c, skip_lines: 0 });
          scanner.push(bytes.subarray(0, cut));
          scanner.push(bytes.subarray(cut));
          scanner.end();
          expect(scanner).toMatchObject({ records: rows.length, blank_lines: 0, open_quote_at: null, first_malformed_at: null });
          const ends = Math.max(0, rows.length - 1) + Number(final && rows.length > 0);
          expect({ '\n': scanner.line_feeds, '\r\n': scanner.pairs, '\r': scanner.carriage_returns }[newline]).toBe(ends);
        }
      }),
    );
  });

  it('finds the same whatever the text, in one piece or byte by byte', () => {
    // With long cells quotes are rare: then the scanner jumps from one to the next.
    const dense = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' '), maxLength: 40 });
    const sparse = fc.string({ unit: fc.constantFrom('a'.repeat(90), '"', ',', '\n', ' '), maxLength: 40 });
    const text = fc.oneof(dense, sparse);
    const scan = (chunks: Uint8Array[], skip_lines: number) => {
      const records: unknown[] = [];
      const scanner = new RecordScanner({ delimiter: 0x2c, skip_lines }, { record: (...record) => records.push(record) });
      for (const chunk of chunks) scanner.push(chunk);
      scanner.end();
      const { line_feeds, carriage_returns, pairs, blank_lines, open_quote_at, first_malformed_at, body_at } = scanner;
      return { records, line_feeds, carriage_returns, pairs, blank_lines, open_quote_at, first_malformed_at, body_at };
    };
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 3 }), (value, skip) => {
        const bytes = Buffer.from(value);
        const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
        expect(scan(single, skip)).toEqual(scan([bytes], skip));
      }),
    );
  });
});
