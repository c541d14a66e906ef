import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatisticsError } from '../../src/errors.ts';
import { competingRisks } from '../../src/statistics/competing-risks.ts';
import { wilsonInterval } from '../../src/statistics/wilson-interval.ts';
import { seededDraws } from './draws.ts';

/** 60 simulated subjects: time, at risk just before it, events, competing events. */
const SIXTY = [
  [132, 60, 1, 0],
  [133, 59, 1, 0],
  [136, 58, 0, 1],
  [144, 57, 1, 0],
  [152, 54, 1, 0],
  [154, 53, 1, 0],
  [169, 51, 0, 1],
  [173, 50, 1, 0],
  [177, 49, 1, 0],
  [178, 48, 1, 0],
  [188, 46, 1, 0],
  [198, 45, 1, 0],
  [203, 43, 2, 0],
  [205, 41, 2, 0],
  [206, 39, 1, 0],
  [212, 37, 0, 1],
  [221, 36, 1, 0],
  [223, 35, 1, 0],
  [226, 33, 1, 0],
  [232, 32, 1, 1],
  [242, 30, 1, 0],
  [256, 29, 0, 1],
  [266, 28, 1, 1],
  [267, 26, 1, 0],
  [271, 25, 1, 0],
  [277, 24, 1, 0],
  [278, 23, 1, 0],
  [279, 22, 1, 0],
  [289, 21, 1, 0],
  [303, 20, 1, 0],
  [313, 19, 1, 0],
  [323, 18, 1, 0],
  [328, 17, 1, 0],
  [374, 16, 1, 0],
  [377, 15, 0, 1],
  [391, 14, 1, 0],
  [392, 13, 1, 0],
  [418, 11, 1, 0],
] as const;

/** A history that can happen: each interval starts with at most those whom the one before left. */
const histories = fc
  .tuple(
    fc.integer({ min: 1, max: 500 }),
    fc.array(
      fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      ),
      { maxLength: 15 },
    ),
  )
  .map(([start, shares]) => {
    let at_risk = start;
    return shares.map(([a, b, c]) => {
      const events = Math.floor(a * at_risk);
      const competing = Math.floor(b * (at_risk - events));
      const interval = { at_risk, events, competing };
      at_risk = Math.floor(c * (at_risk - events - competing));
      return interval;
    });
  });

