import type { Arrival } from '../../src/simulate/arrivals.ts';
import { makeCalendar } from '../../src/simulate/calendar.ts';
import { arrivalsOf } from '../../src/simulate/session.ts';
import { SHOP } from '../../src/simulate/shop.ts';

/** The first sessions of a shop, humans and bots. */
export function madeArrivals(seed: number, sessions: number, days = 7, shop = SHOP): Arrival[] {
  const arrive = arrivalsOf(shop, seed, makeCalendar(sessions, days, seed, '2026-11-02'));
  return Array.from({ length: sessions }, (_, number) => arrive(number));
}
