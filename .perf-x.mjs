// test/attribution/split/made-shop.ts
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

// src/attribution/split/tables.ts
var STEP_COUNTS = [
  "views",
  "exits",
  "progress",
  "later_orders",
  "progress_orders",
  "cohort_exits",
  "cohort_continued",
  "cohort_continued_orders"
];
var SESSION_COUNTS = [
  "sessions",
  "opened",
  "orders",
  "opened_orders",
  "cohort_sessions",
  "cohort_orders",
  "cohort_abandoned",
  "cohort_opened"
];
var BUCKETS = 40;
var PAGE_CLASSES = 8;
var STEP_BINS = 6;
var TIME_BINS = 4;
var STRATA = 8;
function contextOf(code) {
  return { page_class: Math.floor(code / 24), step_bin: Math.floor(code / TIME_BINS) % STEP_BINS, time_bin: code % TIME_BINS };
}
function frictionOf(code) {
  return { signals: Math.floor(code / 9), earlier_hard: Math.floor(code / 3) % 3, earlier_soft: code % 3 };
}
function frictionCode({ signals, earlier_hard, earlier_soft }) {
  return (signals * 3 + earlier_hard) * 3 + earlier_soft;
}
function sourceOf(arrival) {
  return Math.floor(arrival / STRATA);
}
function stratumOf(arrival) {
  return arrival % STRATA;
}

// test/attribution/split/made-shop.ts
var SIGNALS = [
  { signal: "error", bit: 1, class: "hard" },
  { signal: "form_reject", bit: 4, class: "hard" },
  { signal: "backtrack", bit: 256, class: "soft" },
  { signal: "placebo", bit: 2048, class: "placebo" }
];
var GROUPS = Array.from({ length: 8 }, (_, index) => ({
  source_group: index,
  label: `source ${index}`,
  channel: "Paid",
  source: `source-${index}`,
  medium: ["cpc", "email", "social"][index % 3],
  campaign: "",
  landing: "all",
  level: "source",
  pooled: 0,
  sessions: 0,
  cohort_sessions: 0,
  cohort_orders: 0
}));
var EXIT = [-1.7, -2, -1.7, -1.9];
var NEXT = [
  [0.05, 0.5, 0.25, 0.2],
  [0.05, 0.3, 0.55, 0.1],
  [0.05, 0.35, 0.5, 0.1],
  [0.05, 0.25, 0.6, 0.1]
];
var expit = (x) => 1 / (1 + Math.exp(-x));
function makeShop(planted) {
  const generator = xoroshiro128plus(planted.seed);
  const uniform = () => uniformFloat64(generator);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const looking = /* @__PURE__ */ new Map();
  const checkout = /* @__PURE__ */ new Map();
  const sessions = /* @__PURE__ */ new Map();
  const arrivals = GROUPS.length * 8;
  const potential = {
    sessions: new Float64Array(arrivals),
    orders: new Float64Array(arrivals),
    without: new Float64Array(arrivals),
    without_hard: new Float64Array(arrivals)
  };
  const draws = [];
  for (let n = 0; n < planted.sessions; n++) {
    const source = Math.floor(uniform() * GROUPS.length);
    const device = uniform() < 0.5 ? 0 : 1;
    const returning = uniform() < 0.2 ? 1 : 0;
    const arrival = (source * 4 + device) * 2 + returning;
    const bucket = Math.floor(uniform() * 40);
    const intent = planted.intent[source] + (planted.hidden ?? 0) * normal();
    draws.length = 0;
    const draw = (step) => {
      while (draws.length <= step) draws.push(Array.from({ length: 9 }, uniform));
      return draws[step];
    };
    const walk = (hard, soft) => {
      let [page, at, hardBefore, softBefore] = [0, 0, 0, 0];
      const steps = [];
      const felt = () => planted.earlier * (hard * Math.min(2, hardBefore) + soft * Math.min(2, softBefore));
      let stage = 1;
      let ordered = false;
      for (let step = 0; step < 40; step++) {
        const u = draw(step);
        let signals = u[8] < 0.05 ? 2048 : 0;
        if (u[0] < (device === 1 ? 0.12 : 0.06)) signals |= 1;
        if (stage === 1 && u[1] < 0.12) signals |= 256;
        if (stage === 2 && u[2] < 0.15) signals |= 4;
        const friction = ((signals & 1) !== 0 ? hard * planted.error : 0) + ((signals & 4) !== 0 ? hard * planted.form : 0) + ((signals & 256) !== 0 ? soft * planted.backtrack : 0) + felt();
        const exit = (stage === 1 ? EXIT[page] : [-1.6, -2, -2.2][page]) - 0.35 * intent + 0.1 * device + friction;
        const view = { page, stage, step, at, signals, hard: Math.min(2, hardBefore), soft: Math.min(2, softBefore), end: "" };
        steps.push(view);
        hardBefore += (signals & 5) !== 0 ? 1 : 0;
        softBefore += (signals & 256) !== 0 ? 1 : 0;
        at += -45 * Math.log(1 - u[3]);
        if (u[4] < expit(exit)) {
          view.end = "exit";
          break;
        }
        if (stage === 2) {
          if (page === 2) {
            view.end = "order";
            ordered = true;
            break;
          }
          page += 1;
          continue;
        }
        const progress = page === 2 ? (planted.progress ?? -1.6) + 0.8 * intent - 0.5 * friction : Number.NEGATIVE_INFINITY;
        if (u[5] < expit(progress)) {
          view.end = "progress";
          stage = 2;
          page = 0;
          continue;
        }
        let next = u[6];
        const from = page;
        page = NEXT[from].findIndex((chance) => {
          next -= chance;
          return next < 0;
        });
        if (page < 0) page = 2;
      }
      return { steps, ordered };
    };
    const facts = walk(1, 1);
    const opening = facts.steps.find(({ stage }) => stage === 2);
    const time = (opening ?? facts.steps.at(-1)).at;
    const cohort = time >= 120 && time <= 420;
    const opened = opening !== void 0;
    count(sessions, `${arrival}/${bucket}`, SESSION_COUNTS.length, [
      1,
      opened ? 1 : 0,
      facts.ordered ? 1 : 0,
      facts.ordered ? 1 : 0,
      cohort ? 1 : 0,
      cohort && facts.ordered ? 1 : 0,
      cohort && !facts.ordered ? 1 : 0,
      cohort && opened ? 1 : 0
    ]);
    for (const view of facts.steps) {
      const context = (view.page * 6 + stepBin(view.step + 1)) * 4 + timeBin(view.at);
      const friction = (view.signals * 3 + view.hard) * 3 + view.soft;
      const exit = view.end === "exit";
      const progress = view.end === "progress";
      const goesOn = !exit && !progress && view.stage === 1;
      count(view.stage === 1 ? looking : checkout, `${context}/${friction}/${arrival}/${bucket}`, STEP_COUNTS.length, [
        1,
        exit ? 1 : 0,
        progress ? 1 : 0,
        !exit && facts.ordered ? 1 : 0,
        progress && facts.ordered ? 1 : 0,
        exit && cohort ? 1 : 0,
        goesOn && cohort ? 1 : 0,
        goesOn && cohort && facts.ordered ? 1 : 0
      ]);
    }
    if (!cohort) continue;
    potential.sessions[arrival] += 1;
    potential.orders[arrival] += facts.ordered ? 1 : 0;
    potential.without[arrival] += walk(0, 0).ordered ? 1 : 0;
    potential.without_hard[arrival] += walk(0, 1).ordered ? 1 : 0;
  }
  const table = lines(sessions, SESSION_COUNTS);
  return {
    tables: {
      looking: stepCells(looking),
      checkout: stepCells(checkout),
      sessions: {
        rows: table.rows,
        arrival: table.keys[0],
        bucket: table.keys[1],
        counts: table.counts
      },
      groups: GROUPS,
      signals: SIGNALS,
      transitions: { rows: 0, source_group: new Int32Array(0), from: new Int32Array(0), to: new Int32Array(0), views: new Float64Array(0) }
    },
    potential
  };
}
function stepBin(step) {
  return step === 1 ? 0 : step === 2 ? 1 : step <= 4 ? 2 : step <= 8 ? 3 : step <= 14 ? 4 : 5;
}
function timeBin(seconds) {
  return seconds < 120 ? 0 : seconds < 240 ? 1 : seconds < 420 ? 2 : 3;
}
function count(to, key, size, add2) {
  let sums = to.get(key);
  if (sums === void 0) {
    sums = new Float64Array(size);
    to.set(key, sums);
  }
  add2.forEach((value, index) => {
    sums[index] += value;
  });
}
function lines(from, names) {
  const entries = [...from].map(([key, sums]) => ({ key: key.split("/").map(Number), sums }));
  entries.sort((a, b) => a.key.reduce((order, value, index) => order || value - b.key[index], 0));
  return {
    rows: entries.length,
    keys: (entries[0]?.key ?? []).map((_, index) => Int32Array.from(entries, ({ key }) => key[index])),
    counts: Object.fromEntries(names.map((name, index) => [name, Float64Array.from(entries, ({ sums }) => sums[index])]))
  };
}
function stepCells(from) {
  const { rows, keys, counts } = lines(from, STEP_COUNTS);
  return {
    rows,
    context: keys[0] ?? new Int32Array(0),
    friction: keys[1] ?? new Int32Array(0),
    arrival: keys[2] ?? new Int32Array(0),
    bucket: keys[3] ?? new Int32Array(0),
    counts
  };
}

// src/statistics/student-t.ts
import tCdf from "@stdlib/stats-base-dists-t-cdf";
import tQuantile from "@stdlib/stats-base-dists-t-quantile";

// src/errors.ts
var EXIT2 = {
  done: 0,
  gate_failed: 1,
  usage: 2,
  input: 3,
  insufficient: 4,
  internal: 70,
  interrupted: 130,
  terminated: 143
};
var MidfunnelError = class extends Error {
  hint;
  constructor(message, details = {}) {
    super(message, details.cause === void 0 ? void 0 : { cause: details.cause });
    this.name = new.target.name;
    this.hint = details.hint;
  }
};
var StatisticsError = class extends MidfunnelError {
  exitCode = EXIT2.internal;
};

// src/statistics/check-arguments.ts
function checkCount(name, value) {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new StatisticsError(`${name} must be a whole number of 0 or more, but is ${value}`, {
    hint: "Counts come from count(*) or a sum of such counts; look for a weight, a rate or a missing value in their place."
  });
}
function checkRange(name, value, low, high) {
  if (Number.isFinite(value) && value >= low && value <= high) return;
  throw new StatisticsError(`${name} must be a finite number from ${low} to ${high}, but is ${value}`, {
    hint: "Look for a division by zero or a missing value where this number is made."
  });
}

// src/statistics/student-t.ts
function studentQuantile(share, freedom) {
  checkRange("share", share, Number.MIN_VALUE, 1 - Number.EPSILON / 2);
  checkRange("freedom", freedom, Number.MIN_VALUE, Number.MAX_VALUE);
  return tQuantile(share, freedom);
}
function studentPValue(t, freedom) {
  checkRange("t", t, -Number.MAX_VALUE, Number.MAX_VALUE);
  checkRange("freedom", freedom, Number.MIN_VALUE, Number.MAX_VALUE);
  return 2 * tCdf(-Math.abs(t), freedom);
}

// src/attribution/split/average-order.ts
var [PARENT_WEIGHT, KEPT] = [30, 0.995];
function averageOrder(values, sources) {
  const all = values.reduce((sum4, { sessions }) => sum4 + sessions, 0);
  if (all === 0) return void 0;
  const most = percentile(values, KEPT * all);
  const [orders, sums, squares] = [new Float64Array(sources), new Float64Array(sources), new Float64Array(sources)];
  for (const { source_group, revenue_minor, sessions } of values) {
    const value = Math.min(most, revenue_minor);
    orders[source_group] += sessions;
    sums[source_group] += sessions * value;
    squares[source_group] += sessions * value ** 2;
  }
  const total3 = (numbers) => numbers.reduce((sum4, number) => sum4 + number, 0);
  const mean = total3(sums) / all;
  const spread = Math.max(0, total3(squares) / all - mean ** 2);
  return {
    value: sums.map((sum4, source) => (sum4 + PARENT_WEIGHT * mean) / (orders[source] + PARENT_WEIGHT)),
    variance: orders.map((count2) => spread / (count2 + PARENT_WEIGHT))
  };
}
function percentile(values, rank2) {
  const ascending = [...values].sort((a, b) => a.revenue_minor - b.revenue_minor);
  let seen = 0;
  for (const { revenue_minor, sessions } of ascending) {
    seen += sessions;
    if (seen >= rank2) return revenue_minor;
  }
  return ascending.at(-1).revenue_minor;
}

