import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { defineQuery, defineStatement } from '../../src/engine/query.ts';
import { TemporaryFolder } from '../../src/io/temporary-folder.ts';
import { hit, openTestEngine, stageShop } from '../shop.ts';
import { visitorHash } from './visitor-hash.ts';

const BUCKETS = 40n;
const folder = TemporaryFolder.create();
let engine: Engine;

beforeAll(async () => {
  engine = await openTestEngine(folder);
});
afterAll(() => {
  engine.close();
  folder.dispose();
});

const hashes = defineQuery({
  name: 'hashes',
  grain: 'one row per text',
  columns: { text: 'VARCHAR', hash: 'VARCHAR' },
  sql: 'select text, cast(hash(text) as varchar) as hash from hashed_texts order by number',
});

/** Hashes as the engine makes them for the visitor ids of an export. */
async function engineHashes(texts: readonly string[]): Promise<bigint[]> {
  await engine.run(
    defineStatement({
      name: 'hashed_texts',
      grain: 'one row per text',
      sql: 'create or replace table hashed_texts (number integer, text varchar)',
    }),
  );
  await engine.append(
    'hashed_texts',
    { number: 'INTEGER', text: 'VARCHAR' },
    texts.map((text, number) => ({ number, text })),
  );
  const rows = await engine.rows(hashes);
  expect(rows.map(({ text }) => text)).toEqual(texts);
  return rows.map(({ hash }) => BigInt(hash!));
}

/** Texts of 0 to 60 bytes: ids as exports have them, and any characters. The engine's texts hold no half characters and no byte 0. */
const ascii = fc.string({ unit: 'binary-ascii', maxLength: 60 }).map((text) => text.replaceAll('\0', '0'));
const utf8 = fc.string({ unit: fc.constantFrom('a', '7', 'ä', 'ß', '—', '漢', '字', '😀'), maxLength: 20 });
const uuid = fc.uuid();
const drawn = (texts: fc.Arbitrary<string>) => fc.sample(texts, { seed: 20261102, numRuns: 3000 });

describe('the key of a visitor', () => {
  it('is the hash that ADR 13 describes, for texts of every length, ASCII or not', async () => {
    const everyLength = Array.from({ length: 61 }, (_, length) => 'visitor-0123456789'.repeat(4).slice(0, length));
    const texts = [...everyLength, ...drawn(ascii), ...drawn(utf8), ...drawn(uuid)];
    expect(new Set(texts.map((text) => Math.min(60, text.length))).size).toBe(61);
    expect(await engineHashes(texts)).toEqual(texts.map(visitorHash));
  });

  it('puts every visitor into the same of 40 buckets, whatever engine counts', async () => {
    const visitors = ['v1', 'v2', 'GA1.2.1234567890.1700000000', '6f9619ff-8b86-d011-b42d-00c04fc964ff', 'müller'];
    const events = visitors.map((visitor, index) => hit(visitor, `10:0${index}:00`, '/'));
    const buckets = await stageShop({ events }, ({ rows }) =>
      rows({ bucket: 'INTEGER' }, 'select cast(visitor % 40 as integer) as bucket from sessions order by started_at'),
    );
    expect(buckets.map(({ bucket }) => bucket)).toEqual(visitors.map((visitor) => Number(visitorHash(visitor) % BUCKETS)));
  });

  it('spreads ids that count up evenly: chi-square of 40 buckets within its 0.1 % limits', () => {
    const counts = new Array<number>(40).fill(0);
    const visitors = 40_000;
    for (let number = 0; number < visitors; number++) counts[Number(visitorHash(`v${number}`) % BUCKETS)]! += 1;
    const square = counts.reduce((sum, count) => sum + (count - visitors / 40) ** 2 / (visitors / 40), 0);
    // The 0.05 % and 99.95 % quantiles of chi-square with 39 degrees of freedom, by summing its density: 16.3 and 74.7.
    expect(square).toBeGreaterThan(16.3);
    expect(square).toBeLessThan(74.7);
  });
});
