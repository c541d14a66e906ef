import { existsSync } from 'node:fs';
import { CONFIG_FILE, flagValues, resolveOptions } from '../config/resolve-options.ts';
import { UsageError } from '../errors.ts';
import type { Side } from '../formats/recognise.ts';
import { harmoniseRoles } from '../intake/assign-roles.ts';
import { writeFileAtomically } from '../io/write-file.ts';
import { type Inspection, inspectFile } from './inspect-file.ts';
import { listenForStop } from './interruption.ts';
import { startProgress } from './progress.ts';
import type { GlobalFlags } from './run-diagnose.ts';
import type { Streams } from './terminal.ts';

/** Pages that are written for a person to check; the rest keep their rules. */
const WRITTEN_PAGES = 100;

/**
 * `midfunnel init`: writes the config that reproduces what was recognised: inputs, columns, readings, domains, pages.
 * @throws UsageError when there is a config already, InputError when a file leaves something open
 */
export async function runInit(collected: Record<string, unknown> & GlobalFlags & { force?: boolean }, streams: Streams): Promise<void> {
  const options = resolveOptions(flagValues(collected), collected.config ?? 'none', streams.environment);
  if (options.events.length === 0)
    throw new UsageError('no clickstream given', { hint: 'Name it: midfunnel init --events FILE --orders FILE' });
  if (existsSync(CONFIG_FILE) && collected.force !== true) {
    throw new UsageError(`${CONFIG_FILE} exists already`, { hint: 'Edit it by hand, or replace it with --force.' });
  }
  const stop = listenForStop(streams);
  const progress = startProgress(streams, collected.quiet === true, stop.signal);
  const found: Inspection[] = [];
  try {
    const stages = { stdin: streams.stdin, signal: stop.signal, onStage: progress.stage };
    for (const side of ['events', 'orders', 'customers'] as const) {
      for (const name of options[side]) found.push(...(await inspectFile(name, side, options, stages)));
    }
  } finally {
    progress.done();
    stop.release();
  }
  const obstacle = found.find((inspection) => inspection.obstacle !== null)?.obstacle;
  if (obstacle) throw obstacle;
  harmoniseRoles(found.flatMap((inspection) => (inspection.understood ? [inspection.understood] : [])));
  const given = (name: 'time_zone' | 'date_order' | 'decimal' | 'delimiter' | 'currency') =>
    options[name] === null ? {} : { [name]: options[name] };
  const domains = [...new Set(found.flatMap((inspection) => inspection.domains))];
  const config = {
    events: options.events,
    ...(options.orders.length > 0 ? { orders: options.orders } : {}),
    ...(options.customers.length > 0 ? { customers: options.customers } : {}),
    ...(options.goals === null ? {} : { goals: options.goals }),
    ...(options.releases === null ? {} : { releases: options.releases }),
    ...given('time_zone'),
    ...given('date_order'),
    ...given('decimal'),
    ...given('delimiter'),
    ...given('currency'),
    columns: {
      events: columnsOf(found, 'events'),
      ...(options.orders.length > 0 ? { orders: columnsOf(found, 'orders') } : {}),
      ...(options.customers.length > 0 ? { customers: columnsOf(found, 'customers') } : {}),
    },
    ...(domains.length > 0 ? { site_domains: options.site_domains.length > 0 ? options.site_domains : domains } : {}),
    pages: Object.fromEntries(pagesOf(found)),
  };
  await writeFileAtomically(CONFIG_FILE, `${JSON.stringify(config, null, 2)}\n`);
  const columns = Object.values(config.columns).reduce((sum, roles) => sum + Object.keys(roles).length, 0);
  streams.stdout.write(
    `Wrote ${CONFIG_FILE}: ${columns} columns, ${Object.keys(config.pages).length} pages.\nRead it, correct the page groups, commit it; then run: midfunnel\n`,
  );
}

function columnsOf(found: readonly Inspection[], side: Side): Record<string, string> {
  const columns: Record<string, string> = {};
  for (const { recognition, understood } of found) {
    if (recognition.side !== side) continue;
    for (const { role, name } of understood?.recognition.roles ?? recognition.roles) columns[role] ??= name;
  }
  return columns;
}

function pagesOf(found: readonly Inspection[]): [string, string][] {
  const pages = new Map<string, { group: string; views: number }>();
  for (const { page, group, views } of found.flatMap((inspection) => inspection.pages)) {
    const known = pages.get(page);
    if (known === undefined || known.views < views) pages.set(page, { group, views: views + (known?.views ?? 0) });
  }
  return [...pages]
    .sort(([a, x], [b, y]) => y.views - x.views || (a < b ? -1 : 1))
    .slice(0, WRITTEN_PAGES)
    .map(([page, { group }]) => [page, group]);
}
