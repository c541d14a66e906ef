import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { successByState } from '../../src/statistics/absorbing-chain.ts';
import { makeStep, stepBack, stepsWithoutEnd } from '../../src/statistics/backward-values.ts';

/** Moves of states, each row adding up to 1. */
const moves = (states: number) =>
  fc
    .array(fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: states, maxLength: states }), {
      minLength: states,
      maxLength: states,
    })
    .map((rows) => rows.map((row) => row.map((chance) => chance / row.reduce((sum, other) => sum + other, 0))));
const chances = (count: number) => fc.array(fc.double({ min: 0.05, max: 0.95, noNaN: true }), { minLength: count, maxLength: count });

describe('values walked backwards', () => {
  it('are worked out by hand for two states', () => {
    const step = makeStep(2, 1);
    step.gain.set([0.1, 0.4]);
    step.keep.set([0.5, 0.2]);
    const values = Float64Array.of(1, 0);
    // 0.1 + 0.5 · (0.3 · 1 + 0.7 · 0) and 0.4 + 0.2 · (1 · 1 + 0 · 0)
    stepBack(step, Float64Array.of(0.3, 0.7, 1, 0), values);
    expect(values[0]).toBeCloseTo(0.25, 12);
    expect(values[1]).toBeCloseTo(0.6, 12);
    // V = 1/(1 − 0.5) for one that stays with itself and gains 1 a step
    const alone = makeStep(1, 1);
    alone.gain.set([1]);
    alone.keep.set([0.5]);
    const value = new Float64Array(1);
    stepsWithoutEnd(alone, Float64Array.of(1), value);
    expect(value[0]).toBeCloseTo(2, 12);
  });

  it('agree with the exact chances of success of a chain', () => {
    fc.assert(
      fc.property(moves(4), chances(4), chances(4), (rows, leave, succeed) => {
        const step = makeStep(4, 1);
        step.gain.set(leave.map((exit, state) => (1 - exit) * succeed[state]!));
        step.keep.set(leave.map((exit, state) => (1 - exit) * (1 - succeed[state]!)));
        const values = new Float64Array(4);
        stepsWithoutEnd(step, Float64Array.from(rows.flat()), values);
        const exact = successByState({
          moves: rows.map((row, state) => row.map((chance) => step.keep[state]! * chance)),
          successes: [...step.gain],
          exits: leave,
        });
        exact.forEach((value, state) => {
          expect(values[state]).toBeCloseTo(value, 9);
        });
      }),
      { seed: 4 },
    );
  });

  it('stay what they are when one more step is walked, with levels too', () => {
    fc.assert(
      fc.property(moves(3), chances(6), chances(6), chances(6), (rows, gain, keep, rises) => {
        const step = makeStep(3, 2);
        step.gain.set(gain.map((value, at) => value * (1 - keep[at]!)));
        // At the lower level a part of what is kept rises.
        step.keep.set(keep.map((value, at) => (at % 2 === 0 ? value * (1 - rises[at]!) : value)));
        step.keepMore.set(keep.map((value, at) => (at % 2 === 0 ? value * rises[at]! : 0)));
        const values = new Float64Array(6);
        const table = Float64Array.from(rows.flat());
        stepsWithoutEnd(step, table, values);
        const again = Float64Array.from(values);
        stepBack(step, table, again);
        again.forEach((value, at) => {
          expect(value).toBeCloseTo(values[at]!, 9);
        });
      }),
      { seed: 5 },
    );
  });

  it('are 0 on a way without any end and gain', () => {
    const step = makeStep(2, 1);
    step.keep.fill(1);
    const values = new Float64Array(2);
    stepsWithoutEnd(step, Float64Array.of(0, 1, 1, 0), values);
    expect([...values]).toEqual([0, 0]);
  });
});
