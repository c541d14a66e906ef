import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { LandmarkCells } from '../../../src/attribution/split/landmark-design.ts';
import {
  CHECKOUT_STATES,
  ENDS_MOVED,
  LAST_PAGE_FILLED,
  MARGIN_COUNTS,
  type MarginCells,
  type Margins,
  ORDER_STATE,
  SESSION_COUNTS,
  type SessionCount,
  type SourceGroup,
  type SplitTables,
  STEP_COUNTS,
  type StepCells,
  type StepCount,
  type StepMoves,
} from '../../../src/attribution/split/tables.ts';

/** What is planted in a made shop; log-odds. */
export interface Planted {
  sessions: number;
  seed: number;
  /** Intent of the eight sources. */
  intent: readonly number[];
  /** Effect of an error (hard), of a backtrack (soft), of a rejected form (hard, checkout) and of earlier trouble on leaving. */
  error: number;
  backtrack: number;
  form: number;
  earlier: number;
  /** Spread of an intent that nobody measures. */
  hidden?: number;
  /** Seed of the visitors' ids, from which their buckets follow; those of the other draws when absent. */
  visitors?: number;
  /** Limits of the cohort's looking time in seconds, both ends in; 120 and 420 when absent. What is drawn stays the same: `potential` and `landmark` are of the latter. */
  band?: readonly [from: number, to: number];
  /** Whether the cohort's looking time has the usual time on the last page added. */
  isFilled?: boolean;
  /** Base log-odds to go on to the cart. */
  progress?: number;
}

/** True orders per cohort session under the potential outcomes, by arrival: sessions, factual, without friction, without hard friction. */
export interface Potential {
  sessions: Float64Array;
  orders: Float64Array;
  without: Float64Array;
  without_hard: Float64Array;
}

export const SIGNALS = [
  { signal: 'error', bit: 1, class: 'hard' },
  { signal: 'form_reject', bit: 4, class: 'hard' },
  { signal: 'backtrack', bit: 256, class: 'soft' },
  { signal: 'placebo', bit: 2048, class: 'placebo' },
] as const;

export const GROUPS: readonly SourceGroup[] = Array.from({ length: 8 }, (_, index) => ({
  source_group: index,
  label: `source ${index}`,
  channel: 'Paid',
  source: `source-${index}`,
  medium: ['cpc', 'email', 'social'][index % 3]!,
  campaign: '',
  landing: 'all',
  level: 'source',
  pooled: 0,
  sessions: 0,
  cohort_sessions: 0,
  cohort_orders: 0,
}));

/** Seconds that a view of each page usually takes. */
const USUAL_SECONDS = [15, 45, 30, 60];
const EXIT = [-1.7, -2.0, -1.7, -1.9];
const NEXT = [
  [0.05, 0.5, 0.25, 0.2],
  [0.05, 0.3, 0.55, 0.1],
  [0.05, 0.35, 0.5, 0.1],
  [0.05, 0.25, 0.6, 0.1],
];
const expit = (x: number) => 1 / (1 + Math.exp(-x));

