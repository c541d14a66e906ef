import { createHash } from 'node:crypto';
import { findSplit } from '../.bench/find-split.js';
import { makeTables } from './make-tables.js';

// Finds one split of made tables and writes its CPU seconds; what went before it is no part of them. The hash tells whether two builds agree to ten figures.
const [lines, sources, signals] = process.argv.slice(2).map(Number);
const making = process.cpuUsage();
const tables = makeTables({ lines, sources, signals });
const made = process.cpuUsage(making);
const before_mb = process.memoryUsage.rss() / 2 ** 20;
const started = process.cpuUsage();
const { numbers, call } = findSplit(tables).found;
const { user, system } = process.cpuUsage(started);
const cpu_seconds = (user + system) / 1e6;
// A yardstick for the machine: work of the same kind, which nobody makes faster.
const ratio = cpu_seconds / ((made.user + made.system) / 1e6);
const figures = Object.values(numbers).map(({ value, low }) => [value.toPrecision(10), low.toPrecision(10)]);
const digest = createHash('sha256').update(JSON.stringify(figures)).digest('hex').slice(0, 12);
const rows = tables.looking.rows + tables.checkout.rows;
process.stdout.write(JSON.stringify({ cpu_seconds, ratio, before_mb, rows, call, digest, friction: numbers.friction }));
