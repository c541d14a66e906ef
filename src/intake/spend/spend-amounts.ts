import { InputError } from '../../errors.ts';

export type DecimalSign = 'point' | 'comma';

/**
 * The decimal sign of a file, decided from all its numbers: in a count a sign divides thousands; of two signs the last is the decimal one; a sign that
 * stands twice divides thousands; one that is not followed by three digits is decimal.
 *
 * @param amounts - texts of the cost column
 * @param counts - texts of columns of whole numbers
 * @param told - what the user said; null to find out
 * @throws InputError when the numbers contradict each other, or leave it open
 */
export function decideDecimal(amounts: readonly string[], counts: readonly string[], told: DecimalSign | null, shown: string): DecimalSign {
  if (told !== null) return told;
  const seen = new Map<DecimalSign, string>();
  let open: string | null = null;
  for (const text of counts) {
    const sign = /[.,](?=\d{3}(?!\d))/.exec(text)?.[0];
    if (sign) seen.set(sign === ',' ? 'point' : 'comma', text);
  }
  for (const text of amounts) {
    const signs = text.match(/[.,]/g) ?? [];
    if (signs.length === 0) continue;
    const last = signs.at(-1) === '.' ? 'point' : 'comma';
    if (new Set(signs).size === 2) seen.set(last, text);
    else if (signs.length > 1) seen.set(last === 'point' ? 'comma' : 'point', text);
    else if (!/[.,]\d{3}(?!\d)/.test(text) || /^\D*0[.,]/.test(text)) seen.set(last, text);
    else open = text;
  }
  if (seen.size === 2) {
    throw new InputError(
      `${shown} writes amounts in two ways: ${seen.get('point')} has a decimal point, ${seen.get('comma')} a decimal comma`,
      {
        hint: 'Export it again in one language, or say which holds: --decimal point or --decimal comma.',
      },
    );
  }
  if (seen.size === 0 && open !== null) {
    throw new InputError(`${shown}: ${open} can be read with a decimal point or a decimal comma`, {
      hint: 'Say which: --decimal point or --decimal comma.',
    });
  }
  return [...seen.keys()][0] ?? 'point';
}

/**
 * A number text as whole millionths, exactly: no floating point on the way. Thousands may be divided by the other sign, spaces or apostrophes; currency
 * signs are left out.
 *
 * @returns null for what is not reported: nothing, `--`
 * @throws RangeError when the text is no number, or has more than six decimals that are not 0
 */
export function parseMicros(text: string, decimal: DecimalSign): number | null {
  const bare = text.replace(/[\s\u00a0\u202f'’\p{Sc}]/gu, '').replace(/^[A-Z]{1,3}(?=[\d-])|(?<=\d)[A-Z]{1,3}$/, '');
  if (/^(-{1,2}|—|–)?$/.test(bare)) return null;
  const point = decimal === 'point' ? bare.replaceAll(',', '') : bare.replaceAll('.', '').replace(',', '.');
  const match = /^(-?)(\d+)(?:\.(\d{0,6})0*)?$/.exec(point);
  if (!match) throw new RangeError(`${text} is not a number`);
  const micros = Number(match[2]) * 1_000_000 + Number((match[3] ?? '').padEnd(6, '0'));
  if (!Number.isSafeInteger(micros)) throw new RangeError(`${text} is too large`);
  return match[1] === '-' && micros !== 0 ? -micros : micros;
}
