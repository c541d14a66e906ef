import { describe, expect, it } from 'vitest';
import { SIGNALS as FOUND_SIGNALS, HARD_BITS, SOFT_BITS } from '../../src/sessions/signals.ts';
import { isLooker } from '../../src/simulate/looking-time.ts';
import { OutcomeTally } from '../../src/simulate/potential-outcomes.ts';
import { SCENARIO_NAMES, scenarioOf } from '../../src/simulate/scenarios.ts';
import { HARD_SIGNALS, SIGNAL_NAMES, SIGNALS } from '../../src/simulate/shop-model.ts';
import { makeTruth } from '../../src/simulate/truth-split.ts';
import { walkSession } from '../../src/simulate/walk.ts';
import { madeArrivals } from './made.ts';

const SESSIONS = 12_000;
const PLANTED = SCENARIO_NAMES.filter((name) => name !== 'shop');
const BY_CAMPAIGN = {
  source_of: (cell: { source: string; medium: string; campaign: string }) => `${cell.source}/${cell.medium}/${cell.campaign}`,
  stratum_of: (cell: { device: string; is_returning: boolean }) => `${cell.device} ${cell.is_returning}`,
};

function run(name: string) {
  const shop = scenarioOf(name);
  const arrivals = madeArrivals(5, SESSIONS, 14, shop);
  const tally = new OutcomeTally(shop);
  const walks = arrivals.map((arrival) => {
    const walk = walkSession(shop, arrival);
    tally.addSession(arrival, walk);
    return { arrival, walk };
  });
  const hits = walks.flatMap(({ walk }) => walk.hits);
  const views = hits.filter(({ event_name }) => event_name !== 'form_error');
  const share = (bits: number) => views.filter(({ signals }) => (signals & bits) !== 0).length / views.length;
  const lines = shop.traffic.toSorted((a, b) => b.intent_logit - a.intent_logit);
  const benchmark = new Set(lines.slice(0, Math.ceil(lines.length / 5)).map(BY_CAMPAIGN.source_of));
  return { shop, walks, hits, views, share, truth: makeTruth(tally.list(), benchmark, BY_CAMPAIGN) };
}

const runs = new Map(PLANTED.map((name) => [name, run(name)]));
const truthOf = (name: (typeof PLANTED)[number]) => runs.get(name)!.truth;

describe('SIGNALS', () => {
  it('have the names, bits and classes that a diagnosis gives them', () => {
    for (const name of SIGNAL_NAMES) expect(FOUND_SIGNALS.find(({ signal }) => signal === name)?.bit).toBe(SIGNALS[name]);
    const all = SIGNAL_NAMES.reduce((bits, name) => bits | SIGNALS[name], 0);
    expect(all & HARD_BITS).toBe(HARD_SIGNALS);
    expect(all & SOFT_BITS).toBe(all & ~HARD_SIGNALS);
  });
});

describe.each(PLANTED)('%s', (name) => {
  const { walks, hits, views, share, truth } = runs.get(name)!;

  it('is lively: many look for 2 to 7 minutes, and enough of them order', () => {
    const lookers = walks.filter(({ walk }) => isLooker(walk.hits)).length / SESSIONS;
    expect(lookers).toBeGreaterThan(0.34);
    expect(lookers).toBeLessThan(0.45);
    expect(truth.C0).toBeGreaterThan(name === 'rare_conversions' ? 0.02 : 0.09);
    expect(truth.C0).toBeLessThan(name === 'rare_conversions' ? 0.035 : 0.16);
    expect(hits.length).toBeLessThan(SESSIONS * 10);
  });

  it('meets hard signals on about a tenth of the page views, and soft ones', () => {
    expect(share(HARD_SIGNALS)).toBeGreaterThan(0.08);
    expect(share(HARD_SIGNALS)).toBeLessThan(0.12);
    expect(share(~HARD_SIGNALS)).toBeGreaterThan(0.07);
    expect(share(~HARD_SIGNALS)).toBeLessThan(name === 'friction_is_symptom' ? 0.2 : 0.15);
  });

  it('has nothing that a diagnosis cannot see: no bots, pages that fail keep their address, every order is paid in its session', () => {
    expect(walks.every(({ arrival }) => arrival.kind === 'human')).toBe(true);
    expect(views.some(({ http_status }) => http_status >= 400)).toBe(true);
    expect(views.every(({ page_kind }) => page_kind !== 'error' && page_kind !== 'register')).toBe(true);
    for (const { walk, arrival } of walks) {
      expect(walk.is_through_gateway).toBe(false);
      if (walk.order === undefined) continue;
      expect([walk.order.status, walk.order.visitor_id]).toEqual(['paid', arrival.visitor.visitor_id]);
    }
  });

  it('keeps the sessions of a visitor more than 31 minutes apart', () => {
    const last = new Map<string, number>();
    for (const { arrival, walk } of walks) {
      const before = last.get(arrival.visitor.visitor_id);
      if (before !== undefined) expect(arrival.started_at - before).toBeGreaterThan(31 * 60_000);
      last.set(arrival.visitor.visitor_id, walk.hits.at(-1)!.at);
    }
  });
});

