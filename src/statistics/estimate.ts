/** A value with the two ends of its interval; unit and level are said by the function that gives it. `low ≤ high`. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

/** A share with its interval and the two counts it is made of; unitless, `0 ≤ low ≤ value ≤ high ≤ 1`, `value = events / trials`. */
export interface Rate extends Estimate {
  events: number;
  trials: number;
}
