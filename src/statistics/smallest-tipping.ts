import { checkRange } from './check-arguments.ts';

/** Shares that are tried before the halving: a conclusion that changes and changes back within a tenth goes unseen. */
const FIRST_LOOKS = 10;

/**
 * The smallest share at which a conclusion changes: looked for in tenths from 0 upwards, then by halving the tenth in which it changes.
 *
 * @param changesAt - whether the conclusion differs from the one at hand when the given share, 0 to 1, is taken away from its ground
 * @param tolerance - how close the answer must be, as a share; 1e-9 to 1
 * @returns a share at which it changes, at most `tolerance` above one at which it does not; 0 when it changes without taking anything away;
 *   null when not even taking away everything changes it
 * @throws StatisticsError when the tolerance is out of range
 */
export function smallestTipping(changesAt: (share: number) => boolean, tolerance: number): number | null {
  checkRange('tolerance', tolerance, 1e-9, 1);
  for (let look = 0; look <= FIRST_LOOKS; look++) {
    if (changesAt(look / FIRST_LOOKS)) return look === 0 ? 0 : halve(changesAt, (look - 1) / FIRST_LOOKS, look / FIRST_LOOKS, tolerance);
  }
  return null;
}

/** Keeps a share at which nothing changes below, and one at which it does above. */
function halve(changesAt: (share: number) => boolean, below: number, above: number, tolerance: number): number {
  while (above - below > tolerance) {
    const middle = (below + above) / 2;
    if (changesAt(middle)) above = middle;
    else below = middle;
  }
  return above;
}
