import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BINARY, clickstream, makePlace, ROOT, runProcess } from './run.ts';

const place = makePlace();
place.write({
  'e.csv': clickstream(),
  // Faults that are planted in Node's own modules before the program starts.
  'fault.mjs': `
    import os from 'node:os';
    import { syncBuiltinESMExports } from 'node:module';
    os.availableParallelism = () => { throw new TypeError('a planted\\nfault \\u001b[31m', { cause: new Error('its cause') }); };
    syncBuiltinESMExports();
  `,
  // Thrown by a timer while the run waits for a file: outside everything that is awaited.
  'late.mjs': `
    import promises from 'node:fs/promises';
    import { syncBuiltinESMExports } from 'node:module';
    const { open } = promises;
    promises.open = (...args) => {
      setTimeout(() => { throw new TypeError('a late fault'); }, 1);
      return new Promise((done) => setTimeout(done, 5_000)).then(() => open(...args));
    };
    syncBuiltinESMExports();
  `,
  'rejection.mjs': `
    import promises from 'node:fs/promises';
    import { syncBuiltinESMExports } from 'node:module';
    const { open } = promises;
    promises.open = (...args) => {
      Promise.reject(new TypeError('a lost fault'));
      return new Promise((done) => setTimeout(done, 5_000)).then(() => open(...args));
    };
    syncBuiltinESMExports();
  `,
});

const ARGS = ['-q', '--events', 'e.csv', '-o', 'report.json'];

async function runWith(fault: string, args: readonly string[]) {
  const env = place.environment({ NODE_OPTIONS: `--import ${join(place.folder, fault)}` });
  const run = await runProcess(process.execPath, [BINARY, ...args], { cwd: place.folder, env });
  expect(run.code).toBe(70);
  expect(run.stdout).toBe('');
  expect(readdirSync(place.temporary), 'temporary files left behind').toEqual([]);
  expect(readdirSync(place.folder)).not.toContain('report.json');
  return run.stderr;
}

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

/** What every fault of our own says after its message. */
const REPORT =
  '  This is a fault of midfunnel, not of your files.\n' +
  '  Please report it with these lines and the command; --debug adds where in the program it came from.\n' +
  `  midfunnel ${version}, Node ${process.version}, ${process.platform} ${process.arch}\n`;

describe('a fault of our own ends with exit code 70, versions and how to report it, and no stack trace', () => {
  it.each([
    ['in the work', 'fault.mjs', 'a planted fault \ufffd[31m'],
    ['in a timer', 'late.mjs', 'a late fault'],
    ['in a promise that nobody awaits', 'rejection.mjs', 'a lost fault'],
  ])('%s', async (_, fault, message) => {
    expect(await runWith(fault, ARGS)).toBe(`midfunnel: internal error: ${message}\n${REPORT}`);
  });

  it('unless --debug asks for it, before or after the command', async () => {
    for (const args of [
      ['--debug', ...ARGS],
      ['diagnose', ...ARGS, '--debug'],
    ]) {
      const seen = await runWith('fault.mjs', args);
      expect(seen).toMatch(/^midfunnel: internal error: a planted fault/);
      expect(seen).toContain(REPORT);
      expect(seen).toMatch(/\n\s+at .+:\d+:\d+/);
      expect(seen).toContain('Error: its cause');
    }
  });
});

describe('an error of the input', () => {
  it('shows its stack trace only with --debug', async () => {
    const run = await runProcess(process.execPath, [BINARY, '--debug', '-q', '--events', 'no.csv'], {
      cwd: place.folder,
      env: place.environment(),
    });
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/^midfunnel: --events: there is no file no\.csv\n {2}Check [^\n]+\nInputError: [^\n]+\n\s+at .+:\d+:\d+/);
  });
});
