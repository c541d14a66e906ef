import { dropOff } from '../attribution/find-all.ts';
import type { CustomerGroup } from '../sessions/know-customers.ts';
import type { CustomerLine } from './report.ts';
import { roundRate } from './round.ts';

/** The customers with their share of orders in the cohort; null without a CRM export. */
export function customerFacts(groups: readonly CustomerGroup[] | null): CustomerLine[] | null {
  if (groups === null) return null;
  return groups.map(({ cohort_orders, ...group }) => ({
    ...group,
    conversion: group.cohort_sessions > 0 ? roundRate(dropOff(cohort_orders, group.cohort_sessions)) : null,
  }));
}