/** Draws sessions page view by page view, and counts them as the grouped tables do; the same draws are used for every potential outcome. */
export function makeShop(planted: Planted): { tables: SplitTables; potential: Potential; landmark: LandmarkCells; margins: Margins } {
  const generator = xoroshiro128plus(planted.seed);
  const uniform = () => uniformFloat64(generator);
  const ids = planted.visitors === undefined ? undefined : xoroshiro128plus(planted.visitors);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const looking = new Map<string, Float64Array>();
  const checkout = new Map<string, Float64Array>();
  const sessions = new Map<string, Float64Array>();
  const landmark = new Map<string, Float64Array>();
  const moves = new Map<string, Float64Array>();
  const margins = {
    looking: new Map<string, Float64Array>(),
    checkout: new Map<string, Float64Array>(),
    sessions: new Map<string, Float64Array>(),
  };
  const [from, to] = planted.band ?? [120, 420];
  const arrivals = GROUPS.length * 8;
  const potential: Potential = {
    sessions: new Float64Array(arrivals),
    orders: new Float64Array(arrivals),
    without: new Float64Array(arrivals),
    without_hard: new Float64Array(arrivals),
  };
  const draws: number[][] = [];
  for (let n = 0; n < planted.sessions; n++) {
    const source = Math.floor(uniform() * GROUPS.length);
    const device = uniform() < 0.5 ? 0 : 1;
    const returning = uniform() < 0.2 ? 1 : 0;
    const arrival = (source * 4 + device) * 2 + returning;
    const id = uniform();
    const bucket = Math.floor((ids === undefined ? id : uniformFloat64(ids)) * 40);
    const intent = planted.intent[source]! + (planted.hidden ?? 0) * normal();
    draws.length = 0;
    const draw = (step: number) => {
      while (draws.length <= step) draws.push(Array.from({ length: 9 }, uniform));
      return draws[step]!;
    };
    const walk = (hard: number, soft: number) => {
      let [page, at, hardBefore, softBefore] = [0, 0, 0, 0];
      const steps: { page: number; stage: number; step: number; at: number; signals: number; hard: number; soft: number; end: string }[] =
        [];
      const felt = () => planted.earlier * (hard * Math.min(2, hardBefore) + soft * Math.min(2, softBefore));
      let stage = 1;
      let ordered = false;
      for (let step = 0; step < 40; step++) {
        const u = draw(step);
        let signals = u[8]! < 0.05 ? 2048 : 0;
        if (u[0]! < (device === 1 ? 0.12 : 0.06)) signals |= 1;
        if (stage === 1 && u[1]! < 0.12) signals |= 256;
        if (stage === 2 && u[2]! < 0.15) signals |= 4;
        const friction =
          ((signals & 1) !== 0 ? hard * planted.error : 0) +
          ((signals & 4) !== 0 ? hard * planted.form : 0) +
          ((signals & 256) !== 0 ? soft * planted.backtrack : 0) +
          felt();
        const exit = (stage === 1 ? EXIT[page]! : [-1.6, -2.0, -2.2][page]!) - 0.35 * intent + 0.1 * device + friction;
        const view = { page, stage, step, at, signals, hard: Math.min(2, hardBefore), soft: Math.min(2, softBefore), end: '' };
        steps.push(view);
        hardBefore += (signals & 5) !== 0 ? 1 : 0;
        softBefore += (signals & 256) !== 0 ? 1 : 0;
        at += -45 * Math.log(1 - u[3]!);
        if (u[4]! < expit(exit)) {
          view.end = 'exit';
          break;
        }
        if (stage === 2) {
          if (page === 2) {
            view.end = 'order';
            ordered = true;
            break;
          }
          page += 1;
          continue;
        }
        const progress = page === 2 ? (planted.progress ?? -1.6) + 0.8 * intent - 0.5 * friction : Number.NEGATIVE_INFINITY;
        if (u[5]! < expit(progress)) {
          view.end = 'progress';
          stage = 2;
          page = 0;
          continue;
        }
        let next = u[6]!;
        const from: number = page;
        page = NEXT[from]!.findIndex((chance) => {
          next -= chance;
          return next < 0;
        });
        if (page < 0) page = 2;
      }
      return { steps, ordered };
    };
    const facts = walk(1, 1);
    const opening = facts.steps.find(({ stage }) => stage === 2);
    const time = (opening ?? facts.steps.at(-1)!).at;
    const filled = time + (opening === undefined ? USUAL_SECONDS[facts.steps.at(-1)!.page]! : 0);
    const own = planted.isFilled ? filled : time;
    const cohort = own >= from && own <= to;
    const isMargin = cohort ? time < from + 30 || time > to - 30 : time >= from - 30 && time <= to + 30;
    const shift = (isMargin ? ENDS_MOVED : 0) + (cohort === (filled >= from && filled <= to) ? 0 : LAST_PAGE_FILLED);
    const opened = opening !== undefined;
    count(sessions, `${arrival}/${bucket}`, SESSION_COUNTS.length, [
      1,
      opened ? 1 : 0,
      facts.ordered ? 1 : 0,
      facts.ordered ? 1 : 0,
      cohort ? 1 : 0,
      cohort && facts.ordered ? 1 : 0,
      cohort && !facts.ordered ? 1 : 0,
      cohort && opened ? 1 : 0,
    ]);
    if (shift > 0) count(margins.sessions, `${cohort ? 1 : 0}/${shift}/${arrival}/${bucket}`, 2, [1, facts.ordered ? 1 : 0]);
    for (const view of facts.steps) {
      const context = (view.page * 6 + stepBin(view.step + 1)) * 4 + timeBin(view.at);
      const friction = (view.signals * 3 + view.hard) * 3 + view.soft;
      const exit = view.end === 'exit';
      const progress = view.end === 'progress';
      const goesOn = !exit && !progress && view.stage === 1;
      count(view.stage === 1 ? looking : checkout, `${context}/${friction}/${arrival}/${bucket}`, STEP_COUNTS.length, [
        1,
        exit ? 1 : 0,
        progress ? 1 : 0,
        !exit && facts.ordered ? 1 : 0,
        progress && facts.ordered ? 1 : 0,
        exit && cohort ? 1 : 0,
        goesOn && cohort ? 1 : 0,
        goesOn && cohort && facts.ordered ? 1 : 0,
      ]);
      if (shift > 0 && (exit || goesOn))
        count(
          view.stage === 1 ? margins.looking : margins.checkout,
          `${cohort ? 1 : 0}/${shift}/${context}/${friction}/${arrival}/${bucket}`,
          MARGIN_COUNTS.length,
          [exit ? 1 : 0, goesOn ? 1 : 0, goesOn && facts.ordered ? 1 : 0],
        );
    }
    facts.steps.forEach(({ page, stage, end }, index) => {
      const next = facts.steps[index + 1];
      const state = (stage - 1) * CHECKOUT_STATES + page;
      if (end === 'order') count(moves, `${source}/${state}/${ORDER_STATE}`, 1, [1]);
      else if (next !== undefined) count(moves, `${source}/${state}/${(next.stage - 1) * CHECKOUT_STATES + next.page}`, 1, [1]);
    });
    if (time < 120 || time > 420) continue;
    const early = facts.steps.filter((view) => view.stage === 1 && view.at < 120);
    const met = (bits: number) => Math.min(2, early.filter(({ signals }) => (signals & bits) !== 0).length);
    const seen = early.length <= 1 ? 0 : early.length === 2 ? 1 : early.length <= 4 ? 2 : early.length <= 8 ? 3 : 4;
    count(landmark, `${arrival}/${seen}/${met(5)}/${met(256)}/${bucket}`, 2, [1, facts.ordered ? 1 : 0]);
    potential.sessions[arrival]! += 1;
    potential.orders[arrival]! += facts.ordered ? 1 : 0;
    potential.without[arrival]! += walk(0, 0).ordered ? 1 : 0;
    potential.without_hard[arrival]! += walk(0, 1).ordered ? 1 : 0;
  }
  const table = lines(sessions, SESSION_COUNTS);
  return {
    tables: {
      looking: stepCells(looking),
      checkout: stepCells(checkout),
      sessions: {
        rows: table.rows,
        arrival: table.keys[0]!,
        bucket: table.keys[1]!,
        counts: table.counts as Record<SessionCount, Float64Array>,
      },
      moves: stepMoves(moves),
      groups: GROUPS,
      signals: SIGNALS,
    },
    potential,
    landmark: landmarkCells(landmark),
    margins: { looking: marginCells(margins.looking), checkout: marginCells(margins.checkout), sessions: marginSessions(margins.sessions) },
  };
}

