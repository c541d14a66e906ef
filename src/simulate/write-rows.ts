import { setImmediate } from 'node:timers/promises';
import { InterruptedError } from '../errors.ts';
import type { Arrival } from './arrivals.ts';
import type { Calendar } from './calendar.ts';
import { eventLine, makeTimestamp, orderLine, type SessionText, sessionText } from './exports.ts';
import { type Order, offlineOrder, unseenOrder } from './orders.ts';
import type { OutputFile } from './output-folder.ts';
import { arrivalsOf, walkOf } from './session.ts';
import type { ShopModel } from './shop-model.ts';
import { TimeHeap } from './time-heap.ts';
import type { TruthTally } from './truth.ts';
import type { Hit, Walk } from './walk.ts';

/** How a caller watches and stops a run. */
export interface SimulateHooks {
  signal?: AbortSignal;
  /** Called with the share done, in [0, 1], never falling. */
  onProgress?: (share: number) => void;
}

/** A session or an order that waits for its next moment to be written. */
interface Entry {
  at: number;
  tie: number;
  hits: readonly Hit[];
  next: number;
  text: SessionText | undefined;
  order: Order | undefined;
}

const SESSIONS_PER_TURN = 1024;

/**
 * Writes the rows of clickstream.csv, orders.csv and store-orders.csv in time order: sessions are made in the order of their start, and the
 * hits of those that run at the same time are merged.
 *
 * @param addSession - called for every session with its walk, in order of start
 * @throws InterruptedError when the signal is aborted
 */
export async function writeRows(
  shop: ShopModel,
  seed: number,
  calendar: Calendar,
  files: Record<'events' | 'orders' | 'store_orders', OutputFile>,
  tally: TruthTally,
  addSession: (arrival: Arrival, walk: Walk) => void,
  { signal, onProgress }: SimulateHooks,
): Promise<void> {
  const arrive = arrivalsOf(shop, seed, calendar);
  const heap = new TimeHeap<Entry>();
  const timestamp = makeTimestamp();
  let rows = 0;
  let ties = 0;

  const wait = (order: Order) => {
    ties += 1;
    heap.push({ at: order.created_at, tie: ties, hits: [], next: 0, text: undefined, order });
  };
  const open = (arrival: Arrival) => {
    const walk = walkOf(shop, arrival);
    addSession(arrival, walk);
    ties += 1;
    heap.push({ at: arrival.started_at, tie: ties, hits: walk.hits, next: 0, text: sessionText(arrival), order: undefined });
    for (const order of ordersOf(shop, arrival, walk, calendar, tally)) wait(order);
  };
  const writeNext = (entry: Entry) => {
    if (entry.text === undefined) {
      heap.pop();
      writeOrder(entry.order!);
      return;
    }
    rows += 1;
    files.events.add(eventLine(rows, entry.hits[entry.next]!, entry.text, timestamp));
    entry.next += 1;
    const following = entry.hits[entry.next];
    if (following === undefined) heap.pop();
    else {
      entry.at = following.at;
      heap.settle();
    }
  };
  const writeOrder = (order: Order) => {
    if (order.sales_channel === 'web') tally.addOrder(order);
    else tally.addOfflineOrder(order);
    files[order.sales_channel === 'web' ? 'orders' : 'store_orders'].add(orderLine(order, timestamp));
  };
  const writeUntil = async (moment: number) => {
    for (let entry = heap.peek(); entry !== undefined && entry.at < moment; entry = heap.peek()) {
      writeNext(entry);
      if (files.events.is_full) {
        stopIfAborted(signal);
        await Promise.all([files.events.flush(), files.orders.flush(), files.store_orders.flush()]);
      }
    }
  };

  for (let number = 0; number < calendar.sessions; number += 1) {
    const arrival = arrive(number);
    const first = heap.peek();
    if (first !== undefined && first.at < arrival.started_at) await writeUntil(arrival.started_at);
    open(arrival);
    if (number % SESSIONS_PER_TURN === 0) {
      // Lets a stop signal and the progress line through.
      await setImmediate();
      stopIfAborted(signal);
      onProgress?.(number / calendar.sessions);
    }
  }
  await writeUntil(Number.POSITIVE_INFINITY);
}

/** The orders that a session leads to, in any file. Offline orders after the last day are not in the export yet. */
function ordersOf({ population }: ShopModel, arrival: Arrival, walk: Walk, calendar: Calendar, tally: TruthTally): Order[] {
  if (arrival.kind !== 'human') return [];
  if (walk.order === undefined) {
    const offline = offlineOrder(population, arrival, walk.hits[walk.hits.length - 1]!.at);
    return offline !== undefined && offline.created_at < calendar.ends_at ? [offline] : [];
  }
  const unseen = unseenOrder(population, walk.order, arrival);
  if (unseen === undefined) return [walk.order];
  tally.counts.orders_without_session += 1;
  return [walk.order, unseen];
}

/** @throws InterruptedError when the signal is aborted */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new InterruptedError('the simulation was stopped', {
    hint: 'Nothing of it was kept; run it again for the files.',
    cause: signal.reason,
  });
}
