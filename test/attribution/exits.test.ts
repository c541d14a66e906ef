import { describe, expect, it } from 'vitest';
import { at, type Cells, diagnoseText, hit } from '../shop.ts';

/**
 * Ten sessions, all views in stage 1 (no cart anywhere). Minute of the view = whole minutes since the start.
 *
 *   s1–s4: / at 0:00, /a at 2:30, end       4 cohort, abandoned on /a in minute 2
 *   s5–s6: / at 0:00, /b at 2:30, end       2 cohort, abandoned on /b in minute 2
 *   s7:    / at 0:00, /a at 2:30, /b at 3:30, end    cohort, abandoned on /b in minute 3
 *   s8:    / at 0:00, /a at 2:30, /b at 3:30, order at 3:40    cohort, ordered: its last view is no exit
 *   s9:     / at 0:00, end                  0 s: below the band, may belong
 *   s10:    / at 0:00, /a at 8:20           500 s: out
 *
 * Cohort = s1–s8. Strata of their views:
 *   minute 0: / 8 views, 0 exits                            rate 0
 *   minute 2: /a 6 views, 4 exits; /b 2 views, 2 exits      rate 6/8
 *   minute 3: /b 2 views, 1 exit (s8 ordered)               rate 1/2
 * Expected: /a 6 × 6/8 = 4.5; /b 2 × 6/8 + 2 × 1/2 = 2.5; sum 7 = observed 4 + 3.
 */
const session = (name: string, hour: number, ...views: [string, string][]): Cells[] =>
  views.map(([clock, path]) =>
    hit(name, `${String(hour).padStart(2, '0')}:${clock}`, path, { device_type: hour % 2 === 0 ? 'mobile' : 'desktop' }),
  );
const EVENTS: Cells[] = [
  ...[1, 2, 3, 4].flatMap((n) => session(`s${n}`, n, ['00:00', '/'], ['02:30', '/a'])),
  ...[5, 6].flatMap((n) => session(`s${n}`, n, ['00:00', '/'], ['02:30', '/b'])),
  ...session('s7', 7, ['00:00', '/'], ['02:30', '/a'], ['03:30', '/b']),
  ...session('s8', 8, ['00:00', '/'], ['02:30', '/a'], ['03:30', '/b']),
  ...session('s9', 9, ['00:00', '/']),
  ...session('s10', 10, ['00:00', '/'], ['08:20', '/a']),
];
const ORDERS: Cells[] = [{ order_id: 'A', ordered_at: at('08:03:40'), visitor_id: 's8', revenue: '30.00' }];

const { report } = await diagnoseText({ events: EVENTS, orders: ORDERS });

describe('ten sessions worked out by hand', () => {
  it('count the cohort and what became of it', () => {
    expect(report.sessions).toMatchObject({
      total: 10,
      with_order: 1,
      visitors: 10,
      cohort: { sessions: 8, orders: 1, bought_later: 0, bought_elsewhere: 0, abandoned: 7, possible: 1, out: 1, may_exceed: 8 },
    });
    expect(report.split.observed).toBe(0.125);
  });

  it('expect exits by stage and minute, and the expected add up to the observed', () => {
    const pages = report.where.pages.map(({ page, stage, views, exits, expected_exits, excess_exits }) => [
      page,
      stage,
      views,
      exits,
      expected_exits,
      excess_exits.value,
    ]);
    expect(pages).toEqual([
      ['/b', 1, 4, 3, 2.5, 0.5],
      ['/', 1, 8, 0, 0, 0],
      ['/a', 1, 6, 4, 4.5, -0.5],
    ]);
    // Garwood 95 % for 3 events: 0.6187 to 8.7673 (qgamma(.025, 3), qgamma(.975, 4) in R), minus 2.5
    expect(report.where.pages[0]!.excess_exits).toMatchObject({ low: -1.88, high: 6.27 });
  });

  it('put the same exits on page groups', () => {
    const steps = report.where.steps.map(({ page, exits }) => [page, exits]).sort();
    expect(steps).toEqual([
      ['home', 0],
      ['other', 7],
    ]);
    expect(report.where.paths).toEqual([{ from: 'home', to: 'other', sessions: 7 }]);
  });

  it('leave by the minute, with the order as the competing event', () => {
    // Minute 0: 10 at risk, s9 leaves. Minute 2: 9 at risk, s1–s6 leave. Minute 3: 3 at risk, s7 leaves, s8 orders. Minute 8: s10 leaves.
    const minutes = report.where.minutes.map(({ minute, at_risk, exits, orders }) => `${minute}: ${at_risk} ${exits} ${orders}`);
    expect(minutes).toEqual([
      '0: 10 1 0',
      '1: 9 0 0',
      '2: 9 6 0',
      '3: 3 1 1',
      '4: 1 0 0',
      '5: 1 0 0',
      '6: 1 0 0',
      '7: 1 0 0',
      '8: 1 1 0',
      '9: 0 0 0',
    ]);
    expect(report.where.minutes[2]!.exit_hazard!.value).toBeCloseTo(6 / 9, 6);
    expect(report.where.minutes[9]!.exit_hazard).toBeNull();
    // All left but the one who ordered.
    expect(report.where.minutes[9]).toMatchObject({ left_by_end: 0.9, ordered_by_end: 0.1 });
  });

  it('stand by device under the first funnel step', () => {
    // Even hours are mobile: s2, s4, s6, s8, s10.
    expect(report.funnel[0]).toMatchObject({ step: 'landing', sessions_reached: 10, by_device: { desktop: 5, mobile: 5 } });
  });
});
