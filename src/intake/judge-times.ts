import { type Engine, WRONG_CLOCK } from '../engine/engine.ts';
import { defineQuery, defineStatement } from '../engine/query.ts';

/** What the times of all hits tell about the clocks that wrote them. */
export interface JudgedTimes {
  /** Numbers of the files whose times are finer than a second: in them, one record twice is no second hit. */
  precise: Set<number>;
  /** Numbers of the files that hold the same records as another file, hour by hour. */
  overlapping: Set<number>;
}

const DAY = 86_400_000_000;
/** Share of the hits on each side that may lie apart; chosen: one visitor with a wrong clock is less, a day of traffic is more. */
const APART = 0.005;
/** Chosen: so far from all the others no delay of an export explains it. */
const FAR_DAYS = 30;
/** Records of an hour from which equal sums are no accident; chosen. */
const HOUR_RECORDS = 20;

/**
 * Looks at the times of the staged hits, how fine they are and which files overlap, and marks those that lie far from all others.
 *
 * A clock is taken for wrong when its hits lie farther from the middle 99 % of all hits than these are long, and 30 days at least. A period that is asked for
 * by name is never cut.
 *
 * @param period - bounds that the user named, null where open; microseconds since 1970
 */
export async function judgeTimes(engine: Engine, period: { from_at: bigint | null; until_at: bigint | null }): Promise<JudgedTimes> {
  const days = (await engine.rows(hitDays)).map((row) => ({ file: row.file_id!, day: row.day!, hits: row.hits!, fine: row.fine! }));
  const [from, until] = clockBounds(days);
  const precise = [...new Set(days.map(({ file }) => file))].filter((id) => {
    const own = days.filter(({ file }) => file === id);
    return sum(own, 'fine') > sum(own, 'hits') / 2;
  });
  const least = (a: bigint, b: bigint | null) => (b !== null && b < a ? b : a);
  const most = (a: bigint, b: bigint | null) => (b !== null && b > a ? b : a);
  const [clock_from, clock_until] = [least(from, period.from_at), most(until, period.until_at)];
  // Few exports have any: the rows of the others need not be touched.
  if (days.some(({ day }) => BigInt(day * DAY) < clock_from || BigInt((day + 1) * DAY) > clock_until)) {
    await engine.run(markWrongClocks, { clock_from, clock_until });
  }
  return {
    precise: new Set(precise),
    overlapping: await findOverlaps(engine, days),
  };
}

interface FileDay {
  file: number;
  day: number;
  hits: number;
  /** Hits with a fraction of a second. */
  fine: number;
}

function clockBounds(days: readonly FileDay[]): [bigint, bigint] {
  const hits = sum(days, 'hits');
  const ascending = [...days].sort((a, b) => a.day - b.day);
  const dayAt = (inOrder: readonly FileDay[]) => {
    let before = 0;
    for (const { day, hits: ofDay } of inOrder) {
      before += ofDay;
      if (before > hits * APART) return day;
    }
    return 0;
  };
  const [first, last] = [dayAt(ascending), dayAt([...ascending].reverse())];
  const far = Math.max(FAR_DAYS, last - first + 1);
  return [BigInt((first - far) * DAY), BigInt((last + 1 + far) * DAY)];
}

/** Files that have an hour in common, with as many records and the same sums of their keys. */
async function findOverlaps(engine: Engine, days: readonly FileDay[]): Promise<Set<number>> {
  const files = new Map<number, Set<number>>();
  for (const { file, day } of days) files.set(day, (files.get(day) ?? new Set()).add(file));
  if (![...files.values()].some((ofDay) => ofDay.size > 1)) return new Set();
  const rows = await engine.rows(hoursInSeveralFiles, { least: HOUR_RECORDS });
  return new Set(rows.map(({ file_id }) => file_id!));
}

function sum(days: readonly FileDay[], field: 'hits' | 'fine'): number {
  return days.reduce((total, day) => total + day[field], 0);
}

const markWrongClocks = defineStatement({
  name: 'wrong_clocks',
  grain: 'none',
  sql: `update staged_hit_rows set problem = ${WRONG_CLOCK} where problem = 0 and (hit_at < $clock_from or hit_at >= $clock_until)`,
});

const hitDays = defineQuery({
  name: 'hit_days',
  grain: 'one row per file and day (UTC)',
  columns: { file_id: 'INTEGER', day: 'INTEGER', hits: 'DOUBLE', fine: 'DOUBLE' },
  sql: `select cast(file_id as integer) as file_id, cast((hit_at - hit_at % ${DAY}) / ${DAY} as integer) as day, cast(count(*) as double) as hits,
      cast(sum(case when hit_at % 1000000 <> 0 then 1 else 0 end) as double) as fine
    from staged_hits where problem = 0 group by 1, 2 order by 2, 1`,
});

const hoursInSeveralFiles = defineQuery({
  name: 'hours_in_several_files',
  grain: 'one row per file that shares an hour with another',
  columns: { file_id: 'INTEGER' },
  sql: `with hours as (
      select file_id, hit_at - hit_at % 3600000000 as hour, count(*) as hits, sum(hit_at % 3600000000) as times,
        sum(visitor % 1000003) as visitors, sum(coalesce(path_key, 0) % 1000003) as paths
      from staged_hits where problem = 0 group by 1, 2 having count(*) >= $least)
    select cast(a.file_id as integer) as file_id
    from hours as a
    join hours as b on b.hour = a.hour and b.hits = a.hits and b.times = a.times and b.visitors = a.visitors and b.paths = a.paths and b.file_id <> a.file_id
    group by a.file_id order by a.file_id`,
});
