import { defineStatement } from '../engine/query.ts';

/** Reasons for which a session starts; the numbers stand in `sessions.split_reason`. */
export const SPLIT_REASONS = { 1: 'first hit of the visitor', 2: 'new session id in the export', 3: 'gap' } as const;

/**
 * Finds where sessions start and numbers them; tells for each hit how long the session has lasted and whether cart or checkout was open.
 *
 * A session is the native one, else hits without a gap over `$gap`. A return from a payment gateway or from another own domain within `$return_gap`
 * is stitched to the session before it, and so is a new native id on an internal click within `$gap`: those are splits by midnight, by campaign or by
 * a lost cookie domain. Stage 2 begins with the first cart or checkout page and never ends. All windows run over the stored hit order.
 */
export const numberHits = defineStatement({
  name: 'hits_numbered',
  grain: 'one row per hit of a part, in hit order',
  sql: ({ lag, running, rowNumber }) => `create table hits_numbered as
    select cast($first_session + session_number as integer) as session_id, hit_number, starts, stitched, split_reason,
      file_id, visitor, native_session, hit_at, elapsed_total - ${running('max', 'case when starts = 1 then elapsed_total end')} as elapsed,
      case when decisions > ${running('max', 'case when starts = 1 then decisions - is_decision end')} then 2 else 1 end as stage,
      path_id, page_id, page_group, is_pageview, event_class, host_id, touch_id, agent_hash, device, customer, term, query, results, http_status,
      order_key, value_minor
    from (
      select *, ${running('sum', 'starts')} as session_number, cast(${running('sum', 'case when starts = 1 then 0 else gap end')} as bigint) as elapsed_total,
        ${running('sum', 'is_decision')} as decisions
      from (
        select *, case when is_new_visitor = 1 or (breaks > 0 and stitches = 0) then 1 else 0 end as starts,
          case when is_new_visitor = 0 and breaks > 0 and stitches = 1 then 1 else 0 end as stitched,
          case when is_new_visitor = 1 then 1 when breaks = 1 then 2 else 3 end as split_reason,
          case when page_group between 5 and 9 then 1 else 0 end as is_decision
        from (
          select *, case when hit_number = 1 or visitor <> previous_visitor then 1 else 0 end as is_new_visitor,
            case when native_session <> previous_native then 1 when native_session = 0 and gap > $gap then 2 else 0 end as breaks,
            case when gap < 0 then 0
              when referrer_kind in (1, 2) and gap <= $return_gap then 1
              when referrer_kind in (2, 3) and native_session <> previous_native and gap <= $gap then 1
              else 0 end as stitches
          from (
            select *, ${rowNumber()} as hit_number, ${lag('visitor')} as previous_visitor, ${lag('native_session')} as previous_native,
              hit_at - ${lag('hit_at')} as gap
            from hits_ordered))))`,
});
