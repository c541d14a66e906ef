import { CATEGORIES, CATEGORY_WEIGHTS, LOST_TERMS, SEARCH_TERMS, SHOP_URL } from './catalogue.ts';
import type { PageView } from './friction.ts';
import { cumulate, pickIndex } from './random.ts';
import type { Behaviour, PageKind } from './shop-model.ts';
import type { StepDraws } from './step-draws.ts';

/** Where a visitor goes who neither leaves nor goes on to the cart; `back` is the list the product was opened from. */
export type Route = 'home' | 'category' | 'product' | 'search' | 'content' | 'next_page' | 'back';

const ROUTES: readonly Route[] = ['home', 'category', 'product', 'search', 'content', 'next_page', 'back'];
/** Of the wandering moves from a product, those back to the list; the others search. */
const WANDER_BACK = 0.75;
const WEIGHTS: Partial<Record<PageKind | 'empty_search', readonly number[]>> = {
  home: cumulate([0, 0.5, 0.22, 0.2, 0.08, 0, 0]),
  category: cumulate([0.03, 0.12, 0.6, 0.08, 0.02, 0.15, 0]),
  product: cumulate([0.04, 0.16, 0.24, 0.11, 0.04, 0, 0.41]),
  search: cumulate([0.03, 0.14, 0.63, 0.2, 0, 0, 0]),
  empty_search: cumulate([0.12, 0.28, 0, 0.6, 0, 0, 0]),
  content: cumulate([0.3, 0.4, 0.15, 0.15, 0, 0, 0]),
  error: cumulate([0.35, 0.3, 0.1, 0.25, 0, 0, 0]),
  cart: cumulate([0.1, 0.45, 0.35, 0.1, 0, 0, 0]),
};

/**
 * Picks the way on from a page.
 *
 * @param wander - chance in [0, 1) of a move that only wanders: back to the list, or another search
 * @returns `home` from pages that have no table
 */
export function pickRoute(kind: PageKind, is_empty_search: boolean, wander: number, draws: StepDraws): Route {
  const weights = WEIGHTS[is_empty_search ? 'empty_search' : kind];
  if (weights === undefined) return 'home';
  if (draws.route < wander) return kind === 'product' && draws.route < WANDER_BACK * wander ? 'back' : 'search';
  return ROUTES[pickIndex(weights, (draws.route - wander) / (1 - wander))]!;
}

/**
 * The page at the end of a route.
 *
 * @param here - the page the visitor is on; products are opened from its category, most popular first
 * @param list - the last category or search page of the session, where `back` leads; a category page when there was none
 */
export function followRoute(
  route: Route,
  here: PageView,
  list: PageView | undefined,
  draws: StepDraws,
  { lost_term_share }: Behaviour,
): PageView {
  switch (route) {
    case 'home':
      return plainPage('home', `${SHOP_URL}/`, here.category_index);
    case 'content':
      return plainPage('content', `${SHOP_URL}${draws.item < 0.6 ? '/help/returns' : '/about'}`, here.category_index);
    case 'category':
      return categoryPage(pickIndex(CATEGORY_WEIGHTS, draws.category), 0);
    case 'next_page': {
      const urls = CATEGORIES[here.category_index]!.page_urls;
      return categoryPage(here.category_index, Math.min(urls.indexOf(here.url) + 1, urls.length - 1));
    }
    case 'search': {
      const terms = draws.category < lost_term_share ? LOST_TERMS : SEARCH_TERMS;
      const term = terms[Math.floor(draws.item * terms.length)]!;
      return { kind: 'search', url: term.url, category_index: term.category_index, is_sold_out: false, term };
    }
    case 'product': {
      const opens_from_here = here.kind === 'category' || here.kind === 'search' || draws.category < 0.7;
      const category_index = opens_from_here ? here.category_index : pickIndex(CATEGORY_WEIGHTS, (draws.category - 0.7) / 0.3);
      const category = CATEGORIES[category_index]!;
      const product = category.products[pickIndex(category.popularity, draws.item)]!;
      return { kind: 'product', url: product.url, category_index, is_sold_out: product.is_sold_out, term: undefined };
    }
    case 'back':
      return list ?? categoryPage(here.category_index, 0);
    default:
      return route satisfies never;
  }
}

/** A page without products or search. */
export function plainPage(kind: PageKind, url: string, category_index: number): PageView {
  return { kind, url, category_index, is_sold_out: false, term: undefined };
}

function categoryPage(category_index: number, page: number): PageView {
  return plainPage('category', CATEGORIES[category_index]!.page_urls[page]!, category_index);
}
