import type { Engine } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';
import type { Rate } from '../statistics/estimate.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';

/**
 * Page views of all sessions by signal mask. Looking phase only, except what can happen in the checkout alone (form steps) or is as bad there (errors):
 * their views of both stages count. Exits: the last page view of a session without an order.
 */
const maskedViews = defineQuery({
  name: 'masked_views',
  grain: 'one row per stage, page, kind of view and signal mask',
  columns: {
    stage: 'INTEGER',
    page_id: 'INTEGER',
    page_group: 'INTEGER',
    is_search: 'INTEGER',
    is_counted_search: 'INTEGER',
    signals: 'INTEGER',
    views: 'DOUBLE',
    exits: 'DOUBLE',
  },
  sql: `select stage, page_id, page_group, is_search, is_counted_search, signals, cast(sum(views) as double) as views, cast(sum(exits) as double) as exits
    from view_counts group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6`,
});

const exposedSessions = defineQuery({
  name: 'exposed_sessions',
  grain: 'one row per set of signals of a session, by stage',
  columns: { first_stage: 'INTEGER', second_stage: 'INTEGER', sessions: 'INTEGER' },
  sql: 'select first_stage, second_stage, sessions from exposure_counts order by 1, 2',
});

export interface SignalSpec {
  signal: string;
  bit: number;
  class: 'hard' | 'soft' | 'placebo';
  opportunity: string;
}

export interface SignalCount extends SignalSpec {
  available: boolean;
  opportunities: number | null;
  occurrences: number | null;
  per_opportunity: Rate | null;
  exposed_sessions: number | null;
  exit_rate_exposed: Rate | null;
  exit_rate_unexposed: Rate | null;
  worst_pages: { page_id: number; occurrences: number; views: number }[];
}

type View = {
  stage: number;
  page_id: number;
  page_group: number;
  is_search: number;
  is_counted_search: number;
  signals: number;
  views: number;
  exits: number;
};

/** Which views are an opportunity for a signal. A backtrack is seen on the list page, after a product view: its opportunities are the product views. */
const OPPORTUNITIES: Record<string, (view: View) => boolean> = {
  error: () => true,
  slow: () => true,
  dead_end: () => true,
  information_request: () => true,
  search_failure: (view) => view.is_counted_search === 1,
  zero_result: (view) => view.is_counted_search === 1,
  repeat_search: (view) => view.is_search === 1,
  backtrack: (view) => view.page_group === 3,
  loop: () => true,
  reload: () => true,
  form_reject: (view) => [6, 7, 8, 10].includes(view.page_group),
  placebo: () => true,
};
const BOTH_STAGES = new Set(['error', 'slow', 'form_reject', 'information_request']);

/**
 * Raw counts of each friction signal, per opportunity, with the share of views that were the last, with and without it. No adjustment of any kind: sessions
 * with many pages meet more of everything, and the reader is told so.
 *
 * @param available - signals whose columns are in the export; the others come back without numbers, never as 0
 */
export async function countSignals(engine: Engine, signals: readonly SignalSpec[], available: ReadonlySet<string>): Promise<SignalCount[]> {
  const views = (await engine.rows(maskedViews)) as View[];
  const exposed = await engine.rows(exposedSessions);
  return signals.map((spec) => {
    if (!available.has(spec.signal)) return { ...spec, available: false, ...NOTHING };
    const both = BOTH_STAGES.has(spec.signal);
    const relevant = views.filter((view) => both || view.stage === 1);
    const isExposed = (view: View) => hasBit(view.signals, spec.bit);
    const opportunities = sum(relevant.filter(OPPORTUNITIES[spec.signal]!), 'views');
    const occurrences = sum(relevant.filter(isExposed), 'views');
    const comparable =
      spec.signal === 'backtrack'
        ? relevant.filter((view) => [2, 4].includes(view.page_group))
        : relevant.filter(OPPORTUNITIES[spec.signal]!);
    const withSignal = comparable.filter(isExposed);
    const withoutSignal = comparable.filter((view) => !isExposed(view));
    return {
      ...spec,
      available: true,
      opportunities,
      occurrences,
      per_opportunity: rate(Math.min(occurrences, opportunities), opportunities),
      exposed_sessions: exposed
        .filter((row) => hasBit(row.first_stage!, spec.bit) || (both && hasBit(row.second_stage!, spec.bit)))
        .reduce((total, row) => total + row.sessions!, 0),
      exit_rate_exposed: rate(sum(withSignal, 'exits'), sum(withSignal, 'views')),
      exit_rate_unexposed: rate(sum(withoutSignal, 'exits'), sum(withoutSignal, 'views')),
      worst_pages: worstPages(relevant, isExposed),
    };
  });
}

const NOTHING = {
  opportunities: null,
  occurrences: null,
  per_opportunity: null,
  exposed_sessions: null,
  exit_rate_exposed: null,
  exit_rate_unexposed: null,
  worst_pages: [],
} as const satisfies Partial<SignalCount>;

function hasBit(signals: number, bit: number): boolean {
  return (signals & bit) !== 0;
}

function sum(views: readonly View[], field: 'views' | 'exits'): number {
  return views.reduce((total, view) => total + view[field], 0);
}

function rate(events: number, trials: number): Rate | null {
  return trials > 0 ? wilsonInterval(events, trials) : null;
}

function worstPages(views: readonly View[], isExposed: (view: View) => boolean): SignalCount['worst_pages'] {
  const pages = new Map<number, { page_id: number; occurrences: number; views: number }>();
  for (const view of views) {
    const page = pages.get(view.page_id) ?? { page_id: view.page_id, occurrences: 0, views: 0 };
    page.views += view.views;
    if (isExposed(view)) page.occurrences += view.views;
    pages.set(view.page_id, page);
  }
  return [...pages.values()]
    .filter((page) => page.occurrences > 0)
    .sort((a, b) => b.occurrences - a.occurrences || a.page_id - b.page_id)
    .slice(0, 5);
}
