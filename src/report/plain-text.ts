/**
 * Text from the data, made visible and harmless: what would steer a terminal or hide from a reader becomes a sign that can be seen.
 *
 * Control characters become their pictures (`␛`, `␊`); other invisible or directional characters become `�`. Variation selectors and skin tones
 * are left out, because no two terminals agree on their width, and piles of combining marks are cut to three.
 *
 * @returns text on one line, without control, format, private-use or unassigned characters
 */
export function toPlainText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]|\p{Emoji_Modifier}/gu, '')
    .replace(/[\u0000-\u001F]/g, (control) => String.fromCodePoint(0x2400 + control.charCodeAt(0)))
    .replace(/\u007F/g, '␡')
    .replace(/[\p{C}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point}/gu, '�')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(/^(?=\p{M})/u, '�');
}

const ASCII: Record<string, string> = {
  '–': '-',
  '−': '-',
  '…': '...',
  '·': '|',
  '×': 'x',
  '≥': '>=',
  '≤': '<=',
  '→': '->',
  '’': "'",
  '“': '"',
  '”': '"',
  '\u00A0': ' ',
};

/** The same text in ASCII, for terminals that have nothing else: accents are taken off, what has no like becomes `?`. */
export function toAscii(text: string): string {
  return text.replace(/[^\u0000-\u007F]/gu, (sign) => ASCII[sign] ?? withoutAccents(sign));
}

function withoutAccents(sign: string): string {
  const bare = sign.normalize('NFKD').replace(/\p{M}/gu, '');
  return bare === '' ? '' : /^[\u0020-\u007E]+$/.test(bare) ? bare : '?';
}
