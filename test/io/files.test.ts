import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError, InterruptedError, UsageError } from '../../src/errors.ts';
import { expandInputs } from '../../src/io/expand-inputs.ts';
import { spoolStream } from '../../src/io/spool.ts';
import { TemporaryFolder } from '../../src/io/temporary-folder.ts';
import { writeFileAtomically } from '../../src/io/write-file.ts';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = TemporaryFolder.create();
});
afterEach(() => folder.dispose());

describe('TemporaryFolder', () => {
  it('is readable for its owner only and is gone after dispose, which may be called twice', () => {
    writeFileSync(folder.file('a.csv'), 'x');
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    folder.dispose();
    folder.dispose();
    expect(existsSync(folder.path)).toBe(false);
  });

  it('gives no path outside of itself', () => {
    for (const name of ['../x', '..', '.', '', 'a/b', '/etc/passwd']) expect(() => folder.file(name)).toThrow('bare file name');
  });

  it('is removed when the process exits without dispose, also by an uncaught error', () => {
    const module = join(import.meta.dirname, '../../src/io/temporary-folder.ts');
    const script = folder.file('run.test-child.ts');
    writeFileSync(
      script,
      `import { TemporaryFolder } from ${JSON.stringify(module)};
       const a = TemporaryFolder.create(); TemporaryFolder.create();
       console.log(a.path); throw new Error('crash');`,
    );
    const bundle = folder.file('run.mjs');
    execFileSync('node_modules/.bin/esbuild', [
      script,
      '--bundle',
      '--platform=node',
      '--format=esm',
      `--outfile=${bundle}`,
      '--log-level=error',
    ]);
    const child = folder.file('child');
    mkdirSync(child);
    let path = '';
    try {
      execFileSync(process.execPath, [bundle], { env: { ...process.env, TMPDIR: child }, stdio: 'pipe' });
    } catch (error) {
      path = String((error as { stdout: Buffer }).stdout).trim();
    }
    expect(path.startsWith(child)).toBe(true);
    expect(readdirSync(child)).toEqual([]);
  });
});

describe('writeFileAtomically', () => {
  it('replaces a file, keeps its mode and leaves nothing beside it', async () => {
    const path = folder.file('report.html');
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    await writeFileAtomically(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder.path)).toEqual(['report.html']);
  });

  it('writes bytes, and through a link to the file behind it', async () => {
    writeFileSync(folder.file('real'), 'old');
    symlinkSync(folder.file('real'), folder.file('link'));
    await writeFileAtomically(folder.file('link'), Uint8Array.of(0, 255));
    expect([...readFileSync(folder.file('real'))]).toEqual([0, 255]);
    expect(readdirSync(folder.path)).toEqual(['link', 'real']);
  });

  it('says that the folder does not exist', async () => {
    const attempt = writeFileAtomically(`${folder.file('missing')}/report.html`, 'x');
    await expect(attempt).rejects.toThrow(UsageError);
    await expect(attempt).rejects.toThrow('missing does not exist');
  });

  it('refuses a folder as target and leaves nothing', async () => {
    mkdirSync(folder.file('out'));
    await expect(writeFileAtomically(folder.file('out'), 'x')).rejects.toThrow('it is a folder');
    expect(readdirSync(folder.path)).toEqual(['out']);
  });

  it('writes to a device directly instead of replacing it', async () => {
    await writeFileAtomically('/dev/null', 'x');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.skipIf(process.getuid?.() === 0)('refuses a write-protected file', async () => {
    writeFileSync(folder.file('fixed'), 'old');
    chmodSync(folder.file('fixed'), 0o444);
    await expect(writeFileAtomically(folder.file('fixed'), 'x')).rejects.toThrow('permission denied');
    expect(readFileSync(folder.file('fixed'), 'utf8')).toBe('old');
  });
});

describe('expandInputs', () => {
  const put = (...names: string[]) => names.map((name) => writeFileSync(folder.file(name), 'x') ?? folder.file(name));

  it('expands a pattern, sorted, each file once', async () => {
    const [b, a] = put('clicks-b.csv', 'clicks-a.csv', 'orders.csv') as [string, string];
    expect(await expandInputs([b, folder.file('clicks-*.csv'), a], '--events')).toEqual([a, b]);
  });

  it('takes an existing name as it is, even with pattern characters', async () => {
    const [odd] = put('a[1]*.csv', 'a1x.csv') as [string];
    expect(await expandInputs([odd], '--events')).toEqual([odd]);
  });

  it('keeps relative names relative and standard input as it is', async () => {
    const [a] = put('a.csv') as [string];
    const name = relative(process.cwd(), a);
    expect(await expandInputs(['-', name, '-', relative(process.cwd(), folder.file('*.csv'))], '--events')).toEqual(['-', name]);
  });

  it('counts a link and its file as one', async () => {
    const [a] = put('a.csv') as [string];
    symlinkSync(a, folder.file('b.csv'));
    expect(await expandInputs([folder.file('*.csv')], '--events')).toEqual([a]);
  });

  it.each([
    ['nothing-*.csv', 'no file matches'],
    ['absent.csv', 'there is no file'],
    ['sub', 'is a folder'],
  ])('says for %s: %s, and names the flag', async (name, message) => {
    mkdirSync(folder.file('sub'));
    const attempt = expandInputs([folder.file(name)], '--orders');
    await expect(attempt).rejects.toThrow(InputError);
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.toThrow('--orders');
  });

  it('refuses a device, which cannot be read twice', async () => {
    await expect(expandInputs(['/dev/null'], '--events')).rejects.toThrow('is a pipe or a device');
  });
});

describe('spoolStream', () => {
  it('copies the stream and gives its bytes', async () => {
    const target = folder.file('stdin');
    expect(await spoolStream(Readable.from([Buffer.from('ab'), Buffer.from('ü')]), target)).toBe(4);
    expect(readFileSync(target, 'utf8')).toBe('abü');
    expect(statSync(target).mode & 0o777).toBe(0o600);
  });

  it('stops when the run is stopped, before and while copying', async () => {
    await expect(spoolStream(Readable.from(['a']), folder.file('a'), AbortSignal.abort())).rejects.toThrow(InterruptedError);
    const stop = new AbortController();
    const endless = new Readable({ read() {} });
    endless.push('x');
    setTimeout(() => stop.abort(), 20);
    await expect(spoolStream(endless, folder.file('b'), stop.signal)).rejects.toThrow(InterruptedError);
  });

  it('tells a stream that breaks from a target that cannot be written', async () => {
    const broken = new Readable({ read() {} });
    setTimeout(() => broken.destroy(new Error('gone')), 10);
    await expect(spoolStream(broken, folder.file('c'))).rejects.toThrow(InputError);
    await expect(spoolStream(Readable.from(['a']), `${folder.path}/missing/d`)).rejects.toThrow(UsageError);
  });
});
