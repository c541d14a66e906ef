import type { Engine } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';
import type { Rate } from '../statistics/estimate.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';

/** What visitors are asked for before they pay; a page view asks for one of them at most. */
export const REQUESTS = ['registration', 'account_before_cart', 'account_after_cart', 'checkout', 'shipping', 'billing'] as const;
export type Request = (typeof REQUESTS)[number];

/** One request, or any of them. */
export interface RequestCount {
  /** Cohort sessions that met it ÷ cohort sessions. */
  exposed: Rate;
  /** Abandoned sessions with it as their last page view ÷ those that met it; null where none did. */
  left_there: Rate | null;
}

export interface RequestCounts {
  any: RequestCount;
  /** Those that occur in the exports, where most left first. */
  requests: ({ request: Request } & RequestCount)[];
}

const requestCounts = defineQuery({
  name: 'request_counts_read',
  grain: 'one row per request',
  columns: { request: 'VARCHAR', sessions: 'INTEGER', left_there: 'INTEGER' },
  sql: 'select request, sessions, left_there from request_counts order by left_there desc, request',
});

const cohortSize = defineQuery({
  name: 'cohort_size',
  grain: 'one row',
  columns: { sessions: 'INTEGER' },
  sql: 'select cast(coalesce(sum(sessions), 0) as integer) as sessions from session_groups where is_cohort = 1',
});

/**
 * The requests for information that cohort sessions met before they paid; raw counts with Wilson intervals, no adjustment.
 *
 * @returns null when no page of the exports asks for anything, or there is no cohort
 */
export async function countRequests(engine: Engine): Promise<RequestCounts | null> {
  const cohort = (await engine.rows(cohortSize))[0]?.sessions ?? 0;
  const rows = await engine.rows(requestCounts);
  const lines = rows.map(({ request, sessions, left_there }) => ({
    request: request!,
    count: (): RequestCount => ({
      exposed: wilsonInterval(sessions!, cohort),
      left_there: sessions! > 0 ? wilsonInterval(left_there!, sessions!) : null,
    }),
  }));
  const any = lines.find(({ request }) => request === 'any');
  const requests = lines.flatMap(({ request, count }) => {
    const known = REQUESTS.find((name) => name === request);
    return known === undefined ? [] : [{ request: known, count }];
  });
  if (cohort === 0 || any === undefined || requests.length === 0) return null;
  return { any: any.count(), requests: requests.map(({ request, count }) => ({ request, ...count() })) };
}
