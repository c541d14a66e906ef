import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cumulate, expit, normal, pickIndex, scramble, streamOf, uniform } from '../../src/simulate/random.ts';

const draw = (seed: number, number: number, purpose: 'walk' | 'friction', count: number) => {
  const stream = streamOf(seed, number, purpose);
  return Array.from({ length: count }, () => uniform(stream));
};

describe('streamOf', () => {
  it('gives the same numbers for the same seed, number and purpose, and others when one of them differs', () => {
    expect(draw(1, 2, 'walk', 5)).toEqual(draw(1, 2, 'walk', 5));
    expect(draw(1, 2, 'walk', 5)).not.toEqual(draw(2, 2, 'walk', 5));
    expect(draw(1, 2, 'walk', 5)).not.toEqual(draw(1, 3, 'walk', 5));
    expect(draw(1, 2, 'walk', 5)).not.toEqual(draw(1, 2, 'friction', 5));
  });

  it('gives first numbers of neighbouring sessions that are uniform and not correlated between purposes', () => {
    // 20,000 uniforms: mean 1/2 ± 4 standard errors (0.2887/√n = 0.00204), correlation 0 ± 4/√n = 0.028.
    const pairs = Array.from(
      { length: 20_000 },
      (_, number) => [draw(7, number, 'walk', 1)[0]!, draw(7, number, 'friction', 1)[0]!] as const,
    );
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean(pairs.map(([a]) => a)) - 0.5)).toBeLessThan(0.0082);
    expect(Math.abs(mean(pairs.map(([a, b]) => 12 * (a - 0.5) * (b - 0.5))))).toBeLessThan(0.029);
  });
});

describe('normal', () => {
  it('has mean 0 and variance 1, and takes two draws', () => {
    const stream = streamOf(3, 0, 'order');
    const values = Array.from({ length: 20_000 }, () => normal(stream));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length - mean ** 2;
    expect(Math.abs(mean)).toBeLessThan(0.029);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
    const [once, twice] = [streamOf(3, 1, 'order'), streamOf(3, 1, 'order')];
    normal(once);
    uniform(twice);
    uniform(twice);
    expect(uniform(once)).toBe(uniform(twice));
  });
});

describe('pickIndex', () => {
  it('picks by running weights and never a weight of nothing', () => {
    const weights = cumulate([1, 0, 3]);
    expect(weights).toEqual([1, 1, 4]);
    expect([0, 0.24, 0.25, 0.5, 0.999].map((u) => pickIndex(weights, u))).toEqual([0, 0, 2, 2, 2]);
  });
});

it('scrambles numbers without giving one twice', () => {
  expect(new Set(Array.from({ length: 100_000 }, (_, number) => scramble(number))).size).toBe(100_000);
});

it('turns log-odds into chances', () => {
  fc.assert(fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (x) => Math.abs(expit(x) + expit(-x) - 1) < 1e-12));
  expect(expit(Math.log(3))).toBeCloseTo(0.75, 12);
  expect(expit(Number.NEGATIVE_INFINITY)).toBe(0);
});
