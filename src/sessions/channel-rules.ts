import type { SourceKind } from './known-sources.ts';

/** Channel names, spelled as in GA4's default channel group. */
export type Channel =
  | 'Direct'
  | 'Cross-network'
  | 'AI Assistant'
  | 'Paid Shopping'
  | 'Paid Search'
  | 'Paid Social'
  | 'Paid Video'
  | 'Display'
  | 'Paid Other'
  | 'Organic Shopping'
  | 'Organic Social'
  | 'Organic Video'
  | 'Organic Search'
  | 'Referral'
  | 'Email'
  | 'Affiliates'
  | 'Audio'
  | 'SMS'
  | 'Mobile Push Notifications'
  | 'Unassigned';

/** What the channel rules look at: lower-case texts, and what kind of place the source is. */
export interface SourceFacts {
  source: string;
  medium: string;
  campaign: string;
  kind: SourceKind | null;
}

/** One rule of the channel table: the channel, the condition in words, and the condition. */
export interface ChannelRule {
  channel: Channel;
  when: string;
  matches: (facts: SourceFacts) => boolean;
}

const isPaid = (medium: string) => medium.includes('cp') || medium === 'ppc' || medium === 'retargeting' || medium.startsWith('paid');
// "shop" at the start of a word or after an e ("eshop"), never inside another word ("workshop", "bishop"); "shopping" anywhere.
const isShoppingCampaign = (campaign: string) => /(?:^|[^a-df-z])shop|shopping/.test(campaign);
const oneOf = (...words: string[]): ReadonlySet<string> => new Set(words);
const NO_MEDIUM = oneOf('(none)', '(not set)');
// An assistant that names itself in utm_source sends no medium, or calls itself a referral.
const ASSISTANT_MEDIA = oneOf(...NO_MEDIUM, 'referral', 'organic', 'chatbot', 'ai', 'llm');
const SOCIAL_MEDIA = oneOf('social', 'social-network', 'social-media', 'sm', 'social network', 'social media');
const DISPLAY_MEDIA = oneOf('display', 'banner', 'expandable', 'interstitial', 'cpm');
const REFERRAL_MEDIA = oneOf('referral', 'app', 'link');
const EMAIL = oneOf('email', 'e-mail', 'e_mail', 'e mail');

/**
 * The channel rules in order; the first that matches decides, and nothing matching is `Unassigned`.
 *
 * @see GA4 default channel group, support.google.com/analytics/answer/9756891. Ours: AI assistants are also known by their host, and the medium
 * `organic-shopping`, which our click-id table gives to free product listings, is Organic Shopping.
 */
export const CHANNEL_RULES: readonly ChannelRule[] = [
  {
    channel: 'Direct',
    when: 'source is (direct) without a medium',
    matches: ({ source, medium }) => source === '(direct)' && NO_MEDIUM.has(medium),
  },
  { channel: 'Cross-network', when: 'campaign contains cross-network', matches: ({ campaign }) => campaign.includes('cross-network') },
  {
    channel: 'AI Assistant',
    when: 'medium is ai-assistant, or the source is a known AI assistant',
    matches: ({ medium, kind }) => medium === 'ai-assistant' || (kind === 'ai' && ASSISTANT_MEDIA.has(medium)),
  },
  {
    channel: 'Paid Shopping',
    when: 'medium is paid, and the source is a shopping site or the campaign is named for shopping',
    matches: ({ medium, kind, campaign }) => isPaid(medium) && (kind === 'shopping' || isShoppingCampaign(campaign)),
  },
  {
    channel: 'Paid Search',
    when: 'medium is paid, source is a search engine',
    matches: ({ medium, kind }) => isPaid(medium) && kind === 'search',
  },
  {
    channel: 'Paid Social',
    when: 'medium is paid, source is a social network',
    matches: ({ medium, kind }) => isPaid(medium) && kind === 'social',
  },
  {
    channel: 'Paid Video',
    when: 'medium is paid, source is a video site',
    matches: ({ medium, kind }) => isPaid(medium) && kind === 'video',
  },
  {
    channel: 'Display',
    when: 'medium is display, banner, expandable, interstitial or cpm',
    matches: ({ medium }) => DISPLAY_MEDIA.has(medium),
  },
  { channel: 'Paid Other', when: 'medium is paid', matches: ({ medium }) => isPaid(medium) },
  {
    channel: 'Organic Shopping',
    when: 'source is a shopping site, or the campaign is named for shopping',
    matches: ({ kind, campaign, medium }) => kind === 'shopping' || isShoppingCampaign(campaign) || medium === 'organic-shopping',
  },
  {
    channel: 'Organic Social',
    when: 'source is a social network, or medium is social',
    matches: ({ kind, medium }) => kind === 'social' || SOCIAL_MEDIA.has(medium),
  },
  {
    channel: 'Organic Video',
    when: 'source is a video site, or medium contains video',
    matches: ({ kind, medium }) => kind === 'video' || medium.includes('video'),
  },
  {
    channel: 'Organic Search',
    when: 'source is a search engine, or medium is organic',
    matches: ({ kind, medium }) => kind === 'search' || medium === 'organic',
  },
  { channel: 'Referral', when: 'medium is referral, app or link', matches: ({ medium }) => REFERRAL_MEDIA.has(medium) },
  {
    channel: 'Email',
    when: 'source or medium is email',
    matches: ({ source, medium }) => EMAIL.has(source) || EMAIL.has(medium),
  },
  { channel: 'Affiliates', when: 'medium is affiliate', matches: ({ medium }) => medium === 'affiliate' },
  { channel: 'Audio', when: 'medium is audio', matches: ({ medium }) => medium === 'audio' },
  { channel: 'SMS', when: 'source or medium is sms', matches: ({ source, medium }) => source === 'sms' || medium === 'sms' },
  {
    channel: 'Mobile Push Notifications',
    when: 'medium ends in push or contains mobile or notification, or source is firebase',
    matches: ({ source, medium }) =>
      medium.endsWith('push') || medium.includes('mobile') || medium.includes('notification') || source === 'firebase',
  },
];

/** All channels in the order of the rules, `Unassigned` last. */
export const CHANNELS: readonly Channel[] = [...CHANNEL_RULES.map((rule) => rule.channel), 'Unassigned'];
