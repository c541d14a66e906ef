import type { BarsBlock, Block, CellTone, ParagraphBlock } from './blocks.ts';
import { inWords, listOf, numbers, tableOf, words } from './document-rows.ts';
import * as format from './format.ts';
import type { Detail } from './render-context.ts';
import type { Action, Call, Cohort, Estimate, Report, ScorecardLine, Split } from './report.ts';

/** The call of the verdict in plain words, for every format. */
export const CALL_IN_WORDS: Record<Call, string> = {
  navigation_leads: 'navigation friction leads',
  traffic_leads: 'traffic quality leads',
  both_lead_unproven: 'both matter; which is larger is not proven',
  navigation_matters: 'navigation matters; traffic is not shown to matter',
  traffic_matters: 'traffic matters; navigation is not shown to matter',
  traffic_matters_navigation_ambiguous: 'traffic matters; searching and going back are ambiguous (symptom or driver)',
  behaviour_only_ambiguous: 'ambiguous: only signals of visitor behaviour go with leaving',
  neither_matters: 'neither matters much here',
  not_enough_evidence: 'not enough evidence',
};

const STATE_TONE: Record<ScorecardLine['state'], CellTone> = { met: 'good', missed: 'bad', unknown: 'muted' };
const OWNER: Record<Action['owner'], string> = { it: 'IT', marketing: 'Marketing', both: 'IT and marketing' };

const NO_SPLIT = ' The split between navigation friction and traffic quality is not computed in this report.';

/** Section 1: the sentence, what is at stake, the call with its evidence, the split; where the split is null it says only that. */
export function verdict({ verdict, split, sessions, period }: Report): Block[] {
  const stake = [
    verdict.orders_at_stake === null ? undefined : format.formatEstimate(verdict.orders_at_stake, { unit: 'orders' }),
    verdict.revenue_at_stake === null ? undefined : format.formatMoney(verdict.revenue_at_stake),
  ].filter((text) => text !== undefined);
  const evidence = verdict.evidence_kind === null ? '' : ` (${verdict.evidence_kind})`;
  const bars = splitBars(split);
  return [
    { kind: 'title', text: verdict.sentence },
    ...(stake.length === 0 ? [] : [plain(`At stake per ${verdict.per}: ${stake.join(', ')}.`)]),
    plain(`Call: ${CALL_IN_WORDS[verdict.call]}. Evidence: grade ${verdict.grade}${evidence}.${bars.length > 0 ? '' : NO_SPLIT}`),
    ...(verdict.would_change_it === null ? [] : [plain(`What would change it: ${verdict.would_change_it}`)]),
    ...(verdict.depends_on.length === 0 ? [] : [plain(`It depends on: ${verdict.depends_on.join(', ')}.`)]),
    ...bars,
    muted(
      `${format.formatMoment(period.from, period.time_zone)} to ${format.formatMoment(period.to, period.time_zone)} (${period.time_zone}) · ` +
        `${format.formatAmount(sessions.total, 'session')} · ${format.formatCount(sessions.with_order)} with an order`,
    ),
  ];
}

/** Section 2: each stage against its goal, and the cohort in one sentence. */
export function pattern({ scorecard, sessions }: Report): Block[] {
  const rows = scorecard.map(({ stage, metric, actual, goal, state }) => [
    inWords(stage),
    metric,
    isRate(actual) ? format.formatRate(actual) : format.formatEstimate(actual),
    isRate(actual) ? format.formatShare(goal).replace('.0 %', ' %') : goalOf(goal),
    { text: state, tone: STATE_TONE[state] },
  ]);
  const columns = [words('Stage'), words('Metric'), numbers('Actual'), numbers('Goal'), { title: 'State', align: 'left' } as const];
  return [
    { kind: 'heading', id: 'pattern', text: 'Is it the pattern?' },
    plain(cohortSentence(sessions.cohort, sessions.total)),
    ...tableOf({ columns, rows }, 'full'),
  ];
}

