// Long because it is one type: the whole contract of a result reads best in one place.
/**
 * The one model of a result: every renderer shows it, the gate judges it, nobody recomputes it.
 *
 * Units are in the names; rates are 0 to 1; what cannot be known is `null` with a sentence in `caveats`, never 0.
 * Lists come sorted by what the reader needs first, ties by name. All numbers are rounded already (see `build-report.ts`).
 */
export interface Report {
  schema_version: 1;
  tool: { name: 'midfunnel'; version: string };
  period: Period;
  inputs: InputFile[];
  /** The options as used, after flags, environment, config file and defaults; keys as in the config file. */
  options: Record<string, unknown>;
  sessions: SessionCounts;
  funnel: FunnelStep[];
  scorecard: ScorecardLine[];
  /** null without goals. */
  pattern: Pattern | null;
  verdict: Verdict;
  split: Split;
  where: Where;
  /** null without a releases file. */
  releases: ReleaseLine[] | null;
  /**
   * `earlier`: lost orders of earlier trouble that is still felt. `lost_orders_scaled`: with the signals' they add up to friction and shared together; else, where v(N) is too
   * near 0 for that, all of them are `lost_orders_alone` and add up to `split.if_removed.friction`. null: split withheld.
   */
  friction: {
    signals: FrictionSignal[];
    earlier: { hard: Estimate; soft: Estimate } | null;
    lost_orders_scaled: boolean | null;
    information_requests: InformationRequests | null;
  };
  /** `coarsened`: what had to be made coarser because there were more than 3 M circumstances to tell apart; mostly nothing. `conversion`: of the cohort as benchmark traffic without friction, `observed + if_removed.both`; `events`, `trials`: orders and sessions of the benchmark as measured, with its friction. */
  traffic: {
    benchmark: { sources: string[]; conversion: Rate | null };
    sources: TrafficSource[];
    groups: SourceGroupLine[];
    coarsened: string[];
  };
  /** Sessions by what was known of their customer on arrival; null without a CRM export. */
  customers: CustomerLine[] | null;
  traffic_hygiene: TrafficHygiene;
  matrix: MatrixCell[];
  actions: Action[];
  /** Filled when a baseline is given. */
  change: null;
  ledger: Ledger;
  knowledge: Knowledge[];
  checks: Checks;
  robustness: RobustnessLine[];
  sensitivity: Sensitivity | null;
  caveats: string[];
}

/** A value with its 95 % interval. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

/** A share with its 95 % interval and the two counts it is made of; unitless, 0 to 1. */
export interface Rate extends Estimate {
  events: number;
  trials: number;
}

export interface Money {
  amount: number;
  low: number | null;
  high: number | null;
  currency: string;
}

/** From the first to the last hit that was used; `time_zone` is how naive times were read. */
export interface Period {
  from: string;
  to: string;
  time_zone: string;
  days: number;
}

export type InputRole = 'events' | 'sessions' | 'orders' | 'spend' | 'customers' | 'goals' | 'releases';

/** One file as it was read; `rows_read = rows_used + rows_filtered + rows_rejected`, asserted on every run. */
export interface InputFile {
  role: InputRole;
  file: string;
  platform: string;
  encoding: string;
  /** null for formats that have none (Parquet, JSON lines). */
  delimiter: string | null;
  sha256: string;
  rows_read: number;
  rows_used: number;
  rows_filtered: number;
  rows_rejected: number;
  /** Why rows were left out, with the rule in words. */
  filtered: { rule: string; rows: number }[];
  /** The first rejected rows; `line` is the physical line the record starts on, 1-based, null where the format has none. */
  rejects: { line: number | null; reason: string }[];
  /** Which column plays which role. */
  columns: Record<string, string>;
  /** Roles that this file has no column for while files like it have one. */
  lacks: string[];
  quality: RowQuality;
}

/** Rows of one file that are not what they seem; those left out stand among `filtered` too. */
export interface RowQuality {
  repeats_left_out: number;
  /** Rows that repeat another one, with times of whole seconds: they may be second hits, and count. */
  repeats_kept: number;
  /** Hits far before or after all others, left out. */
  wrong_clock: number;
  /** Times without offset in the hour that the clock went through twice. */
  ambiguous_times: number;
  /** Times without offset in the hour that the clock skipped. */
  skipped_times: number;
}

