import type { Arrival } from './arrivals.ts';
import type { Calendar } from './calendar.ts';
import type { TrafficSource } from './channels.ts';
import { spendLine } from './exports.ts';
import { normal, streamOf, uniform } from './random.ts';

const DAY_MS = 86_400_000;
/** Clicks that the network bills but that never become a session (closed before the page loads). */
const LOST_CLICK_SHARE = 0.07;

/** Counts sessions per day and paid campaign, and tells what the advertising networks would bill for them. */
export class SpendLedger {
  private readonly days: Uint32Array[];
  private readonly calendar: Calendar;
  private readonly lines_of: ReadonlyMap<TrafficSource, number>;

  constructor(calendar: Calendar, traffic: readonly TrafficSource[]) {
    this.calendar = calendar;
    this.lines_of = new Map(traffic.map((line, index) => [line, index]));
    this.days = Array.from({ length: (calendar.ends_at - calendar.begins_at) / DAY_MS }, () => new Uint32Array(traffic.length));
  }

  addSession(arrival: Arrival): void {
    if (arrival.kind !== 'human') return;
    const counts = this.days[Math.floor((arrival.started_at - this.calendar.begins_at) / DAY_MS)]!;
    const index = this.lines_of.get(arrival.traffic)!;
    counts[index] = counts[index]! + 1;
  }

  /** The lines of spend.csv: one per day and paid campaign, days with no click included. */
  *lines(seed: number): Generator<string> {
    for (const [day, counts] of this.days.entries()) {
      const date = new Date(this.calendar.begins_at + day * DAY_MS).toISOString().slice(0, 10);
      for (const [traffic, index] of this.lines_of) {
        if (traffic.cost_per_click === 0) continue;
        const stream = streamOf(seed, day * this.lines_of.size + index, 'spend');
        const clicks = Math.floor(counts[index]! / (1 - LOST_CLICK_SHARE) + uniform(stream));
        const impressions = Math.round((clicks / traffic.click_rate) * Math.exp(0.1 * normal(stream)));
        const cost_cents = Math.round(clicks * traffic.cost_per_click * 100 * Math.exp(0.08 * normal(stream)));
        yield spendLine(date, [traffic.source, traffic.medium, traffic.campaign], Math.max(impressions, clicks), clicks, cost_cents);
      }
    }
  }
}
