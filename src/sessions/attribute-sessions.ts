import type { Engine } from '../engine/engine.ts';
import { defineQuery, defineStatement } from '../engine/query.ts';
import { attribute } from './channels.ts';
import { readTouch } from './read-touch.ts';

const arrivals = defineQuery({
  name: 'arrivals',
  grain: 'one row per distinct pair of touch and referring host',
  columns: { touch_id: 'INTEGER', host_id: 'INTEGER', touch: 'VARCHAR', host: 'VARCHAR' },
  sql: `select s.touch_id as touch_id, s.host_id as host_id, t.text as touch, h.host as host
    from (select touch_id, host_id from all_sessions where in_period = 1 group by touch_id, host_id) as s
    left join texts as t on t.text_id = s.touch_id and t.kind = 'touch'
    left join hosts as h on h.text_id = s.host_id
    order by s.touch_id, s.host_id`,
});

const makeSources = defineStatement({
  name: 'sources',
  grain: 'one row per distinct channel, source, medium and campaign',
  sql: 'create table sources (source_id integer, channel varchar, source varchar, medium varchar, campaign varchar)',
});

const makeArrivalSources = defineStatement({
  name: 'arrival_sources',
  grain: 'one row per distinct pair of touch and referring host',
  sql: 'create table arrival_sources (touch_id integer, host_id integer, source_id integer)',
});

const UNKNOWN = { channel: 'Unassigned', source: '(not set)', medium: '(not set)', campaign: '(not set)' };

/**
 * Gives every session of the period, bots too, its channel, source, medium and campaign: by its first touch (utm parameters or columns, click id), else by the site that
 * its first hit came from. Where the exports tell no source at all, or no referrers and the session has no tag, it is not set: nobody is called direct for a lack of columns. Later touches are counted, they neither split nor re-attribute the session.
 */
export async function attributeSessions(
  engine: Engine,
  domains: readonly string[],
  { has_traffic_source, has_referrer }: { has_traffic_source: boolean; has_referrer: boolean },
): Promise<void> {
  const site = { domains, tells_referrer: has_referrer };
  await engine.run(makeSources);
  await engine.run(makeArrivalSources);
  const ids = new Map<string, number>();
  const sources: { source_id: number; channel: string; source: string; medium: string; campaign: string }[] = [];
  const pairs: { touch_id: number; host_id: number; source_id: number }[] = [];
  for await (const batch of engine.batches(arrivals)) {
    for (const { touch_id, host_id, touch, host } of batch) {
      const { channel, source, medium, campaign } = has_traffic_source
        ? attribute({ ...readTouch(touch), referrer_host: host }, site)
        : UNKNOWN;
      const key = [channel, source, medium, campaign].join('\u001f');
      let source_id = ids.get(key);
      if (source_id === undefined) {
        source_id = ids.size + 1;
        ids.set(key, source_id);
        sources.push({ source_id, channel, source, medium, campaign });
      }
      pairs.push({ touch_id: touch_id!, host_id: host_id!, source_id });
    }
  }
  await engine.append(
    'sources',
    { source_id: 'INTEGER', channel: 'VARCHAR', source: 'VARCHAR', medium: 'VARCHAR', campaign: 'VARCHAR' },
    sources,
  );
  await engine.append('arrival_sources', { touch_id: 'INTEGER', host_id: 'INTEGER', source_id: 'INTEGER' }, pairs);
}
