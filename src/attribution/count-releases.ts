import type { Engine } from '../engine/engine.ts';
import { defineQuery, defineStatement } from '../engine/query.ts';

/** A span of time of a release, in microseconds since 1970, lower end in, upper end out: 0 before, 1 after. */
export interface Span {
  release: number;
  phase: 0 | 1;
  from_at: number;
  until_at: number;
}

/** A page that a release touched; of an experiment, the arm (from 0) that saw it. */
export interface TouchedPage {
  release: number;
  page_id: number;
  arm: number;
}

/** Page views of the sessions that began in a span, by visitor bucket and by what was fixed on arrival. `exits`: last views of sessions without an order in them. */
export interface ViewCount {
  release: number;
  phase: 0 | 1;
  is_touched: boolean;
  /** Channel, device, new or returning. */
  stratum: string;
  bucket: number;
  views: number;
  exits: number;
}

/** Visitors of one arm of an experiment, −1 for those who saw the pages of several. */
export interface ArmCount {
  release: number;
  arm: number;
  bucket: number;
  visitors: number;
  /** Visitors with an order in a session that saw the arm's pages. */
  visitors_ordered: number;
  views: number;
  exits: number;
}

const TABLES = [
  defineStatement({
    name: 'release_spans',
    grain: 'one row per release and span',
    sql: 'create table release_spans (release integer, phase integer, from_at double, until_at double)',
  }),
  defineStatement({
    name: 'release_pages',
    grain: 'one row per release and page that it touched',
    sql: 'create table release_pages (release integer, page_id integer, arm integer)',
  }),
];

const IS_EXIT = 'case when p.is_last = 1 and s.outcome <> 1 then 1 else 0 end';

const viewCounts = defineQuery({
  name: 'release_views',
  grain: 'one row per release, span, touched or not, arrival and bucket',
  columns: {
    ...{ release: 'INTEGER', phase: 'INTEGER', is_touched: 'INTEGER', channel: 'VARCHAR', stratum: 'INTEGER', bucket: 'INTEGER' },
    ...{ views: 'INTEGER', exits: 'INTEGER' },
  },
  sql: `select w.release as release, w.phase as phase, case when t.page_id is null then 0 else 1 end as is_touched, c.channel as channel,
      cast(m.stratum as integer) as stratum, cast(m.bucket as integer) as bucket, cast(count(*) as integer) as views, cast(sum(${IS_EXIT}) as integer) as exits
    from release_spans as w
    join sessions as s on s.started_at >= w.from_at and s.started_at < w.until_at
    join session_marks as m on m.session_id = s.session_id
    join arrival_sources as a on a.touch_id = s.touch_id and a.host_id = s.host_id
    join sources as c on c.source_id = a.source_id
    join page_steps as p on p.session_id = s.session_id
    left join release_pages as t on t.release = w.release and t.page_id = p.page_id
    group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6`,
});

const armCounts = defineQuery({
  name: 'experiment_arms',
  grain: 'one row per experiment, arm and bucket',
  columns: {
    ...{ release: 'INTEGER', arm: 'INTEGER', bucket: 'INTEGER', visitors: 'INTEGER', visitors_ordered: 'INTEGER' },
    ...{ views: 'INTEGER', exits: 'INTEGER' },
  },
  sql: `select release, arm, bucket, cast(count(*) as integer) as visitors, cast(sum(ordered) as integer) as visitors_ordered,
      cast(sum(views) as integer) as views, cast(sum(exits) as integer) as exits
    from (
      select w.release as release, s.visitor as visitor, case when min(t.arm) = max(t.arm) then min(t.arm) else -1 end as arm, cast(min(m.bucket) as integer) as bucket,
        max(case when s.outcome = 1 then 1 else 0 end) as ordered, count(*) as views, sum(${IS_EXIT}) as exits
      from release_spans as w
      join sessions as s on s.started_at >= w.from_at and s.started_at < w.until_at
      join session_marks as m on m.session_id = s.session_id
      join page_steps as p on p.session_id = s.session_id
      join release_pages as t on t.release = w.release and t.page_id = p.page_id
      where w.phase = 1 and t.arm >= 0
      group by w.release, s.visitor) as visitors_of_arms
    group by release, arm, bucket order by release, arm, bucket`,
});

/** Counts what the comparisons of releases and experiments are made from. `arm` of a touched page is −1 where it belongs to none. */
export async function countReleases(
  engine: Engine,
  spans: readonly Span[],
  pages: readonly TouchedPage[],
): Promise<{ views: ViewCount[]; arms: ArmCount[] }> {
  for (const statement of TABLES) await engine.run(statement);
  await engine.append(
    'release_spans',
    { release: 'INTEGER', phase: 'INTEGER', from_at: 'DOUBLE', until_at: 'DOUBLE' },
    spans.map((span) => ({ ...span })),
  );
  await engine.append(
    'release_pages',
    { release: 'INTEGER', page_id: 'INTEGER', arm: 'INTEGER' },
    pages.map((page) => ({ ...page })),
  );
  const views = (await engine.rows(viewCounts)).map((row) => ({
    release: row.release!,
    phase: (row.phase === 1 ? 1 : 0) as 0 | 1,
    is_touched: row.is_touched === 1,
    stratum: `${row.channel}/${row.stratum}`,
    bucket: row.bucket!,
    views: row.views!,
    exits: row.exits!,
  }));
  const arms = (await engine.rows(armCounts)).map((row) => ({
    release: row.release!,
    arm: row.arm!,
    bucket: row.bucket!,
    visitors: row.visitors!,
    visitors_ordered: row.visitors_ordered!,
    views: row.views!,
    exits: row.exits!,
  }));
  return { views, arms };
}
