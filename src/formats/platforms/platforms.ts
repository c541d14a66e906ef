import type { Platform } from '../platform.ts';
import { ACCESS_LOG, CLOUDFRONT, W3C_LOG } from './access-log.ts';
import { ADOBE } from './adobe.ts';
import { AMPLITUDE } from './amplitude.ts';
import { BIGCOMMERCE } from './bigcommerce.ts';
import { GA4 } from './ga4.ts';
import { HEAP, HEAP_SESSIONS } from './heap.ts';
import { MAGENTO, MAGENTO_TABLE } from './magento.ts';
import { AMAZON, ETSY } from './marketplaces.ts';
import { MIXPANEL } from './mixpanel.ts';
import { POSTHOG } from './posthog.ts';
import { SEGMENT_PAGES, SEGMENT_TRACKS } from './segment.ts';
import { SHOPIFY } from './shopify.ts';
import { SNOWPLOW } from './snowplow.ts';
import { STRIPE } from './stripe.ts';
import { UMAMI } from './umami.ts';
import { WOOCOMMERCE, WOOCOMMERCE_ANALYTICS } from './woocommerce.ts';

/** Every export that is known by its platform. Where the marks of two fit a file, the one that asks for more counts, then the one that stands first. */
export const PLATFORMS: readonly Platform[] = [
  GA4,
  SNOWPLOW,
  SEGMENT_PAGES,
  SEGMENT_TRACKS,
  POSTHOG,
  MIXPANEL,
  AMPLITUDE,
  HEAP,
  HEAP_SESSIONS,
  UMAMI,
  ADOBE,
  ACCESS_LOG,
  CLOUDFRONT,
  W3C_LOG,
  SHOPIFY,
  WOOCOMMERCE,
  WOOCOMMERCE_ANALYTICS,
  MAGENTO,
  MAGENTO_TABLE,
  BIGCOMMERCE,
  STRIPE,
  ETSY,
  AMAZON,
];
