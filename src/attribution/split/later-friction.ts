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
 * @returns both factors and the losses, by place
 */
export function laterFriction(places: readonly Place[]): LaterFactors {
  const actual: number[] = places.map(() => 1);
  const predicted: number[] = places.map(() => 1);
  const losses: number[] = places.map(() => 0);
  let later = 0;
  for (let index = places.length - 1; index >= 0; index--) {
    const place = places[index]!;
    const { before, all } = viewsPerSession(place);
    // The losses behind a place, once for each view that a session which gets there had at the place.
    const behind = all * later + (before + 1) * place.next_stage;
    if (place.later_orders > 0 && place.predicted_orders > 0) {
      const share = place.exits / place.predicted_orders - place.orders_anyway / place.later_orders;
      const freed = (place.later_orders + before * place.opened + behind) / Math.max(LEAST_SHARE, 1 - before * share);
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

/** Mean number of views before a view, and views of a session that stays to the end, at a place whose sessions leave at a constant rate. */
function viewsPerSession({ reached, views, longest }: Place): { before: number; all: number } {
  if (longest === 1 || reached <= 0 || views <= reached) return { before: 0, all: 1 };
  const mean = Math.min(views / reached, longest);
  if (longest === Number.POSITIVE_INFINITY) return { before: mean - 1, all: mean };
  const stay = stayingShare(mean, longest);
  let [weights, sum, share] = [0, 0, 1];
  for (let view = 0; view < longest; view++) {
    weights += share;
    sum += view * share;
    share *= stay;
  }
  return { before: sum / weights, all: longest };
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
