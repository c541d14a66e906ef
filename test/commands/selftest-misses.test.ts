import { describe, expect, it } from 'vitest';
import { missesOf } from '../../src/commands/selftest/misses.ts';
import type { QuantityScore, ScenarioScore } from '../../src/commands/selftest/score.ts';

const QUANTITY: QuantityScore = {
  quantity: 'phi_N',
  truth: 0.05,
  bias: 0,
  bias_error: 0.0002,
  coverage: 0.95,
  spread: 0.003,
  claimed_error: 0.003,
  below_zero: 0,
};
const SCORE: ScenarioScore = {
  scenario: 'navigation_only',
  replications: 200,
  withheld: 0,
  cohort_sessions: 8000,
  observed: 0.05,
  quantities: [QUANTITY],
  calls: [{ call: 'navigation_leads', runs: 200 }],
  bracket: 1,
  right_calls: 200,
  wrong_leads: 0,
  flag_bias: 0,
  parts_gap: 1e-16,
};

describe('missesOf', () => {
  it('says nothing of a score within all bounds', () => {
    expect(missesOf(SCORE)).toEqual([]);
  });

  it.each<[string, Partial<ScenarioScore>, Partial<QuantityScore>, RegExp]>([
    ['a bias of a tenth', {}, { bias: 0.005 }, /phi_N is off by 0.0050/],
    ['intervals that are too narrow', {}, { coverage: 0.8 }, /80 % of the intervals/],
    ['a wrong leader', { wrong_leads: 1 }, {}, /wrong side leads in 1 of 200/],
    ['calls that say something else', { right_calls: 150 }, {}, /in 150 of 200/],
    ['parts that do not add up, as with a lost factor ½', { parts_gap: 0.05 }, {}, /miss v\(NT\) by 0.05/],
    ['parts that are no numbers', { parts_gap: Number.NaN }, {}, /miss v\(NT\)/],
    ['nothing split at all', { withheld: 200 }, {}, /nothing was split/],
    [
      'estimates cut off at 0 where nothing is planted',
      { scenario: 'none', wrong_leads: 0, right_calls: 200 },
      { quantity: 'v(N)', truth: 0, below_zero: 0 },
      /as if it were cut off/,
    ],
  ])('names %s', (_, score, quantity, words) => {
    const misses = missesOf({ ...SCORE, ...score, quantities: [{ ...QUANTITY, ...quantity }] });
    expect(misses.join('\n')).toMatch(words);
  });
});
