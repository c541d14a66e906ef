import type { CountedFacts } from './judge-split.ts';
import { BUCKETS, frictionOf, type SplitTables, type StepCells, sourceOf } from './tables.ts';

/** Counts what the gates look at before anything is estimated. */
export function countFacts({ looking, checkout, sessions, signals }: SplitTables): CountedFacts {
  const friction = signals.reduce((bits, signal) => (signal.class === 'placebo' ? bits : bits | signal.bit), 0);
  const [orders, cohort] = [new Float64Array(BUCKETS), new Float64Array(BUCKETS)];
  const sources = new Set<number>();
  for (let line = 0; line < sessions.rows; line++) {
    orders[sessions.bucket[line]!]! += sessions.counts.cohort_orders[line]!;
    cohort[sessions.bucket[line]!]! += sessions.counts.cohort_sessions[line]!;
    if (sessions.counts.cohort_sessions[line]! > 0) sources.add(sourceOf(sessions.arrival[line]!));
  }
  const cohort_orders = orders.reduce((sum, count) => sum + count, 0);
  const stages = [countFriction(looking, friction), countFriction(checkout, friction)];
  return {
    cohort_orders,
    friction_views: stages.reduce((sum, { views }) => sum + views, 0),
    friction_exits: stages.reduce((sum, { exits }) => sum + exits, 0),
    source_groups: sources.size,
    filled_buckets: cohort.filter((count) => count > 0).length,
    largest_bucket_share: cohort_orders > 0 ? Math.max(...orders) / cohort_orders : 0,
  };
}

function countFriction({ rows, friction, counts }: StepCells, bits: number): { views: number; exits: number } {
  const isFriction = new Map<number, boolean>();
  const sums = { views: 0, exits: 0 };
  for (let line = 0; line < rows; line++) {
    const code = friction[line]!;
    let met = isFriction.get(code);
    if (met === undefined) {
      const { signals, earlier_hard, earlier_soft } = frictionOf(code);
      met = (signals & bits) !== 0 || earlier_hard > 0 || earlier_soft > 0;
      isFriction.set(code, met);
    }
    if (!met) continue;
    sums.views += counts.cohort_exits[line]! + counts.cohort_continued[line]!;
    sums.exits += counts.cohort_exits[line]!;
  }
  return sums;
}
