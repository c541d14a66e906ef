import type { PageKind } from './shop-model.ts';
import type { Hit } from './walk.ts';

const LOOKING_MS = [120_000, 420_000] as const;
const DECIDED: ReadonlySet<PageKind> = new Set(['cart', 'register', 'address', 'shipping', 'payment', 'thank_you']);

/**
 * Looked for 2 to 7 minutes, both ends in: from the first hit to the first cart, registration or checkout page, or to the last hit.
 *
 * @param hits - a session's hits in time order, one at least
 */
export function isLooker(hits: readonly Hit[]): boolean {
  const looking_ms = (hits.find((hit) => DECIDED.has(hit.page_kind)) ?? hits[hits.length - 1]!).at - hits[0]!.at;
  return looking_ms >= LOOKING_MS[0] && looking_ms <= LOOKING_MS[1];
}
