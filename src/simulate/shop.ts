import { TRAFFIC } from './channels.ts';
import type { ShopModel } from './shop-model.ts';

const STEADY = { error_rate: [0.008, 0.006, 0.006], slow_rate: [0.02, 0.012, 0.015] } as const;

/** Errors and slow pages on mobile category and checkout pages are planted on purpose. */
const PAGES: ShopModel['pages'] = {
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
    form_reject_rate: [0.16, 0.1, 0.12],
  },
  address: {
    ...{ exit_logit: -2.1, dwell_seconds: 50, load_ms: 950, error_rate: [0.03, 0.006, 0.012], slow_rate: [0.08, 0.012, 0.03] },
    form_reject_rate: [0.14, 0.08, 0.1],
  },
  shipping: { exit_logit: -2.2, dwell_seconds: 22, load_ms: 950, error_rate: [0.025, 0.006, 0.012], slow_rate: [0.08, 0.012, 0.03] },
  payment: {
    ...{ exit_logit: -2.0, dwell_seconds: 40, load_ms: 1100, error_rate: [0.03, 0.006, 0.012], slow_rate: [0.08, 0.012, 0.03] },
    form_reject_rate: [0.07, 0.04, 0.05],
  },
  thank_you: { exit_logit: 0, dwell_seconds: 15, load_ms: 900, error_rate: [0, 0, 0], slow_rate: [0, 0, 0] },
};

/** The shop of `simulate` and `demo`: chosen so that it looks ordinary, with a poor part of the traffic and friction on mobile. */
export const SHOP: ShopModel = {
  name: 'shop',
  story: [
    'Paid-social prospecting and display bring visitors of low intent: see intent_by_source.',
    'Errors and slow pages on mobile category and checkout pages cost orders: see pages and effects.',
    'A forced registration before checkout, met by part of the new visitors, costs orders: see effects.exit_logit.information_request.',
  ],
  traffic: TRAFFIC,
  effects: {
    exit_logit: {
      error: 1.4,
      slow: 0.9,
      form_reject: 0.9,
      dead_end: 0.6,
      information_request: 3,
      search_failure: 0.8,
      zero_result: 0.8,
      repeat_search: 0.2,
      backtrack: 0.1,
      loop: 0,
      reload: 0,
    },
    memory_hard_logit: 0.4,
    memory_soft_logit: 0.1,
    memory_decay: 0.7,
    memory_most: 10,
    progress_share: 0.6,
    checkout_progress_share: 0.6,
  },
  pages: PAGES,
  behaviour: {
    intent_on_exit: -0.35,
    intent_on_checkout_exit: -0.4,
    intent_on_progress: 0.85,
    intent_sd: 0.6,
    visitor_intent_sd: 0,
    returning_intent: 0.45,
    returning_exit: -0.2,
    mobile_exit: 0.15,
    mobile_intent: -0.1,
    landing_exit: 0.95,
    exit_per_later_step: 0.02,
    wander_share: 0,
    load_factor: [1.5, 1, 1.25],
    heavy_category_slow_factor: 2,
    search_failure_rate: 0.04,
    lost_term_share: 0.1,
    suggests_products: false,
    error_page_share: 0.45,
    wall_share: 0.4,
    max_page_views: 60,
  },
  population: {
    returning_share: 0.23,
    same_day_return_share: 0.02,
    rounds: 0,
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
    status_weights: [0.915, 0.025, 0.015, 0.03, 0.008, 0.007],
  },
};
