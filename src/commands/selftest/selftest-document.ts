import type { Block } from '../../report/blocks.ts';
import { CALL_IN_WORDS } from '../../report/document-verdict.ts';
import type { ScenarioScore } from './score.ts';

/** The result of a selftest as blocks. */
export function selftestBlocks(scores: readonly ScenarioScore[], misses: readonly string[], version: string): Block[] {
  const shops = scores.reduce((sum, { replications }) => sum + replications, 0);
  return [
    {
      kind: 'title',
      text:
        misses.length === 0
          ? `midfunnel ${version} finds what was planted in ${shops} made-up shops.`
          : `midfunnel ${version} misses ${misses.length === 1 ? 'a bound' : `${misses.length} bounds`} in ${shops} made-up shops.`,
    },
    ...(misses.length === 0 ? [] : [{ kind: 'list' as const, caption: 'What it misses', items: [...misses] }]),
    {
      kind: 'paragraph',
      text: 'Orders per 100 shoppers of the band. Truth: what was planted. Bias: mean of found less true. Coverage: share of the 95 % intervals that hold the truth. Spread and claimed: standard deviation of what was found, and the mean standard error that was claimed for it.',
    },
    ...scores.flatMap(scenarioBlocks),
  ];
}

function scenarioBlocks({
  scenario,
  replications,
  withheld,
  cohort_sessions,
  observed,
  quantities,
  calls,
  bracket,
}: ScenarioScore): Block[] {
  const per100 = (value: number) => (100 * value).toFixed(2).replace('-', '−');
  const runs = `${replications - withheld} of ${replications} shops split, ${cohort_sessions.toLocaleString('en-US')} shoppers of the band each, ${per100(observed)} % order.`;
  const named = calls.map(({ call, runs: count }) => `${CALL_IN_WORDS[call]} ${count}`).join(', ');
  return [
    { kind: 'heading', id: scenario, text: scenario.replaceAll('_', ' ') },
    {
      kind: 'paragraph',
      text: `${runs} Calls: ${named}. Range of hard to all friction holds the truth in ${(100 * bracket).toFixed(0)} %.`,
    },
    {
      kind: 'table',
      columns: [
        { title: 'Quantity', align: 'left' },
        { title: 'Truth', align: 'right' },
        { title: 'Bias', align: 'right' },
        { title: '± by chance', align: 'right' },
        { title: 'Coverage', align: 'right' },
        { title: 'Spread', align: 'right' },
        { title: 'Claimed', align: 'right' },
      ],
      rows: quantities.map(({ quantity, truth, bias, bias_error, coverage, spread, claimed_error }) => [
        quantity,
        per100(truth),
        per100(bias),
        per100(bias_error),
        `${(100 * coverage).toFixed(0)} %`,
        per100(spread),
        per100(claimed_error),
      ]),
    },
  ];
}
