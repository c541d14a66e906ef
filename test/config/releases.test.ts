import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { isAtOrBelow, readReleases } from '../../src/config/releases.ts';
import { dayAfter, dayAt, instantOf } from '../../src/config/wall-time.ts';
import { InputError } from '../../src/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'midfunnel-releases-'));
afterAll(() => rmSync(folder, { recursive: true }));
const FIXTURES = join(import.meta.dirname, '../../fixtures/releases');
const us = (iso: string) => Date.parse(iso) * 1000;

describe('a releases file', () => {
  it.each([['releases.json'], ['releases.csv']])('says the same as JSON and as a table, in order of time: %s', async (name) => {
    const { releases } = await readReleases(join(FIXTURES, name), 'Europe/Berlin');
    expect(releases).toEqual([
      {
        ...{ kind: 'experiment', name: 'New product page', at: us('2026-11-02T07:00:00Z'), until: us('2026-11-05T23:00:00Z'), page: null },
        arms: [
          { name: 'control', page: '/product', share: 0.5 },
          { name: 'new', page: '/product-new', share: 0.5 },
        ],
      },
      // Midnight in Berlin.
      {
        kind: 'release',
        name: 'Shipping page with fewer fields',
        at: us('2026-11-03T23:00:00Z'),
        until: null,
        page: '/checkout/shipping',
        arms: [],
      },
      {
        kind: 'incident',
        name: 'Payment gateway down',
        at: us('2026-11-05T09:00:00Z'),
        until: us('2026-11-05T11:00:00Z'),
        page: null,
        arms: [],
      },
    ]);
  });

  it('shares out equally what arms leave open', async () => {
    const path = join(folder, 'arms.csv');
    writeFileSync(path, 'at,kind,name,arms\n2026-11-02,experiment,x,a=/a@50%;b=/b;c\n');
    expect((await readReleases(path, 'UTC')).releases[0]!.arms).toEqual([
      { name: 'a', page: '/a', share: 0.5 },
      { name: 'b', page: '/b', share: 0.25 },
      { name: 'c', page: null, share: 0.25 },
    ]);
  });

  it.each([
    ['at,kind,name\n4 Nov,release,x\n', ', line 2, at "4 Nov" must be a day or a time'],
    ['at,kind,name\n2026-11-02,relaunch,x\n', ', line 2, kind "relaunch" must be one of release incident experiment'],
    ['at,kind,name\n2026-11-02,release,\n', ', line 2, name is missing'],
    ['at,kind,name,page\n2026-11-02,release,x,checkout\n', ', line 2, page "checkout" must be a path'],
    ['at,kind,name,who\n2026-11-02,release,x,y\n', ', line 2 has the unknown key "who"'],
    ['at,until,kind,name\n2026-11-02,2026-11-01,release,x\n', ', line 2: it ends (2026-11-01) before it begins'],
    ['at,kind,name,arms\n2026-11-02,release,x,a;b\n', ', line 2, arms: a release has none'],
    ['at,kind,name,arms\n2026-11-02,experiment,x,a@50%;b@40%\n', ', line 2, arms: the shares add up to 90 %'],
    ['at,kind,name,arms\n2026-11-02,experiment,x,a;a\n', ', line 2, arms: two have the same name'],
    ['[{"at": "2026-11-02", "kind": "release", "name": "x"}, {"at": 5, "kind": "release", "name": "x"}]', ', entry 2, at 5 must be text'],
    ['[]', ' has no entry'],
    ['{}', ' must be a list'],
  ])('with a mistake ends with file and place: %j', async (text, message) => {
    const path = join(folder, 'wrong');
    writeFileSync(path, text);
    const error = await readReleases(path, 'UTC').catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toContain(`${path}${message}`);
  });
});

it.each([
  ['/checkout', '/checkout', true],
  ['/checkout/shipping', '/checkout', true],
  ['/checkout/shipping', '/checkout/', true],
  ['/checkout-v2', '/checkout', false],
  ['/', '/', true],
  ['/cart', '/', false],
])('the page %s lies at or below %s: %s', (page, path, expected) => {
  expect(isAtOrBelow(page, path)).toBe(expected);
});

describe('a wall clock time', () => {
  it('begins a day at midnight of its zone, whatever the clocks do on it', () => {
    const day = fc.integer({ min: 0, max: 10_000 }).map((days) => dayAfter('2010-01-01', days));
    fc.assert(
      fc.property(day, fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC'), (date, zone) => {
        const start = instantOf(date, zone);
        expect([dayAt(start, zone), dayAt(start - 1, zone)]).toEqual([date, dayAfter(date, -1)]);
      }),
      { numRuns: 60 },
    );
  });
});
