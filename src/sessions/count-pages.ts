import type { Engine } from '../engine/engine.ts';
import { defineStatement } from '../engine/query.ts';
import { PAGE_CLASS, STEP_BINS, THANK_YOU_CLASS, TIME_BINS } from './step-codes.ts';

/** Pages are told apart up to so many, those with the most views. */
export const MOST_PAGES = 300;

const pageCells = defineStatement({
  name: 'page_cells',
  grain: 'one row per page (0: any but those with the most views), stage, context and friction, thank-you pages left out',
  sql: `create table page_cells as
    select coalesce(top.page_id, 0) as page_id, v.stage as stage, cast((v.page_class * ${STEP_BINS} + v.step_bin) * ${TIME_BINS} + v.time_bin as integer) as context,
      cast((v.signals * 3 + v.earlier_hard) * 3 + v.earlier_soft as integer) as friction, cast(sum(v.views) as integer) as views,
      cast(sum(v.stage_exits) as integer) as exits, cast(sum(v.cohort_exits) as integer) as cohort_exits,
      cast(sum(v.cohort_continued) as integer) as cohort_continued
    from (
      select *, ${PAGE_CLASS} as page_class, case when minute < 2 then 0 when minute < 4 then 1 when minute < 7 then 2 else 3 end as time_bin from view_counts) as v
    left join (select page_id from view_counts group by page_id order by sum(views) desc, page_id limit $pages) as top on top.page_id = v.page_id
    where not (v.stage = 2 and v.page_class = ${THANK_YOU_CLASS})
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
});

/** Makes `page_cells` from `view_counts`. */
export async function countPages(engine: Engine, mostPages: number): Promise<void> {
  await engine.run(pageCells, { pages: mostPages });
}
