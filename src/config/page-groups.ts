/** Groups of pages; `checkout` is any step of the checkout that is neither shipping nor billing. */
export const PAGE_GROUPS = [
  'home',
  'products',
  'product',
  'search',
  'cart',
  'checkout',
  'shipping',
  'billing',
  'thank-you',
  'account',
  'error',
  'content',
  'other',
] as const;

/** Steps that a funnel can have. */
export const FUNNEL_STEPS = ['landing', 'products', 'product', 'cart', 'checkout', 'shipping', 'billing', 'thank-you'] as const;
