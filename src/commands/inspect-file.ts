import type { Options } from '../config/options.ts';
import { openDuckDb } from '../engine/duckdb/duckdb-engine.ts';
import type { Engine } from '../engine/engine.ts';
import { InputError } from '../errors.ts';
import type { Recognition, Side } from '../formats/recognise.ts';
import { lookAtFile, type UnderstoodFile, understandFile } from '../intake/assign-roles.ts';
import { collectTexts } from '../intake/collect-texts.ts';
import { type ClockChanges, countClockChanges } from '../intake/count-clock-changes.ts';
import { type Facts, gatherFacts, siteDomains } from '../intake/gather-facts.ts';
import { judgeTimes } from '../intake/judge-times.ts';
import { countHitFates, makeHits, makeScope, makeSessionFacts, makeSharedSessions, measurePeriod } from '../intake/make-hits.ts';
import { type OpenedFile, openFiles } from '../intake/open-files.ts';
import { periodBounds } from '../intake/period.ts';
import { type StagedFile, stageFiles } from '../intake/stage-files.ts';
import { TemporaryFolder } from '../io/temporary-folder.ts';
import { classifyTexts } from '../sessions/classify-texts.ts';
import { mapPages, type PageEntry } from '../sessions/map-pages.ts';

export type InspectOptions = Pick<
  Options,
  'delimiter' | 'date_order' | 'decimal' | 'time_zone' | 'columns' | 'threads' | 'memory_mb' | 'pages' | 'page_keys' | 'site_domains'
>;

/** Everything that can be said of one file by itself. */
export interface Inspection {
  opened: OpenedFile;
  recognition: Recognition;
  /** Set when the file can be used as it is; else `obstacle` says why not and what to do. */
  understood: UnderstoodFile | null;
  obstacle: InputError | null;
  staged: StagedFile | null;
  problems: number;
  period: { first_at: number; last_at: number } | null;
  domains: string[];
  pages: PageEntry[];
  facts: Facts | null;
  /** Times around the change between summer and winter time. */
  clock_changes: ClockChanges | null;
  /** Hits far before or after all others. */
  wrong_clock: number;
}

export interface InspectContext {
  stdin: NodeJS.ReadableStream;
  signal: AbortSignal;
  onStage: (stage: string, share: () => number | null) => void;
}

/**
 * Looks at one export: what it is, which column plays which role, what becomes of its rows, which pages it has. Writes nothing.
 *
 * @param side - what the file is taken for; null to find out
 * @throws InputError when the file is no export at all
 */
export async function inspectFile(
  name: string,
  side: Side | null,
  options: InspectOptions,
  context: InspectContext,
): Promise<Inspection[]> {
  const folder = TemporaryFolder.create();
  try {
    context.onStage(`checking ${name === '-' ? 'standard input' : name}`, () => null);
    const opening = {
      delimiter: options.delimiter,
      folder,
      stdin: context.stdin,
      signal: context.signal,
      ...(side === null ? { named_by: 'inspect' } : {}),
    };
    const inspections: Inspection[] = [];
    for (const opened of await openFiles([name], side ?? 'events', 1, opening)) {
      const engine = await openDuckDb({
        threads: options.threads,
        memory_mb: options.memory_mb,
        temporary_folder: folder.path,
        readable_files: [opened.path],
        signal: context.signal,
      });
      try {
        context.onStage(`reading ${opened.shown}`, () => engine.progress());
        inspections.push(await inspectOpened(engine, opened, side, options, folder));
      } finally {
        engine.close();
      }
    }
    return inspections;
  } finally {
    folder.dispose();
  }
}

async function inspectOpened(
  engine: Engine,
  found: OpenedFile,
  side: Side | null,
  options: InspectOptions,
  folder: TemporaryFolder,
): Promise<Inspection> {
  const { recognition } = await lookAtFile(engine, found, side, options.columns);
  const opened = { ...found, side: recognition.side };
  const inspection: Inspection = {
    opened,
    recognition,
    understood: null,
    obstacle: null,
    staged: null,
    problems: 0,
    period: null,
    domains: [],
    pages: [],
    facts: null,
    clock_changes: null,
    wrong_clock: 0,
  };
  try {
    inspection.understood = await understandFile(engine, opened, options);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    inspection.obstacle = error;
    return inspection;
  }
  const [staged] = await stageFiles(engine, [inspection.understood], () => {});
  inspection.staged = staged ?? null;
  inspection.clock_changes = (await countClockChanges(engine, [inspection.understood])).get(opened.id) ?? null;
  inspection.problems = staged ? staged.rejects.filter(({ reason }) => !/field|quote/.test(reason)).length : 0;
  if (recognition.grain !== 'hits') {
    inspection.facts = gatherFacts([inspection.understood], { hasUrls: false, hasTouches: false, hasFormErrors: false });
    return inspection;
  }
  await collectTexts(engine, staged ? [staged] : [], folder, () => {});
  await engine.run(makeSessionFacts);
  await judgeTimes(engine, { from_at: null, until_at: null });
  const period = periodBounds({ from: null, to: null, time_zone: options.time_zone });
  await engine.run(makeScope, { ...period, keeps_native: 1 });
  await engine.run(makeSharedSessions, { ids_are_long: 0 });
  await makeHits(engine);
  inspection.wrong_clock = (await countHitFates(engine)).find(({ fate }) => fate === 'wrong clock')?.rows ?? 0;
  const [measured] = await engine.rows(measurePeriod);
  const site = await classifyTexts(engine, siteDomains(options.site_domains, [inspection.understood]));
  inspection.pages = await mapPages(engine, options, site.hasUrls, measured?.hits ?? 0);
  inspection.domains = site.domains;
  inspection.facts = gatherFacts([inspection.understood], site);
  if (measured?.first_at != null && measured.last_at != null)
    inspection.period = { first_at: measured.first_at, last_at: measured.last_at };
  return inspection;
}
