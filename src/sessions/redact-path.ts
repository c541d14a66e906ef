import { CLICK_IDS } from './click-ids.ts';

/** A text with its percent escapes read, however often they were escaped; `starts[i]` is where character i stands in the raw text. */
interface Decoded {
  text: string;
  starts: Uint32Array | null;
}

interface Finding {
  start: number;
  end: number;
  instead: string;
}

const MIN_DIGITS = 7;
const MIN_TOKEN = 16;
const MIN_LETTER_TOKEN = 24;
/** Parameters whose value is a secret or a person, whatever it looks like; click ids are added. */
const SECRET_PARAMETERS = new Set([
  ...'token access_token refresh_token id_token auth code state key apikey api_key secret client_secret payment_intent password passwd pwd pass'.split(
    ' ',
  ),
  ...'email e-mail mail phone tel sid session sessionid session_id phpsessid jsessionid signature sig hash otp nonce jwt'.split(' '),
  ...CLICK_IDS.map(({ parameter }) => parameter),
]);

const MARKS = new Set(['email', 'number', 'token']);

const NEEDS_A_LOOK = /[\d@%=＠]|[A-Za-z]{24}/;
/** Characters that end a word. Everything else, dots and letters of any script too, can be part of an address. */
const DELIMITER = /[\s/?#&=;,:"'<>()[\]{}|\\^`!*$]/;

/**
 * Takes people and secrets out of a path or URL: e-mail addresses become `:email`, seven digits in a row and more `:number`, tokens (UUIDs, hex, random
 * text, JWTs) and the values of secret parameters `:token`. Percent-encoded forms, nested ones too, are seen through; the rest stays as it was.
 *
 * @returns the redacted text; redacting it again changes nothing. Linear in the length of the text; never throws.
 */
export function redactPath(text: string): string {
  if (!NEEDS_A_LOOK.test(text)) return text;
  const decoded = decode(text);
  return replaced(text, decoded, findAll(decoded.text));
}

/** As `redactPath`, for names and tags: only e-mail addresses are replaced, numbers are campaign ids and stay. */
export function redactEmails(text: string): string {
  if (!/[@＠%]/.test(text)) return text;
  const decoded = decode(text);
  return replaced(
    text,
    decoded,
    words(decoded.text, DELIMITER).flatMap((word) => findEmail(decoded.text, word)),
  );
}

function decode(raw: string): Decoded {
  if (!raw.includes('%')) return { text: raw, starts: null };
  const starts = new Uint32Array(raw.length + 1);
  let text = '';
  let at = 0;
  // %25 is an escaped %, so %2540 and %252540 are all @; one pass reads any depth.
  for (const match of raw.matchAll(/%(?:25)*([0-9A-Fa-f]{2})/g)) {
    for (; at < match.index; at++) {
      starts[text.length] = at;
      text += raw[at]!;
    }
    starts[text.length] = at;
    const code = Number.parseInt(match[1]!, 16);
    // Bytes beyond ASCII are parts of letters: enough to know for a name before an @.
    text += code < 128 ? String.fromCharCode(code) : '\uFFFD';
    at = match.index + match[0].length;
  }
  for (; at < raw.length; at++) {
    starts[text.length] = at;
    text += raw[at]!;
  }
  starts[text.length] = raw.length;
  return { text, starts };
}

function replaced(raw: string, { starts }: Decoded, findings: readonly Finding[]): string {
  if (findings.length === 0) return raw;
  const rawAt = (i: number) => (starts === null ? i : starts[i]!);
  let out = '';
  let from = 0;
  for (const { start, end, instead } of findings) {
    out += raw.slice(from, rawAt(start)) + instead;
    from = rawAt(end);
  }
  return out + raw.slice(from);
}

function findAll(text: string): Finding[] {
  const findings: Finding[] = [];
  let secretUntil = 0;
  for (const word of words(text, DELIMITER)) {
    const { start, end } = word;
    if (start < secretUntil) continue;
    const name = text[end] === '=' ? text.slice(start, end).toLowerCase() : '';
    // A mark of ours before an = is no parameter name; only so does a second run change nothing.
    if (SECRET_PARAMETERS.has(name) && !(text[start - 1] === ':' && MARKS.has(name))) {
      secretUntil = endOfValue(text, end + 1);
      if (secretUntil > end + 1) findings.push({ start: end + 1, end: secretUntil, instead: name.endsWith('mail') ? ':email' : ':token' });
      continue;
    }
    const email = findEmail(text, word);
    findings.push(...(email.length > 0 ? email : findInWord(text, start, end)));
  }
  return findings;
}

function endOfValue(text: string, start: number): number {
  let end = start;
  while (end < text.length && !/[\s&#;/?]/.test(text[end]!)) end++;
  return end;
}

/** Maximal stretches without a delimiter. */
function words(text: string, delimiter: RegExp): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    if (i < text.length && !delimiter.test(text[i]!)) continue;
    if (i > start) found.push({ start, end: i });
    start = i + 1;
  }
  return found;
}

/** The whole word goes, so that nothing of an address is left beside the mark; only a handle right after a slash (`/@brand`) stays. */
function findEmail(text: string, { start, end }: { start: number; end: number }): Finding[] {
  const word = text.slice(start, end);
  const at = word.search(/[@＠]/);
  if (at < 0 || word.length === 1) return [];
  const isHandle = (start === 0 || text[start - 1] === '/') && /^[@＠][^@＠.]+$/.test(word);
  return isHandle ? [] : [{ start, end, instead: ':email' }];
}

function findInWord(text: string, start: number, end: number): Finding[] {
  const findings: Finding[] = [];
  for (const match of text.slice(start, end).matchAll(/[A-Za-z0-9_-]+/g)) {
    const from = start + match.index;
    if (isToken(match[0])) findings.push({ start: from, end: from + match[0].length, instead: ':token' });
    else
      for (const digits of match[0].matchAll(/\d+/g)) {
        if (digits[0].length >= MIN_DIGITS)
          findings.push({ start: from + digits.index, end: from + digits.index + digits[0].length, instead: ':number' });
      }
  }
  return findings;
}

/**
 * Whether a stretch of letters, digits, `_` and `-` holds a token: a UUID, 16 hex digits and more, 16 letters and digits that change their kind four
 * times, or 24 letters that change their case six times. Words of a slug do none of this. The lengths are chosen: short enough for session keys, longer than article numbers.
 */
export function isToken(stretch: string): boolean {
  if (stretch.length < MIN_TOKEN) return false;
  if (/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i.test(stretch)) return true;
  for (const [run] of stretch.matchAll(/[A-Za-z0-9]{16,}/g)) {
    const hasDigit = /\d/.test(run);
    if (hasDigit && /[A-Za-z]/.test(run) && (/^[0-9a-f]+$/i.test(run) || kindChanges(run) >= 4)) return true;
    if (!hasDigit && run.length >= MIN_LETTER_TOKEN && kindChanges(run) >= 6) return true;
  }
  return false;
}

/** How often a run changes between digits, lower and upper case; a capital followed by small letters is a word and no change. */
function kindChanges(run: string): number {
  let changes = 0;
  let previous = '';
  for (const character of run) {
    const kind = character <= '9' ? 'digit' : character <= 'Z' ? 'upper' : 'lower';
    if (previous !== '' && kind !== previous && !(previous === 'upper' && kind === 'lower')) changes++;
    previous = kind;
  }
  return changes;
}