/** Section 7: what to do first and who; left out while there is nothing to rank. */
export function actions({ actions }: Report, detail: Detail): Block[] {
  if (actions.length === 0) return [];
  const ranking = listOf(actions.map(actionSentence), detail).map((list) => ({ ...list, ranked: true as const }));
  return [{ kind: 'heading', id: 'actions', text: 'What to do first' }, ...ranking];
}

function splitBars({ observed, friction, shared, traffic, unexplained }: Split): BarsBlock[] {
  const boxes: [string, Estimate | null][] = [
    ['Navigation friction', friction],
    ['Both at once', shared],
    ['Traffic quality', traffic],
    ['Neither', unexplained],
  ];
  if (boxes.every(([, box]) => box === null)) return [];
  const rows = boxes.map(([label, box]) => ({ label, value: box?.value ?? null, shown: format.formatRate(box) }));
  if (observed !== null) rows.push({ label: 'Ordered', value: observed, shown: format.formatShare(observed) });
  return [
    {
      kind: 'bars',
      caption: 'The split: of all cohort sessions, the lost orders that go with',
      label: '',
      beside: [],
      measure: 'Share (95 %)',
      rows: rows.map((row) => ({ ...row, beside: [], marked: false })),
      marks: '',
    },
  ];
}

function cohortSentence(cohort: Cohort, total: number): string {
  const fates = [
    `${format.formatCount(cohort.orders)} ordered`,
    cohort.bought_later > 0 ? `${format.formatCount(cohort.bought_later)} bought later` : undefined,
    cohort.bought_elsewhere > 0 ? `${format.formatCount(cohort.bought_elsewhere)} bought elsewhere` : undefined,
    `${format.formatCount(cohort.abandoned)} left without buying`,
  ].filter((text) => text !== undefined);
  const band = format.formatBand(cohort.from_seconds, cohort.to_seconds);
  const possible = cohort.possible > 0 ? `; ${format.formatCount(cohort.possible)} more may belong (their last page has no end)` : '';
  const exceed =
    cohort.may_exceed > 0
      ? ` Of the ${format.formatCount(cohort.sessions)}, ${format.formatCount(cohort.may_exceed)} may have looked longer.`
      : '';
  const looked = `Of ${format.formatAmount(total, 'session')} ${format.formatCount(cohort.sessions)} looked around for ${band}`;
  return `${looked}${cohort.sessions > 0 ? `: ${fates.join(', ')}` : ''}${possible}.${exceed}`;
}

function actionSentence({ owner, what, lost_orders, lost_revenue, grade, test, test_sessions, test_weeks }: Action): string {
  const stake = [
    lost_orders === null ? undefined : format.formatEstimate(lost_orders, { unit: 'lost orders' }),
    lost_revenue === null ? undefined : format.formatMoney(lost_revenue),
    grade === null ? undefined : `grade ${grade}`,
  ].filter((text) => text !== undefined);
  const needs = [
    test_sessions === null ? undefined : format.formatAmount(test_sessions, 'session'),
    test_weeks === null ? undefined : format.formatAmount(test_weeks, 'week'),
  ].filter((text) => text !== undefined);
  const sentence = `${OWNER[owner]}: ${what}${stake.length > 0 ? ` (${stake.join(', ')})` : ''}.`;
  return test === null ? sentence : `${sentence} Test: ${test}${needs.length > 0 ? ` (${needs.join(', ')})` : ''}.`;
}

function isRate(actual: ScorecardLine['actual']): boolean {
  return actual === null || 'trials' in actual;
}

function goalOf(goal: number | null): string {
  return format.formatNumber(goal, goal !== null && Number.isInteger(goal) ? 0 : 2);
}

function plain(text: string): ParagraphBlock {
  return { kind: 'paragraph', text };
}

function muted(text: string): ParagraphBlock {
  return { kind: 'paragraph', text, tone: 'muted' };
}
