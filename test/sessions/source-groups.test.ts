import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANDINGS, POOLING, poolSources, type SourceLeaf } from '../../src/sessions/source-groups.ts';

let number = 0;
/** `medium/source/campaign/landing`, with its cohort sessions and their orders; three sessions for each of the cohort. */
function leaf(path: string, cohort_sessions: number, cohort_orders: number): SourceLeaf {
  const [medium, source, campaign, landing] = path.split('/') as [string, string, string, string];
  number += 1;
  return {
    leaf: number,
    channel: `Paid ${source}`,
    source,
    medium,
    campaign,
    landing,
    sessions: 3 * cohort_sessions,
    cohort_sessions,
    cohort_orders,
  };
}
const lines = (leaves: SourceLeaf[], limits = POOLING) =>
  poolSources(leaves, limits).groups.map((group) => `${group.label} ${group.cohort_sessions}/${group.cohort_orders}`);

describe('source groups', () => {
  it('keep a leaf from 200 cohort sessions with 10 orders on', () => {
    expect(lines([leaf('cpc/google/spring/home', 200, 10), leaf('cpc/google/spring/product', 500, 30)])).toEqual([
      'google / cpc / spring, landing: home 200/10',
      'google / cpc / spring, landing: product 500/30',
    ]);
  });

  it('pool small leaves of a campaign, and what is still too small one level further up', () => {
    const leaves = [
      // 150 + 60 sessions, 6 + 4 orders: just large enough together.
      ...[leaf('cpc/google/spring/home', 150, 6), leaf('cpc/google/spring/product', 60, 4), leaf('cpc/google/spring/search', 900, 80)],
      // 199 sessions in autumn, and a leaf of winter: 259 sessions with 12 orders of google / cpc.
      ...[leaf('cpc/google/autumn/home', 199, 9), leaf('cpc/google/winter/home', 60, 3)],
      // Too small for bing, large enough with the shopping engine: what is left of cpc.
      ...[leaf('cpc/bing/spring/home', 120, 20), leaf('cpc/shopping/spring/home', 130, 1)],
      // Alone in its medium, and too small: everything that is left.
      ...[leaf('email/news/a/home', 10, 0), leaf('push/app/a/home', 20, 1)],
    ];
    expect(lines(leaves)).toEqual([
      'google / cpc / spring, landing: search 900/80',
      'google / cpc / spring, other landing pages 210/10',
      'google / cpc, other campaigns 259/12',
      'cpc, other sources 250/21',
      'all other sources 30/1',
    ]);
    const { groups, groupOf } = poolSources(leaves);
    expect(leaves.map(({ leaf }) => groupOf.get(leaf))).toEqual([1, 1, 0, 2, 2, 3, 3, 4, 4]);
    expect(groups.map(({ level }) => level)).toEqual(['landing', 'campaign', 'source', 'medium', 'all']);
    expect(groups[1]).toEqual({
      ...{ source_group: 1, label: 'google / cpc / spring, other landing pages', level: 'campaign', pooled: 1 },
      ...{ channel: 'Paid google', source: 'google', medium: 'cpc', campaign: 'spring', landing: 'all' },
      ...{ sessions: 630, cohort_sessions: 210, cohort_orders: 10 },
    });
    expect(groups[3]).toMatchObject({ channel: 'all', source: 'all', medium: 'cpc', campaign: 'all', landing: 'all' });
    expect(groups[4]).toMatchObject({ medium: 'all', level: 'all', pooled: 1 });
  });

  it('need orders as well as sessions', () => {
    expect(lines([leaf('cpc/google/spring/home', 10_000, 9), leaf('cpc/bing/spring/home', 199, 100)])).toEqual([
      'cpc, other sources 10199/109',
    ]);
  });

  it('show no campaign where there is none', () => {
    expect(lines([leaf('organic/google/(not set)/home', 300, 20)])).toEqual(['google / organic, landing: home 300/20']);
  });

  it('are one where no source is known at all, and none where nobody came', () => {
    const unknown = LANDINGS.map((landing) => leaf(`(not set)/(not set)/(not set)/${landing}`, 1000, 50));
    const { groups, groupOf } = poolSources(unknown);
    expect(groups).toMatchObject([{ label: '(not set)', level: 'all', pooled: 0, cohort_sessions: 6000, landing: 'all' }]);
    expect(new Set(groupOf.values())).toEqual(new Set([0]));
    expect(poolSources([]).groups).toEqual([]);
  });

  it('need more sessions where there would be too many', () => {
    const leaves = ['a', 'b', 'c', 'd'].map((campaign, index) => leaf(`cpc/google/${campaign}/home`, 1000 * (index + 1), 50));
    expect(lines(leaves, { ...POOLING, groups: 3 })).toEqual([
      'google / cpc / c, landing: home 3000/50',
      'google / cpc / d, landing: home 4000/50',
      // Above 2000 sessions, a and b are too small.
      'google / cpc, other campaigns 3000/100',
    ]);
    expect(lines(leaves, { ...POOLING, groups: 1 })).toEqual(['google / cpc, other campaigns 10000/200']);
  });

  it('can be cut down to the largest, the others in what is left of their medium', () => {
    const leaves = [
      ...[leaf('cpc/google/a/home', 900, 50), leaf('cpc/google/b/home', 800, 50), leaf('cpc/bing/a/home', 500, 50)],
      ...[leaf('cpc/x/a/home', 150, 5), leaf('cpc/y/a/home', 150, 5), leaf('email/news/a/home', 400, 50), leaf('push/app/a/home', 1, 0)],
    ];
    expect(lines(leaves, { ...POOLING, own: 2 })).toEqual([
      'google / cpc / a, landing: home 900/50',
      'google / cpc / b, landing: home 800/50',
      // bing, and the two that were in the pool of the medium already.
      'cpc, other sources 800/60',
      'email, other sources 400/50',
      'all other sources 1/0',
    ]);
  });
});

