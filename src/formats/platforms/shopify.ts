import type { Platform } from '../platform.ts';

/**
 * Shopify, Orders → Export: one row per line item; the order's own cells are filled on its first row only, or on all by some apps. Headers vary by year ("Canceled at").
 *
 * @see docs/formats/shopify.md
 */
export const SHOPIFY: Platform = {
  id: 'shopify',
  name: 'a Shopify orders export',
  side: 'orders',
  has: [['name'], ['financial_status'], ['lineitem_name'], ['created_at']],
  roles: {
    order_id: 'name',
    time: 'created_at',
    revenue: 'total',
    currency: 'currency',
    // Bogus payments are those of a shop that is tried out.
    status: {
      if: 'payment_method',
      matches: 'bogus|for testing',
      yes: { text: 'test' },
      no: { if: { either: ['cancelled_at', 'canceled_at'] }, matches: '.', yes: { text: 'cancelled' }, no: 'financial_status' },
    },
    sales_channel: 'source',
    refunded_amount: 'refunded_amount',
  },
  unused: ['id', 'device_id', 'location', 'payment_id'],
  lines: 'first',
  caveats: [
    'The export names neither visitor nor session: orders are joined to sessions by the order number on the confirmation page or the purchase event.',
    'Landing page and referring site are not in it.',
  ],
};
