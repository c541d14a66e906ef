import { copyKey, type Hit, isNoKey, isSameKey, type Key } from './hit.ts';
import { PAGE_FLAGS } from './page-flags.ts';
import { HARD_BITS, SIGNAL_BITS, SOFT_BITS } from './signals.ts';
import { type SiteNorms, slowIndex, termKey } from './site-norms.ts';

/** A product left so soon for the page it came from was a miss: the backtrack of METHOD, 30 s. */
const POGO = 30_000_000;
/** As numbered by `PAGE_GROUPS`. */
const [HOME, PRODUCTS, PRODUCT, SEARCH, THANK_YOU, ERROR, CONTENT] = [1, 2, 3, 4, 9, 11, 12];
/** Pages that ask for nothing, whatever their address says: a cash register is a product. */
const ASKS_NOTHING: ReadonlySet<number> = new Set([HOME, PRODUCTS, PRODUCT, SEARCH, CONTENT]);
/** A placebo is drawn for one page view in twenty. */
const PLACEBO_ONE_IN = 20;

/** What a page view was in its session; the signals are bits of `SIGNALS`. */
export interface ViewFacts {
  /** 1-based number among the page views of the session. */
  step: number;
  isSearch: boolean;
  signals: number;
  /** Earlier page views of the session with a hard, a soft signal; 2 stands for two and more. */
  earlierHard: number;
  earlierSoft: number;
}

interface View {
  path: number;
  group: number;
  at: number;
  term: Key;
  query: Key;
}

/**
 * The page views of one session so far. error: by status or by the page itself. slow: longer than 4 s and than twice the usual time of that kind of page on that
 * device. dead_end: a product or list page that says that it is gone or has nothing, or a landing page that is. information_request: registration asked for before the
 * purchase. search_failure: no result for a term that has results elsewhere in the data; zero_result: no result otherwise. A search is a view of a results page that is not the next page of the same term. repeat_search: a search after
 * another without a product view in between. backtrack: from a product back, within 30 s, to the list it came from. reload: the same address again at once.
 * form_reject: the same form step again at once, or a rejected entry told by an event. loop: the same address a third time, reloads aside. Another query is another address: the next page of a
 * list, the next step of a checkout.
 */
export class PageTrail {
  #step = 0;
  #previous: View = emptyView();
  #pathTwoBack = 0;
  readonly #queryTwoBack: Key = { low: 0, high: 0 };
  #products = 0;
  #searches = 0;
  #productsAtLastSearch = 0;
  readonly #seen = new SeenAddresses();
  readonly #facts: ViewFacts = { step: 0, isSearch: false, signals: 0, earlierHard: 0, earlierSoft: 0 };
  #hard = 0;
  #soft = 0;
  #isPurchased = false;

  constructor(private readonly norms: SiteNorms) {}

  /** Begins a session. */
  restart(): void {
    this.#step = 0;
    this.#pathTwoBack = 0;
    this.#previous.path = 0;
    this.#products = 0;
    this.#searches = 0;
    this.#hard = 0;
    this.#soft = 0;
    this.#isPurchased = false;
    this.#seen.clear();
  }

