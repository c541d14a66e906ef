import { isAtOrBelow, type Release } from '../config/releases.ts';
import type { Engine } from '../engine/engine.ts';
import type { Estimate, Rate } from '../statistics/estimate.ts';
import { netChange, type RateCell, rateChange } from '../statistics/rate-change.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';
import { type ArmFinding, compareArms, FEWEST_BUCKETS, FEWEST_EXITS } from './compare-arms.ts';
import { countReleases, type Span, type TouchedPage, type ViewCount } from './count-releases.ts';
import { overlapping, type Spans, spansOf } from './release-spans.ts';
import { BUCKETS } from './split/tables.ts';

export type EvidenceKind = 'experiment' | 'variation' | 'association';

/** Change of the share of page views that are the last, after less before. `net`: within on the touched pages less within elsewhere. */
export interface ExitChange {
  observed: Estimate;
  mix: Estimate;
  within: Estimate;
  elsewhere: Estimate | null;
  net: Estimate | null;
}

/** A dated change with what the data say of it. */
export interface ReleaseFinding {
  release: Release;
  /** Whether it began, or lasted, in the time of the data. */
  in_period: boolean;
  spans: Spans | null;
  /** Exits per page view of the touched pages. */
  exit_rate_before: Rate | null;
  exit_rate_after: Rate | null;
  change: ExitChange | null;
  arms: ArmFinding[];
  evidence_kind: EvidenceKind | null;
  /** Why it is of that kind, or why nothing is compared. */
  why: string;
}

interface Pages {
  page_id: number;
  page: string;
}

/**
 * Compares the exits per page view of what each release, incident or experiment touched: before with after, within channel, device, new or returning, and against the
 * pages that it did not touch; experiments between their arms. The split knows nothing of it.
 *
 * @param data - the days of the data, from midnight to midnight, microseconds since 1970
 */
export async function compareReleases(
  engine: Engine,
  releases: readonly Release[],
  pages: readonly Pages[],
  data: { first_at: number; last_at: number },
): Promise<ReleaseFinding[]> {
  const planned = releases.map((release) => ({
    release,
    spans: release.kind === 'experiment' ? testSpans(release, data) : spansOf(release, data),
  }));
  const spans = planned.flatMap(({ release, spans }, index): Span[] =>
    spans === null
      ? []
      : release.kind === 'experiment'
        ? [{ release: index, phase: 1, ...spans.after }]
        : [
            { release: index, phase: 0, ...spans.before },
            { release: index, phase: 1, ...spans.after },
          ],
  );
  const counts = await countReleases(
    engine,
    spans,
    planned.flatMap(({ release }, index) => touched(release, index, pages)),
  );
  return planned.map(({ release, spans }, index) => {
    const views = counts.views.filter((count) => count.release === index);
    const arms = counts.arms.filter((count) => count.release === index);
    const in_period =
      release.at < data.last_at && (release.until ?? (release.kind === 'release' ? release.at + 1 : data.last_at)) > data.first_at;
    const none = { release, in_period, spans, exit_rate_before: null, exit_rate_after: null, change: null, arms: [], evidence_kind: null };
    if (!in_period) return { ...none, why: 'It lies outside the time of these data.' };
    if (release.kind === 'experiment') return { ...none, ...compareArms(release.arms, arms) };
    if (spans === null) return { ...none, why: 'The data do not reach as far before it as after it, at the same hours of the day.' };
    return { ...none, ...ofRelease(release, views, overlapping(release, spans, releases)) };
  });
}

/** The time that an experiment ran in the data. */
function testSpans({ at, until }: Release, data: { first_at: number; last_at: number }): Spans | null {
  const after = { from_at: Math.max(at, data.first_at), until_at: Math.min(until ?? data.last_at + 1, data.last_at + 1) };
  return after.from_at < after.until_at ? { before: after, after } : null;
}

