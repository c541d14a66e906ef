import { stat } from 'node:fs/promises';
import { readSpend, type SpendReport } from '../intake/spend/read-spend.ts';
import type { Block } from '../report/blocks.ts';
import { plain } from '../report/document-rows.ts';
import type { InspectOptions } from './inspect-file.ts';

/** Larger files are clickstreams, and are not read twice. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Reads a file as a spend report; null when it is none, is packed, or is too large for one. */
export async function inspectSpend(name: string, options: InspectOptions & { currency: string | null }): Promise<SpendReport | null> {
  const found = name === '-' || name.endsWith('.gz') ? null : await stat(name).catch(() => null);
  return found?.isFile() && found.size <= MOST_BYTES ? readSpend(name, options) : null;
}

/** What `inspect --format json` says of a spend report. */
export function spendFacts({ rows, ...report }: SpendReport): Record<string, unknown> {
  const [from, to] = [
    rows.map((row) => row.from).sort()[0] ?? null,
    rows
      .map((row) => row.to)
      .sort()
      .at(-1) ?? null,
  ];
  return { ...report, grain: 'spend', rows: rows.length, from, to };
}

/** What `inspect` shows of a spend report. */
export function spendBlocks(report: SpendReport): Block[] {
  const { rows, from, to } = spendFacts(report);
  return [
    { kind: 'heading', id: 'spend', text: report.file },
    plain(
      `Ad-cost report (${report.platform}), ${rows} rows by ${report.granularity}, ${from} to ${to}; ${report.left_out} totals and footers left out.`,
    ),
    plain(report.currency === null ? 'It tells no currency; give it with --currency.' : `Currency: ${report.currency}.`),
    plain('Its days are those of the ad account’s time zone, which it does not tell. Reports of this version do not use ad cost yet.'),
  ];
}
