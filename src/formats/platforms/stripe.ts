import type { Platform } from '../platform.ts';

/**
 * Stripe, Payments → Export.
 *
 * @see docs/formats/stripe.md
 */
export const STRIPE: Platform = {
  id: 'stripe',
  name: 'a Stripe payments export',
  side: 'orders',
  has: [['id'], ['created_utc', 'created_date_utc'], ['amount_refunded'], ['status']],
  lacks: ['arrival_date_utc', 'arrival_date'],
  roles: {
    order_id: { first: ['order_id_metadata', 'order_number_metadata', 'merchant_reference_metadata', 'payment_intent_id', 'id'] },
    time: { either: ['created_utc', 'created_date_utc'] },
    revenue: 'amount',
    currency: 'currency',
    // Payments in test mode are none; those that only wait for the money are none yet.
    status: {
      if: { either: ['mode', { text: 'live' }] },
      matches: '^live$',
      yes: { if: 'status', matches: '^(requires|uncaptured|incomplete|processing)', yes: { text: 'incomplete' }, no: 'status' },
      no: { text: 'test' },
    },
    customer_id: 'customer_id',
    refunded_amount: 'amount_refunded',
  },
  unused: [
    'converted_amount',
    'converted_currency',
    'fee',
    'tax',
    'dispute_date_utc',
    'dispute_evidence_due_utc',
    'payment_source_type',
    'invoice_id',
  ],
  is_utc: true,
  caveats: [
    'A payment is no order: one that failed and was tried again has several rows, of which the paid one counts where they have one order number.',
    'Write the shop’s order number into the metadata (order_id): without it orders are joined by customer and time at best.',
  ],
};
