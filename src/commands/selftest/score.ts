import type { Call } from '../../attribution/split/judge-split.ts';
import type { SourceGroup } from '../../attribution/split/tables.ts';
import type { OutcomeCell } from '../../simulate/potential-outcomes.ts';
import { makeTruth, type TrueSplit } from '../../simulate/truth-split.ts';
import { EXPECTED } from './expectations.ts';
import type { Replication } from './replicate.ts';

/** What is compared with the truth: its name in `SplitNumbers`, and in the truth. */
export const QUANTITIES = [
  { name: 'v(N), hard only', number: 'friction_removed_hard', truth: (split: TrueSplit) => split.v_N_hard },
  { name: 'v(N)', number: 'friction_removed', truth: (split: TrueSplit) => split.v_N },
  { name: 'phi_N', number: 'friction', truth: (split: TrueSplit) => split.phi_N },
  { name: 'phi_T', number: 'traffic', truth: (split: TrueSplit) => split.phi_T },
  { name: 'phi_N - phi_T', number: 'traffic_lead_25', truth: (split: TrueSplit) => split.phi_T - split.phi_N },
] as const;

/** How one quantity of a scenario came out, in orders per cohort session. */
export interface QuantityScore {
  quantity: string;
  truth: number;
  bias: number;
  /** Standard error of the bias by the number of replications. */
  bias_error: number;
  /** Share of the 95 % intervals that hold the truth. */
  coverage: number;
  /** Spread of the estimates, and mean standard error that was claimed. */
  spread: number;
  claimed_error: number;
  /** Share of the estimates below 0: about half where the truth is 0, none where they are cut off there. */
  below_zero: number;
}

export interface ScenarioScore {
  scenario: string;
  replications: number;
  /** Replications in which there was nothing to split. */
  withheld: number;
  cohort_sessions: number;
  observed: number;
  quantities: QuantityScore[];
  calls: { call: Call; runs: number }[];
  /** Share of the runs in which the true v(N) lies between the lower limit of hard friction and the upper one of all. */
  bracket: number;
  right_calls: number;
  wrong_leads: number;
  /** Bias of v(N) by the flag of the whole session, the way that the method refuses. */
  flag_bias: number;
  /** By how much phi_N and phi_T miss v(NT) at most, in any shop: nothing but rounding. */
  parts_gap: number;
}

/**
 * Compares what was found with what was planted. The truth is that of all replications together, for the sources that each of them chose as its benchmark: a single
 * shop's own counts have as much chance in them as the estimate.
 */
export function scoreScenario(scenario: string, replications: readonly (Replication | null)[]): ScenarioScore {
  const runs = replications.filter((replication) => replication !== null);
  const cells = poolCells(runs);
  const truths = runs.map(({ found }) => truthFor(cells, found.groups, found.benchmark.sets));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const quantities = QUANTITIES.map(({ name, number, truth }): QuantityScore => {
    const sign = number === 'traffic_lead_25' ? -1 : 1;
    const errors = runs.map(({ found }, index) => sign * (found.numbers[number]!.value - truth(truths[index]!)));
    const bias = mean(errors);
    const spread = Math.sqrt(mean(errors.map((error) => (error - bias) ** 2)) * (runs.length / Math.max(1, runs.length - 1)));
    const covers = runs.map(({ found }, index) => {
      const { low, high } = found.numbers[number]!;
      return low <= truth(truths[index]!) && truth(truths[index]!) <= high ? 1 : 0;
    });
    return {
      quantity: name,
      truth: sign * mean(truths.map(truth)),
      bias,
      bias_error: spread / Math.sqrt(Math.max(1, runs.length)),
      coverage: mean(covers),
      spread,
      below_zero: mean(runs.map(({ found }) => (sign * found.numbers[number]!.value < 0 ? 1 : 0))),
      claimed_error: mean(runs.map(({ found }) => found.numbers[number]!.standard_error)),
    };
  });
  const calls = new Map<Call, number>();
  for (const { found } of runs) calls.set(found.call, (calls.get(found.call) ?? 0) + 1);
  const { right, wrong } = EXPECTED[scenario] ?? { right: [], wrong: [] };
  const count = (among: readonly Call[]) => runs.filter(({ found }) => among.includes(found.call)).length;
  return {
    scenario,
    replications: replications.length,
    withheld: replications.length - runs.length,
    cohort_sessions: Math.round(mean(runs.map(({ cells: own }) => own.reduce((sum, { n }) => sum + n, 0)))),
    observed: mean(truths.map(({ C0 }) => C0)),
    quantities,
    calls: [...calls].map(([call, number]) => ({ call, runs: number })).sort((a, b) => b.runs - a.runs || (a.call < b.call ? -1 : 1)),
    bracket: mean(
      runs.map(({ found }, index) => {
        const truth = truths[index]!.v_N;
        return found.numbers.friction_removed_hard!.low <= truth && truth <= found.numbers.friction_removed!.high ? 1 : 0;
      }),
    ),
    right_calls: count(right),
    wrong_leads: count(wrong),
    flag_bias: mean(runs.map(({ flagged }, index) => flagged - truths[index]!.v_N)),
    parts_gap: Math.max(
      0,
      ...runs.map(({ found: { numbers } }) => Math.abs(numbers.friction!.value + numbers.traffic!.value - numbers.both_removed!.value)),
    ),
  };
}