export interface SessionCounts {
  total: number;
  /** Flagged as bots; left out of every other number here unless bots are included by option. */
  bots: number;
  with_order: number;
  /** Sessions that end closer to the end of the data than the grace window: their visitors may still buy. */
  edge_censored: number;
  /** Sessions that were joined to the one they returned from (payment gateway, own domain). */
  stitched: number;
  visitors: number;
  /** Why each session starts where it does: first hit of the visitor, new session id in the export, gap. */
  split_reasons: { reason: string; sessions: number }[];
  cohort: Cohort;
}

/**
 * Sessions whose looking time lies in the band; `sessions = orders + bought_later + bought_elsewhere + abandoned`.
 * `possible`: looked for less than the band as far as seen, and the last page has no end, so they may belong; not in `sessions`.
 * `out`: certainly not in the band. `sessions + possible + out` = all sessions.
 */
export interface Cohort {
  sessions: number;
  orders: number;
  bought_later: number;
  bought_elsewhere: number;
  abandoned: number;
  possible: number;
  out: number;
  /** Cohort sessions that may be above the band because their last page has no end; part of `sessions`. */
  may_exceed: number;
  visitors: number;
  /** The band, both ends in, in seconds. */
  from_seconds: number;
  to_seconds: number;
}

/** A session reached a step when it saw one of its pages or events; the drop-off is the share of those that reached no later step. */
export interface FunnelStep {
  step: string;
  sessions_reached: number;
  drop_off_rate: Rate | null;
  by_device: Record<string, number>;
}

/**
 * A stage against its goal; `outcome`: orders and revenue, what comes of the four stages. A share is met or missed only where its interval lies wholly on one side of the
 * goal (else `too_close`); a count is compared as it is, and its interval has no width.
 */
export interface ScorecardLine {
  stage: 'front_door' | 'middle' | 'checkout' | 'fulfilment' | 'outcome';
  metric: string;
  actual: Rate | Estimate | null;
  goal: number | null;
  state: 'met' | 'missed' | 'unknown';
  unknown_because: 'no_goal' | 'not_measured' | 'too_close' | null;
}

/** Whether it is the pattern the product is about: front door and checkout meet their goals, fulfilment misses none, and the middle or the outcome does. */
export interface Pattern {
  answer: 'yes' | 'no' | 'unknown';
  sentence: string;
}

export type Call =
  | 'navigation_leads'
  | 'traffic_leads'
  | 'both_lead_unproven'
  | 'navigation_matters'
  | 'traffic_matters'
  | 'traffic_matters_navigation_ambiguous'
  | 'behaviour_only_ambiguous'
  | 'neither_matters'
  | 'not_enough_evidence';

export interface Verdict {
  call: Call;
  sentence: string;
  grade: 'A' | 'B' | 'C' | 'D';
  evidence_kind: 'experiment' | 'variation' | 'association' | null;
  would_change_it: string | null;
  depends_on: string[];
  orders_at_stake: Estimate | null;
  revenue_at_stake: Money | null;
  per: 'week';
  /** Gates that are not passed: what is there and what is needed. */
  missing: { what: string; actual: number; needed: number; unit: string }[];
  /** Sessions in all, and weeks at the present traffic, after which the open question could be decided, as far as more data can decide it. */
  needs_sessions: number | null;
  needs_weeks: number | null;
}

/**
 * The four boxes and the observed conversion add up to 1: `observed + friction + shared + traffic + unexplained`. All null when the verdict is withheld.
 * `ambiguous` is the part of friction and shared together that rests on soft signals: what the visitor did, which may be a symptom of low intent.
 */
