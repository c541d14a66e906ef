import type { ExitPlace, FrictionSignal, InputFile, Minute, Rate, TrafficSource } from '../../src/report/report.ts';

/** Share of two counts with bounds given by hand. */
export function rate(events: number, trials: number, low: number, high: number): Rate {
  return { value: events / trials, low, high, events, trials };
}

export const CLICKS: InputFile = {
  ...{ role: 'events', file: 'exports/clicks-2026-11-09.csv', platform: 'ga4_bigquery', encoding: 'utf-8', delimiter: ',' },
  ...{ sha256: 'a3'.repeat(32), rows_read: 31781, rows_used: 30214, rows_filtered: 1561, rows_rejected: 6 },
  filtered: [{ rule: 'hits of bots', rows: 1561 }],
  columns: {},
  lacks: [],
  quality: { repeats_left_out: 0, repeats_kept: 0, wrong_clock: 0, ambiguous_times: 0, skipped_times: 0 },
  rejects: [
    { line: 1204, reason: 'time "yesterday" is not a time' },
    { line: 20933, reason: '5 columns where the header has 7' },
  ],
};

export const ORDERS: InputFile = {
  ...{ role: 'orders', file: 'exports/orders.csv', platform: 'shopify', encoding: 'utf-8', delimiter: ',' },
  ...{ sha256: '5e'.repeat(32), rows_read: 96, rows_used: 96, rows_filtered: 0, rows_rejected: 0, filtered: [], rejects: [] },
  ...{ columns: {}, lacks: [] },
  quality: { repeats_left_out: 0, repeats_kept: 0, wrong_clock: 0, ambiguous_times: 0, skipped_times: 0 },
};

function place(page: string, page_group: string, counts: [views: number, exits: number, expected: number], q: number): ExitPlace {
  const [views, exits, expected_exits] = counts;
  const value = exits - expected_exits;
  const excess_exits = { value, low: value - 13.4, high: value + 13.4 };
  return {
    page,
    page_group,
    stage: page_group === 'shipping' ? 2 : 1,
    views,
    exits,
    expected_exits,
    excess_exits,
    q_value: q,
    lost_orders: null,
  };
}

export const PAGES = [
  place('/shipping', 'shipping', [141, 64, 40.6], 0.0004),
  place('/help/returns-and-exchanges/international', 'information', [88, 31, 22.3], 0.041),
  place('/p/blue-linen-shirt', 'product', [310, 49, 44.1], 0.61),
  ...Array.from({ length: 17 }, (_, index) => place(`/c/shirts?page=${index + 2}`, 'list', [90 - index, 14, 14.4 + index / 4], 0.8)),
];
export const STEPS = [place('shipping', 'shipping', [141, 64, 40.6], 0.0004), place('product', 'product', [802, 131, 139.2], 0.72)];

export const MINUTES: Minute[] = [1180, 241, 130, 101, 92, 71, 60, 31, 22, 18, 14].map((exits, minute, all) => {
  const at_risk = 2541 - all.slice(0, minute).reduce((sum, one) => sum + one + 4, 0);
  const value = exits / at_risk;
  const exit_hazard = { value, low: value * 0.88, high: value * 1.13, events: exits, trials: at_risk };
  return { minute, at_risk, exits, orders: 4, exit_hazard, left_by_end: 0.5, ordered_by_end: 0.01 };
});

export const PATHS = [
  { from: 'product', to: 'shipping', sessions: 58 },
  { from: null, to: 'product', sessions: 44 },
  { from: 'list', to: 'list', sessions: 39 },
];

function signal(name: string, kind: FrictionSignal['class'], opportunity: string, shares: [Rate, Rate, Rate] | null): FrictionSignal {
  return {
    ...{ signal: name, class: kind, available: shares !== null, opportunity },
    ...{ opportunities: shares?.[0].trials ?? null, occurrences: shares?.[0].events ?? null, per_opportunity: shares?.[0] ?? null },
    exposed_sessions: shares === null ? null : shares[0].events - 3,
    ...{ exit_rate_exposed: shares?.[1] ?? null, exit_rate_unexposed: shares?.[2] ?? null },
    worst_pages: shares === null ? [] : [{ page: '/shipping', occurrences: 12, views: 141 }],
    ...{
      risk_difference_points_adjusted: null,
      lost_orders: null,
      lost_orders_alone: null,
      achievable_lost_orders: null,
      q_value: null,
      evidence_kind: null,
      grade: null,
    },
  };
}

export const SIGNALS = [
  signal('pogo_stick', 'soft', 'product view', [rate(211, 2304, 0.081, 0.104), rate(64, 211, 0.245, 0.368), rate(402, 2093, 0.176, 0.21)]),
  signal('repeated_search', 'soft', 'search', [rate(31, 188, 0.119, 0.225), rate(9, 31, 0.161, 0.466), rate(33, 157, 0.154, 0.281)]),
  signal('form_error', 'hard', 'form step view', [rate(28, 240, 0.082, 0.163), rate(15, 28, 0.358, 0.705), rate(51, 212, 0.188, 0.302)]),
  signal('rage_click', 'hard', 'click', null),
  signal('script_error', 'hard', 'page view', null),
];

function source(channel: string, names: [string, string, string], counts: [number, number, number], conversion: Rate): TrafficSource {
  const [sessions, cohort_sessions, orders] = counts;
  return {
    ...{ channel, source: names[0], medium: names[1], campaign: names[2], sessions, cohort_sessions, orders, conversion },
    ...{ conversion_shrunk: null, lost_orders_traffic: null, lost_orders_friction: null, spend: null },
    ...{ spend_on_abandoned: null, wasted_spend: null, q_value: null },
  };
}

// Wilson bounds, 95 %: 38/1004, 24/1102, 13/301, 4/134.
export const SOURCES = [
  source('Organic Search', ['google', 'organic', ''], [1004, 171, 38], rate(38, 1004, 0.0277, 0.0515)),
  source('Paid Search', ['google', 'cpc', 'autumn_sale_2026'], [1102, 180, 24], rate(24, 1102, 0.0147, 0.0322)),
  source('Direct', ['(direct)', '(none)', ''], [301, 41, 13], rate(13, 301, 0.0254, 0.0725)),
  source('Paid Social', ['instagram', 'paid_social', 'リネンシャツ 🎉'], [134, 20, 4], rate(4, 134, 0.0117, 0.0742)),
];
