import type { Engine } from '../engine/engine.ts';
import { defineQuery, defineStatement, dropStatement } from '../engine/query.ts';
import { MARGIN_COUNTS } from './count-margins.ts';
import { CELLS_PER_CONTEXT, CELLS_PER_GROUP, IS_LOOKING, MOST_GROUPS } from './count-steps.ts';
import { putLeafGroups } from './group-sources.ts';
import { POOLING, type PooledSources, poolSources, type SourceLeaf } from './source-groups.ts';
import { CONTEXTS, STEP_BINS, TIME_BINS } from './step-codes.ts';

/** METHOD 2.1: above so many cells, they are made coarser. */
export const MOST_CELLS = 3_000_000;

/** Looking: account, content and other pages are one class, so that five are left. */
const COARSER_CLASSES: Readonly<Record<number, number>> = { 4: 6, 5: 6 };
/** Views 1, 2, 3 to 8, 9 and later. */
const COARSER_STEPS: Readonly<Record<number, number>> = { 3: 2, 5: 4 };
/** So many source groups stay, and what is left of each medium. */
export const OWN_GROUPS = 60;

const countCells = (cell: '*' | 'distinct cell') =>
  defineQuery({
    name: cell === '*' ? 'count_of_cells_by_fate' : 'count_of_cells',
    grain: 'one row',
    columns: { cells: 'INTEGER' },
    sql: `select cast(count(${cell}) as integer) as cells from step_counts where ${IS_LOOKING}`,
  });

/** Of a table of cells with these other keys and counts. */
const regroup = (table: string, keys: readonly string[], counts: readonly string[]) => [
  defineStatement({
    name: `coarser_${table}`,
    grain: ['one row per cell', ...keys].join(', '),
    sql: `create table coarser_cells as
      select ${['cell', ...keys].join(', ')}, ${counts.map((name) => `cast(sum(${name}) as integer) as ${name}`).join(', ')}
      from (
        select c.cell + cast(x.becomes - x.context as bigint) * ${CELLS_PER_CONTEXT} + cast(g.becomes - g.source_group as bigint) * ${CELLS_PER_GROUP} as cell,
          ${[...keys, ...counts].map((name) => `c.${name} as ${name}`).join(', ')}
        from ${table} as c
        join coarser_contexts as x on x.context = cast(floor(c.cell / ${CELLS_PER_CONTEXT}) as integer)
        join coarser_groups as g on g.source_group = cast(floor(c.cell / ${CELLS_PER_GROUP}) % ${MOST_GROUPS} as integer)) as moved
      group by ${['cell', ...keys].join(', ')}`,
  }),
  dropStatement('table', table),
  defineStatement({ name: `rename_${table}`, grain: 'as before', sql: `alter table coarser_cells rename to ${table}` }),
];

const regroupAll = [
  ...regroup('step_counts', ['fate'], ['views']),
  ...regroup('margin_counts', ['is_inner', 'shift'], MARGIN_COUNTS),
  dropStatement('table', 'coarser_contexts'),
  dropStatement('table', 'coarser_groups'),
];

/** What was made coarser: nothing, page classes, also step bins, also sources. */
export type Coarseness = 0 | 1 | 2 | 3;

/**
 * Makes the cells coarser in METHOD's order until there are not too many, or nothing is left to be done: page classes of the looking phase to 5, its step bins to 4,
 * source groups to the 60 largest and what is left of each medium. Codes keep their meaning: a merged class has the number of one of its parts.
 *
 * @returns the groups that hold from now on; `leaf_groups` is theirs
 */
export async function coarsenCells(
  engine: Engine,
  leaves: readonly SourceLeaf[],
  fine: PooledSources,
  limits: { cells: number; own_groups: number },
): Promise<{ sources: PooledSources; coarseness: Coarseness }> {
  let sources = fine;
  let coarseness: Coarseness = 0;
  while (coarseness < 3 && (await hasMoreCells(engine, limits.cells))) {
    coarseness += 1;
    const before = sources;
    if (coarseness === 3) sources = poolSources(leaves, { ...POOLING, own: limits.own_groups });
    await regroupCells(engine, coarseness as Coarseness, before, sources);
  }
  if (sources !== fine) {
    await engine.run(dropStatement('table', 'leaf_groups'));
    await putLeafGroups(engine, sources);
  }
  return { sources, coarseness: coarseness as Coarseness };
}

/** Whether there are more cells than that. A cell has a row for each of its fates: mostly these are few enough already, and are counted for nothing. */
async function hasMoreCells(engine: Engine, most: number): Promise<boolean> {
  for (const query of [countCells('*'), countCells('distinct cell')]) if (((await engine.rows(query))[0]?.cells ?? 0) <= most) return false;
  return true;
}

async function regroupCells(engine: Engine, coarseness: Coarseness, before: PooledSources, after: PooledSources): Promise<void> {
  const contexts = Array.from({ length: 2 * CONTEXTS }, (_, context) => ({ context, becomes: coarserContext(context, coarseness) }));
  const moves = new Map([...before.groupOf].map(([leaf, group]) => [group, after.groupOf.get(leaf)!]));
  const groups = [...moves].map(([source_group, becomes]) => ({ source_group, becomes }));
  for (const [table, key] of [
    ['coarser_contexts', 'context'],
    ['coarser_groups', 'source_group'],
  ])
    await engine.run(
      defineStatement({ name: table!, grain: `one row per ${key}`, sql: `create table ${table} (${key} integer, becomes integer)` }),
    );
  await engine.append('coarser_contexts', { context: 'INTEGER', becomes: 'INTEGER' }, contexts);
  await engine.append('coarser_groups', { source_group: 'INTEGER', becomes: 'INTEGER' }, groups);
  for (const statement of regroupAll) await engine.run(statement);
}

/** Contexts of stage 2 come after those of stage 1, and stay as they are: the checkout has few cells. */
function coarserContext(context: number, coarseness: Coarseness): number {
  if (context >= CONTEXTS) return context;
  const [page_class, step_bin] = [Math.floor(context / (STEP_BINS * TIME_BINS)), Math.floor(context / TIME_BINS) % STEP_BINS];
  const step = coarseness >= 2 ? (COARSER_STEPS[step_bin] ?? step_bin) : step_bin;
  return ((COARSER_CLASSES[page_class] ?? page_class) * STEP_BINS + step) * TIME_BINS + (context % TIME_BINS);
}
