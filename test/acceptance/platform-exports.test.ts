import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plainName } from '../../src/formats/column-names.ts';
import { findPlatform } from '../../src/formats/platform.ts';
import { PLATFORMS } from '../../src/formats/platforms/platforms.ts';
import { parseCsv } from '../../src/io/csv.ts';

const FOLDER = join(import.meta.dirname, '../../../shared/data/platform-exports');

/** Headers as the platforms write them, and what each is. Reports of ad cost and of the GA4 interface are no clickstream and no orders. */
const HEADERS: Record<string, string | undefined> = {
  'shopify_orders_export_2012_header_only.csv': 'shopify',
  'shopify_orders_export_79col.csv': 'shopify',
  'woocommerce_orders_header_pluginstyle.csv': 'woocommerce',
  'bigcommerce_orders_header.csv': 'bigcommerce',
  'stripe_payments_header.csv': 'stripe',
  'etsy_sold_orders_header.csv': 'etsy',
  'amazon_seller_orders_header.tsv': 'amazon',
  'bing_ads.csv': undefined,
  'google_ads_german_commas.csv': undefined,
  'meta_ads_range_egp.csv': undefined,
};

describe('headers of real exports', () => {
  for (const [name, platform] of Object.entries(HEADERS)) {
    it(`are recognised: ${name}`, () => {
      const text = readFileSync(join(FOLDER, name), 'utf8').replace(/^\ufeff/, '');
      for (const row of parseCsv(text, name.endsWith('.tsv') ? '\t' : ',').slice(0, 12)) {
        const found = findPlatform(PLATFORMS, row.map(plainName), null)?.id;
        if (platform === undefined) expect(found).toBeUndefined();
        else if (row.includes('Name') || row.some((cell) => /^order.?id$|^id$/i.test(cell))) expect(found).toBe(platform);
      }
    });
  }
});