// src/statistics/grouped-logistic.ts
import { CholeskyDecomposition, Matrix } from "ml-matrix";

// src/statistics/sparse-rows.ts
function sparseRows(rows) {
  const size = rows.reduce((sum4, row) => sum4 + row.length, 0);
  const made = {
    rows: rows.length,
    starts: new Int32Array(rows.length + 1),
    columns: new Int32Array(size),
    values: new Float64Array(size)
  };
  let at = 0;
  rows.forEach((row, index) => {
    for (const [column, value] of row) {
      made.columns[at] = column;
      made.values[at] = value;
      at += 1;
    }
    made.starts[index + 1] = at;
  });
  return made;
}
function timesVector(matrix, vector) {
  const products = new Float64Array(matrix.rows);
  for (let row = 0; row < matrix.rows; row++) {
    let sum4 = 0;
    for (let i = matrix.starts[row]; i < matrix.starts[row + 1]; i++) sum4 += matrix.values[i] * vector[matrix.columns[i]];
    products[row] = sum4;
  }
  return products;
}
function addWeightedRows(matrix, weights, to) {
  for (let row = 0; row < matrix.rows; row++) {
    const weight = weights[row];
    if (weight === 0) continue;
    for (let i = matrix.starts[row]; i < matrix.starts[row + 1]; i++) to[matrix.columns[i]] += weight * matrix.values[i];
  }
}

// src/statistics/grouped-logistic.ts
var LONGEST_STEP = 5;
var TOLERANCE = 1e-8;
var MOST_STEPS = 50;
function fitLogistic(design, outcomes, penalties, start) {
  let coefficients = start ?? new Float64Array(design.columns);
  for (let steps = 1; steps <= MOST_STEPS; steps++) {
    const step = newtonStep(design, outcomes, penalties, coefficients);
    coefficients = step.coefficients;
    if (step.change < TOLERANCE) {
      const { information } = slopes(design, outcomes, penalties, coefficients);
      return { coefficients, information, steps, last_change: step.change };
    }
  }
  throw new StatisticsError(`the logistic fit did not settle within ${MOST_STEPS} steps`, {
    hint: "Give every covariate but the intercept a penalty above 0."
  });
}
function newtonStep(design, outcomes, penalties, coefficients) {
  const { gradient, information } = slopes(design, outcomes, penalties, coefficients);
  const step = solver(information)(gradient);
  const longest = step.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = longest > LONGEST_STEP ? LONGEST_STEP / longest : 1;
  return { coefficients: coefficients.map((value, column) => value + scale * step[column]), change: scale * longest, information };
}
function solver(information) {
  const cholesky = new CholeskyDecomposition(information);
  if (!cholesky.isPositiveDefinite())
    throw new StatisticsError("covariates of a logistic fit cannot be told apart", {
      hint: "Give every covariate but the intercept a penalty above 0."
    });
  return (b) => Float64Array.from(cholesky.solve(Matrix.columnVector(b)).to1DArray());
}
function oddsOfRows(design, coefficients) {
  const odds = new Float64Array(design.rows).fill(1);
  for (const { of, patterns } of design.blocks) {
    const factors = timesVector(patterns, coefficients).map(Math.exp);
    for (let row = 0; row < odds.length; row++) odds[row] *= factors[of[row]];
  }
  return odds;
}
function chanceOf(odds) {
  return 1 / (1 + 1 / odds);
}
function slopes(design, { trials, events }, penalties, coefficients) {
  const odds = oddsOfRows(design, coefficients);
  const residuals = new Float64Array(design.rows);
  const weights = new Float64Array(design.rows);
  for (let row = 0; row < odds.length; row++) {
    const chance = chanceOf(odds[row]);
    residuals[row] = events[row] - trials[row] * chance;
    weights[row] = trials[row] * chance * (1 - chance);
  }
  const gradient = scores(design, residuals);
  const information = weightedSquares(design, weights);
  for (let column = 0; column < design.columns; column++) {
    gradient[column] -= penalties[column] * coefficients[column];
    information.set(column, column, information.get(column, column) + penalties[column]);
  }
  return { gradient, information };
}
function scores(design, residuals) {
  const sums = new Float64Array(design.columns);
  for (const { of, patterns } of design.blocks) addWeightedRows(patterns, sumsByPattern(of, patterns.rows, residuals), sums);
  return sums;
}
function weightedSquares(design, weights) {
  const squares = Matrix.zeros(design.columns, design.columns);
  design.blocks.forEach((block, index) => {
    addSquares(squares, block.patterns, sumsByPattern(block.of, block.patterns.rows, weights));
    for (const other of design.blocks.slice(index + 1)) addProducts(squares, block, other, weights);
  });
  for (let row = 0; row < design.columns; row++) for (let column = 0; column < row; column++) squares.set(row, column, squares.get(column, row));
  return squares;
}
function sumsByPattern(of, patterns, values) {
  const sums = new Float64Array(patterns);
  for (let row = 0; row < of.length; row++) sums[of[row]] += values[row];
  return sums;
}
function addSquares(squares, { rows, starts, columns, values }, weights) {
  for (let row = 0; row < rows; row++) {
    const weight = weights[row];
    if (weight === 0) continue;
    for (let i = starts[row]; i < starts[row + 1]; i++) {
      for (let j = starts[row]; j < starts[row + 1]; j++) add(squares, columns[i], columns[j], weight * values[i] * values[j]);
    }
  }
}
function addProducts(squares, first, second, weights) {
  const [a, b] = [first.patterns, second.patterns];
  const pairs = new Float64Array(a.rows * b.rows);
  for (let row = 0; row < weights.length; row++) pairs[first.of[row] * b.rows + second.of[row]] += weights[row];
  const halves = /* @__PURE__ */ new Map();
  for (let pattern = 0; pattern < a.rows; pattern++) {
    const line = pairs.subarray(pattern * b.rows, (pattern + 1) * b.rows);
    for (let i = a.starts[pattern]; i < a.starts[pattern + 1]; i++) {
      let half = halves.get(a.columns[i]);
      if (half === void 0) {
        half = new Float64Array(b.rows);
        halves.set(a.columns[i], half);
      }
      const value = a.values[i];
      for (let other = 0; other < line.length; other++) half[other] += value * line[other];
    }
  }
  for (const [column, half] of halves) {
    const sums = new Float64Array(squares.columns);
    addWeightedRows(b, half, sums);
    for (let other = 0; other < sums.length; other++) {
      if (sums[other] === 0) continue;
      add(squares, column, other, sums[other]);
      add(squares, other, column, sums[other]);
    }
  }
}
function add(matrix, row, column, value) {
  matrix.set(row, column, matrix.get(row, column) + value);
}

// src/attribution/split/check-split.ts
var ENOUGH = 20;
var LEAST_EXPECTED = 50;
function calibrate({ looking, groups }) {
  const { steps, models, design } = looking;
  if (models.exit === void 0) return [];
  const chances = oddsOfRows(design.design, models.exit.coefficients).map(chanceOf);
  const parts = /* @__PURE__ */ new Map();
  const add2 = (part, row) => {
    const sums = parts.get(part) ?? { part, observed: 0, expected: 0 };
    sums.observed += steps.totals.exits[row];
    sums.expected += steps.totals.views[row] * chances[row];
    parts.set(part, sums);
  };
  for (let row = 0; row < steps.rows; row++) add2(`source ${groups[sourceOf(steps.arrivals[steps.arrival[row]])].label}`, row);
  const byRisk = Array.from({ length: steps.rows }, (_, row) => row).sort((a, b) => chances[a] - chances[b] || a - b);
  const views = steps.totals.views.reduce((sum4, count2) => sum4 + count2, 0);
  let seen = 0;
  for (const row of byRisk) {
    add2(`tenth ${Math.min(10, 1 + Math.floor(10 * seen / views))} of the risk`, row);
    seen += steps.totals.views[row];
  }
  return [...parts.values()].filter(({ expected }) => expected >= LEAST_EXPECTED);
}
function measureOverlap({ looking, counts, arrivals }, rates) {
  const { steps, design } = looking;
  const free = /* @__PURE__ */ new Map();
  const met = [];
  for (let row = 0; row < steps.rows; row++) {
    const { page_class, step_bin } = contextOf(steps.contexts[steps.context[row]]);
    const arrival = steps.arrival[row];
    const stratum = `${page_class}/${step_bin}/${design.mediumOf[arrival]}/${stratumOf(steps.arrivals[arrival]) >> 1}`;
    const views = steps.totals.views[row];
    if (design.kindOf[steps.friction[row]] === 0) free.set(stratum, (free.get(stratum) ?? 0) + views);
    else met.push({ stratum, views });
  }
  const all = met.reduce((sum4, { views }) => sum4 + views, 0);
  const compared = met.reduce((sum4, { stratum, views }) => sum4 + ((free.get(stratum) ?? 0) >= ENOUGH ? views : 0), 0);
  const sessions = new Float64Array(STRATA);
  counts.totals.cohort_sessions.forEach((count2, index) => {
    sessions[stratumOf(arrivals[index])] += count2;
  });
  const cohort = sessions.reduce((sum4, count2) => sum4 + count2, 0);
  const covered = sessions.reduce((sum4, count2, x) => sum4 + (rates.sessions[x] >= ENOUGH ? count2 : 0), 0);
  return { friction: all > 0 ? compared / all : 1, benchmark: cohort > 0 ? covered / cohort : 0 };
}
function separatedSignals({ looking, checkout }, signals) {
  return signals.filter(({ bit }) => {
    let [views, exits] = [0, 0];
    for (const { steps } of [looking, checkout]) {
      for (let row = 0; row < steps.rows; row++) {
        if ((frictionOf(steps.frictions[steps.friction[row]]).signals & bit) === 0) continue;
        views += steps.totals.views[row];
        exits += steps.totals.exits[row];
      }
    }
    return views > 0 && (exits === 0 || exits === views);
  }).map(({ signal }) => signal);
}

// src/attribution/split/changed-rows.ts
var PLACES = { looking: STEP_BINS, checkout: 5 };
var CHECKOUT_PLACE = [0, 1, 2, 3, 4, 0, 0, 0];
function changedRows(stage, name, alternative, requestBit) {
  const { steps, design, goesOn } = stage;
  const without = steps.without[alternative];
  const list = [];
  const at = new Int32Array(steps.rows).fill(-1);
  for (let row = 0; row < steps.rows; row++) {
    if (without[steps.friction[row]] === steps.friction[row]) continue;
    at[row] = list.length;
    list.push(row);
  }
  const rows = Int32Array.from(list);
  const media = design.media;
  const { starts, row: rowOfLine, counts } = steps.buckets;
  const changedLines = [];
  const lineStarts = new Int32Array(BUCKETS + 1);
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    for (let line = starts[bucket]; line < starts[bucket + 1]; line++) if (at[rowOfLine[line]] >= 0) changedLines.push(line);
    lineStarts[bucket + 1] = changedLines.length;
  }
  const lines2 = Int32Array.from(changedLines);
  return {
    stage,
    name,
    rows,
    context: rows.map((row) => steps.context[row]),
    arrival: rows.map((row) => steps.arrival[row]),
    place: Uint8Array.from(rows, (row) => placeOf(steps.contexts[steps.context[row]], name)),
    kind: rows.map((row) => steps.friction[row] * media + design.mediumOf[steps.arrival[row]]),
    goesOn: Uint8Array.from(rows, (row) => goesOn[row]),
    halves: [takeCounts(steps.halves[0], rows), takeCounts(steps.halves[1], rows)],
    totals: takeCounts(steps.totals, rows),
    lines: { starts: lineStarts, at: lines2.map((line) => at[rowOfLine[line]]), counts: takeCounts(counts, lines2) },
    kinds: kindsOf(stage, without, requestBit)
  };
}
function placeOf(context, name) {
  const { page_class, step_bin } = contextOf(context);
  return name === "looking" ? step_bin : CHECKOUT_PLACE[page_class];
}
function takeCounts(counts, of) {
  const take = (name) => Float64Array.from(of, (index) => counts[name][index]);
  const [views, exits, progress, later, progressOrders] = [
    take("views"),
    take("exits"),
    take("progress"),
    take("later_orders"),
    take("progress_orders")
  ];
  return {
    views,
    exits,
    continued: views.map((count2, index) => count2 - exits[index] - progress[index]),
    continued_orders: later.map((count2, index) => count2 - progressOrders[index]),
    cohort_exits: take("cohort_exits"),
    cohort_continued: take("cohort_continued"),
    cohort_continued_orders: take("cohort_continued_orders")
  };
}
function kindsOf({ steps, design: { media } }, without, requestBit) {
  const size = steps.frictions.length * media;
  const pattern = Int32Array.from({ length: size }, (_, kind) => Math.floor(kind / media));
  const asks = (number) => (frictionOf(steps.frictions[number]).signals & requestBit) !== 0;
  return {
    media,
    pattern,
    left: pattern.map((number) => without[number]),
    medium: Int32Array.from({ length: size }, (_, kind) => kind % media),
    endsRequest: Uint8Array.from(pattern, (number) => asks(number) && !asks(without[number]) ? 1 : 0)
  };
}

