import { InternalError } from '../errors.ts';
import { ITEM_MARKERS, LIST_WORDS, LOCALES, PAGE_WORDS, type PageGroup, SMALL_WORDS, type WordStrength } from './page-words.ts';

export type { PageGroup } from './page-words.ts';

/** Views of one page and where they came from and went to directly; whole numbers over the whole export. */
export interface PageFlow {
  views: number;
  /** Views whose previous page in the session was a `products` or `search` page. */
  from_list: number;
  /** Views whose next page in the session was the cart. */
  to_cart: number;
  /** Views that began their session, so that no page came before. */
  as_landing: number;
}

interface Entry {
  phrase: string;
  group: PageGroup;
  strength: WordStrength;
}

interface Segment {
  text: string;
  entries: readonly Entry[];
  /** False when a word of the segment is in no list. */
  known: boolean;
}

/** Chosen: fewer views show nothing about the flow of a page; half from lists and 3 % to the cart separate products from guides and landing pages. */
const MIN_VIEWS = 20;
const MIN_FROM_LIST = 0.5;
const MIN_TO_CART = 0.03;

const DICTIONARY = dictionary();
const LONGEST_PHRASE = Math.max(...[...DICTIONARY.keys()].map((phrase) => phrase.split('-').length));
const STEP_GROUPS: readonly PageGroup[] = ['thank-you', 'billing', 'shipping'];
const NO_GROUP = { group: null, rule: null } as const;

/**
 * The page group that the words of a page key tell, in seven languages. Segments are read as whole words split at `- _ .`; a segment with a word
 * that no list knows says nothing (`/golf-cart-bags` is no cart). The most specific reading wins: error, account and content sections, thank-you,
 * billing, shipping, then the later of cart and checkout, search, product, product list.
 *
 * @param key - a page key as `pageKey` makes it
 * @returns the group and the word that decided, or nulls when the name does not tell; never throws
 */
export function pageGroupByName(key: string): { group: PageGroup | null; rule: string | null } {
  const parts = withoutLocale(key.split('/').filter((part) => part !== ''));
  if (parts.length === 0) return { group: 'home', rule: 'the root of the site or of a language' };
  const segments = parts.map(readSegment);
  const telling = segments.filter(({ entries, known }) => entries.length > 0 || !known);
  const path = new Path(telling);
  return path.section() ?? path.step() ?? path.cartOrCheckout() ?? path.usable('search') ?? productOrList(parts) ?? path.rest() ?? NO_GROUP;
}

/**
 * The page group of a page whose name does not tell, by its flow: a page that is mostly opened from lists and noticeably leads straight to the cart
 * is a `product`, any other is `other`. The share from lists is of the views that have a previous page: an advertised product is a landing page too.
 *
 * @throws InternalError when the counts are negative, not finite or contradict each other
 */
export function pageGroupByFlow(flow: PageFlow): { group: PageGroup; rule: string } {
  const { views, from_list, to_cart, as_landing } = flow;
  const counts = [views, from_list, to_cart, as_landing];
  if (counts.some((count) => !Number.isFinite(count) || count < 0) || from_list + as_landing > views || to_cart > views) {
    throw new InternalError(`The flow counts of a page contradict each other: ${JSON.stringify(flow)}`, {
      hint: 'This is a fault of midfunnel; please report it with the line above.',
    });
  }
  const followed = views - as_landing;
  if (followed < MIN_VIEWS) return { group: 'other', rule: `${followed} views with a page before, fewer than ${MIN_VIEWS}` };
  const [listShare, cartShare] = [from_list / followed, to_cart / views];
  const figures = `${percent(listShare)} of ${followed} views come from a list or search, ${percent(cartShare)} of ${views} views go to the cart`;
  return { group: listShare >= MIN_FROM_LIST && cartShare >= MIN_TO_CART ? 'product' : 'other', rule: figures };
}

/** The telling segments of one path and the questions asked of them. */
class Path {
  readonly segments: readonly Segment[];
  readonly alone: boolean;
  readonly inCheckout: boolean;

  constructor(segments: readonly Segment[]) {
    this.segments = segments;
    this.alone = segments.every(
      ({ known, entries }) => known && !entries.some(({ group, strength }) => group === 'products' && strength === 'sure'),
    );
    this.inCheckout = this.lastIndex('checkout', false) >= 0;
  }

  /** Error pages anywhere, and what a content or account area holds, whatever stands further down. */
  section(): { group: PageGroup; rule: string } | null {
    const first = this.segments[0];
    if (first === undefined || this.inCheckout) return this.usable('error');
    const entry = first.entries.find(({ group, strength }) => strength === 'sure' && (group === 'content' || group === 'account'));
    const isStep = first.entries.some(({ group, strength }) => strength === 'sure' && (STEP_GROUPS.includes(group) || group === 'cart'));
    return entry !== undefined && !isStep ? told(entry) : this.usable('error');
  }

  step(): { group: PageGroup; rule: string } | null {
    for (const group of STEP_GROUPS) {
      const found = this.usable(group);
      if (found !== null) return found;
    }
    return null;
  }

