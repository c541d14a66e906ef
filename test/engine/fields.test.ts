import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceRelation } from '../../src/engine/duckdb/read-source.ts';
import { defineQuery } from '../../src/engine/query.ts';
import type { SourceFile } from '../../src/engine/sources.ts';
import { type Field, fieldColumns, fieldText, PARAM_VALUES } from '../../src/fields.ts';
import { TemporaryFolder } from '../../src/io/temporary-folder.ts';
import { csv, openTestEngine } from '../shop.ts';

const COLUMNS = ['a', 'b', 'json', 'params'];

const word = fc.constantFrom(
  '',
  'NULL',
  'N/A',
  'paid',
  'Paid',
  'requires action',
  '7',
  'a%20b+c',
  '50%',
  '%zz',
  '%C3%A4',
  '%E4',
  "o'clock",
  '$',
  'ä',
  '-1',
);
const json = fc.oneof(
  fc.constantFrom(
    '',
    'no json',
    '[]',
    '{"a":null}',
    '{"a":""}',
    '{"a":{"$b":"deep"}}',
    '{"a":[{"c":"first"},"second"]}',
    '{"a":true}',
    '{"a":17}',
  ),
  fc.record({ a: word }).map((value) => JSON.stringify(value)),
);
const params = fc
  .array(fc.record({ key: fc.constantFrom('x', 'y'), value: fc.dictionary(fc.constantFrom(...PARAM_VALUES), word, { maxKeys: 2 }) }), {
    maxLength: 3,
  })
  .map((list) => JSON.stringify(list));

const { field } = fc.letrec<{ field: Field }>((tie) => ({
  field: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(0, 1),
    fc.record({ text: word }),
    fc.record({ decoded: tie('field') }),
    fc.record({ json: fc.constant(2), path: fc.constantFrom(['a'], ['a', '$b'], ['a', 0, 'c'], ['none'], [0]) }),
    fc.record({ param: fc.constant(3), key: fc.constantFrom('x', 'y', 'z') }),
    fc.record({ first: fc.array(tie('field'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ join: fc.array(tie('field'), { minLength: 1, maxLength: 3 }), sign: fc.constantFrom('', '|', "'") }),
    fc.record({
      if: tie('field'),
      yes: tie('field'),
      no: fc.option(tie('field')),
      matches: fc.constantFrom('.', '^paid$', '^requires', '^-', '7|ä'),
    }),
  ),
}));

describe('a field', () => {
  it('is the same text to the engine as to JavaScript, in CSV and in JSON lines', async () => {
    const folder = TemporaryFolder.create();
    const [path, lines] = [folder.file('records.csv'), folder.file('records.jsonl')];
    const engine = await openTestEngine(folder, [path, lines]);
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(word, word, json, params), { minLength: 1, maxLength: 8 }),
          fc.array(field, { minLength: 1, maxLength: 4 }),
          async (records, fields) => {
            const rows = records.map((record) => Object.fromEntries(COLUMNS.map((name, column) => [name, record[column]!])));
            writeFileSync(path, csv(rows));
            writeFileSync(lines, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
            const base = { id: 1, columns: COLUMNS, compression: 'none', parallel: false } as const;
            const files: SourceFile[] = [
              { ...base, path, kind: 'csv', csv: { delimiter: ',', skip_lines: 0 } },
              { ...base, path: lines, kind: 'json_lines', csv: null },
            ];
            for (const file of files) {
              const relation = sourceRelation(file);
              const columns = Object.fromEntries(fields.map((_, index) => [`f${index}`, 'VARCHAR' as const]));
              const sql = `select ${fields.map((one, index) => `${relation.text(one)} as f${index}`).join(', ')} from ${relation.from}`;
              const found = await engine.rows(defineQuery({ name: 'fields', grain: 'one row per record', columns, sql }), relation.values);
              expect(found).toEqual(
                records.map((record) => Object.fromEntries(fields.map((one, index) => [`f${index}`, fieldText(one, record)]))),
              );
            }
          },
        ),
        { numRuns: 60 },
      );
    } finally {
      engine.close();
      folder.dispose();
    }
  });

  it('names the columns that it is read from, each once', () => {
    const made: Field = {
      first: [
        { join: [3, 1], sign: ' ' },
        { if: 2, matches: '.', yes: 3, no: { text: 'x' } },
      ],
    };
    expect(fieldColumns(made)).toEqual([3, 1, 2]);
  });
});
