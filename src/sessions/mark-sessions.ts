import type { Options } from '../config/options.ts';
import type { Engine } from '../engine/engine.ts';
import { defineStatement } from '../engine/query.ts';
import { STEP_FACTS } from './session-tables.ts';
import { LANDINGS } from './source-groups.ts';

/** Groups of visitors for the intervals, by their key: METHOD, Uncertainty; the hash stands in ADR 13. */
export const BUCKETS = 40;
/**
 * Devices (0 desktop, 1 mobile, 2 tablet, 3 not known) × new (0) or returning (1): the strata within which traffic is compared. Returning: not the first session of its
 * visitor, or a customer, known on arrival, whose first order was before.
 */
export const STRATA = 8;

/** The cohort's band, and what it measures. */
export type Band = Pick<Options, 'dwell' | 'dwell_basis'>;

/**
 * What became of a page view, as far as the split counts it. A session progresses when it opens cart or checkout, or orders without being seen there.
 *
 *   went on in its stage:   0 not in the cohort, no order   1 cohort, no order   2 cohort, order   3 not in the cohort, order
 *   progressed:             4 order   5 bought later or elsewhere   6 abandoned
 *   left, an exit:          7 abandoned, cohort   8 abandoned, not in the cohort   9 bought later or elsewhere
 */
const LEFT = 'case when s.outcome <> 4 then 9 when s.is_cohort = 1 then 7 else 8 end';
const FATES = {
  within: 'case when s.outcome = 1 then case when s.is_cohort = 1 then 2 else 3 end else s.is_cohort end',
  looking: `case when s.outcome = 1 then 4 when s.opened = 1 then case when s.outcome = 4 then 6 else 5 end else ${LEFT} end`,
  checkout: `case when s.outcome = 1 then 4 else ${LEFT} end`,
};

/** Landing classes by page group, as numbered in `GROUP_NUMBERS`. */
const LANDING = `case p.page_group when 1 then ${landing('home')} when 2 then ${landing('products')} when 3 then ${landing('product')}
      when 4 then ${landing('search')} when 12 then ${landing('content')} else ${landing('other')} end`;

const SECOND = 1_000_000;
const MICROSECONDS_A_WEEK = 7 * 86_400 * SECOND;
/** METHOD, Sensitivity 3: the ends of the band are moved out and in by so much. */
export const MARGIN_SECONDS = 30;
/** METHOD's cross-check looks only at sessions that still look around after so long. */
const LANDMARK = 120 * SECOND;

/** What the band measures, and the same with the usual time on the last page where that has no end. */
const BAND_TIME = 'case when cast($by_session as integer) = 1 then s.duration else s.looking end';
const FILLED_TIME = `${BAND_TIME} + case when cast($by_session as integer) = 1 or s.opened = 0 then coalesce(u.seconds, 0) * cast(${SECOND} as bigint) else 0 end`;

/**
 * What the tables of the split need of a session. `leaf`: see `SourceLeaf`. `fate_…`: of a view within its stage, of the last one while looking, of the last
 * one from cart or checkout on. `week`: whole weeks since the first session. `is_margin`: in the cohort, but not with the ends of the band moved in, or not in it, but with
 * the ends moved out. `is_refilled`: in the cohort, but not with the usual time on the last page added where that has no end, or the other way round.
 */
const makeMarks = defineStatement({
  name: 'session_marks',
  grain: 'one row per session that is used',
  sql: `create table session_marks as
    select s.session_id as session_id, cast(a.source_id * ${LANDINGS.length} + ${LANDING} as integer) as leaf,
      cast(case when s.device between 1 and 3 then s.device - 1 else 3 end * 2
        + case when s.is_new_visitor = 0 or k.is_returning = 1 then 1 else 0 end as tinyint) as stratum,
      cast(s.visitor % cast(${BUCKETS} as ubigint) as tinyint) as bucket, cast(floor((s.started_at - w.first_at) / ${MICROSECONDS_A_WEEK}) as integer) as week,
      cast(s.outcome as tinyint) as outcome, cast(s.is_cohort as tinyint) as is_cohort, cast(${FATES.within} as tinyint) as fate_within,
      cast(${FATES.looking} as tinyint) as fate_looking, cast(${FATES.checkout} as tinyint) as fate_checkout,
      cast(case when s.looking >= ${LANDMARK} then 1 else 0 end as tinyint) as is_past_landmark, s.exposure as exposure,
      cast(case when s.is_cohort = 1 and ${BAND_TIME} between cast($narrow_from as bigint) and cast($narrow_to as bigint) then 0
        when s.is_cohort = 1 or ${BAND_TIME} between cast($wide_from as bigint) and cast($wide_to as bigint) then 1 else 0 end as tinyint) as is_margin,
      cast(case when ${FILLED_TIME} between cast($band_from as bigint) and cast($band_to as bigint) then 1 - s.is_cohort else s.is_cohort end as tinyint) as is_refilled
    from sessions as s
    cross join (select min(started_at) as first_at from sessions) as w
    join arrival_sources as a on a.touch_id = s.touch_id and a.host_id = s.host_id
    left join known_customers as k on k.session_id = s.session_id
    left join pages as p on p.page_id = s.landing_page
    left join usual_seconds as u on u.page_group = s.last_group`,
});

/** So many sessions or up to twice as many say how long page views usually take; of more, a share by the visitor's key. */
const ENOUGH_SESSIONS = 20_000;

/** The lower median. The last page view of a session has no end and does not count. */
const usualSeconds = defineStatement({
  name: 'usual_seconds',
  grain: 'one row per page group: whole seconds from a page view while looking to the next one, the median',
  sql: `create table usual_seconds as
    select page_group, seconds
    from (
      select page_group, seconds, views, sum(views) over (partition by page_group order by seconds) as up_to, sum(views) over (partition by page_group) as every
      from (
        select page_group, seconds, count(*) as views
        from (
          select ${STEP_FACTS.sql('page_group', 't.facts')} as page_group, ${STEP_FACTS.sql('stage', 't.facts')} as stage,
            lead(t.elapsed_seconds) over (partition by t.session_id order by t.step) - t.elapsed_seconds as seconds
          from page_step_rows as t
          join session_rows as r on r.session_id = t.session_id
          cross join (select count(*) as sessions from session_rows) as n
          where r.visitor % cast(case when n.sessions < ${2 * ENOUGH_SESSIONS} then 1 else floor(n.sessions / ${ENOUGH_SESSIONS}) end as ubigint) = 0) as timed
        where seconds is not null and stage = 1
        group by page_group, seconds) as counted) as ranked
    where 2 * up_to >= every and 2 * (up_to - views) < every`,
});

/** Fills `session_marks`, from which page views and sessions are counted, and `usual_seconds`. */
export async function markSessions(engine: Engine, { dwell, dwell_basis }: Band): Promise<void> {
  const at = (seconds: number) => BigInt(seconds * SECOND);
  const { from_seconds, to_seconds } = dwell;
  await engine.run(usualSeconds);
  await engine.run(makeMarks, {
    by_session: dwell_basis === 'session' ? 1 : 0,
    narrow_from: at(from_seconds + MARGIN_SECONDS),
    narrow_to: at(to_seconds - MARGIN_SECONDS),
    band_from: at(from_seconds),
    band_to: at(to_seconds),
    wide_from: at(from_seconds - MARGIN_SECONDS),
    wide_to: at(to_seconds + MARGIN_SECONDS),
  });
}

function landing(name: (typeof LANDINGS)[number]): number {
  return LANDINGS.indexOf(name);
}
