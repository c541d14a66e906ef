import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect } from 'vitest';

export const ROOT = resolve(import.meta.dirname, '../..');
export const BINARY = join(ROOT, 'bin/midfunnel.js');

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** What a run gets besides its arguments. */
export interface RunSettings {
  input?: string | Buffer;
  /** Added to an environment without any of the caller's MIDFUNNEL_, colour and terminal variables. */
  environment?: Record<string, string>;
  /** A file that is standard output instead of a pipe. */
  output?: string;
}

/** A fresh folder with files in which the program is run, and a folder for temporary files that must be empty after each run. */
export interface Place {
  folder: string;
  temporary: string;
  write(files: Record<string, string | Buffer>): void;
  run(args: readonly string[], settings?: RunSettings): Promise<Run>;
  environment(more?: Record<string, string>): NodeJS.ProcessEnv;
}

/** Makes a place and removes it after the tests of the file. */
export function makePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'cli-test-'));
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const environment = (more: Record<string, string> = {}) => ({
    PATH: process.env.PATH,
    HOME: folder,
    TMPDIR: temporary,
    TZ: 'UTC',
    ...more,
  });
  return {
    folder,
    temporary,
    environment,
    write(files) {
      for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    },
    async run(args, { input, environment: more, output } = {}) {
      const run = await runProcess(process.execPath, [BINARY, ...args], { cwd: folder, env: environment(more) }, input, output);
      expect(readdirSync(temporary), 'temporary files left behind').toEqual([]);
      expect(run.stderr, 'a stack trace').not.toMatch(/\n\s+at .+:\d+:\d+/);
      return run;
    },
  };
}

/** Runs a program to its end. */
export function runProcess(
  command: string,
  args: string[],
  settings: { cwd: string; env: NodeJS.ProcessEnv },
  input?: string | Buffer,
  output?: string,
): Promise<Run> {
  return new Promise((done, fail) => {
    const file = output === undefined ? 'pipe' : openSync(output, 'w');
    const child = spawn(command, args, { ...settings, stdio: ['pipe', file, 'pipe'] });
    if (file !== 'pipe') closeSync(file);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr!.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }));
    child.stdin!.on('error', () => {});
    child.stdin!.end(input);
  });
}

export const HEADER = 'visitor_id,timestamp,page_url';

/** Hits of a small shop: each visitor lands, browses, sees a product and looks into the cart, over five minutes. */
export function hits(visitors = 10, campaign = 'Autumn'): string[] {
  const pages = [
    [0, `/?utm_source=google&utm_medium=cpc&utm_campaign=${campaign}`],
    [1, '/products'],
    [3, '/products/bear'],
    [5, '/cart'],
  ] as const;
  return Array.from({ length: visitors }, (_, visitor) =>
    pages.map(([minute, page]) => `v${visitor},2026-11-02T${10 + (visitor % 10)}:0${minute}:00Z,https://shop.example${page}`),
  ).flat();
}

/** A clickstream as CSV text. */
export function clickstream(lines: readonly string[] = hits(), header = HEADER): string {
  return `${[header, ...lines].join('\n')}\n`;
}

/** Orders of the first visitors of `hits`, 12.50 each. */
export function orders(count = 3, currency: (order: number) => string = () => 'EUR'): string {
  const rows = Array.from({ length: count }, (_, order) => `o${order},2026-11-02T19:30:00Z,12.50,v${order},${currency(order)}`);
  return `order_id,created_at,total,visitor_id,currency\n${rows.join('\n')}\n`;
}
