import { describe, expect, it } from 'vitest';
import { estimateSplit } from '../../../src/attribution/split/estimate-split.ts';
import { fitSplit } from '../../../src/attribution/split/fit-split.ts';
import { splitNumbers } from '../../../src/attribution/split/split-numbers.ts';
import { BUCKETS } from '../../../src/attribution/split/tables.ts';
import { jackknife } from '../../../src/statistics/jackknife.ts';
import { withoutBucket } from './change-tables.ts';
import { makeShop } from './made-shop.ts';

const NAMES = ['friction_removed', 'friction', 'traffic', 'friction_removed_hard'] as const;
const intent = [0.6, 0.4, 0.2, 0, 0, -0.2, -0.4, -0.6];
const { tables } = makeShop({ sessions: 8000, seed: 31, error: 1, backtrack: 0.4, form: 0.8, earlier: 0.2, intent });

describe('replicates by one step', () => {
  it('have the standard errors of full refits without each bucket, variances found anew', () => {
    const split = fitSplit(tables);
    const full = estimateSplit(split, -1);
    const whole = splitNumbers(full);
    const buckets = Array.from({ length: BUCKETS }, (_, bucket) => bucket);
    const steps = buckets.map((bucket) => splitNumbers(estimateSplit(split, bucket, full.benchmarks)));
    const refits = buckets.map((bucket) => splitNumbers(estimateSplit(fitSplit(withoutBucket(tables, bucket)), -1, full.benchmarks)));
    for (const name of NAMES) {
      const error = (of: typeof steps) =>
        jackknife(
          whole[name]!,
          of.map((numbers) => numbers[name]!),
          2,
        ).standard_error;
      const ratio = error(steps) / error(refits);
      // The spread of the sources is held fixed, which traffic feels more.
      expect(ratio, name).toBeGreaterThan(name === 'traffic' ? 0.85 : 0.9);
      expect(ratio, name).toBeLessThan(1.05);
      // Replicate by replicate, too: the same bucket matters in both.
      const deviation = (of: typeof steps, index: number) => of[index]![name]! - whole[name]!;
      const product = buckets.reduce((sum, index) => sum + deviation(steps, index) * deviation(refits, index), 0);
      const squares = (of: typeof steps) => buckets.reduce((sum, index) => sum + deviation(of, index) ** 2, 0);
      const agreement = product / Math.sqrt(squares(steps) * squares(refits));
      if (process.env.SHOW) console.log(name, ratio, agreement);
      expect(agreement, name).toBeGreaterThan(0.95);
    }
  });
});
