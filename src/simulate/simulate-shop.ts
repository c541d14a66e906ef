import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Arrival } from './arrivals.ts';
import { HEADERS } from './exports.ts';
import { openFolder } from './output-folder.ts';
import { planRun, type SimulateOptions } from './plan.ts';
import { type OutcomeCell, OutcomeTally } from './potential-outcomes.ts';
import { scenarioOf } from './scenarios.ts';
import { SpendLedger } from './spend.ts';
import { TruthTally, truthText } from './truth.ts';
import type { Walk } from './walk.ts';
import { type SimulateHooks, stopIfAborted, writeRows } from './write-rows.ts';

export type { SimulateHooks, SimulateOptions };

/** Paths of the files, and the rows of the clickstream and of orders.csv without their headers. */
export interface SimulatedFiles {
  events: string;
  orders: string;
  /** null where nobody bought by phone or in a store: a file without a row is no export. */
  store_orders: string | null;
  spend: string;
  truth: string;
  event_rows: number;
  order_rows: number;
  /** What the sessions of the cohort did and would have done; only when asked for. */
  potential_outcomes?: { cells: OutcomeCell[] };
}

const FILE_NAMES = {
  events: 'clickstream.csv',
  orders: 'orders.csv',
  store_orders: 'store-orders.csv',
  spend: 'spend.csv',
  truth: 'truth.json',
} as const;

/**
 * Writes clickstream.csv, orders.csv, store-orders.csv, spend.csv and truth.json of a made-up shop into the folder, which is made when missing.
 * Rows are in time order and stream to disk: memory holds the sessions that run at the same time, not the export. Same options, same bytes.
 * The files get their names when all are complete; after a failure or a stop nothing of this run is left.
 *
 * An earlier simulation in the folder is replaced.
 *
 * @throws UsageError for options out of range, for a folder that cannot be written to, and for one that holds files of these names from elsewhere
 * @throws InterruptedError when the signal is aborted
 */
export async function simulateShop(options: SimulateOptions, folder: string, hooks: SimulateHooks = {}): Promise<SimulatedFiles> {
  stopIfAborted(hooks.signal);
  const shop = scenarioOf(options.scenario ?? 'shop');
  const calendar = planRun(shop, options);
  requireNoForeignFiles(folder);
  const output = await openFolder(folder, FILE_NAMES);
  try {
    const { files } = output;
    const tally = new TruthTally(shop);
    const outcomes = options.potential_outcomes === true ? new OutcomeTally(shop, options.cohort_basis ?? 'looking') : undefined;
    const spend = new SpendLedger(calendar, shop.traffic);
    for (const name of ['events', 'orders', 'store_orders', 'spend'] as const) files[name].add(HEADERS[name]);
    const addSession = (arrival: Arrival, walk: Walk) => {
      tally.addSession(arrival, walk);
      outcomes?.addSession(arrival, walk);
      spend.addSession(arrival);
    };
    await writeRows(shop, options.seed, calendar, files, tally, addSession, hooks);
    for (const line of spend.lines(options.seed)) {
      files.spend.add(line);
      tally.counts.spend_rows += 1;
    }
    const found = outcomes === undefined ? {} : { potential_outcomes: { cells: outcomes.list() } };
    files.truth.add(truthText({ ...options, sessions: calendar.sessions }, shop, { counts: tally.counts, ...found }));
    stopIfAborted(hooks.signal);
    const hasStoreOrders = tally.counts.store_order_rows > 0;
    await output.publish(hasStoreOrders ? [] : ['store_orders']);
    hooks.onProgress?.(1);
    const paths = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, file.path])) as Record<
      keyof typeof FILE_NAMES,
      string
    >;
    const store_orders = hasStoreOrders ? paths.store_orders : null;
    return { ...paths, store_orders, event_rows: tally.counts.event_rows, order_rows: tally.counts.order_rows, ...found };
  } catch (error) {
    await output.discard();
    throw error;
  }
}

/** A shop's own exports have the same plain names; only next to a truth are they a simulation's. */
function requireNoForeignFiles(folder: string): void {
  if (existsSync(join(folder, FILE_NAMES.truth))) return;
  const foreign = Object.values(FILE_NAMES).find((name) => existsSync(join(folder, name)));
  if (foreign === undefined) return;
  throw new UsageError(`the folder ${folder} has a file ${foreign} that no simulation wrote: there is no ${FILE_NAMES.truth} beside it`, {
    hint: 'Name another folder, or move the file away.',
  });
}
