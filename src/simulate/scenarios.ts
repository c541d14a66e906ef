import { UsageError } from '../errors.ts';
import { equalTraffic, manyCampaigns, unequalTraffic } from './scenario-traffic.ts';
import { SHOP } from './shop.ts';
import type { FrictionEffects, PageModel, ShopModel } from './shop-model.ts';

/** Shops in which the causes of lost orders are planted one by one, to see what a diagnosis makes of them. */
export type ScenarioName = (typeof SCENARIO_NAMES)[number];
export const SCENARIO_NAMES = [
  ...(['shop', 'none', 'navigation_only', 'traffic_only', 'both', 'traffic_causes_friction'] as const),
  ...(['friction_is_symptom', 'checkout_form_only', 'rare_conversions', 'many_campaigns', 'visitor_clusters'] as const),
];

const NO_EFFECTS: FrictionEffects = {
  exit_logit: {
    ...{ error: 0, slow: 0, form_reject: 0, dead_end: 0, information_request: 0, search_failure: 0 },
    ...{ zero_result: 0, repeat_search: 0, backtrack: 0, loop: 0, reload: 0 },
  },
  ...{ memory_hard_logit: 0, memory_soft_logit: 0, memory_decay: 1, memory_most: 2, progress_share: 0, checkout_progress_share: 0 },
};
/** Earlier trouble counts once or twice, however long ago, and going on is only held back before the cart: what the method assumes. */
const EFFECTS: FrictionEffects = {
  ...NO_EFFECTS,
  exit_logit: {
    ...{ error: 1.4, slow: 0.8, form_reject: 0.9, dead_end: 0.7, information_request: 0, search_failure: 0.9 },
    ...{ zero_result: 0.7, repeat_search: 0.6, backtrack: 0.6, loop: 0.5, reload: 0.4 },
  },
  ...{ memory_hard_logit: 0.2, memory_soft_logit: 0.2, progress_share: 0.5 },
};

const RATES = { error_rate: [0.028, 0.024, 0.026], slow_rate: [0.046, 0.036, 0.04] } as const;
const SURE = { error_rate: [0, 0, 0], slow_rate: [0, 0, 0] } as const;
const PAGES: ShopModel['pages'] = {
  // So that sessions of the cohort are worth the same whether they land here or on a list: landing pages must make no difference where none is planted.
  home: { exit_logit: -2, dwell_seconds: 14, load_ms: 900, ...RATES },
  category: { exit_logit: -2.3, progress_logit: -5, dwell_seconds: 28, load_ms: 1000, ...RATES },
  product: { exit_logit: -2.2, progress_logit: -2.3, dwell_seconds: 36, load_ms: 1050, ...RATES },
  search: { exit_logit: -2.3, progress_logit: -5, dwell_seconds: 22, load_ms: 1150, ...RATES },
  content: { exit_logit: -2, dwell_seconds: 34, load_ms: 700, ...RATES },
  error: { exit_logit: 0, dwell_seconds: 8, load_ms: 500, ...SURE },
  cart: { exit_logit: -2.2, progress_logit: 1, dwell_seconds: 24, load_ms: 950, ...RATES },
  register: { exit_logit: -4.4, dwell_seconds: 55, load_ms: 900, ...RATES },
  address: { exit_logit: -3, dwell_seconds: 50, load_ms: 950, ...RATES, form_reject_rate: [0.14, 0.1, 0.12] },
  shipping: { exit_logit: -3.3, dwell_seconds: 22, load_ms: 950, ...RATES },
  payment: { exit_logit: -3, dwell_seconds: 40, load_ms: 1100, ...RATES, form_reject_rate: [0.1, 0.07, 0.08] },
  thank_you: { exit_logit: 0, dwell_seconds: 15, load_ms: 900, ...SURE },
};

/**
 * Nothing planted, and nothing that a diagnosis cannot know: every order has its session, a failed page keeps its address, no bots, visitors differ in
 * nothing but device. No forced registration: where a request for information stands on a page of its own, no data can tell the two apart.
 */
