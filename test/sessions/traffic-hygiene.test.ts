import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { type Cells, diagnoseText, hit, type Shop, SITE } from '../shop.ts';

const CRAWLER = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36';
const hygieneOf = async (shop: Shop) => (await diagnoseText(shop)).report.traffic_hygiene;
const counts = ({ events, trials }: { events: number; trials: number }) => [events, trials];

describe('bots', () => {
  const events = [
    hit('p', '10:00:00', '/', { user_agent: BROWSER, is_bot: 'false', utm_source: 'google', utm_medium: 'cpc', referrer: '' }),
    hit('p', '10:03:00', '/thank-you', { user_agent: BROWSER, is_bot: '0' }),
    hit('c', '10:00:00', '/', { user_agent: CRAWLER, is_bot: '' }),
    // Flagged by the export on its second hit; it orders.
    hit('f', '11:00:00', '/', { user_agent: BROWSER, is_bot: 'no' }),
    hit('f', '11:02:00', '/thank-you', { user_agent: BROWSER, is_bot: 'TRUE' }),
    hit('g', '12:00:00', '/', { user_agent: BROWSER, is_bot: '4' }),
  ];

  it('are told by the flag of the export too, and counted by reason, channel and source with their orders', async () => {
    const { bots } = await hygieneOf({ events });
    expect(bots.treated).toBe('exclude');
    expect(counts(bots.sessions!)).toEqual([3, 4]);
    expect(counts(bots.confirmations!)).toEqual([1, 2]);
    expect(bots.by_reason).toEqual([
      { reason: 'user_agent', sessions: 1, confirmations: 0 },
      { reason: 'export_flag', sessions: 2, confirmations: 1 },
    ]);
    expect(bots.by_channel.map(({ channel, flagged }) => [channel, ...counts(flagged)])).toEqual([['Direct', 3, 3]]);
    expect(bots.by_source.map(({ source }) => source)).toEqual(['(direct)']);
  });

  it('are told alike where there is no user agent', async () => {
    const { bots } = await hygieneOf({ events: events.map(({ user_agent: _, ...cells }) => cells) });
    expect(bots.by_reason).toEqual([{ reason: 'export_flag', sessions: 2, confirmations: 1 }]);
  });

  it('are counted the same whether they are left out, included or shown alone', async () => {
    const of = async (bots: 'exclude' | 'include' | 'only') => ({
      ...(await hygieneOf({ events, options: { bots } })).bots,
      treated: null,
    });
    expect(await of('include')).toEqual(await of('exclude'));
    expect(await of('only')).toEqual(await of('exclude'));
  });
});

describe('bots excluded and only bots', () => {
  const row: fc.Arbitrary<Cells> = fc
    .record({
      visitor: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      second: fc.oneof(
        fc.integer({ min: 0, max: 240 }),
        fc.integer({ min: 0, max: 8 }).map((n) => n * 2400),
      ),
      page: fc.constantFrom('/', '/products/a', '/cart', '/checkout', '/thank-you'),
      user_agent: fc.constantFrom(BROWSER, BROWSER, BROWSER, BROWSER, CRAWLER, ''),
      is_bot: fc.constantFrom('', '', '', '0', '0', '0', '1'),
      utm_source: fc.constantFrom('', '', 'news', 'google'),
    })
    .map(({ visitor, second, page, ...cells }) =>
      hit(visitor, new Date(second * 1000).toISOString().slice(11, 19), page, { referrer: '', ...cells }),
    );
  // Always somebody of either kind, so that no run is without a session.
  const both = [
    hit('person', '09:00:00', '/', { user_agent: BROWSER, is_bot: '0', utm_source: 'news', referrer: '' }),
    hit('robot', '09:00:00', '/', { user_agent: CRAWLER, is_bot: '1', utm_source: '', referrer: '' }),
  ];

  it('add up to all, in whatever is counted of sessions', async () => {
    const sums = ({ sessions, inputs, funnel, traffic, traffic_hygiene }: Report) => ({
      sessions: sessions.total,
      stitched: sessions.stitched,
      cohort: sessions.cohort.sessions,
      with_order: sessions.with_order,
      possible: sessions.cohort.possible,
      rows: inputs[0]!.rows_used,
      reached: Object.fromEntries(funnel.map(({ step, sessions_reached }) => [step, sessions_reached])),
      sources: Object.fromEntries(traffic.sources.map(({ channel, source, sessions: own }) => [`${channel} ${source}`, own])),
      direct: traffic_hygiene.attribution.direct,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 5, maxLength: 120 }), async (rows) => {
        const run = async (bots: 'exclude' | 'include' | 'only') =>
          (await diagnoseText({ events: [...both, ...rows], options: { bots, funnel: ['landing', 'cart', 'checkout', 'thank-you'] } }))
            .report;
        const [exclude, include, only] = [await run('exclude'), await run('include'), await run('only')];
        expect(added(sums(exclude), sums(only))).toEqual(sums(include));
        expect(exclude.sessions.bots).toBe(only.sessions.total);
        expect(include.traffic_hygiene.bots).toEqual({ ...exclude.traffic_hygiene.bots, treated: 'include' });
      }),
      { numRuns: 12, seed: 20261123, endOnFailure: true },
    );
  });
});

type Counts = { [name: string]: number | Counts };

