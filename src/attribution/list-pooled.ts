import type { Engine } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';

/** Names that are listed of a group that is pooled; the others are counted. */
const LISTED = 50;

const pooledSources = defineQuery({
  name: 'pooled_sources',
  grain: 'one row per pooled source group and source in it',
  columns: { source_group: 'INTEGER', source: 'VARCHAR', medium: 'VARCHAR', campaign: 'VARCHAR', cohort_sessions: 'INTEGER' },
  sql: `select g.source_group as source_group, c.source as source, c.medium as medium, c.campaign as campaign,
      cast(sum(l.cohort_sessions) as integer) as cohort_sessions
    from source_groups as g
    join leaf_groups as m on m.source_group = g.source_group
    join source_leaves as l on l.leaf = m.leaf
    join sources as c on c.source_id = l.source_id
    where g.pooled = 1
    group by 1, 2, 3, 4
    order by source_group, cohort_sessions desc, source, medium, campaign`,
});

const coarseness = defineQuery({
  name: 'coarseness_read',
  grain: 'one row',
  columns: { coarseness: 'INTEGER' },
  sql: 'select coarseness from cell_coarseness',
});

/** What was taken together so that there is enough to be judged, or little enough to be held. */
export interface Pooled {
  /** Sources of each pooled group by its number: so many, and the largest by name. */
  sources: ReadonlyMap<number, { count: number; largest: { source: string; medium: string; campaign: string }[] }>;
  /** 0: nothing else, 1: page classes of the looking phase, 2: also places in the session, 3: also all but the largest sources of a medium; see `coarsenCells`. */
  coarseness: number;
}

/** Lists what was pooled. */
export async function listPooled(engine: Engine): Promise<Pooled> {
  const sources = new Map<number, { count: number; largest: { source: string; medium: string; campaign: string }[] }>();
  for (const { source_group, source, medium, campaign } of await engine.rows(pooledSources)) {
    const group = sources.get(source_group!) ?? { count: 0, largest: [] };
    sources.set(source_group!, group);
    group.count += 1;
    if (group.largest.length < LISTED) group.largest.push({ source: source!, medium: medium!, campaign: campaign! });
  }
  return { sources, coarseness: (await engine.rows(coarseness))[0]?.coarseness ?? 0 };
}
