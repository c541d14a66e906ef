import type { Options } from '../config/options.ts';
import type { Engine } from '../engine/engine.ts';
import { defineQuery, defineStatement } from '../engine/query.ts';
import { addConfirmations, makeConfirmations } from './join-orders.ts';
import { makeLeftOut, makeSessionsKept } from './make-outcomes.ts';
import { addPageSteps, describePageviews, findLoops, makePageSteps } from './make-page-steps.ts';
import { addSessions, makeAllSessions } from './make-sessions.ts';
import { numberHits } from './number-hits.ts';
import { findNativeSessions, orderHits, orderHitsWithoutSessions } from './order-hits.ts';

export type SessionSettings = Pick<Options, 'session_gap_minutes' | 'bots' | 'memory_mb'>;

/** A return through a payment gateway or another own domain after so long is a new session. See STANDARDS of GA4's unwanted referrals; chosen, ADR-0006. */
const RETURN_GAP_MINUTES = 60;
/** A product left so soon for the page it came from was a miss: the backtrack of METHOD, 30 s. */
const POGO_SECONDS = 30;
/** Memory that one hit takes while a part is worked on, in bytes: measured on 10 M hits, rounded up. */
const BYTES_PER_HIT = 400;

const MICROSECONDS = 1_000_000;

const dropParts = ['hits_ordered', 'hits_numbered', 'left_out', 'pageviews_described', 'loops'].map((table) =>
  defineStatement({ name: `drop_${table}`, grain: 'none', sql: `drop table ${table}` }),
);

const countNative = defineQuery({
  name: 'native_sessions_found',
  grain: 'one row',
  columns: { found: 'INTEGER' },
  sql: 'select cast(count(*) as integer) as found from (select 1 from native_sessions limit 1) as first',
});

const countSoFar = defineQuery({
  name: 'sessions_so_far',
  grain: 'one row',
  columns: { sessions: 'INTEGER' },
  sql: 'select cast(count(*) as integer) as sessions from all_sessions',
});

const makeNativeIds = defineStatement({
  name: 'native_session_ids',
  grain: 'one row per native session and the session it is part of',
  sql: 'create table native_session_ids (native_session ubigint, session_id integer)',
});

const addNativeIds = defineStatement({
  name: 'add_native_session_ids',
  grain: 'one row per native session and the session it is part of',
  sql: `insert into native_session_ids
    select h.native_session, h.session_id from hits_numbered as h left join left_out as o on o.session_id = h.session_id and o.reason = 1
    where h.native_session <> 0 and o.session_id is null group by h.native_session, h.session_id`,
});

const makeLeftOutRows = defineStatement({
  name: 'left_out_rows',
  grain: 'one row per file, reason and part',
  sql: 'create table left_out_rows (file_id integer, reason integer, hits bigint)',
});

const addLeftOutRows = defineStatement({
  name: 'add_left_out_rows',
  grain: 'one row per file, reason and part',
  sql: `insert into left_out_rows
    select h.file_id, o.reason, count(*) from hits_numbered as h join left_out as o on o.session_id = h.session_id group by h.file_id, o.reason`,
});

/**
 * Rebuilds the sessions, part by part so that memory stays bounded: all hits of a visitor are in one part.
 * Fills `all_sessions`, `sessions_kept`, `page_steps`, `confirmations`, `native_session_ids` and `left_out_rows`.
 */
export async function buildSessions(
  engine: Engine,
  settings: SessionSettings,
  hits: number,
  onPart: (part: number, parts: number) => void,
): Promise<void> {
  for (const statement of [makeAllSessions, makePageSteps, makeConfirmations, makeNativeIds, makeLeftOutRows, findNativeSessions])
    await engine.run(statement);
  const hasNativeSessions = (await engine.rows(countNative))[0]?.found === 1;
  const parts = Math.max(1, Math.ceil((hits * BYTES_PER_HIT) / (settings.memory_mb * 1024 * 1024 * 0.5)));
  const gap = BigInt(settings.session_gap_minutes * 60 * MICROSECONDS);
  for (let part = 0; part < parts; part += 1) {
    onPart(part, parts);
    const first_session = (await engine.rows(countSoFar))[0]?.sessions ?? 0;
    await engine.run(hasNativeSessions ? orderHits : orderHitsWithoutSessions, { parts, part });
    await engine.run(numberHits, { first_session, gap, return_gap: BigInt(RETURN_GAP_MINUTES * 60 * MICROSECONDS) });
    await engine.run(addSessions);
    await engine.run(makeLeftOut, { first_session, bots: settings.bots });
    await engine.run(describePageviews, { pogo: BigInt(POGO_SECONDS * MICROSECONDS) });
    await engine.run(findLoops);
    for (const statement of [addPageSteps, addConfirmations, addNativeIds, addLeftOutRows, ...dropParts]) await engine.run(statement);
  }
  await engine.run(makeSessionsKept, { bots: settings.bots });
}
