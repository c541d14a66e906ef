import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const REPORT_USAGE = fileURLToPath(new URL('report-usage.js', import.meta.url));

/**
 * Runs a Node program to its end as a process of its own: user and system CPU seconds of all its threads, wall seconds, peak resident MiB, and what it
 * wrote.
 *
 * @param {string[]} args - the program and its arguments
 * @param {Record<string, string>} environment - variables beside those of this process
 * @throws Error when the program fails
 */
export function measureProgram(args, environment = {}) {
  const started = performance.now();
  const child = spawnSync(process.execPath, ['--import', REPORT_USAGE, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, ...environment },
  });
  const wall_seconds = (performance.now() - started) / 1000;
  if (child.status !== 0) throw new Error(`${args.join(' ')} ended with ${child.status ?? child.signal}\n${child.stderr}`);
  return { ...JSON.parse(child.output[3]), wall_seconds, stdout: child.stdout, stderr: child.stderr };
}

/** Wall milliseconds of a Node program, started bare: for programs so short that the measuring itself would count. */
export function timeStart(args) {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return performance.now() - started;
}

/** The run with the least CPU seconds: other work on the machine only ever adds. */
export function cheapest(runs) {
  return runs.reduce((best, run) => (run.cpu_seconds < best.cpu_seconds ? run : best));
}

/** Middle value of some numbers. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
