import type { Engine } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';
import { type FunnelStep, inferFunnel } from './funnel-steps.ts';
import type { PageGroup } from './page-groups.ts';

const seenSteps = defineQuery({
  name: 'seen_steps',
  grain: 'one row',
  columns: {
    products: 'INTEGER',
    product: 'INTEGER',
    cart: 'INTEGER',
    checkout: 'INTEGER',
    shipping: 'INTEGER',
    billing: 'INTEGER',
    thank_you: 'INTEGER',
  },
  sql: `select cast(max(saw_products) as integer) as products, cast(max(saw_product) as integer) as product, cast(max(saw_cart) as integer) as cart, cast(max(saw_checkout) as integer) as checkout,
    cast(max(saw_shipping) as integer) as shipping, cast(max(saw_billing) as integer) as billing, cast(max(saw_thank_you) as integer) as thank_you from session_groups`,
});

/** The steps of the funnel: those of the config, else those that occur in the data, in the order in which a shopper meets them. */
export async function chooseFunnel(engine: Engine, configured: readonly FunnelStep[] | null): Promise<FunnelStep[]> {
  if (configured !== null) return configured[0] === 'landing' ? [...configured] : ['landing', ...configured];
  const [row] = await engine.rows(seenSteps);
  const seen = Object.entries(row ?? {}).filter(([, value]) => value === 1);
  return inferFunnel(new Set(seen.map(([name]) => name.replace('_', '-') as PageGroup)));
}
