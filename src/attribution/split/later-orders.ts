/** Cohort sessions at one place of the looking phase. */
export interface CohortPlace {
  /** Lost orders of sessions that leave here, or open cart or checkout from here and leave there. */
  ends: number;
  /** Orders that sessions would have placed by opening cart or checkout from here, and those of them that came anyway. */
  opened: number;
  orders_anyway: number;
  /** Orders that follow the page views here that went on looking. */
  later_orders: number;
  /** Page views that one session can have here; Infinity where there is no end, with the mean number that it has. */
  longest: number;
  mean: number;
}

/**
 * What an order that follows a page view stands for, by place: the order, and what friction took from the same sessions further on. A session that would have opened the cart
 * from a page view gives up what it would have ordered otherwise, on a site without friction; so both must count (METHOD's κ at this term, here from the cohort itself: its
 * sessions' own later orders and losses, given the way that they went).
 *
 * Losses at later places count once for each page view that the session had here, those at the same place for the views before them.
 *
 * @param places - in the order of the way
 */
export function laterOrders(places: readonly CohortPlace[]): number[] {
  const factors = places.map(() => 1);
  let beyond = 0;
  for (let index = places.length - 1; index >= 0; index--) {
    const { ends, opened, orders_anyway, later_orders, longest, mean } = places[index]!;
    const all = longest === Number.POSITIVE_INFINITY ? mean : longest;
    const before = (all - 1) / 2;
    if (later_orders > 0) factors[index] = 1 + (all * beyond + before * ends) / later_orders;
    beyond += ends + opened - factors[index]! * orders_anyway;
  }
  return factors;
}
