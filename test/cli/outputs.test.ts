import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { BINARY, clickstream, HEADER, hits, makePlace, orders, type Run, type RunSettings } from './run.ts';

const place = makePlace();
place.write({
  'e.csv': clickstream(),
  'o.csv': orders(),
  'naive.csv': clickstream(hits().map((line) => line.replace('Z,', ','))),
  'bad.csv': `${HEADER}\n`,
});
const INPUTS = ['--events', 'e.csv', '--orders', 'o.csv'];
const PROGRESS = /^(midfunnel: [a-z][^\n]* \(\d+\.\d s\)\n)+$/;
const read = (name: string) => readFileSync(join(place.folder, name), 'utf8');

async function succeed(args: string[], settings?: RunSettings): Promise<Run> {
  const run = await place.run(args, settings);
  expect(run.code).toBe(0);
  return run;
}

describe('the streams', () => {
  it('carry the report on standard output and plain lines of progress on standard error', async () => {
    const run = await succeed(INPUTS);
    expect(run.stderr).toMatch(PROGRESS);
    expect(run.stderr).toContain('midfunnel: reading e.csv (');
    expect(run.stdout).toContain('Where they leave');
    expect(run.stdout).not.toContain('midfunnel: ');
    for (const quiet of ['-q', '--quiet']) expect(await succeed([...INPUTS, quiet])).toEqual({ ...run, stderr: '' });
    expect(await succeed(['diagnose', ...INPUTS, '-q']), 'diagnose is the default command').toEqual({ ...run, stderr: '' });
  });

  it('end quietly when the reader of the report goes away', () => {
    const command = `"$0" "$1" -q --full --events e.csv | head -1; echo "\${PIPESTATUS[*]}"`;
    const seen = execFileSync('bash', ['-c', command, process.execPath, BINARY], {
      cwd: place.folder,
      env: place.environment(),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(seen.trim().split('\n')).toHaveLength(2);
    expect(seen).toMatch(/\n0 0\n$/);
    expect(readdirSync(place.temporary)).toEqual([]);
  });

  it.each([[['--help']], [['inspect', '--help']], [['inspect', '-q', 'e.csv']], [[...INPUTS, '-q']]])(
    'say so when standard output is on a full disk, with exit code 2: %j',
    async (args) => {
      const run = await place.run(args, { output: '/dev/full' });
      expect(run.stderr).toMatch(/^midfunnel: cannot write to standard output: the disk is full\n {2}Make room[^\n]*\n$/);
      expect(run.code).toBe(2);
    },
  );

  it('take the clickstream from standard input, plain or packed, and from the file, with one result', async () => {
    const args = ['-q', '--format', 'json', '--orders', 'o.csv', '--events'];
    const file = await succeed([...args, 'e.csv']);
    const plain = await succeed([...args, '-'], { input: clickstream() });
    const packed = await succeed([...args, '-'], { input: gzipSync(clickstream()) });
    const compare = ({ stdout, stderr }: Run) => {
      expect(stderr).toBe('');
      const { inputs, ...rest } = JSON.parse(stdout) as Report;
      return { rest, rows: inputs.map(({ rows_read, rows_used }) => [rows_read, rows_used]) };
    };
    expect(compare(plain)).toEqual(compare(file));
    expect(compare(packed)).toEqual(compare(file));
    expect((JSON.parse(plain.stdout) as Report).inputs[0]!.file).toBe('standard input');
  });

  it('take the orders from standard input as well', async () => {
    const run = await succeed(['-q', '--format', 'json', '--events', 'e.csv', '--orders', '-'], { input: orders() });
    expect((JSON.parse(run.stdout) as Report).inputs[1]).toMatchObject({
      file: 'standard input',
      role: 'orders',
      rows_read: 3,
      rows_used: 3,
    });
  });
});

describe('the formats', () => {
  it('of a file go by its ending, and --format decides on standard output', async () => {
    const run = await succeed([...INPUTS, '-q', '--format', 'json', '-o', 'r.json', 'r.md', '-o', 'r.txt', '-o', '-']);
    expect(run.stderr).toBe('');
    expect(run.stdout, 'the same bytes by both ways, once').toBe(read('r.json'));
    expect((JSON.parse(run.stdout) as Report).sessions.total).toBe(10);
    expect(read('r.md')).toMatch(/^#+ /m);
    expect((await succeed([...INPUTS, '-q', '--full', '--format', 'markdown'])).stdout).toBe(read('r.md'));
    expect((await succeed([...INPUTS, '-q', '--full'], { environment: { COLUMNS: '100' } })).stdout).toBe(read('r.txt'));
    expect((await succeed([...INPUTS, '-q', '--format', 'terminal'])).stdout).toBe((await succeed([...INPUTS, '-q'])).stdout);
  });

  it('on standard output keep to 80 columns where no terminal says its width', async () => {
    const { stdout } = await succeed([...INPUTS, '-q', '--full']);
    expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
  });
});

describe('an output', () => {
  it('is left as it was when the run fails, and no other is begun', async () => {
    place.write({ 'old.json': 'old', 'old.md': 'older' });
    const run = await place.run(['-q', '--events', 'bad.csv', '-o', 'old.json', 'old.md', 'new.txt']);
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/^midfunnel: bad\.csv has a header but no data\n/);
    expect(run.stdout).toBe('');
    expect(read('old.json')).toBe('old');
    expect(read('old.md')).toBe('older');
    expect(readdirSync(place.folder).filter((name) => /new|\.tmp$/.test(name))).toEqual([]);
  });

  it('that cannot be written stops the run before the others are written', async () => {
    place.write({ 'old.json': 'old' });
    const run = await place.run(['-q', ...INPUTS, '-o', 'old.json', '-o', 'no/new.json']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^midfunnel: cannot write no\/new\.json: the folder no does not exist\n/);
    expect(read('old.json')).toBe('old');
  });

  it('replaces the older file whole, and keeps its mode', async () => {
    place.write({ 'old.json': 'x'.repeat(1e6) });
    execFileSync('chmod', ['640', join(place.folder, 'old.json')]);
    const run = await succeed(['-q', ...INPUTS, '-o', 'old.json', '--format', 'json']);
    expect(read('old.json')).toBe(run.stdout);
    expect(statSync(join(place.folder, 'old.json')).mode & 0o777).toBe(0o640);
    expect(readdirSync(place.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('the warning of times without an offset', () => {
  const WARNING = 'midfunnel: warning: times in naive.csv have no offset and are read as UTC; if they are local, give --time-zone\n';
  it('is one line of standard error, also beside the progress', async () => {
    const run = await succeed(['--events', 'naive.csv']);
    expect(
      run.stderr
        .split('\n')
        .filter((line) => line.includes('warning'))
        .join('\n'),
    ).toBe(WARNING.trimEnd());
    expect(run.stderr.replace(WARNING, '')).toMatch(PROGRESS);
    expect(run.stdout).not.toContain('midfunnel: warning');
  });

  it.each([
    ['--quiet', ['--quiet']],
    ['--time-zone', ['--time-zone', 'Europe/Berlin']],
    ['--time-zone UTC', ['--time-zone', 'UTC']],
  ])('is not there with %s', async (_, args) => {
    expect((await succeed(['--events', 'naive.csv', ...args])).stderr).not.toContain('warning');
  });

  it('is not there where every time has an offset', async () => {
    expect((await succeed(['--events', 'e.csv'])).stderr).not.toContain('warning');
  });
});

describe('a simulation', () => {
  it('says on standard output what it wrote, replaces an earlier one, and gives the same bytes for the same seed', async () => {
    const first = await succeed(['simulate', 'shop', '--sessions', '50', '--seed', '7']);
    expect(first.stderr).toMatch(PROGRESS);
    expect(first.stdout).toMatch(/shop\/clickstream\.csv +[\d,]+ hits\n/);
    const events = read('shop/clickstream.csv');
    expect(await succeed(['simulate', 'shop', '--sessions', '50', '--seed', '7', '-q'])).toEqual({ ...first, stderr: '' });
    expect(read('shop/clickstream.csv')).toBe(events);
  });

  it('does not replace exports that are no simulation’s', async () => {
    mkdirSync(join(place.folder, 'mine'));
    place.write({ 'mine/orders.csv': 'dear' });
    for (const command of ['simulate', 'demo']) {
      const run = await place.run([command, 'mine', '--sessions', '50', '-q']);
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toMatch(
        /^midfunnel: the folder mine has a file orders\.csv that no simulation wrote.*\n {2}Name another folder, [^\n]+\n$/,
      );
      expect(readdirSync(join(place.folder, 'mine'))).toEqual(['orders.csv']);
      expect(read('mine/orders.csv')).toBe('dear');
    }
  });
});
