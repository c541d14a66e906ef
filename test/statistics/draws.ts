import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Seeded random draws for calibration tests, made without any function of the room under test. */
export interface Draws {
  /** In [0, 1). */
  uniform(): number;
  /** One trial after the other. */
  binomial(trials: number, share: number): number;
  /** Arrivals of a unit-rate process before `mean`. */
  poisson(mean: number): number;
}

export function seededDraws(seed: number): Draws {
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(generator);
  return {
    uniform,
    binomial(trials, share) {
      let events = 0;
      for (let i = 0; i < trials; i++) if (uniform() < share) events++;
      return events;
    },
    poisson(mean) {
      let events = -1;
      for (let time = 0; time <= mean; events++) time -= Math.log(1 - uniform());
      return events;
    },
  };
}
