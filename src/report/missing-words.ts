import { formatAmount, formatCount, formatNumber } from './format.ts';
import type { Verdict } from './report.ts';

/** A gate that is not passed, with what is there and what is needed: `orders of the cohort: 15, at least 100 are needed`. */
export function missingInWords({ what, actual, needed, unit }: Verdict['missing'][number]): string {
  if (unit === 'share') return `${what}: ${formatNumber(100 * actual, 0)} %, at most ${formatNumber(100 * needed, 0)} % is allowed`;
  if (unit === 'orders per session')
    return `${what}: ${perHundred(actual)} orders per 100 sessions, ${perHundred(needed)} or less is needed`;
  return `${what}: ${formatCount(actual)}, at least ${formatCount(needed)} are needed`;
}

/** All gates that are not passed, shortened to the first: `…; 2 more are missing`. */
export function missingInShort(missing: Verdict['missing']): string {
  const [first, ...more] = missing;
  if (first === undefined) return '';
  return `${missingInWords(first)}${more.length === 0 ? '' : `; ${formatAmount(more.length, 'more condition')} not met`}`;
}

function perHundred(rate: number): string {
  return formatNumber(100 * rate, 2);
}