/** Pages of a whole-site entry are all: nothing is elsewhere. A page at several arms belongs to the one with the longest path. */
function touched(release: Release, index: number, pages: readonly Pages[]): TouchedPage[] {
  return pages.flatMap(({ page_id, page }) => {
    const arm = release.arms
      .map((arm, number) => ({ arm: number, path: arm.page ?? '' }))
      .filter(({ path }) => path !== '' && isAtOrBelow(page, path))
      .sort((a, b) => b.path.length - a.path.length)[0]?.arm;
    if (release.kind === 'experiment') return arm === undefined ? [] : [{ release: index, page_id, arm }];
    return release.page === null || isAtOrBelow(page, release.page) ? [{ release: index, page_id, arm: -1 }] : [];
  });
}

type Said = Pick<ReleaseFinding, 'evidence_kind' | 'why'> & Partial<ReleaseFinding>;

function ofRelease(release: Release, views: readonly ViewCount[], others: readonly Release[]): Said {
  const own = views.filter(({ is_touched }) => is_touched);
  const [before, after] = [exitRate(own, 0), exitRate(own, 1)];
  const rates = { exit_rate_before: before, exit_rate_after: after };
  if (before === null || after === null)
    return {
      ...rates,
      evidence_kind: null,
      why: `No page view ${release.page === null ? 'is there' : `of ${release.page}`} on one side of it.`,
    };
  if (Math.min(before.events, after.events) < FEWEST_EXITS || new Set(own.map(({ bucket }) => bucket)).size < FEWEST_BUCKETS)
    return {
      ...rates,
      evidence_kind: null,
      why: `Too few exits to compare: ${before.events} before, ${after.events} after; ${FEWEST_EXITS} on each side are needed.`,
    };
  const change = exitChange(views);
  if (change === null) return { ...rates, evidence_kind: null, why: 'Too few visitors to compare.' };
  return { ...rates, change, ...kindOf(release, change, others) };
}

/** Never more than the dates allow: a variation needs a mix of arrivals that stayed, pages that were not touched, and no other change at the same time. */
function kindOf({ page }: Release, { mix }: ExitChange, others: readonly Release[]): Pick<ReleaseFinding, 'evidence_kind' | 'why'> {
  const reasons = [
    ...(mix.low > 0 || mix.high < 0 ? ['the mix of arrivals changed with it'] : []),
    ...(page === null ? ['it touched the whole site, so there is no page to compare with'] : []),
    ...(others.length > 0 ? [`other changes fall into the same time (${others.map(({ name }) => name).join(', ')})`] : []),
  ];
  if (reasons.length > 0) return { evidence_kind: 'association', why: `An association: ${reasons.join('; ')}.` };
  return {
    evidence_kind: 'variation',
    why: 'A variation: these pages changed at that time while the mix of arrivals did not, and other pages show what else changed.',
  };
}

function exitRate(views: readonly ViewCount[], phase: 0 | 1): Rate | null {
  const [exits, trials] = (['exits', 'views'] as const).map((name) =>
    views.filter((count) => count.phase === phase).reduce((sum, count) => sum + count[name], 0),
  );
  return trials! > 0 ? wilsonInterval(exits!, trials!) : null;
}

/** The net change is a change of both at once, so that a visitor who saw touched and other pages counts as one source of chance. */
function exitChange(views: readonly ViewCount[]): ExitChange | null {
  const own = rateChange(cellsOf(views.filter(({ is_touched }) => is_touched)), BUCKETS);
  if (own === null) return null;
  const others = cellsOf(views.filter(({ is_touched }) => !is_touched));
  const elsewhere = rateChange(others, BUCKETS);
  const net = elsewhere && netChange(own, elsewhere);
  return { observed: own.observed, mix: own.mix, within: own.within, elsewhere: elsewhere === null ? null : elsewhere.within, net };
}

function cellsOf(views: readonly ViewCount[]): RateCell[] {
  return views.map(({ stratum, bucket, phase, views: trials, exits: events }) => ({
    stratum,
    group: bucket,
    before: phase === 0 ? { events, trials } : { events: 0, trials: 0 },
    after: phase === 1 ? { events, trials } : { events: 0, trials: 0 },
  }));
}
