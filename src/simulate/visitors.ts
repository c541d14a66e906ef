import { pickIndex, scramble, streamOf, uniform } from './random.ts';
import type { Device, ShopModel } from './shop-model.ts';

/** The cookie behind one or more sessions. */
export interface Visitor {
  /** Number of the session that showed the visitor first, or a made-up one. */
  root: number;
  /** Two numbers with a dot, like the client ids of common trackers: a random one and the second it was first seen. */
  visitor_id: string;
  customer_id: string;
  /** Bought before, so that the shop knows the customer behind the visitor from the start. */
  is_known_customer: boolean;
  device: Device;
  user_agent: string;
  /** Must register before checkout while not known. */
  meets_wall: boolean;
}

/** Shortened user agents; some hold a comma, as real ones do. */
const USER_AGENTS: Readonly<Record<Device, readonly string[]>> = {
  mobile: ['Mozilla/5.0 (iPhone) Safari/604.1', 'Mozilla/5.0 (Android 15; K) Chrome/141', 'Mozilla/5.0 (iPhone, like Gecko) Safari'],
  desktop: ['Mozilla/5.0 (Windows NT 10.0) Chrome/141', 'Mozilla/5.0 (Mac, like Gecko) Safari', 'Mozilla/5.0 (X11; Linux) Firefox/144'],
  tablet: ['Mozilla/5.0 (iPad) Safari/604.1', 'Mozilla/5.0 (Android 15; Tab) Chrome/141'],
};
const CRAWLERS = [
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'QuayIndexBot/3.1 (+https://bots.quayindex.example)',
  'pricepier-crawler/0.9',
  'LinkTide (like bot, spider) 2.0',
];
const USER_AGENT_WEIGHTS = [5, 8, 10];
const YEAR_MS = 365 * 86_400_000;

/**
 * The visitor whose first session in the data has this number: a pure function, nothing is remembered between calls.
 *
 * @param root - whole number below 2^31: the session that showed the visitor first, or a made-up one for visitors from before the export
 * @param first_seen_at - UTC milliseconds
 * @param came_before - the visitor was here before the export begins: first seen up to a year earlier, more often a known customer
 */
export function visitorOf(
  { behaviour, population }: ShopModel,
  seed: number,
  root: number,
  first_seen_at: number,
  device: Device,
  came_before: boolean,
): Visitor {
  const stream = streamOf(seed, root, 'visitor');
  const age_ms = uniform(stream) * YEAR_MS;
  const is_known_customer = uniform(stream) < (came_before ? population.returning_customer_share : population.earlier_customer_share);
  const agents = USER_AGENTS[device];
  return {
    root,
    visitor_id: `${scramble(root ^ seed ^ 0x2545f491)}.${Math.floor((came_before ? first_seen_at - age_ms : first_seen_at) / 1000)}`,
    customer_id: `C${1_000_000 + root}`,
    is_known_customer,
    device,
    user_agent: agents[pickIndex(USER_AGENT_WEIGHTS.slice(0, agents.length), uniform(stream))]!,
    meets_wall: !is_known_customer && !came_before && uniform(stream) < behaviour.wall_share,
  };
}

/** A bot in the shape of a visitor: crawlers name themselves, scrapers look like an ordinary desktop. */
export function botOf(shop: ShopModel, seed: number, root: number, first_seen_at: number, is_crawler: boolean): Visitor {
  const visitor = visitorOf(shop, seed, root, first_seen_at, 'desktop', false);
  const user_agent = is_crawler ? CRAWLERS[root % CRAWLERS.length]! : visitor.user_agent;
  return { ...visitor, user_agent, is_known_customer: false, meets_wall: false };
}
