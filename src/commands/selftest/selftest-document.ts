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
      text: 'Orders per 100 shoppers of the band. v(N): orders regained without friction; hard only: without what the site did. phi_N, phi_T: the fair shares of friction and of traffic in what both together would regain. Truth: what was planted. Bias: mean of found less true. Coverage: the 95 % intervals that hold the truth, of all. Spread and claimed: standard deviation of what was found, and the mean standard error that was claimed for it.',
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
  wrong_leads,
}: ScenarioScore): Block[] {
  const split = replications - withheld;
  const runs = `${split} of ${replications} shops split, ${cohort_sessions.toLocaleString('en-US')} shoppers of the band each, ${per100(observed)} % order.`;
  const named = calls.map(({ call, runs: count }) => `${CALL_IN_WORDS[call]} ${count}`).join(', ');
  return [
    { kind: 'heading', id: scenario, text: scenario.replaceAll('_', ' ') },
    {
      kind: 'paragraph',
      text: `${runs} Calls: ${named}. The wrong side led in ${wrong_leads} of ${split}. Range of hard to all friction holds the truth in ${shareOf(bracket, split)}.${NOTES[scenario] ?? ''}`,
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
        shareOf(coverage, split),
        per100(spread),
        per100(claimed_error),
      ]),
    },
  ];
}

/** What a reader would take for a fault. */
const NOTES: Readonly<Record<string, string>> = {
  friction_is_symptom:
    ' Friction is only a symptom here, of an intent that no export shows: v(N) and phi_N are too high then, and coverage of 0 % is expected of them. Hard only, and the call, must hold.',
};

/** Of so many shops a percentage says less than it seems to. */
const FEW = 20;

function shareOf(share: number, shops: number): string {
  return shops < FEW ? `${Math.round(share * shops)} of ${shops}` : `${(100 * share).toFixed(0)} %`;
}

function per100(value: number): string {
  const text = (100 * value).toFixed(2);
  return text === '-0.00' ? '0.00' : text.replace('-', '−');
}
