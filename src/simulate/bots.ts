import type { Arrival } from './arrivals.ts';
import { CATEGORIES } from './catalogue.ts';
import { streamOf, uniform } from './random.ts';
import type { ShopModel } from './shop-model.ts';
import type { Hit, Walk } from './walk.ts';

/** Fewest and most hits of a bot session. */
export const BOT_HITS = { crawler: [8, 60], scraper: [110, 220] } as const;

const CRAWLER_PAUSE_MS = 9000;
/** All hits of a scraper fall into this time, so that more than 100 come within 100 seconds. */
const SCRAPER_SPAN_MS = 88_000;

/** A bot session: product and category pages one after the other, never a cart. Crawlers take seconds a page, scrapers less than one. */
export function crawlSession({ pages }: ShopModel, arrival: Arrival): Walk {
  const stream = streamOf(arrival.seed, arrival.number, 'walk');
  const is_scraper = arrival.kind === 'scraper';
  const [fewest, most] = BOT_HITS[is_scraper ? 'scraper' : 'crawler'];
  const count = fewest + Math.floor(uniform(stream) * (most - fewest + 1));
  const pause_ms = is_scraper ? Math.floor(SCRAPER_SPAN_MS / count) : CRAWLER_PAUSE_MS;
  let at = arrival.started_at;
  const hits = Array.from({ length: count }, (): Hit => {
    const category = CATEGORIES[Math.floor(uniform(stream) * CATEGORIES.length)]!;
    const is_list = uniform(stream) < 0.2;
    const page_u = uniform(stream);
    const url = is_list
      ? category.page_urls[Math.floor(page_u * category.page_urls.length)]!
      : category.products[Math.floor(page_u * category.products.length)]!.url;
    const page_kind = is_list ? 'category' : 'product';
    const load_ms = Math.round(pages[page_kind].load_ms * (0.5 + uniform(stream)));
    const hit: Hit = {
      at,
      event_name: 'page_view',
      page_kind,
      url,
      referrer: '',
      search_results: -1,
      http_status: 200,
      load_ms,
      signals: 0,
      is_logged_in: false,
    };
    at += Math.max(1, Math.round(pause_ms * (0.5 + uniform(stream) / 2)));
    return hit;
  });
  return { hits, order: undefined, is_through_gateway: false, is_stitched_return: false };
}
