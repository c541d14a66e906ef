import { hostParts } from './hosts.ts';
import { FOLLOWED_BY_ITEM, ITEM_MARKERS, LIST_WORDS } from './page-words.ts';
import { isToken, redactPath } from './redact-path.ts';

const MAX_LENGTH = 200;
const MAX_SEGMENT = 120;
/** Status codes that shops show as a page of their own; they tell more than `:id` does. */
const STATUS_PAGES = new Set(['400', '401', '403', '404', '405', '408', '410', '429', '500', '502', '503', '504']);
const YEAR = /^(?:19|20)\d\d$/;
const DIRECTORY_INDEX = /^(?:index\.(?:html?|php|aspx?|jsp|shtml|cfm|cgi)|default\.(?:aspx?|html?))$/i;
const SESSION_SEGMENT = /^(?:\([sS]\([^)]*\)\)|(?:sid|phpsessid|jsessionid|sessionid)=.*)$/i;
/** A segment of letters, `-` and `_` that is short is its own key; most are. */
const PLAIN_SEGMENT = /^[A-Za-z_-]{1,23}$/;

/**
 * The canonical page key of a URL or path: what two views must share to be views of the same page.
 *
 * Dropped: scheme, host, query, fragment, trailing and doubled slashes, dot segments, index files, session ids. Decoded once where the escapes are valid (an
 * escaped `/ ? # ; %` stays escaped, so that a key of a key is the key). The case of the path and the locale prefix stay. Ids become `:id`:
 *
 * - numbers of three digits and more, except years and status pages; UUIDs, hex of eight and more with a digit, tokens, article numbers (`sku12345`);
 * - `<four digits and more>-<slug>` and `<slug>-<four digits and more>`, years excepted, and with `.html` any `<digits>-<slug>`: product templates;
 * - whatever follows a product segment (`/p/…`, `/dp/…`, `/product/…`, `/item/…`, last under `/products/…`), and a slug before a final `/p`.
 *
 * Short numbers stay (`/page/2`, `/checkout/step2`, `/iphone-15`, `/2026/sale`). E-mail addresses become `:email`; long digits and tokens inside a segment go as
 * in `redactPath`. A segment over 120 characters becomes `:long`, and whole segments are left off the end, with `…`, above 200 characters.
 *
 * @returns a key that starts with `/`, at most 200 characters; `/` for the root and for nothing. Linear in the length of the text; never throws.
 */
export function pageKey(urlOrPath: string): string {
  const segments = pathOf(urlOrPath)
    .split('/')
    .reduce<string[]>((kept, raw) => push(kept, cleanSegment(raw)), []);
  let key = '';
  let previous = '';
  for (let i = 0; i < segments.length; i++) {
    const segment = keySegment(segments[i]!, previous, segments[i + 1], i === segments.length - 1);
    if (key.length + 1 + segment.length > MAX_LENGTH - 2 && (i < segments.length - 1 || key.length + 1 + segment.length > MAX_LENGTH))
      return `${key}/…`;
    key += `/${segment}`;
    previous = segment;
  }
  return key === '' ? '/' : key;
}

