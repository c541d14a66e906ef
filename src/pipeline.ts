import { compareReleases } from './attribution/compare-releases.ts';
import { countAll, withSplit } from './attribution/find-all.ts';
import type { SplitFindings } from './attribution/split/find-split.ts';
import { readSplitInput } from './attribution/split/read-tables.ts';
import { demandCurrency, readGoals } from './config/goals.ts';
import type { Options } from './config/options.ts';
import { readReleases } from './config/releases.ts';
import { openDuckDb } from './engine/duckdb/duckdb-engine.ts';
import type { Engine } from './engine/engine.ts';
import { type CallTiming, timeEngine, timeWork } from './engine/timed-engine.ts';
import { UsageError } from './errors.ts';
import { accountRows, judgeRejects } from './intake/account-rows.ts';
import { harmoniseRoles, type UnderstoodFile, understandFile } from './intake/assign-roles.ts';
import { collectTexts } from './intake/collect-texts.ts';
import { convertCurrencies, readRates } from './intake/convert-currencies.ts';
import { countClockChanges } from './intake/count-clock-changes.ts';
import { demandDecidedColumns } from './intake/demand-roles.ts';
import { gatherFacts, hasLongSessionIds, signalsShown, siteDomains } from './intake/gather-facts.ts';
import { judgeTimes } from './intake/judge-times.ts';
import { countHitFates, dropHits, makeHits, makeScope, makeSessionFacts, makeSharedSessions, measurePeriod } from './intake/make-hits.ts';
import { type OpenedFile, openFiles } from './intake/open-files.ts';
import { namedBounds, periodBounds, requireHits, requireSessions, wholeDays, wholeWeeks } from './intake/period.ts';
import { settleCurrency } from './intake/settle-currency.ts';
import { type Reject, stageFiles } from './intake/stage-files.ts';
import { TemporaryFolder } from './io/temporary-folder.ts';
import { buildReport } from './report/build-report.ts';
import type { Report } from './report/report.ts';
import { attributeSessions } from './sessions/attribute-sessions.ts';
import { buildOutcomes } from './sessions/build-outcomes.ts';
import { buildSessions } from './sessions/build-sessions.ts';
import { chooseFunnel } from './sessions/choose-funnel.ts';
import { classifyTexts, settlePageviews } from './sessions/classify-texts.ts';
import { countBots } from './sessions/count-bots.ts';
import { countConfirmed, countOrderRows, countOrders, countSharedIds } from './sessions/count-ledger.ts';
import { countFunnel, countSessions, countSplitReasons } from './sessions/count-sessions.ts';
import { countWeeks } from './sessions/count-weeks.ts';
import { settleCartEvents } from './sessions/event-kinds.ts';
import { countCustomers } from './sessions/know-customers.ts';
import { makeCells } from './sessions/make-cells.ts';
import { mapPages } from './sessions/map-pages.ts';
import { dropPageSteps } from './sessions/session-tables.ts';
import { SIGNALS } from './sessions/signals.ts';

/** The world outside: where standard input comes from, who wants to know how far it is, who may stop it. */
export interface RunContext {
  version: string;
  stdin: NodeJS.ReadableStream;
  signal?: AbortSignal;
  onStage?: (stage: string, share: () => number | null) => void;
  /** Something to know at once that stops nothing, as a sentence. */
  onWarning?: (sentence: string) => void;
  /** The listed rejected rows, before it is judged whether they are too many. */
  onRejects?: (rejects: FileReject[]) => void;
  /** Told what every call of the engine took; for measuring only. */
  onTiming?: (timing: CallTiming) => void;
}

/** A rejected row with its file. */
export type FileReject = Reject & { file: string };

export interface Diagnosis {
  report: Report;
  /** Rejected rows that are listed with their place, of all files. */
  rejects: FileReject[];
  /** The split with all its digits; the report rounds it and shows less of it. */
  split: SplitFindings | null;
}

/**
 * Exports in, report out: the whole story.
 *
 * Files are opened and understood; every record is staged and accounted for; distinct texts are classified; hits become sessions and page steps; orders
 * are joined; sessions get their source; where and when the cohort leaves is counted; the report is built and its books are closed.
 *
 * @throws InputError, UsageError for what the user can mend; InternalError when the books do not close
 */