export interface Split {
  unit: 'orders_per_cohort_session';
  observed: number | null;
  friction: Estimate | null;
  friction_hard_only: Estimate | null;
  shared: Estimate | null;
  traffic: Estimate | null;
  unexplained: Estimate | null;
  ambiguous: Estimate | null;
  /** Friction and shared together, at both ends: only what the site did, and all searching and going back as well. `hard_and_soft − hard_only` is `ambiguous`. */
  navigation_range: Record<'hard_only' | 'hard_and_soft', Estimate> | null;
  /** Each box as a share of the sessions that did not order. */
  share_of_abandoned: Record<'friction' | 'shared' | 'traffic' | 'unexplained', Estimate> | null;
  /** Part of friction and shared in what both together would regain; null unless that is clearly above 0: a share of what may be nothing says nothing. */
  share_of_recoverable: Estimate | null;
  /** Orders per cohort session more, if friction were gone (hard friction alone), if the traffic were the benchmark's, if both. */
  if_removed: Record<'friction' | 'friction_hard_only' | 'traffic' | 'both', Estimate> | null;
  /** The same in orders per week of the cohort. They do not add up: friction and traffic overlap. */
  if_removed_per_week: Record<'friction' | 'friction_hard_only' | 'traffic' | 'both', Estimate> | null;
  /**
   * What would be regained if each signal were as rare as in the best quarter of weeks: raw lost orders, as in `if_removed`. `weeks`: whole weeks of the data; null
   * with fewer than 4.
   */
  achievable: { weeks: number; orders_per_cohort_session: Estimate; lost_orders_per_week: Estimate } | null;
  interaction: Estimate | null;
  /** The boxes in orders and money of the whole period. */
  lost_orders: Record<'friction' | 'shared' | 'traffic', Estimate> | null;
  lost_revenue: Record<'friction' | 'shared' | 'traffic', Money> | null;
  /** The same per week. */
  lost_orders_per_week: Record<'friction' | 'shared' | 'traffic', Estimate> | null;
  lost_revenue_per_week: Record<'friction' | 'shared' | 'traffic', Money> | null;
}

export interface Where {
  pages: ExitPlace[];
  steps: ExitPlace[];
  minutes: Minute[];
  /** Last two page groups of the abandoned cohort sessions; `from` is null where the session saw one page group only. */
  paths: { from: string | null; to: string; sessions: number }[];
}

/** From and to a moment, the end not in. */
export interface Span {
  from: string;
  to: string;
}

/**
 * A dated change of the site: exits per page view of the pages it touched, of all sessions that began in equally long times before and after. `change`: differences of
 * shares, after less before: `observed = mix + within`, where `mix` is what other arrivals (channel, device, new or returning) make of it; `elsewhere`: `within` on
 * the other pages; `net = within − elsewhere`. null: not compared, and `why` says why.
 */
export interface ReleaseLine {
  kind: 'release' | 'incident' | 'experiment';
  name: string;
  at: string;
  until: string | null;
  page: string | null;
  in_period: boolean;
  before: Span | null;
  after: Span | null;
  exit_rate_before: Rate | null;
  exit_rate_after: Rate | null;
  change: { observed: Estimate; mix: Estimate; within: Estimate; elsewhere: Estimate | null; net: Estimate | null } | null;
  arms: ArmLine[];
  evidence_kind: Verdict['evidence_kind'];
  why: string;
}

/** An arm of an experiment, by the pages that only its visitors saw; differences of shares against the first arm. */
export interface ArmLine {
  arm: string;
  page: string | null;
  /** Share of the visitors it was meant to have. */
  share: number;
  visitors: number;
  exit_rate: Rate | null;
  /** Visitors with an order in a session that saw the arm's pages, of its visitors. */
  conversion: Rate | null;
  exit_rate_difference: Estimate | null;
  conversion_difference: Estimate | null;
}

/**
 * Exits of abandoned cohort sessions at a page (or page group) against the exits of comparable steps: same stage
 * same minute. `excess_exits = exits − expected_exits`; over all pages it adds up to 0.
 */
export interface ExitPlace {
  /** Canonical page key, or the page group in `steps`. */
  page: string;
  page_group: string;
  /** 1 looking, 2 cart and checkout. */
  stage: 1 | 2;
  /** Page views of cohort sessions here: the exits' opportunities. */
  views: number;
  exits: number;
  expected_exits: number;
  excess_exits: Estimate;
  /** Two-sided, corrected over all pages (Benjamini–Hochberg). */
  q_value: number | null;
  /** Orders that go with the friction met here, of the cohort; null where the split is withheld, and for page groups. */
  lost_orders: Estimate | null;
}

