import { Chalk } from 'chalk';
import type { BarsBlock, Block, Cell, ListBlock, TableBlock } from './blocks.ts';
import { toDocument } from './document.ts';
import { toAscii, toPlainText } from './plain-text.ts';
import type { RenderContext } from './render-context.ts';
import { type TerminalStyle, tableLines } from './render-terminal-table.ts';
import type { Report } from './report.ts';
import { displayWidth, wrapToWidth } from './text-width.ts';

/** Lines of prose longer than this are hard to read, however wide the terminal is. */
const PROSE_COLUMNS = 100;
/** Below this nothing useful can be shown; a narrower terminal wraps by itself. */
const FEWEST_COLUMNS = 40;
const UNKNOWN_COLUMNS = 80;
const INDENT = '  ';

/**
 * The report for a terminal: no line wider than `columns` (at least 40), colours only where `colour` allows them, ASCII only where `unicode` is false.
 *
 * Text from the data cannot steer the terminal: control and invisible characters are shown as signs.
 */
export function renderTerminal(report: Report, context: RenderContext): string {
  return renderBlocks(toDocument(report, context.detail), context);
}

/** Any blocks for a terminal, by the same rules. */
export function renderBlocks(blocks: readonly Block[], context: RenderContext): string {
  // A stream that is no terminal reports 0 or nothing.
  const known = Number.isFinite(context.columns) && context.columns > 0;
  const width = known ? Math.max(FEWEST_COLUMNS, Math.floor(context.columns)) : UNKNOWN_COLUMNS;
  const style = styleOf(context);
  const page: Page = { style, width, wraps: true };
  return `${blocks.map((block) => blockLines(block, page).join('\n')).join('\n\n')}\n`;
}

interface Page {
  style: TerminalStyle;
  width: number;
  wraps: boolean;
}

function styleOf({ colour, unicode }: RenderContext): TerminalStyle {
  const chalk = new Chalk({ level: colour });
  const own = (text: string) => text;
  return {
    plain: (text) => (unicode ? toPlainText(text) : toAscii(toPlainText(text))),
    paint: {
      title: chalk.bold,
      heading: colour === 0 ? own : chalk.bold.cyan,
      warning: chalk.yellow,
      muted: chalk.dim,
      good: chalk.green,
      bad: chalk.red,
    },
    ...(unicode
      ? { rule: '─', ellipsis: '…', bullet: '•', mark: '▌', bar: ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'] }
      : { rule: '-', ellipsis: '...', bullet: '-', mark: '>', bar: ['', '#'] }),
  };
}

function blockLines(block: Block, page: Page): string[] {
  const { style, width } = page;
  switch (block.kind) {
    case 'title':
      return prose(block.text, { page, indent: '', paint: style.paint.title });
    case 'heading': {
      const text = style.plain(block.text);
      return ['', style.paint.heading(text), style.paint.muted(style.rule.repeat(Math.min(width, displayWidth(text))))];
    }
    case 'paragraph':
      if (block.tone === 'warning') return prose(block.text, { page, first: '! ', paint: style.paint.warning });
      return prose(block.text, { page, paint: block.tone === 'muted' ? style.paint.muted : (text) => text });
    case 'list':
      return list(block, page);
    case 'table':
      return table(block, page);
    case 'bars':
      return bars(block, page);
    default:
      return block satisfies never;
  }
}

function prose(
  text: string,
  {
    page,
    indent = INDENT,
    first = '',
    paint = (line) => line,
  }: { page: Page; indent?: string; first?: string; paint?: (line: string) => string },
): string[] {
  const room = Math.min(page.width, PROSE_COLUMNS) - indent.length - first.length;
  const lines = wrapToWidth(page.style.plain(text), room);
  return lines.map((line, index) => `${indent}${index === 0 ? first : ' '.repeat(first.length)}${paint(line)}`);
}

function list({ caption, items, ranked, more }: ListBlock, page: Page): string[] {
  return [
    ...captionLines(caption, page),
    ...items.flatMap((item, index) => prose(item, { page, first: ranked ? `${index + 1}. ` : `${page.style.bullet} ` })),
    ...moreLines(more, page),
  ];
}

function table(block: TableBlock, page: Page, reading?: string): string[] {
  const { style, width } = page;
  const { lines, left_out, has_bars } = tableLines(block, width - INDENT.length, style, page.wraps);
  const hidden = left_out.length > 0 ? `Not shown at this width: ${left_out.join(', ')}.` : undefined;
  const notes = [block.note, has_bars ? reading : undefined, hidden].filter((text) => text !== undefined).join(' ');
  return [
    ...captionLines(block.caption, page),
    ...lines.map((line) => `${INDENT}${line}`),
    ...moreLines(block.more, page),
    ...(notes === '' ? [] : prose(notes, { page, paint: style.paint.muted })),
  ];
}

function captionLines(text: string | undefined, page: Page): string[] {
  return text === undefined ? [] : prose(text, { page, paint: page.style.paint.title });
}

function moreLines(text: string | undefined, page: Page): string[] {
  return text === undefined ? [] : prose(text, { page, paint: page.style.paint.muted });
}

/** Cells of a bar, and columns that text beside bars gets at least; chosen by looking. */
const MOST_CELLS = 40;
const FEWEST_CELLS = 8;
const BESIDE_BARS = 58;
const GAP = 2;

/** Bars are a table whose last column is drawn; a mark before the label stands for the colour that may not be there. */
function bars({ label, beside, measure, rows, marks, reading, ...block }: BarsBlock, page: Page): string[] {
  const { style, width } = page;
  const most = Math.max(0, ...rows.map(({ value }) => value ?? 0));
  const pad = (marked: boolean) => (marks === '' ? '' : marked ? `${style.mark} ` : '  ');
  const words = rows.map((row) => [pad(row.marked) + row.label, ...row.beside, row.shown]);
  const titles = [pad(false) + label, ...beside, measure];
  const taken = titles.map((title, index) =>
    Math.max(...[...title.split(' '), ...words.map((cells) => cells[index] ?? '')].map((text) => displayWidth(style.plain(text)) + GAP)),
  );
  // What the numbers leave, so that a bar gets shorter before it goes.
  const room = width - INDENT.length - taken.reduce((sum, one) => sum + one, 0);
  const cells = Math.min(MOST_CELLS, Math.max(FEWEST_CELLS, Math.min(room, width - BESIDE_BARS)));
  const drawn = rows.map((row, index): Cell[] => [...(words[index] ?? []), drawBar(row.value ?? 0, most, cells, style.bar)]);
  return table(
    {
      ...block,
      kind: 'table',
      columns: [
        { title: titles[0] ?? '', align: 'left' },
        ...titles.slice(1).map((title) => ({ title, align: 'right' as const })),
        { title: '', align: 'left', narrow: 'drop' },
      ],
      rows: drawn,
      ...(marks !== '' && { note: `${style.mark} ${marks}` }),
    },
    page,
    most > 0 ? reading : undefined,
  );
}

function drawBar(value: number, most: number, cells: number, signs: string[]): string {
  const steps = signs.length - 1;
  const filled = most > 0 ? Math.round((value / most) * cells * steps) : 0;
  return (signs[steps] ?? '').repeat(Math.floor(filled / steps)) + (signs[filled % steps] ?? '');
}
