/**
 * How page views are coded in the tables of the split:
 *
 *   context  = (page class · 6 + step bin) · 4 + time bin
 *   friction = (signals · 3 + earlier hard) · 3 + earlier soft
 *
 * Step bins: page view 1, 2, 3–4, 5–8, 9–14, 15 and later of the session. Time bins: below 120, 240, 420 s since its start, and later.
 */
export const STEP_BINS = 6;
export const TIME_BINS = 4;
export const CONTEXTS = 8 * STEP_BINS * TIME_BINS;
export const FRICTIONS = 4096 * 3 * 3;

/** SQL for the bins, and for the minute (the last one is open), of a row of `page_step_rows` under the name `t`. */
export const STEP_BIN =
  'case when t.step <= 2 then t.step - 1 when t.step <= 4 then 2 when t.step <= 8 then 3 when t.step <= 14 then 4 else 5 end';
export const MINUTE = 'cast(case when t.elapsed_seconds < 600 then floor(t.elapsed_seconds / 60) else 10 end as integer)';
export const MINUTES = 11;
export const TIME_BIN =
  'case when t.elapsed_seconds < 120 then 0 when t.elapsed_seconds < 240 then 1 when t.elapsed_seconds < 420 then 2 else 3 end';

/**
 * Page classes by page group, as numbered in `GROUP_NUMBERS`. Looking: 0 home, 1 products, 2 product, 3 search, 4 account, 5 content, 6 other, also an error page,
 * of which it is not known what was asked for. Checkout: 0 cart, 1 account, 2 checkout, 3 shipping, 4 billing, 5 product, 6 other pages, 7 thank-you.
 */
const CLASSES = {
  1: { 1: 0, 2: 1, 3: 2, 4: 3, 10: 4, 12: 5 },
  2: { 5: 0, 10: 1, 6: 2, 7: 3, 8: 4, 3: 5, 9: 7 },
} as const satisfies Record<1 | 2, Readonly<Record<number, number>>>;
const OTHER = 6;

/** Class of thank-you pages, which are nobody's exit. */
export const THANK_YOU_CLASS = CLASSES[2][9];

/** SQL for the page class, over columns `stage` and `page_group`. */
export const PAGE_CLASS = `case stage when 1 then ${classSql(1)} else ${classSql(2)} end`;

function classSql(stage: 1 | 2): string {
  const cases = Object.entries(CLASSES[stage]).map(([group, number]) => `when ${group} then ${number}`);
  return `case page_group ${cases.join(' ')} else ${OTHER} end`;
}
