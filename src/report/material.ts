import type { Findings } from '../attribution/find-all.ts';
import type { Options } from '../config/options.ts';
import type { FileAccount } from '../intake/account-rows.ts';
import type { OrderClassCount } from '../sessions/count-ledger.ts';
import type { SessionTotals, StepCount } from '../sessions/count-sessions.ts';
import type { PageEntry } from '../sessions/map-pages.ts';

/** All that the stages found; the report is made from this and nothing else. */
export interface Material {
  version: string;
  options: Options;
  accounts: FileAccount[];
  /** First and last hit used, microseconds since 1970. */
  period: { first_at: number; last_at: number };
  totals: SessionTotals;
  bots: { sessions: number; flagged: number; by_agent: number; by_speed: number };
  funnel: StepCount[];
  pages: PageEntry[];
  findings: Findings;
  orders: OrderClassCount[];
  confirmed: { channel: string; confirmed: number; with_order: number }[];
  currency: string | null;
  facts: Facts;
}

/** What the exports have and have not, for the sections on knowledge and the caveats. */
export interface Facts {
  has_orders_export: boolean;
  has_traffic_source: boolean;
  has_urls: boolean;
  has_native_sessions: boolean;
  has_device: boolean;
  has_user_agent: boolean;
  naive_times: string[];
  unknown_statuses: string[];
  unknown_events: { name: string; hits: number }[];
  cart_by_event: boolean;
  decimal_orders: boolean;
}
