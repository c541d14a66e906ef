import type { Engine } from '../engine/engine.ts';
import { PROBLEMS } from '../engine/engine.ts';
import { defineStatement } from '../engine/query.ts';
import type { RowCounts } from '../engine/sources.ts';
import { InputError } from '../errors.ts';
import type { UnderstoodFile } from './assign-roles.ts';
import { type Lines, locateRecords } from './locate-records.ts';

/** Where and why a record could not be used. `line`: physical line of the original file on which the record starts, 1-based. */
export interface Reject {
  line: number | null;
  reason: string;
}

/** What became of the records of a file while reading; `records = arrived + malformed`, `arrived` includes those with a problem. */
export interface StagedFile {
  file: UnderstoodFile;
  records: number;
  arrived: number;
  malformed: number;
  /** First of them with their place; counts are in `malformed` and the staged tables. */
  rejects: Reject[];
}

/** Rejected records that are listed with their place, per file and kind. */
const LISTED = 1000;

const forgetRows = ['staged_hit_rows', 'staged_session_facts', 'staged_orders', 'staged_customers'].map((table) =>
  defineStatement({ name: `forget_${table}`, grain: 'none', sql: `delete from ${table} where file_id = $file_id` }),
);

/**
 * Reads the files into the staged tables and proves that no record got lost: what arrived and what was refused must add up to the records counted over
 * the bytes. The parallel CSV reader can drop good rows beside a bad one without a word, so a file that does not add up is read again by one thread.
 *
 * @throws InputError when a file does not add up even then
 */
export async function stageFiles(
  engine: Engine,
  files: readonly UnderstoodFile[],
  onFile: (shown: string) => void,
  signal?: AbortSignal,
): Promise<StagedFile[]> {
  await engine.makeStagedHits(files.flatMap(({ event }) => (event?.grain === 'hits' ? [event] : [])));
  const staged: StagedFile[] = [];
  for (const file of files) {
    onFile(file.opened.shown);
    staged.push(await stageFile(engine, file, signal));
  }
  return staged;
}

async function stageFile(engine: Engine, file: UnderstoodFile, signal: AbortSignal | undefined): Promise<StagedFile> {
  const { opened } = file;
  const records = opened.kind === 'parquet' ? await engine.recordsOf(opened.path) : opened.survey.records;
  let counts = await read(engine, file);
  if (counts.arrived + counts.rejected !== records && opened.kind !== 'parquet') {
    for (const statement of forgetRows) await engine.run(statement, { file_id: opened.id });
    counts = await read(engine, singleThreaded(file));
    // The list of refused records is capped; what is above the cap is told by the difference, which one thread gets right.
    if (counts.rejected >= KEPT_REJECTS) counts = { ...counts, rejected: records - counts.arrived };
  }
  if (counts.arrived + counts.rejected !== records) {
    throw new InputError(
      `${opened.shown}: ${records} records were counted, but the reader saw ${counts.arrived} and refused ${counts.rejected}`,
      {
        hint: 'Some rows would be lost, so nothing was computed. Open the file in a text editor near a quote (") or a broken line, or export it again.',
      },
    );
  }
  return { file, records, arrived: counts.arrived, malformed: counts.rejected, rejects: await listRejects(engine, file, counts, signal) };
}

/** As many refused records as the engine keeps; see its reader. */
const KEPT_REJECTS = 20_000;

type Readable = Pick<UnderstoodFile, 'event' | 'order' | 'customer'>;

async function read(engine: Engine, { event, order, customer }: Readable): Promise<RowCounts> {
  if (customer !== null) return engine.stageCustomers(customer);
  if (order !== null) return engine.stageOrders(order);
  return event!.grain === 'sessions' ? engine.stageSessionFacts(event!) : engine.stageHits(event!);
}

function singleThreaded(file: UnderstoodFile): Readable {
  return {
    event: file.event === null ? null : { ...file.event, parallel: false },
    order: file.order === null ? null : { ...file.order, parallel: false },
    customer: file.customer === null ? null : { ...file.customer, parallel: false },
  };
}

async function listRejects(engine: Engine, file: UnderstoodFile, counts: RowCounts, signal: AbortSignal | undefined): Promise<Reject[]> {
  // Finding them reads the file once more.
  const problems = counts.problems === 0 ? [] : await engine.findProblems((file.event ?? file.order ?? file.customer)!, LISTED);
  if (counts.rejects.length === 0 && problems.length === 0) return [];
  const words = (problem: number) => PROBLEMS[problem] ?? `problem ${problem}`;
  if (file.opened.kind === 'parquet') return problems.map(({ problem }) => ({ line: null, reason: words(problem) }));
  const lines = await locateRecords(file, {
    bytes: counts.rejects.map(({ byte }) => byte),
    ordinals: problems.map(({ ordinal }) => ordinal),
    ...(signal ? { signal } : {}),
  });
  return [
    ...counts.rejects.map(({ byte, reason }) => rejectAt(lines.byByte.get(byte), reason)),
    ...problems.map(({ ordinal, problem }) => rejectAt(lines.byOrdinal.get(ordinal), words(problem))),
  ].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

/** A broken quote takes all lines up to the next one with it: whoever looks for them must know how far. */
function rejectAt(lines: Lines | undefined, reason: string): Reject {
  if (lines === undefined) return { line: null, reason };
  const { first, last } = lines;
  return { line: first, reason: last > first ? `${reason}; lines ${first} to ${last} are read as one row` : reason };
}
