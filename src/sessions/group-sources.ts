import type { Engine } from '../engine/engine.ts';
import { defineQuery, defineStatement } from '../engine/query.ts';
import { LANDINGS, type PooledSources, type SourceGroup, type SourceLeaf } from './source-groups.ts';

const makeLeaves = defineStatement({
  name: 'source_leaves',
  grain: 'one row per source and class of landing page',
  sql: `create table source_leaves as
    select leaf, cast(floor(leaf / ${LANDINGS.length}) as integer) as source_id, leaf % ${LANDINGS.length} as landing, sessions, orders, cohort_sessions, cohort_orders
    from (
      select leaf, cast(count(*) as integer) as sessions, cast(count(*) filter (where outcome = 1) as integer) as orders,
        cast(count(*) filter (where is_cohort = 1) as integer) as cohort_sessions,
        cast(count(*) filter (where is_cohort = 1 and outcome = 1) as integer) as cohort_orders
      from session_marks group by leaf) as counted`,
});

const leaves = defineQuery({
  name: 'leaves_by_name',
  grain: 'one row per source and class of landing page',
  columns: {
    leaf: 'INTEGER',
    channel: 'VARCHAR',
    source: 'VARCHAR',
    medium: 'VARCHAR',
    campaign: 'VARCHAR',
    landing: 'INTEGER',
    sessions: 'INTEGER',
    cohort_sessions: 'INTEGER',
    cohort_orders: 'INTEGER',
  },
  sql: `select l.leaf as leaf, c.channel as channel, c.source as source, c.medium as medium, c.campaign as campaign, l.landing as landing, l.sessions as sessions,
      l.cohort_sessions as cohort_sessions, l.cohort_orders as cohort_orders
    from source_leaves as l join sources as c on c.source_id = l.source_id
    order by l.leaf`,
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

/** Makes `source_leaves` of `session_marks`, and gives them, to be pooled. */
export async function countLeaves(engine: Engine): Promise<SourceLeaf[]> {
  await engine.run(makeLeaves);
  const rows = (await engine.rows(leaves)) as (Omit<SourceLeaf, 'landing'> & { landing: number })[];
  return rows.map((row) => ({ ...row, landing: LANDINGS[row.landing]! }));
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
