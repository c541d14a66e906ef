import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const BUCKETS = 40;
/** Bits of the signals, the placebo last; shares of the page views that have each. */
const SIGNALS = [
  ['error', 1, 'hard', 0.05],
  ['backtrack', 256, 'soft', 0.08],
  ['form_reject', 4, 'hard', 0.03],
  ['slow', 2, 'hard', 0.06],
  ['dead_end', 8, 'hard', 0.02],
  ['zero_result', 32, 'soft', 0.02],
  ['repeat_search', 64, 'soft', 0.02],
  ['loop', 512, 'soft', 0.03],
  ['information_request', 16, 'hard', 0.01],
  ['forced_registration', 128, 'hard', 0.01],
];
const PLACEBO = ['placebo', 2048, 'placebo', 0.05];

/**
 * Grouped tables of a shop too large to be simulated: cells are drawn at random, as sparse as those of real shops (about eight lines a row), with chances
 * that follow from signals and sources.
 *
 * @param {{ lines: number, sources: number, signals: number }} size - lines of page views; signals: the placebo included
 */
export function makeTables({ lines, sources, signals }) {
  const generator = xoroshiro128plus(1);
  const uniform = () => uniformFloat64(generator);
  const used = [...SIGNALS.slice(0, signals - 1), PLACEBO];
  // A few sources have most of the traffic.
  const source = () => Math.floor(sources * uniform() ** 2);
  const arrival = () => (source() * 4 + (uniform() < 0.6 ? 1 : 0)) * 2 + (uniform() < 0.25 ? 1 : 0);
  const draw = (rows, classes) => {
    const cells = new Map();
    for (let tries = 0; cells.size < rows && tries < 4 * rows; tries++) {
      const context = (Math.floor(classes * uniform()) * 6 + Math.floor(6 * uniform())) * 4 + Math.floor(4 * uniform());
      let met = 0;
      for (const [, bit, , share] of used) if (uniform() < share) met |= bit;
      const before = () => (uniform() < 0.75 ? 0 : uniform() < 0.7 ? 1 : 2);
      const friction = (met * 3 + before()) * 3 + before();
      const from = arrival();
      cells.set((context * 36_864 + friction) * 2048 + from, [context, friction, from]);
    }
    return [...cells].sort(([a], [b]) => a - b).map(([, cell]) => cell);
  };
  const steps = (wanted, classes, stage) => stepCells(draw(Math.round(wanted / 8), classes), uniform, stage);
  const looking = steps(0.85 * lines, 7, 1);
  const checkout = steps(0.15 * lines, 5, 2);
  return {
    looking,
    checkout,
    sessions: sessionCells(sources, uniform),
    moves: stepMoves(sources),
    groups: Array.from({ length: sources }, (_, index) => ({
      source_group: index,
      label: `source ${index}`,
      channel: 'Paid',
      source: `source-${index}`,
      medium: ['cpc', 'email', 'social', 'organic', 'referral'][index % 5],
      campaign: '',
      landing: 'all',
      level: 'source',
      pooled: 0,
      sessions: 0,
      cohort_sessions: 0,
      cohort_orders: 0,
    })),
    signals: used.map(([signal, bit, kind]) => ({ signal, bit, class: kind })),
    order_values: [{ source_group: 0, revenue_minor: 5000, sessions: 300 }],
    pages: [pagesOf(looking), pagesOf(checkout)],
    landmark: landmarkCells(sources, uniform),
    weekly: weeklyViews(uniform),
  };
}

/** Between 1 and 15 of the buckets hold a row; about eight. */
function stepCells(rows, uniform, stage) {
  const [context, friction, arrival, bucket] = [[], [], [], []];
  const counts = Object.fromEntries(
    ['views', 'exits', 'progress', 'later_orders', 'progress_orders', 'cohort_exits', 'cohort_continued', 'cohort_continued_orders'].map(
      (name) => [name, []],
    ),
  );
  for (const [c, f, a] of rows) {
    const from = Math.floor(BUCKETS * uniform());
    const lines = 1 + Math.floor(15 * uniform());
    const trouble = Math.floor(f / 9) % 2048 > 0 ? 1 : 0;
    for (const number of Array.from({ length: lines }, (_, index) => (from + 3 * index) % BUCKETS).sort((x, y) => x - y)) {
      const views = 1 + Math.floor(4 * uniform() ** 3);
      const exits = draws(views, 0.12 + 0.1 * trouble + 0.0005 * (a % 64), uniform);
      const progress = stage === 1 ? draws(views - exits, 0.1 - 0.03 * trouble, uniform) : 0;
      const progress_orders = draws(progress, 0.4, uniform);
      const later = draws(views - exits - progress, stage === 1 ? 0.15 : 0.6, uniform);
      context.push(c);
      friction.push(f);
      arrival.push(a);
      bucket.push(number);
      counts.views.push(views);
      counts.exits.push(exits);
      counts.progress.push(progress);
      counts.later_orders.push(progress_orders + later);
      counts.progress_orders.push(progress_orders);
      counts.cohort_exits.push(draws(exits, 0.4, uniform));
      const continued = stage === 1 ? draws(views - exits - progress, 0.5, uniform) : 0;
      counts.cohort_continued.push(continued);
      counts.cohort_continued_orders.push(Math.min(continued, draws(later, 0.5, uniform)));
    }
  }
  return {
    rows: context.length,
    context: Int32Array.from(context),
    friction: Int32Array.from(friction),
    arrival: Int32Array.from(arrival),
    bucket: Int32Array.from(bucket),
    counts: Object.fromEntries(Object.entries(counts).map(([name, list]) => [name, Float64Array.from(list)])),
  };
}

