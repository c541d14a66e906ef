import type { ReleaseFinding } from '../attribution/compare-releases.ts';
import type { Findings } from '../attribution/find-all.ts';
import type { Goals } from '../config/goals.ts';
import type { Options } from '../config/options.ts';
import type { Releases } from '../config/releases.ts';
import type { FileAccount } from '../intake/account-rows.ts';
import type { Facts } from '../intake/gather-facts.ts';
import type { BotCounts } from '../sessions/count-bots.ts';
import type { OrderClassCount } from '../sessions/count-ledger.ts';
import type { SessionTotals, StepCount } from '../sessions/count-sessions.ts';
import type { WeekSums } from '../sessions/count-weeks.ts';
import type { CustomerGroup } from '../sessions/know-customers.ts';
import type { PageEntry } from '../sessions/map-pages.ts';
import type { Returns } from '../sessions/session-builder.ts';

/** All that the stages found; the report is made from this and nothing else. */
export interface Material {
  version: string;
  options: Options;
  accounts: FileAccount[];
  totals: SessionTotals;
  /** What the goals file says; null without one. */
  goals: Goals | null;
  /** What the releases file says, and what came of it; null without one. */
  releases: { source: Releases; findings: ReleaseFinding[] } | null;
  /** Sessions by customer; null without a CRM export. */
  customers: CustomerGroup[] | null;
  /** Sums over the whole weeks; null where no goal asks for them. */
  weekly: WeekSums | null;
  bots: BotCounts;
  returns: Returns;
  split_reasons: { reason: string; sessions: number }[];
  funnel: StepCount[];
  pages: PageEntry[];
  findings: Findings;
  orders: OrderClassCount[];
  confirmed: { channel: string; confirmed: number; with_order: number }[];
  currency: string | null;
  facts: Facts;
  /** Order ids that stand for several orders. */
  shared_ids: number;
  /** No page shows cart or checkout, so adding to the cart opens it. */
  cart_by_event: boolean;
  /** Order statuses that no rule knows. */
  unknown_statuses: string[];
  /** Events that no rule knows, with their hits. */
  unknown_events: { name: string; hits: number }[];
}
