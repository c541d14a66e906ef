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
  return renderMarkdownBlocks(toDocument(report, detail));
}

/** Any blocks as Markdown, with the same limit. */
export function renderMarkdownBlocks(blocks: readonly Block[]): string {
  const pieces = blocks.flatMap((block, index) => [...(index > 0 ? ['\n'] : []), ...blockPieces(block)]);
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
      return [
        ...captionPiece(block.caption),
        ...block.items.map((item, index) => `${block.ranked ? `${index + 1}.` : '-'} ${toMarkdownText(item)}\n`),
        ...afterPieces(block.more),
      ];
    case 'table':
      return tablePieces(block);
    case 'bars':
      return tablePieces(barsTable(block));
    default:
      return block satisfies never;
  }
}

function captionPiece(caption: string | undefined): string[] {
  return caption === undefined ? [] : [`**${toMarkdownText(caption)}**\n\n`];
}

function tablePieces({ caption, columns, rows, more, note }: TableBlock): string[] {
  const head = line(columns.map(({ title }) => toMarkdownText(title)));
  const rule = line(columns.map(({ align }) => (align === 'right' ? '---:' : ':---')));
  return [
    ...captionPiece(caption),
    head + rule,
    ...rows.map((row) => line(row.map((cell) => toMarkdownText(textOfCell(cell))))),
    ...afterPieces(more, note),
  ];
}

function afterPieces(...texts: (string | undefined)[]): string[] {
  return texts.filter((text) => text !== undefined).map((text) => `\n${toMarkdownText(text)}\n`);
}

function line(cells: string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function barsTable({ label, beside, measure, rows, marks, reading, ...block }: BarsBlock): TableBlock {
  const most = Math.max(0, ...rows.map(({ value }) => value ?? 0));
  const notes = [marks === '' ? '' : `▌ ${marks}`, most > 0 ? (reading ?? '') : ''].filter((text) => text !== '');
  const barOf = (value: number | null) => '█'.repeat(most > 0 ? Math.round(((value ?? 0) / most) * BAR_CELLS) : 0);
  return {
    ...block,
    kind: 'table',
    columns: [
      { title: label, align: 'left' },
      ...[...beside, measure].map((title) => ({ title, align: 'right' as const })),
      { title: '', align: 'left' },
    ],
    rows: rows.map((row) => [`${row.marked ? '▌ ' : ''}${row.label}`, ...row.beside, row.shown, barOf(row.value)]),
    ...(notes.length > 0 && { note: notes.join(' ') }),
  };
}
