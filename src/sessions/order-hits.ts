import { defineStatement } from '../engine/query.ts';

/**
 * The usable hits of one part of the visitors, in hit order: visitor, session (native ids), time, the export's own sequence, content. This order is total,
 * so nothing that follows depends on the order or the split of the files. All hits of a visitor are in one part.
 */
export const orderHits = defineStatement({
  name: 'hits_ordered',
  grain: 'one row per usable hit, stored in hit order',
  sql: orderedSql(
    'left join native_sessions as n on n.visitor = h.visitor and n.native_session = h.native_session',
    'coalesce(n.first_at, 0), h.native_session,',
  ),
});

/** The same where no hit has a native session: a shorter key to sort by. */
export const orderHitsWithoutSessions = defineStatement({
  name: 'hits_ordered_by_time',
  grain: 'one row per usable hit, stored in hit order',
  sql: orderedSql('', ''),
});

function orderedSql(join: string, key: string): string {
  return `create table hits_ordered as
    select h.file_id as file_id, h.visitor as visitor, h.native_session as native_session, h.hit_at as hit_at,
      p.text_id as path_id, p.page_id as page_id, coalesce(e.page_group, p.page_group, 13) as page_group,
      coalesce(e.is_pageview, 1) as is_pageview, coalesce(e.event_class, 1) as event_class,
      case when r.host_kind = 2 and r.text_id = coalesce(p.host_id, r.text_id) then 3 else coalesce(r.host_kind, 0) end as referrer_kind,
      case when r.host_kind > 0 then null else r.text_id end as host_id,
      t.text_id as touch_id, h.agent_hash as agent_hash, d.device as device, h.customer as customer, h.term as term, h.query as query, h.results as results,
      h.http_status as http_status, h.order_key as order_key, h.value_minor as value_minor
    from hits as h
    left join paths as p on p.text_hash = h.path_hash
    left join event_kinds as e on e.text_hash = h.event_hash
    left join hosts as r on r.text_hash = h.host_hash
    left join devices as d on d.text_hash = h.device_hash
    left join touches as t on t.text_hash = h.touch_hash
    ${join}
    where h.visitor % cast($parts as ubigint) = cast($part as ubigint)
    order by h.visitor, ${key} h.hit_at, coalesce(e.is_pageview, 1) desc, h.sequence, h.tie`;
}

/** First hit of each native session: sessions of a visitor that overlap in time stay apart. Empty where sessions are rebuilt from gaps. */
export const findNativeSessions = defineStatement({
  name: 'native_sessions',
  grain: 'one row per visitor and native session',
  sql: `create table native_sessions as
    select visitor as visitor, native_session as native_session, min(hit_at) as first_at
    from hits where native_session <> 0 group by visitor, native_session`,
});
