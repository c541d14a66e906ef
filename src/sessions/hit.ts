/** A 64-bit key in two halves; 0, 0: none. */
export interface Key {
  low: number;
  high: number;
}

/**
 * A usable hit with what is known of its texts. Numbers throughout, 0 where there is nothing: the classes and groups are those of `event-kinds.ts` and
 * `PAGE_GROUPS`. One object is filled again and again: copy what must outlive the next hit.
 */
export class Hit {
  file = 0;
  readonly visitor: Key = { low: 0, high: 0 };
  /** Session id of the export. */
  readonly native: Key = { low: 0, high: 0 };
  /** Microseconds since 1970. */
  at = 0;
  readonly sequence: Key = { low: 0, high: 0 };
  path = 0;
  page = 0;
  group = 0;
  /** Bits of `PAGE_FLAGS`. */
  pageFlags = 0;
  isPageview = false;
  eventClass = 0;
  /** What the referrer is: 0 elsewhere or none, 1 payment gateway, 2 another own domain, 3 the same host. */
  referrerKind = 0;
  origin = 0;
  client = 0;
  /** Referring host outside the site. */
  host = 0;
  touch = 0;
  agent = 0;
  /** Bits of `BOT_BY_AGENT`, `BOT_BY_FLAG`. */
  bot = 0;
  device = 0;
  readonly customer: Key = { low: 0, high: 0 };
  readonly term: Key = { low: 0, high: 0 };
  readonly query: Key = { low: 0, high: 0 };
  /** Results of a search: 0 not told, 1 none, 2 some. */
  results = 0;
  status = 0;
  /** Milliseconds; −1 where not known. */
  loadMs = -1;
  readonly orderKey: Key = { low: 0, high: 0 };
  /** Money in hundredths. */
  value = 0;
  hasValue = 0;
}

/** Takes the `index`th key of an array of keys. */
export function setKey(key: Key, words: Uint32Array, index: number): void {
  key.low = words[2 * index]!;
  key.high = words[2 * index + 1]!;
}

export function copyKey(to: Key, from: Key): void {
  to.low = from.low;
  to.high = from.high;
}

export function isSameKey(a: Key, b: Key): boolean {
  return a.low === b.low && a.high === b.high;
}

export function isNoKey(key: Key): boolean {
  return key.low === 0 && key.high === 0;
}

/** Negative when a is the smaller one. */
export function compareKeys(a: Key, b: Key): number {
  return a.high - b.high || a.low - b.low;
}
