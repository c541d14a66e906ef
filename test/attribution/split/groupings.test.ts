import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benchmarkRates, type CohortCells, chooseBenchmark, pool } from '../../../src/attribution/split/choose-benchmark.ts';
import { estimateSplit } from '../../../src/attribution/split/estimate-split.ts';
import { estimateAll } from '../../../src/attribution/split/find-split.ts';
import { fitSplit } from '../../../src/attribution/split/fit-split.ts';
import { type Grouping, groupingOf, regroup } from '../../../src/attribution/split/groupings.ts';
import { playGame } from '../../../src/attribution/split/play-game.ts';
import { overlapsOf } from '../../../src/attribution/split/split-numbers.ts';
import type { SourceGroup, SplitTables } from '../../../src/attribution/split/tables.ts';
import { GROUPS, makeShop } from './made-shop.ts';

/** Groups by level, campaign and landing class; the number of a group is its place. */
const groupsOf = (...each: readonly (readonly [level: string, campaign: string, landing: string])[]): SourceGroup[] =>
  each.map(([level, campaign, landing], index) => ({
    ...GROUPS[0]!,
    ...{ source_group: index, label: `${campaign} ${landing}`, source: 'google', medium: 'cpc', level, campaign, landing },
  }));
/** Two campaigns with the same two landing classes each. */
const FOUR = groupsOf(['landing', 'a', 'home'], ['landing', 'b', 'home'], ['landing', 'a', 'product'], ['landing', 'b', 'product']);
const partition = (grouping: Grouping | undefined) => grouping && { sources: [...grouping.sourceOf], strata: [...grouping.stratumOf] };

/** φ_T of a shop without friction whose halves are alike: what benchmark traffic would add. */
function trafficOf(grouping: Grouping, sessions: readonly number[], orders: readonly number[]): number {
  const half: CohortCells = {
    sessions: Float64Array.from(sessions),
    orders: Float64Array.from(orders),
    lost: new Float64Array(sessions.length),
  };
  const halves = [half, half] as const;
  return playGame(pool(halves), benchmarkRates(chooseBenchmark(halves, grouping, 0.25), halves, grouping), grouping).traffic;
}

describe('arrivals grouped in another way', () => {
  it('are one source when they differ only in the landing page, and that is part of the stratum', () => {
    // Desktop and new: stratum 0; mobile and returning: 3. Groups 1 and 4 are pooled over landing pages: 1 within its campaign, 4 over campaigns.
    const groups = groupsOf(
      ['landing', 'a', 'home'],
      ['campaign', 'a', 'all'],
      ['landing', 'a', 'product'],
      ['landing', 'b', 'home'],
      ['source', 'all', 'all'],
    );
    const arrivals = [0, 3, 8, 16, 24, 27, 32];
    expect(partition(regroup('landing', arrivals, groups))).toEqual({
      sources: [0, 0, 0, 0, 1, 1, 2],
      // Home 0, all 1, product 2.
      strata: [0, 3, 8, 16, 0, 3, 8],
    });
  });

  it('are two sources when new and returning visitors count as traffic, compared within devices alone', () => {
    expect(partition(regroup('returning', [0, 1, 2, 9, 14], FOUR))).toEqual({ sources: [0, 1, 0, 3, 2], strata: [0, 0, 1, 0, 3] });
  });

  it('are not there where nothing would change or nothing be left to compare', () => {
    expect(regroup('returning', [0, 2, 8, 10], FOUR)).toBeUndefined();
    expect(regroup('landing', [0, 1, 8, 9], FOUR)).toBeUndefined();
    expect(regroup('landing', [0, 8, 16], GROUPS)).toBeUndefined();
    // One campaign with two landing pages is one source.
    expect(regroup('landing', [0, 16], FOUR)).toBeUndefined();
    expect(partition(regroup('returning', [0, 1], FOUR))).toEqual({ sources: [0, 1], strata: [0, 0] });
  });

  it('lose no traffic to landing pages when these do not count as traffic', () => {
    const arrivals = [0, 8, 16, 24];
    // Home pages 20 of 100, product pages 10 of 100, whatever the campaign: all of them like the best would be 20 instead of 15.
    const shop = [
      [1000, 1000, 1000, 1000],
      [200, 200, 100, 100],
    ] as const;
    expect(trafficOf(groupingOf(arrivals, 4), ...shop)).toBeCloseTo(0.05, 12);
    expect(trafficOf(regroup('landing', arrivals, FOUR)!, ...shop)).toBeCloseTo(0, 12);
  });

  it('lose traffic to new visitors when these count as traffic', () => {
    const arrivals = [0, 1, 8, 9];
    // Returning visitors 30 of 100, new ones 10 of 100, in both sources; a quarter of the sessions is returning.
    const shop = [
      [1500, 500, 1500, 500],
      [150, 150, 150, 150],
    ] as const;
    expect(trafficOf(groupingOf(arrivals, 4), ...shop)).toBeCloseTo(0, 12);
    expect(trafficOf(regroup('returning', arrivals, FOUR)!, ...shop)).toBeCloseTo(0.3 - 0.15, 12);
  });

  it('give what the same grouping gives when it is written into the codes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 30, max: 900 }), fc.double({ min: 0.02, max: 0.5, noNaN: true })), {
          minLength: 32,
          maxLength: 32,
        }),
        (cells) => {
          const arrivals = cells.map((_, code) => code);
          const [sessions, orders] = [cells.map(([count]) => count), cells.map(([count, rate]) => Math.round(count * rate))];
          // Source group · 2 + returning is the source; device · 2 the stratum.
          const written = arrivals.map((code) => (2 * (code >> 3) + (code & 1)) * 8 + (code & 6));
          expect(trafficOf(regroup('returning', arrivals, FOUR)!, sessions, orders)).toBeCloseTo(
            trafficOf(groupingOf(written, 8), sessions, orders),
            12,
          );
        },
      ),
      { numRuns: 20, seed: 6 },
    );
  });
});

