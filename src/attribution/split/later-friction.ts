/** A place in the way through a stage, in order: a range of page views of the looking phase, a step of the checkout. Counts over all sessions. */
export interface Place {
  /** Sessions that reach the place. */
  reached: number;
  views: number;
  /** Views that are no exit, of sessions that order. */
  later_orders: number;
  /** Orders after these views, had friction been absent at each of them alone: what the model of later orders predicts. */
  predicted_orders: number;
  /** Losses at the place: predicted factor · exits − actual factor · orders_anyway + opened. */
  exits: number;
  orders_anyway: number;
  opened: number;
  /** Losses of the next stage, of sessions that go there from this place. */
  next_stage: number;
  /** Most views that one session can have at the place; Infinity where there is no end. */
  longest: number;
}

/**
 * What a session that does not exit is worth more when the friction that is still before it is gone too: METHOD's κ by place. A session near the end of its way has
 * less friction before it than one at the beginning; one factor for all places overstates the losses (measured: by half where friction costs half of the orders).
 *
 * Without later friction the views of a place would be followed by their orders plus the losses after them. Losses at later places count once for each view that the session
 * had here; losses at the same place for the views before them, whose number follows from sessions leaving at a constant rate. That sum against the orders that
 * followed is the actual factor, against those that the model predicts the predicted one.
 *
 * @param areRanges - the places are ranges of one way of views: then losses per view, which grow as trouble accumulates, grow within a range as they do from
 *   range to range, and more of them lie behind its views than with a constant rate
 * @returns both factors and the losses, by place
 */
export function laterFriction(places: readonly Place[], areRanges = false): LaterFactors {
  const actual: number[] = places.map(() => 1);
  const predicted: number[] = places.map(() => 1);
  const losses: number[] = places.map(() => 0);
  const spreads = places.map(viewsPerSession);
  const growth = areRanges ? growthByView(places, spreads) : places.map(() => 0);
  let later = 0;
  for (let index = places.length - 1; index >= 0; index--) {
    const place = places[index]!;
    const { before, spread, all } = spreads[index]!;
    // Of losses that grow along the way, more lie behind a view; at most half as many again: beyond that the growth is chance.
    const behindLoss = before * (1 + Math.min(0.5, Math.max(-0.5, before > 0 ? (growth[index]! * spread) / before : 0)));
    // The losses behind a place, once for each view that a session which gets there had at the place.
    const behind = all * later + (before + 1) * place.next_stage;
    if (place.later_orders > 0 && place.predicted_orders > 0) {
      const share = place.exits / place.predicted_orders - place.orders_anyway / place.later_orders;
      const freed = (place.later_orders + behindLoss * place.opened + behind) / Math.max(LEAST_SHARE, 1 - behindLoss * share);
      actual[index] = freed / place.later_orders;
      predicted[index] = freed / place.predicted_orders;
    }
    losses[index] = predicted[index]! * place.exits - actual[index]! * place.orders_anyway + place.opened;
    later += losses[index]! + place.next_stage;
  }
  return { actual, predicted, losses };
}

export interface LaterFactors {
  actual: number[];
  predicted: number[];
  losses: number[];
}

/** Keeps the factors finite where nearly all would-be orders are lost; so few orders are left there that the gates withhold a verdict. */
const LEAST_SHARE = 0.1;

/** How the views of a place lie, when its sessions leave at a constant rate. */
interface Spread {
  /** Mean number of views before a view, and its variance. */
  before: number;
  spread: number;
  /** Views of a session that stays to the end. */
  all: number;
}

function viewsPerSession({ reached, views, longest }: Place): Spread {
  if (longest === 1 || reached <= 0 || views <= reached) return { before: 0, spread: 0, all: 1 };
  const mean = Math.min(views / reached, longest);
  // Of a geometric number of views: mean − 1 before a view, variance mean (mean − 1).
  if (longest === Number.POSITIVE_INFINITY) return { before: mean - 1, spread: mean * (mean - 1), all: mean };
  const stay = stayingShare(mean, longest);
  let [weights, sum, squares, share] = [0, 0, 0, 1];
  for (let view = 0; view < longest; view++) {
    weights += share;
    sum += view * share;
    squares += view ** 2 * share;
    share *= stay;
  }
  const before = sum / weights;
  return { before, spread: squares / weights - before ** 2, all: longest };
}

/**
 * By how much of themselves the losses per view grow from view to view at each place: by interpolation between the middles of its neighbours. The last place has one
 * neighbour only; growth levels off, and half of it is taken.
 */
function growthByView(places: readonly Place[], spreads: readonly Spread[]): number[] {
  let first = 0;
  const middles = places.map(({ longest }, index) => {
    const middle = first + spreads[index]!.before;
    first += longest;
    return middle;
  });
  const rates = places.map(({ exits, views }) => (views > 0 ? exits / views : 0));
  return places.map((_, index) => {
    const isLast = index === places.length - 1 || places[index + 1]!.views === 0;
    const [from, to] = [Math.max(0, index - 1), isLast ? index : index + 1];
    const width = middles[to]! - middles[from]!;
    if (!(width > 0) || !(rates[index]! > 0)) return 0;
    const growth = (rates[to]! - rates[from]!) / width / rates[index]!;
    return isLast ? growth / 2 : growth;
  });
}

/** The share that stays from view to view so that sessions have `mean` views of at most `longest`. */
function stayingShare(mean: number, longest: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    let [views, share] = [0, 1];
    for (let view = 0; view < longest; view++) {
      views += share;
      share *= middle;
    }
    if (views < mean) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
