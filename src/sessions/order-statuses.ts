/** What a status word of an order says. */
export interface OrderStatus {
  /** The order counts as a purchase. */
  counts: boolean;
  isRefunded: boolean;
  /** false: no rule knows the word; such orders count, and the report names the word. */
  isKnown: boolean;
}

/** A refunded order was bought: it counts and is shown apart. Cancelled, failed, draft and test orders were not. */
const RULES: readonly (readonly [RegExp, counts: boolean, isRefunded: boolean])[] = [
  [/refund|charge_?back|returned|erstattet|rembours/, true, true],
  [/cancel|void|storniert|annul|declin|fail|denied|expired|abandon|draft|test|fraud|reject|error|incomplete|checkout/, false, false],
  [
    /paid|complete|process|shipped|fulfil|deliver|captur|settled|succe|authoriz|authoris|pending|on[_ -]?hold|open|new|confirmed|invoiced|bezahlt|approved|accepted|placed/,
    true,
    false,
  ],
];

/** Reads a status, lower case. */
export function readStatus(status: string): OrderStatus {
  // "unpaid" is no payment yet, but an order; words are read in this order so that "partially_refunded" and "payment failed" come out right.
  const rule = RULES.find(([words]) => words.test(status));
  return rule ? { counts: rule[1], isRefunded: rule[2], isKnown: true } : { counts: true, isRefunded: false, isKnown: false };
}

const WEB_SHOP = /online|web|storefront|e-?commerce|internet/;
const ELSEWHERE =
  /store|phone|\bpos\b|retail|offline|call|tele|branch|filiale|ladengesch|shop[ _-]?floor|in[ _-]?person|marketplace|amazon|ebay|etsy|draft_order/;

/** Sales channels that are not the web shop. An "Online Store" is the web shop, a "Store" is not. */
export function isOfflineChannel(channel: string): boolean {
  return !WEB_SHOP.test(channel) && ELSEWHERE.test(channel);
}
