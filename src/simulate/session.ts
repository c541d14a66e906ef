import type { Arrival } from './arrivals.ts';
import { crawlSession } from './bots.ts';
import { type Walk, walkSession } from './walk.ts';

/** The hits of a session, whoever it is. */
export function walkOf(arrival: Arrival): Walk {
  return arrival.kind === 'human' ? walkSession(arrival) : crawlSession(arrival);
}

/** The last hit of a session, UTC milliseconds. */
export function endOf(arrival: Arrival): number {
  return walkOf(arrival).hits.at(-1)!.at;
}
