import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InternalError } from '../../src/errors.ts';
import { parseCsv, toCsv } from '../../src/io/csv.ts';

describe('toCsv', () => {
  it('quotes where RFC 4180 asks for it and ends every line', () => {
    expect(
      toCsv(
        ['page', 'orders'],
        [
          ['/a,b', 3],
          ['say "hi"\nthere', null],
        ],
      ),
    ).toBe('page,orders\n"/a,b",3\n"say ""hi""\nthere",\n');
  });

  it('writes the header alone when there are no rows', () => {
    expect(toCsv(['a', 'b'], [])).toBe('a,b\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '  =1', '\u00a0=1', ' \u00a0\t=1'])('disarms the text %j', (text) => {
    expect(parseCsv(toCsv(['a', 'b'], [[text, 'x']]))[1]?.[0]).toBe(`'${text}`);
  });

  it('leaves numbers as they are, and text that only contains a sign', () => {
    expect(toCsv(['a', 'b', 'c'], [[-5, -0.25, 'a=b - c']])).toBe('a,b,c\n-5,-0.25,a=b - c\n');
  });

  it('disarms names in the header too', () => {
    expect(toCsv(['=x', 'b'], [])).toBe('"\'=x",b\n');
  });

  it('refuses a row of another width and a number that is not finite', () => {
    expect(() => toCsv(['a'], [[1, 2]])).toThrow(InternalError);
    expect(() => toCsv(['a'], [[Number.NaN]])).toThrow('not finite');
  });

  it('writes many rows as it writes few', () => {
    const rows = Array.from({ length: 12_001 }, (_, i) => [i, `r${i}`] as const);
    const lines = toCsv(['i', 'r'], rows).split('\n');
    expect(lines).toHaveLength(12_003);
    expect(lines[12_001]).toBe('12000,r12000');
  });

  it('gives back any text that is no formula', () => {
    const cell = fc.string({ minLength: 1 }).filter((text) => !/^\s*[=+\-@]|^\s*[\t\r\n]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        expect(parseCsv(toCsv(['a', 'b'], rows)).slice(1)).toEqual(rows);
      }),
    );
  });
});

describe('parseCsv', () => {
  it('reads quoted delimiters, quotes and line ends, and leaves blank lines out', () => {
    expect(parseCsv('a;b\n"x;1";"say ""hi""\nthere"\n\n', ';')).toEqual([
      ['a', 'b'],
      ['x;1', 'say "hi"\nthere'],
    ]);
  });
});
