import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { walkOf } from '../../src/simulate/session.ts';
import { SHOP } from '../../src/simulate/shop.ts';
import { withoutEffects } from '../../src/simulate/shop-model.ts';
import { type Hit, walkSession } from '../../src/simulate/walk.ts';
import { madeArrivals } from './made.ts';

const NONE = withoutEffects(SHOP.effects, 'all');
const arrivals = madeArrivals(11, 20_000);
const humans = arrivals.filter(({ kind }) => kind === 'human');
const someone = fc.nat(humans.length - 1).map((index) => humans[index]!);
const same = (a: Hit | undefined, b: Hit | undefined) => a?.url === b?.url && a?.at === b?.at && a?.event_name === b?.event_name;
const sharedHits = (a: readonly Hit[], b: readonly Hit[]) => {
  const first = a.findIndex((hit, index) => !same(hit, b[index]));
  return first < 0 ? a.length : first;
};

describe('walkSession', () => {
  it('gives the same hits and order for the same session, whatever was walked in between', () => {
    fc.assert(
      fc.property(someone, someone, (arrival, other) => {
        const once = structuredClone(walkSession(SHOP, arrival));
        walkSession(SHOP, other);
        expect(walkSession(SHOP, arrival)).toEqual(once);
      }),
      { numRuns: 200 },
    );
  });

  it('without friction effects never leaves earlier at a step that both replays share', () => {
    fc.assert(
      fc.property(someone, (arrival) => {
        const [planted, off] = [walkSession(SHOP, arrival), walkSession(SHOP, arrival, { effects: NONE })];
        const shared = sharedHits(off.hits, planted.hits);
        const stopped_where_planted_goes_on = shared === off.hits.length && planted.hits.length > off.hits.length;
        expect(stopped_where_planted_goes_on).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it('without friction effects goes the same way as long as no friction was met', () => {
    fc.assert(
      fc.property(someone, (arrival) => {
        const [planted, off] = [walkSession(SHOP, arrival), walkSession(SHOP, arrival, { effects: NONE })];
        const shared = sharedHits(planted.hits, off.hits);
        const differs = shared < planted.hits.length || shared < off.hits.length;
        const met = planted.hits.slice(0, shared).some((hit) => hit.signals !== 0);
        expect(differs && !met).toBe(false);
        for (let index = 0; index < shared; index += 1) expect(off.hits[index]).toEqual(planted.hits[index]);
      }),
      { numRuns: 1000 },
    );
  });

  it('with more intent never leaves earlier at a step that both replays share', () => {
    fc.assert(
      fc.property(someone, fc.double({ min: 0, max: 3, noNaN: true }), (arrival, more) => {
        const [own, keener] = [walkSession(SHOP, arrival), walkSession(SHOP, arrival, { intent_logit: arrival.intent_logit + more })];
        expect(sharedHits(keener.hits, own.hits) === keener.hits.length && own.hits.length > keener.hits.length).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps hits in time order with no pause of 30 minutes, except at the gateway', () => {
    for (const arrival of humans) {
      const { hits, is_stitched_return } = walkSession(SHOP, arrival);
      expect(hits[0]!.at).toBe(arrival.started_at);
      const pauses = hits.slice(1).map((hit, index) => hit.at - hits[index]!.at);
      expect(pauses.every((pause) => pause >= 0)).toBe(true);
      const long = pauses.filter((pause) => pause > 30 * 60_000);
      expect(long).toHaveLength(is_stitched_return ? 1 : 0);
      if (is_stitched_return) expect(hits.at(-1)!.referrer).toBe('https://www.paypal.com/checkoutnow');
    }
  });

  it('makes slow exactly the page views above four seconds and twice the usual', () => {
    const views = humans.flatMap((arrival) => walkSession(SHOP, arrival).hits).filter((hit) => hit.load_ms >= 0);
    expect(views.filter((hit) => (hit.signals & 2) !== 0).every((hit) => hit.load_ms >= 4400)).toBe(true);
    expect(views.filter((hit) => (hit.signals & 2) === 0).every((hit) => hit.load_ms < 4000)).toBe(true);
  });
});

describe('the planted story', () => {
  const walks = humans.map((arrival) => ({ arrival, walk: walkSession(SHOP, arrival) }));
  const conversion = (of: typeof walks) => of.filter(({ walk }) => walk.order !== undefined).length / of.length;

  it('sells to 2 to 4 of 100 human sessions, and to more without friction', () => {
    expect(conversion(walks)).toBeGreaterThan(0.02);
    expect(conversion(walks)).toBeLessThan(0.04);
    const off = humans.filter((arrival) => walkSession(SHOP, arrival, { effects: NONE }).order !== undefined).length / humans.length;
    expect(off).toBeGreaterThan(conversion(walks) * 1.2);
  });

  it('sells least to prospecting and display', () => {
    const poor = walks.filter(({ arrival }) => arrival.traffic.channel === 'display' || arrival.traffic.campaign.startsWith('prospecting'));
    const rest = walks.filter((each) => !poor.includes(each));
    expect(conversion(poor)).toBeLessThan(conversion(rest) / 3);
  });

  it('has the usual devices, returning visitors and bots', () => {
    const share = (count: number) => count / humans.length;
    expect(share(humans.filter(({ visitor }) => visitor.device === 'mobile').length)).toBeGreaterThan(0.55);
    expect(share(humans.filter(({ visitor }) => visitor.device === 'mobile').length)).toBeLessThan(0.7);
    expect(share(humans.filter(({ is_returning }) => is_returning).length)).toBeGreaterThan(0.2);
    expect(share(humans.filter(({ is_returning }) => is_returning).length)).toBeLessThan(0.25);
    expect(1 - humans.length / arrivals.length).toBeGreaterThan(0.006);
    expect(1 - humans.length / arrivals.length).toBeLessThan(0.014);
  });

  it('gives every visitor one device, one browser and one customer', () => {
    const seen = new Map<string, string>();
    for (const { visitor } of humans) {
      const traits = `${visitor.device} ${visitor.user_agent} ${visitor.customer_id}`;
      expect(seen.get(visitor.visitor_id) ?? traits).toBe(traits);
      seen.set(visitor.visitor_id, traits);
    }
  });

  it('brings some visitors back on the same day, more than 31 minutes after they left', () => {
    const last = new Map<string, number>();
    const pauses: number[] = [];
    for (const { arrival, walk } of walks) {
      const before = last.get(arrival.visitor.visitor_id);
      if (before !== undefined) pauses.push((arrival.started_at - before) / 60_000);
      last.set(arrival.visitor.visitor_id, walk.hits.at(-1)!.at);
    }
    const same_day = pauses.filter((minutes) => minutes >= 31 && minutes < 240).length / humans.length;
    expect(same_day).toBeGreaterThan(0.008);
    expect(same_day).toBeLessThan(0.03);
    expect(pauses.filter((minutes) => minutes < 31).length / humans.length).toBeLessThan(0.002);
  });

  it('lets scrapers make more than 100 hits in 100 seconds, crawlers name themselves, and no bot buy', () => {
    for (const bot of arrivals.filter(({ kind }) => kind !== 'human')) {
      const { hits, order } = walkOf(SHOP, bot);
      expect(order).toBeUndefined();
      if (bot.kind === 'scraper') expect(hits.filter((hit) => hit.at < bot.started_at + 100_000).length).toBeGreaterThan(100);
      else expect(bot.visitor.user_agent).toMatch(/bot|crawler|spider/i);
    }
  });
});
