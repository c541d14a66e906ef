import type { Engine } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';
import type { UnderstoodFile } from './assign-roles.ts';
import { changesOffset } from './period.ts';

/** Times of a file that the change between summer and winter time makes doubtful. */
export interface ClockChanges {
  /** In the hour that the clock went through twice; read as its second pass, in winter time. */
  ambiguous_times: number;
  /** In the hour that the clock skipped, which no clock of that zone shows; read as an hour later. */
  skipped_times: number;
}

/**
 * Counts the times without offset in hours that the clock of their zone skipped or went through twice. A file is read again for it only where its own time lies
 * around such a change.
 *
 * @returns by number of the file; without those where no time is in doubt
 */
export async function countClockChanges(engine: Engine, files: readonly UnderstoodFile[]): Promise<Map<number, ClockChanges>> {
  const found = new Map<number, ClockChanges>();
  const doubtful = files.filter(({ time }) => time?.naive && zoneOf(time.reading) !== 'UTC');
  if (doubtful.length === 0) return found;
  const spans = new Map((await engine.rows(fileSpans)).map((row) => [row.file_id!, row]));
  for (const { opened, time, event, order } of doubtful) {
    const span = spans.get(opened.id);
    if (!span || !changesOffset(span.first_at! / 1000, span.last_at! / 1000, zoneOf(time!.reading))) continue;
    const changes = await engine.countClockChanges((event ?? order)!);
    if (changes.ambiguous_times + changes.skipped_times > 0) found.set(opened.id, changes);
  }
  return found;
}

function zoneOf(reading: NonNullable<UnderstoodFile['time']>['reading']): string {
  return reading.kind === 'epoch' ? 'UTC' : reading.time_zone;
}

const fileSpans = defineQuery({
  name: 'file_spans',
  grain: 'one row per file',
  columns: { file_id: 'INTEGER', first_at: 'DOUBLE', last_at: 'DOUBLE' },
  sql: `select cast(file_id as integer) as file_id, cast(min(told_at) as double) as first_at, cast(max(told_at) as double) as last_at
    from (select file_id, hit_at as told_at from staged_hits where problem = 0
      union all select file_id, order_at as told_at from staged_orders where problem = 0) as told
    group by file_id order by file_id`,
});
