import type { Block, CellTone } from './blocks.ts';
import { inWords, numbers, plain, tableOf, words } from './document-rows.ts';
import * as format from './format.ts';
import type { Cohort, Report, ScorecardLine } from './report.ts';

const STATE_TONE: Record<ScorecardLine['state'], CellTone> = { met: 'good', missed: 'bad', unknown: 'muted' };

/** Why it is not known, where there is a goal. */
const STATE: Record<NonNullable<ScorecardLine['unknown_because']>, string | null> = {
  no_goal: null,
  not_measured: 'not measured',
  too_close: 'too close to tell',
};

/** Section 2: each stage against its goal, and the cohort in one sentence. */
export function pattern({ scorecard, pattern: found, sessions }: Report): Block[] {
  const rows = scorecard.map(({ stage, metric, actual, goal, state, unknown_because }) => [
    inWords(stage),
    metric,
    isRate(actual) ? format.formatRate(actual) : format.formatEstimate(actual),
    isRate(actual) ? format.formatShare(goal).replace('.0 %', ' %') : goalOf(goal),
    { text: STATE[unknown_because ?? 'no_goal'] ?? state, tone: STATE_TONE[state] },
  ]);
  const columns = [words('Stage'), words('Metric'), numbers('Actual'), numbers('Goal'), { title: 'State', align: 'left' } as const];
  return [
    { kind: 'heading', id: 'pattern', text: 'Is it the pattern?' },
    ...(found === null ? [] : [plain(found.sentence)]),
    plain(cohortSentence(sessions.cohort, sessions.total)),
    ...tableOf({ columns, rows }, 'full'),
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

function isRate(actual: ScorecardLine['actual']): boolean {
  return actual === null || 'trials' in actual;
}

function goalOf(goal: number | null): string {
  return format.formatNumber(goal, goal !== null && Number.isInteger(goal) ? 0 : 2);
}
