import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { UnderstoodFile } from '../../src/intake/assign-roles.ts';
import { locateRecords } from '../../src/intake/locate-records.ts';

const folder = mkdtempSync(join(tmpdir(), 'locate-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Bytes that are read at a time. */
const CHUNK = 512 * 1024;

/** Physical lines of the second and third data record, of which the first holds `inside` in quotes, so that it begins `before` bytes before a chunk's end. */
async function linesAround(inside: string, before: number): Promise<(number | undefined)[]> {
  const start = 'a,b\n1,"';
  const text = `${start}${'x'.repeat(CHUNK - before - start.length)}${inside}y"\n2,z\n3,z\n`;
  const path = join(folder, 'records.csv');
  writeFileSync(path, text);
  const opened = { path, shown: 'records.csv', compression: 'none', csv: { delimiter: ',' }, skip_lines: 0, line_offset: 0 };
  const { byOrdinal, byByte } = await locateRecords({ opened } as unknown as UnderstoodFile, {
    bytes: [text.indexOf('2,z')],
    // Refused records have no number: the third record is the second that was accepted.
    ordinals: [2],
  });
  return [byByte.get(text.indexOf('2,z'))?.first, byOrdinal.get(2)?.first];
}

describe('the line of a record', () => {
  it.each([
    ['no line end', '-', [3, 4]],
    ['a line feed', '\n', [4, 5]],
    ['a carriage return', '\r', [4, 5]],
    ['both as a pair', '\r\n', [4, 5]],
    ['both the other way round', '\n\r', [5, 6]],
    ['two carriage returns', '\r\r', [5, 6]],
  ])('counts %s in quotes wherever it lies, also across two reads', async (_, inside, lines) => {
    for (const before of [0, 1, 2, 100]) expect(await linesAround(inside, before)).toEqual(lines);
  });
});

describe('the lines of a record', () => {
  it.each([
    ['', '\n'],
    ['without a line end at the end', ''],
  ])('run to the last one that a broken quote took with it, blank lines after it left out %s', async (_, end) => {
    // The quote opens on line 3 and closes on line 6, where text follows it; line 7 is blank.
    const text = `a,b\n1,x\n2,"y\n3,z\n4,z\n5,"w\n\n6,z\n7,"p\nq"${end}`;
    const path = join(folder, 'broken.csv');
    writeFileSync(path, text);
    const opened = { path, shown: 'broken.csv', compression: 'none', csv: { delimiter: ',' }, skip_lines: 0, line_offset: 0 };
    const { byOrdinal, byByte } = await locateRecords({ opened } as unknown as UnderstoodFile, {
      bytes: [text.indexOf('2,"y')],
      ordinals: [1, 2, 3],
    });
    expect(byByte.get(text.indexOf('2,"y'))).toEqual({ first: 3, last: 6 });
    expect([1, 2, 3].map((ordinal) => byOrdinal.get(ordinal))).toEqual([
      { first: 2, last: 2 },
      { first: 8, last: 8 },
      { first: 9, last: 10 },
    ]);
  });
});
