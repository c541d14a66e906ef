import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Options } from '../src/config/options.ts';
import { resolveOptions } from '../src/config/resolve-options.ts';
import { openDuckDb } from '../src/engine/duckdb/duckdb-engine.ts';
import type { Engine } from '../src/engine/engine.ts';
import { type Columns, defineQuery, type RowOf } from '../src/engine/query.ts';
import { judgeRejects } from '../src/intake/account-rows.ts';
import { harmoniseRoles, understandFile } from '../src/intake/assign-roles.ts';
import { collectTexts } from '../src/intake/collect-texts.ts';
import { gatherFacts, hasLongSessionIds, siteDomains } from '../src/intake/gather-facts.ts';
import { judgeTimes } from '../src/intake/judge-times.ts';
import { makeHits, makeScope, makeSessionFacts, makeSharedSessions, measurePeriod } from '../src/intake/make-hits.ts';
import { openFiles } from '../src/intake/open-files.ts';
import { namedBounds, periodBounds, requireHits } from '../src/intake/period.ts';
import { stageFiles } from '../src/intake/stage-files.ts';
import { TemporaryFolder } from '../src/io/temporary-folder.ts';
import { type Diagnosis, diagnose } from '../src/pipeline.ts';
import { attributeSessions } from '../src/sessions/attribute-sessions.ts';
import { buildOutcomes } from '../src/sessions/build-outcomes.ts';
import { buildSessions } from '../src/sessions/build-sessions.ts';
import { classifyTexts, settlePageviews } from '../src/sessions/classify-texts.ts';
import { settleCartEvents } from '../src/sessions/event-kinds.ts';
import { type CellLimits, makeCells } from '../src/sessions/make-cells.ts';
import { mapPages } from '../src/sessions/map-pages.ts';
import type { SourceGroup } from '../src/sessions/source-groups.ts';

/** A cell row of a made export: column → text; what is missing is an empty cell. */
export type Cells = Record<string, string | number>;

/** What a shop exported: a CSV text, rows, or several files by name. */
export type Export = string | readonly Cells[] | Readonly<Record<string, string | Buffer>>;

export interface Shop {
  events: Export;
  orders?: Export;
  /** Sales channel that is said of all orders, as `--orders store=FILE` does. */
  sales_channel?: string;
  /** Files that lie beside them and are not named. */
  beside?: Readonly<Record<string, string>>;
  customers?: Export;
  options?: Partial<Options>;
  /** How large the tables of the split may grow, for `stageShop`. */
  limits?: Partial<CellLimits>;
  /** Parts in which the sessions are built, for `stageShop`; 1 when absent. */
  parts?: number;
}

/** The pages of the made shop carry this host, so that its own domain is known. */
export const SITE = 'https://www.shop.example';

/** Instant of a wall clock time on a day of November 2026, UTC. */
export function at(clock: string, day = 2): string {
  return `2026-11-${String(day).padStart(2, '0')}T${clock}Z`;
}

/** One hit; `path` is below `SITE`, `more` are further columns. Midday clock times are of 2 November 2026 unless `day` is among them. */
export function hit(visitor_id: string, clock: string, path: string, { day = 2, ...more }: Cells = {}): Cells {
  return { visitor_id, event_time: at(clock, Number(day)), page_url: path.startsWith('http') ? path : SITE + path, ...more };
}

/** CSV of rows: the columns are those of all rows in order of appearance, every field is quoted. */
export function csv(rows: readonly Cells[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells: readonly (string | number)[]) => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',');
  return [columns.join(','), ...rows.map((row) => line(columns.map((column) => row[column] ?? '')))].map((text) => `${text}\n`).join('');
}

/** Runs the whole main job on made exports. */
export async function diagnoseText(shop: Shop): Promise<Diagnosis> {
  return inFolder(shop, (options) => diagnose(options, { version: 'test', stdin: Readable.from([]) }));
}

/** An engine in which the stages of the pipeline up to the sources of the sessions have run. */
export interface StagedShop {
  engine: Engine;
  pages: Map<number, string>;
  cartByEvent: boolean;
  unknownStatuses: string[];
  groups: SourceGroup[];
  /** Rows of a query given by its columns and SQL. */
  rows<const C extends Columns>(columns: C, sql: string): Promise<RowOf<C>[]>;
}

