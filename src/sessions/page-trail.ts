import { copyKey, type Hit, isNoKey, isSameKey, type Key } from './hit.ts';

/** A product left so soon for the page it came from was a miss: the backtrack of METHOD, 30 s. */
const POGO = 30_000_000;
/** As numbered by `PAGE_GROUPS`. */
const [PRODUCTS, PRODUCT, SEARCH, ERROR] = [2, 3, 4, 11];

/** What a page view was in its session; the signals are bits of `SIGNALS`. */
export interface ViewFacts {
  /** 1-based number among the page views of the session. */
  step: number;
  isSearch: boolean;
  signals: number;
}

interface View {
  path: number;
  group: number;
  at: number;
  term: Key;
  query: Key;
}

/**
 * The page views of one session so far. A search is a view of a results page that is not the next page of the same term. repeat_search: a search after
 * another without a product view in between. backtrack: from a product back, within 30 s, to the list it came from. reload: the same address again at once.
 * form_repeat: the same form step again at once. loop: the same address a third time, reloads aside. Another query is another address: the next page of a
 * list, the next step of a checkout.
 */
export class PageTrail {
  #step = 0;
  #previous: View = emptyView();
  #pathTwoBack = 0;
  #products = 0;
  #searches = 0;
  #productsAtLastSearch = 0;
  readonly #seen = new SeenAddresses();
  readonly #facts: ViewFacts = { step: 0, isSearch: false, signals: 0 };

  /** Begins a session. */
  restart(): void {
    this.#step = 0;
    this.#pathTwoBack = 0;
    this.#previous.path = 0;
    this.#products = 0;
    this.#searches = 0;
    this.#seen.clear();
  }

  /** Takes the next page view; the answer is overwritten by the next one. */
  add(hit: Hit): ViewFacts {
    const previous = this.#previous;
    const isFirst = this.#step === 0;
    const isSame =
      !isFirst &&
      hit.path !== 0 &&
      hit.path === previous.path &&
      isSameKey(hit.query, previous.query) &&
      isSameKey(hit.term, previous.term);
    const isForm = (hit.group >= 6 && hit.group <= 8) || hit.group === 10;
    const isReload = isSame && !isForm;
    const isSearch = hit.group === SEARCH && !(!isFirst && previous.group === SEARCH && this.#isSameSearch(hit, isSame));
    if (hit.group === PRODUCT) this.#products += 1;
    const facts = this.#facts;
    this.#step += 1;
    facts.step = this.#step;
    facts.isSearch = isSearch;
    facts.signals = hit.group === ERROR || hit.status >= 400 ? 1 : 0;
    if (isSearch) {
      if (hit.results === 1) facts.signals |= 2;
      if (this.#searches > 0 && this.#productsAtLastSearch === this.#products) facts.signals |= 4;
      this.#searches += 1;
      this.#productsAtLastSearch = this.#products;
    }
    if (this.#isBacktrack(hit)) facts.signals |= 8;
    if (isReload) facts.signals |= 32;
    else if (hit.path !== 0 && this.#seen.count(hit) >= 3) facts.signals |= 16;
    if (isSame && isForm) facts.signals |= 64;
    this.#pathTwoBack = isFirst ? 0 : previous.path;
    previous.path = hit.path;
    previous.group = hit.group;
    previous.at = hit.at;
    copyKey(previous.term, hit.term);
    copyKey(previous.query, hit.query);
    return facts;
  }

  #isSameSearch(hit: Hit, isSame: boolean): boolean {
    return isNoKey(hit.term) ? isSame : isSameKey(hit.term, this.#previous.term);
  }

  #isBacktrack(hit: Hit): boolean {
    const isBack = this.#pathTwoBack !== 0 && this.#pathTwoBack === hit.path && this.#previous.group === PRODUCT;
    return isBack && (hit.group === PRODUCTS || hit.group === SEARCH) && hit.at - this.#previous.at <= POGO;
  }
}

/** Distinct addresses up to which looking through a list is faster than a map; hardly any session has more. */
const LISTED = 32;

/** How often each address (path and query) was seen. */
class SeenAddresses {
  readonly #paths = new Int32Array(LISTED);
  readonly #low = new Uint32Array(LISTED);
  readonly #high = new Uint32Array(LISTED);
  readonly #counts = new Int32Array(LISTED);
  #listed = 0;
  readonly #more = new Map<string, number>();

  clear(): void {
    this.#listed = 0;
    if (this.#more.size > 0) this.#more.clear();
  }

  /** Counts one more view of the address of a hit, and tells how many that makes. */
  count({ path, query }: Hit): number {
    for (let i = 0; i < this.#listed; i++) {
      if (this.#paths[i] === path && this.#low[i] === query.low && this.#high[i] === query.high) {
        this.#counts[i]! += 1;
        return this.#counts[i]!;
      }
    }
    if (this.#listed < LISTED) {
      this.#paths[this.#listed] = path;
      this.#low[this.#listed] = query.low;
      this.#high[this.#listed] = query.high;
      this.#counts[this.#listed] = 1;
      this.#listed += 1;
      return 1;
    }
    const address = `${path}/${query.low}/${query.high}`;
    const count = (this.#more.get(address) ?? 0) + 1;
    this.#more.set(address, count);
    return count;
  }
}

function emptyView(): View {
  return { path: 0, group: 0, at: 0, term: { low: 0, high: 0 }, query: { low: 0, high: 0 } };
}
