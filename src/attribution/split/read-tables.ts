import type { Engine } from '../../engine/engine.ts';
import { type ArrayColumns, type ArrayQuery, defineQuery } from '../../engine/query.ts';
import type { WeeklyViews } from './achievable.ts';
import type { OrderValue } from './average-order.ts';
import { codesOf } from './cell-codes.ts';
import type { SplitInput } from './find-split.ts';
import type { LandmarkCells } from './landmark-design.ts';
import type { PageCells } from './share-pages.ts';
import {
  MARGIN_COUNTS,
  type MarginCells,
  type Margins,
  SESSION_COUNTS,
  type SessionCells,
  type SignalBit,
  type SourceGroup,
  STEP_COUNTS,
  type StepCells,
  type StepCount,
  type StepMoves,
} from './tables.ts';

type FateCount = Exclude<StepCount, 'views'>;
const FATE_COUNTS = STEP_COUNTS.filter((name) => name !== 'views');
/** What the checkout's table has; the other counts are 0 there. */
const CHECKOUT_COUNTS = ['exits', 'later_orders', 'cohort_exits'] as const satisfies readonly FateCount[];

function cells(table: string, keys: readonly string[], counts: readonly string[], where = ''): ArrayQuery<ArrayColumns> {
  const names = [...keys, ...counts];
  const types = names.map((name) => [name, name === 'cell' ? 'BIGINT' : 'INTEGER'] as const);
  return {
    name: `${table}_read${where === '' ? '' : `_${where.replace(/\W+/g, '_')}`}`,
    grain: `one row per ${keys.join(', ')}`,
    columns: Object.fromEntries(types),
    sql: `select ${types.map(([name, type]) => `cast(${name} as ${type}) as ${name}`).join(', ')} from ${table} ${where} order by ${keys.join(', ')}`,
  };
}

const fateQuery = defineQuery({
  name: 'step_fates_read',
  grain: 'one row per fate of a page view',
  columns: { fate: 'INTEGER', ...(Object.fromEntries(FATE_COUNTS.map((name) => [name, 'INTEGER'])) as Record<FateCount, 'INTEGER'>) },
  sql: `select fate, ${FATE_COUNTS.join(', ')} from step_fates order by fate`,
});

const groupQuery = defineQuery({
  name: 'source_groups_read',
  grain: 'one row per source group',
  columns: {
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
  },
  sql: `select source_group, label, channel, source, medium, campaign, landing, level, pooled, sessions, cohort_sessions, cohort_orders
    from source_groups order by source_group`,
});

const valueQuery = defineQuery({
  name: 'order_values_read',
  grain: 'one row per source group and order value',
  columns: { source_group: 'INTEGER', revenue_minor: 'DOUBLE', sessions: 'INTEGER' },
  sql: `select source_group, cast(revenue_minor as double) as revenue_minor, sessions from order_values where revenue_minor > 0
    order by source_group, revenue_minor`,
});

/** The last day counts as a whole one: exports of four weeks seldom hold a hit in their first and last hour. */
const weeksQuery = defineQuery({
  name: 'whole_weeks',
  grain: 'one row',
  columns: { whole_weeks: 'INTEGER' },
  sql: `select cast(coalesce(floor((floor((max(last_ended_at) - min(first_started_at)) / 86400000000) + 1) / 7), 0) as integer) as whole_weeks from session_groups`,
});

/** Reads the grouped tables of the sessions; as many numbers as there are different circumstances, whatever the traffic. */
export async function readSplitInput(engine: Engine, signals: readonly SignalBit[]): Promise<SplitInput> {
  const groups = (await engine.rows(groupQuery)) as SourceGroup[];
  const order_values = (await engine.rows(valueQuery)) as OrderValue[];
  return {
    looking: await readStepCells(engine, 'step_cells', FATE_COUNTS),
    checkout: await readStepCells(engine, 'checkout_cells', CHECKOUT_COUNTS),
    sessions: sessionCells(await readArrays(engine, cells('session_cells', ['arrival', 'bucket'], SESSION_COUNTS))),
    moves: await readMoves(engine),
    groups,
    signals,
    order_values,
    pages: [await readPages(engine, 1), await readPages(engine, 2)],
    landmark: await readLandmark(engine),
    margins: await readMargins(engine),
    weekly: await readWeekly(engine),
  };
}

async function readMoves(engine: Engine): Promise<StepMoves> {
  const { rows, arrays } = await readArrays(engine, cells('step_moves', ['source_group', 'state', 'next_state'], ['views']));
  const { source_group, state, next_state, views } = arrays;
  return { rows, source_group: source_group!, state: state!, next_state: next_state!, views: new Float64Array(views!) };
}

async function readPages(engine: Engine, stage: 1 | 2): Promise<PageCells> {
  const query = cells('page_cells', ['page_id', 'context', 'friction'], ['cohort_exits', 'cohort_continued'], `where stage = ${stage}`);
  const { rows, arrays } = await readArrays(engine, query);
  return {
    rows,
    page_id: arrays.page_id!,
    context: arrays.context!,
    friction: arrays.friction!,
    cohort_exits: new Float64Array(arrays.cohort_exits!),
    cohort_continued: new Float64Array(arrays.cohort_continued!),
  };
}

async function readLandmark(engine: Engine): Promise<LandmarkCells> {
  const keys = ['arrival', 'early_views', 'early_hard', 'early_soft', 'bucket'];
  const { rows, arrays } = await readArrays(engine, cells('landmark_cells', keys, ['cohort_sessions', 'cohort_orders']));
  return {
    rows,
    arrival: arrays.arrival!,
    early_views: arrays.early_views!,
    early_hard: arrays.early_hard!,
    early_soft: arrays.early_soft!,
    bucket: arrays.bucket!,
    cohort_sessions: new Float64Array(arrays.cohort_sessions!),
    cohort_orders: new Float64Array(arrays.cohort_orders!),
  };
}

