/** A column name as it is compared, and the currency that stood at its end. */
export interface ColumnName {
  base: string;
  currency: string | null;
}

const CURRENCIES = /_(usd|eur|gbp|chf|cad|aud|nzd|sek|nok|dkk|pln|czk|jpy|brl|inr|mxn|huf|ron|try|zar)$/;

/** `Page URL`, `pageUrl`, `page-url` → `page_url`; a currency at the end is taken off and kept. */
export function normaliseName(name: string): ColumnName {
  const plain = plainName(name);
  const currency = CURRENCIES.exec(plain);
  return currency ? { base: plain.slice(0, currency.index), currency: currency[1]!.toUpperCase() } : { base: plain, currency: null };
}

/** The same with the currency left on. */
export function plainName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}
