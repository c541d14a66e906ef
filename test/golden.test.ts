import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../src/report/report.ts';

const ROOT = resolve(import.meta.dirname, '..');
const FIXTURES = join(ROOT, 'fixtures');
const FILES = ['report.json', 'report.md', 'report.txt'] as const;
const UPDATE = process.env.GOLDEN_UPDATE === '1' && !process.env.CI;
const VERSION = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;

const cases = readdirSync(FIXTURES).filter((name) => existsSync(join(FIXTURES, name, 'midfunnel.config.json')));
const made = new Map<string, Record<(typeof FILES)[number], string>>();

/** The reports of a case, by the built program in the case's folder; the program's version is not part of what is expected. */
function reportsOf(name: string): Record<(typeof FILES)[number], string> {
  const known = made.get(name);
  if (known) return known;
  const folder = mkdtempSync(join(tmpdir(), 'midfunnel-golden-'));
  try {
    const outputs = FILES.flatMap((file) => ['-o', join(folder, file)]);
    const env = { ...process.env, NO_COLOR: '1', TZ: 'UTC' };
    execFileSync(process.execPath, [join(ROOT, 'bin/midfunnel.js'), 'diagnose', '-q', ...outputs], { cwd: join(FIXTURES, name), env });
    const texts = FILES.map((file) => [file, readFileSync(join(folder, file), 'utf8').replaceAll(VERSION, 'VERSION')] as const);
    const reports = Object.fromEntries(texts) as Record<(typeof FILES)[number], string>;
    made.set(name, reports);
    return reports;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each(cases)('the case %s', (name) => {
  it('says what is planted and what must come out', () => {
    expect(readFileSync(join(FIXTURES, name, 'about.md'), 'utf8').length).toBeGreaterThan(200);
  });

  it.each(FILES)('gives the expected %s, byte by byte', (file) => {
    const expected = join(FIXTURES, name, 'expected', file);
    const text = reportsOf(name)[file];
    if (UPDATE) {
      mkdirSync(join(FIXTURES, name, 'expected'), { recursive: true });
      writeFileSync(expected, text);
    }
    expect(text).toBe(readFileSync(expected, 'utf8'));
  });
});

describe('tiny-shop, against the arithmetic in its about.md', () => {
  const report = () => JSON.parse(reportsOf('tiny-shop')['report.json']) as Report;

  it('accounts for every row and names the rejected one', () => {
    const [clicks, orders] = report().inputs;
    expect(clicks).toMatchObject({ rows_read: 21, rows_used: 20, rows_filtered: 0, rows_rejected: 1, rejects: [{ line: 13 }] });
    expect(orders).toMatchObject({ rows_read: 5, rows_used: 5, rows_filtered: 0, rows_rejected: 0 });
  });

  it('counts sessions, cohort and outcomes', () => {
    expect(report().sessions).toMatchObject({
      total: 7,
      visitors: 6,
      with_order: 2,
      edge_censored: 7,
      cohort: { sessions: 3, orders: 1, bought_later: 1, bought_elsewhere: 0, abandoned: 1, possible: 2, out: 2, may_exceed: 2 },
    });
  });

  it('counts the funnel and its drop-off', () => {
    expect(report().funnel.map(({ step, sessions_reached, drop_off_rate }) => [step, sessions_reached, drop_off_rate?.events])).toEqual([
      ['landing', 7, 1],
      ['products', 4, 1],
      ['product', 5, 2],
      ['cart', 3, 1],
      ['checkout', 1, 0],
      ['thank-you', 2, undefined],
    ]);
    expect(report().funnel[0]!.by_device).toEqual({ desktop: 4, mobile: 3 });
  });

  it('counts sessions, cohort and orders by source', () => {
    const sources = report().traffic.sources.map(({ source, sessions, cohort_sessions, orders }) => [
      source,
      sessions,
      cohort_sessions,
      orders,
    ]);
    expect(sources.sort()).toEqual([
      ['(direct)', 3, 1, 1],
      ['google', 2, 2, 1],
      ['newsletter', 2, 0, 0],
    ]);
  });

  it('finds the one exit of the cohort', () => {
    expect(report().where.pages.filter(({ exits }) => exits > 0)).toMatchObject([{ page_group: 'product', stage: 1, exits: 1 }]);
    expect(report().where.minutes[0]).toMatchObject({ at_risk: 7, exits: 1, orders: 0 });
  });

  it('puts every order into one class and adds the money', () => {
    expect(report().ledger).toMatchObject({
      orders_read: 5,
      counted: 3,
      matched: 2,
      no_session: 1,
      duplicate: 1,
      not_counted: 1,
      offline: 0,
    });
    expect(report().ledger.revenue).toMatchObject({ amount: 120, currency: 'EUR' });
  });
});

describe('hostile-labels', () => {
  const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

  it('counts its sessions whatever they are called', () => {
    const report = JSON.parse(reportsOf('hostile-labels')['report.json']) as Report;
    expect(report.sessions).toMatchObject({ total: 12, with_order: 1, cohort: { sessions: 12, orders: 1, abandoned: 11 } });
  });

  it.each(FILES)('lets no control character or override into %s', (file) => {
    expect(CONTROL.exec(reportsOf('hostile-labels')[file])).toBeNull();
  });

  it('lets no tag and no script link into the Markdown', () => {
    const text = reportsOf('hostile-labels')
      ['report.md'].replace(/```[\s\S]*?```/g, '')
      .replace(/(`+)[^`]*?\1/g, '');
    expect(text).not.toMatch(/(?<!\\)<(script|img|\/pre|\/table|!--)/i);
    expect(text).not.toMatch(/(?<!\\)\]\(javascript:/i);
  });

  it('keeps every table row of the Markdown on one line with as many cells as its head', () => {
    const lines = reportsOf('hostile-labels')['report.md'].split('\n');
    const cells = (line: string) => line.replace(/\\\|/g, '').split('|').length;
    let head = 0;
    for (const [index, line] of lines.entries()) {
      if (!line.startsWith('|')) head = 0;
      else if (head === 0) head = cells(line);
      else expect(cells(line), `line ${index + 1}: ${line}`).toBe(head);
    }
  });
});
