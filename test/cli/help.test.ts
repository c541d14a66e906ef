import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { OPTIONS, type OptionSpec } from '../../src/config/options.ts';
import { clickstream, makePlace, ROOT, type Run } from './run.ts';

const place = makePlace();
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const COMMANDS = ['diagnose', 'inspect', 'init', 'explain', 'simulate', 'selftest', 'demo'];

async function ask(...args: string[]): Promise<string> {
  const run = await place.run(args);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return run.stdout;
}

describe('--help', () => {
  it.each(['midfunnel', ...COMMANDS])('of %s is at most 80 columns wide, by flag, short flag and command', async (name) => {
    const command = name === 'midfunnel' ? [] : [name];
    const text = await ask(...command, '--help');
    expect(text).toMatch(new RegExp(`^Usage: ${['midfunnel', ...command].join(' ')} `));
    expect(Math.max(...text.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
    expect(text).not.toMatch(/ \n|\u001b/);
    expect(await ask(...command, '-h')).toBe(text);
    expect(await ask('help', ...command)).toBe(text);
  });

  it('names every command, and that of diagnose every flag', async () => {
    const list = await ask('--help');
    for (const command of COMMANDS) expect(list).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    const flags = await ask('diagnose', '--help');
    for (const { flag } of Object.values(OPTIONS) as OptionSpec[]) if (flag !== null) expect(flags).toContain(`  ${flag}`);
  });
});

describe('--version', () => {
  it('is that of the package, by all its names', async () => {
    for (const args of [['--version'], ['-V'], ['diagnose', '--version']]) expect(await ask(...args)).toBe(`${version}\n`);
  });
});

/** Texts that the source of DuckDB's binding and of zod cannot be without. */
const HEAVY = /@duckdb\/node-bindings|ZodError/;

/** The files of the program that a run loaded, as the JavaScript engine counts them. */
async function load(name: string, args: string[]): Promise<{ run: Run; files: string[] }> {
  const coverage = join(place.folder, name);
  const run = await place.run(args, { environment: { NODE_V8_COVERAGE: coverage } });
  const urls = readdirSync(coverage).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(coverage, file), 'utf8')) as { result: { url: string }[] };
    return result.map(({ url }) => url);
  });
  return { run, files: urls.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url)) };
}

describe('the program loads', () => {
  it.each([
    ['one file for the list of commands', ['--help'], 1],
    ['neither DuckDB nor zod for the help of a command', ['diagnose', '--help'], 12],
    ['neither DuckDB nor zod for the version', ['--version'], 12],
    ['neither DuckDB nor zod to refuse an unknown flag', ['--nope'], 12],
  ])('%s', async (_, args, most) => {
    const { files } = await load(args.join(''), args);
    expect(files.length).toBeGreaterThan(0);
    expect(files.length).toBeLessThanOrEqual(most);
    expect(files.filter((file) => HEAVY.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('both for a diagnosis, so that these tests would see them', async () => {
    place.write({ 'e.csv': clickstream() });
    const { run, files } = await load('diagnosis', ['-q', '--events', 'e.csv']);
    expect(run.code).toBe(0);
    const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    for (const part of HEAVY.source.split('|')) expect(text).toMatch(new RegExp(part));
  });
});
