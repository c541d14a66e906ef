import type { Arrival } from './arrivals.ts';
import { CATEGORIES, type SearchTerm, SHOP_URL } from './catalogue.ts';
import { DEVICES, type FrictionEffects, HARD_SIGNALS, type PageKind, type ShopModel, SIGNAL_NAMES, SIGNALS } from './shop-model.ts';
import type { StepDraws } from './step-draws.ts';

/** One page view as it is asked for, before anything goes wrong. */
export interface PageView {
  kind: PageKind;
  url: string;
  category_index: number;
  is_sold_out: boolean;
  term: SearchTerm | undefined;
}

/** What the visitor got: possibly another page than asked for. */
export interface Encounter {
  kind: PageKind;
  url: string;
  /** Bits of SIGNALS. */
  signals: number;
  http_status: number;
  load_ms: number;
  /** -1 when the page is no search page. */
  search_results: number;
}

/** What the session remembers when it opens the page. */
export interface Trail {
  /** A search was made and no product was opened since. */
  is_searching: boolean;
  /** The visitor came back from a product straight to the list it was opened from, within 30 seconds. */
  is_backtrack: boolean;
  /** Views of each address so far, reloads aside, and the address of the last view. */
  seen: Map<string, number>;
  last_url: string;
}

const BROWSING: ReadonlySet<PageKind> = new Set(['home', 'category', 'product', 'search', 'content']);
const SERVER_ERRORS = [500, 502, 503, 503] as const;
const LOAD_SD = 0.35;
const SLOW_FLOOR_MS = 4000;

/**
 * What goes wrong on this page view. Depends on the page, the device, the source and the step's own draws; not on intent, and not on the effects,
 * so that a replay with other effects meets the same trouble on the same page.
 * A view is slow when it takes more than 4 seconds and more than twice the usual time of that kind of page on that device, and only then.
 */
export function meetFriction(shop: ShopModel, view: PageView, arrival: Arrival, draws: StepDraws, trail: Trail): Encounter {
  const { behaviour } = shop;
  const page = shop.pages[view.kind];
  const trouble = arrival.traffic.trouble;
  const device = DEVICES.indexOf(arrival.visitor.device);
  let signals = (trail.is_backtrack ? SIGNALS.backtrack : 0) | viewedAgain(view.url, trail);
  const heavy = view.kind === 'category' && CATEGORIES[view.category_index]!.is_heavy ? behaviour.heavy_category_slow_factor : 1;
  const is_slow = draws.slow < page.slow_rate[device]! * heavy * trouble;
  if (is_slow) signals |= SIGNALS.slow;
  const load_ms = loadTime(page.load_ms * behaviour.load_factor[device]!, is_slow, draws);

  if (draws.error < page.error_rate[device]! * trouble) {
    signals |= SIGNALS.error;
    // Whoever searches again and gets an error has searched again all the same; whether the product is sold out, the page does not say.
    if (view.term !== undefined && trail.is_searching) signals |= SIGNALS.repeat_search;
    if (draws.error_kind < behaviour.error_page_share && BROWSING.has(view.kind)) {
      return { kind: 'error', url: `${SHOP_URL}/error/404`, signals, http_status: 404, load_ms, search_results: -1 };
    }
    const http_status = SERVER_ERRORS[Math.floor(((draws.error_kind * 97) % 1) * SERVER_ERRORS.length)]!;
    return { kind: view.kind, url: view.url, signals, http_status, load_ms, search_results: -1 };
  }
  if (view.is_sold_out) signals |= SIGNALS.dead_end;
  if (view.kind === 'register') signals |= SIGNALS.information_request;
  if (draws.form < (page.form_reject_rate?.[device] ?? 0)) signals |= SIGNALS.form_reject;
  let search_results = -1;
  if (view.term !== undefined) {
    if (trail.is_searching) signals |= SIGNALS.repeat_search;
    const is_empty = view.term.never_found || draws.results < behaviour.search_failure_rate;
    search_results = is_empty ? 0 : 1 + Math.floor(draws.results * draws.results * 60);
    if (is_empty) signals |= view.term.never_found ? SIGNALS.zero_result : SIGNALS.search_failure;
  }
  return { kind: view.kind, url: view.url, signals, http_status: 200, load_ms, search_results };
}

/** The third view of an address and later ones are a loop; the same address again at once is a reload, and no further view. */
function viewedAgain(url: string, trail: Trail): number {
  if (url === trail.last_url) return SIGNALS.reload;
  const views = (trail.seen.get(url) ?? 0) + 1;
  trail.seen.set(url, views);
  trail.last_url = url;
  return views >= 3 ? SIGNALS.loop : 0;
}

/** Log-odds that the signals of this view add to leaving. */
export function effectOf(signals: number, effects: FrictionEffects): number {
  if (signals === 0) return 0;
  let sum = 0;
  for (const name of SIGNAL_NAMES) if ((signals & SIGNALS[name]) !== 0) sum += effects.exit_logit[name];
  return sum;
}

/** Earlier friction that is still felt: a decaying count of the views with hard and with soft signals. */
export class FrictionMemory {
  private hard = 0;
  private soft = 0;
  private readonly effects: FrictionEffects;

  constructor(effects: FrictionEffects) {
    this.effects = effects;
  }

  /** Log-odds that earlier views add to leaving now. */
  get logit(): number {
    return this.hard * this.effects.memory_hard_logit + this.soft * this.effects.memory_soft_logit;
  }

  remember(signals: number): void {
    const { memory_decay, memory_most } = this.effects;
    this.hard = Math.min(memory_most, this.hard * memory_decay + ((signals & HARD_SIGNALS) !== 0 ? 1 : 0));
    this.soft = Math.min(memory_most, this.soft * memory_decay + ((signals & ~HARD_SIGNALS) !== 0 ? 1 : 0));
  }
}

function loadTime(median_ms: number, is_slow: boolean, draws: StepDraws): number {
  const limit_ms = Math.max(SLOW_FLOOR_MS, 2 * median_ms);
  const usual_ms = Math.min(limit_ms * 0.98, median_ms * Math.exp(LOAD_SD * draws.load_z));
  // A tenth above the limit at least: the site's own median moves a little with the slow views in it.
  return Math.round(is_slow ? limit_ms * (1.1 + 1.5 * draws.slow_size) : usual_ms);
}
