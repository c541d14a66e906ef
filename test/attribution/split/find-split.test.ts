import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateSplit } from '../../../src/attribution/split/estimate-split.ts';
import { estimateAll, findSplit, type SplitFindings, type SplitInput } from '../../../src/attribution/split/find-split.ts';
import { fitSplit } from '../../../src/attribution/split/fit-split.ts';
import { runSplit, type SplitRun } from '../../../src/attribution/split/replicate-split.ts';
import type { PageCells } from '../../../src/attribution/split/share-pages.ts';
import { sharePages } from '../../../src/attribution/split/share-pages.ts';
import { shareLosses } from '../../../src/attribution/split/share-split.ts';
import { frictionOf, type SplitTables, type StepCells } from '../../../src/attribution/split/tables.ts';
import { seededDraws } from '../../statistics/draws.ts';
import { multiplyCounts, relabelSources, reorder, withoutFriction } from './change-tables.ts';
import { GROUPS, makeShop, SIGNALS } from './made-shop.ts';

const SPREAD = [0.6, 0.4, 0.2, 0, 0, -0.2, -0.4, -0.6];
const PLANTED = { error: 1, backtrack: 0.4, form: 0.8, earlier: 0.2 };
const { tables, landmark } = makeShop({ sessions: 4000, seed: 11, ...PLANTED, intent: SPREAD });

/** Pages of the same views: each line goes to one of three pages by its bucket; page 0 is one of them. */
function pagesOf(cells: StepCells): PageCells {
  return {
    rows: cells.rows,
    page_id: cells.bucket.map((bucket) => bucket % 3),
    context: cells.context,
    friction: cells.friction,
    cohort_exits: cells.counts.cohort_exits,
    cohort_continued: cells.counts.cohort_continued,
  };
}

/** Four weeks of as many page views, with an error on 4, 2, 3 and 1 of 100, and nothing else. */
const WEEKLY: SplitInput['weekly'] = {
  rows: 8,
  week: Int32Array.from([0, 0, 1, 1, 2, 2, 3, 3]),
  page_group: new Int32Array(8).fill(3),
  device: new Int32Array(8),
  signals: Int32Array.from([0, 1, 0, 1, 0, 1, 0, 1]),
  views: Float64Array.from([96, 4, 98, 2, 97, 3, 99, 1], (share) => share * 10_000),
  whole_weeks: 4,
};

const inputOf = (of: SplitTables): SplitInput => ({
  ...of,
  order_values: [{ source_group: 0, revenue_minor: 5000, sessions: 300 }],
  pages: [pagesOf(of.looking), pagesOf(of.checkout)],
  weekly: WEEKLY,
  landmark: { ...landmark, arrival: landmark.arrival.map((code) => code % (8 * of.groups.length)) },
});
const find = (of: SplitTables): SplitFindings => estimateAll(inputOf(of));
const found = find(tables);
const values = ({ numbers }: SplitFindings) => Object.fromEntries(Object.entries(numbers).map(([name, { value }]) => [name, value]));
const sum = (list: readonly number[]) => list.reduce((total, value) => total + value, 0);

/** All numbers, with their standard errors, agree to a digit. */
function expectSame(one: SplitFindings, other: SplitFindings, digits = 9) {
  for (const [name, { value, standard_error }] of Object.entries(one.numbers)) {
    expect(other.numbers[name]!.value, name).toBeCloseTo(value, digits);
    expect(other.numbers[name]!.standard_error, name).toBeCloseTo(standard_error, digits);
  }
  expect(other.call).toBe(one.call);
}

