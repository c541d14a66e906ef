import { parseDate, parseWhole } from '../config/parse-values.ts';
import { UsageError } from '../errors.ts';
import { type SimulatedFiles, simulateShop } from '../simulate/simulate-shop.ts';
import { listenForStop } from './interruption.ts';
import { startProgress } from './progress.ts';
import type { Streams } from './terminal.ts';

export interface SimulateFlags {
  sessions?: string;
  events?: string;
  days?: string;
  seed?: string;
  startedOn?: string;
  scenario?: string;
  potentialOutcomes?: boolean;
  quiet?: boolean;
}

/** `midfunnel simulate FOLDER`: writes the exports of a made-up shop and says on standard output what was written. */
export async function runSimulate(folder: string, flags: SimulateFlags, streams: Streams): Promise<SimulatedFiles> {
  const files = await simulateInto(folder, flags, streams);
  const line = (name: string, what: string) => `  ${name.padEnd(42)} ${what}\n`;
  streams.stdout.write(
    `The exports of a made-up shop:\n${line(files.events, `${files.event_rows.toLocaleString('en-US')} hits`)}${line(
      files.orders,
      `${files.order_rows.toLocaleString('en-US')} orders`,
    )}${files.store_orders === null ? '' : line(files.store_orders, 'orders by phone and in stores')}${line(files.spend, 'ad cost by day and campaign')}${line(files.truth, 'what was planted')}`,
  );
  return files;
}

/** The same without a word on standard output. */
export async function simulateInto(folder: string, flags: SimulateFlags, streams: Streams): Promise<SimulatedFiles> {
  const options = {
    sessions: read('--sessions', flags.sessions, parseWhole) ?? 20_000,
    days: read('--days', flags.days, parseWhole) ?? 14,
    seed: read('--seed', flags.seed, parseWhole) ?? 1,
    started_on: read('--started-on', flags.startedOn, parseDate) ?? '2026-11-02',
    ...(flags.scenario === undefined ? {} : { scenario: flags.scenario }),
    ...(flags.potentialOutcomes === true ? { potential_outcomes: true } : {}),
    ...(flags.events === undefined ? {} : { events_target: read('--events', flags.events, parseWhole)! }),
  };
  const stop = listenForStop(streams);
  const progress = startProgress(streams, flags.quiet === true, stop.signal);
  let share = 0;
  try {
    progress.stage('simulating a shop', () => share);
    return await simulateShop(options, folder, {
      signal: stop.signal,
      onProgress: (done) => {
        share = done;
      },
    });
  } finally {
    progress.done();
    stop.release();
  }
}

/** The value of a flag, undefined when it was not given; a text that cannot be read is said with the flag's name. */
function read<Value>(flag: string, text: string | undefined, parse: (text: string) => Value): Value | undefined {
  try {
    return text === undefined ? undefined : parse(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${flag}: ${error.message}`, { ...(error.hint ? { hint: error.hint } : {}), cause: error });
  }
}
