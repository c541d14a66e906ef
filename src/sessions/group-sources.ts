import type { Engine } from '../engine/engine.ts';
import { defineQuery, defineStatement } from '../engine/query.ts';
import { LANDINGS, type PooledSources, type SourceGroup, type SourceLeaf } from './source-groups.ts';

const leaves = defineQuery({
  name: 'source_leaves',
  grain: 'one row per source and class of landing page',
  columns: {
    leaf: 'INTEGER',
    channel: 'VARCHAR',
    source: 'VARCHAR',
    medium: 'VARCHAR',
    campaign: 'VARCHAR',
    sessions: 'INTEGER',
    cohort_sessions: 'INTEGER',
    cohort_orders: 'INTEGER',
  },
  sql: `select m.leaf as leaf, c.channel as channel, c.source as source, c.medium as medium, c.campaign as campaign, m.sessions as sessions,
      m.cohort_sessions as cohort_sessions, m.cohort_orders as cohort_orders
    from (
      select leaf, cast(count(*) as integer) as sessions, cast(count(case when is_cohort = 1 then 1 end) as integer) as cohort_sessions,
        cast(count(case when is_cohort = 1 and outcome = 1 then 1 end) as integer) as cohort_orders
      from session_marks group by leaf) as m
    join sources as c on c.source_id = cast(floor(m.leaf / ${LANDINGS.length}) as integer)
    order by m.leaf`,
});

const makeLeafGroups = defineStatement({
  name: 'leaf_groups',
  grain: 'one row per leaf',
  sql: 'create table leaf_groups (leaf integer, source_group integer)',
});

const GROUP_COLUMNS = {
  source_group: 'INTEGER',
  label: 'VARCHAR',
  channel: 'VARCHAR',
  source: 'VARCHAR',
  medium: 'VARCHAR',
  campaign: 'VARCHAR',
  landing: 'VARCHAR',
  level: 'VARCHAR',
  pooled: 'INTEGER',
  sessions: 'INTEGER',
  cohort_sessions: 'INTEGER',
  cohort_orders: 'INTEGER',
} as const satisfies Record<keyof SourceGroup, 'INTEGER' | 'VARCHAR'>;

const makeSourceGroups = defineStatement({
  name: 'source_groups',
  grain: 'one row per source group',
  sql: `create table source_groups (${Object.entries(GROUP_COLUMNS)
    .map(([name, type]) => `${name} ${type.toLowerCase()}`)
    .join(', ')})`,
});

/** What is to be pooled, from `session_marks`. */
export async function readLeaves(engine: Engine): Promise<SourceLeaf[]> {
  const rows = (await engine.rows(leaves)) as Omit<SourceLeaf, 'landing'>[];
  return rows.map((row) => ({ ...row, landing: LANDINGS[row.leaf % LANDINGS.length]! }));
}

/** Fills `leaf_groups`, by which sessions find their group. */
export async function putLeafGroups(engine: Engine, { groupOf }: PooledSources): Promise<void> {
  await engine.run(makeLeafGroups);
  const rows = [...groupOf].map(([leaf, source_group]) => ({ leaf, source_group }));
  await engine.append('leaf_groups', { leaf: 'INTEGER', source_group: 'INTEGER' }, rows);
}

/** Fills `source_groups`. */
export async function putSourceGroups(engine: Engine, { groups }: PooledSources): Promise<void> {
  await engine.run(makeSourceGroups);
  await engine.append('source_groups', GROUP_COLUMNS, groups);
}
