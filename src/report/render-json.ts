import { inReportOrder } from './json-order.ts';
import type { Report } from './report.ts';

/**
 * The report as `report.json`: two-space JSON, keys in the order of the type, a final newline.
 *
 * Control and directional characters are written as `\uXXXX`, so that the file is safe to look at in a terminal; numbers that are not finite
 * become null.
 */
export function renderJson(report: Report): string {
  const text = JSON.stringify(inReportOrder(report), null, 2);
  return `${text.replace(/[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu, escapeSign)}\n`;
}

function escapeSign(sign: string): string {
  const units = Array.from({ length: sign.length }, (_, index) => sign.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
