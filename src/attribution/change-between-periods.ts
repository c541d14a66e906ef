import { StatisticsError } from '../errors.ts';
import { checkRange } from '../statistics/check-arguments.ts';
import { dasGupta } from '../statistics/das-gupta.ts';
import { type JackknifeEstimate, jackknife } from '../statistics/jackknife.ts';
import { shapley } from '../statistics/shapley.ts';
import { studentQuantile } from '../statistics/student-t.ts';

/** What the sessions of a cell were worth in one period. */
export interface CellRates {
  /** Orders per session if no friction had an effect. */
  quality: number;
  /** Share of those orders that friction left; 1 without friction. */
  retention: number;
  /** Friction steps per session, ≥ 0, given for every cell or for none; 0 only with a retention of 1. */
  exposure?: number;
}

/** A cell (source group and stratum) of one period. */
export interface PeriodCell extends CellRates {
  /** Share of the period's sessions; those of all cells add up to 1. */
  weight: number;
}

/** One period; a cell has the same key in both. */
export interface Period {
  cells: ReadonlyMap<string, PeriodCell>;
  /** Rates of the parent in this period, by the key of each cell that only the other period has. They move the split, never the sum. */
  parents: ReadonlyMap<string, CellRates>;
}

/** A change in orders per session and what it consists of: `change = mix + quality + friction`, and each split adds up. */
export interface ChangeParts<Figure> {
  /** Orders per session after less before. */
  change: Figure;
  /** Who came. */
  mix: Figure;
  /** What they were worth: common (all cells moved together: price, stock, season) and specific (the rest). */
  quality: Figure;
  quality_common: Figure;
  quality_specific: Figure;
  /** What the site did: how much friction was met, and what each step of it cost. Both parts null when the cells have no exposure. */
  friction: Figure;
  friction_exposure: Figure | null;
  friction_harm: Figure | null;
}

/** The whole change and its cells', in the order of their keys; every part is the sum of the cells'. Orders per session of the period. */
export interface PeriodChange {
  total: ChangeParts<number>;
  cells: ReadonlyMap<string, ChangeParts<number>>;
}

/**
 * Splits the change of orders per session between two periods into who came, what they were worth and what the site did: METHOD section 4.
 *
 * Without exposures it is Das Gupta's decomposition of Σ weight · quality · retention; with them the Shapley value of the four factors of
 * Σ weight · quality · (1 − exposure · harm), harm = (1 − retention) / exposure, which can differ a little in mix and quality too.
 * Swapping the periods changes the sign of every figure.
 *
 * Common is what quality alone would have done had each cell's moved as the mean of all did; that mean is taken with the weights of both
 * periods together, or a change in who came would pass for one in what they were worth. The specific parts tell cells apart; their sum is near 0.
 *
 * @throws StatisticsError for weights that do not add up to 1, a missing parent, numbers that are not finite, exposures for some cells only
 * @see Das Gupta (1993), US Bureau of the Census P23-186; Shapley (1953), Contributions to the Theory of Games II:307–317
 */
export function changeBetweenPeriods(before: Period, after: Period): PeriodChange {
  const pairs = pairCells(before, after);
  const ratio = ratioOfMeans(pairs);
  const cells = new Map(pairs.map((pair) => [pair.key, splitCell(pair, ratio)]));
  return { total: mapParts((part) => sumOf([...cells.values()].map((cell) => cell[part]))), cells };
}

/**
 * The same for the whole, with 95 % intervals from a delete-a-group jackknife over buckets of visitors that both periods share.
 *
 * @param replicates - both periods without one bucket each, weights adding up to 1 again; G ≥ 2
 * @returns each part with standard error and interval (Student's t with G − 1 degrees of freedom)
 * @throws StatisticsError as `changeBetweenPeriods` and `jackknife`
 */
export function changeWithIntervals(
  before: Period,
  after: Period,
  replicates: readonly (readonly [before: Period, after: Period])[],
): ChangeParts<JackknifeEstimate> {
  const { total } = changeBetweenPeriods(before, after);
  const others = replicates.map((pair) => changeBetweenPeriods(...pair).total);
  const t = studentQuantile(0.975, Math.max(1, replicates.length - 1));
  return mapParts((part) => {
    const value = total[part];
    if (value === null) return null;
    return jackknife(
      value,
      others.map((other) => other[part] ?? Number.NaN),
      t,
    );
  });
}

/** Weight, quality and retention, or weight, quality, exposure and harm. */
type Factors = readonly [weight: number, quality: number, ...rest: [retention: number] | [exposure: number, harm: number]];

interface CellPair {
  key: string;
  before: Factors;
  after: Factors;
}

