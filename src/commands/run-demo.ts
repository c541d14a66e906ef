import { join } from 'node:path';
import { type GlobalFlags, runDiagnose } from './run-diagnose.ts';
import { type SimulateFlags, simulateInto } from './run-simulate.ts';
import type { Streams } from './terminal.ts';

/** `midfunnel demo`: simulates a shop, diagnoses it, prints the report, and leaves exports and reports in a folder that it names. */
export async function runDemo(
  folder: string,
  flags: SimulateFlags & GlobalFlags & { full?: boolean; threads?: string; memory?: string },
  streams: Streams,
  version: string,
): Promise<void> {
  const files = await simulateInto(folder, flags, streams);
  const stores = files.store_orders === null ? [] : [files.store_orders];
  const output = [join(folder, 'report.json'), join(folder, 'report.md')];
  const { sessions: _sessions, seed: _seed, ...rest } = flags;
  await runDiagnose({ ...rest, config: 'none', events: [files.events], orders: [files.orders, ...stores], output }, streams, version);
  streams.stdout.write(
    `\nLeft in ${folder}/:\n  the exports: clickstream.csv, orders.csv, ${stores.length === 0 ? '' : 'store-orders.csv, '}spend.csv\n  what was planted in them: truth.json\n  this report: report.json, report.md\n`,
  );
}
