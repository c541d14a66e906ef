import type { Estimate, Rate } from '../statistics/estimate.ts';
import { poissonInterval } from '../statistics/poisson-interval.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';

export interface StageScore {
  stage: 'front_door' | 'middle' | 'checkout' | 'fulfilment';
  metric: string;
  /** null where the exports cannot show it. */
  actual: Estimate | Rate | null;
}

export interface StageCounts {
  sessions: number;
  days: number;
  cohort: number;
  cohort_opened: number;
  opened: number;
  opened_ordered: number;
  /** Orders of the export that count (refunded ones too), and all of them; null without an orders export. */
  orders_kept: number | null;
  orders_placed: number | null;
}

/** The four stages of the shop by one number each: does the loss sit in the middle? Without goals there is nothing to compare with. */
export function scoreStages(counts: StageCounts): StageScore[] {
  const share = (events: number, trials: number) => (trials > 0 ? wilsonInterval(events, trials) : null);
  const perDay = (events: number) => {
    const { low, high } = poissonInterval(events);
    return { value: events / counts.days, low: low / counts.days, high: high / counts.days };
  };
  return [
    { stage: 'front_door', metric: 'sessions per day', actual: counts.days > 0 ? perDay(counts.sessions) : null },
    { stage: 'middle', metric: 'sessions in the band that open cart or checkout', actual: share(counts.cohort_opened, counts.cohort) },
    { stage: 'checkout', metric: 'sessions with cart or checkout that order', actual: share(counts.opened_ordered, counts.opened) },
    {
      stage: 'fulfilment',
      metric: 'placed orders that stand, neither cancelled nor refunded',
      actual: counts.orders_kept === null || counts.orders_placed === null ? null : share(counts.orders_kept, counts.orders_placed),
    },
  ];
}
