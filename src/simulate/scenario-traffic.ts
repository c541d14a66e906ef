import type { LandingMix, Tag, TrafficSource } from './channels.ts';
import { normal, streamOf } from './random.ts';

interface Names {
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  referrer: string;
}

const GOOGLE = 'https://www.google.com/';
const BING = 'https://www.bing.com/';
const NAMES: readonly Names[] = [
  { channel: 'paid_search', source: 'google', medium: 'cpc', campaign: 'brand', referrer: GOOGLE },
  { channel: 'paid_search', source: 'google', medium: 'cpc', campaign: 'generic', referrer: GOOGLE },
  { channel: 'paid_search', source: 'bing', medium: 'cpc', campaign: 'generic', referrer: BING },
  { channel: 'organic_search', source: 'google', medium: 'organic', campaign: '', referrer: GOOGLE },
  { channel: 'organic_search', source: 'bing', medium: 'organic', campaign: '', referrer: BING },
  { channel: 'organic_search', source: 'duckduckgo', medium: 'organic', campaign: '', referrer: 'https://duckduckgo.com/' },
  { channel: 'paid_social', source: 'facebook', medium: 'paid_social', campaign: 'prospecting', referrer: 'https://m.facebook.com/' },
  { channel: 'paid_social', source: 'instagram', medium: 'paid_social', campaign: 'reels', referrer: 'https://l.instagram.com/' },
];
const WEIGHTS = [0.14, 0.13, 0.09, 0.2, 0.09, 0.07, 0.16, 0.12];
const INTENTS = [0.75, 0.1, 0.2, 0.15, 0.6, 0.3, -0.75, -0.9];
/** Landing pages that go with the intents: brand on the front page, the rest on lists, organic search on both. */
const LANDINGS: readonly LandingMix[] = ['front', 'lists', 'lists', 'mixed', 'mixed', 'mixed', 'lists', 'lists'];

const CAMPAIGNS = 300;
const CAMPAIGN_INTENT_SD = 0.5;
/** Some campaigns are several times the size of others: sd of the logarithm. */
const CAMPAIGN_SIZE_SD = 0.6;
/** The stream that the campaigns are drawn from: they are part of the scenario, the same in every run. */
const CAMPAIGN_SEED = 300;

/** Eight sources in three media that differ in nothing but name and size. */
export function equalTraffic(): TrafficSource[] {
  return NAMES.map((names, index) => trafficLine(names, WEIGHTS[index]!, 0, 'entry', 1));
}

/**
 * The same sources with different intent and landing pages; paid social is poor.
 *
 * @param trouble - how many times the usual the sessions of poor and of the other sources meet errors and slow pages
 */
export function unequalTraffic(trouble: readonly [poor: number, others: number] = [1, 1]): TrafficSource[] {
  return NAMES.map((names, index) => {
    const intent = INTENTS[index]!;
    return trafficLine(names, WEIGHTS[index]!, intent, LANDINGS[index]!, trouble[intent < 0 ? 0 : 1]);
  });
}

/** Three hundred small campaigns of five sources in three media, of random size and intent. */
export function manyCampaigns(): TrafficSource[] {
  const stream = streamOf(CAMPAIGN_SEED, 0, 'arrival');
  const paid: readonly Omit<Names, 'campaign'>[] = [
    { channel: 'paid_search', source: 'google', medium: 'cpc', referrer: GOOGLE },
    { channel: 'paid_search', source: 'bing', medium: 'cpc', referrer: BING },
    { channel: 'paid_social', source: 'facebook', medium: 'paid_social', referrer: 'https://m.facebook.com/' },
    { channel: 'paid_social', source: 'instagram', medium: 'paid_social', referrer: 'https://l.instagram.com/' },
    { channel: 'display', source: 'adfield', medium: 'display', referrer: 'https://www.dailyquay.example/' },
  ];
  return Array.from({ length: CAMPAIGNS }, (_, index) => {
    const names = { ...paid[index % paid.length]!, campaign: `campaign-${String(index + 1).padStart(3, '0')}` };
    const size = Math.exp(CAMPAIGN_SIZE_SD * normal(stream));
    const intent = Math.round(CAMPAIGN_INTENT_SD * normal(stream) * 1000) / 1000;
    return trafficLine(names, size, intent, 'entry', 1);
  });
}

function trafficLine(names: Names, weight: number, intent_logit: number, landing: LandingMix, trouble: number): TrafficSource {
  const tags: readonly Tag[] = names.campaign === '' ? [] : ['utm'];
  return {
    ...{ ...names, tags, landing, intent_logit, trouble, weight_new: weight, weight_returning: weight },
    ...{ devices: 'usual', daypart: 'flat', cost_per_click: names.campaign === '' ? 0 : 0.4, click_rate: 0.02 },
  };
}
