import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { type AbsorbingChain, removalEffect, repairEffect, successByState, successFrom } from '../../src/statistics/absorbing-chain.ts';
import { seededDraws } from './draws.ts';

// Eight made-up paths through pages, 810 walks of which 100 succeed: shares of what follows each page, counted by hand.
// Known answers: numpy, (I − Q)⁻¹ b by numpy.linalg.solve. ChannelAttribution 2.2.4 (R), markov_model with simulated walks, agrees
// within 0.001 (list 0.45295, search 0.11316, zero 0.05181, product and checkout 1, error 0).
const STATES = ['start', 'list', 'product', 'checkout', 'search', 'zero', 'error'] as const;
const FOLLOWS: Record<(typeof STATES)[number], [total: number, exits: number, successes: number, moves: Record<string, number>]> = {
  start: [810, 0, 0, { list: 275, search: 170, product: 365 }],
  list: [410, 0, 0, { product: 355, error: 55 }],
  product: [785, 420, 0, { list: 120, checkout: 245 }],
  checkout: [245, 145, 100, {}],
  search: [260, 90, 0, { zero: 105, product: 65 }],
  zero: [105, 0, 0, { search: 90, list: 15 }],
  error: [55, 55, 0, {}],
};
const PAGES: AbsorbingChain = {
  moves: STATES.map((state) => STATES.map((next) => (FOLLOWS[state][3][next] ?? 0) / FOLLOWS[state][0])),
  successes: STATES.map((state) => FOLLOWS[state][2] / FOLLOWS[state][0]),
  exits: STATES.map((state) => FOLLOWS[state][1] / FOLLOWS[state][0]),
};
const AT_START = STATES.map((state) => (state === 'start' ? 1 : 0));
const of = (name: (typeof STATES)[number]) => STATES.indexOf(name);

/** Chains whose states all have some chance to exit. */
const chains: fc.Arbitrary<AbsorbingChain> = fc.integer({ min: 1, max: 7 }).chain((states) =>
  fc
    .array(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: states + 2, maxLength: states + 2 }), {
      minLength: states,
      maxLength: states,
    })
    .map((rows) => {
      const shares = rows.map((row) => {
        const counts = [...row.slice(0, -1), row.at(-1)! + 1];
        const total = counts.reduce((sum, count) => sum + count, 0);
        return counts.map((count) => count / total);
      });
      return {
        moves: shares.map((row) => row.slice(0, states)),
        successes: shares.map((row) => row[states]!),
        exits: shares.map((row) => row[states + 1]!),
      };
    }),
);