function stepBin(step: number): number {
  return step === 1 ? 0 : step === 2 ? 1 : step <= 4 ? 2 : step <= 8 ? 3 : step <= 14 ? 4 : 5;
}

function timeBin(seconds: number): number {
  return seconds < 120 ? 0 : seconds < 240 ? 1 : seconds < 420 ? 2 : 3;
}

function count(to: Map<string, Float64Array>, key: string, size: number, add: readonly number[]): void {
  let sums = to.get(key);
  if (sums === undefined) {
    sums = new Float64Array(size);
    to.set(key, sums);
  }
  add.forEach((value, index) => {
    sums![index]! += value;
  });
}

function lines(from: Map<string, Float64Array>, names: readonly string[]) {
  const entries = [...from].map(([key, sums]) => ({ key: key.split('/').map(Number), sums }));
  entries.sort((a, b) => a.key.reduce((order, value, index) => order || value - b.key[index]!, 0));
  return {
    rows: entries.length,
    keys: (entries[0]?.key ?? []).map((_, index) => Int32Array.from(entries, ({ key }) => key[index]!)),
    counts: Object.fromEntries(names.map((name, index) => [name, Float64Array.from(entries, ({ sums }) => sums[index]!)])),
  };
}

function stepCells(from: Map<string, Float64Array>): StepCells {
  const { rows, keys, counts } = lines(from, STEP_COUNTS);
  return {
    rows,
    context: keys[0] ?? new Int32Array(0),
    friction: keys[1] ?? new Int32Array(0),
    arrival: keys[2] ?? new Int32Array(0),
    bucket: keys[3] ?? new Int32Array(0),
    counts: counts as Record<StepCount, Float64Array>,
  };
}

function marginCells(from: Map<string, Float64Array>): MarginCells {
  const { rows, keys, counts } = lines(from, MARGIN_COUNTS);
  const [is_inner, shift, context, friction, arrival, bucket] = keys as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  return { rows, is_inner, shift, context, friction, arrival, bucket, counts: counts as MarginCells['counts'] };
}

function marginSessions(from: Map<string, Float64Array>): Margins['sessions'] {
  const { rows, keys, counts } = lines(from, ['sessions', 'orders']);
  const [is_inner, shift, arrival, bucket] = keys as [Int32Array, Int32Array, Int32Array, Int32Array];
  return { rows, is_inner, shift, arrival, bucket, counts: counts as Margins['sessions']['counts'] };
}

function landmarkCells(from: Map<string, Float64Array>): LandmarkCells {
  const { rows, keys, counts } = lines(from, ['cohort_sessions', 'cohort_orders']);
  return {
    rows,
    arrival: keys[0] ?? new Int32Array(0),
    early_views: keys[1] ?? new Int32Array(0),
    early_hard: keys[2] ?? new Int32Array(0),
    early_soft: keys[3] ?? new Int32Array(0),
    bucket: keys[4] ?? new Int32Array(0),
    cohort_sessions: counts.cohort_sessions!,
    cohort_orders: counts.cohort_orders!,
  };
}

function stepMoves(from: Map<string, Float64Array>): StepMoves {
  const { rows, keys, counts } = lines(from, ['views']);
  const key = (index: number) => keys[index] ?? new Int32Array(0);
  return { rows, source_group: key(0), state: key(1), next_state: key(2), views: counts.views! };
}
