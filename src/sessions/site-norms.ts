import type { Engine } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';
import type { Key } from './hit.ts';

/** A page is slow above this, whatever is usual: METHOD 2.1. Milliseconds. */
const SLOW_FLOOR = 4000;
/** Hits whose load times make a median; more would move it by less than a millisecond matters. */
const ENOUGH_HITS = 500_000;
/** Search terms that are remembered as failing; far more than any shop's visitors type with and without results. */
const MOST_TERMS = 1_000_000;

/** What must be known of the whole site before a single page view can be judged. */
export interface SiteNorms {
  /** Load time above which a page view is slow, by page group · 8 + device; Infinity where no load time is known. */
  slow_above: Float64Array;
  /** Terms that found nothing at one time and something at another, as `low/high`. */
  failing_terms: ReadonlySet<string>;
  /** Some hit has a time that is no whole minute: seconds are told. */
  times_are_fine: boolean;
}

/** What each key of a client says; joined to the few keys, as every join with the hits costs time. */
const CLIENTS = `select k.client_key as client_key, k.agent_id as agent_id, e.page_group as page_group, e.is_pageview as is_pageview, d.device as device
        from client_keys as k left join event_kinds as e on e.text_id = k.event_id left join devices as d on d.text_id = k.device_id`;

/**
 * Medians of the load time by page group and device, of whole milliseconds (the lower one of two); the device as `HitReader` reads it. On large data those of every n-th visitor by key, which is the
 * same choice on any machine.
 */
const loadMedians = defineQuery({
  name: 'load_medians',
  grain: 'one row per page group and device',
  columns: { page_group: 'INTEGER', device: 'INTEGER', median: 'DOUBLE' },
  sql: `select page_group, device, cast(quantile_disc(load_ms, 0.5) as double) as median
    from (
      select coalesce(c.page_group, p.page_group, 13) as page_group, coalesce(c.device, fc.device, a.device, 0) as device, h.load_ms as load_ms
      from hits as h
      left join (select x.path_key as path_key, p.page_group as page_group from path_keys as x join paths as p on p.text_id = x.path_id) as p on p.path_key = h.path_key
      left join (${CLIENTS}) as c on c.client_key = h.client_key
      left join (${CLIENTS}) as fc on fc.client_key = h.fact_client_key
      left join agents as a on a.text_id = coalesce(c.agent_id, fc.agent_id)
      where h.load_ms >= 0 and h.visitor % cast($one_in as ubigint) = 0 and coalesce(c.is_pageview, 1) = 1) as loaded
    group by page_group, device order by page_group, device`,
});

/** Order independent: a term is in or not. The lower half is taken off before the division: a double does not hold 64 bits, so the upper half would be rounded. */
const failingTerms = defineQuery({
  name: 'failing_terms',
  grain: 'one row per search term with results and without',
  columns: { low: 'DOUBLE', high: 'DOUBLE' },
  sql: `select cast(term % cast(4294967296 as ubigint) as double) as low, cast((term - term % cast(4294967296 as ubigint)) / cast(4294967296 as ubigint) as double) as high
    from (select term from hits where term is not null and results >= 0 group by term having min(results) = 0 and max(results) > 0) as both_ways
    order by term limit ${MOST_TERMS}`,
});

const known = defineQuery({
  name: 'known_of_site',
  grain: 'one row',
  columns: { loads: 'DOUBLE', results: 'DOUBLE', fine_times: 'DOUBLE' },
  sql: `select cast(count(load_ms) as double) as loads, cast(count(results) as double) as results,
      cast(count(case when hit_at % 60000000 <> 0 then 1 end) as double) as fine_times from hits`,
});

/** Number of a page group and device in `slow_above`. */
export function slowIndex(group: number, device: number): number {
  return group * 8 + device;
}

/** Key of a term in `failing_terms`. */
export function termKey({ low, high }: Key): string {
  return `${low}/${high}`;
}

/** Asks the engine what is usual on this site. */
export async function readSiteNorms(engine: Engine, hits: number): Promise<SiteNorms> {
  const slow_above = new Float64Array(16 * 8).fill(Number.POSITIVE_INFINITY);
  const [has] = await engine.rows(known);
  if (has!.loads! > 0) {
    const one_in = Math.max(1, Math.floor(hits / ENOUGH_HITS));
    for (const { page_group, device, median } of await engine.rows(loadMedians, { one_in }))
      slow_above[slowIndex(page_group!, device!)] = Math.max(SLOW_FLOOR, 2 * median!);
  }
  const terms = has!.results! > 0 ? await engine.rows(failingTerms) : [];
  return { slow_above, failing_terms: new Set(terms.map(({ low, high }) => `${low}/${high}`)), times_are_fine: has!.fine_times! > 0 };
}