const BASE: ShopModel = {
  name: 'none',
  story: ['Nothing is planted: friction is met and has no effect, sources differ in nothing.'],
  traffic: equalTraffic(),
  effects: NO_EFFECTS,
  pages: PAGES,
  behaviour: {
    ...SHOP.behaviour,
    ...{ intent_sd: 0, returning_intent: 0, returning_exit: 0, landing_exit: 0.5, exit_per_later_step: 0 },
    ...{
      heavy_category_slow_factor: 1,
      search_failure_rate: 0.1,
      lost_term_share: 0.25,
      suggests_products: true,
      error_page_share: 0,
      wall_share: 0,
    },
  },
  population: {
    ...SHOP.population,
    ...{ rounds: 4, returning_share: 0.3, crawler_share: 0, scraper_share: 0, gateway_share: 0 },
    ...{ order_visitor_share: 1, order_without_session_share: 0, bought_elsewhere_share: 0, status_weights: [1, 0, 0, 0, 0, 0] },
  },
};

const FRICTION = 'Errors, slow pages, dead ends, failed and repeated searches, ways back and rejected forms cost orders: see effects.';
const TRAFFIC = 'Sources differ in intent: see intent_by_source.';
const SCENARIOS: Readonly<Record<ScenarioName, Partial<ShopModel>>> = {
  shop: SHOP,
  none: { pages: progressing(-0.3) },
  navigation_only: { story: [FRICTION], effects: EFFECTS },
  traffic_only: { story: [TRAFFIC], traffic: unequalTraffic(), pages: progressing(-0.5) },
  both: { story: [FRICTION, TRAFFIC], effects: EFFECTS, traffic: unequalTraffic() },
  traffic_causes_friction: {
    story: [FRICTION, TRAFFIC, 'Sessions of poor sources meet errors and slow pages far more often.'],
    effects: EFFECTS,
    traffic: unequalTraffic([2.4, 0.6]),
  },
  friction_is_symptom: {
    story: [TRAFFIC, 'Visitors of low intent wander, search again and go back; no friction has an effect.'],
    traffic: unequalTraffic(),
    pages: progressing(-0.9),
    behaviour: { ...BASE.behaviour, intent_sd: 0.9, wander_share: 0.12 },
  },
  checkout_form_only: {
    story: ['Forms of the checkout are often rejected, and that alone costs orders.'],
    effects: { ...NO_EFFECTS, exit_logit: { ...NO_EFFECTS.exit_logit, form_reject: 2.4 } },
    pages: {
      ...progressing(-0.2),
      address: { ...PAGES.address, form_reject_rate: [0.32, 0.28, 0.3] },
      payment: { ...PAGES.payment, form_reject_rate: [0.28, 0.24, 0.26] },
    },
  },
  rare_conversions: {
    story: [FRICTION, TRAFFIC, 'Few sessions order at all.'],
    effects: EFFECTS,
    traffic: unequalTraffic(),
    pages: progressing(-1.85),
  },
  many_campaigns: {
    story: [FRICTION, 'Three hundred small campaigns differ in intent at random: see intent_by_source.'],
    effects: EFFECTS,
    traffic: manyCampaigns(),
  },
  visitor_clusters: {
    story: [FRICTION, TRAFFIC, 'Visitors differ much in intent, and most come several times.'],
    effects: EFFECTS,
    traffic: unequalTraffic(),
    pages: progressing(-0.5),
    behaviour: { ...BASE.behaviour, visitor_intent_sd: 1 },
    population: { ...BASE.population, rounds: 6, returning_share: 0.9 },
  },
};

/**
 * The shop of a scenario.
 *
 * @throws UsageError for a name that there is none of
 */
export function scenarioOf(name: string): ShopModel {
  const known = SCENARIO_NAMES.find((each) => each === name);
  if (known === undefined) {
    throw new UsageError(`there is no scenario "${name}"`, { hint: `Name one of ${SCENARIO_NAMES.join(', ')}.` });
  }
  return { ...BASE, ...SCENARIOS[known], name: known };
}

/** The pages with other log-odds to go on to the cart. */
function progressing(more_logit: number): ShopModel['pages'] {
  const shift = (page: PageModel) => ({ ...page, progress_logit: page.progress_logit! + more_logit });
  return { ...PAGES, category: shift(PAGES.category), product: shift(PAGES.product), search: shift(PAGES.search) };
}