export async function diagnose(options: Options, context: RunContext): Promise<Diagnosis> {
  if (options.events.length === 0)
    throw new UsageError('no clickstream given', {
      hint: 'Name it with --events FILE. To see what comes out: midfunnel demo. All commands: midfunnel --help',
    });
  const folder = TemporaryFolder.create();
  let engine: Engine | undefined;
  let share: number | null = null;
  const stage = (name: string) => {
    share = null;
    context.onStage?.(name, () => share ?? engine?.progress() ?? null);
  };
  try {
    stage('checking files');
    const goals = options.goals === null ? null : await readGoals(options.goals);
    const releases = options.releases === null ? null : await readReleases(options.releases, options.time_zone ?? 'UTC');
    const opening = {
      onProgress: (_file: string, done: number) => {
        share = done;
      },
      delimiter: options.delimiter,
      folder,
      stdin: context.stdin,
      ...(context.signal ? { signal: context.signal } : {}),
    };
    const eventFiles = await openFiles(options.events, 'events', 1, opening);
    const orderFiles = await openFiles(options.orders, 'orders', 1 + eventFiles.length, opening);
    const customerFiles = await openFiles(options.customers, 'customers', 1 + eventFiles.length + orderFiles.length, opening);
    const allFiles = [...eventFiles, ...orderFiles, ...customerFiles];
    engine = await openEngine(options, folder, allFiles, context);
    if (context.onTiming) engine = timeEngine(engine, context.onTiming);

    demandDecidedColumns(allFiles, options.columns);
    const files = [];
    for (const opened of allFiles) files.push(await understandFile(engine, opened, options));
    harmoniseRoles(files);
    warnOfNaiveTimes(files, options.time_zone, context.onWarning);
    const staged = await stageFiles(engine, files, (shown) => stage(`reading ${shown}`), context.signal);
    const rejects = staged.flatMap((read) => read.rejects.map((reject) => ({ file: read.file.opened.shown, ...reject })));
    context.onRejects?.(rejects);
    await judgeRejects(engine, staged, options.max_rejected_share);
    await collectTexts(engine, staged, folder, (shown) => stage(`reading ${shown}`));
    const converted = options.rates === null ? [] : await convertCurrencies(engine, await readRates(options.rates), options.currency);
    const currency = await settleCurrency(engine, files, options.currency);
    if (goals !== null) demandCurrency(goals, currency);

    stage('classifying');
    await engine.run(makeSessionFacts);
    const period = periodBounds(options);
    const times = await judgeTimes(engine, namedBounds(options));
    const clockChanges = await countClockChanges(engine, files);
    await engine.run(makeScope, { ...period, keeps_native: options.session_source === 'native' ? 1 : 0 });
    await engine.run(makeSharedSessions, { ids_are_long: hasLongSessionIds(files) ? 1 : 0 });
    await makeHits(engine);
    const data = requireHits((await engine.rows(measurePeriod))[0]);
    const site = await classifyTexts(engine, siteDomains(options.site_domains, files));
    await settlePageviews(engine, site.hasUrls);
    const pages = await mapPages(engine, options, site.hasUrls, data.hits);
    const cartByEvent = await settleCartEvents(engine);
    const facts = { ...gatherFacts(files, site), converted };

    stage('sessions');
    const { leftOut, returns } = await buildSessions(engine, options, period, data.hits, times, (done) => {
      share = done;
    });
    const hitFates = await countHitFates(engine);
    await dropHits(engine);
    stage('orders');
    const unknownStatuses = await buildOutcomes(engine, options, orderFiles.length > 0, data.last_at);
    await attributeSessions(engine, site.domains, facts);

    stage('findings');
    await makeCells(engine, options);
    const shown = signalsShown(facts);
    const counts = await countAll(engine, SIGNALS, shown);
    const accounts = await accountRows(
      engine,
      staged,
      [...hitFates, ...(await countOrderRows(engine))],
      leftOut,
      clockChanges,
      options.bots === 'only' ? 'session does not look like a bot' : 'session looks like a bot',
    );
    const totals = requireSessions(await countSessions(engine), options);
    const asksForWeeks = goals?.goals.some(({ per }) => per === 'week') === true;
    const span = { first_at: totals.first_started_at, last_at: totals.last_ended_at };
    const material = {
      version: context.version,
      options,
      accounts,
      totals,
      goals,
      customers: customerFiles.length === 0 ? null : await countCustomers(engine),
      releases: releases && {
        source: releases,
        findings: await compareReleases(engine, releases.releases, pages, wholeDays(options, span)),
      },
      weekly: asksForWeeks ? await countWeeks(engine, wholeWeeks(options, span)) : null,
      bots: await countBots(engine),
      returns,
      split_reasons: await countSplitReasons(engine),
      funnel: await countFunnel(engine, await chooseFunnel(engine, options.funnel)),
      pages,
      orders: await countOrders(engine),
      confirmed: await countConfirmed(engine),
      shared_ids: await countSharedIds(engine),
      currency,
      facts,
      cart_by_event: cartByEvent,
      unknown_statuses: unknownStatuses,
      unknown_events: site.unknownEvents,
    };
    // The split needs memory of its own, which the engine gives back.
    await dropPageSteps(engine);
    const input = await readSplitInput(
      engine,
      SIGNALS.filter(({ signal }) => shown.has(signal)),
    );
    engine.close();
    engine = undefined;
    const findings = timeWork('split', context.onTiming, () => withSplit(counts, input));
    const report = buildReport({ ...material, findings });
    return { report, rejects, split: findings.split };
  } finally {
    engine?.close();
    folder.dispose();
  }
}

/** At once, and not only in the report: whoever sees it can stop and start again with the right zone. */
function warnOfNaiveTimes(files: readonly UnderstoodFile[], timeZone: string | null, warn: RunContext['onWarning']): void {
  const naive = files.filter((file) => file.time?.naive && file.customer === null).map((file) => file.opened.shown);
  if (naive.length === 0 || timeZone !== null) return;
  const which = naive.length > 3 ? `${naive.slice(0, 3).join(', ')} and ${naive.length - 3} more files` : naive.join(', ');
  warn?.(`times in ${which} have no offset and are read as UTC; if they are local, give --time-zone`);
}

async function openEngine(
  options: Options,
  folder: TemporaryFolder,
  files: readonly OpenedFile[],
  { onStage, signal }: RunContext,
): Promise<Engine> {
  return openDuckDb({
    // Every thread of the engine reserves memory of its own; with little of it, fewer threads get further.
    threads: Math.max(1, Math.min(options.threads, Math.floor(options.memory_mb / 256))),
    memory_mb: engineMemory(options.memory_mb),
    temporary_folder: folder.path,
    readable_files: files.map((file) => file.path),
    tells_progress: onStage !== undefined,
    ...(signal ? { signal } : {}),
  });
}

/**
 * What the engine is told to stay within. Its own books leave out part of what it holds (sorts, hash tables, freed memory not yet given back), which grows with the limit,
 * and this process holds something too. Told so, the process stays within 300 MB of the limit that the user set: measured from 512 MB to 2 GB on 10 M hits.
 */
function engineMemory(memory_mb: number): number {
  return Math.floor(memory_mb * 0.7);
}
