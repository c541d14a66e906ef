import type { Calendar } from './calendar.ts';
import { CATEGORIES, CATEGORY_WEIGHTS, type Product, SHOP_URL } from './catalogue.ts';
import { DEVICE_MIXES, daypartFactor, LANDING_MIXES, type TrafficSource } from './channels.ts';
import { cumulate, normal, pickIndex, type Stream, streamOf, uniform } from './random.ts';
import { DEVICES, type Device, type ShopModel } from './shop-model.ts';
import { botOf, type Visitor, visitorOf } from './visitors.ts';

/** A session before its first page is seen: everything in it is fixed on arrival and nothing the site does changes it. */
export interface Arrival {
  seed: number;
  /** 0-based number of the session in order of start. */
  number: number;
  kind: 'human' | 'crawler' | 'scraper';
  /** UTC milliseconds of the first hit. */
  started_at: number;
  visitor: Visitor;
  is_returning: boolean;
  is_logged_in: boolean;
  traffic: TrafficSource;
  /** Log-odds: source, device, new or returning, and the person. */
  intent_logit: number;
  landing: Landing;
}

/** The page a session lands on. */
export interface Landing {
  kind: 'home' | 'category' | 'product' | 'content';
  url: string;
  /** What the traffic source puts on the URL: `utm_source=…&gclid=…`, or nothing. */
  tags: string;
  category_index: number;
  product: Product | undefined;
}

interface Identity {
  kind: Arrival['kind'];
  visitor: Visitor;
  is_returning: boolean;
  traffic: TrafficSource;
  started_at: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Visitors from before the export are numbered from here, so that they never meet the number of a session. */
const EARLIER_VISITORS = 2 ** 30;
const TRIES = 4;

/**
 * Makes the function that gives session number n of a shop. It is pure: a session can be asked for at any time, in any order, and is always the same;
 * a returning visitor is found by asking for the earlier session.
 *
 * @param endOf - last hit of a session, UTC milliseconds; keeps same-day returns more than 31 minutes after the session before
 */
export function makeArrivals(
  shop: ShopModel,
  seed: number,
  calendar: Calendar,
  endOf: (arrival: Arrival) => number,
): (number: number) => Arrival {
  const { behaviour, population } = shop;
  const traffic_weights = weighTraffic(shop.traffic);
  const direct = shop.traffic.find((traffic) => traffic.channel === 'direct') ?? shop.traffic[0]!;
  const round_sessions = Math.ceil(calendar.sessions / Math.max(1, population.rounds));

  const identify = (number: number): Identity => {
    const stream = streamOf(seed, number, 'arrival');
    const started_at = calendar.startOf(number, uniform(stream));
    const nature = uniform(stream);
    if (nature < population.crawler_share + population.scraper_share) {
      const is_crawler = nature < population.crawler_share;
      const visitor = botOf(shop, seed, number, started_at, is_crawler);
      return { kind: is_crawler ? 'crawler' : 'scraper', visitor, is_returning: false, traffic: direct, started_at };
    }
    const return_u = uniform(stream);
    const earlier = return_u < population.returning_share ? earlierVisitor(stream, return_u, started_at, number) : undefined;
    const traffic = shop.traffic[pickIndex(traffic_weights[earlier === undefined ? 0 : 1]![hourOfWeek(started_at)]!, uniform(stream))]!;
    const visitor =
      earlier ?? visitorOf(shop, seed, number, started_at, DEVICES[pickIndex(DEVICE_SHARES[traffic.devices], uniform(stream))]!, false);
    return { kind: 'human', visitor, is_returning: earlier !== undefined, traffic, started_at };
  };

  const earlierVisitor = (stream: Stream, return_u: number, started_at: number, number: number): Visitor | undefined => {
    if (population.rounds > 0) return roundVisitor(stream, number);
    if (return_u < population.same_day_return_share) return sameDayVisitor(stream, started_at, number);
    // Half a day at least, so that two sessions of one visitor hardly ever touch.
    const gap = (0.5 - 5 * Math.log(1 - uniform(stream))) * DAY_MS;
    const slot = calendar.slotAt(started_at - gap);
    if (slot < 0) {
      const root = EARLIER_VISITORS + Math.floor(uniform(stream) * calendar.sessions);
      return visitorOf(shop, seed, root, calendar.begins_at, deviceOfEarlier(seed, root), true);
    }
    const before = identify(Math.min(slot, number - 1));
    return before.kind === 'human' ? before.visitor : undefined;
  };

  /** Rounds keep the sessions of a visitor far apart, so that they can never run into each other. */
  const roundVisitor = (stream: Stream, number: number): Visitor | undefined => {
    const earlier_rounds = Math.floor(number / round_sessions);
    const round = Math.floor(uniform(stream) * earlier_rounds);
    const before = earlier_rounds === 0 ? undefined : identify(round * round_sessions + (number % round_sessions));
    return before?.kind === 'human' ? before.visitor : undefined;
  };

  const sameDayVisitor = (stream: Stream, started_at: number, number: number): Visitor | undefined => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const slot = calendar.slotAt(started_at - (35 + 180 * uniform(stream)) * MINUTE_MS);
      if (slot < 0 || slot >= number) continue;
      const before = arrive(slot);
      if (before.kind === 'human' && endOf(before) + 31 * MINUTE_MS <= started_at) return before.visitor;
    }
    return undefined;
  };

  const arrive = (number: number): Arrival => {
    const { kind, visitor, is_returning, traffic, started_at } = identify(number);
    const stream = streamOf(seed, number, 'intent');
    const person = behaviour.intent_sd * normal(stream);
    const intent_logit =
      traffic.intent_logit +
      person +
      (behaviour.visitor_intent_sd === 0 ? 0 : behaviour.visitor_intent_sd * normal(streamOf(seed, visitor.root, 'person'))) +
      (is_returning ? behaviour.returning_intent : 0) +
      (visitor.device === 'mobile' ? behaviour.mobile_intent : 0);
    const is_logged_in = uniform(stream) < population.logged_in_share && visitor.is_known_customer;
    const landing = land(stream, traffic);
    return { seed, number, kind, started_at, visitor, is_returning, is_logged_in, traffic, intent_logit, landing };
  };
  return arrive;
}

