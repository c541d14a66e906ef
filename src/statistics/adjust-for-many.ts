import { checkRange } from './check-arguments.ts';

/**
 * Benjamini–Hochberg adjusted p-values (q-values in the reports): those at or below q keep the false discovery rate at or below q, for
 * independent or positively dependent tests.
 *
 * @param pValues - all tests of the family, those that are not shown too; each in [0, 1]
 * @returns adjusted values in the order of the input, each in [p, 1]; empty for none
 * @throws StatisticsError when a value is not in [0, 1]
 * @see Benjamini & Hochberg (1995), JRSS B 57:289–300, doi:10.1111/j.2517-6161.1995.tb02031.x
 */
export function adjustForMany(pValues: readonly number[]): number[] {
  for (const p of pValues) checkRange('a p-value', p, 0, 1);
  const adjusted = new Array<number>(pValues.length);
  const largestFirst = [...pValues.entries()].sort(([, a], [, b]) => b - a);
  let smallest = 1;
  for (const [position, [index, p]] of largestFirst.entries()) {
    const rank = pValues.length - position;
    smallest = Math.min(smallest, p * (pValues.length / rank));
    adjusted[index] = smallest;
  }
  return adjusted;
}
