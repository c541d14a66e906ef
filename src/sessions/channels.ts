import { CHANNEL_RULES, type Channel, type SourceFacts } from './channel-rules.ts';
import { type ClickId, clickIdRule } from './click-ids.ts';
import { isGatewayHost } from './gateways.ts';
import { type HostParts, hostParts, registrableDomain } from './hosts.ts';
import type { SourceKind } from './known-sources.ts';
import { redactEmails } from './redact-path.ts';
import { findHost, findSource } from './source-lookup.ts';
import { cleanText, readCampaign, readTag, shortened } from './tag-values.ts';

export { CHANNELS, type Channel } from './channel-rules.ts';
export { CLICK_IDS, type ClickId } from './click-ids.ts';
export { isGateway } from './gateways.ts';
export { registrableDomain } from './hosts.ts';

/** What was fixed on arrival. Tags are already percent-decoded; null and the platforms' placeholders mean that nothing was recorded. */
export interface Touch {
  utm_source: string | null;
  utm_medium: string | null;
  utm_campaign: string | null;
  /** Name of the click-id parameter that is present, any case; never its value. */
  click_id: ClickId | null;
  /** Host of the referrer; a whole URL is understood too. */
  referrer_host: string | null;
}

/** Where a session came from. Texts are lower case, at most 100 characters, without e-mail addresses; what is not known is `(not set)`. */
export interface Attributed {
  channel: Channel;
  source: string;
  medium: string;
  campaign: string;
  /** The evidence and the rule that decided, in words. */
  rule: string;
}

/** What is known of the shop and its exports. */
export interface Site {
  /** The shop's own domains; a domain stands for every host under its registrable domain. */
  domains: readonly string[];
  /** Whether the exports have referrers, so that none means that there was none; true when absent. */
  tells_referrer?: boolean;
}

interface Evidence {
  by: string;
  source: string;
  medium: string;
}

/** The own domains of a site, taken apart once a list: a million touches share it. */
const OWN = new WeakMap<readonly string[], { hosts: readonly string[]; registrable: ReadonlySet<string> }>();
const NOT_SET = '(not set)';
/** Medium by kind of referrer, as GA4 gives it; shopping and video sites stay referrals, their channel follows from the source. */
const REFERRER_MEDIUM = { search: 'organic', social: 'social', ai: 'ai-assistant', email: 'email', video: null, shopping: null } as const;

/**
 * Source, medium, campaign and channel of one arrival. Evidence in this order: campaign tags, click id, referrer, none. A referrer of the shop's own
 * domains or of a gateway is no evidence. `(direct)` without a medium is known direct, `(not set)` is unknown and becomes `Unassigned`.
 *
 * @returns exactly one channel; never throws
 * @see GA4 default channel group (channel-rules.ts); known sources are ours (known-sources.ts)
 */
export function attribute(touch: Touch, site: Site): Attributed {
  const campaign = readCampaign(touch.utm_campaign);
  const campaignText = campaign.is === 'value' ? campaign.text : NOT_SET;
  const evidence =
    fromTags(touch, campaign.is === 'value', site) ?? fromClickId(touch) ?? fromReferrer(touch, site) ?? fromNothing(touch, site);
  const { source, medium } = evidence;
  const facts: SourceFacts = { source, medium, campaign: campaignText, kind: findSource(source)?.kind ?? null };
  const rule = CHANNEL_RULES.find(({ matches }) => matches(facts));
  return {
    channel: rule?.channel ?? 'Unassigned',
    source: shortened(redactEmails(source)),
    medium: shortened(redactEmails(medium)),
    campaign: shortened(redactEmails(campaignText)),
    rule: `${evidence.by}: ${rule?.when ?? 'no channel rule matches'}`,
  };
}