// src/attribution/split/cohort-cells.ts
function countArrivals(cells, arrivals) {
  const numbers = new Map(arrivals.map((code, index) => [code, index]));
  const buckets = Array.from({ length: BUCKETS }, () => empty(arrivals.length));
  for (let line = 0; line < cells.rows; line++) {
    const [sums, index] = [buckets[cells.bucket[line]], numbers.get(cells.arrival[line])];
    for (const name of SESSION_COUNTS) sums[name][index] += cells.counts[name][line];
  }
  const over = (takes) => {
    const sums = empty(arrivals.length);
    buckets.forEach((bucket, number) => {
      if (takes(number))
        for (const name of SESSION_COUNTS)
          bucket[name].forEach((count2, index) => {
            sums[name][index] += count2;
          });
    });
    return sums;
  };
  return { arrivals, halves: [over((bucket) => bucket % 2 === 0), over((bucket) => bucket % 2 === 1)], totals: over(() => true), buckets };
}
function empty(arrivals) {
  return Object.fromEntries(SESSION_COUNTS.map((name) => [name, new Float64Array(arrivals)]));
}

// src/statistics/random-effects.ts
import { CholeskyDecomposition as CholeskyDecomposition2, Matrix as Matrix2 } from "ml-matrix";
var [LEAST, MOST, ROUNDS] = [1e-4, 4, 30];
var SETTLED = 1e-3;
function fitRandomEffects(design, outcomes, penalties, families) {
  const used = Float64Array.from(penalties);
  const variances = families.map(() => 0.25);
  let coefficients = new Float64Array(design.columns);
  for (let round = 0; round < ROUNDS; round++) {
    families.forEach((family, index) => {
      for (const column of family) used[column] = 1 / variances[index];
    });
    const step = newtonStep(design, outcomes, used, coefficients);
    coefficients = step.coefficients;
    if (round < 2) continue;
    const inverse = inverseDiagonal(step.information);
    const moved = families.map((family, index) => {
      const before = variances[index];
      const squares = family.reduce((sum4, column) => sum4 + coefficients[column] ** 2, 0);
      const freedom = family.reduce((sum4, column) => sum4 + 1 - inverse[column] / before, 0);
      const after = freedom > 0 ? Math.min(MOST, Math.max(LEAST, squares / freedom)) : LEAST;
      variances[index] = after;
      return Math.abs(after / before - 1);
    });
    if (step.change < SETTLED && moved.every((share) => share < SETTLED)) break;
  }
  families.forEach((family, index) => {
    for (const column of family) used[column] = 1 / variances[index];
  });
  return { ...fitLogistic(design, outcomes, used, coefficients), penalties: used, variances };
}
function inverseDiagonal(matrix) {
  const inverse = new CholeskyDecomposition2(matrix).solve(Matrix2.eye(matrix.rows));
  return Float64Array.from({ length: matrix.rows }, (_, column) => inverse.get(column, column));
}

// src/attribution/split/fit-model.ts
function fitModel(design, outcomes, penalties, families) {
  if (!outcomes.rows.events.some((events) => events > 0)) return void 0;
  const fit = fitRandomEffects(design, outcomes.rows, penalties, families);
  const { coefficients, information } = fit;
  const chances = oddsOfRows(design, coefficients).map(chanceOf);
  const average = information.clone();
  for (let row = 0; row < design.columns; row++) {
    for (let column = 0; column < design.columns; column++) {
      const penalty = row === column ? fit.penalties[row] : 0;
      average.set(row, column, (information.get(row, column) - penalty) * (1 - 1 / BUCKETS) + penalty);
    }
  }
  const solve = solver(average);
  const replicates = Array.from({ length: BUCKETS }, (_, bucket) => {
    const sums = design.blocks.map(({ patterns }) => new Float64Array(patterns.rows));
    for (let line = outcomes.starts[bucket]; line < outcomes.starts[bucket + 1]; line++) {
      const row = outcomes.row[line];
      const residual = outcomes.lines.events[line] - outcomes.lines.trials[line] * chances[row];
      for (let block = 0; block < sums.length; block++) sums[block][design.blocks[block].of[row]] += residual;
    }
    const score = new Float64Array(design.columns);
    sums.forEach((ofBlock, block) => {
      addWeightedRows(design.blocks[block].patterns, ofBlock, score);
    });
    const step = solve(score);
    return coefficients.map((value, column) => value - step[column]);
  });
  return { ...fit, replicates };
}

// src/attribution/split/fit-opening.ts
var CONTROLS = 0.04;
function fitOpening(counts, groups) {
  const media = [...new Set(groups.map(({ medium }) => medium))].sort();
  const [mediumFrom, sourceFrom] = [1, 1 + media.length];
  const [deviceFrom, returningFrom] = [sourceFrom + groups.length, sourceFrom + groups.length + 4];
  const columns = returningFrom + 2;
  const patterns = counts.arrivals.map((code) => {
    const [source, stratum] = [sourceOf(code), stratumOf(code)];
    const at = [
      0,
      mediumFrom + media.indexOf(groups[source].medium),
      sourceFrom + source,
      deviceFrom + (stratum >> 1),
      returningFrom + (stratum & 1)
    ];
    return at.map((column) => [column, 1]);
  });
  const rows = counts.arrivals.length;
  const everyRow = Int32Array.from({ length: rows }, (_, row) => row);
  const design = { rows, columns, blocks: [{ of: everyRow, patterns: sparseRows(patterns) }] };
  const penalties = new Float64Array(columns).fill(CONTROLS);
  penalties[0] = 0;
  const range = (from, length) => Array.from({ length }, (_, index) => from + index);
  const flat = (name) => Float64Array.from(counts.buckets.flatMap((bucket) => [...bucket[name]]));
  const outcomes = {
    rows: { trials: counts.totals.opened, events: counts.totals.opened_orders },
    lines: { trials: flat("opened"), events: flat("opened_orders") },
    row: Int32Array.from({ length: rows * BUCKETS }, (_, line) => line % rows),
    starts: Int32Array.from({ length: BUCKETS + 1 }, (_, bucket) => bucket * rows)
  };
  return { design, model: fitModel(design, outcomes, penalties, [range(mediumFrom, media.length), range(sourceFrom, groups.length)]) };
}
function openingChances({ design, model }, without_bucket) {
  if (model === void 0) return new Float64Array(design.rows);
  return oddsOfRows(design, without_bucket < 0 ? model.coefficients : model.replicates[without_bucket]).map(chanceOf);
}

// src/attribution/split/step-design.ts
var PENALTY = { friction: 0.25, controls: 0.04 };
var MEAN_WEIGHT = 50;
var BLOCK = { context: 0, arrival: 1, friction: 2, interplay: 3 };
var KINDS = 4;
function stepDesign(steps, groups, signals) {
  let columns = 0;
  const take = (count2) => Array.from({ length: count2 }, () => columns++);
  const [intercept] = take(1);
  const [classes, places, times] = [take(PAGE_CLASSES), take(STEP_BINS), take(TIME_BINS)];
  const media = [...new Set(groups.map(({ medium: medium2 }) => medium2))].sort();
  const [mediumColumns, sourceColumns] = [take(media.length), take(groups.length)];
  const [devices, newOrReturning] = [take(4), take(2)];
  const means = sourceMeans(steps, groups.length, signals);
  const meanColumns = take(means.length);
  const signalColumns = new Map(signals.map(({ signal }) => [signal, columns++]));
  const [hardBefore, softBefore] = [take(2), take(2)];
  const [hardByMedium, softByMedium] = [take(media.length), take(media.length)];
  const medium = groups.map((group) => media.indexOf(group.medium));
  const contexts = steps.contexts.map((code) => {
    const { page_class, step_bin, time_bin } = contextOf(code);
    return [intercept, classes[page_class], places[step_bin], times[time_bin]].map((column) => [column, 1]);
  });
  const arrivals = steps.arrivals.map((code) => {
    const [source, stratum] = [sourceOf(code), stratumOf(code)];
    const fixed = [mediumColumns[medium[source]], sourceColumns[source], devices[stratum >> 1], newOrReturning[stratum & 1]];
    return [...fixed.map((column) => [column, 1]), ...means.map((mean, index) => [meanColumns[index], mean[source]])];
  });
  const bits = (kind2) => signals.reduce((sum4, signal) => signal.class === kind2 ? sum4 | signal.bit : sum4, 0);
  const [hard, soft] = [bits("hard"), bits("soft")];
  const kind = ({ signals: met, earlier_hard, earlier_soft }) => ((met & hard) !== 0 || earlier_hard > 0 ? 1 : 0) + ((met & soft) !== 0 || earlier_soft > 0 ? 2 : 0);
  const frictions = steps.frictions.map((code) => {
    const friction = frictionOf(code);
    const now = signals.filter(({ bit }) => (friction.signals & bit) !== 0).map(({ signal }) => signalColumns.get(signal));
    const before = [
      ...friction.earlier_hard > 0 ? [hardBefore[friction.earlier_hard - 1]] : [],
      ...friction.earlier_soft > 0 ? [softBefore[friction.earlier_soft - 1]] : []
    ];
    return [...now, ...before].map((column) => [column, 1]);
  });
  const interplay = media.flatMap(
    (_, index) => Array.from({ length: KINDS }, (_2, kinds) => [
      ...(kinds & 1) !== 0 ? [[hardByMedium[index], 1]] : [],
      ...(kinds & 2) !== 0 ? [[softByMedium[index], 1]] : []
    ])
  );
  const kindOf = Int32Array.from(steps.frictions, (code) => kind(frictionOf(code)));
  const mediumOf = Int32Array.from(steps.arrivals, (code) => medium[sourceOf(code)]);
  const penalties = new Float64Array(columns).fill(PENALTY.controls);
  penalties[intercept] = 0;
  const frictionColumns = [...signalColumns.values(), ...hardBefore, ...softBefore];
  for (const column of [...frictionColumns, ...meanColumns]) penalties[column] = PENALTY.friction;
  const blocks = [
    { of: steps.context, patterns: sparseRows(contexts) },
    { of: steps.arrival, patterns: sparseRows(arrivals) },
    { of: steps.friction, patterns: sparseRows(frictions) },
    {
      of: Int32Array.from({ length: steps.rows }, (_, row) => mediumOf[steps.arrival[row]] * KINDS + kindOf[steps.friction[row]]),
      patterns: sparseRows(interplay)
    }
  ];
  return {
    design: { rows: steps.rows, columns, blocks },
    penalties,
    families: [mediumColumns, sourceColumns, hardByMedium, softByMedium],
    frictionColumns: [...frictionColumns, ...hardByMedium, ...softByMedium],
    signalColumns,
    hardBefore,
    softBefore,
    newOrReturning,
    media: media.length,
    mediumOf,
    kindOf
  };
}
function sourceMeans(steps, sources, signals) {
  const views = new Float64Array(sources);
  const withSignal = signals.map(() => new Float64Array(sources));
  for (let row = 0; row < steps.rows; row++) {
    const source = sourceOf(steps.arrivals[steps.arrival[row]]);
    const { signals: met } = frictionOf(steps.frictions[steps.friction[row]]);
    const count2 = steps.totals.views[row];
    views[source] += count2;
    if (met > 0)
      signals.forEach(({ bit }, index) => {
        if ((met & bit) !== 0) withSignal[index][source] += count2;
      });
  }
  const all = sum(views);
  return withSignal.flatMap((counts) => {
    const mean = sum(counts) / Math.max(1, all);
    const centred = counts.map((count2, source) => (count2 + MEAN_WEIGHT * mean) / (views[source] + MEAN_WEIGHT) - mean);
    const spread = Math.sqrt(sum(centred.map((value, source) => value ** 2 * views[source])) / Math.max(1, all));
    return spread > 0 ? [centred.map((value) => value / spread)] : [];
  });
}
function sum(values) {
  return values.reduce((total3, value) => total3 + value, 0);
}

