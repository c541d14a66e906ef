import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InterruptedError, UsageError } from '../../src/errors.ts';
import { encodingToRead, needsNormalising, normaliseFile, rewriteLineEnds } from '../../src/io/normalise-file.ts';
import { sniffFile } from '../../src/io/sniff-file.ts';
import { surveyFile } from '../../src/io/survey-file.ts';
import { TemporaryFolder } from '../../src/io/temporary-folder.ts';
import { decodeWindows1252 } from '../../src/io/windows-1252.ts';

let folder: TemporaryFolder;
let count = 0;
beforeAll(() => {
  folder = TemporaryFolder.create();
});
afterAll(() => folder.dispose());

async function normalise(content: string | Uint8Array) {
  const path = folder.file(`${count++}.csv`);
  const target = folder.file(`${count++}.copy`);
  writeFileSync(path, content);
  const sniffed = await sniffFile(path, 'x.csv');
  const surveyed = await surveyFile(path, sniffed);
  await normaliseFile(path, target, { ...sniffed, encoding: encodingToRead(sniffed, surveyed) });
  return { text: readFileSync(target, 'utf8'), needed: needsNormalising(sniffed, surveyed), records: surveyed.records, target };
}

describe('normaliseFile', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['UTF-16', Buffer.from('\ufeffä\tb\r\n1\t€\r\n', 'utf16le'), 'ä\tb\n1\t€\n'],
    ['windows-1252', Buffer.from('\xe4,b\n1,\x80\x93x\x94\n', 'latin1'), 'ä,b\n1,€“x”\n'],
    ['mixed line ends', 'a,b\r\n1,2\n3,4\r5,6\r\r\n7,8\r', 'a,b\n1,2\n3,4\n5,6\n\n7,8\n'],
    ['line ends inside quotes, which stay', 'a,b\r1,"x\r\ny\rz"\r3,"x\r"\r', 'a,b\n1,"x\r\ny\rz"\n3,"x\r"\n'],
    ['a preamble with a quote that its line does not close', '5" screen\n"title\nin two lines"\na,b\n1,2\n', 'a,b\n1,2\n'],
    ['a packed preamble with mixed line ends', gzipSync('\ufefft\r\n\r\na,b\n1,2\n'), 'a,b\n1,2\n'],
  ])('rewrites %s', async (_, content, expected) => {
    expect(await normalise(content)).toMatchObject({ text: expected, needed: true });
  });

  it.each(['a,b\n1,2\n', '\ufeffa,b\r\n1,"x\ny"\r\n', 'Report\n"1, 2"\na,b\n1,2\n'])('is not needed for %j', async (text) => {
    expect((await normalise(text)).needed).toBe(false);
  });

  it('reads a text as windows-1252 that turns out not to be UTF-8 late, unless it had UTF-8 before', async () => {
    const late = (first: string) =>
      Buffer.concat([Buffer.from(`a,b\n${first}${'1,2\n'.repeat(300_000)}`), Buffer.from('3,\xe4\n', 'latin1')]);
    const ascii = await normalise(late(''));
    expect(ascii.needed).toBe(true);
    expect(ascii.text.endsWith('\n3,ä\n')).toBe(true);
    const broken = await normalise(late('ü,2\n'));
    expect(broken.text.startsWith('a,b\nü,2\n')).toBe(true);
    expect(broken.text.endsWith('\n3,\ufffd\n')).toBe(true);
  });

  it('makes a copy that no longer needs it and has as many records', async () => {
    const first = await normalise('t\ra,b\r\n1,"x\ry"\n3,4');
    const sniffed = await sniffFile(first.target);
    const surveyed = await surveyFile(first.target, sniffed);
    expect(surveyed).toMatchObject({ records: first.records, newline: '\n', valid_utf8: true });
    expect(needsNormalising(sniffed, surveyed)).toBe(false);
  });

  it('leaves nothing behind when the run is stopped or the target cannot be written', async () => {
    const path = folder.file('big.csv');
    writeFileSync(path, `a,b\r${'1,2\r'.repeat(200_000)}`);
    const sniffed = await sniffFile(path);
    const stop = new AbortController();
    const attempt = normaliseFile(path, folder.file('stopped'), sniffed, stop.signal);
    stop.abort();
    await expect(attempt).rejects.toThrow(InterruptedError);
    expect(existsSync(folder.file('stopped'))).toBe(false);
    await expect(normaliseFile(path, `${folder.path}/missing/x`, sniffed)).rejects.toThrow(UsageError);
  });
});

describe('rewriteLineEnds', () => {
  async function rewrite(bytes: Buffer, cut: number, preamble_lines: number): Promise<string> {
    const chunks = (async function* () {
      for (const part of [bytes.subarray(0, cut), bytes.subarray(cut)]) if (part.length > 0) yield part;
    })();
    const parts: Uint8Array[] = [];
    for await (const part of rewriteLineEnds(chunks, { delimiter: ',', preamble_lines })) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  }

  it('gives the same wherever the text is cut, and a plain replacement where there are no quotes', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '\n', '\r', ' ', '"'), maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 0, max: 2 }), async (value, preamble) => {
        const bytes = Buffer.from(value);
        const whole = await rewrite(bytes, 0, preamble);
        for (let cut = 1; cut < bytes.length; cut++) expect(await rewrite(bytes, cut, preamble)).toBe(whole);
        if (value.includes('"')) return;
        expect(whole).toBe(value.replace(/\r\n?/g, '\n').split('\n').slice(preamble).join('\n'));
      }),
    );
  });
});

describe('decodeWindows1252', () => {
  it('reads the characters between 0x80 and 0x9F, which Latin-1 does not have', () => {
    // Code points from the index of the WHATWG Encoding Standard.
    const points = Array.from(decodeWindows1252(Uint8Array.of(0x80, 0x85, 0x8e, 0x91, 0x92, 0x96, 0x99, 0x9f, 0x81, 0xe9, 0x41)), (c) =>
      c.codePointAt(0),
    );
    expect(points).toEqual([0x20ac, 0x2026, 0x17d, 0x2018, 0x2019, 0x2013, 0x2122, 0x178, 0x81, 0xe9, 0x41]);
  });
});
