import { defineStatement } from '../engine/query.ts';

/** Friction signals that page views alone can show; one bit each in `page_steps.signals`. Hard: the site did it; soft: the visitor did it. */
export const SIGNALS = [
  { signal: 'error', bit: 1, class: 'hard', opportunity: 'page view' },
  { signal: 'zero_result', bit: 2, class: 'soft', opportunity: 'search with a known number of results' },
  { signal: 'repeat_search', bit: 4, class: 'soft', opportunity: 'search' },
  { signal: 'backtrack', bit: 8, class: 'soft', opportunity: 'product view' },
  { signal: 'loop', bit: 16, class: 'soft', opportunity: 'page view' },
  { signal: 'reload', bit: 32, class: 'soft', opportunity: 'page view' },
  { signal: 'form_repeat', bit: 64, class: 'hard', opportunity: 'form step view' },
] as const;

/**
 * What each page view was in its session, without loops. A search is a view of a results page that is not the next page of the same term.
 * repeat_search: a search after another without a product view in between. backtrack: from a product back, within `$pogo`, to the page it came from.
 * reload: the same address again at once. form_repeat: the same form step again at once. Another query is another address: the next page of a list, the
 * next step of a checkout.
 */
export const describePageviews = defineStatement({
  name: 'pageviews_described',
  grain: 'one row per page view of a part, in hit order',
  sql: ({ lag, lead, running, rowNumber }) => `create table pageviews_described as
    select session_id, hit_number, path_id, query, page_id, page_group, stage, elapsed, view_number - session_start_view + 1 as step,
      case when ${lead('session_id')} = session_id then 0 else 1 end as is_last, is_search, case when is_search = 1 and results is not null then 1 else 0 end as is_counted_search,
      is_reload,
      case when page_group = 11 or http_status >= 400 then 1 else 0 end
        + case when is_search = 1 and results = 0 then 2 else 0 end
        + case when is_search = 1 and searches > session_start_searches + 1 and ${lag('products_at_last_search')} = products then 4 else 0 end
        + is_backtrack * 8 + is_reload * 32 + is_form_repeat * 64 as signals
    from (
      select *, ${running('max', 'case when is_first = 1 then view_number end')} as session_start_view,
        ${running('max', 'case when is_first = 1 then searches - is_search end')} as session_start_searches,
        ${running('max', 'case when is_search = 1 then products end')} as products_at_last_search
      from (
        select *, ${running('sum', 'is_search')} as searches, ${running('sum', 'case when page_group = 3 then 1 else 0 end')} as products
        from (
          select *, case when is_same_page = 1 and page_group not in (6, 7, 8, 10) then 1 else 0 end as is_reload,
            case when is_same_page = 1 and page_group in (6, 7, 8, 10) then 1 else 0 end as is_form_repeat,
            case when page_group = 4 and not (is_first = 0 and previous_group = 4 and (term = previous_term or (is_same_page = 1 and term is null)))
              then 1 else 0 end as is_search,
            case when is_first = 0 and session_two_back = session_id and path_two_back = path_id and previous_group = 3 and page_group in (2, 4)
              and hit_at - previous_at <= $pogo then 1 else 0 end as is_backtrack
          from (
            select *, case when is_first = 0 and path_id = previous_path and coalesce(query, 0) = coalesce(previous_query, 0)
                and coalesce(term, 0) = coalesce(previous_term, 0) then 1 else 0 end as is_same_page
            from (
              select *, case when view_number = 1 or previous_session <> session_id then 1 else 0 end as is_first
              from (
                select session_id, hit_number, path_id, page_id, page_group, stage, elapsed, hit_at, term, query, results, http_status,
                  ${rowNumber()} as view_number, ${lag('session_id')} as previous_session, ${lag('session_id', 2)} as session_two_back,
                  ${lag('path_id')} as previous_path, ${lag('path_id', 2)} as path_two_back, ${lag('page_group')} as previous_group,
                  ${lag('hit_at')} as previous_at, ${lag('term')} as previous_term, ${lag('query')} as previous_query
                from hits_numbered where is_pageview = 1))))))`,
});

/** Third and later views of the same page in a session, reloads aside: few, so that only these need a window of their own. */
export const findLoops = defineStatement({
  name: 'loops',
  grain: 'one row per page view that is a loop',
  sql: `create table loops as
    select hit_number from (
      select v.hit_number as hit_number, row_number() over (partition by v.session_id, v.path_id, coalesce(v.query, 0) order by v.hit_number) as nth
      from pageviews_described as v
      join (select session_id, path_id, coalesce(query, 0) as query from pageviews_described where is_reload = 0 group by 1, 2, 3 having count(*) >= 3) as often
        on often.session_id = v.session_id and often.path_id = v.path_id and often.query = coalesce(v.query, 0)
      where v.is_reload = 0) as views
    where nth >= 3`,
});

/** Adds the page steps of a part; those of sessions that are left out (bots) are not added. */
export const addPageSteps = defineStatement({
  name: 'page_steps',
  grain: 'one row per page view of a session that is used',
  sql: `insert into page_steps
    select v.session_id, cast(v.step as integer), v.page_id, v.page_group, v.stage, cast(floor(v.elapsed / 1000000) as integer), v.is_last, v.is_search,
      v.is_counted_search, cast(v.signals + case when l.hit_number is null then 0 else 16 end as integer)
    from pageviews_described as v
    left join loops as l on l.hit_number = v.hit_number
    left join left_out as o on o.session_id = v.session_id
    where o.session_id is null`,
});

export const makePageSteps = defineStatement({
  name: 'page_steps_table',
  grain: 'one row per page view of a session that is used',
  sql: `create table page_steps (session_id integer, step integer, page_id integer, page_group tinyint, stage tinyint, elapsed_seconds integer,
    is_last tinyint, is_search tinyint, is_counted_search tinyint, signals tinyint)`,
});
