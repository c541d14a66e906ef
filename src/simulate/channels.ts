/** Where sessions come from: one line per campaign, or per source when there is none. */
export interface TrafficSource {
  channel: string;
  source: string;
  medium: string;
  /** Empty when the source has no campaigns. */
  campaign: string;
  /** Share of the sessions of new and of returning visitors, relative to the other lines. */
  weight_new: number;
  weight_returning: number;
  /** What its sessions are worth before they see the site: log-odds added to every decision to go on or to buy. */
  intent_logit: number;
  /** What the landing URL carries. */
  tags: readonly Tag[];
  /** The outside page on the landing hit, empty when none is sent. */
  referrer: string;
  landing: LandingMix;
  /** Shares of mobile, desktop and tablet. */
  devices: DeviceMix;
  /** EUR, 0 for free traffic. */
  cost_per_click: number;
  /** Clicks per impression. */
  click_rate: number;
  daypart: Daypart;
  /** How much more often its sessions meet errors and slow pages; 1 is the usual. */
  trouble: number;
}

/** A mark on the landing URL: the three utm parameters, `utm_source` alone, or a network's click id. */
export type Tag = 'utm' | 'utm_source' | 'gclid' | 'fbclid';
/** The hours and days a source is strong at. */
export type Daypart = 'flat' | 'evening' | 'office' | 'mailing';
/** Which pages a source lands on. */
export type LandingMix = keyof typeof LANDING_MIXES;
/** Which devices a source reaches. */
export type DeviceMix = keyof typeof DEVICE_MIXES;

/** Weights of the landing pages: home, category, product, content. */
export const LANDING_MIXES = {
  front: [0.6, 0.2, 0.15, 0.05],
  lists: [0.08, 0.62, 0.28, 0.02],
  details: [0.02, 0.08, 0.89, 0.01],
  mixed: [0.2, 0.35, 0.35, 0.1],
  entry: [0.4, 0.6, 0, 0],
} as const;

/** Weights of mobile, desktop, tablet. */
export const DEVICE_MIXES = {
  usual: [0.58, 0.36, 0.06],
  phone: [0.9, 0.06, 0.04],
  desk: [0.38, 0.57, 0.05],
} as const;

