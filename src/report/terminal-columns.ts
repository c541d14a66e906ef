/** How wide a column would like to be, how narrow it may become, and what may happen to it where space is short; widths in cells. */
export interface ColumnWish {
  natural: number;
  /** Width with the heading wrapped at its spaces and the cells whole. */
  whole: number;
  /** Width with the intervals of its numbers on a second line. */
  broken: number;
  narrow: 'drop' | 'cut' | 'late' | 'keep';
}

/** A cut column this wide still tells its rows apart; chosen by looking at paths and campaign names. */
const READABLE = 18;
const SMALLEST = 8;

/**
 * Widths of the columns that fit together into `room` cells with `gap` cells between them; null for a column that is left out.
 *
 * In this order: headings wrap, cut columns shrink to a readable width, spare columns go (the last first), intervals go to a second line,
 * cut columns shrink further, late columns go, and where even that does not help the widest column gives way, whatever it holds: a line never gets wider than
 * the terminal.
 */
export function fitColumns(wishes: ColumnWish[], room: number, gap: number): (number | null)[] {
  const widths: (number | null)[] = wishes.map(({ natural }) => natural);
  const excess = () => {
    const shown = widths.filter((width) => width !== null);
    return shown.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, shown.length - 1) - room;
  };
  const shrinkTo = (floor: (wish: ColumnWish) => number) => {
    while (excess() > 0) {
      const slack = wishes.map((wish, index) => (widths[index] ?? 0) - floor(wish));
      const most = Math.max(...slack);
      if (most <= 0) return;
      const index = slack.indexOf(most);
      // Only down to the next widest, so that columns of the same kind end up alike.
      const next = Math.max(0, ...slack.filter((one) => one < most));
      widths[index] = (widths[index] ?? 0) - Math.max(1, Math.min(excess(), most - next));
    }
  };
  shrinkTo((wish) => wish.whole);
  shrinkTo((wish) => (wish.narrow === 'cut' ? Math.min(wish.whole, READABLE) : wish.whole));
  for (let index = wishes.length - 1; index >= 0 && excess() > 0; index--) {
    if (wishes[index]?.narrow === 'drop') widths[index] = null;
  }
  shrinkTo((wish) => (wish.narrow === 'cut' ? Math.min(wish.whole, READABLE) : wish.broken));
  shrinkTo((wish) => (wish.narrow === 'cut' ? Math.min(wish.whole, SMALLEST) : wish.broken));
  for (let index = wishes.length - 1; index >= 0 && excess() > 0; index--) {
    if (wishes[index]?.narrow === 'late') widths[index] = null;
  }
  shrinkTo(() => 2);
  for (let index = widths.length - 1; index > 0 && excess() > 0; index--) widths[index] = null;
  return widths;
}
