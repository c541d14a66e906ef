/** Names of the click-id parameters that advertising platforms append to landing URLs, in lower case. */
export type ClickId =
  | 'gclid'
  | 'gbraid'
  | 'wbraid'
  | 'dclid'
  | 'msclkid'
  | 'ttclid'
  | 'twclid'
  | 'li_fat_id'
  | 'epik'
  | 'rdt_cid'
  | 'sccid'
  | 'yclid'
  | 'gad_source'
  | 'srsltid'
  | 'fbclid'
  | 'igshid'
  | 'mc_cid';

/** What the presence of one click id says about a session that carries no campaign tags. */
export interface ClickIdRule {
  parameter: ClickId;
  source: string;
  medium: string;
  /** False where the platform appends the id to unpaid links too. */
  proves_paid: boolean;
}

/**
 * Click-id parameters with the source and medium they stand for; parameter names are compared without regard to case.
 * When a URL carries several, the first of this order decides: proof of a paid click before mere origin.
 *
 * Scope: the parameters that the large platforms document. `fbclid`, `igshid` and `mc_cid` also hang on unpaid links and e-mails, `srsltid` on free product listings.
 */
export const CLICK_IDS: readonly ClickIdRule[] = [
  { parameter: 'gclid', source: 'google', medium: 'cpc', proves_paid: true },
  { parameter: 'gbraid', source: 'google', medium: 'cpc', proves_paid: true },
  { parameter: 'wbraid', source: 'google', medium: 'cpc', proves_paid: true },
  { parameter: 'dclid', source: 'dv360', medium: 'display', proves_paid: true },
  { parameter: 'msclkid', source: 'bing', medium: 'cpc', proves_paid: true },
  { parameter: 'ttclid', source: 'tiktok', medium: 'paid', proves_paid: true },
  { parameter: 'twclid', source: 'twitter', medium: 'paid', proves_paid: true },
  { parameter: 'li_fat_id', source: 'linkedin', medium: 'paid', proves_paid: true },
  { parameter: 'epik', source: 'pinterest', medium: 'paid', proves_paid: true },
  { parameter: 'rdt_cid', source: 'reddit', medium: 'paid', proves_paid: true },
  { parameter: 'sccid', source: 'snapchat', medium: 'paid', proves_paid: true },
  { parameter: 'yclid', source: 'yandex', medium: 'cpc', proves_paid: true },
  { parameter: 'gad_source', source: 'google', medium: 'cpc', proves_paid: true },
  { parameter: 'srsltid', source: 'google', medium: 'organic-shopping', proves_paid: false },
  { parameter: 'fbclid', source: 'facebook', medium: 'social', proves_paid: false },
  { parameter: 'igshid', source: 'instagram', medium: 'social', proves_paid: false },
  { parameter: 'mc_cid', source: 'mailchimp', medium: 'email', proves_paid: false },
];

const BY_PARAMETER: ReadonlyMap<string, ClickIdRule> = new Map(CLICK_IDS.map((rule) => [rule.parameter, rule]));

/** The rule of a click-id parameter in any case, or null for a name that is none. */
export function clickIdRule(parameter: string | null): ClickIdRule | null {
  return parameter === null ? null : (BY_PARAMETER.get(parameter.trim().toLowerCase()) ?? null);
}
