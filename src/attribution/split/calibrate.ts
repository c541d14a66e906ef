import { chanceOf, oddsOfRows } from '../../statistics/grouped-logistic.ts';
import type { StageName } from './changed-rows.ts';
import type { FittedSplit } from './fit-split.ts';
import { MODELS, type ModelName } from './fit-stage.ts';
import { contextOf, STEP_BINS, sourceOf } from './tables.ts';

/** What a model expects against what was seen, in a part of the page views. */
export interface Calibration {
  part: string;
  observed: number;
  expected: number;
  /** Off by at most a tenth, or by no more than three standard errors of what was seen. */
  is_in_order: boolean;
}

/** METHOD, Diagnostics: by how much a part may be off, and the least that must be expected for a ratio to say something. */
const [MOST_OFF, LEAST_EXPECTED] = [0.1, 50];
/** With a hundred parts one is off by more than this many standard errors in four reports of a hundred. */
const CHANCE = 3;
const TENTHS = 10;
const PLACE_NAMES = Array.from({ length: STEP_BINS }, (_, place) => `place ${place + 1} of ${STEP_BINS} in the session`);
const COUNTED: Readonly<Record<ModelName, string>> = {
  exit: 'exits',
  progress: 'carts and checkouts opened',
  later_order: 'views before an order',
};

/**
 * Calibration of the models: of the looking phase exits, openings of cart or checkout, and orders in the end, by source group, by place in the session, and by tenth of
 * the chance; of the checkout its exits, of which all that it lost is made. Parts with fewer than 50 expected are left out.
 */
export function calibrate(split: FittedSplit): Calibration[] {
  return [...MODELS.flatMap((name) => calibrateModel(split, 'looking', name)), ...calibrateModel(split, 'checkout', 'exit')];
}

function calibrateModel(split: FittedSplit, stage: StageName, name: ModelName): Calibration[] {
  const { groups, counts } = split;
  const { steps, design, goesOn, models } = split[stage];
  const model = models[name];
  const counted = stage === 'looking' ? COUNTED[name] : `${COUNTED[name]} from the checkout`;
  if (model === undefined) return [];
  const { views, exits, progress, later_orders } = steps.totals;
  const odds = oddsOfRows(design.design, model.coefficients);
  const [trials, expected] = [new Float64Array(steps.rows), new Float64Array(steps.rows)];
  for (let row = 0; row < steps.rows; row++) {
    const isAtRisk = name !== 'progress' || goesOn[row] === 1;
    const atRisk = isAtRisk ? views[row]! - (name === 'exit' ? 0 : exits[row]!) : 0;
    trials[row] = atRisk;
    expected[row] = atRisk * chanceOf(odds[row]!);
  }
  const events = { exit: exits, progress, later_order: later_orders }[name];
  // An order counts once for every view before it, so chance in them is that much larger.
  const repeats = name === 'later_order' ? Math.max(1, total(later_orders) / Math.max(1, total(counts.totals.orders))) : 1;
  const by = (parts: readonly string[], of: Int32Array | Uint8Array, partOf?: Int32Array): Calibration[] => {
    const [seen, awaited] = [events, expected].map((values) => sumByPart(values, of, parts.length, partOf));
    return parts.flatMap((part, index) => judge(`${counted}, ${part}`, seen![index]!, awaited![index]!, repeats));
  };
  return [
    ...by(
      groups.map(({ label }) => `source ${label}`),
      steps.arrival,
      Int32Array.from(steps.arrivals, sourceOf),
    ),
    ...(stage === 'looking'
      ? by(
          PLACE_NAMES,
          steps.context,
          Int32Array.from(steps.contexts, (context) => contextOf(context).step_bin),
        )
      : []),
    ...by(
      Array.from({ length: TENTHS }, (_, tenth) => `tenth ${tenth + 1} of the chance`),
      tenthsOf(odds, trials),
    ),
  ];
}

/** Sums by part: that of the row, or that of its pattern. */
function sumByPart(values: Float64Array, of: Int32Array | Uint8Array, parts: number, partOf?: Int32Array): Float64Array {
  const byPattern = new Float64Array(partOf?.length ?? parts);
  for (let row = 0; row < values.length; row++) byPattern[of[row]!]! += values[row]!;
  if (partOf === undefined) return byPattern;
  const sums = new Float64Array(parts);
  byPattern.forEach((sum, pattern) => {
    sums[partOf[pattern]!]! += sum;
  });
  return sums;
}

/** Nothing where too little is expected. */
function judge(part: string, observed: number, expected: number, repeats: number): Calibration[] {
  if (expected < LEAST_EXPECTED) return [];
  const off = Math.abs(observed - expected);
  return [{ part, observed, expected, is_in_order: off <= MOST_OFF * expected || off <= CHANCE * Math.sqrt(expected * repeats) }];
}

/** Tenth of the trials that each row falls into, by ascending odds; odds that agree to a hundredth of themselves stay together. */
function tenthsOf(odds: Float64Array, trials: Float64Array): Uint8Array {
  // The upper half of a 32-bit float, its exponent and 7 bits of its fraction, rises with the number.
  const bins = new Uint32Array(new Float32Array(odds).buffer);
  const held = new Float64Array(2 ** 15);
  for (let row = 0; row < bins.length; row++) {
    bins[row]! >>>= 16;
    held[bins[row]!]! += trials[row]!;
  }
  const all = Math.max(1, total(trials));
  let seen = 0;
  const tenths = held.map((count) => {
    const tenth = Math.min(TENTHS - 1, Math.floor((TENTHS * seen) / all));
    seen += count;
    return tenth;
  });
  const own = new Uint8Array(bins.length);
  for (let row = 0; row < bins.length; row++) own[row] = tenths[bins[row]!]!;
  return own;
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index]!;
  return sum;
}
