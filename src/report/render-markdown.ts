import { type BarsBlock, type Block, type TableBlock, textOfCell } from './blocks.ts';
import { toDocument } from './document.ts';
import { toMarkdownText } from './markdown-text.ts';
import type { RenderContext } from './render-context.ts';
import type { Report } from './report.ts';

/** GitHub drops a whole job summary above 1 MiB; other text may stand in the same summary. */
const MOST_BYTES = 900_000;
const CUT = '\n_The report is longer than 900 KB and is cut here; the JSON report holds all of it._\n';
const BAR_CELLS = 20;

/**
 * The report as Markdown for GitHub and GitLab; at most 900 KB, cut after a whole line with a sentence that says so.
 *
 * Text from the data is shown as it is and never becomes markup, links, mentions or HTML.
 */
export function renderMarkdown(report: Report, { detail }: Pick<RenderContext, 'detail'>): string {
  const pieces = toDocument(report, detail).flatMap((block, index) => [...(index > 0 ? ['\n'] : []), ...blockPieces(block)]);
  const room = MOST_BYTES - Buffer.byteLength(CUT);
  let bytes = 0;
  for (const [index, piece] of pieces.entries()) {
    bytes += Buffer.byteLength(piece);
    if (bytes > room) return pieces.slice(0, index).join('') + CUT;
  }
  return pieces.join('');
}

/** Whole lines that may not be parted: a table's heading comes with its rule. */
function blockPieces(block: Block): string[] {
  switch (block.kind) {
    case 'title':
      return [`# ${toMarkdownText(block.text)}\n`];
    case 'heading':
      return [`## ${toMarkdownText(block.text)}\n`];
    case 'paragraph':
      return [`${block.tone === 'warning' ? '> **Note:** ' : ''}${toMarkdownText(block.text)}\n`];
    case 'list':
      return block.items.map((item) => `- ${toMarkdownText(item)}\n`);
    case 'table':
      return tablePieces(block);
    case 'bars':
      return tablePieces(barsTable(block));
    default:
      return block satisfies never;
  }
}

function tablePieces({ caption, columns, rows, note }: TableBlock): string[] {
  const head = line(columns.map(({ title }) => toMarkdownText(title)));
  const rule = line(columns.map(({ align }) => (align === 'right' ? '---:' : ':---')));
  return [
    ...(caption === undefined ? [] : [`**${toMarkdownText(caption)}**\n\n`]),
    head + rule,
    ...rows.map((row) => line(row.map((cell) => toMarkdownText(textOfCell(cell))))),
    ...(note === undefined ? [] : [`\n${toMarkdownText(note)}\n`]),
  ];
}

function line(cells: string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function barsTable({ caption, label, beside, measure, rows, marks, note }: BarsBlock): TableBlock {
  const most = Math.max(0, ...rows.map(({ value }) => value ?? 0));
  const barOf = (value: number | null) => '█'.repeat(most > 0 ? Math.round(((value ?? 0) / most) * BAR_CELLS) : 0);
  const notes = [marks === '' ? undefined : `▌ ${marks}.`, note].filter((text) => text !== undefined);
  return {
    kind: 'table',
    caption,
    columns: [
      { title: label, align: 'left' },
      ...[...beside, measure].map((title) => ({ title, align: 'right' as const })),
      { title: '', align: 'left' },
    ],
    rows: rows.map((row) => [`${row.marked ? '▌ ' : ''}${row.label}`, ...row.beside, row.shown, barOf(row.value)]),
    ...(notes.length > 0 && { note: notes.join(' ') }),
  };
}
