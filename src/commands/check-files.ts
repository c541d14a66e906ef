import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Options } from '../config/options.ts';
import { CONFIG_FILE } from '../config/resolve-options.ts';
import { UsageError } from '../errors.ts';
import { expandInputs } from '../io/expand-inputs.ts';
import { requireWritable } from '../io/write-file.ts';

/**
 * Checks before the work that no file of a run is in the way of another: every output can be written, none would replace an export, the config or another
 * output, and standard input is asked for once.
 *
 * @param configFile - what `--config` said; undefined for the config of the current folder
 * @throws UsageError that names the two, InputError for an input that is not there
 */
export async function requireSeparateFiles(
  { events, orders, customers, goals, releases, output, rejects }: Options,
  configFile: string | undefined,
): Promise<void> {
  if (events.includes('-') && orders.includes('-')) {
    throw new UsageError('standard input cannot be both the clickstream and the orders', {
      hint: 'Give one of them as a file.',
    });
  }
  const reports = output.filter((file) => file !== '-');
  const written = rejects === null ? reports : [...reports, rejects];
  if (written.length === 0) return;
  for (const file of written) await requireWritable(file);
  const reportPaths = new Set(await Promise.all(reports.map(identify)));
  if (rejects !== null && reportPaths.has(await identify(rejects))) {
    throw new UsageError(`${rejects} cannot hold both the report and the rejected rows`, {
      hint: 'Give -o and --rejects files of their own.',
    });
  }
  const read = new Map<string, string>([[await identify(configFile ?? CONFIG_FILE), 'the config file']]);
  for (const [flag, names] of [['--events', events] as const, ['--orders', orders] as const, ['--customers', customers] as const])
    for (const file of await expandInputs(names, flag)) read.set(await identify(file), `an export given with ${flag}`);
  if (goals !== null) read.set(await identify(goals), 'the file given with --goals');
  if (releases !== null) read.set(await identify(releases), 'the file given with --releases');
  for (const file of written) {
    const what = read.get(await identify(file));
    if (what !== undefined) throw new UsageError(`${file} is ${what}, and writing it would destroy it`, { hint: 'Name another file.' });
  }
}

/** The same text for the same file, by whatever path; for a file that is not there its absolute path. */
async function identify(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}