/** Minute of the session, 0 = the first; all sessions, orders as the competing event. */
export interface Minute {
  minute: number;
  at_risk: number;
  exits: number;
  orders: number;
  exit_hazard: Rate | null;
  /** Share of all sessions that have left without an order, or ordered, by the end of this minute (Aalen–Johansen). */
  left_by_end: number;
  ordered_by_end: number;
}

/** Counts per opportunity as they are, and what remains of the association after adjustment: how much more often such views are the last, and the orders that go with it. */
export interface FrictionSignal {
  signal: string;
  class: 'hard' | 'soft' | 'placebo';
  /** false when the exports cannot show it; then every number is null. */
  available: boolean;
  /** What one opportunity is: "page view", "search", "product view", "form step view". */
  opportunity: string;
  opportunities: number | null;
  occurrences: number | null;
  per_opportunity: Rate | null;
  /** Sessions with at least one. */
  exposed_sessions: number | null;
  /** Share of page views with (without) the signal that were the session's last, orders aside. */
  exit_rate_exposed: Rate | null;
  exit_rate_unexposed: Rate | null;
  worst_pages: { page: string; occurrences: number; views: number }[];
  /** Percentage points by which the signal raises the share of views that are the last, given page, place, time, source, device and earlier trouble. */
  risk_difference_points_adjusted: Estimate | null;
  /** The signal's part of friction and shared together, in orders of the cohort: all signals and `earlier` add up to them where `lost_orders_scaled`. `q_value` and `grade` are of it. */
  lost_orders: Estimate | null;
  /** Orders regained if this signal alone were gone. */
  lost_orders_alone: Estimate | null;
  /** Part of that which would be regained if the signal were as rare as in the best quarter of weeks; null with fewer than 4 whole weeks. */
  achievable_lost_orders: Estimate | null;
  q_value: number | null;
  evidence_kind: Verdict['evidence_kind'];
  grade: Verdict['grade'] | null;
}

/** `exposed`: cohort sessions that met the request, of the cohort; `left_there`: abandoned ones with it as their last page view, of those; null where none met it. */
export interface RequestLine {
  exposed: Rate;
  left_there: Rate | null;
}

/**
 * What visitors were asked for before they paid: registration, other account pages before and after it, steps of the checkout; a page view asks for one of
 * them. Raw counts. null: the exports show no such page. `form_fields`: which fields were asked is in none of the exports read so far.
 */
export interface InformationRequests {
  any: RequestLine;
  requests: ({
    request: 'registration' | 'account_before_cart' | 'account_after_cart' | 'checkout' | 'shipping' | 'billing';
  } & RequestLine)[];
  form_fields: null;
}

export interface TrafficSource {
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  sessions: number;
  cohort_sessions: number;
  /** Sessions with an order. */
  orders: number;
  conversion: Rate;
  /** Of cohort sessions, without friction, shrunk towards what their devices and new or returning visitors let expect; null where the source is too small to be judged alone. */
  conversion_shrunk: Estimate | null;
  /** The source's parts of the boxes in orders of the cohort. */
  lost_orders_traffic: Estimate | null;
  lost_orders_friction: Estimate | null;
  spend: Money | null;
  spend_on_abandoned: null;
  wasted_spend: null;
  q_value: number | null;
}

/** Sources as they are compared: single ones where they are large enough, pooled ones else. All sessions are in one group. */
export interface SourceGroupLine {
  group: string;
  pooled: boolean;
  /** Of a pooled group: how many sources are in it, as source / medium / campaign, and the largest of them; parts of a source by landing page count as that source. */
  pooled_sources: { count: number; largest: string[] } | null;
  cohort_sessions: number;
  cohort_orders: number;
  is_benchmark: boolean;
  conversion_shrunk: Estimate;
  lost_orders_traffic: Estimate;
  lost_orders_friction: Estimate;
  q_value: number;
}

/**
 * Sessions by customer, as far as known when they began. `returning`: first order before; `known_without_order`: in the CRM export, without an earlier order; `not_known`: all
 * others, also customers who were not recognised. `conversion`: of the cohort.
 */
export interface CustomerLine {
  status: 'returning' | 'known_without_order' | 'not_known';
  segment: string | null;
  sessions: number;
  cohort_sessions: number;
  conversion: Rate | null;
}

