import type { Findings } from '../attribution/find-all.ts';
import { dropOff } from '../attribution/find-all.ts';
import type { Options } from '../config/options.ts';
import type { FileAccount } from '../intake/account-rows.ts';
import type { Facts } from '../intake/gather-facts.ts';
import type { SmallFile } from '../io/read-small-file.ts';
import { GROUP_NUMBERS } from '../sessions/map-pages.ts';
import { earlierFacts, matrixFacts, requestFacts, scaledFact, signalFacts, trafficFacts } from './case-facts.ts';
import { checkConservation } from './check-conservation.ts';
import { customerFacts } from './customer-facts.ts';
import { listCaveats } from './list-caveats.ts';
import { listKnowledge } from './list-knowledge.ts';
import { makeLedger } from './make-ledger.ts';
import type { Material } from './material.ts';
import { releaseFacts } from './release-facts.ts';
import type { Estimate, ExitPlace, InputFile, Report } from './report.ts';
import { round, roundAll, roundRate } from './round.ts';
import { scoreFacts } from './score-facts.ts';
import { checkFacts, robustnessFacts, sensitivityFacts, splitFacts, verdictFacts } from './split-facts.ts';
import { trafficHygiene } from './traffic-hygiene.ts';

/** Makes the report; the only place where results are rounded. */
export function buildReport(material: Material): Report {
  const { totals, findings, options, accounts } = material;
  const days = (totals.last_ended_at - totals.first_started_at) / 86_400_000_000;
  const ledger = makeLedger(material);
  const context = {
    // A day of traffic is shown per week as it is; the first and the last hit are seldom whole days apart.
    weeks: Math.max(days, 1) / 7,
    currency: material.currency,
    sessions: totals.total,
    gates: findings.split_gates,
    has_sources: material.facts.has_traffic_source,
  };
  const report: Report = {
    schema_version: 1,
    tool: { name: 'midfunnel', version: material.version },
    period: {
      from: instant(totals.first_started_at),
      to: instant(totals.last_ended_at),
      time_zone: options.time_zone ?? 'UTC',
      days: round(days, 2),
    },
    inputs: [...accounts.map((account) => toInput(account, material.facts)), ...settingsInputs(material)],
    options: shownOptions(options),
    sessions: {
      total: totals.total,
      bots: material.bots.flagged,
      with_order: totals.with_order,
      edge_censored: totals.edge_censored,
      stitched: totals.stitched,
      visitors: totals.visitors,
      split_reasons: material.split_reasons,
      cohort: {
        sessions: totals.cohort,
        orders: totals.cohort_ordered,
        bought_later: totals.cohort_later,
        bought_elsewhere: totals.cohort_elsewhere,
        abandoned: totals.cohort_abandoned,
        possible: totals.may_belong,
        out: totals.total - totals.cohort - totals.may_belong,
        may_exceed: totals.may_exceed,
        visitors: totals.cohort_visitors,
        from_seconds: options.dwell.from_seconds,
        to_seconds: options.dwell.to_seconds,
      },
    },
    funnel: material.funnel.map((step, index) => ({
      step: step.step,
      sessions_reached: step.sessions_reached,
      // The last step has no later one to miss.
      drop_off_rate: index === material.funnel.length - 1 ? null : roundRate(dropOff(step.stopped, step.sessions_reached)),
      by_device: step.by_device,
    })),
    ...scoreFacts(material, ledger, days),
    verdict: verdictFacts(findings.split, context),
    split: splitFacts(findings.split, totals.cohort > 0 ? round(totals.cohort_ordered / totals.cohort, 6) : null, context),
    where: {
      pages: places(findings, findings.exits.pages, (place) => pageName(material, place.page_id)),
      steps: places(findings, findings.exits.steps, (place) => GROUP_NUMBERS[place.page_group - 1]!),
      minutes: findings.minutes.map((minute) => ({
        ...minute,
        exit_hazard: roundRate(minute.exit_hazard),
        left_by_end: round(minute.left_by_end, 6),
        ordered_by_end: round(minute.ordered_by_end, 6),
      })),
      paths: findings.paths.map(({ from_group, to_group, sessions }) => ({
        from: from_group === null ? null : GROUP_NUMBERS[from_group - 1]!,
        to: GROUP_NUMBERS[to_group - 1]!,
        sessions,
      })),
    },
    releases: releaseFacts(material.releases?.findings ?? null),
    friction: {
      signals: signalFacts(findings, (page_id) => pageName(material, page_id)),
      earlier: earlierFacts(findings),
      lost_orders_scaled: scaledFact(findings),
      information_requests: requestFacts(findings),
    },
    traffic: trafficFacts(findings),
    customers: customerFacts(material.customers),
    traffic_hygiene: trafficHygiene(material),
    matrix: matrixFacts(findings),
    actions: [],
    change: null,
    ledger,
    knowledge: [],
    checks: { ...checkFacts(findings.split), conservation: [] },
    robustness: robustnessFacts(findings.split),
    sensitivity: sensitivityFacts(findings.split),
    caveats: [],
  };
  report.knowledge = listKnowledge(material, report);
  report.caveats = listCaveats(material, report);
  report.checks.conservation = checkConservation(report, material);
  return report;
}

