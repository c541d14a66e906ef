import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const SEED = 1;
const DAYS = 28;

/**
 * The exports of a simulated shop with about so many events, made once and kept in `.bench/`; the name says what they are.
 *
 * @returns paths of the clickstream and of the orders exports, and the number of columns of the clickstream
 */
export function makeExport(events) {
  const folder = join('.bench', `events-${events}-days-${DAYS}-seed-${SEED}`);
  if (!existsSync(folder)) {
    process.stderr.write(`bench: simulating ${events.toLocaleString('en-US')} events\n`);
    mkdirSync('.bench', { recursive: true });
    const unfinished = `${folder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    const args = ['bin/midfunnel.js', 'simulate', unfinished, '--events', events, '--days', DAYS, '--seed', SEED, '--quiet'].map(String);
    const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`simulating ended with ${status}`);
    renameSync(unfinished, folder);
  }
  return {
    events: join(folder, 'clickstream.csv'),
    orders: [join(folder, 'orders.csv'), join(folder, 'store-orders.csv')],
    columns: 12,
  };
}