/** The traffic of the shop. Low intent of paid-social prospecting and of display is planted on purpose. */
// biome-ignore format: a table is read by its rows
export const TRAFFIC: readonly TrafficSource[] = [
  line('paid_search', 'google', 'cpc', 'brand-search', [0.05, 0.09], 0.8, ['gclid'], 'https://www.google.com/', 'front', 'usual', [0.35, 0.11], 'office'),
  line('paid_search', 'google', 'cpc', 'generic-furniture', [0.07, 0.03], 0.1, ['utm', 'gclid'], 'https://www.google.com/', 'lists', 'usual', [0.62, 0.03], 'office'),
  line('paid_search', 'google', 'cpc', 'generic-garden', [0.04, 0.02], 0, ['utm', 'gclid'], 'https://www.google.com/', 'lists', 'usual', [0.55, 0.03], 'flat'),
  line('paid_search', 'bing', 'cpc', 'generic-all', [0.02, 0.01], 0.15, ['utm'], 'https://www.bing.com/', 'lists', 'desk', [0.4, 0.025], 'office'),
  line('shopping_ads', 'google', 'cpc', 'shopping-all', [0.08, 0.04], 0.2, ['utm', 'gclid'], 'https://www.google.com/', 'details', 'usual', [0.38, 0.012], 'flat'),
  line('shopping_ads', 'google', 'cpc', 'shopping-top', [0.04, 0.02], 0.35, ['utm', 'gclid'], 'https://www.google.com/', 'details', 'usual', [0.45, 0.015], 'flat'),
  line('organic_search', 'google', 'organic', '', [0.17, 0.14], 0.2, [], 'https://www.google.com/', 'mixed', 'usual', [0, 0], 'flat'),
  line('organic_search', 'bing', 'organic', '', [0.02, 0.02], 0.2, [], 'https://www.bing.com/', 'mixed', 'desk', [0, 0], 'office'),
  line('organic_search', 'duckduckgo', 'organic', '', [0.01, 0.01], 0.2, [], 'https://duckduckgo.com/', 'mixed', 'usual', [0, 0], 'flat'),
  line('direct', '(direct)', '(none)', '', [0.11, 0.29], 0.5, [], '', 'front', 'usual', [0, 0], 'flat'),
  line('email', 'newsletter', 'email', 'weekly-news', [0.01, 0.1], 0.45, ['utm'], '', 'lists', 'usual', [0, 0], 'mailing'),
  line('email', 'newsletter', 'email', 'Winter sale, last days', [0.01, 0.05], 0.6, ['utm'], '', 'lists', 'usual', [0, 0], 'mailing'),
  line('email', 'crm', 'email', 'cart-reminder', [0, 0.03], 1.1, ['utm'], '', 'details', 'usual', [0, 0], 'evening'),
  line('paid_social', 'facebook', 'paid_social', 'prospecting-lookalike', [0.08, 0.01], -0.8, ['utm', 'fbclid'], 'https://m.facebook.com/', 'lists', 'phone', [0.22, 0.009], 'evening'),
  line('paid_social', 'facebook', 'paid_social', 'prospecting-interests', [0.05, 0.01], -0.9, ['utm', 'fbclid'], 'https://m.facebook.com/', 'details', 'phone', [0.2, 0.008], 'evening'),
  line('paid_social', 'instagram', 'paid_social', 'prospecting-reels', [0.06, 0.01], -1, ['utm'], 'https://l.instagram.com/', 'details', 'phone', [0.18, 0.007], 'evening'),
  line('paid_social', 'facebook', 'paid_social', 'retargeting-catalogue', [0, 0.07], 0.3, ['utm', 'fbclid'], 'https://m.facebook.com/', 'details', 'phone', [0.48, 0.014], 'evening'),
  line('organic_social', 'facebook', 'social', '', [0.02, 0.01], -0.4, ['fbclid'], 'https://l.facebook.com/', 'mixed', 'phone', [0, 0], 'evening'),
  line('affiliate', 'vouchernest', 'affiliate', 'vouchers', [0.02, 0.02], 0.5, ['utm'], 'https://www.vouchernest.example/', 'front', 'desk', [0.5, 0.05], 'office'),
  line('affiliate', 'livingtests', 'affiliate', 'product-tests', [0.02, 0.01], 0.1, ['utm'], 'https://www.livingtests.example/', 'details', 'usual', [0.45, 0.04], 'flat'),
  line('display', 'adfield', 'display', 'banner-autumn', [0.04, 0.01], -1, ['utm'], 'https://www.dailyquay.example/', 'front', 'phone', [0.3, 0.002], 'flat'),
  line('display', 'adfield', 'display', 'Banner, large format', [0.02, 0.01], -1.1, ['utm'], 'https://www.dailyquay.example/', 'lists', 'usual', [0.34, 0.002], 'flat'),
  line('ai_assistant', 'chatgpt.com', 'referral', '', [0.02, 0.01], 0.5, ['utm_source'], 'https://chatgpt.com/', 'details', 'desk', [0, 0], 'office'),
  line('ai_assistant', 'perplexity.ai', 'referral', '', [0.01, 0], 0.4, [], 'https://www.perplexity.ai/', 'mixed', 'desk', [0, 0], 'office'),
  line('referral', 'quietrooms.example', 'referral', '', [0.02, 0.01], 0, [], 'https://blog.quietrooms.example/small-flats', 'mixed', 'usual', [0, 0], 'flat'),
];

/** How much more or less of a channel's traffic comes at this hour, relative to the shop's whole; weekday 0 is Sunday, hour in UTC. */
export function daypartFactor(daypart: Daypart, weekday: number, hour: number): number {
  if (daypart === 'evening') return hour >= 18 || hour < 1 ? 1.5 : 0.8;
  if (daypart === 'office') return weekday % 6 !== 0 && hour >= 7 && hour < 17 ? 1.3 : 0.8;
  if (daypart === 'mailing') return (weekday === 2 || weekday === 5) && hour >= 6 && hour < 12 ? 4 : 0.7;
  return 1;
}

function line(
  channel: string,
  source: string,
  medium: string,
  campaign: string,
  [weight_new, weight_returning]: readonly [number, number],
  intent_logit: number,
  tags: readonly Tag[],
  referrer: string,
  landing: LandingMix,
  devices: DeviceMix,
  [cost_per_click, click_rate]: readonly [number, number],
  daypart: Daypart,
): TrafficSource {
  return {
    channel,
    source,
    medium,
    campaign,
    weight_new,
    weight_returning,
    intent_logit,
    tags,
    referrer,
    landing,
    devices,
    cost_per_click,
    click_rate,
    daypart,
    trouble: 1,
  };
}
