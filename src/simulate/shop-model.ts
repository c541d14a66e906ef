import type { TrafficSource } from './channels.ts';

/** Kinds of pages of the shop; `error` is the 404 page. */
export type PageKind = (typeof PAGE_KINDS)[number];
export const PAGE_KINDS = [
  ...(['home', 'category', 'product', 'search', 'content', 'error'] as const),
  ...(['cart', 'register', 'address', 'shipping', 'payment', 'thank_you'] as const),
];

/** What the visitor holds; the order is that of every triple of rates of a shop. */
export type Device = (typeof DEVICES)[number];
export const DEVICES = ['mobile', 'desktop', 'tablet'] as const;

/**
 * What can go wrong on a page view, as bits: the names and bits of the signals that a diagnosis finds. Hard ones are the site's doing, soft ones are
 * what the visitor did. `search_failure`: nothing was found for a term that finds something otherwise; `zero_result`: for one that never does.
 */
export const SIGNALS = {
  error: 1,
  slow: 2,
  form_reject: 4,
  dead_end: 8,
  information_request: 16,
  search_failure: 32,
  zero_result: 64,
  repeat_search: 128,
  backtrack: 256,
  loop: 512,
  reload: 1024,
} as const;
/** Name of a signal. */
export type Signal = keyof typeof SIGNALS;
export const SIGNAL_NAMES = Object.keys(SIGNALS) as Signal[];
/** The bits of the signals that are the site's doing; the others are soft. */
export const HARD_SIGNALS =
  SIGNALS.error | SIGNALS.slow | SIGNALS.form_reject | SIGNALS.dead_end | SIGNALS.information_request | SIGNALS.search_failure;

/** What friction does to a decision, in log-odds. */
export interface FrictionEffects {
  /** Added to the log-odds to leave on the page view that met the signal. */
  exit_logit: Readonly<Record<Signal, number>>;
  /** Added per remembered hard and soft signal of earlier page views. */
  memory_hard_logit: number;
  memory_soft_logit: number;
  /** What a remembered signal still counts one page view later, in [0, 1], and the most that is remembered of hard and of soft ones. */
  memory_decay: number;
  memory_most: number;
  /** Share of all the above that is taken off the log-odds to go on to the cart, before the first cart is seen and from then on (to checkout). */
  progress_share: number;
  checkout_progress_share: number;
}

/** How people behave on one kind of page. */
export interface PageModel {
  /** Log-odds to leave after this page, for intent 0 on a desktop, friction-free. */
  exit_logit: number;
  /** Log-odds to go on (to the cart; from the cart to checkout) when not leaving; absent where that is impossible or certain. */
  progress_logit?: number;
  /** Median seconds on the page; log-normal with sd 0.8 of the logarithm. */
  dwell_seconds: number;
  /** Median load time on a desktop, milliseconds; log-normal with sd 0.35 of the logarithm. */
  load_ms: number;
  /** Chance of an error, of a slow load and of a rejected form per view: mobile, desktop, tablet. */
  error_rate: readonly [number, number, number];
  slow_rate: readonly [number, number, number];
  form_reject_rate?: readonly [number, number, number];
}

/** How sessions go, besides pages and friction; log-odds unless the name says otherwise. */
export interface Behaviour {
  /** What one unit of intent does to leaving while looking, to leaving in checkout, to going on. */
  intent_on_exit: number;
  intent_on_checkout_exit: number;
  intent_on_progress: number;
  /** Spread of intent between sessions of the same source, and between visitors in all their sessions (standard deviations). */
  intent_sd: number;
  visitor_intent_sd: number;
  returning_intent: number;
  returning_exit: number;
  mobile_exit: number;
  mobile_intent: number;
  landing_exit: number;
  exit_per_later_step: number;
  /** Share of the moves of a visitor of intent 0 that only wander (another search, back to the list); doubles with each unit of intent less. */
  wander_share: number;
  /** Load time of mobile and tablet as a multiple of the desktop's. */
  load_factor: readonly [number, number, number];
  heavy_category_slow_factor: number;
  /** Share of the searches for known terms that find nothing, and of the searches for terms that are never found. */
  search_failure_rate: number;
  lost_term_share: number;
  /** A search without results shows products all the same. */
  suggests_products: boolean;
  /** Of the errors while looking, those that lead to an error page instead of failing at the address asked for. */
  error_page_share: number;
  /** Share of the new, unknown visitors who must register before checkout. */
  wall_share: number;
  max_page_views: number;
}

/** Visitors, orders and bots; shares in [0, 1]. */
export interface Population {
  returning_share: number;
  same_day_return_share: number;
  /** 0: visitors return after days, as drawn. Above: the sessions fall into so many rounds, and a visitor comes back in a later round at the same place. */
  rounds: number;
  earlier_customer_share: number;
  returning_customer_share: number;
  logged_in_share: number;
  crawler_share: number;
  scraper_share: number;
  gateway_share: number;
  slow_gateway_share: number;
  order_visitor_share: number;
  order_without_session_share: number;
  bought_elsewhere_share: number;
  order_median_eur: number;
  order_sd: number;
  /** Weights of paid, refunded, partially refunded, cancelled, failed and test orders. */
  status_weights: readonly [number, number, number, number, number, number];
}

/** Everything that is planted in a shop: who comes, what they meet, what it does to them. A plain value; all of it goes into the truth. */
export interface ShopModel {
  name: string;
  /** One sentence per planted cause. */
  story: readonly string[];
  traffic: readonly TrafficSource[];
  effects: FrictionEffects;
  pages: Readonly<Record<PageKind, PageModel>>;
  behaviour: Behaviour;
  population: Population;
}

/**
 * The same effects without those of some signals, their memory included: for potential outcomes. The ways on from a page that failed stay as they
 * are (no product to open from an empty search).
 *
 * @param which - `all` signals, or only the `hard` ones
 */
export function withoutEffects(effects: FrictionEffects, which: 'all' | 'hard'): FrictionEffects {
  const stays = (name: Signal) => which === 'hard' && (SIGNALS[name] & HARD_SIGNALS) === 0;
  const exit_logit = Object.fromEntries(SIGNAL_NAMES.map((name) => [name, stays(name) ? effects.exit_logit[name] : 0]));
  return {
    ...effects,
    exit_logit: exit_logit as Record<Signal, number>,
    memory_hard_logit: 0,
    memory_soft_logit: which === 'hard' ? effects.memory_soft_logit : 0,
  };
}

/** Address of the outside payment gateway as it shows up in the referrer of the thank-you page. */
export const GATEWAY_URL = 'https://www.paypal.com/checkoutnow';
