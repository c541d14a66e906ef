import type { Block } from './blocks.ts';
import { listOf } from './document-rows.ts';
import * as format from './format.ts';
import type { Detail } from './render-context.ts';
import type { Action, Report } from './report.ts';

const OWNER: Record<Action['owner'], string> = { it: 'IT', marketing: 'Marketing', both: 'IT and marketing' };

/** Section 7: what to do first and who; left out while there is nothing to rank. */
export function actions({ actions }: Report, detail: Detail): Block[] {
  if (actions.length === 0) return [];
  const ranking = listOf(actions.map(actionSentence), detail).map((list) => ({ ...list, ranked: true as const }));
  return [{ kind: 'heading', id: 'actions', text: 'What to do first' }, ...ranking];
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
