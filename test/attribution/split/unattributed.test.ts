import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  benchmarkRates,
  type CohortCells,
  chooseBenchmark,
  pool,
  shrunkenQuality,
} from '../../../src/attribution/split/choose-benchmark.ts';
import { estimateSplit } from '../../../src/attribution/split/estimate-split.ts';
import { estimateAll, type SplitFindings } from '../../../src/attribution/split/find-split.ts';
import { fitSplit } from '../../../src/attribution/split/fit-split.ts';
import { callOf } from '../../../src/attribution/split/grade-split.ts';
import { groupingOf, isUnattributed, reattribute } from '../../../src/attribution/split/groupings.ts';
import { playGame } from '../../../src/attribution/split/play-game.ts';
import { overlapsOf } from '../../../src/attribution/split/split-numbers.ts';
import type { SourceGroup, SplitTables } from '../../../src/attribution/split/tables.ts';
import { GROUPS, makeShop } from './made-shop.ts';

const NOT_SET = { source: '(not set)', medium: '(not set)', channel: 'Unassigned' };
/** The made groups with some of them without a known source. */
const unknown = (...which: readonly number[]): SourceGroup[] =>
  GROUPS.map((group, index) => (which.includes(index) ? { ...group, ...NOT_SET } : group));
const BOUNDS = ['unattributed traffic counted with the best source', 'unattributed traffic counted with the worst source'];

describe('traffic without a known source', () => {
  it('is what has neither source nor medium; direct, a known medium and what is pooled over all media is not', () => {
    const group = (part: Partial<SourceGroup>) => isUnattributed({ ...GROUPS[0]!, ...part });
    expect(group(NOT_SET)).toBe(true);
    expect(group({ source: 'all', medium: '(not set)', level: 'medium' })).toBe(true);
    expect(group({ source: '(direct)', medium: '(none)' })).toBe(false);
    expect(group({ source: '(not set)', medium: 'email' })).toBe(false);
    expect(group({ source: 'newsletter', medium: '(not set)' })).toBe(false);
    expect(group({ source: 'all', medium: 'all', level: 'all' })).toBe(false);
  });

  it('joins the best or the worst of the known sources; strata stay', () => {
    // Sources 0 to 3 with qualities 1.2, 0.7, 3, 0.9; 2 is not known. Source 4 has no session in the cohort.
    const reported = groupingOf([0, 8, 16, 19, 24, 32], 8);
    const qualities = [1.2, 0.7, 3, 0.9, Number.NaN];
    const moved = (to: 'unattributed_best' | 'unattributed_worst') => reattribute(to, reported, unknown(2), qualities)!;
    expect([...moved('unattributed_best').sourceOf]).toEqual([0, 1, 0, 0, 3, 4]);
    expect([...moved('unattributed_worst').sourceOf]).toEqual([0, 1, 1, 1, 3, 4]);
    expect(moved('unattributed_best').stratumOf).toBe(reported.stratumOf);
  });

  it('is not moved where there is none of it, or nothing else', () => {
    const reported = groupingOf([0, 8], 8);
    expect(reattribute('unattributed_best', reported, GROUPS, [1, 1])).toBeUndefined();
    expect(reattribute('unattributed_best', reported, unknown(0, 1), [1, 1])).toBeUndefined();
    // A known one alone takes it all: then nothing is left to compare, and no side can lead for its traffic.
    expect([...reattribute('unattributed_best', reported, unknown(0), [1, 1])!.sourceOf]).toEqual([1, 1]);
  });

  it('is only moved: nobody gets lost, and the sources that are left are known', () => {
    const codes = fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { minLength: 2, maxLength: 40 });
    const lost = fc.subarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 1 });
    fc.assert(
      fc.property(
        codes,
        lost,
        fc.array(fc.double({ min: 0.1, max: 9, noNaN: true }), { minLength: 8, maxLength: 8 }),
        (arrivals, which, theta) => {
          const reported = groupingOf(arrivals, 8);
          const moved = reattribute('unattributed_worst', reported, unknown(...which), theta);
          const present = new Set(reported.sourceOf);
          if (moved === undefined) {
            expect([...present].every((source) => which.includes(source)) || ![...present].some((source) => which.includes(source))).toBe(
              true,
            );
            return;
          }
          const worst = Math.min(...[...present].filter((source) => !which.includes(source)).map((source) => theta[source]!));
          moved.sourceOf.forEach((source, index) => {
            expect(which).not.toContain(source);
            if (which.includes(reported.sourceOf[index]!)) expect(theta[source]).toBe(worst);
            else expect(source).toBe(reported.sourceOf[index]);
          });
        },
      ),
      { numRuns: 100, seed: 8 },
    );
  });

  it('is ranked beside sources that have sessions only', () => {
    const cells: CohortCells = {
      sessions: Float64Array.of(1000, 1000, 0),
      orders: Float64Array.of(200, 100, 0),
      lost: new Float64Array(3),
    };
    const [good, bad, none] = shrunkenQuality(cells, groupingOf([0, 8, 16], 3));
    // 150 of 1000 are expected of both; shrunk, they come nearer to 1.
    expect(good).toBeGreaterThan(1.2);
    expect(good).toBeLessThan(200 / 150);
    expect(bad).toBeGreaterThan(100 / 150);
    expect(none).toBeNaN();
  });
});

