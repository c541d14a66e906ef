/** Kinds of pages of the shop; `error` is the 404 page. */
export type PageKind = (typeof PAGE_KINDS)[number];
export const PAGE_KINDS = [
  ...(['home', 'category', 'product', 'search', 'content', 'error'] as const),
  ...(['cart', 'register', 'address', 'shipping', 'payment', 'thank_you'] as const),
];

/** What the visitor holds; the order is that of every triple of rates in this file. */
export type Device = (typeof DEVICES)[number];
export const DEVICES = ['mobile', 'desktop', 'tablet'] as const;

/** What can go wrong on a page view, as bits. Hard ones are the site's doing, soft ones are what the visitor did. */
export const SIGNALS = {
  error: 1,
  slow: 2,
  form_error: 4,
  registration_wall: 8,
  zero_result: 16,
  dead_end: 32,
  repeat_search: 64,
  backtrack: 128,
} as const;
/** Name of a signal. */
export type Signal = keyof typeof SIGNALS;
/** The bits of the signals that are the site's doing; the others are soft. */
export const HARD_SIGNALS =
  SIGNALS.error | SIGNALS.slow | SIGNALS.form_error | SIGNALS.registration_wall | SIGNALS.dead_end | SIGNALS.zero_result;

/** What friction does to a decision, in log-odds. */
export interface FrictionEffects {
  /** Added to the log-odds to leave on the page view that met the signal. */
  exit_logit: Readonly<Record<Signal, number>>;
  /** Added per remembered hard and soft signal of earlier page views. */
  memory_hard_logit: number;
  memory_soft_logit: number;
  /** What a remembered signal still counts one page view later, in [0, 1]. */
  memory_decay: number;
  /** Share of all the above that is taken off the log-odds to go on to the cart or checkout. */
  progress_share: number;
}

/** The friction effects that are planted in every simulated shop. */
export const PLANTED_EFFECTS: FrictionEffects = {
  exit_logit: {
    error: 1.4,
    slow: 0.9,
    form_error: 0.9,
    registration_wall: 3,
    zero_result: 0.8,
    dead_end: 0.6,
    repeat_search: 0.2,
    backtrack: 0.1,
  },
  memory_hard_logit: 0.4,
  memory_soft_logit: 0.1,
  memory_decay: 0.7,
  progress_share: 0.6,
};

/**
 * The same shop with friction met but without any effect on leaving and going on: for potential outcomes. The ways on from a page that failed
 * stay as they are (no product to open from an empty search).
 */
export const NO_EFFECTS: FrictionEffects = {
  exit_logit: { error: 0, slow: 0, form_error: 0, registration_wall: 0, zero_result: 0, dead_end: 0, repeat_search: 0, backtrack: 0 },
  memory_hard_logit: 0,
  memory_soft_logit: 0,
  memory_decay: 0,
  progress_share: 0,
};

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
  form_error_rate?: readonly [number, number, number];
}

const STEADY = { error_rate: [0.008, 0.006, 0.006], slow_rate: [0.02, 0.012, 0.015] } as const;

/** Errors and slow pages on mobile category and checkout pages are planted on purpose. */
export const PAGES: Readonly<Record<PageKind, PageModel>> = {
  home: { exit_logit: -1.7, dwell_seconds: 14, load_ms: 900, ...STEADY },
  category: {
    exit_logit: -2.15,
    progress_logit: -5.9,
    dwell_seconds: 24,
    load_ms: 1000,
    error_rate: [0.03, 0.008, 0.015],
    slow_rate: [0.07, 0.012, 0.03],
  },
  product: { exit_logit: -1.8, progress_logit: -3.1, dwell_seconds: 33, load_ms: 1050, ...STEADY },
  search: { exit_logit: -2.1, progress_logit: -5.9, dwell_seconds: 15, load_ms: 1150, ...STEADY },
  content: { exit_logit: -1.4, dwell_seconds: 40, load_ms: 700, ...STEADY },
  // Leaving and going on follow the page that was asked for; what the error adds is friction.
  error: { exit_logit: 0, dwell_seconds: 8, load_ms: 500, error_rate: [0, 0, 0], slow_rate: [0, 0, 0] },
  cart: { exit_logit: -1.3, progress_logit: -0.1, dwell_seconds: 24, load_ms: 950, ...STEADY },
  register: {
    // Nearly nobody leaves here for another reason than the wall itself, whose effect is planted as friction.
    ...{ exit_logit: -4.4, dwell_seconds: 55, load_ms: 900, error_rate: [0.012, 0.006, 0.006], slow_rate: [0.04, 0.012, 0.02] },
    form_error_rate: [0.16, 0.1, 0.12],
  },
  address: {
    ...{ exit_logit: -2.1, dwell_seconds: 50, load_ms: 950, error_rate: [0.03, 0.006, 0.012], slow_rate: [0.08, 0.012, 0.03] },
    form_error_rate: [0.14, 0.08, 0.1],
  },
  shipping: { exit_logit: -2.2, dwell_seconds: 22, load_ms: 950, error_rate: [0.025, 0.006, 0.012], slow_rate: [0.08, 0.012, 0.03] },
  payment: {
    ...{ exit_logit: -2.0, dwell_seconds: 40, load_ms: 1100, error_rate: [0.03, 0.006, 0.012], slow_rate: [0.08, 0.012, 0.03] },
    form_error_rate: [0.07, 0.04, 0.05],
  },
  thank_you: { exit_logit: 0, dwell_seconds: 15, load_ms: 900, error_rate: [0, 0, 0], slow_rate: [0, 0, 0] },
};

/** Everything else about how sessions go; log-odds unless the name says otherwise. All chosen so that the shop looks ordinary. */
export const BEHAVIOUR = {
  /** What one unit of intent does to leaving while looking, to leaving in checkout, to going on. */
  intent_on_exit: -0.35,
  intent_on_checkout_exit: -0.4,
  intent_on_progress: 0.85,
  /** Spread of intent between sessions of the same source (standard deviation). */
  intent_sd: 0.6,
  returning_intent: 0.45,
  returning_exit: -0.2,
  mobile_exit: 0.15,
  mobile_intent: -0.1,
  landing_exit: 0.95,
  exit_per_later_step: 0.02,
  /** Load time of mobile and tablet as a multiple of the desktop's. */
  load_factor: [1.5, 1, 1.25],
  heavy_category_slow_factor: 2,
  zero_result_rate: 0.04,
  lost_term_share: 0.1,
  /** Share of the new, unknown visitors who must register before checkout. */
  wall_share: 0.4,
  max_page_views: 60,
} as const;

/** Visitors, orders and bots; shares in [0, 1]. */
export const POPULATION = {
  returning_share: 0.23,
  same_day_return_share: 0.02,
  earlier_customer_share: 0.1,
  returning_customer_share: 0.45,
  logged_in_share: 0.6,
  crawler_share: 0.007,
  scraper_share: 0.003,
  gateway_share: 0.38,
  slow_gateway_share: 0.03,
  order_visitor_share: 0.95,
  order_without_session_share: 0.015,
  bought_elsewhere_share: 0.03,
  order_median_eur: 64,
  order_sd: 0.65,
} as const;

/** Address of the outside payment gateway as it shows up in the referrer of the thank-you page. */
export const GATEWAY_URL = 'https://www.paypal.com/checkoutnow';
