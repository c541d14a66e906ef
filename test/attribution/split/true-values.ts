import type { Potential } from './made-shop.ts';

/** True values of the game, in orders per cohort session. */
export interface TrueValues {
  friction_removed: number;
  friction_removed_hard: number;
  friction: number;
  traffic: number;
}

export function emptyPotential(): Potential {
  const empty = () => new Float64Array(64);
  return { sessions: empty(), orders: empty(), without: empty(), without_hard: empty() };
}

/** Adds one shop's potential outcomes to the sum of several, so that the truth is known better than one shop could tell. */
export function addPotential(to: Potential, from: Potential): void {
  for (const name of ['sessions', 'orders', 'without', 'without_hard'] as const)
    from[name].forEach((count, arrival) => {
      to[name][arrival]! += count;
    });
}

/**
 * The truth for one benchmark: its sources replace the cohort's sessions one for one within the stratum, and meet the friction of those they replace.
 *
 * @param sets - sources of the benchmark, chosen on each half; both halves have the same number of sessions in expectation
 */
export function trueValues({ sessions, orders, without, without_hard }: Potential, sets: readonly ReadonlySet<number>[]): TrueValues {
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const [all, observed] = [sum(sessions), sum(orders) / sum(sessions)];
  const [best, counted] = [new Float64Array(8), new Float64Array(8)];
  for (const set of sets)
    for (let arrival = 0; arrival < 64; arrival++) {
      if (!set.has(arrival >> 3)) continue;
      best[arrival & 7]! += without[arrival]!;
      counted[arrival & 7]! += sessions[arrival]!;
    }
  let [replaced, both] = [-observed, -observed];
  for (let arrival = 0; arrival < 64; arrival++) {
    if (sessions[arrival] === 0) continue;
    const worth = ((sessions[arrival]! / all) * best[arrival & 7]!) / Math.max(1, counted[arrival & 7]!);
    both += worth;
    replaced += worth * (without[arrival]! > 0 ? orders[arrival]! / without[arrival]! : 1);
  }
  const friction_removed = sum(without) / all - observed;
  return {
    friction_removed,
    friction_removed_hard: sum(without_hard) / all - observed,
    friction: (friction_removed + both - replaced) / 2,
    traffic: (replaced + both - friction_removed) / 2,
  };
}