  /** Takes the next page view; the answer is overwritten by the next one. */
  add(hit: Hit, device: number, startedAt: number): ViewFacts {
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
    facts.earlierHard = Math.min(2, this.#hard);
    facts.earlierSoft = Math.min(2, this.#soft);
    facts.signals = hit.group === ERROR || hit.status >= 400 ? SIGNAL_BITS.error : 0;
    if (hit.loadMs > this.norms.slow_above[slowIndex(hit.group, device)]!) facts.signals |= SIGNAL_BITS.slow;
    if (this.#isDeadEnd(hit, isFirst)) facts.signals |= SIGNAL_BITS.dead_end;
    this.#isPurchased ||= hit.group === THANK_YOU;
    const isRegistration = (hit.pageFlags & PAGE_FLAGS.registration) !== 0 && !ASKS_NOTHING.has(hit.group);
    if (isRegistration && !this.#isPurchased) facts.signals |= SIGNAL_BITS.information_request;
    if (isSearch) {
      if (hit.results === 1)
        facts.signals |= this.norms.failing_terms.has(termKey(hit.term)) ? SIGNAL_BITS.search_failure : SIGNAL_BITS.zero_result;
      if (this.#searches > 0 && this.#productsAtLastSearch === this.#products) facts.signals |= SIGNAL_BITS.repeat_search;
      this.#searches += 1;
      this.#productsAtLastSearch = this.#products;
    }
    if (this.#isBacktrack(hit)) facts.signals |= SIGNAL_BITS.backtrack;
    if (isReload) facts.signals |= SIGNAL_BITS.reload;
    else if (hit.path !== 0 && this.#seen.count(hit) >= 3) facts.signals |= SIGNAL_BITS.loop;
    if (isSame && isForm) facts.signals |= SIGNAL_BITS.form_reject;
    if ((facts.signals & HARD_BITS) !== 0) this.#hard += 1;
    if ((facts.signals & SOFT_BITS) !== 0) this.#soft += 1;
    if (drawsPlacebo(hit.visitor, startedAt, facts.step)) facts.signals |= SIGNAL_BITS.placebo;
    this.#pathTwoBack = isFirst ? 0 : previous.path;
    copyKey(this.#queryTwoBack, previous.query);
    previous.path = hit.path;
    previous.group = hit.group;
    previous.at = hit.at;
    copyKey(previous.term, hit.term);
    copyKey(previous.query, hit.query);
    return facts;
  }

  /** A rejected entry was told of the last page view; its facts are filled again for the caller. */
  reject(): void {
    if (this.#step === 0 || (this.#facts.signals & SIGNAL_BITS.form_reject) !== 0) return;
    if ((this.#facts.signals & HARD_BITS) === 0) this.#hard += 1;
    this.#facts.signals |= SIGNAL_BITS.form_reject;
  }

  #isDeadEnd(hit: Hit, isFirst: boolean): boolean {
    const isOffer = hit.group === PRODUCTS || hit.group === PRODUCT;
    // A page that failed does not show what its address says.
    if (isOffer && hit.status < 400 && (hit.pageFlags & PAGE_FLAGS.dead_end) !== 0) return true;
    return (hit.group === PRODUCTS && hit.results === 1) || (isFirst && (hit.status === 404 || hit.status === 410));
  }

  #isSameSearch(hit: Hit, isSame: boolean): boolean {
    return isNoKey(hit.term) ? isSame : isSameKey(hit.term, this.#previous.term);
  }

  #isBacktrack(hit: Hit): boolean {
    const isBack =
      this.#pathTwoBack !== 0 &&
      this.#pathTwoBack === hit.path &&
      isSameKey(this.#queryTwoBack, hit.query) &&
      this.#previous.group === PRODUCT;
    return isBack && (hit.group === PRODUCTS || hit.group === SEARCH) && hit.at - this.#previous.at <= POGO;
  }
}

/**
 * Whether the placebo falls on a page view: one in twenty, by a hash of the visitor, the start of the session and the number of the view; so it depends on no order of
 * files and no number of threads. The mixing is the finaliser of MurmurHash3.
 */
function drawsPlacebo({ low, high }: Key, startedAt: number, step: number): boolean {
  let h = mix(low ^ Math.imul(high, 0x9e3779b1));
  h = mix(h ^ Math.imul(startedAt % 4_294_967_296, 0x85ebca77) ^ Math.floor(startedAt / 4_294_967_296));
  return (mix(h + Math.imul(step, 0xc2b2ae3d)) >>> 0) % PLACEBO_ONE_IN === 0;
}

function mix(whole: number): number {
  let h = whole | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
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
