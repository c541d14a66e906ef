import type { Platform } from '../platform.ts';

/**
 * Magento 2 / Adobe Commerce, Sales → Orders → Export.
 *
 * @see docs/formats/magento.md; github.com/magento/magento2, sales_order_grid.xml
 */
export const MAGENTO: Platform = {
  id: 'magento',
  name: 'a Magento orders grid',
  side: 'orders',
  has: [['purchase_point'], ['purchase_date'], ['grand_total_base', 'grand_total_purchased']],
  roles: {
    order_id: 'id',
    time: 'purchase_date',
    revenue: { either: ['grand_total_base', 'grand_total_purchased'] },
    // "Closed" is what is refunded in whole.
    status: { if: 'status', matches: '^closed$', yes: { text: 'refunded' }, no: 'status' },
    refunded_amount: 'total_refunded',
  },
  unused: ['purchase_point', 'customer_email', 'customer_group', 'customer_name', 'allocated_sources'],
  caveats: [
    'Times are in the zone of the admin without saying so: give it with --time-zone; the currency with --currency.',
    'The grid exports the columns that are shown: show Status, Grand Total (Base) and Total Refunded.',
  ],
};

/** The table sales_order of the database. */
export const MAGENTO_TABLE: Platform = {
  id: 'magento_table',
  name: 'Magento’s table sales_order',
  side: 'orders',
  has: [['increment_id'], ['created_at'], ['grand_total', 'base_grand_total']],
  roles: {
    order_id: 'increment_id',
    time: 'created_at',
    revenue: { either: ['base_grand_total', 'grand_total'] },
    currency: { either: ['base_currency_code', 'order_currency_code'] },
    status: { if: { either: ['state', 'status'] }, matches: '^closed$', yes: { text: 'refunded' }, no: { either: ['status', 'state'] } },
    customer_id: 'customer_id',
    refunded_amount: { either: ['base_total_refunded', 'total_refunded'] },
  },
  unused: ['entity_id', 'quote_id', 'updated_at'],
  is_utc: true,
  caveats: [],
};