/** The path of a URL. A text that starts with a host and a slash is taken for a URL whose scheme was cut off. */
function pathOf(text: string): string {
  let path = /[^!-~]/.test(text) ? text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim() : text;
  const end = path.search(/[?#]/);
  if (end >= 0) path = path.slice(0, end);
  if (path.startsWith('/') && !path.startsWith('//')) return path;
  const scheme = /^(?:[A-Za-z][A-Za-z0-9+.-]{0,30}:)?\/\//.exec(path);
  if (scheme !== null) {
    const slash = path.indexOf('/', scheme[0].length);
    // Doubled slashes at the front of a path look like a URL without a scheme; only a host makes them one.
    if (scheme[0] === '//' && !isHost(path.slice(2, slash < 0 ? undefined : slash))) return path;
    return slash < 0 ? '/' : path.slice(slash);
  }
  const slash = path.indexOf('/');
  return slash > 0 && isHost(path.slice(0, slash)) ? path.slice(slash) : path;
}

function isHost(text: string): boolean {
  if (text.length > 260 || !text.includes('.')) return false;
  const parts = hostParts(text);
  return (
    parts !== null &&
    parts.domain !== null &&
    (parts.labels[0] === 'www' || parts.suffix_is_public) &&
    !/\.(?:html?|php|aspx?|jsp|do)$/i.test(text)
  );
}

function push(kept: string[], segment: string): string[] {
  if (segment === '..') kept.pop();
  else if (segment !== '' && segment !== '.' && !DIRECTORY_INDEX.test(segment) && !SESSION_SEGMENT.test(segment)) kept.push(segment);
  return kept;
}

/** One segment without matrix parameters (`;jsessionid=…`), decoded once if that is possible, without control characters. */
function cleanSegment(raw: string): string {
  if (PLAIN_SEGMENT.test(raw)) return raw;
  // Normalising turns the Greek question mark into a semicolon, so it comes before the cut, and again after the decoding.
  let segment = beforeSemicolon(raw);
  if (segment.includes('%')) segment = decodedOnce(segment);
  if (!/[^!-~]/.test(segment)) return segment;
  return beforeSemicolon(segment.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ''))
    .replace(/\p{Z}+/gu, ' ')
    .trim();
}

function beforeSemicolon(text: string): string {
  const normal = /[^!-~]/.test(text) ? text.normalize('NFC') : text;
  const semicolon = normal.indexOf(';');
  return semicolon < 0 ? normal : normal.slice(0, semicolon);
}

function decodedOnce(segment: string): string {
  if (/%(?![0-9A-Fa-f]{2})/.test(segment)) return segment;
  try {
    return decodeURIComponent(segment.replace(/%(25|2[fF]|3[fF]|23|3[bB])/g, (_, hex: string) => `%25${hex.toUpperCase()}`));
  } catch {
    return segment;
  }
}

function keySegment(segment: string, previous: string, next: string | undefined, isLast: boolean): string {
  if (segment.startsWith(':') && /^:[a-z]{1,20}$/.test(segment)) return segment;
  if (isItem(segment, previous, next, isLast)) return ':id';
  if (PLAIN_SEGMENT.test(segment)) return segment;
  if (segment.length > MAX_SEGMENT) return ':long';
  if (isId(segment)) return ':id';
  const redacted = redactPath(`/${segment}`).slice(1);
  if (redacted.includes(':email')) return ':email';
  // Broken escapes and combining accents could join the mark and read differently the next time: then the whole segment goes.
  return redacted !== segment && /[^ -~]|%/.test(segment) ? ':id' : redacted;
}

/** Whether the place of a segment says that it names one product (or one record), whatever it looks like. */
function isItem(segment: string, previous: string, next: string | undefined, isLast: boolean): boolean {
  const before = previous.toLowerCase();
  const listLike = () => LIST_WORDS.has(segment.toLowerCase().replace(/\.[a-z]{2,5}$/, ''));
  if (FOLLOWED_BY_ITEM.has(before)) return !listLike();
  if (ITEM_MARKERS.plural.has(before)) return isLast && !listLike();
  // VTEX and others put the mark behind the slug: /red-shoe/p
  return next !== undefined && segment.includes('-') && ITEM_MARKERS.short.has(next.toLowerCase());
}

function isId(segment: string): boolean {
  if (/^\d+$/.test(segment)) return segment.length >= 3 && !YEAR.test(segment) && !STATUS_PAGES.has(segment);
  if (!/\d/.test(segment)) return isToken(segment);
  const html = /\.html?$/i.test(segment);
  const name = html ? segment.replace(/\.html?$/i, '') : segment;
  if (/^[0-9a-f]{8,}$/i.test(name) || isToken(name)) return true;
  if (/^[A-Za-z]{0,3}\d{5,}$/.test(name)) return true;
  const head = /^(\d+)[-_.]./.exec(name)?.[1];
  if (head !== undefined && (html || (head.length >= 4 && !YEAR.test(head)))) return true;
  // The number may carry a short mark of its own: -p12345, _sku4711.
  const tail = /[-_.,][A-Za-z]{0,3}(\d{4,})$/.exec(name)?.[1];
  return tail !== undefined && !YEAR.test(tail);
}
