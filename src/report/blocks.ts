/** How a cell may be coloured; a help only, its text says the same. */
export type CellTone = 'good' | 'bad' | 'muted';

/** Text of one table cell. It may hold text from the data: each renderer makes it harmless at its own border. */
export type Cell = string | { text: string; tone: CellTone };

/** `narrow` is what may happen where space is short: `cut` shortens the cells, `drop` leaves the column out, `late` only where its numbers and those beside it would be cut; without it the column stays whole. */
export interface Column {
  title: string;
  align: 'left' | 'right';
  narrow?: 'drop' | 'cut' | 'late';
}

export interface TitleBlock {
  kind: 'title';
  text: string;
}

/** `id` is a stable anchor name of the section. */
export interface HeadingBlock {
  kind: 'heading';
  text: string;
  id: string;
}

export interface ParagraphBlock {
  kind: 'paragraph';
  text: string;
  tone?: 'plain' | 'warning' | 'muted';
}

export interface ListBlock {
  kind: 'list';
  caption?: string;
  items: string[];
  /** The order is a ranking: items are numbered. */
  ranked?: true;
  /** Says how many items were left out. */
  more?: string;
}

/** Every row has as many cells as there are columns; there is at least one row. */
export interface TableBlock {
  kind: 'table';
  caption?: string;
  columns: Column[];
  rows: Cell[][];
  /** Says how many rows were left out. */
  more?: string;
  note?: string;
}

/** A table whose last column can be drawn: `value` is 0 or more (null: nothing to draw), `shown` is the same in words, `beside` are the cells before it. */
export interface BarsBlock {
  kind: 'bars';
  caption: string;
  label: string;
  beside: string[];
  measure: string;
  rows: BarRow[];
  /** What a marked row means; empty when none is marked. */
  marks: string;
  /** How the bars are to be read; shown where they are. */
  reading?: string;
  more?: string;
}

export interface BarRow {
  label: string;
  beside: string[];
  value: number | null;
  shown: string;
  marked: boolean;
}

/** One piece of the report as a reader meets it; renderers draw blocks and decide nothing else. */
export type Block = TitleBlock | HeadingBlock | ParagraphBlock | ListBlock | TableBlock | BarsBlock;

/** Text of a cell, whatever its tone. */
export function textOfCell(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}
