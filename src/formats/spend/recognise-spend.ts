import { HEADER_WORDS, META_COST, SPEND_FIELDS, type SpendField } from './header-words.ts';

export type SpendPlatform = 'google_ads' | 'meta_ads' | 'microsoft_ads' | 'generic_spend';

/** The header of a spend report: where each field stands. */
export interface SpendHeader {
  platform: SpendPlatform;
  /** Position of each field in the row, from 0. */
  columns: Partial<Record<SpendField, number>>;
  /** Currency in the name of the cost column, as in "Amount spent (USD)". */
  currency: string | null;
}

/** What the sessions of a platform's clicks are tagged with; a generic report says it in each row. */
export const PLATFORM_SOURCE: Record<Exclude<SpendPlatform, 'generic_spend'>, { source: string; medium: string }> = {
  google_ads: { source: 'google', medium: 'cpc' },
  meta_ads: { source: 'facebook', medium: 'paid' },
  microsoft_ads: { source: 'bing', medium: 'cpc' },
};

/**
 * Says whether a row of names is the header of a spend report, and of which platform. Column order does not matter; names are compared whole, so that
 * "Avg. cost" is not "Cost".
 *
 * @param cells - the row as it stands in the file
 * @param preamble - text of the rows above it
 * @returns null when it is no spend report
 */
export function recogniseSpend(cells: readonly string[], preamble: readonly string[]): SpendHeader | null {
  const names = cells.map(normaliseHeader);
  const columns: SpendHeader['columns'] = {};
  for (const field of SPEND_FIELDS) {
    // In the order of the words: "Link clicks" is taken before "Clicks".
    const word = HEADER_WORDS[field].find((candidate) => names.some(({ name }) => name === candidate));
    if (word !== undefined) columns[field] = names.findIndex(({ name }) => name === word);
  }
  const cost = columns.cost ?? columns.cost_micros;
  if (cost === undefined) return null;
  const platform = platformOf(columns, names[cost]!.name, preamble);
  return platform === null ? null : { platform, columns, currency: names[cost]!.currency };
}

/** A header in small letters with single spaces, and the currency behind it. */
export function normaliseHeader(cell: string): { name: string; currency: string | null } {
  const text = cell.replace(/[\s\u00a0\u202f]+/g, ' ').trim();
  const match = /^(.*\S) \(([A-Z]{3})\)$/.exec(text);
  return { name: (match?.[1] ?? text).toLowerCase(), currency: match?.[2] ?? null };
}

function platformOf(columns: SpendHeader['columns'], cost: string, preamble: readonly string[]): SpendPlatform | null {
  const has = (...fields: SpendField[]) => fields.some((field) => columns[field] !== undefined);
  if (META_COST.includes(cost)) return has('date', 'starts') && has('campaign', 'campaign_id') ? 'meta_ads' : null;
  if (has('source') && has('medium')) return has('date') && has('impressions', 'clicks') ? 'generic_spend' : null;
  if (!has('campaign', 'campaign_id')) return null;
  if (preamble.some((line) => line.startsWith('Report Name:')) || cost === 'spend') {
    return has('impressions', 'clicks') ? 'microsoft_ads' : null;
  }
  return has('impressions', 'clicks') ? 'google_ads' : null;
}