describe('what benchmark traffic would add', () => {
  it('lies between the two cases, by hand', () => {
    // No friction, halves alike. 1000 sessions each: A 20 of 100 order, B 10, and U, of which nobody knows where it comes from, 30: 20 in all.
    const half: CohortCells = {
      sessions: Float64Array.of(1000, 1000, 1000),
      orders: Float64Array.of(200, 100, 300),
      lost: new Float64Array(3),
    };
    const reported = groupingOf([0, 8, 16], 3);
    const qualities = shrunkenQuality(pool([half, half]), reported);
    const traffic = (grouping = reported) =>
      playGame(pool([half, half]), benchmarkRates(chooseBenchmark([half, half], grouping, 0.25), [half, half], grouping), grouping).traffic;
    const moved = (to: 'unattributed_best' | 'unattributed_worst') => traffic(reattribute(to, reported, unknown(2), qualities));
    // U is the benchmark; A and U together have 25 of 100; B and U together have 20, as has A.
    expect(traffic()).toBeCloseTo(0.3 - 0.2, 12);
    expect(moved('unattributed_best')).toBeCloseTo(0.25 - 0.2, 12);
    expect(moved('unattributed_worst')).toBeCloseTo(0, 12);
  });
});

describe('the split with unattributed traffic', () => {
  const planted = { error: 0, backtrack: 0, form: 0, earlier: 0 };
  /** Three good sources, one between, four poor ones; no friction. */
  const { tables, landmark } = makeShop({ sessions: 8000, seed: 23, ...planted, intent: [1, 1, 1, 0.4, 0, 0, 0, 0] });
  const find = (groups: readonly SourceGroup[]): SplitFindings =>
    estimateAll({ ...tables, groups, landmark, order_values: [], weekly: NO_WEEKS, pages: [NO_PAGES, NO_PAGES] });
  const settings = (of: SplitTables) => estimateSplit(fitSplit(of), -1).settings.map(({ name }) => name);

  it('is made in no other way where every source is known', () => {
    expect(settings({ ...tables, groups: GROUPS })).toEqual(['25', '10', '50', 'returning']);
    expect(find(GROUPS).variants.map(({ setting }) => setting)).not.toContain(BOUNDS[0]);
  });

  it('keeps its reported numbers, and says the two bounds with intervals and an overlap of their own', () => {
    // The medium is in the models: another one of the same sessions changes nothing.
    const named = GROUPS.map((group, index) => (index === 7 ? { ...group, medium: 'tv' } : group));
    const [known, bounded] = [find(named), find(unknown(7))];
    for (const name of ['friction', 'traffic', 'friction_removed', 'traffic_lead_25'])
      expect(bounded.numbers[name]!.value, name).toBeCloseTo(known.numbers[name]!.value, 12);
    const told = bounded.variants.filter(({ setting }) => BOUNDS.includes(setting));
    expect(told.map(({ setting }) => setting)).toEqual(BOUNDS);
    for (const { traffic } of told) {
      expect(traffic.low).toBeLessThan(traffic.value);
      expect(traffic.high).toBeGreaterThan(traffic.value);
    }
    const { benchmarks } = estimateSplit(fitSplit({ ...tables, groups: unknown(7) }), -1);
    expect(benchmarks.settings.map(({ name }) => name).slice(4)).toEqual(['unattributed_best', 'unattributed_worst']);
    expect(overlapsOf(benchmarks)('traffic_lead_unattributed_worst')).toBe(benchmarks.full[5]!.overlap);
  });

  it('declares no leading side that rests on where the unattributed traffic is counted', () => {
    expect(callOf(find(GROUPS).numbers)).toEqual({ call: 'traffic_leads', depends_on: [] });
    // One known source with the others counted with it leaves nothing to compare, so what was seen may be no difference between sources at all.
    const bounded = find(unknown(1, 2, 3, 4, 5, 6, 7));
    expect(bounded.numbers.traffic_lead_25!.low).toBeGreaterThan(0);
    expect(callOf(bounded.numbers)).toEqual({ call: 'traffic_matters', depends_on: BOUNDS });
    // A little of it takes nothing away.
    expect(callOf(find(unknown(7)).numbers)).toEqual({ call: 'traffic_leads', depends_on: [] });
  });
});

const NO_KEYS = new Int32Array(0);
const NO_COUNTS = new Float64Array(0);
const NO_PAGES = { rows: 0, page_id: NO_KEYS, context: NO_KEYS, friction: NO_KEYS, cohort_exits: NO_COUNTS, cohort_continued: NO_COUNTS };
const NO_WEEKS = { rows: 0, week: NO_KEYS, page_group: NO_KEYS, device: NO_KEYS, signals: NO_KEYS, views: NO_COUNTS, whole_weeks: 0 };
