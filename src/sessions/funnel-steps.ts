import type { PageGroup } from './page-groups.ts';

/** A step of the funnel: a page group, or `landing`, which every session reaches with its first page. */
export type FunnelStep = 'landing' | (typeof STEP_GROUPS)[number];

const STEP_GROUPS = ['products', 'product', 'cart', 'checkout', 'shipping', 'billing', 'thank-you'] as const satisfies readonly PageGroup[];

/** The funnel steps in the order in which a shopper meets them; after `landing` each is the page group of the same name. */
export const FUNNEL_ORDER: readonly FunnelStep[] = ['landing', ...STEP_GROUPS];

/**
 * The funnel of one shop: the steps whose page group occurs in its data, in funnel order. `landing` is always the first.
 *
 * @param groupsSeen - page groups with at least one view; groups that are no step are passed over
 */
export function inferFunnel(groupsSeen: ReadonlySet<PageGroup>): FunnelStep[] {
  return ['landing', ...STEP_GROUPS.filter((group) => groupsSeen.has(group))];
}
