import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulateShop } from '../../src/simulate/simulate-shop.ts';
import { type Shop, type StagedShop, stageShop } from '../shop.ts';
import { allCells, type Line, linesOf } from './cells.ts';

const root = mkdtempSync(join(tmpdir(), 'midfunnel-cells-'));
let header: string;
let rows: string[];
let orders: Record<string, Buffer>;
let whole: Shop;

beforeAll(async () => {
  const files = await simulateShop({ sessions: 4_000, days: 16, seed: 7, started_on: '2026-11-02' }, join(root, 'shop'));
  const [first, ...lines] = readFileSync(files.events, 'utf8').trimEnd().split('\n') as [string, ...string[]];
  header = first;
  // The simulated shop has no account pages outside of its checkout: half of its help pages become some.
  rows = lines.map((line, index) => (index % 2 === 0 ? line.replaceAll('/help/', '/account/') : line));
  orders = { 'orders.csv': readFileSync(files.orders), 'store-orders.csv': readFileSync(files.store_orders!) };
  whole = { events: csv(rows), orders };
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const csv = (lines: readonly string[]) => `${[header, ...lines].join('\n')}\n`;

interface Step {
  session_id: number;
  step: number;
  elapsed_seconds: number;
  page_group: number;
  stage: number;
  signals: number;
  earlier_hard: number;
  earlier_soft: number;
  stratum: number;
  bucket: number;
  source_group: number;
  opened: number;
  is_cohort: number;
  outcome: number;
}

const STEP_COLUMNS = {
  session_id: 'INTEGER',
  step: 'INTEGER',
  elapsed_seconds: 'INTEGER',
  page_group: 'INTEGER',
  stage: 'INTEGER',
  signals: 'INTEGER',
  earlier_hard: 'INTEGER',
  earlier_soft: 'INTEGER',
  stratum: 'INTEGER',
  bucket: 'INTEGER',
  source_group: 'VARCHAR',
  opened: 'INTEGER',
  is_cohort: 'INTEGER',
  outcome: 'INTEGER',
} as const;

/** Every page view with its session; the source group by the names of the source and the landing page, without the tables in between. */
async function stepsOf({ rows, groups }: StagedShop): Promise<Step[]> {
  const found = await rows(
    STEP_COLUMNS,
    `select t.session_id, t.step, t.elapsed_seconds, t.page_group, t.stage, t.signals, t.earlier_hard, t.earlier_soft,
      cast(case s.device when 1 then 0 when 2 then 1 when 3 then 2 else 3 end * 2 + case s.is_new_visitor when 1 then 0 else 1 end as integer) as stratum,
      cast(s.visitor % 40 as integer) as bucket,
      concat_ws('|', c.source, c.medium, c.campaign, case p.page_group when 1 then 'home' when 2 then 'products' when 3 then 'product' when 4 then 'search' when 12 then 'content' else 'other' end) as source_group,
      cast(s.opened as integer) as opened, cast(s.is_cohort as integer) as is_cohort, s.outcome
    from page_steps as t join sessions as s on s.session_id = t.session_id
    join arrival_sources as a on a.touch_id = s.touch_id and a.host_id = s.host_id join sources as c on c.source_id = a.source_id
    left join pages as p on p.page_id = s.landing_page
    order by t.session_id, t.step`,
  );
  const find = (name: string) => {
    const [source, medium, campaign, landing] = name.split('|');
    const fits = (value: string, own: string | undefined) => value === 'all' || value === own;
    return groups.find((g) => fits(g.source, source) && fits(g.medium, medium) && fits(g.campaign, campaign) && fits(g.landing, landing))!;
  };
  return found.map((row) => ({ ...row, source_group: find(row.source_group!).source_group })) as Step[];
}

const binOf = (value: number, limits: readonly number[]) => limits.filter((limit) => value >= limit).length;
const CLASS = [[], [6, 0, 1, 2, 3, 6, 6, 6, 6, 6, 4, 6, 5, 6], [6, 6, 6, 5, 6, 0, 2, 3, 4, 7, 1, 6, 6, 6]];

/** The cells of one stage from all page views one by one, by the words of METHOD 2.1. */
function cellsOf(steps: readonly Step[], stage: 1 | 2): Map<string, Line> {
  const cells = new Map<string, Line>();
  const isEnd = (step: Step, index: number) => steps[index + 1]?.session_id !== step.session_id || steps[index + 1]?.stage !== step.stage;
  steps.forEach((step, index) => {
    const page_class = CLASS[step.stage]![step.page_group]!;
    if (step.stage !== stage || page_class === 7) return;
    const context = (page_class * 6 + binOf(step.step, [2, 3, 5, 9, 15])) * 4 + binOf(step.elapsed_seconds, [120, 240, 420]);
    const friction = (step.signals * 3 + step.earlier_hard) * 3 + step.earlier_soft;
    const key = [context, friction, step.source_group * 8 + step.stratum, step.bucket].join();
    const [isOrdered, isCohort] = [step.outcome === 1, step.is_cohort === 1];
    const goesOn = stage === 1 && (step.opened === 1 || isOrdered);
    const isExit = isEnd(step, index) && !goesOn && !isOrdered;
    const isProgress = isEnd(step, index) && goesOn;
    const continues = stage === 1 && isCohort && !isExit && !isProgress;
    const counts = {
      views: true,
      exits: isExit,
      progress: isProgress,
      later_orders: !isExit && isOrdered,
      progress_orders: isProgress && isOrdered,
      cohort_exits: isExit && isCohort && step.outcome === 4,
      cohort_continued: continues,
      cohort_continued_orders: continues && isOrdered,
    };
    const cell = cells.get(key) ?? {};
    for (const [name, holds] of Object.entries(counts)) cell[name] = (cell[name] ?? 0) + Number(holds);
    cells.set(key, cell);
  });
  return cells;
}

const keyed = (lines: readonly Line[]) =>
  new Map(lines.map(({ context, friction, arrival, bucket, ...counts }) => [[context, friction, arrival, bucket].join(), counts]));

describe('the tables of a simulated shop', () => {
  it('are those of counting its page views one by one', async () => {
    await stageShop(whole, async (staged) => {
      const steps = await stepsOf(staged);
      expect(steps.length).toBeGreaterThan(15_000);
      expect(keyed(await linesOf(staged, 'step_cells'))).toEqual(cellsOf(steps, 1));
      const stage2 = [...cellsOf(steps, 2)].map(
        ([key, { views, exits, later_orders, cohort_exits }]) => [key, { views, exits, later_orders, cohort_exits }] as const,
      );
      expect(keyed(await linesOf(staged, 'checkout_cells'))).toEqual(new Map(stage2));
    });
  });

  it('agree with each other and with the sessions', async () => {
    await stageShop(whole, async (staged) => {
      const total = async (table: string) => (await linesOf(staged, table, []))[0]!;
      const [steps, checkout, sessions, weekly] = [
        await total('step_cells'),
        await total('checkout_cells'),
        await total('session_cells'),
        await total('weekly_views'),
      ];
      const [wanted] = await staged.rows(
        { views: 'DOUBLE', looked: 'DOUBLE', all_views: 'DOUBLE' },
        `select cast(count(case when stage = 1 then 1 end) as double) as views, cast(count(distinct case when stage = 1 then session_id end) as double) as looked,
          cast(count(*) as double) as all_views from page_steps`,
      );
      const [used] = await staged.rows(
        { sessions: 'DOUBLE', cohort: 'DOUBLE', cohort_orders: 'DOUBLE', abandoned: 'DOUBLE', orders: 'DOUBLE', revenue: 'DOUBLE' },
        `select cast(count(*) as double) as sessions, cast(sum(is_cohort) as double) as cohort,
          cast(count(case when is_cohort = 1 and outcome = 1 then 1 end) as double) as cohort_orders,
          cast(count(case when is_cohort = 1 and outcome = 4 then 1 end) as double) as abandoned,
          cast(count(case when outcome = 1 then 1 end) as double) as orders,
          cast(sum(case when outcome = 1 and is_cohort = 1 then revenue_minor else 0 end) as double) as revenue from sessions`,
      );
      expect(steps.views).toBe(wanted!.views);
      expect(steps.exits! + steps.progress!).toBe(wanted!.looked);
      expect(weekly.views).toBe(wanted!.all_views);
      expect([sessions.sessions, sessions.cohort_sessions, sessions.cohort_orders]).toEqual([
        used!.sessions,
        used!.cohort,
        used!.cohort_orders,
      ]);
      expect([sessions.cohort_abandoned, sessions.orders, sessions.revenue_minor]).toEqual([used!.abandoned, used!.orders, used!.revenue]);
      expect(staged.groups.length).toBeGreaterThan(1);
      const sum = (name: 'sessions' | 'cohort_sessions' | 'cohort_orders') =>
        staged.groups.reduce((total, group) => total + group[name], 0);
      expect([sum('sessions'), sum('cohort_sessions'), sum('cohort_orders')]).toEqual([used!.sessions, used!.cohort, used!.cohort_orders]);
      const byPage = await linesOf(staged, 'page_cells', ['stage']);
      expect(byPage.map(({ views, exits, cohort_exits }) => [views, exits, cohort_exits])).toEqual(
        [steps, checkout].map(({ views, exits, cohort_exits }) => [views, exits, cohort_exits]),
      );
      expect(byPage[0]!.cohort_continued).toBe(steps.cohort_continued);
      expect((await total('order_values')).sessions).toBe(used!.orders);
    });
  });

  it('are the same whatever the order and split of the files, the threads and the parts', async () => {
    const expected = await stageShop(whole, allCells);
    const turned = [...rows.slice(9_000), ...rows.slice(0, 9_000)].reverse();
    const split = { 'b.csv': csv(rows.slice(0, 5_000)), 'a.csv': csv(rows.slice(5_000).reverse()) };
    for (const shop of [
      { ...whole, events: csv(turned), options: { threads: 1 } },
      { ...whole, events: split },
      { ...whole, parts: 5 },
    ] satisfies Shop[])
      expect((await stageShop(shop, allCells)) === expected).toBe(true);
  });

  it('become coarser in steps where there are too many cells, and keep their sums', async () => {
    const seen = async (cells: number) =>
      stageShop({ ...whole, limits: { cells } }, async (staged) => {
        const lines = await linesOf(staged, 'step_cells', ['context', 'arrival']);
        const values = (unit: number, count: number, key: 'context' | 'arrival' = 'context') =>
          [...new Set(lines.map((line) => Math.floor(line[key]! / unit) % count))].sort((a, b) => a - b);
        const [coarseness] = await staged.rows({ coarseness: 'INTEGER' }, 'select coarseness from cell_coarseness');
        const rows = (await linesOf(staged, 'step_cells')).length;
        const totals = [];
        for (const table of ['step_cells', 'checkout_cells', 'session_cells', 'weekly_views', 'margin_cells', 'margin_sessions'])
          totals.push(await linesOf(staged, table, []));
        return {
          rows,
          coarseness: coarseness!.coarseness,
          classes: values(24, 8),
          steps: values(4, 6),
          sources: staged.groups.length,
          totals,
        };
      });
    const fine = await seen(1e6);
    expect(fine).toMatchObject({ coarseness: 0, classes: [0, 1, 2, 3, 4, 5, 6], steps: [0, 1, 2, 3, 4, 5] });
    const classes = await seen(fine.rows - 1);
    expect(classes).toMatchObject({ coarseness: 1, classes: [0, 1, 2, 3, 6], steps: [0, 1, 2, 3, 4, 5], totals: fine.totals });
    expect(classes.rows).toBeLessThan(fine.rows);
    const steps = await seen(classes.rows - 1);
    expect(steps).toMatchObject({
      coarseness: 2,
      classes: [0, 1, 2, 3, 6],
      steps: [0, 1, 2, 4],
      sources: fine.sources,
      totals: fine.totals,
    });
    expect(steps.rows).toBeLessThan(classes.rows);
    // There are fewer than 60 source groups: nothing more can be done.
    expect(await seen(1)).toMatchObject({ coarseness: 3, rows: steps.rows, sources: fine.sources, totals: fine.totals });
  });
});
