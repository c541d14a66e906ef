/** `short` shows the first rows of every table, `full` all of them and the details behind them. */
export type Detail = 'short' | 'full';

/** What a renderer must know about the place its text goes to. */
export interface RenderContext {
  /** Width in terminal cells; 80 when unknown. */
  columns: number;
  /** chalk's level: 0 none, 1 16 colours, 2 256 colours, 3 true colour. */
  colour: 0 | 1 | 2 | 3;
  /** false: nothing but ASCII is written. */
  unicode: boolean;
  detail: Detail;
}