describe('the planted sizes', () => {
  it.each(['none', 'traffic_only', 'friction_is_symptom'] as const)('lose nothing to friction in %s', (name) => {
    expect([truthOf(name).v_N, truthOf(name).v_N_hard, truthOf(name).phi_N]).toEqual([0, 0, 0]);
  });

  it.each(['navigation_only', 'both', 'traffic_causes_friction', 'many_campaigns', 'visitor_clusters'] as const)(
    'lose 5 to 9 orders per 100 sessions to friction in %s, 2.5 to 5 of them to hard signals',
    (name) => {
      expect(truthOf(name).v_N).toBeGreaterThan(0.05);
      expect(truthOf(name).v_N).toBeLessThan(0.09);
      expect(truthOf(name).v_N_hard).toBeGreaterThan(0.025);
      expect(truthOf(name).v_N_hard).toBeLessThan(0.05);
    },
  );

  it.each(['traffic_only', 'both', 'traffic_causes_friction', 'friction_is_symptom', 'many_campaigns', 'visitor_clusters'] as const)(
    'lose 5 to 10 orders per 100 sessions to traffic in %s, give or take the noise of a small run',
    (name) => {
      expect(truthOf(name).phi_T).toBeGreaterThan(0.04);
      expect(truthOf(name).phi_T).toBeLessThan(0.14);
    },
  );

  // The standard error of a source's share of orders is 0.01 here.
  it.each(['none', 'navigation_only', 'checkout_form_only'] as const)('lose nothing to traffic in %s', (name) => {
    expect(Math.abs(truthOf(name).phi_T)).toBeLessThan(0.02);
    expect(
      new Set(
        runs.get(name)!.shop.traffic.map(({ intent_logit, landing, devices, trouble }) => [intent_logit, landing, devices, trouble].join()),
      ).size,
    ).toBe(1);
  });

  it('lose to rejected forms alone in checkout_form_only', () => {
    const { v_N, v_N_hard } = truthOf('checkout_form_only');
    expect(v_N).toBe(v_N_hard);
    expect(v_N).toBeGreaterThan(0.012);
    expect(v_N).toBeLessThan(0.035);
  });

  it('meet two to four times as much trouble from poor sources in traffic_causes_friction', () => {
    const { walks } = runs.get('traffic_causes_friction')!;
    const rate = (is_poor: boolean) => {
      const of = walks.filter(({ arrival }) => arrival.traffic.intent_logit < 0 === is_poor).flatMap(({ walk }) => walk.hits);
      return of.filter(({ signals }) => (signals & (SIGNALS.error | SIGNALS.slow)) !== 0).length / of.length;
    };
    expect(rate(true) / rate(false)).toBeGreaterThan(2);
    expect(rate(true) / rate(false)).toBeLessThan(4.5);
  });

  it('wander more at low intent in friction_is_symptom', () => {
    const { walks } = runs.get('friction_is_symptom')!;
    const soft = (of: typeof walks) => {
      const all = of.flatMap(({ walk }) => walk.hits);
      return all.filter(({ signals }) => (signals & ~HARD_SIGNALS) !== 0).length / all.length;
    };
    const sorted = walks.toSorted((a, b) => a.arrival.intent_logit - b.arrival.intent_logit);
    expect(soft(sorted.slice(0, SESSIONS / 3))).toBeGreaterThan(1.4 * soft(sorted.slice(-SESSIONS / 3)));
  });

  it('come from 300 campaigns in many_campaigns and from visitors with several sessions in visitor_clusters', () => {
    expect(new Set(runs.get('many_campaigns')!.walks.map(({ arrival }) => arrival.traffic)).size).toBeGreaterThan(290);
    const { walks } = runs.get('visitor_clusters')!;
    expect(SESSIONS / new Set(walks.map(({ arrival }) => arrival.visitor.visitor_id)).size).toBeGreaterThan(3);
  });
});