/** The truth for the benchmark of a run: the mean over the sets that its two halves chose. */
function truthFor(cells: readonly OutcomeCell[], groups: readonly SourceGroup[], sets: readonly (readonly SourceGroup[])[]): TrueSplit {
  const groupOf = new Map(cells.map((cell) => [cell, findGroup(cell, groups)]));
  const stratum_of = ({ device, is_returning }: OutcomeCell) => `${device} ${is_returning}`;
  const truths = sets.map((set) =>
    makeTruth(cells, new Set(set.map(({ label }) => label)), { source_of: (cell) => groupOf.get(cell)!, stratum_of }),
  );
  const mean = (of: (split: TrueSplit) => number) => truths.reduce((sum, split) => sum + of(split), 0) / truths.length;
  return {
    C0: mean(({ C0 }) => C0),
    v_N: mean(({ v_N }) => v_N),
    v_N_hard: mean(({ v_N_hard }) => v_N_hard),
    v_T: mean(({ v_T }) => v_T),
    v_NT: mean(({ v_NT }) => v_NT),
    phi_N: mean(({ phi_N }) => phi_N),
    phi_T: mean(({ phi_T }) => phi_T),
  };
}

const LANDINGS: Record<OutcomeCell['landing'], string> = { home: 'home', category: 'products', product: 'product', content: 'content' };

/** The group that a cell's sessions were compared in: the finest one that fits, as the pooling makes them. */
function findGroup(cell: OutcomeCell, groups: readonly SourceGroup[]): string {
  const isSame = (group: SourceGroup, names: readonly ('source' | 'medium' | 'campaign')[]) =>
    names.every((name) => group[name] === named(cell[name]));
  const fits: Record<string, (group: SourceGroup) => boolean> = {
    landing: (group) => isSame(group, ['source', 'medium', 'campaign']) && group.landing === LANDINGS[cell.landing],
    campaign: (group) => isSame(group, ['source', 'medium', 'campaign']),
    source: (group) => isSame(group, ['source', 'medium']),
    medium: (group) => isSame(group, ['medium']),
    all: () => true,
  };
  for (const [level, isFit] of Object.entries(fits)) {
    const group = groups.find((candidate) => candidate.level === level && isFit(candidate));
    if (group !== undefined) return group.label;
  }
  return '';
}

function named(text: string): string {
  return text === '' ? '(not set)' : text.toLowerCase();
}

function poolCells(runs: readonly Replication[]): OutcomeCell[] {
  const pooled = new Map<string, OutcomeCell>();
  for (const { cells } of runs) {
    for (const cell of cells) {
      const key = JSON.stringify([cell.channel, cell.source, cell.medium, cell.campaign, cell.landing, cell.device, cell.is_returning]);
      const sum = pooled.get(key);
      if (sum === undefined) pooled.set(key, { ...cell });
      else for (const name of ['n', 'Y', 'Y0', 'Y0h', 'YB', 'YB0'] as const) sum[name] += cell[name];
    }
  }
  return [...pooled.values()];
}