const leaves = fc
  .array(
    fc.record({
      medium: fc.constantFrom('cpc', 'email', '(none)', '(not set)'),
      source: fc.constantFrom('google', 'bing', 'a/b', '(not set)'),
      campaign: fc.constantFrom('x', 'y', '(not set)'),
      landing: fc.constantFrom(...LANDINGS),
      channel: fc.constantFrom('Paid', 'Email'),
      cohort_sessions: fc.oneof(fc.nat(400), fc.nat(20_000)),
      orders_in_100: fc.nat(10),
    }),
    { maxLength: 60 },
  )
  .map((all) =>
    all.map(({ orders_in_100, ...rest }, index) => ({
      ...rest,
      leaf: index + 1,
      sessions: rest.cohort_sessions * 2,
      cohort_orders: Math.floor((rest.cohort_sessions * orders_in_100) / 100),
    })),
  );
const limits = fc.record({
  cohort_sessions: fc.constantFrom(1, 200, 5000),
  cohort_orders: fc.constantFrom(0, 10, 100),
  groups: fc.constantFrom(1, 3, 200),
  own: fc.constantFrom(1, 4, 60, Number.POSITIVE_INFINITY),
});

describe('whatever the sources are', () => {
  it('every leaf is in one group, sums are kept, limits hold, and the order of the leaves does not matter', () => {
    fc.assert(
      fc.property(leaves, limits, fc.nat(), (given, limits, turn) => {
        const { groups, groupOf } = poolSources(given, limits);
        expect(groups.map(({ source_group }) => source_group)).toEqual(groups.map((_, index) => index));
        expect([...groupOf.keys()].sort((a, b) => a - b)).toEqual(given.map(({ leaf }) => leaf));
        for (const group of groups) {
          const members = given.filter(({ leaf }) => groupOf.get(leaf) === group.source_group);
          expect(members.length).toBeGreaterThan(0);
          for (const count of ['sessions', 'cohort_sessions', 'cohort_orders'] as const)
            expect(members.reduce((total, member) => total + member[count], 0)).toBe(group[count]);
          for (const name of ['source', 'medium', 'campaign', 'landing', 'channel'] as const)
            if (group[name] !== 'all') expect(new Set(members.map((member) => member[name]))).toEqual(new Set([group[name]]));
          if (group.level !== 'all' && limits.own > 60 && limits.groups > 60)
            expect(group.cohort_sessions >= limits.cohort_sessions && group.cohort_orders >= limits.cohort_orders).toBe(true);
        }
        expect(groups.length).toBeLessThanOrEqual(limits.groups);
        const middle = given.length === 0 ? 0 : turn % given.length;
        const turned = poolSources([...given.slice(middle), ...given.slice(0, middle)], limits);
        expect(turned.groups).toEqual(groups);
        expect(turned.groupOf).toEqual(groupOf);
      }),
      { numRuns: 200 },
    );
  });
});
