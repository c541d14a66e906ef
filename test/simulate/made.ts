import { type Arrival, makeArrivals } from '../../src/simulate/arrivals.ts';
import { makeCalendar } from '../../src/simulate/calendar.ts';
import { endOf } from '../../src/simulate/session.ts';

/** The first sessions of a shop, humans and bots. */
export function madeArrivals(seed: number, sessions: number, days = 7): Arrival[] {
  const arrive = makeArrivals(seed, makeCalendar(sessions, days, seed, '2026-11-02'), endOf);
  return Array.from({ length: sessions }, (_, number) => arrive(number));
}