/** The union of cells, by key: the same sums whatever the order of the input. */
function pairCells(before: Period, after: Period): CellPair[] {
  for (const { cells } of [before, after]) {
    const weights = [...cells.values()].reduce((sum, { weight }) => sum + weight, 0);
    checkRange('the sum of weights of a period', weights, 1 - 1e-6, 1 + 1e-6);
  }
  const keys = [...new Set([...before.cells.keys(), ...after.cells.keys()])].sort();
  const pairs = keys.map((key) => ({ key, before: cellOf(before, key), after: cellOf(after, key) }));
  const exposed = pairs.flatMap((pair) => [pair.before.exposure, pair.after.exposure]).filter((exposure) => exposure !== undefined);
  if (exposed.length === 0) return pairs.map(({ key, ...pair }) => ({ key, before: threeOf(pair.before), after: threeOf(pair.after) }));
  if (exposed.length === 2 * pairs.length) return pairs.map(({ key, ...pair }) => ({ key, ...fourOf(key, pair.before, pair.after) }));
  throw new StatisticsError('some cells have an exposure and some have none', {
    hint: 'Give it for every cell and every parent of both periods, or for none.',
  });
}

function cellOf({ cells, parents }: Period, key: string): PeriodCell {
  const parent = parents.get(key);
  const cell = cells.get(key) ?? (parent && { ...parent, weight: 0 });
  if (cell === undefined) {
    throw new StatisticsError(`cell ${key} is missing in one period, and so is its parent there`, {
      hint: 'Give the rates of the cell’s parent in that period, or of the whole period.',
    });
  }
  checkRange(`the weight of cell ${key}`, cell.weight, 0, 1 + 1e-6);
  for (const name of ['quality', 'retention'] as const) checkRange(`${name} of cell ${key}`, cell[name], -1e9, 1e9);
  return cell;
}

function threeOf({ weight, quality, retention }: PeriodCell): Factors {
  return [weight, quality, retention];
}

/** Where no friction was met in a period its harm there is not known: it is taken as in the other one, so that all of the change is exposure. */
function fourOf(key: string, before: PeriodCell, after: PeriodCell): { before: Factors; after: Factors } {
  const [one, two] = [harmOf(key, before), harmOf(key, after)];
  const factors = ({ weight, quality, exposure = 0 }: PeriodCell, harm: number): Factors => [weight, quality, exposure, harm];
  return { before: factors(before, one ?? two ?? 0), after: factors(after, two ?? one ?? 0) };
}

function harmOf(key: string, { exposure = 0, retention }: PeriodCell): number | null {
  checkRange(`exposure of cell ${key}`, exposure, 0, 1e9);
  if (exposure > 0) return (1 - retention) / exposure;
  checkRange(`retention of cell ${key} without exposure`, retention, 1 - 1e-9, 1 + 1e-9);
  return null;
}

/** Mean quality after over before, at the mean weights; null when a mean is not above 0: then all movement counts as common. */
function ratioOfMeans(pairs: readonly CellPair[]): number | null {
  let [first, second] = [0, 0];
  for (const { before, after } of pairs) {
    const weight = (before[0] + after[0]) / 2;
    first += weight * before[1];
    second += weight * after[1];
  }
  return first > 0 && second > 0 ? second / first : null;
}

function splitCell({ before, after }: CellPair, ratio: number | null): ChangeParts<number> {
  const [mix, quality, ...rest] = effects(before, after);
  const quality_common = ratio === null ? quality! : commonPart(before, after, ratio);
  const [friction_exposure, friction_harm] = rest.length === 2 ? [rest[0]!, rest[1]!] : [null, null];
  return {
    change: worth(after) - worth(before),
    mix: mix!,
    quality: quality!,
    quality_common,
    quality_specific: quality! - quality_common,
    friction: rest.reduce<number>((sum, effect) => sum + effect, 0),
    friction_exposure,
    friction_harm,
  };
}

/** The effect of a quality that moved as the mean did: the mean of moving on from before and of moving back from after, so that swapping only changes the sign. */
function commonPart(before: Factors, after: Factors, ratio: number): number {
  const onward = effects(before, withQuality(after, before[1] * ratio));
  const back = effects(withQuality(before, after[1] / ratio), after);
  return (onward[1]! + back[1]!) / 2;
}

function withQuality([weight, , ...rest]: Factors, quality: number): Factors {
  return [weight, quality, ...rest];
}

/** One effect per factor; they add up to the change of the cell's worth. */
function effects(before: Factors, after: Factors): number[] {
  if (before.length === 3 && after.length === 3) return [...dasGupta([{ before, after }])[0]!];
  const mixed = (coalition: number) => before.map((factor, index) => ((coalition >> index) & 1 ? after[index]! : factor));
  return shapley(before.length, (coalition) => worth(mixed(coalition)));
}

/** Orders of the cell per session of the whole period. */
function worth([weight, quality, third, harm]: readonly number[]): number {
  return weight! * quality! * (harm === undefined ? third! : 1 - third! * harm);
}

/** Of the parts only the two of friction may be null. */
function mapParts<Figure>(of: (part: keyof ChangeParts<number>) => Figure | null): ChangeParts<Figure> {
  return {
    change: of('change')!,
    mix: of('mix')!,
    quality: of('quality')!,
    quality_common: of('quality_common')!,
    quality_specific: of('quality_specific')!,
    friction: of('friction')!,
    friction_exposure: of('friction_exposure'),
    friction_harm: of('friction_harm'),
  };
}

/** Null when a number is missing. */
function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}
