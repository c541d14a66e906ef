import type { Engine } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';
import { adjustForMany } from '../statistics/adjust-for-many.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { excessOverExpected } from '../statistics/excess-over-expected.ts';
import { poissonExactP } from '../statistics/poisson-exact-p.ts';

/**
 * Page views of cohort sessions by page and by what makes views comparable: stage and minute. Exits: the last page view of a session that was abandoned.
 * Within the cohort the minute must be part of the comparison: a cohort session cannot end before the band starts. The place in the session is not: in a
 * shop with one way through it every place is one page, and a page would be compared with itself.
 */
const cohortViews = defineQuery({
  name: 'cohort_views',
  grain: 'one row per page, stage and minute',
  columns: { page_id: 'INTEGER', page_group: 'INTEGER', stage: 'INTEGER', minute: 'INTEGER', views: 'INTEGER', exits: 'INTEGER' },
  sql: `select page_id, page_group, stage, minute, cast(sum(views) as integer) as views, cast(sum(abandoned) as integer) as exits
    from view_counts where is_cohort = 1 group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
});

/** Exits at one place of the site against those expected there. */
export interface ExitCount {
  page_id: number;
  page_group: number;
  stage: 1 | 2;
  views: number;
  exits: number;
  expected_exits: number;
  excess_exits: Estimate;
  /** Corrected over all places that are compared; null for places without a view. */
  q_value: number;
}

export interface ExitCounts {
  pages: ExitCount[];
  /** The same by page group and stage; `page_id` is 0. */
  steps: ExitCount[];
}

/**
 * Exits of abandoned cohort sessions by page, against the exits that comparable views have: expected = Σ views × exit rate of the stratum
 * (stage × minute), over all pages of the stratum. Expected exits add up to the observed ones, so excess adds up to 0.
 *
 * The interval is Garwood's of the observed exits minus the expected ones, taken as known; a page that fills its stratum is compared with itself and
 * shows no excess. This says where, not why.
 */
export async function countExits(engine: Engine): Promise<ExitCounts> {
  const rows = (await engine.rows(cohortViews)).map((row) => ({
    page_id: row.page_id!,
    page_group: row.page_group!,
    stage: (row.stage === 2 ? 2 : 1) as 1 | 2,
    stratum: `${row.stage}/${row.minute}`,
    views: row.views!,
    exits: row.exits!,
  }));
  const strata = new Map<string, { views: number; exits: number }>();
  for (const { stratum, views, exits } of rows) {
    const sum = strata.get(stratum) ?? { views: 0, exits: 0 };
    strata.set(stratum, { views: sum.views + views, exits: sum.exits + exits });
  }
  const gather = (keyOf: (row: (typeof rows)[number]) => { page_id: number; page_group: number; stage: 1 | 2 }) => {
    const places = new Map<string, Omit<ExitCount, 'excess_exits' | 'q_value'>>();
    for (const row of rows) {
      const place = keyOf(row);
      const key = `${place.page_id}/${place.page_group}/${place.stage}`;
      const sum = places.get(key) ?? { ...place, views: 0, exits: 0, expected_exits: 0 };
      const stratum = strata.get(row.stratum)!;
      sum.views += row.views;
      sum.exits += row.exits;
      sum.expected_exits += (row.views * stratum.exits) / stratum.views;
      places.set(key, sum);
    }
    return withIntervals([...places.values()]);
  };
  return { pages: gather((row) => row), steps: gather((row) => ({ ...row, page_id: 0 })) };
}

function withIntervals(places: readonly Omit<ExitCount, 'excess_exits' | 'q_value'>[]): ExitCount[] {
  const qValues = adjustForMany(places.map((place) => (place.expected_exits > 0 ? poissonExactP(place.exits, place.expected_exits) : 1)));
  return places.map((place, index) => ({
    page_id: place.page_id,
    page_group: place.page_group,
    stage: place.stage,
    views: place.views,
    exits: place.exits,
    expected_exits: place.expected_exits,
    excess_exits: excessOverExpected(place.exits, place.expected_exits),
    q_value: qValues[index]!,
  }));
}