describe('split', () => {
  it('adds up: what was seen, both boxes and the rest are everything', () => {
    const { observed, site, shared, traffic, unexplained, friction, both_removed } = values(found) as Record<string, number>;
    expect(observed! + site! + shared! + traffic! + unexplained!).toBeCloseTo(1, 9);
    expect(friction! + traffic!).toBeCloseTo(both_removed!, 9);
    expect(site! + shared!).toBeCloseTo(friction!, 9);
    const { share_site, share_shared, share_traffic, share_unexplained } = values(found) as Record<string, number>;
    expect(share_site! + share_shared! + share_traffic! + share_unexplained!).toBeCloseTo(1, 9);
  });

  it('scales the losses of signals only where friction is clearly no nothing and its part near what its removal regains', () => {
    const shares = (removed: number, error: number, friction: number) => {
      const run = {
        by_signal: Float64Array.from([80, 20, 0, 0]),
        added_chance: new Float64Array(2),
        numbers: { friction_removed: removed, friction },
      } as unknown as SplitRun;
      const about = (value: number) => ({ value, low: value - error, high: value + error, standard_error: error / 2 });
      return shareLosses(SIGNALS.slice(0, 2), { friction: about(friction), friction_removed: about(removed) }, (of) => ({
        ...{ value: of(run), low: of(run) - 1, high: of(run) + 1, standard_error: 0.5 },
      }));
    };
    const lost = (found: ReturnType<typeof shares>) => found.parts.slice(0, 2).map(({ share }) => share.value);
    // 100 lost orders are v(N); their shares are φ_N.
    expect(shares(0.01, 0.004, 0.012)).toMatchObject({ are_scaled: true });
    expect(lost(shares(0.01, 0.004, 0.012))).toEqual([96, 24]);
    for (const [removed, error, friction] of [
      [0.01, 0.011, 0.012],
      [0.01, 0.004, 0.021],
      [0.01, 0.004, 0.0049],
      [0.01, 0.004, -0.012],
      [0, 0, 0],
    ] as const) {
      expect(shares(removed, error, friction).are_scaled).toBe(false);
      expect(lost(shares(removed, error, friction))).toEqual([80, 20]);
    }
    expect(found.signals_scaled).toBe(true);
  });

  it('gives the conversion of the cohort as benchmark traffic without friction', () => {
    const { observed, both_removed, benchmark_conversion } = found.numbers;
    expect(benchmark_conversion!.value).toBeCloseTo(observed!.value + both_removed!.value, 12);
    expect(benchmark_conversion!.low).toBeLessThan(benchmark_conversion!.value);
    // Seen with its friction, the benchmark orders less.
    expect(found.benchmark.orders / found.benchmark.sessions).toBeLessThan(benchmark_conversion!.value);
  });

  it('adds up: sources to both boxes, signals to that of friction, pages to the raw losses', () => {
    const { cohort_sessions, numbers, sources, signals, pages } = found;
    const orders = (name: string) => numbers[name]!.value * cohort_sessions;
    expect(sum(sources.map(({ traffic }) => traffic.value))).toBeCloseTo(orders('traffic'), 7);
    expect(sum(sources.map(({ friction }) => friction.value))).toBeCloseTo(orders('friction'), 7);
    expect(sum(signals.map(({ share }) => share.value))).toBeCloseTo(orders('friction'), 7);
    expect(sum(signals.map(({ lost }) => lost.value))).toBeCloseTo(orders('friction_removed'), 7);
    expect(sum(pages.map(({ lost }) => lost.value))).toBeCloseTo(orders('friction_removed'), 7);
    expect(new Set(pages.map(({ page_id }) => page_id))).toEqual(new Set([0, 1, 2]));
  });

  it('adds up in every replicate too, and pages stage by stage', () => {
    const split = fitSplit(tables);
    const { run: full, estimates } = runSplit(split, -1);
    for (const bucket of [-1, 0, 17, 39]) {
      const { run } = runSplit(split, bucket, estimates.benchmarks);
      const cohort =
        sum(estimates.cells.sessions as unknown as number[]) - (bucket < 0 ? 0 : sum([...split.counts.buckets[bucket]!.cohort_sessions]));
      expect(sum([...run.by_signal]) / cohort).toBeCloseTo(run.numbers.friction_removed!, 9);
      expect(sum([...run.traffic_by_source]) / found.cohort_sessions).toBeCloseTo(run.numbers.traffic!, 9);
      expect((sum([...run.by_pattern.looking.values()]) + sum([...run.by_pattern.checkout.values()])) / cohort).toBeCloseTo(
        run.numbers.friction_removed!,
        9,
      );
    }
    for (const name of ['looking', 'checkout'] as const) {
      const shares = sharePages(split.changed.none[name], estimates.full[name], pagesOf(tables[name]), SIGNALS);
      const lost = sum(shares.flatMap(({ lost: byPattern }) => [...byPattern]));
      expect(lost).toBeCloseTo(sum([...full.by_pattern[name].values()]), 7);
    }
  });

  it('does not depend on the order of the lines', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        expectSame(found, find(reorder(tables, seed)));
      }),
      { numRuns: 3, seed: 4 },
    );
  });

  it('gives the sources in another order when they are numbered in another order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }), (order) => {
        const other = find(relabelSources(tables, order));
        expectSame(found, other);
        order.forEach((now, before) => {
          expect(other.sources[now]!.group.label).toBe(found.sources[before]!.group.label);
          expect(other.sources[now]!.traffic.value).toBeCloseTo(found.sources[before]!.traffic.value, 5);
          expect(other.sources[now]!.friction.value).toBeCloseTo(found.sources[before]!.friction.value, 5);
        });
      }),
      { numRuns: 2, seed: 5 },
    );
  });

  it('keeps its estimates and its intervals when every count is doubled: copies of a visitor are no new visitors', () => {
    const larger = find(multiplyCounts(tables, 2));
    for (const name of ['friction_removed', 'friction_removed_hard', 'friction', 'traffic']) {
      const [one, two] = [found.numbers[name]!, larger.numbers[name]!];
      // Penalties and shrinkage weigh half as much.
      expect(Math.abs(two.value - one.value) / one.standard_error, name).toBeLessThan(SHIFT);
      expect(Math.abs(two.standard_error / one.standard_error - 1), name).toBeLessThan(0.1);
    }
  });

  it('moves only its intervals when the same sessions have other visitor ids, and those little', () => {
    const shop = (visitors: number) => find(uneven(makeShop({ sessions: 8000, seed: 41, ...PLANTED, intent: SPREAD, visitors }).tables));
    const first = shop(1);
    for (const other of [shop(2), shop(3), shop(4)]) {
      // What no benchmark enters is the same.
      for (const name of ['observed', 'friction_removed', 'friction_removed_hard', 'placebo'])
        expect(other.numbers[name]!.value, name).toBeCloseTo(first.numbers[name]!.value, 9);
      for (const name of ['friction', 'friction_hard', 'traffic', 'friction_10', 'traffic_10']) {
        const [one, two] = [first.numbers[name]!, other.numbers[name]!];
        // Other halves choose and measure the benchmark.
        expect(Math.abs(two.value - one.value) / one.standard_error, name).toBeLessThan(OTHER_HALVES);
        // An error from 40 groups has itself an error of 1/√78, the ratio of two one of 16 %: within three times that.
        expect(Math.abs(Math.log(two.standard_error / one.standard_error)), name).toBeLessThan(0.48);
      }
      expect(other.call).toBe(first.call);
    }
  });

  it('has half the error with four times as many sessions', () => {
    const few = fitAndError(2000);
    const many = fitAndError(8000);
    for (const name of ['friction_removed', 'friction'] as const) {
      expect(many[name]! / few[name]!, name).toBeGreaterThan(0.3);
      expect(many[name]! / few[name]!, name).toBeLessThan(0.75);
    }
  });

  it('finds nothing for the placebo, whatever the friction', () => {
    const { low, high } = found.numbers.placebo!;
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  it('checks friction against the trouble of the first 120 s, with the jackknife of the difference', () => {
    const check = found.checks.landmark!;
    expect(check.excess.value).toBeCloseTo(check.lost.value - found.numbers.friction_removed!.value, 12);
    // A lower bound, and measured on the same visitors.
    expect(check.excess.low).toBeLessThan(0);
    expect(check.excess.standard_error).toBeLessThan(check.lost.standard_error + found.numbers.friction_removed!.standard_error);
    expect(check.sessions).toBe(found.cohort_sessions);
  });

  it('says what would be achieved with friction as rare as in good weeks: part of what goes with each signal', () => {
    const { signals, total } = found.achievable!;
    const lostTo = (name: string) => found.signals.find(({ signal }) => signal === name)!.lost.value;
    // The best quarter of weeks has 1 of 100 instead of 2.5; earlier hard trouble falls as errors do. 1 % of itself is what shrinking may move it.
    const [error, earlier] = ['error', 'earlier_hard'].map((name) => signals.find(({ signal }) => signal === name)!);
    expect(Math.abs(error!.lost.value / lostTo('error') - 0.6)).toBeLessThan(0.006);
    expect(Math.abs(earlier!.lost.value / lostTo('earlier_hard') - 0.6)).toBeLessThan(0.006);
    expect(total.value).toBeCloseTo(error!.lost.value + earlier!.lost.value, 9);
    expect(total.value).toBeLessThan(found.numbers.friction_removed!.value * found.cohort_sessions);
  });

  it('does not let the placebo of the alternatives change anything else', () => {
    const split = fitSplit(tables);
    const estimates = estimateSplit(split, -1);
    // Without the views of the placebo alternative every other number is the same.
    const none = { looking: split.changed.no_hard.looking, checkout: split.changed.no_hard.checkout };
    const other = estimateSplit({ ...split, changed: { ...split.changed, no_placebo: none } }, -1);
    expect(other.placebo).not.toBe(estimates.placebo);
    expect(other.chain).toEqual(estimates.chain);
    expect(other.modelled).toEqual(estimates.modelled);
  });

  it('ignores signals that the exports cannot show', () => {
    const slow = 2;
    const draws = seededDraws(3);
    const marked = (cells: StepCells): StepCells => ({
      ...cells,
      friction: cells.friction.map((code) => (draws.uniform() < 0.3 ? code + slow * 9 : code)),
    });
    expectSame(found, find({ ...tables, looking: marked(tables.looking), checkout: marked(tables.checkout) }));
  });

  it('takes a signal after which everybody left, or nobody, into no verdict', () => {
    const slow = { signal: 'slow', bit: 2, class: 'hard' } as const;
    // Drawn for a few lines of views, all of them exits; for as many without a single one.
    const marked = (cells: StepCells, isMarked: (views: number, exits: number) => boolean): StepCells => ({
      ...cells,
      friction: cells.friction.map((code, line) =>
        isMarked(cells.counts.views[line]!, cells.counts.exits[line]!) ? code + slow.bit * 9 : code,
      ),
    });
    for (const isMarked of [(views: number, exits: number) => exits === views, (_: number, exits: number) => exits === 0]) {
      const of = { ...tables, looking: marked(tables.looking, isMarked), signals: [...SIGNALS, slow] };
      const separated = find(of);
      expect(separated.checks.separated).toEqual(['slow']);
      expectSame(found, separated);
      expect(separated.signals.map(({ signal }) => signal)).not.toContain('slow');
    }
    expect(found.checks.separated).toEqual([]);
  });

  it('finds exactly no friction where none was met, and no number is missing', () => {
    const calm = find(withoutFriction(tables));
    for (const name of ['friction_removed', 'friction_removed_hard', 'placebo']) expect(calm.numbers[name]!.value, name).toBe(0);
    for (const name of ['friction', 'friction_hard', 'shared', 'site']) expect(calm.numbers[name]!.value, name).toBeCloseTo(0, 15);
    expect(sum(calm.signals.map(({ lost }) => lost.value))).toBe(0);
    expect(calm.gates.map(({ gate }) => gate)).toEqual(expect.arrayContaining(['friction_views', 'friction_exits']));
    expect(calm.call).toBe('not_enough_evidence');
    expect(
      JSON.stringify(calm, (_, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? 'missing' : value)),
    ).not.toContain('missing');
  });

  it('has no split of one source', () => {
    const one = (cells: StepCells): StepCells => ({ ...cells, arrival: cells.arrival.map((code) => code % 8) });
    const sessions = { ...tables.sessions, arrival: tables.sessions.arrival.map((code) => code % 8) };
    const moves = { ...tables.moves, source_group: new Int32Array(tables.moves.rows) };
    const stages = { looking: one(tables.looking), checkout: one(tables.checkout) };
    const single = find({ ...tables, ...stages, sessions, moves, groups: GROUPS.slice(0, 1) });
    expect(single.gates).toContainEqual({ gate: 'sources', actual: 1, needed: 2 });
    expect(single.call).toBe('not_enough_evidence');
    expect(single.grade).toBe('D');
  });

  it('is not there without a cohort, without page views, without orders', () => {
    const zero = (name: 'cohort_sessions' | 'cohort_orders') => ({
      ...tables.sessions,
      counts: { ...tables.sessions.counts, [name]: new Float64Array(tables.sessions.rows) },
    });
    expect(findSplit(inputOf({ ...tables, sessions: zero('cohort_sessions') })).found).toBeNull();
    expect(findSplit(inputOf({ ...tables, sessions: zero('cohort_orders') })).found).toBeNull();
    const nothing = { ...tables.looking, rows: 0, context: new Int32Array(0), friction: new Int32Array(0) };
    const { gates, found: none } = findSplit(inputOf({ ...tables, looking: nothing, checkout: nothing }));
    expect(none).toBeNull();
    expect(gates.map(({ gate }) => gate)).toEqual(['friction_views', 'friction_exits']);
  });
});

