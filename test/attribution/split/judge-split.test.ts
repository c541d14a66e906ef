import { describe, expect, it } from 'vitest';
import { type Call, failedGates, type GateFacts, type Judged, judgeSplit } from '../../../src/attribution/split/judge-split.ts';

type Ends = readonly [low: number, high: number];
const interval = ([low, high]: Ends) => ({ value: (low + high) / 2, low, high });
const lead = (ends: Ends, setting = 'as reported') => ({ setting, ...interval(ends) });

/** Clearly above 0, not told from 0, small around 0; the observed conversion is 0.1, so material is 0.01. */
const [ABOVE, OPEN, SMALL] = [
  [0.01, 0.03],
  [-0.02, 0.03],
  [-0.004, 0.006],
] as const;
const [WINS, OPEN_LEAD] = [
  [0.002, 0.02],
  [-0.01, 0.02],
] as const;

const judged = (hard: Ends, all: Ends, traffic: Ends, navigation: Ends = OPEN_LEAD, ofTraffic: Ends = OPEN_LEAD): Judged => ({
  observed: 0.1,
  friction_hard: interval(hard),
  friction: interval(all),
  traffic: interval(traffic),
  navigation_leads: [lead(navigation)],
  traffic_leads: [lead(ofTraffic)],
});

describe('call of a split', () => {
  it.each<[Call, Judged]>([
    ['navigation_leads', judged(ABOVE, ABOVE, OPEN, WINS)],
    ['traffic_leads', judged(OPEN, OPEN, ABOVE, OPEN_LEAD, WINS)],
    ['both_lead_unproven', judged(ABOVE, ABOVE, ABOVE)],
    ['navigation_matters', judged(ABOVE, ABOVE, OPEN)],
    ['traffic_matters_navigation_ambiguous', judged(OPEN, ABOVE, ABOVE)],
    ['traffic_matters', judged(OPEN, OPEN, ABOVE)],
    ['behaviour_only_ambiguous', judged(OPEN, ABOVE, OPEN)],
    ['neither_matters', judged(SMALL, SMALL, SMALL)],
    ['not_enough_evidence', judged(OPEN, OPEN, SMALL)],
  ])('is %s', (call, facts) => {
    expect(judgeSplit(facts)).toEqual({ call, depends_on: [] });
  });

  it('lets navigation lead on hard signals alone, whatever soft ones add', () => {
    // All friction is far above traffic, but what the site is proven to have done is not.
    expect(judgeSplit(judged(OPEN, [0.05, 0.09], ABOVE, WINS)).call).not.toBe('navigation_leads');
    expect(judgeSplit(judged(ABOVE, [0.05, 0.09], ABOVE, [-0.001, 0.03])).call).toBe('both_lead_unproven');
  });

  it('lets traffic lead only when it is above all friction', () => {
    expect(judgeSplit(judged(ABOVE, ABOVE, [0.02, 0.06], OPEN_LEAD, [-0.001, 0.03])).call).toBe('both_lead_unproven');
    expect(judgeSplit(judged(ABOVE, ABOVE, [0.05, 0.09], OPEN_LEAD, WINS)).call).toBe('traffic_leads');
  });

  it('has no leader when one other way to split does not prove it, and names that way', () => {
    const facts = judged(ABOVE, ABOVE, OPEN, WINS);
    const navigation_leads = [...facts.navigation_leads, lead(WINS, 'another'), lead([-0.001, 0.02], 'the best 10 %')];
    expect(judgeSplit({ ...facts, navigation_leads })).toEqual({ call: 'navigation_matters', depends_on: ['the best 10 %'] });
    const traffic = judged(OPEN, OPEN, ABOVE, OPEN_LEAD, WINS);
    const traffic_leads = [...traffic.traffic_leads, lead([0, 0.02], 'the best 50 %')];
    expect(judgeSplit({ ...traffic, traffic_leads })).toEqual({ call: 'traffic_matters', depends_on: ['the best 50 %'] });
  });

  it('does not call something small that could be material', () => {
    expect(judgeSplit(judged(SMALL, [-0.004, 0.0099], SMALL)).call).toBe('neither_matters');
    expect(judgeSplit(judged(SMALL, [-0.004, 0.0101], SMALL)).call).toBe('not_enough_evidence');
    expect(judgeSplit(judged(SMALL, SMALL, [-0.004, 0.0101])).call).toBe('not_enough_evidence');
  });

  it('counts a limit at 0 as not above it', () => {
    expect(judgeSplit(judged([0, 0.02], [0, 0.02], [0, 0.02])).call).toBe('not_enough_evidence');
  });
});

describe('gates', () => {
  const estimate = (value: number, standard_error: number) => ({
    value,
    low: value - 2 * standard_error,
    high: value + 2 * standard_error,
    standard_error,
  });
  const passed: GateFacts = {
    cohort_orders: 100,
    friction_views: 200,
    friction_exits: 50,
    benchmark_orders: 20,
    source_groups: 2,
    filled_buckets: 30,
    largest_bucket_share: 0.2,
    observed: 0.1,
    // 2.8 standard errors are a quarter of the observed conversion
    friction: estimate(0, 0.025 / 2.8),
    traffic: estimate(0, 0.025 / 2.8),
  };

  it('let everything pass that is just enough', () => {
    expect(failedGates(passed)).toEqual([]);
  });

  it.each<[string, Partial<GateFacts>, number, number]>([
    ['orders', { cohort_orders: 99 }, 99, 100],
    ['friction_views', { friction_views: 199 }, 199, 200],
    ['friction_exits', { friction_exits: 49 }, 49, 50],
    ['benchmark', { benchmark_orders: 19 }, 19, 20],
    ['sources', { source_groups: 1 }, 1, 2],
    ['buckets', { filled_buckets: 29 }, 29, 30],
    ['one_visitor', { largest_bucket_share: 0.21 }, 0.21, 0.2],
    ['precision_friction', { friction: estimate(0.005, 0.01) }, 0.028, 0.025],
    ['precision_traffic', { traffic: estimate(-0.005, 0.01) }, 0.028, 0.025],
  ])('stop at %s', (gate, facts, actual, needed) => {
    const failed = failedGates({ ...passed, ...facts });
    expect(failed).toHaveLength(1);
    expect(failed[0]!.gate).toBe(gate);
    expect(failed[0]!.actual).toBeCloseTo(actual, 9);
    expect(failed[0]!.needed).toBeCloseTo(needed, 9);
  });

  it('do not ask for precision of what is seen anyway, on either side of 0', () => {
    expect(failedGates({ ...passed, friction: estimate(0.05, 0.02), traffic: estimate(-0.05, 0.02) })).toEqual([]);
  });

  it('name all that is missing at once', () => {
    expect(failedGates({ ...passed, cohort_orders: 3, source_groups: 1 }).map(({ gate }) => gate)).toEqual(['orders', 'sources']);
  });
});
