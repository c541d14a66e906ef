import { type Engine, WITHOUT_ID } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';
import { InputError, InternalError } from '../errors.ts';
import type { ClockChanges } from './count-clock-changes.ts';
import type { RowFate } from './make-hits.ts';
import type { Reject, StagedFile } from './stage-files.ts';

/** The books of one file; `rows_read = rows_used + rows_filtered + rows_rejected`. */
export interface FileAccount {
  staged: StagedFile;
  rows_read: number;
  rows_used: number;
  rows_filtered: number;
  rows_rejected: number;
  filtered: { rule: string; rows: number }[];
  rejects: Reject[];
  quality: Quality;
}

/** Rows of one file that are not what they seem. */
export interface Quality {
  /** Rows that repeat another one in everything that is read, left out. */
  repeats_left_out: number;
  /** Such rows with times of whole seconds: they may be second hits, and count. */
  repeats_kept: number;
  /** Hits far before or after all others, left out. */
  wrong_clock: number;
  /** Times without offset in the hour that the clock went through twice; read as its second pass. */
  ambiguous_times: number;
  /** Times without offset in the hour that the clock skipped; read as an hour later. */
  skipped_times: number;
}

/** The rule by which hits without visitor and session id are left out. */
export const HITS_WITHOUT_ID = 'no visitor and no session id (consent denied, or not recorded)';

/** Hits of sessions that are left out, by number of the file. */
export interface LeftOutHits {
  bots: ReadonlyMap<number, number>;
  outside_period: ReadonlyMap<number, number>;
  repeats: { dropped: ReadonlyMap<number, number>; kept: ReadonlyMap<number, number> };
}

/**
 * Closes the books of every file: each record is used, filtered by a named rule, or rejected with a place and a reason.
 *
 * @param others - what became of the rows of the clickstream and of the orders exports
 * @param leftOut - hits of sessions that are not used
 * @param clockChanges - times in hours that the clock skipped or went through twice, by number of the file
 * @param botRule - the rule in words by which whole sessions were left out
 * @throws InternalError when the books of a file do not close
 */
export async function accountRows(
  engine: Engine,
  files: readonly StagedFile[],
  others: readonly RowFate[],
  leftOut: LeftOutHits,
  clockChanges: ReadonlyMap<number, ClockChanges>,
  botRule: string,
): Promise<FileAccount[]> {
  const fates = [...others, ...(await engine.rows(customerRows))];
  return files.map((staged) => {
    const id = staged.file.opened.id;
    const of = (fate: string) => fates.filter((row) => row.file_id === id && row.fate === fate).reduce((sum, row) => sum + row.rows!, 0);
    const [outside, bots] = [leftOut.outside_period.get(id) ?? 0, leftOut.bots.get(id) ?? 0];
    const repeats = leftOut.repeats.dropped.get(id) ?? 0;
    const filtered = [
      { rule: 'outside the period', rows: of('outside the period') + outside },
      { rule: HITS_WITHOUT_ID, rows: of('without id') },
      { rule: 'session without a hit', rows: of('session without a hit') },
      { rule: botRule, rows: bots },
      { rule: 'repeats another row', rows: repeats },
      { rule: 'time far from all others', rows: of('wrong clock') },
    ].filter(({ rows }) => rows > 0);
    const account: FileAccount = {
      staged,
      rows_read: staged.records,
      rows_used: of('used') - outside - bots - repeats,
      rows_filtered: filtered.reduce((sum, { rows }) => sum + rows, 0),
      rows_rejected: staged.malformed + of('problem'),
      filtered,
      rejects: staged.rejects,
      quality: {
        repeats_left_out: repeats,
        repeats_kept: leftOut.repeats.kept.get(id) ?? 0,
        wrong_clock: of('wrong clock'),
        ...(clockChanges.get(id) ?? { ambiguous_times: 0, skipped_times: 0 }),
      },
    };
    if (account.rows_read !== account.rows_used + account.rows_filtered + account.rows_rejected) {
      throw new InternalError(
        `${staged.file.opened.shown}: ${account.rows_read} rows were read, but ${account.rows_used} used, ${account.rows_filtered} filtered and ${account.rows_rejected} rejected`,
        { hint: 'This is a fault of midfunnel. Please report it with the shape of the file.' },
      );
    }
    return account;
  });
}

const customerRows = defineQuery({
  name: 'customer_rows',
  grain: 'one row per file and fate',
  columns: { file_id: 'INTEGER', fate: 'VARCHAR', rows: 'DOUBLE' },
  sql: `select cast(file_id as integer) as file_id, case when problem <> 0 then 'problem' else 'used' end as fate, cast(count(*) as double) as rows
    from staged_customers group by 1, 2 order by 1, 2`,
});

/**
 * Stops when too many rows of a file cannot be used: a report on what is left would look complete and be wrong.
 * @throws InputError with the most frequent reasons and the first lines
 */
export async function judgeRejects(engine: Engine, files: readonly StagedFile[], maxShare: number): Promise<void> {
  const problems = await engine.rows(problemRows);
  for (const { file, records, malformed, rejects } of files) {
    const own = problems.find((row) => row.file_id === file.opened.id);
    const [noOrders, withoutId] = [own?.no_orders ?? 0, own?.without_id ?? 0];
    const rejected = malformed + (own?.rejected ?? 0);
    if (withoutId > 0 && rejected + withoutId === records) {
      throw new InputError(`${file.opened.shown}: no row that can be read has a visitor or a session id`, {
        hint: 'If another column tells the visitor, name it: --column events.visitor_id=NAME. If consent was denied for all of them, no session can be rebuilt.',
      });
    }
    // Totals and empty rows of a spreadsheet are no loss, unless there is nothing else.
    if (rejected === 0 || (rejected < records && (rejected - noOrders) / records <= maxShare)) continue;
    const first = rejects.slice(0, 3).map(({ line, reason }) => (line === null ? reason : `line ${line}: ${reason}`));
    const share = rejected === records ? 'all' : `${((rejected / records) * 100).toFixed(1)} %`;
    throw new InputError(`${file.opened.shown}: ${share} of the ${records} rows cannot be used (${first.join('; ')})`, {
      hint:
        rejected === records
          ? 'Look at what was recognised with: midfunnel inspect FILE'
          : 'See them all with --rejects FILE. If the rest is worth a report, allow it with --max-rejected SHARE.',
    });
  }
}

const problemRows = defineQuery({
  name: 'problem_rows',
  grain: 'one row per file with unusable records',
  columns: { file_id: 'INTEGER', rejected: 'DOUBLE', without_id: 'DOUBLE', no_orders: 'DOUBLE' },
  sql: `select cast(file_id as integer) as file_id, cast(count(case when problem <> ${WITHOUT_ID} then 1 end) as double) as rejected,
      cast(count(case when problem = ${WITHOUT_ID} then 1 end) as double) as without_id,
      cast(count(case when problem = 7 then 1 end) as double) as no_orders from (
      select file_id, problem from staged_hits where problem <> 0
      union all select file_id, problem from staged_session_facts where problem <> 0
      union all select file_id, problem from staged_orders where problem <> 0
      union all select file_id, problem from staged_customers where problem <> 0) as problems
    group by file_id order by file_id`,
});
