import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLooker } from '../../src/simulate/looking-time.ts';
import { type OutcomeCell, OutcomeTally } from '../../src/simulate/potential-outcomes.ts';
import { SCENARIO_NAMES, scenarioOf } from '../../src/simulate/scenarios.ts';
import { HARD_SIGNALS, type ShopModel, withoutEffects } from '../../src/simulate/shop-model.ts';
import { walkSession } from '../../src/simulate/walk.ts';
import { madeArrivals } from './made.ts';

const SESSIONS = 4000;
const humansOf = (shop: ShopModel, seed = 3) => madeArrivals(seed, SESSIONS, 14, shop).filter(({ kind }) => kind === 'human');
const cellsOf = (shop: ShopModel) => {
  const tally = new OutcomeTally(shop);
  for (const arrival of humansOf(shop)) tally.addSession(arrival, walkSession(shop, arrival));
  return tally.list();
};
const sum = (cells: readonly OutcomeCell[], key: 'n' | 'Y' | 'Y0' | 'Y0h' | 'YB' | 'YB0') =>
  cells.reduce((total, cell) => total + cell[key], 0);

describe('a replay', () => {
  it.each(SCENARIO_NAMES)('of %s with the planted effects and its own intent is the session as it happened', (name) => {
    const shop = scenarioOf(name);
    const humans = humansOf(shop);
    fc.assert(
      fc.property(fc.nat(humans.length - 1), (index) => {
        const arrival = humans[index]!;
        const again = walkSession(shop, arrival, { effects: structuredClone(shop.effects), intent_logit: arrival.intent_logit });
        expect(again).toEqual(walkSession(shop, arrival));
      }),
      { numRuns: 100 },
    );
  });

  it('without hard effects is the same for every session that met no hard signal', () => {
    const shop = scenarioOf('both');
    const effects = withoutEffects(shop.effects, 'hard');
    for (const arrival of humansOf(shop).slice(0, 1500)) {
      const walk = walkSession(shop, arrival);
      if (walk.hits.some(({ signals }) => (signals & HARD_SIGNALS) !== 0)) continue;
      expect(walkSession(shop, arrival, { effects })).toEqual(walk);
    }
  });

  it.each(['none', 'traffic_only', 'friction_is_symptom'])('of %s without friction effects is every session as it happened', (name) => {
    const shop = scenarioOf(name);
    const effects = withoutEffects(shop.effects, 'all');
    for (const arrival of humansOf(shop).slice(0, 1500))
      expect(walkSession(shop, arrival, { effects })).toEqual(walkSession(shop, arrival));
  });
});

describe('OutcomeTally', () => {
  it('has the sessions of the cohort once, in cells that differ in name', () => {
    const shop = scenarioOf('both');
    const cells = cellsOf(shop);
    const walks = humansOf(shop).map((arrival) => walkSession(shop, arrival));
    const lookers = walks.filter(({ hits }) => isLooker(hits));
    expect(sum(cells, 'n')).toBe(lookers.length);
    expect(sum(cells, 'Y')).toBe(lookers.filter(({ order }) => order !== undefined).length);
    const names = cells.map(({ channel, source, medium, campaign, landing, device, is_returning }) =>
      [channel, source, medium, campaign, landing, device, is_returning].join(),
    );
    expect(new Set(names).size).toBe(cells.length);
  });

  it('takes the cohort by the time of the whole session when asked to: buyers look for 2 minutes and check out longer than 7', () => {
    const shop = scenarioOf('both');
    const walks = humansOf(shop).map((arrival) => ({ arrival, walk: walkSession(shop, arrival) }));
    const tally = new OutcomeTally(shop, 'session');
    for (const { arrival, walk } of walks) tally.addSession(arrival, walk);
    const lasted = walks.filter(({ walk: { hits } }) => {
      const milliseconds = hits.at(-1)!.at - hits[0]!.at;
      return milliseconds >= 120_000 && milliseconds <= 420_000;
    });
    expect(sum(tally.list(), 'n')).toBe(lasted.length);
    expect(lasted.length).not.toBe(sum(cellsOf(shop), 'n'));
  });

  it('calls a session returning when the visitor was seen before in the data', () => {
    const shop = scenarioOf('shop');
    const tally = new OutcomeTally(shop);
    const seen = new Set<string>();
    let returning = 0;
    for (const arrival of humansOf(shop)) {
      const walk = walkSession(shop, arrival);
      tally.addSession(arrival, walk);
      if (seen.has(arrival.visitor.visitor_id) && isLooker(walk.hits)) returning += 1;
      seen.add(arrival.visitor.visitor_id);
    }
    const cells = tally.list().filter(({ is_returning }) => is_returning);
    expect(sum(cells, 'n')).toBe(returning);
    expect(returning).toBeGreaterThan(20);
  });

  it('gains nothing from a world without friction where friction has no effect, nor from another intent where all have the same', () => {
    for (const cell of cellsOf(scenarioOf('none'))) {
      expect([cell.Y0, cell.Y0h, cell.YB, cell.YB0]).toEqual([cell.Y, cell.Y, cell.Y, cell.Y]);
    }
    for (const cell of cellsOf(scenarioOf('traffic_only'))) expect([cell.Y0, cell.Y0h, cell.YB0]).toEqual([cell.Y, cell.Y, cell.YB]);
    for (const cell of cellsOf(scenarioOf('navigation_only'))) expect([cell.YB, cell.YB0]).toEqual([cell.Y, cell.Y0]);
  });

  it('gains orders step by step where friction and traffic cost them: soft left, none left, best intent as well', () => {
    const cells = cellsOf(scenarioOf('both'));
    expect(sum(cells, 'Y0h')).toBeGreaterThan(sum(cells, 'Y'));
    expect(sum(cells, 'Y0')).toBeGreaterThan(sum(cells, 'Y0h'));
    expect(sum(cells, 'YB0')).toBeGreaterThan(sum(cells, 'Y0'));
    expect(sum(cells, 'YB')).toBeGreaterThan(sum(cells, 'Y'));
    const best = cells.filter(({ campaign }) => campaign === 'brand');
    expect([sum(best, 'YB'), sum(best, 'YB0')]).toEqual([sum(best, 'Y'), sum(best, 'Y0')]);
  });
});
