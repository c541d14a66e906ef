/** What is counted of page views that are alike; METHOD's step table. Stage 2 has no progress and no cohort sessions that go on: those counts are 0 there. */
export const STEP_COUNTS = [
  'views',
  'exits',
  'progress',
  'later_orders',
  'progress_orders',
  'cohort_exits',
  'cohort_continued',
  'cohort_continued_orders',
] as const;
export type StepCount = (typeof STEP_COUNTS)[number];

/**
 * Page views of one stage, grouped: one line per context, friction, arrival and bucket, in this order.
 *
 * context = (page class · 6 + place of the view in the session) · 4 + time since its start; friction = (signals · 3 + earlier hard) · 3 + earlier soft;
 * arrival = (source group · 4 + device) · 2 + returning; bucket: the visitor's, below `BUCKETS`.
 */
export interface StepCells {
  rows: number;
  context: Int32Array;
  friction: Int32Array;
  arrival: Int32Array;
  bucket: Int32Array;
  counts: Readonly<Record<StepCount, Float64Array>>;
}

export const SESSION_COUNTS = [
  'sessions',
  'opened',
  'orders',
  'opened_orders',
  'cohort_sessions',
  'cohort_orders',
  'cohort_abandoned',
  'cohort_opened',
] as const;
export type SessionCount = (typeof SESSION_COUNTS)[number];

/** Sessions by arrival and bucket. */
export interface SessionCells {
  rows: number;
  arrival: Int32Array;
  bucket: Int32Array;
  counts: Readonly<Record<SessionCount, Float64Array>>;
}

/** Where sessions come from, pooled until each group is large enough to be judged. */
export interface SourceGroup {
  source_group: number;
  label: string;
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  landing: string;
  level: string;
  pooled: number;
  sessions: number;
  cohort_sessions: number;
  cohort_orders: number;
}

export interface SignalBit {
  signal: string;
  bit: number;
  class: 'hard' | 'soft' | 'placebo';
}

/**
 * How page views follow each other in a session, by source group. States: page classes of the looking phase from 0, of the checkout from `CHECKOUT_STATES`;
 * `ORDER_STATE` as the next one is an order. Exits are no moves.
 */
export interface StepMoves {
  rows: number;
  source_group: Int32Array;
  state: Int32Array;
  next_state: Int32Array;
  views: Float64Array;
}

/**
 * Page views of one stage in sessions that another cohort would take in (`is_inner` 0) or leave out (1); keys and counts as in `StepCells`. `shift`: which cohorts would,
 * bits: `ENDS_MOVED`, `LAST_PAGE_FILLED`.
 */
export interface MarginCells {
  rows: number;
  is_inner: Int32Array;
  shift: Int32Array;
  context: Int32Array;
  friction: Int32Array;
  arrival: Int32Array;
  bucket: Int32Array;
  counts: Readonly<Record<(typeof MARGIN_COUNTS)[number], Float64Array>>;
}
export const MARGIN_COUNTS = ['cohort_exits', 'cohort_continued', 'cohort_continued_orders'] as const;
/** With the ends of the band moved out by 30 s a session is in the cohort too, or moved in by 30 s it is not. */
export const ENDS_MOVED = 1;
/** With the usual time on the last page added, where that has no end, it is in the cohort, or no longer in it. */
export const LAST_PAGE_FILLED = 2;

/** These sessions themselves. */
export interface MarginSessions {
  rows: number;
  is_inner: Int32Array;
  shift: Int32Array;
  arrival: Int32Array;
  bucket: Int32Array;
  counts: Readonly<Record<'sessions' | 'orders', Float64Array>>;
}

/** The sessions by which other cohorts differ from the reported one. */
export interface Margins {
  looking: MarginCells;
  checkout: MarginCells;
  sessions: MarginSessions;
}

/** Everything that the split is estimated from; no line is a session. */
export interface SplitTables {
  looking: StepCells;
  checkout: StepCells;
  sessions: SessionCells;
  moves: StepMoves;
  groups: readonly SourceGroup[];
  /** Absent where no other cohort was counted. */
  margins?: Margins;
  /** Signals that the exports can show. */
  signals: readonly SignalBit[];
}

/** Groups of visitors for the intervals: METHOD, Uncertainty. */
export const BUCKETS = 40;
export const PAGE_CLASSES = 8;
export const CHECKOUT_STATES = 8;
export const ORDER_STATE = 16;
export const STEP_BINS = 6;
export const TIME_BINS = 4;
/** Devices × new and returning: the strata within which traffic is compared. */
export const STRATA = 8;

export const CONTEXTS = PAGE_CLASSES * STEP_BINS * TIME_BINS;
export const FRICTIONS = 4096 * 3 * 3;
/** Numbers for arrivals in a cell = ((((stage − 1) · CONTEXTS + context) · FRICTIONS + friction) · ARRIVALS + arrival) · BUCKETS + bucket. */
export const ARRIVALS = 2 ** 23;

export interface Context {
  page_class: number;
  step_bin: number;
  time_bin: number;
}

export function contextOf(code: number): Context {
  return { page_class: Math.floor(code / 24), step_bin: Math.floor(code / TIME_BINS) % STEP_BINS, time_bin: code % TIME_BINS };
}

export interface Friction {
  signals: number;
  earlier_hard: number;
  earlier_soft: number;
}

export function frictionOf(code: number): Friction {
  return { signals: Math.floor(code / 9), earlier_hard: Math.floor(code / 3) % 3, earlier_soft: code % 3 };
}

export function frictionCode({ signals, earlier_hard, earlier_soft }: Friction): number {
  return (signals * 3 + earlier_hard) * 3 + earlier_soft;
}

export function sourceOf(arrival: number): number {
  return Math.floor(arrival / STRATA);
}

export function stratumOf(arrival: number): number {
  return arrival % STRATA;
}
