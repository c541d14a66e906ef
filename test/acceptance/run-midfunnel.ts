import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Report } from '../../src/report/report.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Folder of the third-party inputs, beside the checkout; they are read from there and never copied. */
export const DATA = resolve(ROOT, '../shared/data');

/** How a run of the program ended. */
export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs the built program as a process.
 * @throws Error when the inputs are not there: acceptance without them would be green and say nothing
 */
export function runMidfunnel(...args: string[]): Promise<Run> {
  if (!existsSync(join(DATA, 'README.md'))) throw new Error(`the acceptance inputs are not in ${DATA}`);
  const env = { ...process.env, NO_COLOR: '1', TZ: 'UTC' };
  return new Promise((done) => {
    execFile(process.execPath, [join(ROOT, 'bin/midfunnel.js'), ...args], { cwd: DATA, env, maxBuffer: 64e6 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      done({ code, stdout, stderr });
    }).stdin?.end();
  });
}

/** Diagnoses the files and gives the report that `-o` wrote. */
export async function diagnoseFiles(...args: string[]): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'midfunnel-acceptance-'));
  try {
    const file = join(folder, 'report.json');
    const run = await runMidfunnel('diagnose', '-q', '--config', 'none', '-o', file, ...args);
    if (run.code !== 0) throw new Error(`exit code ${run.code}: ${run.stderr}`);
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
