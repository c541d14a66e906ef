import { describe, expect, it } from 'vitest';
import { estimateSplit } from '../../../src/attribution/split/estimate-split.ts';
import { fitSplit } from '../../../src/attribution/split/fit-split.ts';
import { callOf } from '../../../src/attribution/split/grade-split.ts';
import type { Call } from '../../../src/attribution/split/judge-split.ts';
import { splitNumbers, withIntervals } from '../../../src/attribution/split/split-numbers.ts';
import { BUCKETS } from '../../../src/attribution/split/tables.ts';
import { makeShop, type Planted } from './made-shop.ts';
import { addPotential, emptyPotential, trueValues } from './true-values.ts';

const FLAT = [0, 0, 0, 0, 0, 0, 0, 0];
const SPREAD = [0.6, 0.4, 0.2, 0, 0, -0.2, -0.4, -0.6];
const HARMLESS = { error: 0, backtrack: 0, form: 0, earlier: 0 };
const HARMFUL = { error: 1, backtrack: 0.4, form: 0.8, earlier: 0.2 };
const NAMES = ['friction_removed', 'friction_removed_hard', 'friction', 'traffic'] as const;
const [SHOPS, SESSIONS] = [20, 6000];

/** Mean error of each number over the shops, its Monte-Carlo standard error, the mean truth, and the calls. */
function calibrate(planted: Omit<Planted, 'sessions' | 'seed'>) {
  const potential = emptyPotential();
  const runs = Array.from({ length: SHOPS }, (_, index) => {
    const shop = makeShop({ ...planted, sessions: SESSIONS, seed: 500 + index });
    addPotential(potential, shop.potential);
    const split = fitSplit(shop.tables);
    const full = estimateSplit(split, -1);
    const replicates = Array.from({ length: BUCKETS }, (_, bucket) => splitNumbers(estimateSplit(split, bucket, full.benchmarks)));
    const { sets, overlap } = full.benchmarks.full[0]!;
    const numbers = withIntervals(splitNumbers(full), replicates, () => overlap, 2.0227);
    return { numbers, sets, call: callOf(numbers).call };
  });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const errors = Object.fromEntries(
    NAMES.map((name) => {
      const truths = runs.map(({ sets }) => trueValues(potential, sets)[name]);
      const off = runs.map(({ numbers }, index) => numbers[name]!.value - truths[index]!);
      const bias = mean(off);
      const spread = Math.sqrt(mean(off.map((value) => (value - bias) ** 2)) / (SHOPS - 1));
      return [name, { bias, monte_carlo: spread, truth: mean(truths) }];
    }),
  );
  return { errors, calls: runs.map(({ call }) => call) };
}

/** Within three Monte-Carlo standard errors and 5 % of the truth. */
function expectUnbiased({ errors }: ReturnType<typeof calibrate>) {
  for (const name of NAMES) {
    const { bias, monte_carlo, truth } = errors[name]!;
    if (process.env.SHOW) console.log(name, { bias, monte_carlo, truth });
    expect(Math.abs(bias), name).toBeLessThan(3 * monte_carlo + 0.05 * Math.abs(truth));
  }
}
const count = (calls: readonly Call[], ...wanted: Call[]) => calls.filter((call) => wanted.includes(call)).length;

/** Made shops whose truth is known: every session is also walked without friction, with the same luck. */
describe('calibration', () => {
  it('finds nothing where there is nothing, and nobody leads', () => {
    const found = calibrate({ ...HARMLESS, intent: FLAT });
    expectUnbiased(found);
    expect(count(found.calls, 'navigation_leads', 'traffic_leads')).toBe(0);
    // Half of the shops err upwards, half downwards: nothing is clipped at 0.
    expect(Math.abs(found.errors.friction_removed!.bias)).toBeLessThan(0.004);
  });

  it('finds navigation where it alone matters', () => {
    const found = calibrate({ ...HARMFUL, intent: FLAT });
    expectUnbiased(found);
    expect(count(found.calls, 'traffic_leads', 'traffic_matters')).toBe(0);
    expect(count(found.calls, 'navigation_leads', 'navigation_matters')).toBeGreaterThanOrEqual(SHOPS - 3);
  });

  it('finds traffic where it alone matters', () => {
    const found = calibrate({ ...HARMLESS, intent: SPREAD });
    expectUnbiased(found);
    expect(count(found.calls, 'navigation_leads', 'navigation_matters')).toBe(0);
    expect(count(found.calls, 'traffic_leads', 'traffic_matters')).toBeGreaterThanOrEqual(SHOPS - 3);
  });

  it('finds both, and does not let the smaller one lead', () => {
    const found = calibrate({ ...HARMFUL, intent: SPREAD });
    expectUnbiased(found);
    const { friction, traffic } = found.errors;
    const wrong = friction!.truth > traffic!.truth ? 'traffic_leads' : 'navigation_leads';
    expect(count(found.calls, wrong)).toBe(0);
    expect(count(found.calls, 'neither_matters', 'not_enough_evidence')).toBeLessThan(4);
  });
});
