import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { clickstream, hits, makePlace, orders } from './run.ts';
import { runInTerminal } from './run-in-terminal.ts';

const place = makePlace();
place.write({ 'e.csv': clickstream(), 'o.csv': orders(), 'naive.csv': clickstream(hits().map((line) => line.replace('Z,', ','))) });
const SMALL = ['--events', 'e.csv', '--orders', 'o.csv'];
/** Long enough for several rounds of the progress line. */
const FOLDER = 'an-export-with-a-name-that-is-longer-than-the-line-of-a-narrow-terminal';
const LONG = ['--events', `${FOLDER}/clickstream.csv`, '--orders', `${FOLDER}/orders.csv`];

beforeAll(async () => {
  mkdirSync(join(place.folder, FOLDER));
  expect(await place.run(['simulate', FOLDER, '--events', '500000', '-q'])).toMatchObject({ code: 0 });
});

const width = (line: string) => [...line].length;
const printed = new Map<string, string[]>();
/** What the same command prints into a pipe. */
async function print(args: string[]): Promise<string[]> {
  const key = args.join(' ');
  const known = printed.get(key) ?? (await place.run([...args, '-q'])).stdout.split('\n');
  printed.set(key, known);
  return known;
}

describe('on a terminal', () => {
  it('one line shows stage, percentage and seconds, is rewritten, and is gone when the report comes', async () => {
    const run = await runInTerminal(place, LONG);
    expect(run.code).toBe(0);
    const progress = run.passing.filter((line) => / {2}\d+\.\d s$/.test(line));
    expect(progress.some((line) => /^checking files .*\d+\.\d s$/.test(line))).toBe(true);
    expect(progress.some((line) => /^reading an-export.* {1,3}[1-9]\d? % {2}\d+\.\d s$/.test(line))).toBe(true);
    expect(Math.max(...progress.map(width))).toBeLessThan(80);
    // On the screen stands what a pipe gets, and nothing else.
    expect(run.screen).toEqual(await print(LONG));
    expect(Math.max(...run.screen.map(width))).toBeLessThanOrEqual(80);
  });

  it('of 40 columns the line is cut, not wrapped', async () => {
    const run = await runInTerminal(place, LONG, { columns: 40 });
    const progress = run.passing.filter((line) => /^(checking|reading) .*s$/.test(line));
    expect(progress.some((line) => /^reading an-ex.*… {2}\d+\.\d s$/.test(line))).toBe(true);
    expect(Math.max(...progress.map(width))).toBeLessThan(40);
    expect(run.code).toBe(0);
  });

  it('a warning stays above the line of progress', async () => {
    const run = await runInTerminal(place, ['--events', 'naive.csv']);
    expect(run.screen[0]).toMatch(/^midfunnel: warning: times in naive\.csv have no offset/);
    expect(run.screen.slice(1)).toEqual(await print(['--events', 'naive.csv']));
    expect(run.code).toBe(0);
  });

  it('the report has colours, and with --quiet nothing but the report', async () => {
    const run = await runInTerminal(place, [...SMALL, '-q']);
    expect(run.sent.replaceAll('\r\n', '\n')).toBe((await print([...SMALL, '--color'])).join('\n'));
    expect(run.code).toBe(0);
  });

  it.each<[string, string[], Record<string, string>]>([
    ['NO_COLOR', [], { NO_COLOR: '1' }],
    ['--no-color', ['--no-color'], {}],
    ['TERM=dumb', [], { TERM: 'dumb' }],
    ['NO_COLOR beside FORCE_COLOR', [], { NO_COLOR: '1', FORCE_COLOR: '1' }],
  ])('the report has no escape code with %s', async (_, args, environment) => {
    const run = await runInTerminal(place, [...SMALL, ...args, '-q'], { environment });
    expect(run.sent.replaceAll('\r\n', '\n')).toBe((await print(SMALL)).join('\n'));
    expect(run.code).toBe(0);
  });

  it.each([
    ['that is dumb', { TERM: 'dumb' }],
    ['of CI', { CI: 'true', NO_COLOR: '1' }],
  ])('%s progress is plain lines', async (_, environment) => {
    const run = await runInTerminal(place, SMALL, { environment });
    expect(run.sent).not.toContain('\u001b');
    expect(run.screen[0]).toMatch(/^midfunnel: checking files \(\d+\.\d s\)$/);
    expect(run.screen.filter((line) => !/^midfunnel: .* s\)$/.test(line))).toEqual(await print(SMALL));
  });

  it('an error removes the line of progress', async () => {
    const run = await runInTerminal(place, ['--events', 'no.csv']);
    expect(run.screen).toEqual(['midfunnel: --events: there is no file no.csv', expect.stringMatching(/^ {2}Check the spelling/), '']);
    expect(run.code).toBe(3);
  });

  it('Ctrl-C ends the run with exit code 130 and leaves only words about it', async () => {
    let typed = false;
    const run = await runInTerminal(place, LONG, {
      type: (seen) => {
        if (typed || !seen.includes('reading')) return undefined;
        typed = true;
        return '\u0003';
      },
    });
    expect(run.code).toBe(130);
    const [interrupted, ...rest] = run.screen;
    expect(interrupted).toMatch(/^reading .*\^C$/);
    expect(rest[0]).toBe('midfunnel: stopping …');
    expect(rest[1]).toMatch(/^midfunnel: (the run was )?stopped$/);
    expect(rest.length).toBeLessThanOrEqual(4);
  });
});
