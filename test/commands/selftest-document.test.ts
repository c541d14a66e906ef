import { describe, expect, it } from 'vitest';
import type { ScenarioScore } from '../../src/commands/selftest/score.ts';
import { selftestBlocks } from '../../src/commands/selftest/selftest-document.ts';
import { renderMarkdownBlocks } from '../../src/report/render-markdown.ts';

const score = (change: Partial<ScenarioScore> = {}): ScenarioScore => ({
  ...{ scenario: 'none', replications: 3, withheld: 1, cohort_sessions: 9000, observed: 0.137 },
  quantities: [
    {
      quantity: 'v(N)',
      truth: -0.00001,
      bias: -0.0002,
      bias_error: 0.001,
      coverage: 0.5,
      spread: 0.003,
      claimed_error: 0.003,
      below_zero: 0.5,
    },
  ],
  calls: [{ call: 'neither_matters', runs: 2 }],
  ...{ bracket: 1, right_calls: 2, wrong_leads: 0, flag_bias: -0.0165, parts_gap: 0 },
  ...change,
});
const textOf = (one: ScenarioScore) => renderMarkdownBlocks(selftestBlocks([one], [], '0.1.0')).replace(/\\/g, '');

describe('the result of a selftest', () => {
  it('says what its names mean, and in how many shops the wrong side led', () => {
    expect(textOf(score())).toContain(
      'v(N): orders regained without friction; hard only: without what the site did. phi_N, phi_T: the fair shares',
    );
    expect(textOf(score())).toContain('The wrong side led in 0 of 2.');
  });

  it('counts few shops, and gives a share of many', () => {
    expect(textOf(score())).toContain('| v(N) | 0.00 | −0.02 | 0.10 | 1 of 2 | 0.30 | 0.30 |');
    expect(textOf(score())).toContain('holds the truth in 2 of 2.');
    expect(textOf(score({ replications: 200, withheld: 0 }))).toContain('| v(N) | 0.00 | −0.02 | 0.10 | 50 % | 0.30 | 0.30 |');
  });

  it('says where no coverage is expected', () => {
    expect(textOf(score({ scenario: 'friction_is_symptom' }))).toContain('coverage of 0 % is expected of them');
    expect(textOf(score())).not.toContain('is expected');
  });
});
