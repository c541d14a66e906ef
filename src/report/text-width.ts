/** East Asian wide and full-width ranges (Unicode 15, UAX #11); emoji come by property. */
const WIDE =
  /[\u1100-\u115F\u2329\u232A\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18AFF}\u{1AFF0}-\u{1B2FF}\u{1F200}-\u{1F265}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;

/**
 * Cells that a text takes in a terminal: 2 for wide characters and emoji, 0 for combining marks, else 1.
 *
 * Takes text that went through `toPlainText`: no control characters, no joiners.
 */
export function displayWidth(text: string): number {
  if (/^[\u0020-\u007E]*$/.test(text)) return text.length;
  let width = 0;
  for (const sign of text) width += signWidth(sign);
  return width;
}

/** The text if it fits, else its beginning and the ellipsis, at most `width` cells together. */
export function cutToWidth(text: string, width: number, ellipsis: string): string {
  if (displayWidth(text) <= width) return text;
  if (displayWidth(ellipsis) > width) return ellipsis.slice(0, Math.max(0, width));
  return `${takeCells(text, width - displayWidth(ellipsis)).trimEnd()}${ellipsis}`;
}

/**
 * The text in lines of at most `width` cells (whole number ≥ 2), broken at spaces and, where a word is too long, inside it.
 *
 * A percent sign stays with its number.
 */
export function wrapToWidth(text: string, width: number): string[] {
  if (displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +(?!%)/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (displayWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (displayWidth(line) > width) {
      const head = takeCells(line, width);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** Characters as a reader sees them, so that nothing is cut between a letter and its accent. */
export function graphemes(text: string): string[] {
  return Array.from(SEGMENTER.segment(text), ({ segment }) => segment);
}

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });

function takeCells(text: string, width: number): string {
  let taken = '';
  let room = width;
  for (const grapheme of graphemes(text)) {
    room -= displayWidth(grapheme);
    if (room < 0) break;
    taken += grapheme;
  }
  // A cluster wider than the line (some scripts join several wide letters) is cut by character, or nothing would ever be taken.
  return taken === '' && width >= 2 ? String.fromCodePoint(text.codePointAt(0) ?? 0x20) : taken;
}

function signWidth(sign: string): number {
  if (/[\p{Mn}\p{Me}]/u.test(sign)) return 0;
  // Two regional indicators make one flag of two cells.
  if (/\p{Regional_Indicator}/u.test(sign)) return 1;
  return WIDE.test(sign) ? 2 : 1;
}
