import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeExport } from './make-export.js';
import { cheapest, measureProgram, median, timeStart } from './measure.js';
import './split.js';
import './cells.js';

// Speed and memory of the built program, as ratios measured in one run: absolute times say more about the machine. `--small` leaves out 10 M events.
const [MILLION, TEN_MILLION] = [1_000_000, 10_000_000];
const EXTRA_MB = 300;
const small = process.argv.includes('--small');
const missed = [];

// 16 with the tables of the split, and a tenth for what came on top of every hit: platforms, bots, repeated rows, wrong clocks. They take 2 %; count(*) itself, a third of a
// second, varies by 5 %.
const MOST_OF_COUNT = 17.6;

const million = measureSize(MILLION, [512, 2048], 4);
measureNaive(million);
judge('CPU of diagnose without the split, 1 M events', million.cpu_ratio, MOST_OF_COUNT, '× count(*)');
if (!small) {
  const ten = measureSize(TEN_MILLION, [512, 1024, 2048], 3);
  judge('CPU of diagnose without the split, 10 M events', ten.cpu_ratio, 10, '× count(*)');
  judge('CPU per tenfold rows, without the split', ten.cpu_seconds / million.cpu_seconds, 12, '×');
}
measureHelp();
for (const line of missed) process.stdout.write(`MISSED: ${line}\n`);
if (missed.length > 0) process.exitCode = 1;

/** Diagnoses an export of a size with several limits of memory; the last limit, the default, is run as often as told and gives the CPU ratio. */
function measureSize(events, limits, repeats) {
  const files = makeExport(events);
  const size = `${events / MILLION} M events`;
  let last;
  for (const limit of limits) {
    const runs = [];
    const bases = [countRows(files)];
    for (let run = 0; run < (limit === limits.at(-1) ? repeats : 1); run++) {
      runs.push(diagnose(files, limit));
      bases.push(countRows(files));
    }
    const [run, base] = [cheapest(runs), cheapest(bases)];
    const wall = Math.min(...runs.map(({ wall_seconds }) => wall_seconds)) / Math.min(...bases.map(({ wall_seconds }) => wall_seconds));
    show(`CPU of diagnose, ${size}, --memory ${limit}`, run.cpu_seconds / base.cpu_seconds, '× count(*)');
    show(`the same without the split`, (run.cpu_seconds - run.split_seconds) / base.cpu_seconds, '× count(*)');
    show(`wall time of diagnose, ${size}, --memory ${limit}`, wall, '× count(*)');
    judge(`peak memory over --memory ${limit}, ${size}`, Math.max(...runs.map(({ peak_mb }) => peak_mb)) - limit, EXTRA_MB, 'MB');
    // The split is estimated from grouped tables, whose size follows what there is to tell apart and not the rows: it has a target of its own, see split.js.
    const cpu_seconds = run.cpu_seconds - run.split_seconds;
    last = { files, cpu_seconds, base, cpu_ratio: cpu_seconds / base.cpu_seconds };
  }
  return last;
}

function diagnose({ events, orders }, limit) {
  const inputs = ['--events', events, ...orders.flatMap((path) => ['--orders', path])];
  const args = ['bin/midfunnel.js', 'diagnose', ...inputs, '--config', 'none', '--memory', String(limit), '--quiet', '--format', 'json'];
  const run = measureProgram(args, { MIDFUNNEL_TIMINGS: '1' });
  const [, split] = /^timing +([\d.]+) .* split$/m.exec(run.stderr);
  return { ...run, split_seconds: Number(split) };
}

function countRows({ events, columns }) {
  return JSON.parse(measureProgram(['bench/count-rows.js', events, String(columns)]).stdout);
}

function measureNaive({ files, base }) {
  const naive = measureProgram(['bench/naive-sessions.js', files.events]);
  show('CPU of papaparse and a Map, sessions only, 1 M events', naive.cpu_seconds / base.cpu_seconds, '× count(*)');
  show('its peak memory', naive.peak_mb, 'MB');
}

/** `--help` against an empty file, started in turn many times. */
function measureHelp() {
  const empty = join('.bench', 'empty.js');
  writeFileSync(empty, '');
  const pairs = Array.from({ length: small ? 25 : 41 }, () => [timeStart(['bin/midfunnel.js', '--help']), timeStart([empty])]);
  judge('--help', median(pairs.map(([help]) => help)) / median(pairs.map(([, nothing]) => nothing)), 1.2, '× an empty Node file');
}

function judge(name, value, most, unit) {
  show(name, value, `${unit} (target: at most ${most})`);
  if (value > most) missed.push(`${name}: ${value.toFixed(2)} ${unit}, target ${most}`);
}

function show(name, value, unit) {
  process.stdout.write(`${name.padEnd(58)} ${value.toFixed(Math.abs(value) < 100 ? 2 : 0).padStart(8)} ${unit}\n`);
}
