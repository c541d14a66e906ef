import { findPattern, scoreStages } from '../attribution/score-stages.ts';
import type { Material } from './material.ts';
import type { Ledger, Report } from './report.ts';
import { round, roundAll } from './round.ts';

/** The scorecard and what it says of the pattern. @param days - length of the period, not rounded */
export function scoreFacts(material: Material, ledger: Ledger, days: number): Pick<Report, 'scorecard' | 'pattern'> {
  const { totals, goals, weekly, facts, currency } = material;
  const scores = scoreStages(
    {
      ...totals,
      sessions: totals.total,
      days,
      orders_kept: facts.has_order_states ? ledger.counted - ledger.refunded : null,
      orders_placed: facts.has_order_states ? ledger.counted + ledger.not_counted : null,
      orders: ledger.counted,
      revenue: ledger.revenue?.amount ?? null,
      currency,
      weekly: weekly && { ...weekly, revenue: round(weekly.revenue_minor / 100, 2) },
    },
    goals?.goals,
  );
  return { scorecard: scores.map((score) => ({ ...score, actual: score.actual && roundAll(score.actual) })), pattern: findPattern(scores) };
}