/** The largest shift of a number, in its standard errors, when other halves choose the benchmark. */
const OTHER_HALVES = 0.1;

/** The tables with sources 1 and 2 as one, so that whole sources do not make just a quarter of the cohort: halves would disagree whether the last one is in. */
function uneven(of: SplitTables): SplitTables {
  const joined = <Cells extends { arrival: Int32Array }>(cells: Cells) => ({
    ...cells,
    arrival: cells.arrival.map((code) => (code >> 3 === 2 ? code - 8 : code)),
  });
  const moves = { ...of.moves, source_group: of.moves.source_group.map((group) => (group === 2 ? 1 : group)) };
  return { ...of, looking: joined(of.looking), checkout: joined(of.checkout), sessions: joined(of.sessions), moves };
}

/** The largest shift of a number, in its standard errors, when shrinkage weighs half; as measured, rounded up. */
const SHIFT = 0.2;

function fitAndError(sessions: number): Record<string, number> {
  const { tables: made } = makeShop({ sessions, seed: 21, ...PLANTED, intent: SPREAD });
  return Object.fromEntries(Object.entries(find(made).numbers).map(([name, { standard_error }]) => [name, standard_error]));
}

describe('request for information', () => {
  it('is a step that nobody can leave from once it is gone: all its exits are lost', () => {
    const request = { signal: 'information_request', bit: 4, class: 'hard' } as const;
    const signals = SIGNALS.map((signal) => (signal.bit === 4 ? request : signal));
    const plain = fitSplit(tables);
    const asking = fitSplit({ ...tables, signals });
    const [before, after] = [estimateSplit(plain, -1).full.checkout, estimateSplit(asking, -1).full.checkout];
    const { rows, kind, kinds } = asking.changed.none.checkout;
    let asked = 0;
    for (let i = 0; i < rows.length; i++) {
      const { signals: met } = frictionOf(asking.checkout.steps.frictions[kinds.pattern[kind[i]!]!]!);
      if ((met & 4) === 0) expect(after.weights.per_exit[i]).toBeCloseTo(before.weights.per_exit[i]!, 9);
      else {
        asked += 1;
        // 1 − h0/h with h0 = 0: the weight is the chance of a later order itself, and more than if the form were only rejected less.
        expect(after.weights.per_exit[i]).toBeGreaterThan(before.weights.per_exit[i]!);
        expect(after.weights.per_exit[i]).toBeLessThanOrEqual(1);
      }
    }
    expect(asked).toBeGreaterThan(10);
    const { run } = runSplit(asking, -1);
    const cohort = sum([...asking.counts.totals.cohort_sessions]);
    expect(sum([...run.by_signal]) / cohort).toBeCloseTo(run.numbers.friction_removed!, 9);
  });

  it('stays a step at the lower end, and only its effect is gone', () => {
    const request = { signal: 'information_request', bit: 4, class: 'hard' } as const;
    const asking = fitSplit({ ...tables, signals: SIGNALS.map((signal) => (signal.bit === 4 ? request : signal)) });
    const [plain, asked] = [estimateSplit(fitSplit(tables), -1), estimateSplit(asking, -1)];
    expect(asked.hard.total).toBeCloseTo(plain.hard.total, 9);
    expect(asked.full.total).toBeGreaterThan(plain.full.total);
    expect(asking.changed.none.checkout.kinds.endsRequest).toContain(1);
    expect(asking.changed.no_hard.checkout.kinds.endsRequest).not.toContain(1);
  });
});

describe('money', () => {
  it('is known no better than the orders that it is of: its intervals hold both ways as theirs do', () => {
    const { revenue, numbers, cohort_sessions } = found;
    for (const name of ['site', 'shared'] as const) {
      const [money, orders] = [revenue![name], numbers[name]!];
      // One source group alone has orders of a value, and all are drawn to it: money is orders times that value.
      const price = money.value / (orders.value * cohort_sessions);
      expect(price).toBeCloseTo(5000, 6);
      expect(money.low).toBeLessThanOrEqual(orders.low * cohort_sessions * price + 1e-6);
      expect(money.high).toBeGreaterThanOrEqual(orders.high * cohort_sessions * price - 1e-6);
    }
  });
});