describe('competingRisks', () => {
  // R survival 3.5.3: summary(survfit(Surv(time, factor(ev)) ~ 1), times = c(150, 180, 240, 300, 360, 419)): surviving, event, competing
  it.each([
    [150, 0.9333333333333, 0.05, 0.01666666666667],
    [180, 0.8282740256596, 0.1374364560639, 0.03428951827645],
    [240, 0.5848823770406, 0.3424093603088, 0.07270826265068],
    [300, 0.3899215846937, 0.4983779941862, 0.1117004211201],
    [360, 0.311937267755, 0.576362311125, 0.1117004211201],
    [419, 0.212684500742, 0.6561189989032, 0.1311965003547],
  ])('gives the Aalen–Johansen shares of R by %i', (time, surviving, events, competing) => {
    const until = SIXTY.filter(([at]) => at <= time).map(([, at_risk, d, o]) => ({ at_risk, events: d, competing: o }));
    const state = competingRisks(until).at(-1)!;
    expect(state.surviving).toBeCloseTo(surviving, 12);
    expect(state.cumulative_events).toBeCloseTo(events, 12);
    expect(state.cumulative_competing).toBeCloseTo(competing, 12);
  });

  it('works two intervals out by hand', () => {
    // 10 at risk, 2 events, 1 competing: 0.2, 0.1, 0.7. One is lost; of 6, 3 have the event and none the competing one: 0.2 + 0.7·3/6 = 0.55, 0.7·3/6 = 0.35.
    const [first, second] = competingRisks([
      { at_risk: 10, events: 2, competing: 1 },
      { at_risk: 6, events: 3, competing: 0 },
    ]);
    expect(first).toMatchObject({ hazard: wilsonInterval(2, 10), cumulative_events: 0.2, cumulative_competing: 0.1, surviving: 0.7 });
    expect(second!.cumulative_events).toBeCloseTo(0.55, 14);
    expect(second!.cumulative_competing).toBeCloseTo(0.1, 14);
    expect(second!.surviving).toBeCloseTo(0.35, 14);
  });

  it('knows no hazard where nobody is at risk, and keeps the shares', () => {
    const [, second] = competingRisks([
      { at_risk: 4, events: 1, competing: 1 },
      { at_risk: 0, events: 0, competing: 0 },
    ]);
    expect(second).toEqual({ hazard: null, cumulative_events: 0.25, cumulative_competing: 0.25, surviving: 0.5 });
    expect(competingRisks([])).toEqual([]);
  });

  it('adds up to 1 in every interval and never goes back', () => {
    fc.assert(
      fc.property(histories, (intervals) => {
        let last = { cumulative_events: 0, cumulative_competing: 0, surviving: 1 };
        for (const state of competingRisks(intervals)) {
          expect(state.cumulative_events + state.cumulative_competing + state.surviving).toBeCloseTo(1, 12);
          expect(state.cumulative_events).toBeGreaterThanOrEqual(last.cumulative_events);
          expect(state.cumulative_competing).toBeGreaterThanOrEqual(last.cumulative_competing);
          expect(state.surviving).toBeLessThanOrEqual(last.surviving);
          last = state;
        }
      }),
    );
  });

  it('is the plain share of all where nobody is lost', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 50 }),
        (counts, left) => {
          const all = left + counts.reduce((sum, [d, o]) => sum + d + o, 0);
          let at_risk = all;
          const intervals = counts.map(([events, competing]) => {
            const interval = { at_risk, events, competing };
            at_risk -= events + competing;
            return interval;
          });
          const last = competingRisks(intervals).at(-1)!;
          expect(last.cumulative_events).toBeCloseTo(counts.reduce((sum, [d]) => sum + d, 0) / all, 12);
          expect(last.cumulative_competing).toBeCloseTo(counts.reduce((sum, [, o]) => sum + o, 0) / all, 12);
        },
      ),
    );
  });

  it('refuses more happening than were at risk, and counts that are not whole', () => {
    expect(() => competingRisks([{ at_risk: 3, events: 2, competing: 2 }])).toThrow(StatisticsError);
    expect(() => competingRisks([{ at_risk: 3.5, events: 1, competing: 1 }])).toThrow(StatisticsError);
    expect(() => competingRisks([{ at_risk: 0, events: 1, competing: 0 }])).toThrow(StatisticsError);
  });

  it('finds the true shares although a third is lost on the way', () => {
    // Per interval a share of 0.1 has the event and 0.04 the competing one, 0.08 of the rest is lost; the truth after 10 intervals is 0.1/0.14·(1 − 0.86^10).
    const draws = seededDraws(5);
    const intervals: { at_risk: number; events: number; competing: number }[] = [];
    let at_risk = 40_000;
    for (let i = 0; i < 10; i++) {
      const events = draws.binomial(at_risk, 0.1);
      const competing = draws.binomial(at_risk - events, 0.04 / 0.9);
      intervals.push({ at_risk, events, competing });
      at_risk -= events + competing;
      at_risk -= draws.binomial(at_risk, 0.08);
    }
    const last = competingRisks(intervals).at(-1)!;
    // Standard error about 0.0027.
    expect(Math.abs(last.cumulative_events - (0.1 / 0.14) * (1 - 0.86 ** 10))).toBeLessThan(0.009);
    expect(Math.abs(last.cumulative_competing - (0.04 / 0.14) * (1 - 0.86 ** 10))).toBeLessThan(0.009);
  });
});
