import Table from 'cli-table3';
import { type CellTone, type TableBlock, textOfCell } from './blocks.ts';
import { fitColumns } from './terminal-columns.ts';
import { cutToWidth, displayWidth, graphemes, wrapToWidth } from './text-width.ts';

/** How text is shown in this terminal: cleaned and, where asked, in ASCII; the colours; the signs to draw with. */
export interface TerminalStyle {
  plain: (text: string) => string;
  paint: Record<CellTone | 'title' | 'heading' | 'warning', (text: string) => string>;
  rule: string;
  ellipsis: string;
  bullet: string;
  mark: string;
  /** From empty to full; the last one fills a cell. */
  bar: string[];
}

/** Lines of a table, and the names of the columns that had no room. */
export interface TableLines {
  lines: string[];
  left_out: string[];
  /** Whether the last column, if it has no name, had room: it holds the bars. */
  has_bars: boolean;
}

const GAP = '  ';
/** Lines a wrapped cell may take where all is shown: enough for any honest name, too little to flood the screen. */
const CELL_LINES = 4;

/**
 * A table in at most `room` cells of width, without vertical lines: a rule under the headings, two spaces between columns.
 *
 * @param wraps - true: long text goes on in further lines of its cell; false: it is cut with an ellipsis
 */
export function tableLines(
  { columns, rows }: Pick<TableBlock, 'columns' | 'rows'>,
  room: number,
  style: TerminalStyle,
  wraps: boolean,
): TableLines {
  const titles = columns.map(({ title }) => style.plain(title));
  const body = rows.map((row) =>
    row.map((cell) => ({ text: style.plain(textOfCell(cell)), tone: typeof cell === 'string' ? undefined : cell.tone })),
  );
  const wishes = columns.map((column, index) => {
    const content = Math.max(0, ...body.map((row) => displayWidth(row[index]?.text ?? '')));
    const title = titles[index] ?? '';
    const longestWord = Math.max(...title.split(' ').map(displayWidth));
    const longestPiece = Math.max(0, ...body.flatMap((row) => beforeAndInterval(row[index]?.text ?? '')).map(displayWidth));
    return {
      natural: Math.max(1, content, displayWidth(title)),
      whole: Math.max(1, content, longestWord),
      broken: Math.max(1, longestPiece, longestWord),
      narrow: column.narrow ?? 'keep',
    } as const;
  });
  const widths = fitColumns(wishes, room, GAP.length);
  const kept = columns
    .map((column, index) => ({ ...column, index, width: widths[index] ?? 0 }))
    .filter(({ index }) => widths[index] !== null);
  const standIns = new StandIns();
  const draw = (lines: string[], width: number, paint: (text: string) => string) =>
    lines.map((line) => paint(standIns.hide(cutToWidth(line, width, style.ellipsis)))).join('\n');
  const heads = kept.map(({ index, width }) => cellLines(titles[index] ?? '', width, style));
  const tallest = Math.max(...heads.map((lines) => lines.length));

  const table = new Table({
    // Headings stand on the rule, so short ones get empty lines above.
    head: heads.map((lines, at) =>
      draw([...Array<string>(tallest - lines.length).fill(''), ...lines], kept[at]?.width ?? 0, style.paint.muted),
    ),
    colWidths: kept.map(({ width }) => width),
    colAligns: kept.map(({ align }) => align),
    chars: { ...NO_LINES, mid: style.rule, 'mid-mid': GAP, middle: GAP },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  for (const row of body) {
    table.push(
      kept.map(({ index, width, narrow }) => {
        const { text, tone } = row[index] ?? { text: '', tone: undefined };
        const lines = narrow === undefined || narrow === 'late' ? numberLines(text, width) : wraps ? cellLines(text, width, style) : [text];
        return draw(lines, width, tone === undefined ? (line) => line : style.paint[tone]);
      }),
    );
  }
  const lines = table.toString().split('\n');
  return {
    lines: lines.map((line) => standIns.show(line).trimEnd()),
    left_out: titles.filter((title, index) => widths[index] === null && title !== ''),
    has_bars: titles.at(-1) === '' && widths.at(-1) !== null,
  };
}

/** A number and its interval go apart only as a whole: `9.2 %` above `(8.1–10.4)`. */
function numberLines(text: string, width: number): string[] {
  return displayWidth(text) <= width ? [text] : beforeAndInterval(text);
}

function beforeAndInterval(text: string): string[] {
  return text.split(/ (?=\()/);
}

function cellLines(text: string, width: number, { ellipsis }: TerminalStyle): string[] {
  const lines = width < 2 ? [text] : wrapToWidth(text, width);
  if (lines.length <= CELL_LINES) return lines;
  const last = lines[CELL_LINES - 1] ?? '';
  return [...lines.slice(0, CELL_LINES - 1), `${cutToWidth(last, Math.max(1, width - displayWidth(ellipsis)), '')}${ellipsis}`];
}

const NO_LINES = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', right: '', 'right-mid': '' },
};

/**
 * cli-table3 measures text with a table of widths of its own that knows neither newer emoji nor most combining marks. So it is given stand-ins
 * of the right width from a private-use plane (which `toPlainText` keeps free), and the text comes back when the table is drawn.
 */
class StandIns {
  readonly #byText = new Map<string, string>();
  readonly #byStandIn = new Map<string, string>();

  hide(text: string): string {
    if (/^[\u0020-\u007E]*$/.test(text)) return text;
    return graphemes(text)
      .map((grapheme) => (/^[\u0020-\u007E]$/.test(grapheme) ? grapheme : this.#standInFor(grapheme)))
      .join('');
  }

  show(text: string): string {
    return text.replace(/[\u{F0000}-\u{FFFFD}]/gu, (standIn) => this.#byStandIn.get(standIn) ?? '');
  }

  #standInFor(grapheme: string): string {
    const known = this.#byText.get(grapheme);
    if (known !== undefined) return known;
    const first = String.fromCodePoint(0xf0001 + (this.#byText.size % 0xfff0));
    const standIn = first + FILLER.repeat(Math.max(0, displayWidth(grapheme) - 1));
    this.#byText.set(grapheme, standIn);
    this.#byStandIn.set(first, grapheme);
    return standIn;
  }
}

const FILLER = '\u{F0000}';