/** The same stages as `src/pipeline.ts`, with the engine left open, so that the tables in between can be looked at. */
export async function stageShop<T>(shop: Shop, look: (staged: StagedShop) => Promise<T>): Promise<T> {
  return inFolder(shop, async (options) => {
    const folder = TemporaryFolder.create();
    let engine: Engine | undefined;
    try {
      const opening = { delimiter: options.delimiter, folder, stdin: Readable.from([]) };
      const eventFiles = await openFiles(options.events, 'events', 1, opening);
      const orderFiles = await openFiles(options.orders, 'orders', 1 + eventFiles.length, opening);
      const customerFiles = await openFiles(options.customers, 'customers', 1 + eventFiles.length + orderFiles.length, opening);
      const opened = [...eventFiles, ...orderFiles, ...customerFiles];
      engine = await openTestEngine(
        folder,
        opened.map((file) => file.path),
        options,
      );
      const files = [];
      for (const file of opened) files.push(await understandFile(engine, file, options));
      harmoniseRoles(files);
      const staged = await stageFiles(engine, files, () => {});
      await judgeRejects(engine, staged, options.max_rejected_share);
      await collectTexts(engine, staged, folder, () => {});
      await engine.run(makeSessionFacts);
      const times = await judgeTimes(engine, namedBounds(options));
      await engine.run(makeScope, {
        ...periodBounds(options),
        keeps_native: options.session_source === 'native' ? 1 : 0,
      });
      await engine.run(makeSharedSessions, { ids_are_long: hasLongSessionIds(files) ? 1 : 0 });
      await makeHits(engine);
      const data = requireHits((await engine.rows(measurePeriod))[0]);
      const site = await classifyTexts(engine, siteDomains(options.site_domains, files));
      await settlePageviews(engine, site.hasUrls);
      const pages = await mapPages(engine, options, site.hasUrls, data.hits);
      const cartByEvent = await settleCartEvents(engine);
      // The number of parts follows from the memory: 400 bytes a hit in half of it.
      const memory_mb = shop.parts === undefined ? options.memory_mb : (data.hits * 400) / (shop.parts * 0.5 * 1024 * 1024);
      await buildSessions(engine, { ...options, memory_mb }, periodBounds(options), data.hits, times, () => {});
      const unknownStatuses = await buildOutcomes(engine, options, orderFiles.length > 0, data.last_at);
      await attributeSessions(engine, site.domains, gatherFacts(files, site));
      const groups = await makeCells(engine, options, shop.limits);
      const running = engine;
      return await look({
        engine,
        pages: new Map(pages.map(({ page_id, page }) => [page_id, page])),
        cartByEvent,
        unknownStatuses,
        groups,
        rows: (columns, sql) => running.rows(defineQuery({ name: sql, grain: 'as the test says', columns, sql })),
      });
    } finally {
      engine?.close();
      folder.dispose();
    }
  });
}

/** A small engine of two threads that may read the given files. */
export function openTestEngine(
  folder: TemporaryFolder,
  readable_files: readonly string[] = [],
  options: { threads: number; memory_mb: number } = { threads: 2, memory_mb: 512 },
): Promise<Engine> {
  return openDuckDb({ threads: options.threads, memory_mb: options.memory_mb, temporary_folder: folder.path, readable_files });
}

async function inFolder<T>(shop: Shop, work: (options: Options) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'midfunnel-test-'));
  try {
    for (const [name, content] of Object.entries(shop.beside ?? {})) writeFileSync(join(folder, name), content);
    const events = writeExport(folder, 'events', shop.events);
    const channel = shop.sales_channel === undefined ? '' : `${shop.sales_channel}=`;
    const orders = shop.orders === undefined ? [] : writeExport(folder, 'orders', shop.orders).map((path) => `${channel}${path}`);
    const options = resolveOptions({ threads: 2, memory_mb: 512 }, 'none', {});
    const customers = shop.customers === undefined ? [] : writeExport(folder, 'customers', shop.customers);
    return await work({ ...options, ...shop.options, events, orders, customers });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeExport(folder: string, side: string, given: Export): string[] {
  const files =
    typeof given === 'string'
      ? { [`${side}.csv`]: given }
      : Array.isArray(given)
        ? { [`${side}.csv`]: csv(given) }
        : (given as Record<string, string | Buffer>);
  return Object.entries(files).map(([name, content]) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  });
}
