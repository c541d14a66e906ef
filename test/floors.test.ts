import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');

/** What each room may import, besides itself. A room that is not listed fails the test: a new room is a decision. */
const MAY_USE: Record<string, string[]> = {
  errors: [],
  roles: [],
  fields: [],
  statistics: ['errors'],
  io: ['errors'],
  engine: ['roles', 'fields', 'errors'],
  config: ['roles', 'io', 'errors'],
  formats: ['roles', 'fields', 'io', 'errors'],
  intake: ['formats', 'engine', 'io', 'config', 'roles', 'fields', 'errors'],
  sessions: ['engine', 'config', 'errors'],
  attribution: ['engine', 'statistics', 'config', 'errors'],
  report: ['attribution', 'sessions', 'intake', 'io', 'config', 'errors'],
  simulate: ['io', 'statistics', 'errors'],
};
const PROGRAM = ['pipeline', 'commands', 'cli', 'index'];

/** Third-party packages and the one room (or file) each may be imported from. */
const HOMES: Record<string, RegExp> = {
  '@duckdb/node-api': /^engine\//,
  '@duckdb/node-bindings': /^engine\//,
  papaparse: /^io\/(csv|.*csv.*)\.ts$/,
  'simple-statistics': /^statistics\//,
  '@stdlib': /^statistics\//,
  'ml-matrix': /^statistics\//,
  chalk: /^report\/render-terminal|^commands\//,
  'cli-table3': /^report\/render-terminal/,
  commander: /^(cli|commands\/.*)\.ts$|^cli\.ts$/,
  zod: /^config\//,
  tldts: /^(sessions|intake|formats)\//,
  isbot: /^sessions\//,
  bowser: /^(sessions|intake)\//,
  'pure-rand': /^simulate\//,
  tinyglobby: /^io\//,
};

interface Import {
  file: string;
  target: string;
}

const files = (readdirSync(SRC, { recursive: true }) as string[]).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts')).sort();
const imports: Import[] = files.flatMap((file) => {
  const text = readFileSync(join(SRC, file), 'utf8');
  const found = text.matchAll(/(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g);
  return [...found].map((m) => ({ file, target: (m[1] ?? m[2])! }));
});
const local = imports
  .filter(({ target }) => target.startsWith('.'))
  .map(({ file, target }) => ({ file, target: relative(SRC, resolve(SRC, dirname(file), target)) }));
const roomOf = (file: string) => file.split('/')[0]!.replace(/\.ts$/, '');

describe('floors', () => {
  it('reads every source file', () => {
    expect(files.length).toBeGreaterThan(3);
    expect(local.length).toBeGreaterThan(3);
  });

  it('lets no room import from a room above it, type imports included', () => {
    const wrong = local.filter(({ file, target }) => {
      const [from, to] = [roomOf(file), roomOf(target)];
      if (from === to) return false;
      if (PROGRAM.includes(from)) return false;
      return !(MAY_USE[from]?.includes(to) ?? false);
    });
    expect(wrong).toEqual([]);
  });

  it('knows every room', () => {
    const unknown = [...new Set(files.map(roomOf))].filter((room) => !(room in MAY_USE) && !PROGRAM.includes(room));
    expect(unknown).toEqual([]);
  });

  it('has no circle of imports', () => {
    const targets = new Map<string, string[]>();
    for (const { file, target } of local) targets.set(file, [...(targets.get(file) ?? []), target]);
    const circles: string[][] = [];
    const finished = new Set<string>();
    const walk = (file: string, path: string[]) => {
      if (path.includes(file)) {
        circles.push([...path.slice(path.indexOf(file)), file]);
        return;
      }
      if (finished.has(file)) return;
      for (const next of targets.get(file) ?? []) walk(next, [...path, file]);
      finished.add(file);
    };
    for (const file of files) walk(file, []);
    expect(circles).toEqual([]);
  });

  it('keeps every third-party package in its home', () => {
    const packages = imports.filter(({ target }) => !target.startsWith('.') && !target.startsWith('node:'));
    const homeless = packages.filter(({ file, target }) => {
      const name =
        target.startsWith('@') && !target.startsWith('@stdlib') ? target.split('/').slice(0, 2).join('/') : target.split('/')[0]!;
      const home = HOMES[name];
      return home === undefined || !home.test(file);
    });
    expect(homeless).toEqual([]);
  });

  it('keeps files short: over 250 lines only with a reason in the first line', () => {
    const long = files.filter((file) => {
      const text = readFileSync(join(SRC, file), 'utf8');
      return text.split('\n').length > 250 && !text.startsWith('// Long because');
    });
    expect(long).toEqual([]);
  });

  it('has no room for leftovers', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.)/.test(file))).toEqual([]);
  });
});