async function readMargins(engine: Engine): Promise<Margins> {
  const { rows, arrays } = await readArrays(
    engine,
    cells('margin_sessions', ['is_inner', 'shift', 'arrival', 'bucket'], ['sessions', 'orders']),
  );
  const { is_inner, shift, arrival, bucket } = arrays;
  const counts = { sessions: new Float64Array(arrays.sessions!), orders: new Float64Array(arrays.orders!) };
  return {
    looking: await readMarginCells(engine, 1),
    checkout: await readMarginCells(engine, 2),
    sessions: { rows, is_inner: is_inner!, shift: shift!, arrival: arrival!, bucket: bucket!, counts },
  };
}

async function readMarginCells(engine: Engine, stage: 1 | 2): Promise<MarginCells> {
  const { rows, arrays, cell } = await readArrays(
    engine,
    cells('margin_cells', ['is_inner', 'shift', 'cell'], MARGIN_COUNTS, `where stage = ${stage}`),
  );
  const counts = Object.fromEntries(MARGIN_COUNTS.map((name) => [name, new Float64Array(arrays[name]!)]));
  return { rows, is_inner: arrays.is_inner!, shift: arrays.shift!, ...codesOf(cell), counts: counts as MarginCells['counts'] };
}

async function readWeekly(engine: Engine): Promise<WeeklyViews> {
  const { rows, arrays } = await readArrays(engine, cells('weekly_views', ['week', 'page_group', 'device', 'signals'], ['views']));
  const weeks = await engine.rows(weeksQuery);
  return {
    rows,
    week: arrays.week!,
    page_group: arrays.page_group!,
    device: arrays.device!,
    signals: arrays.signals!,
    views: new Float64Array(arrays.views!),
    whole_weeks: weeks[0]?.whole_weeks ?? 0,
  };
}

interface Read {
  rows: number;
  arrays: Record<string, Int32Array>;
  /** The only column of numbers as long as that. */
  cell: Float64Array;
}

async function readArrays(engine: Engine, query: ArrayQuery<ArrayColumns>): Promise<Read> {
  const read: Read = { rows: 0, arrays: {}, cell: new Float64Array(0) };
  for (const [name, type] of Object.entries(query.columns)) {
    if (type === 'BIGINT') read.cell = new Float64Array(4096);
    else read.arrays[name] = new Int32Array(4096);
  }
  for await (const batch of engine.arrays(query)) {
    const rows = read.rows + batch.rows;
    for (const [name, values] of Object.entries(batch.arrays)) {
      if (values instanceof Float64Array) read.cell = put(values, read.cell, read.rows);
      else read.arrays[name] = put(values as Int32Array, read.arrays[name]!, read.rows);
    }
    read.rows = rows;
  }
  for (const [name, array] of Object.entries(read.arrays)) read.arrays[name] = array.subarray(0, read.rows);
  return { ...read, cell: read.cell.subarray(0, read.rows) };
}

/** The array with values put in from a place on, or a larger one where they do not fit. */
function put<A extends Int32Array | Float64Array>(values: A, array: A, from: number): A {
  const rows = from + values.length;
  const larger = rows > array.length ? (array instanceof Int32Array ? new Int32Array(2 * rows) : new Float64Array(2 * rows)) : array;
  if (larger !== array) larger.set(array);
  larger.set(values, from);
  return larger as A;
}

/** The views of each cell by what became of them, added up to counts. The rows of a cell follow each other. */
async function readStepCells(engine: Engine, table: string, names: readonly FateCount[]): Promise<StepCells> {
  const fates = await engine.rows(fateQuery);
  const { arrays, cell } = await readArrays(engine, cells(table, ['cell', 'fate'], ['views']));
  const lines = linesOf(cell);
  const counts = Object.fromEntries(STEP_COUNTS.map((name) => [name, new Float64Array(lines)])) as Record<StepCount, Float64Array>;
  const sumsOf = fates.map((fate) => [counts.views, ...names.filter((name) => fate[name] === 1).map((name) => counts[name])]);
  addUp(cell, arrays.fate!, arrays.views!, sumsOf);
  return { rows: lines, ...codesOf(cell.subarray(0, lines)), counts };
}

/** How many different cells there are; the rows of a cell follow each other. */
function linesOf(cell: Float64Array): number {
  let lines = 0;
  for (let row = 0; row < cell.length; row++) if (row === 0 || cell[row] !== cell[row - 1]) lines += 1;
  return lines;
}

/** Adds the views of each row to the sums of its fate, at the line of its cell, and leaves each cell once. */
function addUp(cell: Float64Array, fate: Int32Array, views: Int32Array, sumsOf: readonly (readonly Float64Array[])[]): void {
  let line = -1;
  for (let row = 0; row < cell.length; row++) {
    if (line < 0 || cell[row] !== cell[line]) {
      line += 1;
      cell[line] = cell[row]!;
    }
    const sums = sumsOf[fate[row]!]!;
    for (let i = 0; i < sums.length; i++) sums[i]![line]! += views[row]!;
  }
}

function sessionCells({ rows, arrays }: Read): SessionCells {
  const counts = SESSION_COUNTS.map((name) => [name, new Float64Array(arrays[name]!)]);
  return { rows, arrival: arrays.arrival!, bucket: arrays.bucket!, counts: Object.fromEntries(counts) as SessionCells['counts'] };
}