// src/attribution/split/fit-stage.ts
function fitStage(steps, groups, signals) {
  const design = stepDesign(steps, groups, signals);
  const goesOn = rowsWithProgress(steps);
  const { starts, row, counts } = steps.buckets;
  const fitChance = (name) => {
    const rows = outcomesOf(name, steps.totals, (index) => goesOn[index] === 1);
    const lines2 = outcomesOf(name, counts, (line) => goesOn[row[line]] === 1);
    return fitModel(design.design, { rows, lines: lines2, row, starts }, design.penalties, design.families);
  };
  return {
    steps,
    design,
    goesOn,
    models: { exit: fitChance("exit"), progress: fitChance("progress"), later_order: fitChance("later_order") }
  };
}
function outcomesOf(name, counts, goesOn) {
  const { views, exits, progress, later_orders } = counts;
  if (name === "exit") return { trials: views, events: exits };
  const stayed = views.map((count2, index) => count2 - exits[index]);
  if (name === "later_order") return { trials: stayed, events: later_orders };
  return { trials: stayed.map((count2, index) => goesOn(index) ? count2 : 0), events: progress };
}
function rowsWithProgress({ rows, context, contexts, totals }) {
  const classOf = (row) => contextOf(contexts[context[row]]).page_class;
  const classes = /* @__PURE__ */ new Set();
  for (let row = 0; row < rows; row++) if (totals.progress[row] > 0) classes.add(classOf(row));
  return Uint8Array.from({ length: rows }, (_, row) => classes.has(classOf(row)) ? 1 : 0);
}

// src/statistics/shapley.ts
var MOST_PLAYERS = 16;
function shapley(players, worthOf) {
  checkPlayers(players);
  const values = Array.from({ length: 2 ** players }, (_, coalition) => {
    const value = worthOf(coalition);
    checkRange(`the value of coalition ${coalition.toString(2)}`, value, -Number.MAX_VALUE, Number.MAX_VALUE);
    return value;
  });
  const weights = orderShares(players);
  return Array.from({ length: players }, (_, player) => {
    const bit = 1 << player;
    let share = 0;
    for (let others = 0; others < values.length; others++) {
      if ((others & bit) === 0) share += weights[sizeOf(others)] * (values[others | bit] - values[others]);
    }
    return share;
  });
}
function orderShares(players) {
  const shares = [];
  for (let s = 0; s < players; s++) shares.push(s === 0 ? 1 / players : shares[s - 1] * s / (players - s));
  return shares;
}
function sizeOf(coalition) {
  let size = 0;
  for (let rest = coalition; rest > 0; rest &= rest - 1) size++;
  return size;
}
function checkPlayers(players) {
  checkCount("players", players);
  if (players <= MOST_PLAYERS) return;
  throw new StatisticsError(`${players} players are more than the ${MOST_PLAYERS} an exact Shapley value is made for`, {
    hint: "Put players together before, or use a closed form such as productShares."
  });
}

