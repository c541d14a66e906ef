import { StatisticsError } from '../errors.ts';
import { checkCount } from './check-arguments.ts';
import type { Rate } from './estimate.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** One interval of time: who could still have an event at its start, and how many had the event or the competing one in it. */
export interface RiskInterval {
  at_risk: number;
  events: number;
  competing: number;
}

/** State at the end of an interval; `cumulative_events + cumulative_competing + surviving = 1`. */
export interface RiskState {
  /** events / at_risk with its 95 % Wilson interval; null where nobody was at risk. */
  hazard: Rate | null;
  cumulative_events: number;
  cumulative_competing: number;
  surviving: number;
}

/**
 * Discrete-time Aalen–Johansen estimator for one event and one competing event: each interval adds S(t−)·d/n to its event's incidence.
 *
 * Subjects that are lost (censored) are left out of `at_risk` from the next interval on. Where nobody is at risk the shares stay as they were.
 *
 * @param intervals - in order of time; whole numbers ≥ 0, events + competing ≤ at_risk
 * @returns one state per interval, shares unitless in [0, 1]
 * @throws StatisticsError when a count is not whole or more happened than were at risk
 * @see Aalen & Johansen (1978), Scand J Statist 5:141–150
 */
export function competingRisks(intervals: readonly RiskInterval[]): RiskState[] {
  let surviving = 1;
  let cumulative_events = 0;
  let cumulative_competing = 0;
  return intervals.map((interval) => {
    checkInterval(interval);
    const { at_risk, events, competing } = interval;
    if (at_risk === 0) return { hazard: null, cumulative_events, cumulative_competing, surviving };
    cumulative_events += (surviving * events) / at_risk;
    cumulative_competing += (surviving * competing) / at_risk;
    surviving *= (at_risk - events - competing) / at_risk;
    return { hazard: wilsonInterval(events, at_risk), cumulative_events, cumulative_competing, surviving };
  });
}

function checkInterval({ at_risk, events, competing }: RiskInterval): void {
  checkCount('at_risk', at_risk);
  checkCount('events', events);
  checkCount('competing', competing);
  if (events + competing <= at_risk) return;
  throw new StatisticsError(`${events} events and ${competing} competing events among ${at_risk} at risk`, {
    hint: 'Count in at_risk everybody who was still there when the interval began, those with an event in it too.',
  });
}
