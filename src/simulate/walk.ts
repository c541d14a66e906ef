import type { Arrival } from './arrivals.ts';
import { SHOP_URL } from './catalogue.ts';
import { type Encounter, effectOf, FrictionMemory, meetFriction, type PageView, type Trail } from './friction.ts';
import { type Order, purchaseOf } from './orders.ts';
import { expit } from './random.ts';
import { followRoute, pickRoute, plainPage } from './routes.ts';
import { type Behaviour, type FrictionEffects, GATEWAY_URL, type PageKind, type ShopModel, SIGNALS } from './shop-model.ts';
import { makeStepDraws, type StepDraws } from './step-draws.ts';

/** One row of the clickstream, without what is the same for the whole session. */
export interface Hit {
  /** UTC milliseconds. */
  at: number;
  event_name: 'page_view' | 'view_search_results' | 'form_error';
  page_kind: PageKind;
  url: string;
  referrer: string;
  /** -1 when the page is no search page. */
  search_results: number;
  http_status: number;
  /** -1 when nothing was loaded. */
  load_ms: number;
  /** Bits of SIGNALS that this hit met; 0 on a form_error hit, whose page view carries them. */
  signals: number;
  is_logged_in: boolean;
}

/** A session from the first hit to the last. */
export interface Walk {
  hits: Hit[];
  /** Absent when nothing was bought. A failed order has no thank-you page. */
  order: Order | undefined;
  is_through_gateway: boolean;
  /** The gateway sent the visitor back after more than 30 minutes. */
  is_stitched_return: boolean;
}

/** What may differ between replays of one session. */
export interface Replay {
  /** In place of those planted in the shop. */
  effects?: FrictionEffects;
  /** In place of the arrival's own intent, log-odds. */
  intent_logit?: number;
}

const GAP_MS = 30 * 60_000;
const BACKTRACK_MS = 30_000;
const DWELL_SD = 0.8;
const LONGEST_DWELL_MS = 20 * 60_000;
const MOST_WANDERING = 0.8;
const NEXT_IN_CHECKOUT: Partial<Record<PageKind, PageKind>> = {
  register: 'address',
  address: 'shipping',
  shipping: 'payment',
  payment: 'thank_you',
};

/**
 * Walks a human session through the shop: at each page it meets friction, leaves or stays, goes on to the cart or checkout or looks further.
 * A pure function: the same shop, arrival and replay give the same walk. Leaving and going on compare one uniform per page view with a chance,
 * so a replay with smaller effects can only leave later, as long as both went the same way.
 */
export function walkSession(shop: ShopModel, arrival: Arrival, replay: Replay = {}): Walk {
  const { behaviour, pages } = shop;
  const effects = replay.effects ?? shop.effects;
  const intent = replay.intent_logit ?? arrival.intent_logit;
  const next_draws = makeStepDraws(arrival.seed, arrival.number);
  const memory = new FrictionMemory(effects);
  const trail: Trail = { is_searching: false, is_backtrack: false, seen: new Map(), last_url: '' };
  const walk: Walk = { hits: [], order: undefined, is_through_gateway: false, is_stitched_return: false };
  let is_logged_in = arrival.is_logged_in;
  let at = arrival.started_at;
  let referrer = arrival.traffic.referrer;
  const wander = wanderChance(behaviour, intent);
  let has_opened = false;
  let list: PageView | undefined;
  let before: PageView | undefined;
  let view = landingView(arrival);

  for (let step = 1; step <= behaviour.max_page_views; step += 1) {
    const draws = next_draws();
    const met = meetFriction(shop, view, arrival, draws, trail);
    const kind = met.kind;
    // An error page keeps the tags of a landing: the source is known even then.
    const url = step === 1 ? withTags(met.url, arrival.landing.tags) : met.url;
    walk.hits.push(pageHit(at, url, referrer, met, is_logged_in));
    let dwell_ms = dwellTime(pages[kind].dwell_seconds, draws);
    if ((met.signals & SIGNALS.form_reject) !== 0) {
      walk.hits.push(formError(at + Math.round(dwell_ms * 0.6), kind, url, is_logged_in));
    }

    const friction = effectOf(met.signals, effects) + memory.logit;
    memory.remember(met.signals);
    if (draws.exit < expit(exitLogit(shop, view.kind, step, arrival, intent) + friction)) return walk;

    has_opened ||= kind === 'cart';
    const felt = (has_opened ? effects.checkout_progress_share : effects.progress_share) * friction;
    const goes_on = draws.progress < expit(progressLogit(shop, view.kind, intent) - felt);
    if (kind === 'payment') return pay(walk, shop, arrival, at + dwell_ms, url, is_logged_in);
    if (kind === 'register') is_logged_in = true;
    if (kind === 'product') trail.is_searching = false;
    if (kind === 'search') trail.is_searching = true;
    if (kind === 'category' || kind === 'search') list = view;

    trail.is_backtrack = false;
    const asked = view;
    const here = kind === view.kind ? view : plainPage(kind, url, view.category_index);
    const onward = checkoutView(kind, goes_on, arrival, is_logged_in, view.category_index);
    if (onward === undefined) {
      const route = pickRoute(kind, met.search_results === 0 && !behaviour.suggests_products, wander, draws);
      view = followRoute(route, here, list, draws, behaviour);
      if (route === 'back') dwell_ms = Math.round(dwell_ms * 0.6);
      trail.is_backtrack = route === 'back' && view === before && dwell_ms <= BACKTRACK_MS;
    } else {
      view = onward;
      trail.is_searching = false;
    }
    before = asked;
    at += dwell_ms;
    referrer = url;
  }
  return walk;
}