/** From each page class of the looking phase on to the others and to the cart, then through the checkout to the order. */
function stepMoves(sources) {
  const list = [];
  for (let source = 0; source < sources; source++) {
    for (let state = 0; state < 7; state++)
      for (let next = 0; next < 9; next++) if (next !== 7) list.push([source, state, next, 10 + 5 * ((state + next) % 4)]);
    for (let step = 0; step < 5; step++) list.push([source, 8 + step, step === 4 ? 16 : 9 + step, 40]);
  }
  const column = (index) => Int32Array.from(list, (move) => move[index]);
  return { rows: list.length, source_group: column(0), state: column(1), next_state: column(2), views: Float64Array.from(column(3)) };
}

function sessionCells(sources, uniform) {
  const names = ['sessions', 'opened', 'orders', 'opened_orders', 'cohort_sessions', 'cohort_orders', 'cohort_abandoned', 'cohort_opened'];
  const [arrival, bucket, counts] = [[], [], Object.fromEntries(names.map((name) => [name, []]))];
  for (let source = 0; source < sources; source++)
    for (const stratum of [0, 1, 2, 3])
      for (let number = 0; number < BUCKETS; number++) {
        const sessions = 5 + Math.floor(20 * uniform());
        const opened = draws(sessions, 0.4, uniform);
        const orders = draws(opened, 0.4 + 0.02 * (source % 5), uniform);
        const cohort = draws(sessions, 0.5, uniform);
        const cohort_orders = Math.min(cohort, draws(orders, 0.5, uniform));
        arrival.push(source * 8 + stratum);
        bucket.push(number);
        const line = [sessions, opened, orders, orders, cohort, cohort_orders, cohort - cohort_orders, Math.min(cohort, opened)];
        for (const [index, name] of names.entries()) counts[name].push(line[index]);
      }
  return {
    rows: arrival.length,
    arrival: Int32Array.from(arrival),
    bucket: Int32Array.from(bucket),
    counts: Object.fromEntries(names.map((name) => [name, Float64Array.from(counts[name])])),
  };
}

/** Sessions that still look around after 120 s, by their early page views and trouble. */
function landmarkCells(sources, uniform) {
  const lines = [];
  for (let source = 0; source < sources; source++)
    for (const stratum of [0, 1, 2, 3])
      for (let number = 0; number < BUCKETS; number++)
        for (const [views, hard, soft] of [
          [1, 0, 0],
          [2, 1, 0],
          [2, 0, 1],
          [3, 2, 1],
        ]) {
          const sessions = 1 + Math.floor(4 * uniform());
          lines.push([source * 8 + stratum, views, hard, soft, number, sessions, draws(sessions, 0.1, uniform)]);
        }
  const column = (index) => Int32Array.from(lines, (line) => line[index]);
  return {
    rows: lines.length,
    ...{ arrival: column(0), early_views: column(1), early_hard: column(2), early_soft: column(3), bucket: column(4) },
    cohort_sessions: Float64Array.from(column(5)),
    cohort_orders: Float64Array.from(column(6)),
  };
}

/** Eight weeks of ten page groups on four devices, with any signals. */
function weeklyViews(uniform) {
  const lines = [];
  for (let week = 0; week < 8; week++)
    for (let group = 1; group <= 10; group++)
      for (let device = 0; device < 4; device++)
        for (let line = 0; line < 40; line++)
          lines.push([week, group, device, line === 0 ? 0 : Math.floor(4096 * uniform()), 1 + Math.floor(50 * uniform())]);
  const column = (index) => Int32Array.from(lines, (line) => line[index]);
  const keys = { week: column(0), page_group: column(1), device: column(2), signals: column(3) };
  return { rows: lines.length, ...keys, views: Float64Array.from(column(4)), whole_weeks: 8 };
}

/** Pages of the same views, three hundred of them. */
function pagesOf({ rows, context, friction, counts }) {
  return {
    rows,
    page_id: Int32Array.from({ length: rows }, (_, line) => (line * 7919) % 300),
    context,
    friction,
    cohort_exits: counts.cohort_exits,
    cohort_continued: counts.cohort_continued,
  };
}

function draws(trials, chance, uniform) {
  let events = 0;
  for (let i = 0; i < trials; i++) if (uniform() < chance) events++;
  return events;
}
