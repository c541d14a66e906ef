import type { Engine } from '../engine/engine.ts';
import { defineStatement } from '../engine/query.ts';
import { coarsenCells, MOST_CELLS, OWN_GROUPS } from './coarsen-cells.ts';
import { countArrivals, MOST_VALUES } from './count-arrivals.ts';
import { countMargins, makeMarginCells } from './count-margins.ts';
import { countMoves } from './count-moves.ts';
import { countPages, MOST_PAGES } from './count-pages.ts';
import { countRequests } from './count-requests.ts';
import { countSteps, makeStepCells } from './count-steps.ts';
import { countViews } from './count-views.ts';
import { countLeaves, putLeafGroups, putSourceGroups } from './group-sources.ts';
import { type Band, markSessions } from './mark-sessions.ts';
import { poolSources, type SourceGroup } from './source-groups.ts';

/** How large the tables may grow; above, they are made coarser, see each. */
export interface CellLimits {
  cells: number;
  /** Source groups that stay when there are too many cells. */
  own_groups: number;
  values: number;
  pages: number;
}

const LIMITS: CellLimits = { cells: MOST_CELLS, own_groups: OWN_GROUPS, values: MOST_VALUES, pages: MOST_PAGES };

const makeCoarseness = defineStatement({
  name: 'cell_coarseness',
  grain: 'one row; 0: as METHOD has them, 1: fewer page classes, 2: also fewer step bins, 3: also fewer source groups',
  sql: 'create table cell_coarseness as select cast($coarseness as integer) as coarseness',
});

/**
 * Counts all page views and sessions into the tables that the split is estimated from: `step_cells`, `checkout_cells`, `page_cells`, `weekly_views`, `session_cells`,
 * `order_values`, `step_moves`, `landmark_cells`, `matrix_cells`, `margin_cells`, `margin_sessions`, `source_groups` and `cell_coarseness`; and `view_counts`,
 * `exposure_counts` and `request_counts`, of which pages, signals and requests for information are told. Their size is that of what there is to tell apart, whatever the traffic.
 *
 * @returns the source groups, in their order
 */
export async function makeCells(engine: Engine, band: Band, own: Partial<CellLimits> = {}): Promise<SourceGroup[]> {
  const limits = { ...LIMITS, ...own };
  await markSessions(engine, band);
  const leaves = await countLeaves(engine);
  const pooled = poolSources(leaves);
  await putLeafGroups(engine, pooled);
  await countSteps(engine);
  await countMargins(engine);
  await countViews(engine);
  const { sources, coarseness } = await coarsenCells(engine, leaves, pooled, limits);
  await makeStepCells(engine);
  await makeMarginCells(engine);
  await engine.run(makeCoarseness, { coarseness });
  await putSourceGroups(engine, sources);
  await countArrivals(engine, limits.values);
  await countPages(engine, limits.pages);
  await countMoves(engine, coarseness >= 1);
  await countRequests(engine);
  return sources.groups;
}
