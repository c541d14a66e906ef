import type { Engine } from '../../engine/engine.ts';
import { type ArrayColumns, type ArrayOf, type ArrayQuery, defineQuery } from '../../engine/query.ts';
import type { WeeklyViews } from './achievable.ts';
import type { OrderValue } from './average-order.ts';
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
  type StepMoves,
} from './tables.ts';

const KEYS = { context: 'INTEGER', friction: 'INTEGER', arrival: 'INTEGER', bucket: 'INTEGER' } as const;
/** What the checkout's table has; the other counts are 0 there. */
const CHECKOUT_COUNTS = ['views', 'exits', 'later_orders', 'cohort_exits'] as const;

function cells(table: string, keys: readonly string[], counts: readonly string[], where = ''): ArrayQuery<ArrayColumns> {
  const names = [...keys, ...counts];
  return {
    name: `${table}_read${where === '' ? '' : `_${where.replace(/\W+/g, '_')}`}`,
    grain: `one row per ${keys.join(', ')}`,
    columns: Object.fromEntries(names.map((name) => [name, 'INTEGER' as const])),
    sql: `select ${names.map((name) => `cast(${name} as integer) as ${name}`).join(', ')} from ${table} ${where} order by ${keys.join(', ')}`,
  };
}

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
    looking: stepCells(await readArrays(engine, cells('step_cells', Object.keys(KEYS), STEP_COUNTS))),
    checkout: stepCells(await readArrays(engine, cells('checkout_cells', Object.keys(KEYS), CHECKOUT_COUNTS))),
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
  const query = cells('margin_cells', ['is_inner', 'shift', ...Object.keys(KEYS)], MARGIN_COUNTS, `where stage = ${stage}`);
  const { rows, arrays } = await readArrays(engine, query);
  const { is_inner, shift, context, friction, arrival, bucket } = arrays;
  const counts = Object.fromEntries(MARGIN_COUNTS.map((name) => [name, new Float64Array(arrays[name]!)]));
  return {
    rows,
    is_inner: is_inner!,
    shift: shift!,
    context: context!,
    friction: friction!,
    arrival: arrival!,
    bucket: bucket!,
    counts: counts as MarginCells['counts'],
  };
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
}

async function readArrays(engine: Engine, query: ArrayQuery<ArrayColumns>): Promise<Read> {
  const names = Object.keys(query.columns);
  const read: Read = { rows: 0, arrays: Object.fromEntries(names.map((name) => [name, new Int32Array(4096)])) };
  for await (const batch of engine.arrays(query)) {
    const rows = read.rows + batch.rows;
    for (const name of names) {
      let array = read.arrays[name]!;
      if (rows > array.length) {
        const larger = new Int32Array(Math.max(rows, 2 * array.length));
        larger.set(array);
        array = larger;
        read.arrays[name] = larger;
      }
      array.set((batch.arrays[name] as ArrayOf<'INTEGER'>).subarray(0, batch.rows), read.rows);
    }
    read.rows = rows;
  }
  for (const name of names) read.arrays[name] = read.arrays[name]!.subarray(0, read.rows);
  return read;
}

function stepCells({ rows, arrays }: Read): StepCells {
  const { context, friction, arrival, bucket } = arrays;
  const counts = STEP_COUNTS.map((name) => [name, arrays[name] === undefined ? new Float64Array(rows) : new Float64Array(arrays[name])]);
  return {
    rows,
    context: context!,
    friction: friction!,
    arrival: arrival!,
    bucket: bucket!,
    counts: Object.fromEntries(counts) as StepCells['counts'],
  };
}

function sessionCells({ rows, arrays }: Read): SessionCells {
  const counts = SESSION_COUNTS.map((name) => [name, new Float64Array(arrays[name]!)]);
  return { rows, arrival: arrays.arrival!, bucket: arrays.bucket!, counts: Object.fromEntries(counts) as SessionCells['counts'] };
}