function fromTags(touch: Touch, hasCampaign: boolean, site: Site): Evidence | null {
  const source = readTag(touch.utm_source);
  const medium = readTag(touch.utm_medium);
  const saysDirect = source.is === 'none';
  if (source.is !== 'value' && medium.is !== 'value' && (!hasCampaign || saysDirect)) return null;
  // Platforms write the referrer of an untagged arrival into source and medium; a gateway or the shop itself is no source there either.
  if (source.is === 'value' && medium.is === 'value' && medium.text === 'referral' && isNoSource(hostParts(source.text), site)) return null;

  const click = clickIdRule(touch.click_id);
  const by = 'campaign tags';
  const sourceText = source.is === 'value' ? source.text : saysDirect ? '(direct)' : (click?.source ?? NOT_SET);
  if (medium.is === 'value') return { by, source: sourceText, medium: medium.text };
  // Beside a tagged source only proof of payment may speak for the medium: fbclid hangs on unpaid links too.
  if (click !== null && (click.proves_paid || source.is !== 'value')) {
    return { by: `campaign tags, medium from ${click.parameter}`, source: sourceText, medium: click.medium };
  }
  return { by, source: sourceText, medium: NOT_SET };
}

function fromClickId(touch: Touch): Evidence | null {
  const click = clickIdRule(touch.click_id);
  return click === null ? null : { by: `click id ${click.parameter}`, source: click.source, medium: click.medium };
}

function fromReferrer(touch: Touch, site: Site): Evidence | null {
  const text = cleanText(touch.referrer_host ?? '');
  const parts = text === '' ? null : hostParts(text);
  if (parts === null || isNoSource(parts, site) || !isPlaceWithName(parts)) return null;
  const known = findHost(parts);
  const medium = known === null ? null : REFERRER_MEDIUM[known.kind];
  if (known !== null && medium !== null) return { by: `referrer ${shortened(parts.host)}`, source: known.name, medium };
  return { by: `referrer ${shortened(parts.host)}`, source: referralSource(parts, known?.kind), medium: 'referral' };
}

function fromNothing(touch: Touch, { tells_referrer = true }: Site): Evidence {
  const source = readTag(touch.utm_source);
  const medium = readTag(touch.utm_medium);
  if (source.is === 'none') return { by: 'the export says (direct)', source: '(direct)', medium: '(none)' };
  if (source.is === 'unknown' || medium.is === 'unknown') return { by: 'the export says (not set)', source: NOT_SET, medium: NOT_SET };
  // Without referrers in the exports, an arrival without tags may have come from a search engine as well.
  if (!tells_referrer) return { by: 'no tag or click id, and the exports tell no referrer', source: NOT_SET, medium: NOT_SET };
  return { by: 'no tag, click id or referrer', source: '(direct)', medium: '(none)' };
}

function isNoSource(parts: HostParts | null, site: Site): boolean {
  return parts !== null && (isGatewayHost(parts) || isOwn(parts, site.domains));
}

function isOwn({ host, domain }: HostParts, domains: readonly string[]): boolean {
  let own = OWN.get(domains);
  if (own === undefined) {
    const hosts = domains.map((entry) => entry.trim().toLowerCase()).filter((entry) => entry !== '');
    own = { hosts, registrable: new Set(hosts.map(registrableDomain).filter((entry) => entry !== null)) };
    OWN.set(domains, own);
  }
  return (domain !== null && own.registrable.has(domain)) || own.hosts.some((entry) => host === entry || host.endsWith(`.${entry}`));
}

/** A dotted name, an IP address or localhost; a lone word in the referrer column ("null", "direct") is no place. */
function isPlaceWithName({ host, domain, labels }: HostParts): boolean {
  return domain !== null || host === 'localhost' || labels.length === 4 || host.includes(':');
}

/** The registrable domain, except where that domain is another kind of source than the host: docs.google.com is not the search engine. */
function referralSource({ host, domain }: HostParts, kind: SourceKind | undefined): string {
  return domain === null || findSource(domain)?.kind !== kind ? host : domain;
}
