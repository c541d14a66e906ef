import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DATA, type Run, runMidfunnel } from './run-midfunnel.ts';

// Corpora of strange CSV files and headers of shop and ad platforms: each is read or refused in words; nothing is our own fault.

const filesIn = (folder: string) =>
  (readdirSync(join(DATA, folder), { recursive: true }) as string[])
    .filter((name) => /\.(csv|tsv|txt|gz|zip)$/.test(name))
    .map((name) => join(folder, name))
    .sort();

function expectReadOrRefused({ code, stdout, stderr }: Run, file: string): void {
  expect([0, 3], stderr).toContain(code);
  expect(stderr).not.toContain('internal error');
  if (code === 0) {
    expect(stdout.length).toBeGreaterThan(0);
    return;
  }
  const [message, hint] = stderr.trimEnd().split('\n').slice(-2);
  expect(message).toMatch(/^midfunnel: /);
  expect(message).toContain(file);
  expect(hint).toMatch(/^ {2}\S.{10,}/);
}

describe('strange CSV files', () => {
  it.each(filesIn('csv-torture'))('reads %s as a clickstream or refuses it in words', async (file) => {
    expectReadOrRefused(await runMidfunnel('diagnose', '-q', '--config', 'none', '--events', file), file);
  });

  it.each(filesIn('csv-torture'))('inspects %s or says why it cannot', async (file) => {
    const run = await runMidfunnel('inspect', '-q', '--config', 'none', file);
    expect([0, 3], run.stderr).toContain(run.code);
    expect(run.stderr).not.toContain('internal error');
    expect(`${run.stdout}${run.stderr}`).toContain(file);
  });
});

describe('exports of shop and ad platforms', () => {
  const clickstream = ['--events', 'fuzzy-factory/flat_clickstream.csv'];

  it.each(filesIn('platform-exports'))('reads %s as orders or refuses it in words', async (file) => {
    expectReadOrRefused(await runMidfunnel('diagnose', '-q', '--config', 'none', ...clickstream, '--orders', file), file);
  });

  it.each(filesIn('platform-exports'))('inspects %s or says why it cannot', async (file) => {
    const run = await runMidfunnel('inspect', '-q', '--config', 'none', file);
    expect([0, 3], run.stderr).toContain(run.code);
    expect(run.stderr).not.toContain('internal error');
  });
});
