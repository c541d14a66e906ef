import type { JackknifeEstimate } from '../../statistics/jackknife.ts';
import type { Calibration } from './calibrate.ts';
import { BENCHMARK_SHARES, type Estimates } from './estimate-split.ts';
import { REATTRIBUTIONS, type Reattribution } from './groupings.ts';
import {
  type Call,
  type CountedFacts,
  type FailedGate,
  failedGates,
  type Judgement,
  judgeSplit,
  type NamedInterval,
} from './judge-split.ts';

/** The call with its grade, and the gates that were not passed. */
export interface Graded extends Judgement {
  grade: 'A' | 'B' | 'C' | 'D';
  gates: FailedGate[];
}

type Numbers = Readonly<Record<string, JackknifeEstimate>>;

/** Quantile of Student's t for a two-sided 1 %, 39 degrees of freedom (R: qt(0.995, 39)), over that for 5 %. */
const STRICTER = 2.7079 / 2.0227;

/** Who brought the traffic without a known source is not known: no side leads unless it leads in both cases. */
const BOUNDS: Readonly<Record<Reattribution, string>> = {
  unattributed_best: 'unattributed traffic counted with the best source',
  unattributed_worst: 'unattributed traffic counted with the worst source',
};

/** Reads the call off the numbers; whatever the gates say. */
export function callOf(numbers: Numbers): Judgement {
  const shares = BENCHMARK_SHARES.map((share) => share * 100);
  const inWords = (share: number) => (share === 25 ? 'the split as reported' : `a benchmark of the best ${share} % of the traffic`);
  const named = (name: string, setting: string): NamedInterval => ({ setting, ...numbers[name]! });
  const bounds = (side: string) =>
    REATTRIBUTIONS.flatMap((at) => (numbers[`${side}_lead_${at}`] === undefined ? [] : [named(`${side}_lead_${at}`, BOUNDS[at])]));
  return judgeSplit({
    observed: numbers.observed!.value,
    friction_hard: numbers.friction_hard!,
    friction: numbers.friction!,
    traffic: numbers.traffic!,
    navigation_leads: [
      ...shares.map((share) => named(`navigation_lead_${share}`, inWords(share))),
      named('navigation_lead_unshared', 'the shared part counted as traffic'),
      ...bounds('navigation'),
    ],
    traffic_leads: [...shares.map((share) => named(`traffic_lead_${share}`, inWords(share))), ...bounds('traffic')],
  });
}

/** The split with another setting. */
export interface Variant {
  setting: string;
  call: Call;
  friction: JackknifeEstimate;
  traffic: JackknifeEstimate;
}

/** In words, by the ending of their numbers. */
const SETTINGS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(BENCHMARK_SHARES.slice(1).map((share) => [share * 100, `benchmark of the best ${share * 100} %`])),
  returning: 'new or returning counted as traffic',
  landing: 'landing page not counted as traffic',
  ...BOUNDS,
  wider: 'band wider by 30 s at both ends',
  narrower: 'band narrower by 30 s at both ends',
  filled: 'usual time on the last page added',
};

/** The split with other shares of the traffic in the benchmark, with the arrivals grouped in another way or with another band where there is one, and with hard signals alone. */
export function variants(numbers: Numbers): Variant[] {
  const variant = (setting: string, at: string, sides: Record<'friction' | 'friction_hard' | 'traffic', JackknifeEstimate>): Variant => {
    const leads = (side: string) => [{ setting: '', ...numbers[`${side}_lead_${at}`]! }];
    const judged = { observed: numbers[`observed_${at}`]!.value, navigation_leads: leads('navigation'), traffic_leads: leads('traffic') };
    return { setting, call: judgeSplit({ ...judged, ...sides }).call, friction: sides.friction, traffic: sides.traffic };
  };
  const hard = { friction: numbers.friction_hard!, friction_hard: numbers.friction_hard!, traffic: numbers.traffic_hard! };
  return [
    ...Object.entries(SETTINGS).flatMap(([at, words]) => {
      const [friction, friction_hard, traffic] = ['friction', 'friction_hard', 'traffic'].map((name) => numbers[`${name}_${at}`]);
      return friction === undefined ? [] : [variant(words, at, { friction, friction_hard: friction_hard!, traffic: traffic! })];
    }),
    variant('hard signals alone', '25', hard),
  ];
}

/** METHOD, Gates and grades. @param tipping_point - see `Sensitivity`; null: no share of the friction effect changes the call */
export function gradeSplit(
  counted: CountedFacts,
  { rates }: Estimates,
  numbers: Numbers,
  tipping_point: number | null,
  calibration: readonly Calibration[],
): Graded {
  const gates = failedGates({
    ...counted,
    benchmark_orders: rates.fewest_orders,
    observed: numbers.observed!.value,
    friction: numbers.friction!,
    traffic: numbers.traffic!,
  });
  if (gates.length > 0) return { call: 'not_enough_evidence', depends_on: [], grade: 'D', gates };
  const { call, depends_on } = callOf(numbers);
  if (call === 'not_enough_evidence') return { call, depends_on, grade: 'D', gates };
  if (depends_on.length > 0) return { call, depends_on, grade: 'C', gates };
  const isStrict = callOf(Object.fromEntries(Object.entries(numbers).map(([name, estimate]) => [name, stricter(estimate)]))).call === call;
  const isCalibrated = calibration.every(({ is_in_order }) => is_in_order);
  const isSturdy = tipping_point === null || tipping_point > 0.5;
  return { call, depends_on, grade: isStrict && isCalibrated && isSturdy ? 'A' : 'B', gates };
}

function stricter(estimate: JackknifeEstimate): JackknifeEstimate {
  const { value, low, high } = estimate;
  return { ...estimate, low: value - STRICTER * (value - low), high: value + STRICTER * (high - value) };
}