function toInput(account: FileAccount, { role_gaps }: Facts): InputFile {
  const { opened, recognition } = account.staged.file;
  return {
    role: recognition.grain === 'sessions' ? 'sessions' : recognition.side,
    file: opened.shown,
    platform: recognition.platform?.id ?? 'generic',
    encoding: opened.kind === 'parquet' ? 'binary' : opened.encoding,
    delimiter: opened.csv?.delimiter ?? null,
    sha256: opened.survey.sha256,
    rows_read: account.rows_read,
    rows_used: account.rows_used,
    rows_filtered: account.rows_filtered,
    rows_rejected: account.rows_rejected,
    filtered: account.filtered,
    rejects: account.rejects.slice(0, 20),
    columns: Object.fromEntries(recognition.roles.map(({ role, name }) => [role, name])),
    lacks: role_gaps.find(({ file, side }) => file === opened.shown && side === recognition.side)?.roles ?? [],
    quality: account.quality,
  };
}

/** Files that a person wrote: each entry is used, or the run has ended with its line. */
function settingsInputs({ goals, releases }: Material): InputFile[] {
  return [
    ...(goals === null ? [] : [settingsInput('goals', goals.source, goals.goals.length)]),
    ...(releases === null ? [] : [settingsInput('releases', releases.source.source, releases.findings.length)]),
  ];
}

function settingsInput(role: 'goals' | 'releases', { file, encoding, delimiter, sha256 }: SmallFile, rows: number): InputFile {
  const counts = { rows_read: rows, rows_used: rows, rows_filtered: 0, rows_rejected: 0, filtered: [], rejects: [] };
  // Whoever writes them knows their columns, and no row is left out.
  const quality = { repeats_left_out: 0, repeats_kept: 0, wrong_clock: 0, ambiguous_times: 0, skipped_times: 0 };
  return { role, file, platform: 'midfunnel', encoding, delimiter, sha256, ...counts, columns: {}, lacks: [], quality };
}

function places(
  findings: Findings,
  list: Findings['exits']['pages'],
  nameOf: (place: Findings['exits']['pages'][number]) => string,
): ExitPlace[] {
  return list
    .map((place) => ({
      page: nameOf(place),
      page_group: GROUP_NUMBERS[place.page_group - 1]!,
      stage: place.stage,
      views: place.views,
      exits: place.exits,
      expected_exits: round(place.expected_exits, 2),
      excess_exits: roundAll(place.excess_exits, 2),
      q_value: round(place.q_value, 6),
      lost_orders: place.page_id === 0 ? null : pageLoss(findings.split, place.page_id, place.stage),
    }))
    .sort(
      (a, b) =>
        b.excess_exits.value - a.excess_exits.value ||
        b.exits - a.exits ||
        (a.page < b.page ? -1 : a.page > b.page ? 1 : a.stage - b.stage),
    );
}

/** Orders that go with the friction met on a page; null where the split is withheld. Pages without a loss have no line there. */
function pageLoss(found: Findings['split'], page_id: number, stage: 1 | 2): Estimate | null {
  if (found === null || found.gates.length > 0) return null;
  const page = found.pages.find((candidate) => candidate.page_id === page_id && candidate.stage === stage);
  return page === undefined ? null : roundAll({ value: page.lost.value, low: page.lost.low, high: page.lost.high }, 2);
}

function pageName(material: Material, page_id: number): string {
  return material.pages[page_id - 1]?.page ?? '(no address)';
}

/** Options as used, without those that must not change the report: threads, memory, and where the output goes. */
function shownOptions(options: Options): Record<string, unknown> {
  const {
    events: _e,
    orders: _o,
    customers: _c,
    goals: _g,
    releases: _re,
    output: _out,
    format: _f,
    full: _full,
    rejects: _r,
    threads: _t,
    memory_mb: _m,
    ...shown
  } = options;
  return shown;
}

function instant(microseconds: number): string {
  return new Date(Math.floor(microseconds / 1000)).toISOString();
}
