import type { Platform } from '../platform.ts';

/**
 * BigCommerce, Orders → Export, template Default or Bulk Edit.
 *
 * @see docs/formats/bigcommerce.md
 */
export const BIGCOMMERCE: Platform = {
  id: 'bigcommerce',
  name: 'a BigCommerce orders export',
  side: 'orders',
  has: [
    ['order_id'],
    ['order_status'],
    ['order_date'],
    ['order_total_inc_tax', 'order_total_ex_tax', 'order_total'],
    ['staff_notes', 'order_notes', 'customer_message', 'ship_method', 'cart_base_amount'],
  ],
  roles: {
    order_id: 'order_id',
    time: { first: [{ join: ['order_date', 'order_time'], sign: ' ' }, 'order_date'] },
    revenue: { either: ['order_total_inc_tax', 'order_total', 'order_total_ex_tax'] },
    currency: { either: ['order_currency_code', 'currency'] },
    status: 'order_status',
    customer_id: { if: 'customer_id', matches: '^0$', yes: { text: '' }, no: 'customer_id' },
    sales_channel: 'channel_name',
    refunded_amount: 'refund_amount',
  },
  unused: ['customer_email', 'email_address', 'channel_id', 'exchange_rate'],
  date_order: 'mdy',
  caveats: [
    'Dates are in the store’s zone without saying so: give it with --time-zone. They are read month first.',
    'Orders with the status Incomplete are checkouts that were left: they are read and do not count as orders.',
  ],
};
