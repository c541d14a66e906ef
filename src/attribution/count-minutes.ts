import type { Engine } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';
import { competingRisks } from '../statistics/competing-risks.ts';
import type { Rate } from '../statistics/estimate.ts';

/** Minutes that are shown; a session that lasts longer stays at risk throughout. */
const SHOWN_MINUTES = 10;

/** When sessions ended: in which minute the order came, or else the last hit. */
const endMinutes = defineQuery({
  name: 'end_minutes',
  grain: 'one row per minute of the session, the last one open',
  columns: { minute: 'INTEGER', exits: 'INTEGER', orders: 'INTEGER' },
  sql: `select case when after < $shown * 60000000 then cast(floor(after / 60000000) as integer) else $shown end as minute,
      cast(sum(case when outcome = 1 then 0 else 1 end) as integer) as exits, cast(sum(case when outcome = 1 then 1 else 0 end) as integer) as orders
    from (select outcome, case when outcome = 1 and ordered_after > 0 then ordered_after when outcome = 1 then 0 else duration end as after from sessions)
    group by 1 order by 1`,
});

export interface MinuteCount {
  minute: number;
  at_risk: number;
  exits: number;
  orders: number;
  exit_hazard: Rate | null;
  left_by_end: number;
  ordered_by_end: number;
}

/**
 * Exit hazard by minute of the session. Risk set: all sessions that reached the minute, not only the cohort (inside the cohort the hazard rises to 1 at the
 * band's end by construction). An order is a competing event. Exit: the last hit of a session without an order; its last page may have been read longer.
 */
export async function countMinutes(engine: Engine): Promise<MinuteCount[]> {
  const rows = await engine.rows(endMinutes, { shown: SHOWN_MINUTES });
  const ends = Array.from({ length: SHOWN_MINUTES + 1 }, (_, minute) => {
    const row = rows.find((candidate) => candidate.minute === minute);
    return { exits: row?.exits ?? 0, orders: row?.orders ?? 0 };
  });
  let left = ends.reduce((sum, { exits, orders }) => sum + exits + orders, 0);
  const counts = ends.slice(0, SHOWN_MINUTES).map(({ exits, orders }, minute) => {
    const at_risk = left;
    left -= exits + orders;
    return { minute, at_risk, exits, orders };
  });
  const risks = competingRisks(counts.map(({ at_risk, exits, orders }) => ({ at_risk, events: exits, competing: orders })));
  return counts.map((count, index) => ({
    ...count,
    exit_hazard: risks[index]!.hazard,
    left_by_end: risks[index]!.cumulative_events,
    ordered_by_end: risks[index]!.cumulative_competing,
  }));
}
