import type { Design } from '../../statistics/grouped-design.ts';
import type { Family } from '../../statistics/random-effects.ts';
import { type Entry, sparseRows } from '../../statistics/sparse-rows.ts';
import type { StepRows } from './step-rows.ts';
import {
  contextOf,
  type Friction,
  frictionOf,
  PAGE_CLASSES,
  type SignalBit,
  type SourceGroup,
  STEP_BINS,
  sourceOf,
  stratumOf,
  TIME_BINS,
} from './tables.ts';

/** Prior variances are 1/penalty: friction has a prior sd of 2, controls of 5 (METHOD S4). */
const PENALTY = { friction: 0.25, controls: 0.04 };
/** Page views that a source's mean of a signal is shrunk by towards the mean of all sources; chosen. */
const MEAN_WEIGHT = 50;

/** The covariates of a stage's hazards, and how its coefficients are penalised. */
export interface StepDesign {
  design: Design;
  penalties: Float64Array;
  /** Media, sources, and what friction does beyond the common effect in each medium. */
  families: readonly Family[];
  /** Column of each signal's effect, by name; and of the effects of earlier trouble. */
  frictionColumns: readonly number[];
  signalColumns: ReadonlyMap<string, number>;
  /** Columns of the effects of one, and of more earlier page views with hard or soft signals. */
  hardBefore: readonly number[];
  softBefore: readonly number[];
  /** Columns of new and of returning visitors. */
  newOrReturning: readonly number[];
  /** Number of media. */
  media: number;
  /** Friction's part of every row is a product of two factors: by friction pattern, and by its kind in a medium. */
  mediumOf: Int32Array;
  kindOf: Int32Array;
}

/** Positions of the blocks in the design. */
export const BLOCK = { context: 0, arrival: 1, friction: 2, interplay: 3 } as const;
/** Kinds of friction that may do more or less in a medium: none, hard, soft, both. */
export const KINDS = 4;

/**
 * Covariates of a hazard: page class, place and time of the view; medium, source, device, new or returning; the signals and earlier trouble; and what hard
 * and soft friction do beyond that in each medium. Each source's mean of every signal is among the covariates of the source (Mundlak), so that shrinkage of small
 * sources does not leak their quality into friction.
 *
 * @see Mundlak (1978), Econometrica 46:69–85
 */
export function stepDesign(steps: StepRows, groups: readonly SourceGroup[], signals: readonly SignalBit[]): StepDesign {
  let columns = 0;
  const take = (count: number) => Array.from({ length: count }, () => columns++);
  const [intercept] = take(1);
  const [classes, places, times] = [take(PAGE_CLASSES), take(STEP_BINS), take(TIME_BINS)];
  const media = [...new Set(groups.map(({ medium }) => medium))].sort();
  const [mediumColumns, sourceColumns] = [take(media.length), take(groups.length)];
  const [devices, newOrReturning] = [take(4), take(2)];
  const means = sourceMeans(steps, groups.length, signals);
  const meanColumns = take(means.length);
  const signalColumns = new Map(signals.map(({ signal }) => [signal, columns++]));
  const [hardBefore, softBefore] = [take(2), take(2)];
  const [hardByMedium, softByMedium] = [take(media.length), take(media.length)];

  const medium = groups.map((group) => media.indexOf(group.medium));
  const contexts = steps.contexts.map((code): Entry[] => {
    const { page_class, step_bin, time_bin } = contextOf(code);
    return [intercept!, classes[page_class]!, places[step_bin]!, times[time_bin]!].map((column) => [column, 1]);
  });
  const arrivals = steps.arrivals.map((code): Entry[] => {
    const [source, stratum] = [sourceOf(code), stratumOf(code)];
    const fixed = [mediumColumns[medium[source]!]!, sourceColumns[source]!, devices[stratum >> 1]!, newOrReturning[stratum & 1]!];
    return [...fixed.map((column): Entry => [column, 1]), ...means.map((mean, index): Entry => [meanColumns[index]!, mean[source]!])];
  });
  const bits = (kind: SignalBit['class']) => signals.reduce((sum, signal) => (signal.class === kind ? sum | signal.bit : sum), 0);
  const [hard, soft] = [bits('hard'), bits('soft')];
  const kind = ({ signals: met, earlier_hard, earlier_soft }: Friction) =>
    ((met & hard) !== 0 || earlier_hard > 0 ? 1 : 0) + ((met & soft) !== 0 || earlier_soft > 0 ? 2 : 0);
  const frictions = steps.frictions.map((code): Entry[] => {
    const friction = frictionOf(code);
    const now = signals.filter(({ bit }) => (friction.signals & bit) !== 0).map(({ signal }) => signalColumns.get(signal)!);
    const before = [
      ...(friction.earlier_hard > 0 ? [hardBefore[friction.earlier_hard - 1]!] : []),
      ...(friction.earlier_soft > 0 ? [softBefore[friction.earlier_soft - 1]!] : []),
    ];
    return [...now, ...before].map((column) => [column, 1]);
  });
  const interplay = media.flatMap((_, index) =>
    Array.from({ length: KINDS }, (_, kinds): Entry[] => [
      ...((kinds & 1) !== 0 ? [[hardByMedium[index]!, 1] as const] : []),
      ...((kinds & 2) !== 0 ? [[softByMedium[index]!, 1] as const] : []),
    ]),
  );
  const kindOf = Int32Array.from(steps.frictions, (code) => kind(frictionOf(code)));
  const mediumOf = Int32Array.from(steps.arrivals, (code) => medium[sourceOf(code)]!);
  const penalties = new Float64Array(columns).fill(PENALTY.controls);
  penalties[intercept!] = 0;
  const frictionColumns = [...signalColumns.values(), ...hardBefore, ...softBefore];
  for (const column of [...frictionColumns, ...meanColumns]) penalties[column] = PENALTY.friction;
  const blocks = [
    { of: steps.context, patterns: sparseRows(contexts) },
    { of: steps.arrival, patterns: sparseRows(arrivals) },
    { of: steps.friction, patterns: sparseRows(frictions) },
    {
      of: Int32Array.from({ length: steps.rows }, (_, row) => mediumOf[steps.arrival[row]!]! * KINDS + kindOf[steps.friction[row]!]!),
      patterns: sparseRows(interplay),
    },
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
    kindOf,
  };
}

/** Share of a source's page views with each signal, against the mean of all sources, in units of the spread between sources; signals without spread are left out. */
function sourceMeans(steps: StepRows, sources: number, signals: readonly SignalBit[]): Float64Array[] {
  const views = new Float64Array(sources);
  const withSignal = signals.map(() => new Float64Array(sources));
  for (let row = 0; row < steps.rows; row++) {
    const source = sourceOf(steps.arrivals[steps.arrival[row]!]!);
    const { signals: met } = frictionOf(steps.frictions[steps.friction[row]!]!);
    const count = steps.totals.views[row]!;
    views[source]! += count;
    if (met > 0)
      signals.forEach(({ bit }, index) => {
        if ((met & bit) !== 0) withSignal[index]![source]! += count;
      });
  }
  const all = sum(views);
  return withSignal.flatMap((counts) => {
    const mean = sum(counts) / Math.max(1, all);
    const centred = counts.map((count, source) => (count + MEAN_WEIGHT * mean) / (views[source]! + MEAN_WEIGHT) - mean);
    const spread = Math.sqrt(sum(centred.map((value, source) => value ** 2 * views[source]!)) / Math.max(1, all));
    return spread > 0 ? [centred.map((value) => value / spread)] : [];
  });
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
