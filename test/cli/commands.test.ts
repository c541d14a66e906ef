import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { clickstream, hits, makePlace, orders } from './run.ts';

const place = makePlace();
place.write({
  'e.csv': clickstream(),
  'o.csv': orders(),
  'other.csv': clickstream(hits(3), 'x,timestamp,page_url'),
});
const width = (text: string) => Math.max(...text.split('\n').map((line) => [...line].length));

describe('inspect', () => {
  it('shows each file on standard output, and takes standard input for a file', async () => {
    const run = await place.run(['inspect', 'e.csv', 'o.csv']);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/^(midfunnel: (checking|reading) [^\n]+ s\)\n)+$/);
    expect(run.stdout).toMatch(/\ne\.csv\n─+\n[\s\S]*recognised as a clickstream[\s\S]*\no\.csv\n─+\n[\s\S]*recognised as orders/);
    expect(width(run.stdout)).toBeLessThanOrEqual(80);
    expect(await place.run(['inspect', 'e.csv', 'o.csv', '--quiet'])).toEqual({ ...run, stderr: '' });
    const piped = await place.run(['inspect', '-', '-q'], { input: clickstream() });
    expect(piped).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain(piped.stdout.replace(/^\nstandard input\n─+\n/, ''));
  });

  it('ends with exit code 3 for a file that cannot be used as it is, after all files were shown', async () => {
    const run = await place.run(['inspect', 'other.csv', 'e.csv', '-q']);
    expect(run).toMatchObject({ code: 3, stderr: '' });
    expect(run.stdout.replace(/\s+/g, ' ')).toContain(
      'Cannot be used as it is: other.csv has no column for the visitor_id or the session_id. Name it: --column events.visitor_id=NAME.',
    );
    expect(run.stdout).toContain('\ne.csv\n');
    expect((await place.run(['inspect', 'other.csv', '-q', '--column', 'events.visitor_id=x'])).code).toBe(0);
  });

  it('says which file is not there', async () => {
    const run = await place.run(['inspect', 'no.csv', '-q']);
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toMatch(/^midfunnel: inspect: there is no file no\.csv\n {2}Check the spelling [^\n]+\n$/);
  });

  it('gives the same as JSON and as Markdown', async () => {
    const json = await place.run(['inspect', 'e.csv', 'other.csv', '-q', '--format', 'json']);
    expect(json).toMatchObject({ code: 3, stderr: '' });
    expect(JSON.parse(json.stdout)).toMatchObject([
      { file: 'e.csv', grain: 'hits', rows: 40, usable: true, obstacle: null, domains: ['shop.example'] },
      { file: 'other.csv', usable: false, obstacle: { message: expect.stringContaining('no column for the visitor_id') } },
    ]);
    const markdown = await place.run(['inspect', 'e.csv', 'o.csv', '-q', '--format', 'markdown']);
    expect(markdown).toMatchObject({ code: 0, stderr: '' });
    expect(markdown.stdout).toMatch(/^## e\.csv\n/);
    expect(markdown.stdout).toMatch(/\n\n## o\.csv\n/);
    expect(markdown.stdout).toMatch(/\n\| Column +\| Role/);
  });
});

describe('inspect of an export that changed', () => {
  it('says below the files which of them lacks what, in every format', async () => {
    place.write({ 'changed.csv': 'client_id,timestamp,page_url\nv1,2026-11-02 10:00:00,https://www.shop.example/\n' });
    place.write({ 'full.csv': 'visitor_id,timestamp,page_url,http_status\nv1,2026-11-01 10:00:00,https://www.shop.example/,200\n' });
    const files = ['full.csv', 'changed.csv'];
    const { code, stdout } = await place.run(['inspect', ...files, '-q']);
    expect(code).toBe(0);
    const differences = stdout.slice(stdout.indexOf('How the files differ')).replace(/\s+/g, ' ');
    expect(differences).toContain('changed.csv has no column for http_status');
    expect(differences).toContain('visitor_id is "visitor_id" in full.csv, "client_id" in changed.csv');
    expect((await place.run(['inspect', ...files, '-q', '--format', 'markdown'])).stdout).toContain('## How the files differ');
    const facts: { lacks: string[] }[] = JSON.parse((await place.run(['inspect', ...files, '-q', '--format', 'json'])).stdout);
    expect(facts.map(({ lacks }) => lacks)).toEqual([[], ['http_status']]);
    expect((await place.run(['inspect', 'full.csv', '-q'])).stdout).not.toContain('How the files differ');
  });
});

describe('init', () => {
  it('writes the config with which midfunnel alone gives the same report, and does not replace one unless told', async () => {
    const config = join(place.folder, 'midfunnel.config.json');
    rmSync(config, { force: true });
    const args = ['init', '-q', '--events', 'e.csv', '--orders', 'o.csv'];
    const first = await place.run(args);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/^Wrote midfunnel\.config\.json: 8 columns, 4 pages\.\n[^\n]+ midfunnel\n$/);
    const text = readFileSync(config, 'utf8');
    const report = (run: { stdout: string }) => ({ ...(JSON.parse(run.stdout) as Report), options: null });
    expect(report(await place.run(['-q', '--format', 'json']))).toEqual(
      report(await place.run(['-q', '--format', 'json', '--config', 'none', '--events', 'e.csv', '--orders', 'o.csv'])),
    );

    place.write({ 'midfunnel.config.json': '{ "mine": "and broken" }' });
    const second = await place.run(args);
    expect(second).toMatchObject({ code: 2, stdout: '' });
    expect(second.stderr).toMatch(
      /^midfunnel: midfunnel\.config\.json exists already\n {2}Edit it by hand, or replace it with --force\.\n$/,
    );
    expect(readFileSync(config, 'utf8')).toBe('{ "mine": "and broken" }');
    expect(await place.run([...args, '--force'])).toEqual(first);
    expect(readFileSync(config, 'utf8')).toBe(text);
    rmSync(config);
  });

  it('without a clickstream is wrong usage, and a file that leaves a question open is not written down', async () => {
    const none = await place.run(['init', '-q']);
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toMatch(/^midfunnel: no clickstream given\n {2}Name it: midfunnel init --events FILE --orders FILE\n$/);
    const open = await place.run(['init', '-q', '--events', 'other.csv']);
    expect(open).toMatchObject({ code: 3, stdout: '' });
    expect(open.stderr).toMatch(/^midfunnel: other\.csv has no column for the visitor_id [^\n]+\n {2}[^\n]+\n$/);
    expect(existsSync(join(place.folder, 'midfunnel.config.json'))).toBe(false);
  });
});

describe('demo', () => {
  it('prints the report on a made-up shop, and leaves its exports and the report where it says', async () => {
    const run = await place.run(['demo', '--sessions', '400']);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/^(midfunnel: [^\n]+ s\)\n)+$/);
    expect(width(run.stdout)).toBeLessThanOrEqual(80);
    const [, folder, names] = /\nLeft in ([^\n]+)\/:\n([\s\S]+)$/.exec(run.stdout)!;
    expect(folder).toBe('midfunnel-demo');
    const files = names!.match(/[\w-]+\.\w+/g)!;
    expect(files).toHaveLength(7);
    for (const file of files) expect(existsSync(join(place.folder, 'midfunnel-demo', file)), file).toBe(true);
    const report = JSON.parse(readFileSync(join(place.folder, 'midfunnel-demo/report.json'), 'utf8')) as Report;
    expect(report.sessions.total).toBeGreaterThan(300);
    expect(await place.run(['demo', '--sessions', '400', '-q']), 'the same again').toEqual({ ...run, stderr: '' });
  });
});