function wanderChance({ wander_share }: Behaviour, intent: number): number {
  return wander_share === 0 ? 0 : Math.min(MOST_WANDERING, wander_share * 2 ** -intent);
}

function landingView({ landing }: Arrival): PageView {
  return {
    kind: landing.kind,
    url: landing.url,
    category_index: landing.category_index,
    is_sold_out: landing.product?.is_sold_out ?? false,
    term: undefined,
  };
}

function withTags(url: string, tags: string): string {
  return tags === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${tags}`;
}

function exitLogit({ pages, behaviour }: ShopModel, kind: PageKind, step: number, arrival: Arrival, intent: number): number {
  const in_checkout = kind === 'cart' || kind in NEXT_IN_CHECKOUT;
  return (
    pages[kind].exit_logit +
    intent * (in_checkout ? behaviour.intent_on_checkout_exit : behaviour.intent_on_exit) +
    (step === 1 ? behaviour.landing_exit : behaviour.exit_per_later_step * step) +
    (arrival.visitor.device === 'mobile' ? behaviour.mobile_exit : 0) +
    (arrival.is_returning ? behaviour.returning_exit : 0)
  );
}

function progressLogit({ pages, behaviour }: ShopModel, kind: PageKind, intent: number): number {
  return (pages[kind].progress_logit ?? Number.NEGATIVE_INFINITY) + behaviour.intent_on_progress * intent;
}

/** The next page towards the order, or nothing when the visitor looks further. */
function checkoutView(
  kind: PageKind,
  goes_on: boolean,
  arrival: Arrival,
  is_logged_in: boolean,
  category_index: number,
): PageView | undefined {
  const follows = NEXT_IN_CHECKOUT[kind];
  if (follows !== undefined) return plainPage(follows, `${SHOP_URL}/checkout/${follows}`, category_index);
  if (!goes_on) return undefined;
  if (kind !== 'cart') return plainPage('cart', `${SHOP_URL}/cart`, category_index);
  const must_register = arrival.visitor.meets_wall && !is_logged_in;
  return must_register
    ? plainPage('register', `${SHOP_URL}/account/register`, category_index)
    : plainPage('address', `${SHOP_URL}/checkout/address`, category_index);
}

function pay(walk: Walk, shop: ShopModel, arrival: Arrival, left_at: number, payment_url: string, is_logged_in: boolean): Walk {
  const { order, is_through_gateway, gateway_ms } = purchaseOf(shop.population, arrival);
  const thanks_at = is_through_gateway ? left_at + gateway_ms : left_at + 1500;
  order.created_at = thanks_at - 700;
  walk.order = order;
  walk.is_through_gateway = is_through_gateway;
  if (order.status === 'failed') {
    walk.hits.push(formError(left_at, 'payment', payment_url, is_logged_in));
    return walk;
  }
  const last = walk.hits[walk.hits.length - 1]!;
  walk.is_stitched_return = is_through_gateway && thanks_at - last.at > GAP_MS;
  walk.hits.push({
    ...{ at: thanks_at, event_name: 'page_view', page_kind: 'thank_you', url: `${SHOP_URL}/checkout/thank-you?order_id=${order.order_id}` },
    ...{
      referrer: is_through_gateway ? GATEWAY_URL : payment_url,
      search_results: -1,
      http_status: 200,
      load_ms: shop.pages.thank_you.load_ms,
    },
    ...{ signals: 0, is_logged_in },
  });
  return walk;
}

function pageHit(at: number, url: string, referrer: string, met: Encounter, is_logged_in: boolean): Hit {
  return {
    at,
    event_name: met.kind === 'search' ? 'view_search_results' : 'page_view',
    page_kind: met.kind,
    url,
    referrer,
    search_results: met.search_results,
    http_status: met.http_status,
    load_ms: met.load_ms,
    signals: met.signals,
    is_logged_in,
  };
}

function formError(at: number, page_kind: PageKind, url: string, is_logged_in: boolean): Hit {
  return {
    at,
    event_name: 'form_error',
    page_kind,
    url,
    referrer: '',
    search_results: -1,
    http_status: 200,
    load_ms: -1,
    signals: 0,
    is_logged_in,
  };
}

function dwellTime(median_seconds: number, draws: StepDraws): number {
  return Math.min(LONGEST_DWELL_MS, Math.round(median_seconds * 1000 * Math.exp(DWELL_SD * draws.dwell_z)) + 300);
}