describe('the split with arrivals grouped in another way', () => {
  const planted = { error: 1, backtrack: 0.4, form: 0.8, earlier: 0.2, intent: [0.6, 0.4, 0.2, 0, 0, -0.2, -0.4, -0.6] };
  const { tables: plain, landmark } = makeShop({ sessions: 4000, seed: 17, ...planted });
  /** Each source group is one of two landing pages of a campaign. */
  const groups = plain.groups.map((group, index) => ({
    ...group,
    ...{ level: 'landing', source: `source-${index >> 1}`, medium: 'cpc', landing: ['home', 'product'][index % 2]! },
  }));
  const tables: SplitTables = { ...plain, groups };

  it('has the same lost orders in all settings, and its parts add up in each', () => {
    const split = fitSplit(tables);
    const { chain, settings, benchmarks } = estimateSplit(split, -1);
    expect(settings.map(({ name }) => name)).toEqual(['25', '10', '50', 'returning', 'landing']);
    for (const { friction_removed, friction, traffic, both_removed } of chain.full) {
      expect(friction_removed).toBeCloseTo(chain.full[0]!.friction_removed, 12);
      expect(friction + traffic).toBeCloseTo(both_removed, 12);
    }
    // Replicates keep settings and choices.
    expect(estimateSplit(split, 7, benchmarks).benchmarks).toBe(benchmarks);
    const overlap = overlapsOf(benchmarks);
    expect(overlap('traffic_10')).toBe(benchmarks.full[0]!.overlap);
    expect(overlap('traffic')).toBe(benchmarks.full[0]!.overlap);
    expect(overlap('traffic_returning')).toBe(benchmarks.full[3]!.overlap);
    expect(overlap('navigation_lead_landing')).toBe(benchmarks.full[4]!.overlap);
  });

  it('is told with its own intervals, where it is another one', () => {
    const input = { ...tables, landmark, order_values: [], weekly: NO_WEEKS, pages: [NO_PAGES, NO_PAGES] as const };
    const told = estimateAll(input).variants;
    expect(told.map(({ setting }) => setting)).toEqual([
      'benchmark of the best 10 %',
      'benchmark of the best 50 %',
      'new or returning counted as traffic',
      'landing page not counted as traffic',
      'hard signals alone',
    ]);
    for (const { friction, traffic } of told)
      for (const { value, low, high } of [friction, traffic]) {
        expect(low).toBeLessThan(value);
        expect(high).toBeGreaterThan(value);
      }
    const [returning, landing] = [told[2]!, told[3]!];
    expect(returning.traffic.value).not.toBe(landing.traffic.value);
    expect(estimateAll({ ...input, groups: plain.groups }).variants.map(({ setting }) => setting)).not.toContain(
      'landing page not counted as traffic',
    );
  });
});

const NO_KEYS = new Int32Array(0);
const NO_COUNTS = new Float64Array(0);
const NO_PAGES = { rows: 0, page_id: NO_KEYS, context: NO_KEYS, friction: NO_KEYS, cohort_exits: NO_COUNTS, cohort_continued: NO_COUNTS };
const NO_WEEKS = { rows: 0, week: NO_KEYS, page_group: NO_KEYS, device: NO_KEYS, signals: NO_KEYS, views: NO_COUNTS, whole_weeks: 0 };
