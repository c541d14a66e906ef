import { type Arrival, makeArrivals } from './arrivals.ts';
import { crawlSession } from './bots.ts';
import type { Calendar } from './calendar.ts';
import type { ShopModel } from './shop-model.ts';
import { type Walk, walkSession } from './walk.ts';

/** The hits of a session, whoever it is. */
export function walkOf(shop: ShopModel, arrival: Arrival): Walk {
  return arrival.kind === 'human' ? walkSession(shop, arrival) : crawlSession(shop, arrival);
}

/** The function that gives session number n of a shop; see `makeArrivals`. */
export function arrivalsOf(shop: ShopModel, seed: number, calendar: Calendar): (number: number) => Arrival {
  return makeArrivals(shop, seed, calendar, (arrival) => endOf(shop, arrival));
}

/** The last hit of a session, UTC milliseconds. */
function endOf(shop: ShopModel, arrival: Arrival): number {
  return walkOf(shop, arrival).hits.at(-1)!.at;
}
