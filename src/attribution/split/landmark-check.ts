import { chanceOf, oddsOfRows } from '../../statistics/grouped-logistic.ts';
import { type JackknifeEstimate, jackknife } from '../../statistics/jackknife.ts';
import { type BucketedOutcomes, fitModel } from './fit-model.ts';
import { type LandmarkCells, landmarkDesign, landmarkRows, troubleOf } from './landmark-design.ts';
import { BUCKETS, type SessionCells, type SourceGroup } from './tables.ts';

/** The cross-check; orders per cohort session. */
export interface LandmarkCheck {
  /** Lost orders that go with the trouble of the first 120 s. */
  lost: JackknifeEstimate;
  /** That less v(N) of the split, with the jackknife of the difference: clearly above 0 is a contradiction, below it is as expected. */
  excess: JackknifeEstimate;
  /** Sessions that the check rests on, and those of them with early trouble. */
  sessions: number;
  exposed: number;
}

/** v(N) of the split, of all buckets and without one bucket each, in orders per cohort session. */
export interface Primary {
  full: number;
  replicates: readonly number[];
}

/**
 * The split's friction measured another way: chance to order after 120 s, by the trouble of these 120 s, within medium, source, device, new or returning and the number of page views in that time. Lost orders per
 * cohort session = (predicted without early trouble − predicted as it was) / cohort sessions. Sessions that left, and trouble that came, after the first 120 s
 * are not in it, so it is a lower bound of v(N); where friction does nothing it is 0 but for chance.
 *
 * @param sessions - all sessions, for the number of the cohort; as the split's tables have them
 * @param t - quantile of Student's t with as many degrees of freedom as buckets less one
 * @returns null where it cannot be made: no session with early trouble, none without, or no order
 * @see METHOD, Diagnostics; Anderson, Cain & Gelber (1983), J Clin Oncol 1:710–719
 */
export function checkAgainstLandmark(
  cells: LandmarkCells,
  sessions: SessionCells,
  groups: readonly SourceGroup[],
  primary: Primary,
  t: number,
): LandmarkCheck | null {
  const rows = landmarkRows(cells);
  const total = sum(rows.outcomes.rows.trials);
  const exposed = rows.early.reduce((count, early, row) => count + (troubleOf(early) > 0 ? rows.outcomes.rows.trials[row]! : 0), 0);
  if (exposed === 0 || exposed === total) return null;
  const { design, calm, penalties, families } = landmarkDesign(rows, groups);
  const model = fitModel(design, rows.outcomes, penalties, families);
  if (model === undefined) return null;
  const cohort = cohortByBucket(sessions);
  const counts = sessionsByBucket(rows.outcomes, design.rows);
  const lostWithout = (bucket: number) => {
    const coefficients = bucket < 0 ? model.coefficients : model.replicates[bucket]!;
    const [as_it_was, without] = [oddsOfRows(design, coefficients), oddsOfRows(calm, coefficients)];
    let lost = 0;
    for (let row = 0; row < design.rows; row++) {
      const count = rows.outcomes.rows.trials[row]! - (bucket < 0 ? 0 : counts[bucket]![row]!);
      lost += count * (chanceOf(without[row]!) - chanceOf(as_it_was[row]!));
    }
    return lost / (sum(cohort) - (bucket < 0 ? 0 : cohort[bucket]!));
  };
  const lost = lostWithout(-1);
  const replicates = Array.from({ length: BUCKETS }, (_, bucket) => lostWithout(bucket));
  return {
    lost: jackknife(lost, replicates, t),
    excess: jackknife(
      lost - primary.full,
      replicates.map((value, bucket) => value - primary.replicates[bucket]!),
      t,
    ),
    sessions: total,
    exposed,
  };
}

function cohortByBucket({ rows, bucket, counts }: SessionCells): Float64Array {
  const cohort = new Float64Array(BUCKETS);
  for (let line = 0; line < rows; line++) cohort[bucket[line]!]! += counts.cohort_sessions[line]!;
  return cohort;
}

function sessionsByBucket({ lines, row, bucket }: BucketedOutcomes, rows: number): Float64Array[] {
  const counts = Array.from({ length: BUCKETS }, () => new Float64Array(rows));
  for (let line = 0; line < row.length; line++) counts[bucket[line]!]![row[line]!]! += lines.trials[line]!;
  return counts;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
