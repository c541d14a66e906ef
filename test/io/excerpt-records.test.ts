import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { excerptRecords } from '../../src/io/excerpt-records.ts';
import { sniffFile } from '../../src/io/sniff-file.ts';
import { surveyFile } from '../../src/io/survey-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'excerpt-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** 3,000 records over several marks; every third spans two lines. */
const record = (n: number) => (n % 3 === 0 ? `v${n},"two\nlines ""${n}"""` : `v${n},/page/${n}`);
const ALL = Array.from({ length: 3000 }, (_, index) => record(index + 1));

async function excerpt(text: string, ordinals: number[]): Promise<string> {
  const path = join(folder, 'whole.csv');
  writeFileSync(path, text);
  const sniffed = await sniffFile(path, path);
  const { marks, bytes, newline } = await surveyFile(path, sniffed);
  const target = join(folder, 'excerpt.csv');
  await excerptRecords({ path, marks, bytes, delimiter: 44, newline: newline === 'none' ? '\n' : newline }, ordinals, target);
  return readFileSync(target, 'utf8');
}

describe('an excerpt', () => {
  it('has the header and the wanted records, whole, from all over the file', async () => {
    const wanted = [1, 3, 1024, 1025, 1026, 2049, 3000];
    expect(await excerpt(`visitor_id,url\n${ALL.join('\n')}`, wanted)).toBe(
      `visitor_id,url\n${wanted.map((n) => `${record(n)}\n`).join('')}`,
    );
  });

  it('keeps preamble, byte order mark, line ends and blank lines before the header', async () => {
    const text = `\ufeff# made for a test\r\n\r\nvisitor_id,url\r\n${ALL.join('\r\n')}\r\n`;
    expect(await excerpt(text, [2, 2000])).toBe(`\ufeff# made for a test\r\n\r\nvisitor_id,url\r\n${record(2)}\r\n${record(2000)}\r\n`);
  });

  it('of nothing is the header', async () => {
    expect(await excerpt(`visitor_id,url\n${ALL.join('\n')}\n`, [])).toBe('visitor_id,url\n');
  });
});