// src/attribution/split/later-friction.ts
function laterFriction(places) {
  const actual = places.map(() => 1);
  const predicted = places.map(() => 1);
  const losses = places.map(() => 0);
  let later = 0;
  for (let index = places.length - 1; index >= 0; index--) {
    const place = places[index];
    const { before, all } = viewsPerSession(place);
    const behind = all * later + (before + 1) * place.next_stage;
    if (place.later_orders > 0 && place.predicted_orders > 0) {
      const share = place.exits / place.predicted_orders - place.orders_anyway / place.later_orders;
      const freed = (place.later_orders + before * place.opened + behind) / Math.max(LEAST_SHARE, 1 - before * share);
      actual[index] = freed / place.later_orders;
      predicted[index] = freed / place.predicted_orders;
    }
    losses[index] = predicted[index] * place.exits - actual[index] * place.orders_anyway + place.opened;
    later += losses[index] + place.next_stage;
  }
  return { actual, predicted, losses };
}
var LEAST_SHARE = 0.1;
function viewsPerSession({ reached, views, longest }) {
  if (longest === 1 || reached <= 0 || views <= reached) return { before: 0, all: 1 };
  const mean = Math.min(views / reached, longest);
  if (longest === Number.POSITIVE_INFINITY) return { before: mean - 1, all: mean };
  const stay = stayingShare(mean, longest);
  let [weights, sum4, share] = [0, 0, 1];
  for (let view = 0; view < longest; view++) {
    weights += share;
    sum4 += view * share;
    share *= stay;
  }
  return { before: sum4 / weights, all: longest };
}
function stayingShare(mean, longest) {
  let [low, high] = [0, 1];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    let [views, share] = [0, 1];
    for (let view = 0; view < longest; view++) {
      views += share;
      share *= middle;
    }
    if (views < mean) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

// src/attribution/split/lost-orders.ts
var VIEWS_IN_PLACE = [1, 1, 2, 4, 6, Number.POSITIVE_INFINITY];
function checkoutLosses({ all }, counts, opened) {
  let left = opened.sessions;
  const places = Array.from({ length: PLACES.checkout }, (_, place) => {
    const views = counts.views[place];
    const reached = Math.min(views, left);
    left -= counts.exits[place];
    return { reached, views, next_stage: 0, longest: Number.POSITIVE_INFINITY, ...sumsAt(all, counts, place) };
  });
  const later = laterFriction(places);
  const lost = later.losses.reduce((sum4, loss) => sum4 + loss, 0);
  return { later, all: lost, kept: opened.orders > 0 ? 1 + lost / opened.orders : 1 };
}
function lookingFactors({ all }, counts, checkout) {
  const progress = counts.progress.reduce((sum4, count2) => sum4 + count2, 0);
  let reached = counts.views[0];
  const places = VIEWS_IN_PLACE.map((longest, place) => {
    const made = {
      reached,
      views: counts.views[place],
      next_stage: progress > 0 ? checkout.all * counts.progress[place] / progress : 0,
      longest,
      ...sumsAt(all, counts, place)
    };
    reached -= counts.exits[place] + counts.progress[place];
    return made;
  });
  return laterFriction(places);
}
function loseBy(sums, later) {
  const places = later.predicted.length;
  const size = sums.exits.length / places;
  const lost = { exits: new Float64Array(size), progress: new Float64Array(size) };
  for (let index = 0; index < size; index++) {
    for (let place = 0; place < places; place++) {
      const at = index * places + place;
      lost.exits[index] += later.predicted[place] * sums.exits[at];
      lost.progress[index] += sums.opened[at] - later.actual[place] * sums.orders_anyway[at];
    }
  }
  return lost;
}
function sumsAt(all, counts, place) {
  return {
    later_orders: counts.later_orders[place],
    predicted_orders: counts.later_orders[place] + all.predicted[place],
    exits: all.exits[place],
    orders_anyway: all.orders_anyway[place],
    opened: all.opened[place]
  };
}

// src/attribution/split/share-signals.ts
function shareSignals(changed, coefficients, { sums, later }, signals, base) {
  const shares = new Float64Array(signals.length + 2);
  const lost = loseBy(sums.by_kind, later);
  for (let kind = 0; kind < lost.exits.length; kind++) {
    const [exits, progress] = [lost.exits[kind], lost.progress[kind]];
    if (exits === 0 && progress === 0) continue;
    const active = activeAt(changed, kind, signals);
    const ofExits = active.length === 1 ? [1] : shareExits(changed, coefficients.exit, kind, active, base[kind]);
    const ofProgress = inProportion(active.map(({ column }) => coefficients.progress?.[column] ?? 0));
    active.forEach(({ part }, index) => {
      shares[part] += exits * ofExits[index] + progress * ofProgress[index];
    });
  }
  return shares;
}
function baseOdds(changed, exit) {
  const { kinds, rows, context, arrival, kind, totals, stage } = changed;
  const [logits, views] = [new Float64Array(kinds.pattern.length), new Float64Array(kinds.pattern.length)];
  if (exit === void 0) return logits;
  const { blocks } = stage.design.design;
  const [contexts, arrivals] = [timesVector(blocks[BLOCK.context].patterns, exit), timesVector(blocks[BLOCK.arrival].patterns, exit)];
  for (let i = 0; i < rows.length; i++) {
    logits[kind[i]] += totals.views[i] * (contexts[context[i]] + arrivals[arrival[i]]);
    views[kind[i]] += totals.views[i];
  }
  return logits.map((sum4, index) => views[index] > 0 ? Math.exp(sum4 / views[index]) : 0);
}
function activeAt({ stage, kinds }, kind, signals) {
  const { signals: met, earlier_hard, earlier_soft } = frictionOf(stage.steps.frictions[kinds.pattern[kind]]);
  const { signalColumns, hardBefore, softBefore } = stage.design;
  const now = signals.flatMap(({ signal, bit, class: type }, part) => {
    if (type === "placebo" || (met & bit) === 0) return [];
    const isRequest = signal === "information_request";
    return [{ part, column: signalColumns.get(signal), kind: type === "hard" ? 1 : 2, isRequest }];
  });
  const before = (count2, columns, part, type) => count2 > 0 ? [{ part, column: columns[count2 - 1], kind: type, isRequest: false }] : [];
  return [...now, ...before(earlier_hard, hardBefore, signals.length, 1), ...before(earlier_soft, softBefore, signals.length + 1, 2)];
}
function shareExits({ stage, kinds }, exit, kind, active, base) {
  const even = active.map(() => 1 / active.length);
  if (exit === void 0) return even;
  const interplay = timesVector(stage.design.design.blocks[BLOCK.interplay].patterns, exit);
  const chances = Array.from({ length: 2 ** active.length }, (_, subset) => {
    let [logit, kindsLeft, isGone] = [0, 0, false];
    active.forEach(({ column, kind: type, isRequest }, index) => {
      if ((subset & 1 << index) === 0) isGone ||= isRequest;
      else {
        logit += exit[column];
        kindsLeft |= type;
      }
    });
    return isGone ? 0 : chanceOf(base * Math.exp(logit + interplay[kinds.medium[kind] * KINDS + kindsLeft]));
  });
  const everything = chances.length - 1;
  const excess = chances[everything] - chances[0];
  if (Math.abs(excess) < 1e-9) return even;
  return shapley(active.length, (gone) => (chances[everything] - chances[everything & ~gone]) / excess);
}
function inProportion(effects) {
  const sum4 = effects.reduce((total3, effect) => total3 + effect, 0);
  const size = effects.reduce((total3, effect) => total3 + Math.abs(effect), 0);
  if (size === 0) return effects.map(() => 1 / effects.length);
  if (Math.abs(sum4) < 0.5 * size) return effects.map((effect) => Math.abs(effect) / size);
  return effects.map((effect) => effect / sum4);
}

// src/attribution/split/step-rows.ts
function stepRows(cells, arrivals, signals) {
  const bits = (kind) => signals.reduce((sum4, signal) => signal.class === kind ? sum4 | signal.bit : sum4, 0);
  const [hard, placebo] = [bits("hard"), bits("placebo")];
  const known = bits("hard") | bits("soft") | placebo;
  const alternatives = {
    none: (friction2) => ({ signals: friction2.signals & placebo, earlier_hard: 0, earlier_soft: 0 }),
    no_hard: (friction2) => ({ ...friction2, signals: friction2.signals & ~hard, earlier_hard: 0 }),
    no_placebo: (friction2) => ({ ...friction2, signals: friction2.signals & ~placebo })
  };
  const codes = cells.friction.map((code) => {
    const friction2 = frictionOf(code);
    return frictionCode({ ...friction2, signals: friction2.signals & known });
  });
  const met = distinct(codes);
  const frictions = distinct([
    ...met,
    ...met.flatMap((code) => Object.values(alternatives).map((change) => frictionCode(change(frictionOf(code)))))
  ]);
  const contexts = distinct(cells.context);
  const numberOf = (list) => new Map(list.map((code, index) => [code, index]));
  const [contextNumbers, frictionNumbers, arrivalNumbers] = [numberOf(contexts), numberOf(frictions), numberOf(arrivals)];
  const row = new Int32Array(cells.rows);
  const [context, friction, arrival] = [[], [], []];
  const seen = /* @__PURE__ */ new Map();
  let lastKey = -1;
  for (let line = 0; line < cells.rows; line++) {
    const [c, f, a] = [
      contextNumbers.get(cells.context[line]),
      frictionNumbers.get(codes[line]),
      arrivalNumbers.get(cells.arrival[line])
    ];
    const key = (c * frictions.length + f) * arrivals.length + a;
    let index = key === lastKey ? row[line - 1] : seen.get(key);
    lastKey = key;
    if (index === void 0) {
      index = context.length;
      seen.set(key, index);
      context.push(c);
      friction.push(f);
      arrival.push(a);
    }
    row[line] = index;
  }
  const rows = context.length;
  const halves = [0, 1].map((half) => sumByRow(cells, row, rows, half));
  const without = Object.fromEntries(
    Object.entries(alternatives).map(([name, change]) => [
      name,
      Int32Array.from(frictions, (code) => frictionNumbers.get(frictionCode(change(frictionOf(code)))))
    ])
  );
  return {
    rows,
    context: Int32Array.from(context),
    friction: Int32Array.from(friction),
    arrival: Int32Array.from(arrival),
    contexts,
    frictions,
    arrivals,
    halves,
    totals: addCounts(halves),
    buckets: linesByBucket(cells, row),
    without
  };
}
function sumByRow(cells, row, rows, half) {
  return Object.fromEntries(
    STEP_COUNTS.map((name) => {
      const [sums, counts] = [new Float64Array(rows), cells.counts[name]];
      for (let line = 0; line < cells.rows; line++) if (cells.bucket[line] % 2 === half) sums[row[line]] += counts[line];
      return [name, sums];
    })
  );
}
function addCounts([even, odd]) {
  return Object.fromEntries(STEP_COUNTS.map((name) => [name, even[name].map((count2, row) => count2 + odd[name][row])]));
}
function linesByBucket({ bucket, counts }, row) {
  const starts = new Int32Array(BUCKETS + 1);
  for (const number of bucket) starts[number + 1] += 1;
  for (let number = 0; number < BUCKETS; number++) starts[number + 1] += starts[number];
  const next = Int32Array.from(starts);
  const order = new Int32Array(bucket.length);
  for (let line = 0; line < bucket.length; line++) order[next[bucket[line]]++] = line;
  const inOrder = Object.fromEntries(STEP_COUNTS.map((name) => [name, Float64Array.from(order, (line) => counts[name][line])]));
  return { starts, row: order.map((line) => row[line]), counts: inOrder };
}
function distinct(codes) {
  return [...new Set(codes)].sort((a, b) => a - b);
}

// src/attribution/split/fit-split.ts
function fitSplit({ looking, checkout, sessions, groups, signals }) {
  const arrivals = [...new Set(sessions.arrival)].sort((a, b) => a - b);
  const counts = countArrivals(sessions, arrivals);
  const first = fitStage(stepRows(looking, arrivals, signals), groups, signals);
  const second = fitStage(stepRows(checkout, arrivals, signals), groups, signals);
  const requestBit = signals.find(({ signal }) => signal === "information_request")?.bit ?? 0;
  const change = (alternative) => ({
    looking: changedRows(first, "looking", alternative, requestBit),
    checkout: changedRows(second, "checkout", alternative, requestBit)
  });
  const none2 = change("none");
  return {
    arrivals,
    groups,
    looking: first,
    checkout: second,
    opening: fitOpening(counts, groups),
    counts,
    changed: { none: none2, no_hard: change("no_hard"), no_placebo: change("no_placebo") },
    baseOdds: {
      looking: baseOdds(none2.looking, first.models.exit?.coefficients),
      checkout: baseOdds(none2.checkout, second.models.exit?.coefficients)
    },
    places: { looking: countPlaces(first, "looking"), checkout: countPlaces(second, "checkout") }
  };
}
var COUNTED = ["views", "exits", "progress", "later_orders"];
function countPlaces({ steps }, name) {
  const places = Uint8Array.from(steps.context, (context) => placeOf(steps.contexts[context], name));
  const empty2 = () => Object.fromEntries(COUNTED.map((count2) => [count2, new Float64Array(PLACES[name])]));
  const totals = empty2();
  const { starts, row, counts } = steps.buckets;
  const buckets = Array.from({ length: BUCKETS }, (_, bucket) => {
    const sums = empty2();
    for (const count2 of COUNTED) {
      for (let line = starts[bucket]; line < starts[bucket + 1]; line++) sums[count2][places[row[line]]] += counts[count2][line];
      sums[count2].forEach((value, place) => {
        totals[count2][place] += value;
      });
    }
    return sums;
  });
  return { totals, buckets };
}

// src/statistics/gamma-poisson.ts
var SHAPES = { low: 1e-4, high: 1e7 };
function gammaPoisson(groups) {
  checkGroups(groups);
  const shape = bestShape(groups);
  if (shape === Number.POSITIVE_INFINITY) return { mu: poissonMu(groups), shape, theta: groups.map(() => 1) };
  const mu = bestMu(groups, shape);
  return { mu, shape, theta: groups.map(({ events, expected }) => (shape + events) / (shape + expected * mu)) };
}
function bestShape(groups) {
  const [from, to, steps] = [Math.log(SHAPES.low), Math.log(SHAPES.high), 60];
  const grid = Array.from({ length: steps + 1 }, (_, i) => from + (to - from) * i / steps);
  let best = { shape: Number.POSITIVE_INFINITY, gain: 1e-9 };
  for (let i = 0; i < steps; i++) {
    let [low, high] = [grid[i], grid[i + 1]];
    if (shapeScore(groups, Math.exp(low)) <= 0 || shapeScore(groups, Math.exp(high)) > 0) continue;
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (shapeScore(groups, Math.exp(middle)) > 0) low = middle;
      else high = middle;
    }
    const shape = Math.exp((low + high) / 2);
    const gain = gainOverPoisson(groups, shape);
    if (gain > best.gain) best = { shape, gain };
  }
  return best.shape;
}
function shapeScore(groups, shape) {
  const mu = bestMu(groups, shape);
  return total(groups, ({ events, expected }) => {
    const distance = (events - expected * mu) / (shape + expected * mu);
    return digammaDifference(shape, events) - Math.log1p(expected * mu / shape) - distance;
  });
}
function gainOverPoisson(groups, shape) {
  const [mu, plain] = [bestMu(groups, shape), poissonMu(groups)];
  return total(groups, ({ events, expected }) => {
    let rising = 0;
    for (let j = 0; j < events; j++) rising += Math.log1p(j / shape);
    const mixed = rising + events * Math.log(mu) - (shape + events) * Math.log1p(expected * mu / shape);
    return mixed - (events * Math.log(plain) - expected * plain);
  });
}
function bestMu(groups, shape) {
  const score = (mu) => total(groups, ({ events, expected }) => (events - expected * mu) / (shape + expected * mu));
  const ratios = groups.map(({ events, expected }) => events / expected);
  let high = Math.max(...ratios);
  let low = high;
  while (score(low) < 0) low /= 2;
  for (let step = 0; step < 100 && high - low > 1e-15 * high; step++) {
    const middle = (low + high) / 2;
    if (score(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
function poissonMu(groups) {
  return total(groups, ({ events }) => events) / total(groups, ({ expected }) => expected);
}
function digammaDifference(shape, n) {
  let sum4 = 0;
  let j = 0;
  for (; j < n && shape + j < 20; j++) sum4 += 1 / (shape + j);
  return j === n ? sum4 : sum4 + digammaFar(shape + n) - digammaFar(shape + j);
}
function digammaFar(x) {
  const x2 = x * x;
  return Math.log(x) - 1 / (2 * x) - (1 / 12 - (1 / 120 - (1 / 252 - 1 / 240 / x2) / x2) / x2) / x2;
}
function total(groups, term) {
  return groups.reduce((sum4, group) => sum4 + term(group), 0);
}
function checkGroups(groups) {
  for (const { events, expected } of groups) {
    checkCount("events", events);
    checkRange("expected", expected, 1e-9, 1e12);
  }
  if (groups.length >= 2 && groups.some(({ events }) => events > 0)) return;
  throw new StatisticsError(`shrinkage needs two groups or more with an event among them, but got ${groups.length}`, {
    hint: "Leave the ratios of so few groups as they are, and say that they are not shrunk."
  });
}

// src/attribution/split/choose-benchmark.ts
var LEAST_SESSIONS = 20;
function chooseBenchmark(halves, arrivals, sources, share) {
  const sets = halves.map((half) => bestSources(half, arrivals, sources, share));
  const sessions = new Float64Array(sources);
  for (const half of halves)
    half.sessions.forEach((count2, index) => {
      sessions[sourceOf(arrivals[index])] += count2;
    });
  let [both, either] = [0, 0];
  sessions.forEach((count2, source) => {
    const [first, second] = [sets[0].has(source), sets[1].has(source)];
    if (first && second) both += count2;
    if (first || second) either += count2;
  });
  return { sets, overlap: either > 0 ? both / either : 1 };
}
function shrunkenQuality(cells, arrivals, sources) {
  const [orders, expected] = [new Float64Array(sources), new Float64Array(sources)];
  const quality = strataQuality(cells, arrivals);
  arrivals.forEach((code, index) => {
    orders[sourceOf(code)] += cells.orders[index] + cells.lost[index];
    expected[sourceOf(code)] += cells.sessions[index] * quality[stratumOf(code)];
  });
  const known = [...expected.keys()].filter((source) => expected[source] > 1e-6);
  const theta = new Float64Array(sources).fill(1);
  const groups = known.map((source) => ({ events: Math.max(0, Math.round(orders[source])), expected: expected[source] }));
  if (groups.length < 2 || groups.every(({ events }) => events === 0)) return theta;
  gammaPoisson(groups).theta.forEach((value, index) => {
    theta[known[index]] = value;
  });
  return theta;
}
function benchmarkRates({ sets }, halves, arrivals) {
  const [sessions, orders, lost] = [new Float64Array(STRATA), new Float64Array(STRATA), new Float64Array(STRATA)];
  let expected = 0;
  const inHalf = [0, 0];
  const all = strataQuality(pool(halves), arrivals);
  for (const half of [0, 1]) {
    const chosen = sets[1 - half];
    arrivals.forEach((code, index) => {
      if (!chosen.has(sourceOf(code))) return;
      const stratum = stratumOf(code);
      sessions[stratum] += halves[half].sessions[index];
      orders[stratum] += halves[half].orders[index];
      inHalf[half] += halves[half].orders[index];
      lost[stratum] += halves[half].lost[index];
      expected += halves[half].sessions[index] * all[stratum];
    });
  }
  const [allOrders, allLost] = [sum2(orders), sum2(lost)];
  const level = expected > 0 ? (allOrders + allLost) / expected : 1;
  const kept = allOrders + allLost > 0 ? allOrders / (allOrders + allLost) : 1;
  return {
    quality: sessions.map((count2, x) => count2 >= LEAST_SESSIONS ? (orders[x] + lost[x]) / count2 : all[x] * level),
    retention: sessions.map((count2, x) => count2 >= LEAST_SESSIONS && orders[x] > 0 ? orders[x] / (orders[x] + lost[x]) : kept),
    sessions,
    orders: allOrders,
    fewest_orders: Math.min(...inHalf)
  };
}
function pool([first, second]) {
  const plus = (a, b) => a.map((value, index) => value + b[index]);
  return {
    sessions: plus(first.sessions, second.sessions),
    orders: plus(first.orders, second.orders),
    lost: plus(first.lost, second.lost)
  };
}
function bestSources(cells, arrivals, sources, share) {
  const theta = shrunkenQuality(cells, arrivals, sources);
  const sessions = new Float64Array(sources);
  arrivals.forEach((code, index) => {
    sessions[sourceOf(code)] += cells.sessions[index];
  });
  const ranked = [...theta.keys()].filter((source) => sessions[source] > 0).sort((a, b) => theta[b] - theta[a] || a - b);
  const enough = share * sum2(sessions);
  const best = /* @__PURE__ */ new Set();
  let held = 0;
  for (const source of ranked) {
    if (held >= enough) break;
    best.add(source);
    held += sessions[source];
  }
  return best;
}
function strataQuality({ sessions, orders, lost }, arrivals) {
  const [counts, wouldBe] = [new Float64Array(STRATA), new Float64Array(STRATA)];
  arrivals.forEach((code, index) => {
    counts[stratumOf(code)] += sessions[index];
    wouldBe[stratumOf(code)] += orders[index] + lost[index];
  });
  return wouldBe.map((count2, stratum) => counts[stratum] > 0 ? count2 / counts[stratum] : 0);
}
function sum2(values) {
  return values.reduce((total3, value) => total3 + value, 0);
}

// src/attribution/split/sum-losses.ts
function sumLosses(changed, coefficients, worth, without_bucket, removed = 1) {
  const { rows, context, arrival, place, kind, goesOn, kinds } = changed;
  const { endsRequest } = kinds;
  const places = PLACES[changed.name];
  const exit = factorsOf(changed, coefficients.exit, removed);
  const later = factorsOf(changed, coefficients.later_order, removed);
  const progress = factorsOf(changed, coefficients.progress, removed);
  const sums = emptySums(changed, places);
  const weights = { per_exit: new Float64Array(rows.length), per_view: new Float64Array(rows.length) };
  const gain = new Float64Array(rows.length);
  const { views } = changed.totals;
  for (let i = 0; i < rows.length; i++) {
    const [c, a, k] = [context[i], arrival[i], kind[i]];
    const base = exit.context[c] * exit.arrival[a];
    const odds = base * exit.before[k];
    const odds0 = base * exit.after[k];
    const excess = endsRequest[k] === 1 ? removed : odds > 0 ? 1 - odds0 * (1 + odds) / (odds * (1 + odds0)) : 0;
    const baseLater = later.context[c] * later.arrival[a];
    const w = baseLater * later.before[k];
    const w0 = baseLater * later.after[k];
    const later0 = w0 / (1 + w0);
    gain[i] = later0 - w / (1 + w);
    weights.per_exit[i] = excess * later0;
    if (goesOn[i] === 1) {
      const baseProgress = progress.context[c] * progress.arrival[a];
      const p = baseProgress * progress.before[k];
      const p0 = baseProgress * progress.after[k];
      weights.per_view[i] = p0 * (1 + p) / (1 + p0) - p;
    }
    const expected = views[i] * odds / (1 + odds);
    sums.exits.as_it_was += expected;
    sums.exits.without += expected * (1 - excess);
  }
  const add2 = (counts, at, i, half, sign) => {
    const perExit = sign * weights.per_exit[i];
    const perView = sign * weights.per_view[i];
    const own = sums.cohort[half];
    const toArrival = arrival[i] * places + place[i];
    const toKind = kind[i] * places + place[i];
    const exits = counts.cohort_exits[at] * perExit;
    const opened = counts.cohort_continued[at] * perView * worth[arrival[i]];
    const anyway = counts.cohort_continued_orders[at] * perView;
    own.exits[toArrival] += exits;
    own.opened[toArrival] += opened;
    own.orders_anyway[toArrival] += anyway;
    sums.by_kind.exits[toKind] += exits;
    sums.by_kind.opened[toKind] += opened;
    sums.by_kind.orders_anyway[toKind] += anyway;
  };
  const addAll = (counts, at, i, sign) => {
    const to = place[i];
    const perView = sign * weights.per_view[i];
    sums.all.exits[to] += sign * counts.exits[at] * weights.per_exit[i];
    sums.all.opened[to] += counts.continued[at] * perView * worth[arrival[i]];
    sums.all.orders_anyway[to] += counts.continued_orders[at] * perView;
    sums.all.predicted[to] += sign * gain[i] * (counts.views[at] - counts.exits[at]);
  };
  for (let i = 0; i < rows.length; i++) {
    add2(changed.halves[0], i, i, 0, 1);
    add2(changed.halves[1], i, i, 1, 1);
    addAll(changed.totals, i, i, 1);
  }
  if (without_bucket >= 0) {
    const { starts, at, counts } = changed.lines;
    const half = without_bucket % 2;
    for (let line = starts[without_bucket]; line < starts[without_bucket + 1]; line++) {
      add2(counts, line, at[line], half, -1);
      addAll(counts, line, at[line], -1);
    }
  }
  return { sums, weights };
}
function factorsOf({ stage, kinds }, coefficients, removed) {
  const { blocks } = stage.design.design;
  const factors = (block) => {
    const { patterns } = blocks[block];
    return coefficients === void 0 ? new Float64Array(patterns.rows) : timesVector(patterns, coefficients).map(Math.exp);
  };
  const [frictions, interplay] = [factors(BLOCK.friction), factors(BLOCK.interplay)];
  const of = (pattern, medium) => frictions[pattern] * interplay[medium * KINDS + stage.design.kindOf[pattern]];
  const before = Float64Array.from(kinds.pattern, (pattern, kind) => of(pattern, kinds.medium[kind]));
  const left = Float64Array.from(kinds.left, (pattern, kind) => of(pattern, kinds.medium[kind]));
  const after = removed === 1 ? left : left.map((factor, kind) => before[kind] ** (1 - removed) * factor ** removed);
  return { context: factors(BLOCK.context), arrival: factors(BLOCK.arrival), before, after };
}
function emptySums({ stage, kinds }, places) {
  const empty2 = (size) => ({
    exits: new Float64Array(size),
    opened: new Float64Array(size),
    orders_anyway: new Float64Array(size)
  });
  const arrivals = stage.steps.arrivals.length * places;
  return {
    cohort: [empty2(arrivals), empty2(arrivals)],
    by_kind: empty2(kinds.pattern.length * places),
    all: { ...empty2(places), predicted: new Float64Array(places) },
    exits: { as_it_was: 0, without: 0 }
  };
}
function coefficientsOf({ models }, without_bucket) {
  const of = (name) => without_bucket < 0 ? models[name]?.coefficients : models[name]?.replicates[without_bucket];
  return { exit: of("exit"), progress: of("progress"), later_order: of("later_order") };
}

// src/attribution/split/lose-orders.ts
function loseOrders(split, alternative, opening, without_bucket, removed = 1) {
  const { looking, checkout } = split.changed[alternative];
  const second = sumLosses(checkout, coefficientsOf(split.checkout, without_bucket), opening, without_bucket, removed);
  const opened = {
    sessions: total2(split, "opened", without_bucket),
    orders: total2(split, "opened_orders", without_bucket)
  };
  const after = checkoutLosses(second.sums, placeCounts(split, "checkout", without_bucket), opened);
  const worth = opening.map((chance) => Math.min(1, chance * after.kept));
  const first = sumLosses(looking, coefficientsOf(split.looking, without_bucket), worth, without_bucket, removed);
  const later = lookingFactors(first.sums, placeCounts(split, "looking", without_bucket), after);
  const halves = [0, 1].map((half) => {
    const [before, behind] = [loseBy(first.sums.cohort[half], later), loseBy(second.sums.cohort[half], after.later)];
    return before.exits.map((lost, arrival) => lost + before.progress[arrival] + behind.exits[arrival]);
  });
  return {
    halves,
    total: halves.reduce((sum4, half) => sum4 + half.reduce((all, lost) => all + lost, 0), 0),
    looking: { later, worth, ...first },
    checkout: { later: after.later, worth, ...second }
  };
}
function total2({ counts }, name, without_bucket) {
  const sum4 = (values) => values.reduce((all, value) => all + value, 0);
  return sum4(counts.totals[name]) - (without_bucket < 0 ? 0 : sum4(counts.buckets[without_bucket][name]));
}
function placeCounts({ places }, stage, without_bucket) {
  const { totals, buckets } = places[stage];
  if (without_bucket < 0) return totals;
  const less = (name) => totals[name].map((count2, place) => count2 - buckets[without_bucket][name][place]);
  return { views: less("views"), exits: less("exits"), progress: less("progress"), later_orders: less("later_orders") };
}

// src/statistics/shapley-two.ts
function shapleyTwo({ first, second, both }) {
  checkFinite({ first, second, both });
  return { first: (first + both - second) / 2, second: (second + both - first) / 2, interaction: both - first - second };
}
function shapleyPart(game) {
  const shares = shapleyTwo(game);
  checkFinite({ part: game.part, part_and_second: game.part_and_second });
  const part = (game.part + game.part_and_second - game.second) / 2;
  return { ...shares, part, rest: shares.first - part };
}
function checkFinite(numbers) {
  for (const [name, value] of Object.entries(numbers)) checkRange(name, value, -Number.MAX_VALUE, Number.MAX_VALUE);
}

// src/attribution/split/play-game.ts
var PARENT_WEIGHT2 = 20;
function playGame(cells, benchmark, arrivals, sources) {
  const all = sum3(cells.sessions);
  const [orders, lost] = [sum3(cells.orders), sum3(cells.lost)];
  const observed = orders / all;
  const retention = smoothRetention(cells, arrivals, sources);
  const [frictionBySource, trafficBySource] = [new Float64Array(sources), new Float64Array(sources)];
  let [replaced, both, equalised, replacedEqualised] = [0, 0, 0, 0];
  arrivals.forEach((code, index) => {
    const [x, source] = [stratumOf(code), sourceOf(code)];
    const own = cells.orders[index] / all;
    const ownWouldBe = own + cells.lost[index] / all;
    const best = cells.sessions[index] / all * benchmark.quality[x];
    const bestKept = best * retention[index];
    replaced += bestKept;
    both += best;
    equalised += ownWouldBe * benchmark.retention[x];
    replacedEqualised += best * benchmark.retention[x];
    trafficBySource[source] += (best + bestKept - ownWouldBe - own) / 2;
    frictionBySource[source] += (ownWouldBe - own + best - bestKept) / 2;
  });
  const values = {
    friction_removed: lost / all,
    traffic_replaced: replaced - observed,
    both_removed: both - observed
  };
  const shares = shapleyPart({
    first: values.friction_removed,
    second: values.traffic_replaced,
    both: values.both_removed,
    part: equalised - observed,
    part_and_second: replacedEqualised - observed
  });
  return {
    observed,
    ...values,
    interaction: shares.interaction,
    friction: shares.first,
    shared: shares.part,
    site: shares.rest,
    traffic: shares.second,
    unexplained: 1 - observed - values.both_removed,
    friction_by_source: frictionBySource,
    traffic_by_source: trafficBySource
  };
}
function smoothRetention(cells, arrivals, sources) {
  const [orders, wouldBe] = [new Float64Array(sources), new Float64Array(sources)];
  arrivals.forEach((code, index) => {
    orders[sourceOf(code)] += cells.orders[index];
    wouldBe[sourceOf(code)] += cells.orders[index] + cells.lost[index];
  });
  const everyWouldBe = sum3(wouldBe);
  const every = everyWouldBe > 0 ? sum3(orders) / everyWouldBe : 1;
  const bySource = orders.map((count2, source) => (count2 + PARENT_WEIGHT2 * every) / Math.max(1, wouldBe[source] + PARENT_WEIGHT2));
  return Float64Array.from(
    arrivals,
    (code, index) => (cells.orders[index] + PARENT_WEIGHT2 * bySource[sourceOf(code)]) / Math.max(1, cells.orders[index] + cells.lost[index] + PARENT_WEIGHT2)
  );
}
function sum3(values) {
  return values.reduce((total3, value) => total3 + value, 0);
}

// src/attribution/split/estimate-split.ts
var BENCHMARK_SHARES = [0.25, 0.1, 0.5];
function estimateSplit(split, without_bucket, benchmarks, removed = 1) {
  const { arrivals, groups } = split;
  const opening = openingChances(split.opening, without_bucket);
  const lose = (alternative) => loseOrders(split, alternative, opening, without_bucket, removed);
  const [full, hard, placebo] = [lose("none"), lose("no_hard"), lose("no_placebo")];
  const halves = cohortHalves(split, full, without_bucket);
  const hardHalves = cohortHalves(split, hard, without_bucket);
  const choose = (cells2) => BENCHMARK_SHARES.map((share) => chooseBenchmark(cells2, arrivals, groups.length, share));
  const used = benchmarks ?? { full: choose(halves), hard: choose(hardHalves) };
  const play = (cells2, chosen) => chosen.map((benchmark) => playGame(pool(cells2), benchmarkRates(benchmark, cells2, arrivals), arrivals, groups.length));
  const cells = pool(halves);
  return {
    full,
    hard,
    placebo,
    games: play(halves, used.full),
    hard_games: play(hardHalves, used.hard),
    rates: benchmarkRates(used.full[0], halves, arrivals),
    hard_rates: benchmarkRates(used.hard[0], hardHalves, arrivals),
    cells,
    theta: shrunkenQuality(cells, arrivals, groups.length),
    benchmarks: used
  };
}
function cohortHalves({ counts }, lost, without_bucket) {
  return [0, 1].map((half) => {
    const own = counts.halves[half];
    const gone = without_bucket >= 0 && without_bucket % 2 === half ? counts.buckets[without_bucket] : void 0;
    const less = (name) => own[name].map((count2, index) => count2 - (gone === void 0 ? 0 : gone[name][index]));
    return { sessions: less("cohort_sessions"), orders: less("cohort_orders"), lost: lost.halves[half] };
  });
}

// src/attribution/split/judge-split.ts
var MATERIAL = 0.1;
function judgeSplit({ observed, friction_hard, friction, traffic, navigation_leads, traffic_leads }) {
  const isAbove = ({ low }) => low > 0;
  const unproven = (leads2) => leads2.filter((lead) => !isAbove(lead)).map(({ setting }) => setting);
  const [hard, all, visitors] = [isAbove(friction_hard), isAbove(friction), isAbove(traffic)];
  const settle = (call, depends_on = []) => ({ call, depends_on });
  const isNavigationAhead = hard && isAbove(navigation_leads[0]);
  const isTrafficAhead = visitors && isAbove(traffic_leads[0]);
  const doubts = isNavigationAhead ? unproven(navigation_leads) : isTrafficAhead ? unproven(traffic_leads) : [];
  if (isNavigationAhead && doubts.length === 0) return settle("navigation_leads");
  if (isTrafficAhead && doubts.length === 0) return settle("traffic_leads");
  if (hard && visitors) return settle("both_lead_unproven", doubts);
  if (hard) return settle("navigation_matters", doubts);
  if (visitors) return settle(all ? "traffic_matters_navigation_ambiguous" : "traffic_matters", doubts);
  if (all) return settle("behaviour_only_ambiguous");
  const isSmall = [friction, traffic].every(({ high }) => high < MATERIAL * observed);
  return settle(isSmall ? "neither_matters" : "not_enough_evidence");
}
var DETECTABLE = 2.8;
var COARSEST = 0.25;
function failedGates(facts) {
  const least = (gate, actual, needed) => actual < needed ? [{ gate, actual, needed }] : [];
  const most = (gate, actual, needed) => actual > needed ? [{ gate, actual, needed }] : [];
  const isSeen = ({ low, high }) => low > 0 || high < 0;
  const precision = (gate, estimate) => isSeen(estimate) ? [] : most(gate, DETECTABLE * estimate.standard_error, COARSEST * facts.observed);
  return [
    ...least("orders", facts.cohort_orders, 100),
    ...least("friction", facts.friction_views, 200),
    ...least("friction", facts.friction_exits, 50),
    ...least("sources", facts.source_groups, 2),
    ...least("benchmark", facts.benchmark_orders, 20),
    ...least("buckets", facts.filled_buckets, 30),
    ...most("one_visitor", facts.largest_bucket_share, 0.2),
    ...precision("precision_friction", facts.friction),
    ...precision("precision_traffic", facts.traffic)
  ];
}

// src/attribution/split/grade-split.ts
var OFF = 0.1;
var STRICTER = 2.7079 / 2.0227;
function callOf(numbers) {
  const shares = BENCHMARK_SHARES.map((share) => share * 100);
  const inWords = (share) => share === 25 ? "the split as reported" : `a benchmark of the best ${share} % of the traffic`;
  const named = (name, setting) => ({ setting, ...numbers[name] });
  return judgeSplit({
    observed: numbers.observed.value,
    friction_hard: numbers.friction_hard,
    friction: numbers.friction,
    traffic: numbers.traffic,
    navigation_leads: [
      ...shares.map((share) => named(`navigation_lead_${share}`, inWords(share))),
      named("navigation_lead_unshared", "the shared part counted as traffic")
    ],
    traffic_leads: shares.map((share) => named(`traffic_lead_${share}`, inWords(share)))
  });
}
function gradeSplit(split, estimates, numbers, tipping_point, calibration) {
  const gates = failedGates({
    ...measureGates(split, estimates),
    observed: numbers.observed.value,
    friction: numbers.friction,
    traffic: numbers.traffic
  });
  if (gates.length > 0) return { call: "not_enough_evidence", depends_on: [], grade: "D", gates };
  const { call, depends_on } = callOf(numbers);
  if (call === "not_enough_evidence") return { call, depends_on, grade: "D", gates };
  if (depends_on.length > 0) return { call, depends_on, grade: "C", gates };
  const isStrict = callOf(Object.fromEntries(Object.entries(numbers).map(([name, estimate]) => [name, stricter(estimate)]))).call === call;
  const isCalibrated = calibration.every(({ observed, expected }) => Math.abs(observed / expected - 1) <= OFF);
  const isSturdy = tipping_point === null || tipping_point > 0.5;
  return { call, depends_on, grade: isStrict && isCalibrated && isSturdy ? "A" : "B", gates };
}
function stricter(estimate) {
  const { value, low, high } = estimate;
  return { ...estimate, low: value - STRICTER * (value - low), high: value + STRICTER * (high - value) };
}
function measureGates({ counts, changed, groups }, { rates }) {
  const sum4 = (values) => values.reduce((total3, value) => total3 + value, 0);
  const orders = counts.buckets.map((bucket) => sum4(bucket.cohort_orders));
  const cohort_orders = orders.reduce((total3, count2) => total3 + count2, 0);
  const stages = [changed.none.looking.totals, changed.none.checkout.totals];
  const friction_exits = stages.reduce((total3, { cohort_exits }) => total3 + sum4(cohort_exits), 0);
  const friction_views = stages.reduce((total3, { cohort_continued }) => total3 + sum4(cohort_continued), friction_exits);
  return {
    cohort_orders,
    friction_views,
    friction_exits,
    benchmark_orders: rates.fewest_orders,
    source_groups: groups.filter((_, source) => isUsed(counts, source)).length,
    filled_buckets: counts.buckets.filter((bucket) => sum4(bucket.cohort_sessions) > 0).length,
    largest_bucket_share: cohort_orders > 0 ? Math.max(...orders) / cohort_orders : 1 / BUCKETS
  };
}
function isUsed({ arrivals, totals }, source) {
  return arrivals.some((code, index) => Math.floor(code / 8) === source && totals.cohort_sessions[index] > 0);
}

// src/attribution/split/share-pages.ts
function sharePages(changed, losses, pages, signals) {
  const { steps } = changed.stage;
  const patterns = steps.frictions.length;
  const alike = lossesByCircumstance(changed, losses, patterns);
  const contexts = new Map(steps.contexts.map((code, index) => [code, index]));
  const known = signals.reduce((bits, { bit }) => bits | bit, 0);
  const numbers = new Map(steps.frictions.map((code, number) => [code, number]));
  const shares = /* @__PURE__ */ new Map();
  for (let line = 0; line < pages.rows; line++) {
    const friction = frictionOf(pages.friction[line]);
    const pattern = numbers.get(frictionCode({ ...friction, signals: friction.signals & known }));
    const context = contexts.get(pages.context[line]);
    if (context === void 0 || pattern === void 0) continue;
    const sums = alike.get(context * patterns + pattern);
    if (sums === void 0) continue;
    const per_exit = sums.cohort_exits > 0 ? sums.exits / sums.cohort_exits : 0;
    const per_view = sums.cohort_continued > 0 ? sums.progress / sums.cohort_continued : 0;
    const lost = per_exit * pages.cohort_exits[line] + per_view * pages.cohort_continued[line];
    if (lost === 0) continue;
    const page_id = pages.page_id[line];
    const page = shares.get(page_id) ?? { page_id, by_pattern: /* @__PURE__ */ new Map(), variance: 0 };
    page.by_pattern.set(pattern, (page.by_pattern.get(pattern) ?? 0) + lost);
    page.variance += per_exit ** 2 * pages.cohort_exits[line];
    shares.set(page_id, page);
  }
  return [...shares.values()];
}
function lossesByCircumstance({ rows, context, kind, kinds, place, arrival, totals }, { weights, later, worth }, patterns) {
  const alike = /* @__PURE__ */ new Map();
  for (let i = 0; i < rows.length; i++) {
    const key = context[i] * patterns + kinds.pattern[kind[i]];
    const sums = alike.get(key) ?? { exits: 0, progress: 0, cohort_exits: 0, cohort_continued: 0 };
    const [exits, continued, orders] = [totals.cohort_exits[i], totals.cohort_continued[i], totals.cohort_continued_orders[i]];
    sums.exits += exits * weights.per_exit[i] * later.predicted[place[i]];
    sums.progress += weights.per_view[i] * (worth[arrival[i]] * continued - later.actual[place[i]] * orders);
    sums.cohort_exits += exits;
    sums.cohort_continued += continued;
    alike.set(key, sums);
  }
  return alike;
}
function lossesByPattern({ kinds }, lost) {
  const sums = /* @__PURE__ */ new Map();
  lost.exits.forEach((exits, kind) => {
    const loss = exits + lost.progress[kind];
    if (loss !== 0) sums.set(kinds.pattern[kind], (sums.get(kinds.pattern[kind]) ?? 0) + loss);
  });
  return sums;
}

// src/statistics/jackknife.ts
function jackknife(value, replicates, t) {
  const groups = replicates.length;
  if (groups < 2) {
    throw new StatisticsError(`a jackknife needs two groups or more, but got ${groups}`, {
      hint: "Ask for an interval only where several groups have data."
    });
  }
  for (const number of [value, ...replicates]) checkRange("an estimate", number, -Number.MAX_VALUE, Number.MAX_VALUE);
  checkRange("t", t, Number.MIN_VALUE, Number.MAX_VALUE);
  const mean = replicates.reduce((sum4, replicate) => sum4 + replicate / groups, 0);
  const squares = replicates.reduce((sum4, replicate) => sum4 + (replicate - mean) ** 2, 0);
  const standard_error = Math.sqrt((groups - 1) / groups * squares);
  return { value, low: value - t * standard_error, high: value + t * standard_error, standard_error };
}

// src/attribution/split/split-numbers.ts
function splitNumbers({ games, hard_games, placebo, cells }) {
  const [game, hard] = [games[0], hard_games[0]];
  const sessions = cells.sessions.reduce((sum4, count2) => sum4 + count2, 0);
  const recoverable = game.friction + game.traffic;
  return {
    observed: game.observed,
    friction_removed: game.friction_removed,
    traffic_replaced: game.traffic_replaced,
    both_removed: game.both_removed,
    interaction: game.interaction,
    friction: game.friction,
    shared: game.shared,
    site: game.site,
    traffic: game.traffic,
    unexplained: game.unexplained,
    friction_removed_hard: hard.friction_removed,
    friction_hard: hard.friction,
    site_hard: hard.site,
    ambiguous: game.friction - hard.friction,
    share_of_recoverable: recoverable === 0 ? 0 : game.friction / recoverable,
    placebo: placebo.total / sessions,
    ...Object.fromEntries(BENCHMARK_SHARES.flatMap((share, index) => leads(`${share * 100}`, games[index], hard_games[index]))),
    navigation_lead_unshared: hard.friction - hard.shared - game.traffic - hard.shared
  };
}
function involvesBenchmark(name) {
  return !["observed", "friction_removed", "friction_removed_hard", "placebo"].includes(name);
}
function withIntervals(full, replicates, overlap, t) {
  return Object.fromEntries(
    Object.entries(full).map(([name, value]) => {
      const estimate = jackknife(
        value,
        replicates.map((replicate) => replicate[name]),
        t
      );
      return [name, involvesBenchmark(name) ? widen(estimate, Math.sqrt(2 - overlap), t) : estimate];
    })
  );
}
function leads(share, game, hard) {
  return [
    [`navigation_lead_${share}`, hard.friction - game.traffic],
    [`traffic_lead_${share}`, game.traffic - game.friction]
  ];
}
function widen({ value, standard_error }, factor, t) {
  const wider = standard_error * factor;
  return { value, low: value - t * wider, high: value + t * wider, standard_error: wider };
}

// src/statistics/e-value.ts
function eValue({ value, low, high }) {
  for (const [name, ratio] of Object.entries({ value, low, high })) checkRange(name, ratio, Number.MIN_VALUE, Number.MAX_VALUE);
  if (low > value || value > high) {
    throw new StatisticsError(`the limits ${low} and ${high} do not hold the ratio ${value}`, {
      hint: "Give low \u2264 value \u2264 high, all as ratios."
    });
  }
  const nearest = value >= 1 ? Math.max(1, low) : Math.min(1, high);
  return { value: strength(value), limit: strength(nearest) };
}
function strength(ratio) {
  const above = ratio >= 1 ? ratio : 1 / ratio;
  return above + Math.sqrt(above * (above - 1));
}

// src/statistics/smallest-tipping.ts
var FIRST_LOOKS = 10;
function smallestTipping(changesAt, tolerance) {
  checkRange("tolerance", tolerance, 1e-9, 1);
  for (let look = 0; look <= FIRST_LOOKS; look++) {
    if (changesAt(look / FIRST_LOOKS)) return look === 0 ? 0 : halve(changesAt, (look - 1) / FIRST_LOOKS, look / FIRST_LOOKS, tolerance);
  }
  return null;
}
function halve(changesAt, below, above, tolerance) {
  while (above - below > tolerance) {
    const middle = (below + above) / 2;
    if (changesAt(middle)) above = middle;
    else below = middle;
  }
  return above;
}

// src/attribution/split/stress-split.ts
var TOLERANCE2 = 2e-3;
function tippingPoint(split, benchmarks, changes) {
  const whole = splitNumbers(estimateSplit(split, -1, benchmarks));
  const isOver = (share) => {
    const numbers = splitNumbers(estimateSplit(split, -1, benchmarks, 1 - share));
    const left = whole.friction === 0 ? 0 : numbers.friction / whole.friction;
    return changes(numbers, left);
  };
  return smallestTipping(isOver, TOLERANCE2);
}
function exitRatio({ full }) {
  const { as_it_was, without } = full.looking.sums.exits;
  return without > 0 ? as_it_was / without : 1;
}
function strengthToExplain(ratio) {
  return ratio.low > 0 ? eValue(ratio) : null;
}
function strongestControl({ looking }) {
  const { models, design, steps } = looking;
  if (models.exit === void 0) return null;
  const sum4 = (values) => values.reduce((total3, value) => total3 + value, 0);
  const mean = sum4(steps.totals.exits) / sum4(steps.totals.views);
  const odds = mean / (1 - mean);
  const effects = models.exit.coefficients;
  const spread = (columns) => Math.max(...columns.map((column) => effects[column])) - Math.min(...columns.map((column) => effects[column]));
  const ratioOf = (difference) => {
    const high = odds * Math.exp(difference / 2);
    const low = odds * Math.exp(-difference / 2);
    return high / (1 + high) / (low / (1 + low));
  };
  return Math.max(ratioOf(spread(design.families[0])), ratioOf(spread(design.newOrReturning)));
}

// src/attribution/split/replicate-split.ts
function runSplit(split, signals, without_bucket, benchmarks) {
  const estimates = estimateSplit(split, without_bucket, benchmarks);
  const { full, games } = estimates;
  const cohort = estimates.cells.sessions.reduce((sum4, count2) => sum4 + count2, 0);
  const by_signal = new Float64Array(signals.length + 2);
  for (const name of ["looking", "checkout"]) {
    const changed = split.changed.none[name];
    shareSignals(changed, coefficientsOf(split[name], without_bucket), full[name], signals, split.baseOdds[name]).forEach((lost, part) => {
      by_signal[part] += lost;
    });
  }
  const byPattern = (name) => lossesByPattern(split.changed.none[name], loseBy(full[name].sums.by_kind, full[name].later));
  const run = {
    numbers: splitNumbers(estimates),
    quality: estimates.theta,
    friction_by_source: games[0].friction_by_source.map((share) => share * cohort),
    traffic_by_source: games[0].traffic_by_source.map((share) => share * cohort),
    by_signal,
    by_pattern: { looking: byPattern("looking"), checkout: byPattern("checkout") },
    exit_ratio: exitRatio(estimates)
  };
  return { run, estimates };
}

// src/statistics/adjust-for-many.ts
function adjustForMany(pValues) {
  for (const p of pValues) checkRange("a p-value", p, 0, 1);
  const adjusted = new Array(pValues.length);
  const largestFirst = [...pValues.entries()].sort(([, a], [, b]) => b - a);
  let smallest = 1;
  for (const [position, [index, p]] of largestFirst.entries()) {
    const rank2 = pValues.length - position;
    smallest = Math.min(smallest, p * (pValues.length / rank2));
    adjusted[index] = smallest;
  }
  return adjusted;
}

// src/attribution/split/share-split.ts
function estimator(full, runs, widening, t) {
  return (of, uses_benchmark = false) => {
    const estimate = jackknife(of(full), runs.map(of), t);
    const standard_error = estimate.standard_error * (uses_benchmark ? widening : 1);
    return { value: estimate.value, low: estimate.value - t * standard_error, high: estimate.value + t * standard_error, standard_error };
  };
}
function shareSources(groups, estimate) {
  const traffic = rank(groups.map((_, index) => estimate((run) => run.traffic_by_source[index], true)));
  const friction = rank(groups.map((_, index) => estimate((run) => run.friction_by_source[index], true)));
  return groups.map((group, index) => ({
    group,
    traffic: traffic[index],
    friction: friction[index],
    quality: estimate((run) => run.quality[index])
  }));
}
function shareLosses(signals, cohort, estimate) {
  const parts = [
    ...signals.map(({ signal, class: kind }, part) => ({ signal, class: kind, part })),
    { signal: "earlier_hard", class: "hard", part: signals.length },
    { signal: "earlier_soft", class: "soft", part: signals.length + 1 }
  ].flatMap(({ class: kind, ...rest }) => kind === "placebo" ? [] : [{ ...rest, class: kind }]);
  const lost = rank(parts.map(({ part }) => estimate((run) => run.by_signal[part])));
  const scaled = (run, part) => {
    const raw = run.numbers.friction_removed * cohort;
    return raw === 0 ? 0 : run.by_signal[part] * run.numbers.friction * cohort / raw;
  };
  return parts.map(({ signal, class: kind, part }, index) => ({
    signal,
    class: kind,
    lost: lost[index],
    share: estimate((run) => scaled(run, part), true)
  }));
}
function sharePageLosses(pages, estimate, full, t) {
  const all = ["looking", "checkout"].flatMap((name) => pages[name].map((page) => ({ name, page })));
  const lost = rank(
    all.map(({ name, page }) => {
      const whole = full.by_pattern[name];
      const under = (run) => {
        let sum4 = 0;
        for (const [pattern, loss] of page.by_pattern) sum4 += loss * (run.by_pattern[name].get(pattern) ?? 0) / whole.get(pattern);
        return sum4;
      };
      const { value, standard_error } = estimate(under);
      const error = Math.sqrt(standard_error ** 2 + page.variance);
      return { value, low: value - t * error, high: value + t * error, standard_error: error };
    })
  );
  return all.map(({ name, page }, index) => ({ page_id: page.page_id, stage: name === "looking" ? 1 : 2, lost: lost[index] }));
}
function valueLosses({ value, variance }, full, estimate, t) {
  const of = (name) => {
    const money = estimate((run) => run[name].reduce((sum4, orders, source) => sum4 + orders * value[source], 0), true);
    const ofValues = full[name].reduce((sum4, orders, source) => sum4 + orders ** 2 * variance[source], 0);
    const standard_error = Math.sqrt(money.standard_error ** 2 + ofValues);
    return { value: money.value, low: money.value - t * standard_error, high: money.value + t * standard_error, standard_error };
  };
  return { friction: of("friction_by_source"), traffic: of("traffic_by_source") };
}
function rank(estimates) {
  const pValues = estimates.map(
    ({ value, standard_error }) => standard_error > 0 ? studentPValue(value / standard_error, BUCKETS - 1) : 1
  );
  const q = adjustForMany(pValues);
  return estimates.map((estimate, index) => ({ ...estimate, q_value: q[index] }));
}

// src/attribution/split/find-split.ts
function findSplit(input) {
  const total3 = (values) => values.reduce((sum4, value2) => sum4 + value2, 0);
  const cohort = total3(input.sessions.counts.cohort_sessions);
  if (cohort === 0 || total3(input.looking.counts.views) === 0 || total3(input.sessions.counts.cohort_orders) === 0) return null;
  const { groups, signals, pages } = input;
  const split = fitSplit(input);
  const { run: full, estimates } = runSplit(split, signals, -1);
  const { benchmarks } = estimates;
  const runs = Array.from({ length: BUCKETS }, (_, bucket) => runSplit(split, signals, bucket, benchmarks).run);
  const { sets, overlap } = benchmarks.full[0];
  const t = studentQuantile(0.975, BUCKETS - 1);
  const estimate = estimator(full, runs, Math.sqrt(2 - overlap), t);
  const numbers = withIntervals(
    full.numbers,
    runs.map((run) => run.numbers),
    overlap,
    t
  );
  const exit_ratio = estimate((run) => run.exit_ratio);
  const calibration = calibrate(split);
  const { call } = callOf(numbers);
  const tipping_point = tippingPoint(split, benchmarks, (weakened, left) => callOf(weaken(numbers, weakened, left)).call !== call);
  const value = averageOrder(input.order_values, groups.length);
  return {
    ...gradeSplit(split, estimates, numbers, tipping_point, calibration),
    cohort_sessions: cohort,
    numbers,
    sources: shareSources(groups, estimate),
    signals: shareLosses(signals, cohort, estimate),
    pages: sharePageLosses(
      {
        looking: sharePages(split.changed.none.looking, estimates.full.looking, pages[0], signals),
        checkout: sharePages(split.changed.none.checkout, estimates.full.checkout, pages[1], signals)
      },
      estimate,
      full,
      t
    ),
    revenue: value === void 0 ? null : valueLosses(value, full, estimate, t),
    benchmark: {
      groups: groups.filter((_, index) => sets[0].has(index) || sets[1].has(index)),
      overlap,
      sessions: total3(estimates.rates.sessions),
      orders: estimates.rates.orders
    },
    checks: { calibration, overlap: measureOverlap(split, estimates.rates), separated: separatedSignals(split, signals) },
    sensitivity: { tipping_point, exit_ratio, e_value: strengthToExplain(exit_ratio), strongest_control: strongestControl(split) }
  };
}
function weaken(numbers, values, left) {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, { value, low, high, standard_error }]) => {
      const factor = name.startsWith("friction") || name.startsWith("site") ? Math.abs(left) : 1;
      const at = values[name];
      return [
        name,
        { value: at, low: at - factor * (value - low), high: at + factor * (high - value), standard_error: factor * standard_error }
      ];
    })
  );
}

// test/find-x.mts
var none = { rows: 0, page_id: new Int32Array(0), context: new Int32Array(0), friction: new Int32Array(0), cohort_exits: new Float64Array(0), cohort_continued: new Float64Array(0) };
var { tables } = makeShop({ sessions: 3e5, seed: 5, error: 0.5, backtrack: 0.2, form: 0.3, earlier: 0.1, intent: [0.6, 0.4, 0.2, 0, 0, -0.2, -0.4, -0.6] });
for (let i = 0; i < 2; i++) {
  const a = performance.now();
  const f = findSplit({ ...tables, order_values: [{ source_group: 0, revenue_minor: 5e3, sessions: 300 }], pages: [none, none] });
  console.log(tables.looking.rows + tables.checkout.rows, performance.now() - a, f.call, process.memoryUsage().rss / 1e6, JSON.stringify(f.numbers.friction));
}
