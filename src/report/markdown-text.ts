import { toPlainText } from './plain-text.ts';

/** A name longer than this in a page that people read is an attack or an accident; the JSON report keeps it whole. */
const LONGEST = 400;
const ZERO_WIDTH_SPACE = '\u200B';

/**
 * Text as Markdown that shows exactly this text, on GitHub and GitLab: no markup, HTML, links, mentions, references, emoji codes or formulas.
 *
 * Signs that Markdown reads are escaped. What both sites look for in the finished page (`@name`, `#12`, `https://`) cannot be escaped, so a
 * zero-width space parts it.
 */
export function toMarkdownText(text: string): string {
  const plain = toPlainText(text.trim());
  const signs = Array.from(plain);
  return (signs.length > LONGEST ? `${signs.slice(0, LONGEST - 1).join('')}…` : plain)
    .replace(REFERENCES, (sign) => sign + ZERO_WIDTH_SPACE)
    .replace(/[&<>|\\`*_{}[\]~$]/g, (sign) => ESCAPES[sign] ?? `\\${sign}`)
    .replace(/^([#=]|[+-](?=[\s-]|$)|\d+(?=[.)](\s|$)))/, (start) => (/^\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/** Mentions, e-mail and web addresses, issue and label references, emoji codes: the sign after which each is parted. */
const REFERENCES =
  /@(?=[\p{L}\p{N}_/])|:(?=\/\/)|www(?=\.)|#(?=[\p{L}\p{N}])|GH-(?=\d)|:(?=[a-z+-][\w+-]*:)|(?<![\p{L}\p{N}])[!%&~](?=[\d"])|~(?=\p{L})/giu;

// As entities, because they end an escape in some table parsers; the dollar in the way GitHub documents for text that is no formula.
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '|': '&#124;', '\\': '&#92;', $: '<span>$</span>' };