/**
 * What stands between the hits and sessions of shoppers with a known source. Sessions are those that start in the period.
 *
 * `bots`: flagged sessions, of all, whether left out or not (`treated`); `confirmations`: flagged ones among the sessions that saw a confirmation of an order; `by_reason`: each
 * flagged session under the first rule that holds; `by_channel`, `by_source`: flagged ones of all, the most first, sources at most 20.
 * `returns`: from payment gateways and own hosts, of the sessions that are used. `attribution`: sessions that are used by what is known of where they came from:
 * `known_source`, `direct` (known to have none), `unattributed` (not known). `hits_without_id`: in no session, because consent was denied or nothing was recorded.
 */
export interface TrafficHygiene {
  bots: {
    treated: 'exclude' | 'include' | 'only';
    sessions: Rate | null;
    confirmations: Rate | null;
    by_reason: { reason: string; sessions: number; confirmations: number }[];
    by_channel: { channel: string; flagged: Rate }[];
    by_source: { channel: string; source: string; flagged: Rate }[];
  };
  returns: Record<
    'stitched_from_gateway' | 'stitched_from_own_domain' | 'stitched_within_site' | 'started_from_gateway' | 'started_from_own_site',
    number
  >;
  attribution: { known_source: number; direct: number; unattributed: number };
  hits_without_id: number;
}

export interface MatrixCell {
  channel: string;
  friction: 'none' | 'soft' | 'hard';
  cohort_sessions: number;
  conversion: Rate;
}

export interface Action {
  rank: number;
  owner: 'it' | 'marketing' | 'both';
  what: string;
  lost_orders: Estimate | null;
  lost_revenue: Money | null;
  grade: string | null;
  test: string | null;
  test_sessions: number | null;
  test_weeks: number | null;
}

/** `orders_read = counted + duplicate + not_counted`, `counted = matched + no_session + offline`; `refunded` is part of `counted`. */
export interface Ledger {
  orders_read: number;
  counted: number;
  matched: number;
  /** How the matched orders found their session. */
  matched_by: { rule: string; orders: number }[];
  no_session: number;
  duplicate: number;
  /** Order ids that stand for several orders, each of which counts. */
  shared_ids: number;
  not_counted: number;
  offline: number;
  refunded: number;
  revenue: Money | null;
  match_rate_by_channel: { channel: string; match_rate: Rate }[];
  withholds_verdict: boolean;
}

export interface Knowledge {
  question: string;
  answerable: 'yes' | 'partly' | 'no';
  why: string;
}

export interface Checks {
  /** Orders per cohort session that seem to go with a signal that was drawn by lot: its interval must hold 0. */
  placebo_signal: Estimate | null;
  /** Orders per cohort session that a source drawn by lot seems to be worth more than the others: its interval must hold 0. */
  placebo_source: Estimate | null;
  /** What the models expect against what was seen, by source, place and chance; `off_by`: observed ÷ expected − 1; `in_order`: by at most a tenth, or by chance. */
  calibration: { part: string; observed: number; expected: number; off_by: number; in_order: boolean }[];
  /** Shares of friction views, and of the cohort, that have enough to be compared with. */
  overlap: { friction: number; benchmark: number } | null;
  /** Groups of visitors behind the intervals, and the largest share of the orders in one of them. */
  buckets: { groups: number; filled: number; largest_share_of_orders: number } | null;
  /**
   * v(N) measured another way, from the trouble of the first 120 s alone: a lower bound, orders per cohort session. `excess`: that less v(N); its interval above 0 is a
   * contradiction. `sessions`: cohort sessions that still looked around then; `exposed`: with such trouble. null: too little to make it.
   */
  landmark: { lost: Estimate; excess: Estimate; sessions: number; exposed: number } | null;
  separated_signals: string[];
  /** Every identity that was checked on this run; a run that breaks one ends with an error instead of a report. */
  conservation: { identity: string; left: number; right: number }[];
}

/** What would have to be true for the verdict to be wrong. */
export interface Sensitivity {
  /** Smallest share of the friction effect that must really be low intent for the call to change; null: none changes it. */
  tipping_point_share: number | null;
  e_value: number | null;
  e_value_low: number | null;
  strongest_control_risk_ratio: number | null;
}

export interface RobustnessLine {
  setting: string;
  call: Call;
  friction: Estimate | null;
  traffic: Estimate | null;
}
