import type { JackknifeEstimate } from '../../statistics/jackknife.ts';
import type { Calibration } from './check-split.ts';
import { BENCHMARK_SHARES, type Estimates } from './estimate-split.ts';
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

/** Calibration is good when no part with enough expected exits is off by more than this share: METHOD, Diagnostics. */
const OFF = 0.1;
/** Quantile of Student's t for a two-sided 1 %, 39 degrees of freedom (R: qt(0.995, 39)), over that for 5 %. */
const STRICTER = 2.7079 / 2.0227;

/** Reads the call off the numbers; whatever the gates say. */
export function callOf(numbers: Numbers): Judgement {
  const shares = BENCHMARK_SHARES.map((share) => share * 100);
  const inWords = (share: number) => (share === 25 ? 'the split as reported' : `a benchmark of the best ${share} % of the traffic`);
  const named = (name: string, setting: string): NamedInterval => ({ setting, ...numbers[name]! });
  return judgeSplit({
    observed: numbers.observed!.value,
    friction_hard: numbers.friction_hard!,
    friction: numbers.friction!,
    traffic: numbers.traffic!,
    navigation_leads: [
      ...shares.map((share) => named(`navigation_lead_${share}`, inWords(share))),
      named('navigation_lead_unshared', 'the shared part counted as traffic'),
    ],
    traffic_leads: shares.map((share) => named(`traffic_lead_${share}`, inWords(share))),
  });
}

/** The split with another setting. */
export interface Variant {
  setting: string;
  call: Call;
  friction: JackknifeEstimate;
  traffic: JackknifeEstimate;
}

/** The split with other shares of the traffic in the benchmark, and with hard signals alone. */
export function variants(numbers: Numbers): Variant[] {
  const call = (setting: Partial<Record<'friction' | 'friction_hard' | 'traffic', JackknifeEstimate>>, share = '25') => {
    const changed = { ...numbers, ...setting } as Record<string, JackknifeEstimate>;
    return judgeSplit({
      observed: numbers.observed!.value,
      friction_hard: changed.friction_hard!,
      friction: changed.friction!,
      traffic: changed.traffic!,
      navigation_leads: [{ setting: '', ...numbers[`navigation_lead_${share}`]! }],
      traffic_leads: [{ setting: '', ...numbers[`traffic_lead_${share}`]! }],
    }).call;
  };
  return [
    ...BENCHMARK_SHARES.slice(1).map((share) => {
      const at = String(share * 100);
      const friction = numbers[`friction_${at}`]!;
      const traffic = numbers[`traffic_${at}`]!;
      return {
        setting: `benchmark of the best ${at} %`,
        call: call({ friction, traffic, friction_hard: numbers[`friction_hard_${at}`]! }, at),
        friction,
        traffic,
      };
    }),
    {
      setting: 'hard signals alone',
      call: call({ friction: numbers.friction_hard!, traffic: numbers.traffic_hard! }),
      friction: numbers.friction_hard!,
      traffic: numbers.traffic_hard!,
    },
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
  const isCalibrated = calibration.every(({ observed, expected }) => Math.abs(observed / expected - 1) <= OFF);
  const isSturdy = tipping_point === null || tipping_point > 0.5;
  return { call, depends_on, grade: isStrict && isCalibrated && isSturdy ? 'A' : 'B', gates };
}

function stricter(estimate: JackknifeEstimate): JackknifeEstimate {
  const { value, low, high } = estimate;
  return { ...estimate, low: value - STRICTER * (value - low), high: value + STRICTER * (high - value) };
}
