import { EXPECTED } from './expectations.ts';
import type { ScenarioScore } from './score.ts';

/** From so many replications on, coverage means something. */
const MANY = 100;
/** With so many shops without a cause, fewer than a tenth of the estimates below 0 is no chance any more: 1 in 32 with none of five. */
const [ENOUGH_NULLS, LEAST_BELOW] = [5, 0.1];
/** What rounding may leave between the parts and their sum. */
const MOST_GAP = 1e-9;
/** From so many on, the spread of the shops tells how far chance reaches. */
const SEVERAL = 10;

/**
 * What a scenario misses. Bounds as they are promised: bias within 5 % of the truth or 0.001 orders per session, coverage 92 to 98 %, no wrong leader, a leader in
 * at most 2 % of shops where nothing is planted, the right call in at least 95 %; each with as much room as chance in the number of replications needs.
 */
export function missesOf({ scenario, replications, withheld, quantities, wrong_leads, right_calls, parts_gap }: ScenarioScore): string[] {
  const expected = EXPECTED[scenario];
  if (expected === undefined) return [];
  const runs = replications - withheld;
  if (runs === 0) return [`${scenario}: nothing was split in ${replications} shops`];
  const misses: string[] = [];
  if (!(parts_gap < MOST_GAP)) misses.push(`${scenario}: phi_N and phi_T miss v(NT) by ${parts_gap}`);
  const allowed = scenario === 'none' ? 0.02 * runs + 2 * Math.sqrt(0.02 * runs) : 0;
  if (wrong_leads > allowed) misses.push(`${scenario}: the wrong side leads in ${wrong_leads} of ${runs} shops`);
  if (right_calls < 0.95 * runs - 2 * Math.sqrt(0.05 * runs))
    misses.push(`${scenario}: the call says what was planted in ${right_calls} of ${runs} shops only`);
  for (const { quantity, truth, bias, bias_error, coverage, claimed_error, below_zero } of quantities) {
    const isNull = scenario === 'none' && quantity.startsWith('v(N)');
    if (isNull && runs >= ENOUGH_NULLS && below_zero < LEAST_BELOW)
      misses.push(
        `${scenario}: ${quantity} is below 0 in ${(100 * below_zero).toFixed(0)} % of the shops only, as if it were cut off there`,
      );
    const isHardOnly = quantity.includes('hard');
    if (!expected.assumptions_hold && !isHardOnly) continue;
    // The difference of two quantities may be off by what each of them may.
    const room = quantity.includes('- phi_T') ? 2 : 1;
    // The spread of a few shops says little about chance; the errors that were claimed are held by the coverage of many.
    const error = runs >= SEVERAL ? bias_error : claimed_error / Math.sqrt(runs);
    if (Math.abs(bias) > room * Math.max(0.05 * Math.abs(truth), 0.001) + 3 * error)
      misses.push(`${scenario}: ${quantity} is off by ${bias.toFixed(4)} (truth ${truth.toFixed(4)})`);
    const chance = 2 * Math.sqrt((0.05 * 0.95) / runs);
    if (runs >= MANY && (coverage < 0.92 - chance || coverage > 0.98 + chance))
      misses.push(`${scenario}: ${(100 * coverage).toFixed(0)} % of the intervals of ${quantity} hold the truth`);
  }
  return misses;
}