describe('the chance of success', () => {
  it('is 100 of 810 walks for the pages', () => {
    expect(successFrom(PAGES, AT_START)).toBeCloseTo(0.12345679012345678, 12);
  });

  it('is worked out by hand for two states', () => {
    // From b: 0.5 success, 0.25 exit, 0.25 back to a. From a: 0.8 to b, 0.2 exit. a = 0.8 b, b = 0.5 + 0.25 a: b = 0.625, a = 0.5.
    const chain = {
      moves: [
        [0, 0.8],
        [0.25, 0],
      ],
      successes: [0, 0.5],
      exits: [0.2, 0.25],
    };
    const [a, b] = successByState(chain);
    expect(a).toBeCloseTo(0.5, 12);
    expect(b).toBeCloseTo(0.625, 12);
    expect(successFrom(chain, [0.4, 0.6])).toBeCloseTo(0.575, 12);
    // b's exits gone: 0.5 and 0.25 become 2/3 and 1/3. b = 2/3 + a/3 and a = 0.8 b: b = (2/3)/(1 − 0.8/3) = 10/11, a = 8/11.
    expect(repairEffect(chain, [1, 0], 1, 0)).toBeCloseTo(8 / 11 - 0.5, 12);
  });

  it('is what follows a state, weighted by what each has', () => {
    fc.assert(
      fc.property(chains, (chain) => {
        const chances = successByState(chain);
        for (const [state, chance] of chances.entries()) {
          const next = chain.moves[state]!.reduce((sum, share, to) => sum + share * chances[to]!, chain.successes[state]!);
          expect(chance).toBeCloseTo(next, 12);
          expect(chance).toBeGreaterThanOrEqual(-1e-12);
          expect(chance).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
    );
  });

  it('is the share of drawn walks that succeed', () => {
    const draws = seededDraws(24);
    const walks = 40_000;
    let succeeded = 0;
    for (let walk = 0; walk < walks; walk++) {
      let state = 0;
      while (state >= 0) {
        let rest = draws.uniform();
        const row = [...PAGES.moves[state]!, PAGES.successes[state]!, PAGES.exits[state]!];
        const next = row.findIndex((share) => {
          rest -= share;
          return rest < 0;
        });
        if (next === STATES.length) succeeded++;
        state = next < STATES.length ? next : -1;
      }
    }
    // Three standard errors of 40 000 walks.
    expect(Math.abs(succeeded / walks - 100 / 810)).toBeLessThan(0.005);
  });
});

describe('removalEffect', () => {
  it.each([
    ['checkout', 1],
    ['error', 0],
    ['list', 0.45222929936305734],
    ['product', 1],
    ['search', 0.11450313339301699],
    ['zero', 0.05210384959713532],
  ] as const)('gives that of numpy for %s', (state, expected) => {
    expect(removalEffect(PAGES, AT_START, of(state))).toBeCloseTo(expected, 12);
  });

  it('is null where nothing succeeds', () => {
    expect(removalEffect({ moves: [[0]], successes: [0], exits: [1] }, [1], 0)).toBeNull();
  });
});

describe('repairEffect', () => {
  it.each([
    ['checkout', 0.08950617283950613],
    ['list', 0],
    ['product', 0.08974227601301632],
    ['search', 0.006655670619759524],
    ['zero', 0],
  ] as const)('gives that of numpy when half of the exits from %s go', (state, expected) => {
    expect(repairEffect(PAGES, AT_START, of(state), PAGES.exits[of(state)]! / 2)).toBeCloseTo(expected, 12);
  });

  it('does not say where a page leads that was only ever left by exit', () => {
    expect(repairEffect(PAGES, AT_START, of('error'), 0.5)).toBeNull();
  });

  it('refuses a repair after which walks would never end', () => {
    expect(() => repairEffect({ moves: [[0.5]], successes: [0], exits: [0.5] }, [1], 0, 0)).toThrow(StatisticsError);
  });

  it('is 0 for the exits as they are, and never negative for fewer', () => {
    fc.assert(
      fc.property(chains, fc.double({ min: 0.001, max: 1, noNaN: true }), (chain, share) => {
        const start = chain.exits.map(() => 1 / chain.exits.length);
        for (const [state, exit] of chain.exits.entries()) {
          if (exit === 1) continue;
          expect(repairEffect(chain, start, state, exit)).toBeCloseTo(0, 12);
          expect(repairEffect(chain, start, state, exit * share)!).toBeGreaterThanOrEqual(-1e-12);
        }
      }),
    );
  });
});

describe('an absorbing chain', () => {
  const refused = (chain: AbsorbingChain) => expect(() => successByState(chain)).toThrow(StatisticsError);

  it('is refused when chances do not add up, are negative or are not there', () => {
    refused({ moves: [[0.5]], successes: [0.2], exits: [0.2] });
    refused({ moves: [[-0.5]], successes: [0.5], exits: [1] });
    refused({ moves: [[0.5]], successes: [0.5], exits: [] });
    refused({ moves: [[Number.NaN]], successes: [0.5], exits: [0.5] });
  });

  it('is refused when two states lead only to each other', () => {
    expect(() =>
      successByState({
        moves: [
          [0, 1, 0],
          [1, 0, 0],
          [0.5, 0, 0],
        ],
        successes: [0, 0, 0.5],
        exits: [0, 0, 0],
      }),
    ).toThrow('state 0 of the chain never leads to an end');
  });

  it('is refused with a start or a state that is not in it', () => {
    expect(() => successFrom(PAGES, [1])).toThrow(StatisticsError);
    expect(() => repairEffect(PAGES, AT_START, 7, 0)).toThrow(StatisticsError);
  });

  it('may have no states', () => {
    expect(successByState({ moves: [], successes: [], exits: [] })).toEqual([]);
  });
});
