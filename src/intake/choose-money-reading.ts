import type { MoneyReading } from '../engine/sources.ts';
import { InputError } from '../errors.ts';
import type { ReadingSettings } from './choose-reading.ts';

/**
 * Decimal sign of amounts: those of all money columns of a file, which one program wrote. Each amount that can be read in one way only is a vote; a lone
 * sign before exactly three digits, as in `1.234` and `1,234`, is none. `--decimal` decides what
 * the votes leave open.
 *
 * @param typed - the format has numbers of its own (Parquet, JSON): they are written with a point, so `1.234` is no question there
 * @throws InputError when the votes contradict each other, or when there is none and an amount could be either
 */
export function chooseMoneyReading(cells: readonly string[], where: string, settings: ReadingSettings, typed = false): MoneyReading {
  const numbers = cells.map((cell) => cell.replace(/\p{L}\.|[^\d.,]/gu, '')).filter((cell) => /\d/.test(cell));
  const first = { point: undefined, comma: undefined, open: undefined } as Record<'point' | 'comma' | 'open', string | undefined>;
  for (const number of numbers) {
    const sign = decimalSign(number);
    if (sign !== null) first[sign] ??= number;
  }
  const [seen] = (['point', 'comma'] as const).filter((sign) => first[sign] !== undefined);
  const contradictory = first.point !== undefined && first.comma !== undefined;
  if (seen !== undefined && !contradictory) return { decimal: seen };
  if (settings.decimal !== null) return { decimal: settings.decimal };
  if (contradictory) {
    throw new InputError(`${where}: some amounts have a decimal point, others a decimal comma: ${first.point}  ${first.comma}`, {
      hint: 'Say which is right with --decimal point or --decimal comma; amounts written the other way will be counted as unreadable.',
    });
  }
  if (first.open !== undefined && !(typed && first.open.includes('.'))) throw undecided(where, first.open);
  return { decimal: 'point' };
}

/** What one amount says of the decimal sign; null when it has no sign at all, `open` when the sign can be either. */
function decimalSign(number: string): 'point' | 'comma' | 'open' | null {
  const points = number.split('.').length - 1;
  const commas = number.split(',').length - 1;
  if (points === 0 && commas === 0) return null;
  if (points > 0 && commas > 0) return number.lastIndexOf('.') > number.lastIndexOf(',') ? 'point' : 'comma';
  const [sign, other] = points > 0 ? (['point', 'comma'] as const) : (['comma', 'point'] as const);
  if (points + commas > 1) return other;
  // A group of thousands has three digits, and one to three before it that do not begin with 0.
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(number) ? 'open' : sign;
}

function undecided(where: string, number: string): InputError {
  const [sign, other] = number.includes(',') ? ['comma', 'point'] : ['point', 'comma'];
  return new InputError(`${where}: ${number} can be ${number.replace(',', '.')} or ${number.replace(/[.,]/, '')}`, {
    hint: `Say it with --decimal ${other} (the ${sign} groups thousands) or --decimal ${sign}.`,
  });
}
