import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { cheapest, measureProgram } from './measure.js';

// Time and memory of the split, from grouped tables to the verdict with its jackknife, on made tables. CPU seconds on one core: Node runs as on a machine with no second
// one, where nothing is compiled or collected beside the work. How they grow with lines, sources and signals is shown beside them.
const MILLION = 1_000_000;
const small = process.argv.includes('--small');
// The target is 2 s. A machine that is busy or older may take half as much again; there the time is held against that of making the tables in the same process.
const [MOST_SECONDS, MOST_MB, MOST_RATIO] = [small ? 3 : 2, 1024, 2.5];
const ONE_CORE = ['--single-threaded'];
const missed = [];

mkdirSync('.bench', { recursive: true });
buildSync({
  entryPoints: ['src/attribution/split/find-split.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outfile: join('.bench', 'find-split.js'),
});

const full = measure({ lines: MILLION, sources: 60, signals: 11 }, 3);
judge('split of 1 M lines, 60 sources, 11 signals', full.cpu_seconds, MOST_SECONDS, 's CPU');
judge('the same against making its tables', full.ratio, MOST_RATIO, '×');
judge('its peak memory', full.peak_mb, MOST_MB, 'MB');
show('CPU of all threads where there are more cores', measure({ lines: MILLION, sources: 60, signals: 11 }, 1, []).cpu_seconds, 's CPU');
const quarter = measure({ lines: MILLION / 4, sources: 60, signals: 11 });
show('time per line against a quarter of the lines', full.cpu_seconds / quarter.cpu_seconds / 4, '×');
for (const sources of [8, 200]) grow(`${sources} sources`, { lines: MILLION, sources, signals: 11 });
grow('4 signals', { lines: MILLION, sources: 60, signals: 4 });
for (const line of missed) process.stdout.write(`MISSED: ${line}\n`);
if (missed.length > 0) process.exitCode = 1;

function grow(name, size) {
  const { cpu_seconds, peak_mb } = measure(size);
  show(`with ${name}`, cpu_seconds, 's CPU');
  show(`with ${name}, against 60 sources and 11 signals`, cpu_seconds / full.cpu_seconds, '×');
  show(`with ${name}, peak memory`, peak_mb, 'MB');
}

function measure({ lines, sources, signals }, repeats = 1, flags = ONE_CORE) {
  const runs = Array.from({ length: repeats }, () => {
    const { stdout, peak_mb } = measureProgram([...flags, 'bench/time-split.js', ...[lines, sources, signals].map(String)]);
    return { ...JSON.parse(stdout), peak_mb };
  });
  return cheapest(runs);
}

function judge(name, value, most, unit) {
  show(name, value, Number.isFinite(most) ? `${unit} (target: at most ${most})` : unit);
  if (value > most) missed.push(`${name}: ${value.toFixed(2)} ${unit}, target ${most}`);
}

function show(name, value, unit) {
  process.stdout.write(`${name.padEnd(58)} ${value.toFixed(Math.abs(value) < 100 ? 2 : 0).padStart(8)} ${unit}\n`);
}
