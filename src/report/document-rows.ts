import type { Cell, Column, ListBlock, ParagraphBlock, TableBlock } from './blocks.ts';
import { formatCount } from './format.ts';
import type { Detail } from './render-context.ts';

/** What a table of the report is made of, before it is known how many rows fit. */
export interface TableParts {
  caption?: string;
  columns: Column[];
  rows: Cell[][];
  note?: string;
}

/** Rows that `short` shows of a table, items of a list; chosen so that a screen of 50 lines holds a section. */
const SHORT_ROWS = 8;

/** The table as one block, shortened to what the detail allows and saying so; no block where there is no row. */
export function tableOf({ rows, ...parts }: TableParts, detail: Detail): TableBlock[] {
  if (rows.length === 0) return [];
  const shown = detail === 'full' ? rows : rows.slice(0, SHORT_ROWS);
  const more = moreThan(shown.length, rows.length);
  return [{ kind: 'table', ...parts, rows: shown, ...(more !== undefined && { more }) }];
}

/** The items as one list block, shortened like a table; no block where there is no item. */
export function listOf(items: string[], detail: Detail, caption?: string): ListBlock[] {
  if (items.length === 0) return [];
  const shown = detail === 'full' ? items : items.slice(0, SHORT_ROWS);
  const more = moreThan(shown.length, items.length);
  return [{ kind: 'list', ...(caption !== undefined && { caption }), items: shown, ...(more !== undefined && { more }) }];
}

/** The sentence that says how many were left out: `… and 12 more (--full shows all)`; undefined when none was. */
export function moreThan(shown: number, all: number): string | undefined {
  return all > shown ? `… and ${formatCount(all - shown)} more (--full shows all)` : undefined;
}

/** A column of text that may be shortened. */
export function words(title: string): Column {
  return { title, align: 'left', narrow: 'cut' };
}

/** A column of numbers, never shortened. */
export function numbers(title: string): Column {
  return { title, align: 'right' };
}

/** A column that may be left out where space is short. */
export function spare(column: Column): Column {
  return { ...column, narrow: 'drop' };
}

/** A column of numbers that goes before a number is cut. */
export function late(column: Column): Column {
  return { ...column, narrow: 'late' };
}

/** A name from our own data fields in words: `front_door` gives `front door`. */
export function inWords(name: string): string {
  return name.replaceAll('_', ' ');
}

/** A paragraph as it is. */
export function plain(text: string): ParagraphBlock {
  return { kind: 'paragraph', text };
}

/** A paragraph that stands back: what the numbers above it are. */
export function muted(text: string): ParagraphBlock {
  return { kind: 'paragraph', text, tone: 'muted' };
}

/** A paragraph that must not be missed. */
export function warning(text: string): ParagraphBlock {
  return { kind: 'paragraph', text, tone: 'warning' };
}
