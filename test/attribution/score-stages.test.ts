import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPattern, type StageCounts, scoreStages } from '../../src/attribution/score-stages.ts';
import type { Goal, GoalName } from '../../src/config/goals.ts';
import { wilsonInterval } from '../../src/statistics/wilson-interval.ts';

const COUNTS: StageCounts = {
  ...{ visitors: 9000, sessions: 10_000, days: 14, cohort: 4000, cohort_opened: 400, opened: 900, opened_ordered: 300 },
  ...{ checkout: 500, checkout_ordered: 300, orders_kept: 290, orders_placed: 300, orders: 310, revenue: 12_000, currency: 'EUR' },
  weekly: { weeks: 2, visitors: 9200, sessions: 10_000, orders: 304, revenue: 11_000 },
};

const goal = (name: GoalName, target: number, per: Goal['per'] = null): Goal => ({ goal: name, target, per, currency: null });
const states = (goals: Goal[], counts = COUNTS) =>
  scoreStages(counts, goals)
    .filter((score) => score.goal !== null)
    .map(({ state, unknown_because }) => unknown_because ?? state);

describe('a stage against its goal', () => {
  it('shows four numbers and judges none without goals', () => {
    expect(scoreStages(COUNTS).map(({ stage, state, unknown_because }) => [stage, state, unknown_because])).toEqual(
      ['front_door', 'middle', 'checkout', 'fulfilment'].map((stage) => [stage, 'unknown', 'no_goal']),
    );
  });

  it('compares counts as they are, of the period or as the mean of the whole weeks', () => {
    expect(states([goal('visitors', 9000, 'period')])).toEqual(['met']);
    expect(states([goal('visitors', 9001, 'period')])).toEqual(['missed']);
    // 9200 visitors in two weeks are 4600 a week.
    expect(states([goal('visitors', 4600, 'week'), goal('orders', 153, 'week'), goal('revenue', 5500, 'week')])).toEqual([
      'met',
      'missed',
      'met',
    ]);
  });

  it('says that less than a week of data has no number per week', () => {
    expect(states([goal('orders', 1, 'week')], { ...COUNTS, weekly: { ...COUNTS.weekly!, weeks: 0 } })).toEqual(['not_measured']);
    expect(states([goal('revenue', 1, 'period'), goal('fulfilment', 0.5)], { ...COUNTS, revenue: null, orders_kept: null })).toEqual([
      'not_measured',
      'not_measured',
    ]);
  });

  it('meets or misses a share only where the interval lies on one side', () => {
    // 300 of 500: Wilson 0.5564 to 0.6421 (R: prop.test(300, 500, correct = FALSE)).
    expect(states([goal('checkout_completion', 0.556)])).toEqual(['met']);
    expect(states([goal('checkout_completion', 0.6)])).toEqual(['too_close']);
    expect(states([goal('checkout_completion', 0.643)])).toEqual(['missed']);
  });

  it('never judges a goal that lies inside the interval', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (trials, share, target) => {
          const events = Math.round(trials * share);
          const [state] = states([goal('cart_opening', target)], { ...COUNTS, cohort: trials, cohort_opened: events });
          const { low, high } = wilsonInterval(events, trials);
          expect(state).toBe(low >= target ? 'met' : high < target ? 'missed' : 'too_close');
        },
      ),
    );
  });
});

describe('the pattern', () => {
  const answer = (...goals: Goal[]) => findPattern(scoreStages(COUNTS, goals));
  const [front, back] = [goal('visitors', 8000, 'period'), goal('checkout_completion', 0.5)];

  it('is there when visitors and checkout are on target and orders are not', () => {
    expect(answer(front, back, goal('orders', 400, 'period'))).toEqual({
      answer: 'yes',
      sentence:
        'It is the pattern: front door and checkout meet their goals; below the goal: orders of the period. The loss is in the middle.',
    });
    expect(answer(front, back, goal('cart_opening', 0.2), goal('fulfilment', 0.9))?.answer).toBe('yes');
  });

  it('is not when a stage outside the middle misses its goal, or nothing is missed', () => {
    expect(answer(goal('visitors', 9500, 'period'), back, goal('orders', 400, 'period'))).toMatchObject({
      answer: 'no',
      sentence: expect.stringContaining('outside the middle, below the goal: visitors of the period'),
    });
    expect(answer(front, back, goal('orders', 300, 'period'))?.answer).toBe('no');
  });

  it('cannot be told without a goal for each part, or where one is too close', () => {
    expect(answer(front, goal('orders', 400, 'period'))).toEqual({
      answer: 'unknown',
      sentence: 'It cannot be told: there is no goal for checkout.',
    });
    expect(answer(front, goal('checkout_completion', 0.6), goal('orders', 400, 'period'))).toEqual({
      answer: 'unknown',
      sentence: 'It cannot be told: sessions with a checkout page that order: too close to tell.',
    });
    expect(answer(front, back)?.answer).toBe('unknown');
    expect(findPattern(scoreStages(COUNTS))).toBeNull();
  });
});
