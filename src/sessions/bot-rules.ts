import type { Hit } from './hit.ts';

/**
 * Why a session is taken for a bot, by the number in `bot_reason`. One rule that holds is enough, and none that does not hold takes it back (Snowplow's rule); where several
 * hold, the first in this order is the reason.
 *
 * Sources. `user_agent`: the package isbot, which knows bots that name themselves. `export_flag`: the platform's own judgement. `hits_100_in_100_seconds`: Adobe
 * Analytics, metric Visits. `burst`, `pace`, `even_intervals`: time between requests and its spread are what tells robots from people in Tan & Kumar (2002), Data Mining and
 * Knowledge Discovery 6:9–35, doi:10.1023/A:1013228602957; the limits are chosen so that no person passes them, see ADR-0016. `impossible_steps`: OWASP Automated
 * Threats, OAT-001 Carding (disproportionate use of the payment step) and OAT-005 Scalping (faster than a person could).
 */
export const BOT_REASONS = {
  1: { reason: 'user_agent', words: 'the browser identification is that of a bot' },
  2: { reason: 'hits_100_in_100_seconds', words: 'over 100 hits in the first 100 seconds' },
  3: { reason: 'export_flag', words: 'the export says so' },
  4: { reason: 'burst', words: 'over 10 page views in one second' },
  5: { reason: 'pace', words: 'over 20 page views, on average less than a second apart' },
  6: { reason: 'even_intervals', words: 'over 20 page views at even intervals' },
  7: { reason: 'impossible_steps', words: 'steps that no shopper can take' },
} as const;
export type BotReason = (typeof BOT_REASONS)[keyof typeof BOT_REASONS]['reason'];

/** What a user agent or a flag of the export says of a hit: bits of `Hit.bot`. */
export const BOT_BY_AGENT = 1;
export const BOT_BY_FLAG = 2;

const SECOND = 1_000_000;
/** Adobe's rule. */
const [FAST_HITS, FAST_TIME] = [100, 100 * SECOND];
/** A person who opens search results in tabs, or restores them, loads a handful in a second. */
const BURST = 10;
/** From so many page views on, their pauses tell something. */
const MANY = 20;
const LEAST_PAUSE = SECOND;
/** Spread of the pauses against their mean; those of people spread about as much as their mean or more. */
const LEAST_SPREAD = 0.1;
const PURCHASE = 10;
const [CART, BILLING, THANK_YOU] = [5, 8, 9];

/** What the rules need to know of the session that is being read; of page views but for Adobe's rule. One object for all sessions, one after the other. */
export class BotTrail {
  #bits = 0;
  #startedAt = 0;
  #fastHits = 0;
  #views = 0;
  #firstAt = 0;
  #lastAt = 0;
  #squares = 0;
  #second = -1;
  #inSecond = 0;
  #mostInSecond = 0;
  #checkoutViews = 0;
  /** The first page view shows the shop: home, a list, a product, a search. */
  #beganInShop = false;
  #isOrderTold = false;
  #isOrderAtOnce = false;

  /** @param timesAreFine - false where the export tells times by the minute or coarser, which says nothing of seconds */
  constructor(private readonly timesAreFine: boolean) {}

  restart(at: number): void {
    this.#bits = 0;
    this.#startedAt = at;
    this.#fastHits = 0;
    this.#views = 0;
    this.#squares = 0;
    this.#second = -1;
    this.#mostInSecond = 0;
    this.#checkoutViews = 0;
    this.#beganInShop = false;
    this.#isOrderTold = false;
    this.#isOrderAtOnce = false;
  }

  add(hit: Hit): void {
    this.#bits |= hit.bot;
    if (hit.at - this.#startedAt <= FAST_TIME) this.#fastHits += 1;
    if (hit.isPageview) this.#addView(hit);
    if (hit.eventClass !== PURCHASE && hit.group !== THANK_YOU) return;
    this.#isOrderTold = true;
    if (this.#beganInShop && hit.at - this.#firstAt < SECOND) this.#isOrderAtOnce = true;
  }

  #addView({ at, group }: Hit): void {
    if (this.#views === 0) {
      this.#firstAt = at;
      this.#beganInShop = group >= 1 && group < CART;
    } else {
      const pause = (at - this.#lastAt) / SECOND;
      this.#squares += pause * pause;
    }
    const second = Math.floor(at / SECOND);
    this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1;
    this.#second = second;
    if (this.#inSecond > this.#mostInSecond) this.#mostInSecond = this.#inSecond;
    if (group >= CART && group <= BILLING) this.#checkoutViews += 1;
    this.#views += 1;
    this.#lastAt = at;
  }

  /** Number of the reason in `BOT_REASONS`; 0: no rule holds. */
  get reason(): keyof typeof BOT_REASONS | 0 {
    if ((this.#bits & BOT_BY_AGENT) !== 0) return 1;
    if (this.#fastHits > FAST_HITS) return 2;
    if ((this.#bits & BOT_BY_FLAG) !== 0) return 3;
    const many = this.#views > MANY;
    if (this.timesAreFine) {
      if (this.#mostInSecond > BURST) return 4;
      if (many && this.#lastAt - this.#firstAt < (this.#views - 1) * LEAST_PAUSE) return 5;
      if (many && this.#spread < LEAST_SPREAD) return 6;
      if (this.#isOrderAtOnce) return 7;
    }
    return many && this.#checkoutViews === this.#views && !this.#isOrderTold ? 7 : 0;
  }

  /** Standard deviation of the pauses over their mean. */
  get #spread(): number {
    const pauses = this.#views - 1;
    const mean = (this.#lastAt - this.#firstAt) / SECOND / pauses;
    return Math.sqrt(Math.max(0, this.#squares / pauses - mean * mean)) / mean;
  }
}
