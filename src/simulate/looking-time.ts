import type { PageKind } from './shop-model.ts';
import type { Hit } from './walk.ts';

const LOOKING_MS = [120_000, 420_000] as const;
const DECIDED: ReadonlySet<PageKind> = new Set(['cart', 'register', 'address', 'shipping', 'payment', 'thank_you']);

/** What the 2 to 7 minutes of the cohort are measured on: the option `dwell_basis` of a diagnosis. */
export type CohortBasis = 'looking' | 'session';

/**
 * Looked for 2 to 7 minutes, both ends in: from the first hit to the first cart, registration or checkout page, or to the last hit.
 *
 * @param hits - a session's hits in time order, one at least
 * @param basis - session: to the last hit always
 */
export function isLooker(hits: readonly Hit[], basis: CohortBasis = 'looking'): boolean {
  const decided = basis === 'looking' ? hits.find((hit) => DECIDED.has(hit.page_kind)) : undefined;
  const looking_ms = (decided ?? hits[hits.length - 1]!).at - hits[0]!.at;
  return looking_ms >= LOOKING_MS[0] && looking_ms <= LOOKING_MS[1];
}
