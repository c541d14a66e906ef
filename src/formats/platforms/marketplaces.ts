import type { Platform } from '../platform.ts';

/**
 * Etsy, Shop Manager → Settings → Download data → Order items: one row per item.
 *
 * @see docs/formats/marketplaces.md
 */
export const ETSY: Platform = {
  id: 'etsy',
  name: 'an Etsy list of sold items',
  side: 'orders',
  has: [['sale_date'], ['order_id'], ['listing_id'], ['transaction_id']],
  roles: {
    order_id: 'order_id',
    time: 'sale_date',
    revenue: { either: ['order_total', 'price'] },
    currency: 'currency',
    sales_channel: { text: 'marketplace etsy' },
  },
  unused: [
    'transaction_id',
    'listing_id',
    'buyer',
    'date_paid',
    'date_shipped',
    'order_type',
    'payment_type',
    'variations',
    'in_person_sale',
  ],
  date_order: 'mdy',
  lines: 'first',
  caveats: ['Orders of a marketplace are bought elsewhere: they count for no session of the shop.'],
};

/** Amazon Seller Central, Order reports: one row per item. */
export const AMAZON: Platform = {
  id: 'amazon',
  name: 'an Amazon order report',
  side: 'orders',
  has: [['order_id', 'amazon_order_id'], ['purchase_date'], ['item_price'], ['ship_country', 'ship_city', 'ship_postal_code']],
  roles: {
    order_id: { either: ['order_id', 'amazon_order_id'] },
    time: 'purchase_date',
    revenue: 'item_price',
    currency: 'currency',
    status: 'order_status',
    sales_channel: { text: 'marketplace amazon' },
  },
  unused: ['order_date', 'payment_date', 'buyer_email', 'billing_name', 'sku', 'asin', 'order_item_id'],
  lines: 'sum',
  caveats: ['Orders of a marketplace are bought elsewhere: they count for no session of the shop.'],
};
