import type { Platform } from '../platform.ts';

/**
 * WooCommerce, Analytics → Orders → Download.
 *
 * @see docs/formats/woocommerce.md
 */
export const WOOCOMMERCE_ANALYTICS: Platform = {
  id: 'woocommerce_analytics',
  name: 'a WooCommerce Analytics orders report',
  side: 'orders',
  has: [['order'], ['net_sales', 'n_revenue_formatted'], ['status'], ['date']],
  roles: { order_id: 'order', time: 'date', revenue: { either: ['net_sales', 'n_revenue_formatted'] }, status: 'status' },
  unused: ['customer', 'customer_type', 'attribution', 'n_revenue_formatted'],
  caveats: [
    'Net Sales leave out tax and shipping.',
    'Times are in the shop’s zone without saying so: give it with --time-zone; the currency with --currency.',
  ],
};

/**
 * WooCommerce orders as the export plugins write them, with the attribution that WooCommerce keeps of each order.
 *
 * @see docs/formats/woocommerce.md
 */
export const WOOCOMMERCE: Platform = {
  id: 'woocommerce',
  name: 'a WooCommerce orders export',
  side: 'orders',
  has: [
    ['order_number', 'order_id'],
    ['order_total', 'total'],
    ['billing_email', 'wc_order_attribution_*', 'meta_wc_order_attribution_*'],
    ['order_date', 'date_created', 'date_created_gmt', 'order_status', 'status'],
  ],
  roles: {
    order_id: { either: ['order_number', 'order_id'] },
    time: { either: ['date_created_gmt', 'order_date', 'date_created', 'paid_date', 'date_paid'] },
    revenue: { either: ['order_total', 'total'] },
    currency: { either: ['order_currency', 'currency'] },
    status: { either: ['order_status', 'status'] },
    customer_id: {
      if: { either: ['customer_id', 'customer_user'] },
      matches: '^0$',
      yes: { text: '' },
      no: { either: ['customer_id', 'customer_user'] },
    },
    refunded_amount: { either: ['refunded_total', 'order_refund_total', 'refunded_amount', 'total_refunded'] },
  },
  unused: ['order_key', 'transaction_id', 'cart_discount', 'discount_total'],
  caveats: ['Orders without a login have customer 0: they are joined to sessions by their number alone.'],
};