  cartOrCheckout(): { group: PageGroup; rule: string } | null {
    const checkout = this.lastIndex('checkout', true);
    const cart = this.lastIndex('cart', true);
    if (cart > checkout && this.segments.slice(cart + 1).every(({ known }) => known)) return this.usable('cart');
    return checkout >= 0 ? this.usable('checkout') : null;
  }

  rest(): { group: PageGroup; rule: string } | null {
    const home = this.segments.length === 1 ? this.usable('home') : null;
    return home ?? this.usable('other') ?? this.usable('account') ?? this.usable('content');
  }

  /** The first word that speaks for a group here. */
  usable(group: PageGroup): { group: PageGroup; rule: string } | null {
    for (const { entries } of this.segments)
      for (const entry of entries) if (entry.group === group && this.speaks(entry, true)) return told(entry);
    return null;
  }

  private lastIndex(group: PageGroup, inside: boolean): number {
    return this.segments.findLastIndex(({ entries }) => entries.some((entry) => entry.group === group && this.speaks(entry, inside)));
  }

  private speaks({ strength }: Entry, inside: boolean): boolean {
    return strength === 'sure' || (strength === 'alone' ? this.alone : inside && this.inCheckout);
  }
}

/** Walks down the path: a product word with something behind it is a product, a list word makes what follows a list again. */
function productOrList(parts: readonly string[]): { group: PageGroup; rule: string } | null {
  let found: { group: PageGroup; rule: string } | null = null;
  parts.forEach((part, i) => {
    const word = folded(part);
    const next = parts[i + 1] === undefined ? undefined : folded(parts[i + 1]!);
    const mark = ITEM_MARKERS.plural.has(word) || ITEM_MARKERS.single.has(word);
    if (ITEM_MARKERS.short.has(word) && (next !== undefined || i > 0)) found = { group: 'product', rule: `the path says '${word}'` };
    else if (mark && next !== undefined && (!LIST_WORDS.has(next) || next === 'view'))
      found = { group: 'product', rule: `the path says '${word}' and which` };
    else if (mark && found?.group !== 'product') found = { group: 'products', rule: `the path says '${word}'` };
    else if (found?.group !== 'product') {
      const { entries, known } = readSegment(part);
      const list = known
        ? entries.find(({ group, strength }) => group === 'products' && (strength === 'sure' || parts.slice(i + 1).every(isListLike)))
        : undefined;
      if (list !== undefined) found = told(list);
    }
  });
  return found;
}

function isListLike(part: string): boolean {
  const { entries, known } = readSegment(part);
  return known && (entries.length === 0 ? !part.startsWith(':') : entries.some(({ group }) => group === 'products'));
}

function readSegment(part: string): Segment {
  const text = folded(part);
  const words = text.split(/[-_. +]+/).filter((word) => word !== '' && !SMALL_WORDS.has(word));
  const entries: Entry[] = [];
  for (let i = 0; i < words.length; ) {
    let length = Math.min(LONGEST_PHRASE, words.length - i);
    let found: readonly Entry[] | undefined;
    for (; length > 0; length--) {
      found = DICTIONARY.get(length === 1 ? words[i]! : words.slice(i, i + length).join('-'));
      if (found !== undefined) break;
    }
    if (found !== undefined) entries.push(...found);
    else if (!/^(?:\d{1,4}|:[a-z]+|…|step\d+|html?|php|aspx?|jsp|do|action)$/.test(words[i]!)) return { text, entries: [], known: false };
    i += Math.max(1, length);
  }
  return { text, entries, known: true };
}

/** Lower case, without accents and without a file extension. */
function folded(part: string): string {
  let text = part.toLowerCase();
  if (/[^!-~]/.test(text))
    text = text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').replaceAll('ø', 'o').replaceAll('æ', 'ae');
  return text.replace(/\.(?:html?|php|aspx?|jsp|do|action)$/, '');
}

function withoutLocale(parts: string[]): string[] {
  const isLocale = (part: string | undefined) =>
    part !== undefined &&
    part.length <= 6 &&
    part
      .toLowerCase()
      .split(/[-_]/)
      .every((code) => LOCALES.has(code));
  if (!isLocale(parts[0])) return parts;
  return parts.slice(isLocale(parts[1]) ? 2 : 1);
}

function dictionary(): ReadonlyMap<string, readonly Entry[]> {
  const index = new Map<string, Entry[]>();
  for (const [group, lists] of Object.entries(PAGE_WORDS) as [PageGroup, Partial<Record<WordStrength, string>>][]) {
    for (const [strength, words] of Object.entries(lists) as [WordStrength, string][]) {
      for (const phrase of words.trim().split(/\s+/)) {
        const key = phrase
          .split('-')
          .filter((word) => !SMALL_WORDS.has(word))
          .join('-');
        index.set(key, [...(index.get(key) ?? []), { phrase, group, strength }]);
      }
    }
  }
  return index;
}

function told({ group, phrase }: Entry): { group: PageGroup; rule: string } {
  return { group, rule: `the path says '${phrase}'` };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
