import type { Arrival } from './arrivals.ts';
import { type CohortBasis, isLooker } from './looking-time.ts';
import { BOUGHT_STATUSES } from './orders.ts';
import { type Device, type ShopModel, withoutEffects } from './shop-model.ts';
import { type Replay, type Walk, walkSession } from './walk.ts';

/** Sessions of the cohort that are alike in source, landing page, device and history, and how many of them order in the session. */
export interface OutcomeCell {
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  landing: Arrival['landing']['kind'];
  device: Device;
  /** An earlier session of the visitor is in the data. */
  is_returning: boolean;
  /** Sessions of the cohort; whole number. */
  n: number;
  /** Orders as they happened, and as they would have if no friction had any effect, if no hard friction had any. */
  Y: number;
  Y0: number;
  Y0h: number;
  /** Orders if every session had the intent of the best source, with the friction it met, and without any effect of friction. */
  YB: number;
  YB0: number;
}

/**
 * Counts what the sessions of a cohort did and would have done. The cohort is that of the sessions as they happened: a replay may look for less or more
 * than 2 to 7 minutes. Replays use the same random draws. Memory grows with the visitors of the run (one identifier each).
 */
export class OutcomeTally {
  private readonly shop: ShopModel;
  private readonly cells = new Map<string, OutcomeCell>();
  private readonly visitors = new Set<string>();
  private readonly best_intent: number;
  private readonly effects: Record<'none' | 'soft', Replay>;

  constructor(
    shop: ShopModel,
    private readonly basis: CohortBasis = 'looking',
  ) {
    this.shop = shop;
    this.best_intent = Math.max(...shop.traffic.map(({ intent_logit }) => intent_logit));
    this.effects = { none: { effects: withoutEffects(shop.effects, 'all') }, soft: { effects: withoutEffects(shop.effects, 'hard') } };
  }

  /** Adds a session with its walk as it happened; sessions must come in order of start. Bots and sessions outside the cohort count for nothing. */
  addSession(arrival: Arrival, walk: Walk): void {
    if (arrival.kind !== 'human') return;
    const is_returning = this.visitors.has(arrival.visitor.visitor_id);
    this.visitors.add(arrival.visitor.visitor_id);
    if (!isLooker(walk.hits, this.basis)) return;
    const benchmark = { intent_logit: arrival.intent_logit - arrival.traffic.intent_logit + this.best_intent };
    const orders = (replay: Replay) => ordered(walkSession(this.shop, arrival, replay));
    const cell = this.cellOf(arrival, is_returning);
    cell.n += 1;
    cell.Y += ordered(walk);
    cell.Y0 += orders(this.effects.none);
    cell.Y0h += orders(this.effects.soft);
    cell.YB += orders(benchmark);
    cell.YB0 += orders({ ...benchmark, ...this.effects.none });
  }

  /** The cells that hold a session, in a fixed order. */
  list(): OutcomeCell[] {
    return [...this.cells.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
  }

  private cellOf({ traffic, landing, visitor: { device } }: Arrival, is_returning: boolean): OutcomeCell {
    const { channel, source, medium, campaign } = traffic;
    const key = JSON.stringify([channel, source, medium, campaign, landing.kind, device, is_returning]);
    let cell = this.cells.get(key);
    if (cell === undefined) {
      const names = { channel, source, medium, campaign, landing: landing.kind, device, is_returning };
      cell = { ...names, n: 0, Y: 0, Y0: 0, Y0h: 0, YB: 0, YB0: 0 };
      this.cells.set(key, cell);
    }
    return cell;
  }
}

function ordered({ order }: Walk): 0 | 1 {
  return order !== undefined && BOUGHT_STATUSES.has(order.status) ? 1 : 0;
}