const DEVICE_SHARES = { usual: cumulate(DEVICE_MIXES.usual), phone: cumulate(DEVICE_MIXES.phone), desk: cumulate(DEVICE_MIXES.desk) };
const LANDING_SHARES = Object.fromEntries(Object.entries(LANDING_MIXES).map(([name, mix]) => [name, cumulate(mix)])) as Record<
  TrafficSource['landing'],
  number[]
>;

/** Cumulative traffic weights for new and for returning visitors, by hour of the week. */
function weighTraffic(traffic: readonly TrafficSource[]): number[][][] {
  return (['weight_new', 'weight_returning'] as const).map((weight) =>
    Array.from({ length: 7 * 24 }, (_, hour) =>
      cumulate(traffic.map((line) => line[weight] * daypartFactor(line.daypart, Math.floor(hour / 24), hour % 24))),
    ),
  );
}

/** Hours since Sunday, 0:00 UTC. 1 January 1970 was a Thursday. */
function hourOfWeek(moment: number): number {
  const hour = Math.floor(moment / 3_600_000);
  return ((Math.floor(hour / 24) + 4) % 7) * 24 + (hour % 24);
}

/** The device of a visitor from before the export is a trait of the visitor, not of the session that meets it again. */
function deviceOfEarlier(seed: number, root: number): Device {
  return DEVICES[pickIndex(DEVICE_SHARES.usual, uniform(streamOf(seed, root, 'arrival')))]!;
}

function land(stream: Stream, traffic: TrafficSource): Landing {
  const kind = (['home', 'category', 'product', 'content'] as const)[pickIndex(LANDING_SHARES[traffic.landing], uniform(stream))]!;
  const category_index = pickIndex(CATEGORY_WEIGHTS, uniform(stream));
  const category = CATEGORIES[category_index]!;
  const product = category.products[pickIndex(category.popularity, uniform(stream))]!;
  const url = { home: `${SHOP_URL}/`, category: category.page_urls[0]!, product: product.url, content: `${SHOP_URL}/about` }[kind];
  return { kind, url, tags: tagsOf(traffic, stream), category_index, product: kind === 'product' ? product : undefined };
}

function tagsOf(traffic: TrafficSource, stream: Stream): string {
  const parts = traffic.tags.map((name) => {
    if (name === 'utm')
      return `utm_source=${traffic.source}&utm_medium=${traffic.medium}&utm_campaign=${traffic.campaign.replaceAll(' ', '+')}`;
    if (name === 'utm_source') return `utm_source=${traffic.source}`;
    return `${name}=${name === 'gclid' ? 'Cj0K' : 'IwAR'}${clickId(stream)}`;
  });
  // Networks append their click id to some of the clicks only, and to all where nothing else marks them.
  const kept = parts.length > 1 && uniform(stream) < 0.5 ? parts.slice(0, 1) : parts;
  return kept.join('&');
}

function clickId(stream: Stream): string {
  return `${Math.floor(uniform(stream) * 2 ** 24).toString(36)}${Math.floor(uniform(stream) * 2 ** 24).toString(36)}`;
}
