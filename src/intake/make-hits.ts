import { type Engine, WITHOUT_ID, WRONG_CLOCK } from '../engine/engine.ts';
import { defineQuery, defineStatement, dropStatement } from '../engine/query.ts';

/** Facts of a table of sessions, one row each even where the export repeats a session. */
export const makeSessionFacts = defineStatement({
  name: 'session_facts',
  grain: 'one row per native session',
  sql: `create table session_facts as
    select native_session as native_session, min(visitor) as visitor, min(customer) as customer, min(origin_key) as origin_key,
      min(client_key) as client_key
    from staged_session_facts where problem = 0 group by native_session`,
});

/** What is in scope: bounds of the period in microseconds since 1970 (lower end in, upper end out), and whether native sessions are kept (1) or not (0). */
export const makeScope = defineStatement({
  name: 'scope',
  grain: 'one row',
  sql: `create table scope as
    select cast($from_at as bigint) as from_at, cast($until_at as bigint) as until_at, cast($keeps_native as integer) as keeps_native`,
});

/**
 * Native sessions that several visitors share. A long session id (a UUID, a token) is one session whoever it is given to: a browser that logs in gets
 * another visitor id in the middle. A short one (a counter, a start time) says something only within its visitor, and this table stays empty.
 */
export const makeSharedSessions = defineStatement({
  name: 'shared_sessions',
  grain: 'one row per native session of several visitors',
  sql: `create table shared_sessions as
    select native_session as native_session, min(visitor) as visitor
    from staged_hits where problem = 0 and native_session <> 0 and $ids_are_long = 1
    group by native_session having min(visitor) <> max(visitor)`,
});

/**
 * Makes the view `hits`: the usable hits, without a problem, with what a table of sessions says of them. The period is a matter of sessions, not of hits:
 * a session that starts in it is used to its end. A file without a visitor column has the session id as its visitor, so that the visitor of the table of
 * sessions can take its place.
 *
 * Most exports have neither a table of sessions nor a session of several visitors. Their view joins nothing, so that a part of the visitors is chosen
 * while the rows are read.
 */
export async function makeHits(engine: Engine): Promise<void> {
  const [found] = await engine.rows(countJoined);
  await engine.run((found?.facts ?? 0) > 0 || (found?.shared ?? 0) > 0 ? joinedHits : plainHits);
}

const countJoined = defineQuery({
  name: 'rows_to_join_to_hits',
  grain: 'one row',
  columns: { facts: 'DOUBLE', shared: 'DOUBLE' },
  sql: `select cast((select count(*) from session_facts) as double) as facts, cast((select count(*) from shared_sessions) as double) as shared`,
});

/** What every hit brings along; `fact_` keys are those of its row in the table of sessions, and count where the hit itself says nothing. */
const OWN = `h.hit_at as hit_at, h.sequence as sequence, h.path_key as path_key, h.origin_key as origin_key, h.client_key as client_key, h.term as term,
      h.query as query, h.results as results, h.http_status as http_status, h.load_ms as load_ms, h.order_key as order_key, h.value_minor as value_minor`;

const joinedHits = defineStatement({
  name: 'hits',
  grain: 'one row per usable hit',
  sql: `create view hits as
    select h.file_id as file_id, coalesce(m.visitor, case when h.visitor = h.native_session then coalesce(f.visitor, h.visitor) else h.visitor end) as visitor,
      h.native_session * p.keeps_native as native_session, ${OWN}, f.origin_key as fact_origin_key, f.client_key as fact_client_key,
      coalesce(h.customer, f.customer) as customer
    from staged_hits as h
    cross join scope as p
    left join session_facts as f on f.native_session = h.native_session
    left join shared_sessions as m on m.native_session = h.native_session and p.keeps_native = 1
    where h.problem = 0`,
});

const plainHits = defineStatement({
  name: 'hits',
  grain: 'one row per usable hit',
  sql: `create view hits as
    select h.file_id as file_id, h.visitor as visitor, h.native_session * p.keeps_native as native_session, ${OWN},
      cast(null as ubigint) as fact_origin_key, cast(null as ubigint) as fact_client_key, h.customer as customer
    from staged_hits as h
    cross join scope as p
    where h.problem = 0`,
});

/** Rows of a file that met one fate. */
export interface RowFate {
  file_id: number;
  fate: string;
  rows: number;
}

/** What became of the records of each event file that arrived. */
const countEventRows = defineQuery({
  name: 'event_rows',
  grain: 'one row per file and fate',
  columns: { file_id: 'INTEGER', fate: 'VARCHAR', rows: 'DOUBLE' },
  sql: `select cast(h.file_id as integer) as file_id,
      case h.problem when ${WITHOUT_ID} then 'without id' when ${WRONG_CLOCK} then 'wrong clock' when 0 then 'used' else 'problem' end as fate,
      cast(count(*) as double) as rows
    from staged_hits as h group by 1, 2 order by 1, 2`,
});

/** What became of the rows of tables of sessions: those without a hit say nothing. */
const countSessionFactRows = defineQuery({
  name: 'session_fact_rows',
  grain: 'one row per file and fate',
  columns: { file_id: 'INTEGER', fate: 'VARCHAR', rows: 'DOUBLE' },
  sql: `select cast(f.file_id as integer) as file_id,
      case when f.problem <> 0 then 'problem' when h.native_session is null then 'session without a hit' else 'used' end as fate,
      cast(count(*) as double) as rows
    from staged_session_facts as f
    left join (select native_session from staged_hits where problem = 0 group by native_session) as h on h.native_session = f.native_session
    group by 1, 2 order by 1, 2`,
});

/** What became of the records of the clickstream, by number of the file. */
export async function countHitFates(engine: Engine): Promise<RowFate[]> {
  return [...(await engine.rows(countEventRows)), ...(await engine.rows(countSessionFactRows))] as RowFate[];
}

/** Forgets the hits: they are most of what the engine holds, and once there are sessions nobody asks for them. */
export async function dropHits(engine: Engine): Promise<void> {
  await engine.run(dropStatement('view', 'hits'));
  await engine.run(dropStatement('view', 'staged_hits'));
  await engine.run(dropStatement('table', 'staged_hit_rows'));
}

/** First and last usable hit, and how many there are. */
export const measurePeriod = defineQuery({
  name: 'hits_period',
  grain: 'one row',
  columns: { first_at: 'DOUBLE', last_at: 'DOUBLE', hits: 'DOUBLE' },
  sql: 'select cast(min(hit_at) as double) as first_at, cast(max(hit_at) as double) as last_at, cast(count(*) as double) as hits from hits',
});
