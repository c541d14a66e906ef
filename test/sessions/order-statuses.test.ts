import { describe, expect, it } from 'vitest';
import { isOfflineChannel, readStatus } from '../../src/sessions/order-statuses.ts';

describe('a sales channel', () => {
  it('is the web shop or elsewhere by its words: an online store is no store', () => {
    for (const web of ['web', 'online store', 'default storefront', 'online', 'mobile web', 'instagram'])
      expect(isOfflineChannel(web), web).toBe(false);
    for (const other of ['store', 'pos', 'phone', 'berlin store', 'shopify_draft_order', 'marketplace etsy', 'amazon.de', 'retail'])
      expect(isOfflineChannel(other), other).toBe(true);
  });
});

describe('a status', () => {
  it('of every platform says whether the order was bought', () => {
    const bought = [
      'paid',
      'partially_paid',
      'authorized',
      'wc-completed',
      'wc-processing',
      'processing',
      'complete',
      'awaiting fulfillment',
      'shipped',
      'succeeded',
      'on hold',
    ];
    const not = [
      'voided',
      'expired',
      'wc-cancelled',
      'wc-failed',
      'wc-checkout-draft',
      'canceled',
      'incomplete',
      'declined',
      'failed',
      'suspected fraud',
      'test',
    ];
    const back = ['refunded', 'partially_refunded', 'wc-refunded', 'partially refunded'];
    for (const status of bought) expect(readStatus(status), status).toMatchObject({ counts: true, isRefunded: false, isKnown: true });
    for (const status of not) expect(readStatus(status), status).toMatchObject({ counts: false, isKnown: true });
    for (const status of back) expect(readStatus(status), status).toMatchObject({ counts: true, isRefunded: true, isKnown: true });
  });
});
