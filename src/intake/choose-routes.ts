import type { Routes } from '../engine/sources.ts';

/** Parameters by which shops of one address name their pages: OpenCart, CS-Cart, Zen Cart, OXID, Magento 1, PrestaShop and their like. */
const ROUTE_PARAMETERS = ['route', 'dispatch', 'main_page', 'controller', 'cl', 'page', 'view', 'action'];
/** Share of the addresses that must be so. */
const SHARE = 0.3;
/** Values that name a page: words, not numbers. */
const NAME = /^(?=.*[a-z])[a-z0-9_./-]{2,60}$/i;

/**
 * Where an address names its page, if not in its path: in a route behind `#/`, or in a parameter, of which at least two different values must be met. Null for shops with a path for
 * each page.
 *
 * @param addresses - of a sample
 */
export function chooseRoutes(addresses: readonly string[]): Routes | null {
  const enough = SHARE * addresses.length;
  if (addresses.length === 0) return null;
  if (addresses.filter((address) => /#!?\//.test(address)).length >= enough) return { in: 'fragment' };
  const queries = addresses.map((address) => new URLSearchParams(address.split('#', 1)[0]!.split('?').slice(1).join('?')));
  for (const name of ROUTE_PARAMETERS) {
    const values = queries.map((query) => query.get(name)).filter((value) => value !== null && NAME.test(value));
    if (values.length >= enough && new Set(values).size > 1) return { in: 'parameter', name };
  }
  return null;
}
