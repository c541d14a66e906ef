import { UsageError } from '../errors.ts';
import { BOT_HITS } from './bots.ts';
import { type Calendar, makeCalendar } from './calendar.ts';
import type { CohortBasis } from './looking-time.ts';
import { arrivalsOf, walkOf } from './session.ts';
import type { ShopModel } from './shop-model.ts';

/** What to simulate. */
export interface SimulateOptions {
  /** Sessions to make, bots included; whole number in [1, 2^30). */
  sessions: number;
  /** Days they are spread over; whole number in [1, 3660]. */
  days: number;
  /** Whole number; the same seed and options give the same bytes. */
  seed: number;
  /** First day, `YYYY-MM-DD`, UTC. */
  started_on: string;
  /** Make about this many event rows (within some percent) in place of the given number of sessions; whole number ≥ 1. */
  events_target?: number;
  /** Name of the shop: one of SCENARIO_NAMES; `shop` when left out. */
  scenario?: string;
  /** Replays the sessions of the cohort for what they would have done, and writes it into the truth; about doubles the time. */
  potential_outcomes?: boolean;
  /** What the time of that cohort is measured on; `looking` when left out. */
  cohort_basis?: CohortBasis;
}

const MOST_SESSIONS = 2 ** 30 - 1;
const PILOT_SESSIONS = 4000;

/**
 * The calendar of a run, with its number of sessions.
 *
 * @throws UsageError for options out of range
 */
export function planRun(shop: ShopModel, options: SimulateOptions): Calendar {
  checkOptions(options);
  return makeCalendar(countSessions(shop, options), options.days, options.seed, options.started_on);
}

/** With a target of event rows: as many sessions as give about that many, from the mean of a small pilot. */
function countSessions(shop: ShopModel, { sessions, days, seed, started_on, events_target }: SimulateOptions): number {
  if (events_target === undefined) return sessions;
  const arrive = arrivalsOf(shop, seed, makeCalendar(PILOT_SESSIONS, days, seed, started_on));
  const humans = Array.from({ length: PILOT_SESSIONS }, (_, number) => arrive(number)).filter((arrival) => arrival.kind === 'human');
  const human_hits = humans.reduce((sum, arrival) => sum + walkOf(shop, arrival).hits.length, 0) / humans.length;
  const mean = ([fewest, most]: readonly [number, number]) => (fewest + most) / 2;
  const { crawler_share, scraper_share } = shop.population;
  // Bots are few and long: their expected number is steadier than what a pilot happens to hold.
  const hits =
    human_hits * (1 - crawler_share - scraper_share) + crawler_share * mean(BOT_HITS.crawler) + scraper_share * mean(BOT_HITS.scraper);
  return Math.min(MOST_SESSIONS, Math.max(1, Math.round(events_target / hits)));
}

function checkOptions({ sessions, days, seed, events_target }: SimulateOptions): void {
  const ranges: [name: string, value: number, low: number, high: number][] = [
    ['the number of sessions', sessions, 1, MOST_SESSIONS],
    ['the number of days', days, 1, 3660],
    ['the seed', seed, 0, 2 ** 32 - 1],
    ['the target of event rows', events_target ?? 1, 1, Number.MAX_SAFE_INTEGER],
  ];
  for (const [name, value, low, high] of ranges) {
    if (Number.isInteger(value) && value >= low && value <= high) continue;
    throw new UsageError(`${name} is ${value}`, { hint: `Give a whole number from ${low} to ${high}.` });
  }
}
