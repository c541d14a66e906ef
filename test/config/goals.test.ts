import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { demandCurrency, readGoals } from '../../src/config/goals.ts';
import { InputError } from '../../src/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'midfunnel-goals-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const FIXTURES = join(import.meta.dirname, '../../fixtures/goals');
const TARGETS = [
  { goal: 'visitors', target: 10_000, per: 'week', currency: null },
  { goal: 'orders', target: 1200, per: 'period', currency: null },
  { goal: 'revenue', target: 54_000.5, per: 'period', currency: 'EUR' },
  { goal: 'checkout_completion', target: 0.6, per: null, currency: null },
  { goal: 'fulfilment', target: 0.97, per: null, currency: null },
];

describe('a goals file', () => {
  it.each([['goals.json'], ['goals.csv']])('says the same as JSON and as a table: %s', async (name) => {
    expect((await readGoals(join(FIXTURES, name))).goals).toEqual(TARGETS);
  });

  it('is read in the encodings of spreadsheets', async () => {
    const text = 'goal\ttarget\r\norders\t20\r\n';
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    const { goals, source } = await readGoals(file('wide.csv', wide));
    expect(goals).toEqual([{ goal: 'orders', target: 20, per: 'week', currency: null }]);
    expect(source).toMatchObject({ encoding: 'utf-16le', delimiter: '\t' });
  });

  it.each([
    ['{"visitor": 5}', ', visitor, goal "visitor" must be one of visitors sessions'],
    ['{"visitors": -5}', ', visitors, target -5'],
    ['{"visitors": "many"}', ', visitors, target "many" must be a number'],
    ['{"visitors": {"target": 5, "each": "week"}}', ', visitors has the unknown key "each"'],
    ['{"visitors": {"per": "week"}}', ', visitors, target is missing'],
    ['{"visitors": {"target": 5, "per": "day"}}', ', visitors, per "day" must be one of week period'],
    ['{"fulfilment": 97}', ', fulfilment, target 97 must be a share from 0 to 1'],
    ['{"fulfilment": {"target": 0.9, "per": "week"}}', ', fulfilment, per "week"'],
    ['{"orders": {"target": 9, "currency": "EUR"}}', ', orders, currency "EUR"'],
    ['{"visitors": 5', ' is not valid JSON'],
    ['[5]', ' must be an object'],
    ['{}', ' sets no goal'],
    ['goal,target\nvisitors,5\norders,7\n\nvisitors,6\n', ', line 5: visitors stands there twice'],
    ['goal,target\nvisitors,"1,200"\n', ', line 2, target "1,200" must be a number'],
    ['goal,target\nvisitors,5,week\norders,3\nsessions,9\n', ', line 2: 3 cells under 2 columns'],
    ['', ' is empty'],
  ])('with a mistake ends with file and place: %j', async (text, message) => {
    const path = file('wrong', text);
    const error = await readGoals(path).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toContain(`${path}${message}`);
    expect((error as InputError).hint).not.toBe('');
  });

  it('that is not there says so', async () => {
    await expect(readGoals(join(folder, 'none.json'))).rejects.toThrow('none.json cannot be read: it does not exist');
  });

  it('must have its revenue in the currency of the orders', async () => {
    const goals = await readGoals(join(FIXTURES, 'goals.json'));
    expect(() => demandCurrency(goals, 'USD')).toThrow('the goal for revenue is in EUR, but the orders are in USD');
    expect(() => demandCurrency(goals, 'EUR')).not.toThrow();
    expect(() => demandCurrency(goals, null)).not.toThrow();
  });
});
