import type { Arm } from '../config/releases.ts';
import type { Estimate, Rate } from '../statistics/estimate.ts';
import { type RateCell, rateChange } from '../statistics/rate-change.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';
import type { ArmCount } from './count-releases.ts';
import { BUCKETS } from './split/tables.ts';

/** METHOD, Gates: fewer exits, or fewer groups of visitors with data, allow no interval. */
export const FEWEST_EXITS = 50;
export const FEWEST_BUCKETS = 30;

/** Two-sided 1 in 1000, the usual alarm for a sample ratio mismatch (Fabijan et al. 2019, KDD, doi:10.1145/3292500.3330722): qnorm(0.9995). */
const Z_MISMATCH = 3.2905;
/** Above this share of visitors in several arms, leaving them out may itself make the arms differ. Chosen: as seldom as a finding by chance. */
const MOST_MIXED = 0.05;

/** What the visitors of one arm did; differences are against the first arm, null for it and where there is too little. */
export interface ArmFinding {
  arm: string;
  page: string | null;
  share: number;
  visitors: number;
  /** Exits per page view of the arm's pages. */
  exit_rate: Rate | null;
  /** Visitors with an order in a session that saw the arm's pages, of its visitors. */
  conversion: Rate | null;
  exit_rate_difference: Estimate | null;
  conversion_difference: Estimate | null;
}

/** What an experiment shows; `arms` is empty where the exports cannot tell who was in which. */
export interface ArmComparison {
  arms: ArmFinding[];
  evidence_kind: 'experiment' | 'association' | null;
  why: string;
}

/**
 * Compares the arms of an experiment by the pages that their visitors saw; visitors who saw pages of several arms are left out. It counts as an experiment only where
 * the visitors divide as they were meant to (else the lot was not fair, or not all arms were recorded alike).
 */
export function compareArms(arms: readonly Arm[], counts: readonly ArmCount[]): ArmComparison {
  if (arms.length === 0 || arms.some(({ page }) => page === null))
    return { arms: [], evidence_kind: null, why: 'These exports cannot tell who was in which arm: that needs a page of its own for each.' };
  const sum = (arm: number, name: 'visitors' | 'visitors_ordered' | 'views' | 'exits') =>
    counts.filter((count) => count.arm === arm).reduce((total, count) => total + count[name], 0);
  const inAll = arms.reduce((total, _, arm) => total + sum(arm, 'visitors'), 0);
  const isEnough = (arm: number) =>
    sum(arm, 'exits') >= FEWEST_EXITS &&
    new Set(counts.filter((count) => count.arm === arm).map(({ bucket }) => bucket)).size >= FEWEST_BUCKETS;
  const difference = (arm: number, events: 'exits' | 'visitors_ordered', trials: 'views' | 'visitors') =>
    arm === 0 || !isEnough(0) || !isEnough(arm) ? null : (rateChange(cellsOf(counts, arm, events, trials), BUCKETS)?.observed ?? null);
  const findings = arms.map((arm, index) => ({
    arm: arm.name,
    page: arm.page,
    share: arm.share,
    visitors: sum(index, 'visitors'),
    exit_rate: rateOf(sum(index, 'exits'), sum(index, 'views')),
    conversion: rateOf(sum(index, 'visitors_ordered'), sum(index, 'visitors')),
    exit_rate_difference: difference(index, 'exits', 'views'),
    conversion_difference: difference(index, 'visitors_ordered', 'visitors'),
  }));
  if (arms.some((_, arm) => !isEnough(arm)))
    return { arms: findings, evidence_kind: null, why: `Too few exits to compare: ${FEWEST_EXITS} in each arm are needed.` };
  const mixed = sum(-1, 'visitors');
  const off = findings.filter(({ visitors, share }) => {
    const { low, high } = wilsonInterval(visitors, inAll, Z_MISMATCH);
    return share < low || share > high;
  });
  const reasons = [
    ...(off.length > 0 ? ['the visitors do not divide into the arms as they should'] : []),
    ...(mixed > MOST_MIXED * (inAll + mixed)
      ? [`${mixed.toLocaleString('en-US')} of ${(inAll + mixed).toLocaleString('en-US')} visitors saw several arms`]
      : []),
  ];
  if (reasons.length > 0)
    return { arms: findings, evidence_kind: 'association', why: `An association, no experiment: ${reasons.join('; ')}.` };
  return {
    arms: findings,
    evidence_kind: 'experiment',
    why: 'An experiment: visitors were divided by lot, and the arms are as large as they should be.',
  };
}

function rateOf(events: number, trials: number): Rate | null {
  return trials > 0 ? wilsonInterval(events, trials) : null;
}

function cellsOf(counts: readonly ArmCount[], arm: number, events: 'exits' | 'visitors_ordered', trials: 'views' | 'visitors'): RateCell[] {
  const nothing = { events: 0, trials: 0 };
  return counts
    .filter((count) => count.arm === 0 || count.arm === arm)
    .map((count) => {
      const side = { events: count[events], trials: count[trials] };
      return { stratum: '', group: count.bucket, before: count.arm === 0 ? side : nothing, after: count.arm === 0 ? nothing : side };
    });
}
