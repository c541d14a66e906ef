/**
 * What a tag column says. `absent`: nothing was recorded. `none`: it was recorded that the visitor came directly; `(none)` says only that the field is
 * empty. `unknown`: something was there and
 * is lost. Keeping the last two apart keeps unknown traffic out of Direct.
 */
export type TagValue = { is: 'absent' | 'none' | 'unknown' } | { is: 'value'; text: string };

const ABSENT = new Set([
  '',
  '-',
  '--',
  'null',
  'nil',
  '\\n',
  'n/a',
  'undefined',
  'nan',
  'none',
  '(none)',
  'empty',
  '(empty)',
  '(blank)',
  'unspecified',
  '0',
]);
const NONE = new Set(['(direct)', '$direct', 'direct']);
const UNKNOWN = new Set(
  '(not set)|not set|(data not available)|(not provided)|(other)|(unknown)|unknown|[object object]|(entrance)'.split('|'),
);
/** What GA writes into the campaign column when there is no campaign. */
const NO_CAMPAIGN = new Set(['(organic)', '(referral)', '(direct)', '(none)', 'direct', '$direct']);

const MAX_LENGTH = 100;

/** Reads a source or medium column, with the placeholders of the platforms told apart from values. Values come back as by `cleanText`. */
export function readTag(text: string | null): TagValue {
  const clean = cleanText(text ?? '');
  if (NONE.has(clean)) return { is: 'none' };
  if (ABSENT.has(clean)) return { is: 'absent' };
  // A macro that the ad platform did not fill ({{campaign.name}}, {source}): a tag was there, what it said is lost.
  if (UNKNOWN.has(clean) || clean.startsWith('::hash::') || /^(?:\{.*\}|%%.*%%|\$\{.*\})$/.test(clean)) return { is: 'unknown' };
  return { is: 'value', text: clean };
}

/** Reads a campaign column: as `readTag`, but every placeholder means that there is no campaign. */
export function readCampaign(text: string | null): TagValue {
  const value = readTag(text);
  return value.is === 'value' && !NO_CAMPAIGN.has(value.text) ? value : { is: 'absent' };
}

/** Lower case, without control and invisible characters or broken halves of characters, white space folded, trimmed. Any length. */
export function cleanText(text: string): string {
  if (/^[!-~]*$/.test(text)) return text.toLowerCase();
  return text
    .toLowerCase()
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}]/gu, '')
    .trim();
}

/** A text of at most 100 characters; a longer one is cut, whole characters only, and ends in an ellipsis. */
export function shortened(text: string): string {
  if (text.length <= MAX_LENGTH) return text;
  return `${text.slice(0, MAX_LENGTH - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