/** Number by number; a name that one lacks counts as 0 there. */
function added(one: Counts, other: Counts): Counts {
  return Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((name) => {
      const [a, b] = [one[name] ?? 0, other[name] ?? 0];
      return [name, typeof a === 'object' || typeof b === 'object' ? added(a as Counts, b as Counts) : a + b];
    }),
  );
}

describe('returns from gateways and from the site itself', () => {
  it('are joined and counted, or begin a session that is counted; no gateway and no own page is a source', async () => {
    const paypal = { referrer: 'https://www.paypal.com/checkoutnow' };
    const tagged = { utm_source: 'google', utm_medium: 'cpc' };
    const { report } = await diagnoseText({
      events: [
        // Joined over a gap of 40 minutes, the source stays google.
        hit('v1', '10:00:00', '/checkout', tagged),
        hit('v1', '10:40:00', '/thank-you', paypal),
        // Another own domain.
        hit('v2', '10:00:00', '/a', tagged),
        hit('v2', '10:45:00', '/b', { referrer: 'https://help.shop.example/faq' }),
        // The cookie is lost at the gateway: its session begins there. So does one after more than an hour.
        hit('v3', '11:00:00', '/thank-you', paypal),
        // A tab that was left open.
        hit('v4', '12:00:00', '/a', { referrer: 'https://www.google.com/' }),
        hit('v4', '13:00:00', '/b', { referrer: `${SITE}/a` }),
      ],
    });
    expect(report.traffic_hygiene.returns).toEqual({
      stitched_from_gateway: 1,
      stitched_from_own_domain: 1,
      stitched_within_site: 0,
      started_from_gateway: 1,
      started_from_own_site: 1,
    });
    expect(report.sessions.stitched).toBe(2);
    expect(report.traffic.sources.map(({ source, sessions }) => [source, sessions])).toEqual([
      ['(direct)', 2],
      ['google', 2],
      ['google', 1],
    ]);
  });
});

describe('direct, unattributed and nobody', () => {
  const tagged = (visitor: string, utm_source: string, utm_medium: string, referrer = '') =>
    hit(visitor, '10:00:00', '/', { utm_source, utm_medium, referrer });
  const attributionOf = async (events: Cells[]) => (await hygieneOf({ events })).attribution;

  it('are kept apart', async () => {
    const events = [
      tagged('v1', '(direct)', '(none)'),
      tagged('v2', '', ''),
      tagged('v3', '(not set)', '(not set)'),
      tagged('v4', '(data not available)', ''),
      tagged('v5', '', '', 'https://www.google.com/'),
      tagged('v6', '(not set)', 'email'),
    ];
    expect(await attributionOf(events)).toEqual({ known_source: 2, direct: 2, unattributed: 2 });
  });

  it('are not direct for the lack of a column: without referrers, no tag says nothing', async () => {
    const events = [tagged('v1', '(direct)', '(none)'), tagged('v2', '', ''), tagged('v3', '(none)', ''), tagged('v4', 'news', 'email')];
    expect(await attributionOf(events.map(({ referrer: _, ...cells }) => cells))).toEqual({ known_source: 1, direct: 1, unattributed: 2 });
    expect(await attributionOf(events)).toEqual({ known_source: 1, direct: 3, unattributed: 0 });
  });
});

describe('hits without visitor and session id', () => {
  const row = (visitor_id: string, time: string, session_id = ''): Cells => ({ ...hit(visitor_id, time, '/'), session_id });
  /** What consent mode and anonymous trackers write in the place of an id. */
  const NOBODY = ['', '(not set)', 'NULL', 'anonymous', '$posthog_cookieless', '00000000-0000-0000-0000-000000000000'];

  it('are counted and said, and no giant session is made of them, however many they are', async () => {
    const events = [row('v1', '10:00:00'), ...NOBODY.map((id, minute) => row(id, `10:0${minute}:00`))];
    const { report } = await diagnoseText({ events });
    expect(report.sessions.total).toBe(1);
    expect(report.inputs[0]).toMatchObject({ rows_read: 7, rows_used: 1, rows_filtered: 6, rows_rejected: 0, rejects: [] });
    expect(report.traffic_hygiene.hits_without_id).toBe(6);
    expect(report.caveats.join(' ')).toContain('6 hits have neither a visitor nor a session id');
  });

  it('belong to their session where only the visitor is missing', async () => {
    const events = [row('v1', '10:00:00', 's1'), row('(not set)', '10:00:00', 's2'), row('(not set)', '10:01:00', 's3')];
    const { report } = await diagnoseText({ events });
    expect(report.sessions).toMatchObject({ total: 3, visitors: 3 });
    expect(report.traffic_hygiene.hits_without_id).toBe(0);
  });

  it('stop the run where there is nobody else', async () => {
    const run = diagnoseText({ events: NOBODY.map((id) => row(id, '10:00:00')) });
    await expect(run).rejects.toThrow(/no row that can be read has a visitor or a session id/);
    await expect(run).rejects.toMatchObject({ hint: expect.stringContaining('--column events.visitor_id=') });
  });
});

it('proves on every run that its counts add up', async () => {
  const { report } = await diagnoseText({ events: [hit('v1', '10:00:00', '/'), hit('v2', '10:00:00', '/')] });
  const proven = report.checks.conservation.map(({ identity }) => identity);
  expect(proven).toContain('sessions flagged as bots = sum over reasons');
  expect(proven).toContain('sessions = known source + direct + source not known');
});
