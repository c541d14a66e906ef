import { type SourceGroup, STRATA, sourceOf, stratumOf } from './tables.ts';

/** What counts as traffic, and within what it is compared: a source and a stratum for each arrival, in the order of the arrivals, numbered from 0. */
export interface Grouping {
  sources: number;
  strata: number;
  sourceOf: Int32Array;
  stratumOf: Int32Array;
}

/** What a source or medium is called that no export tells. */
const NOT_SET = '(not set)';

/** Other groupings of the same arrivals, see `regroup`. */
export const RECODINGS = ['returning', 'landing'] as const;
export type Recoding = (typeof RECODINGS)[number];

/** The grouping of the split as reported: source groups within device and new or returning. @param arrivals - codes, see `StepCells` */
export function groupingOf(arrivals: readonly number[], sources: number): Grouping {
  return { sources, strata: STRATA, sourceOf: Int32Array.from(arrivals, sourceOf), stratumOf: Int32Array.from(arrivals, stratumOf) };
}

/**
 * METHOD, Sensitivity 3: the same arrivals grouped in another way. `returning`: new and returning visitors of a source are two kinds of traffic, compared within devices.
 * `landing`: source groups that differ only in the class of their landing page are one, and that class is part of the stratum; groups that were pooled over landing pages
 * share one class. No model is fitted anew for it: source, landing page, device and new or returning are in all of them.
 *
 * @returns undefined where it changes nothing, and where fewer than two sources would be left to compare
 */
export function regroup(recoding: Recoding, arrivals: readonly number[], groups: readonly SourceGroup[]): Grouping | undefined {
  const regrouped = recoding === 'returning' ? byReturning(arrivals) : byLanding(arrivals, groups);
  return regrouped !== undefined && new Set(regrouped.sourceOf).size >= 2 ? regrouped : undefined;
}

/** Where traffic without a known source is counted instead, so that what it may hide is bounded: see `reattribute`. */
export const REATTRIBUTIONS = ['unattributed_best', 'unattributed_worst'] as const;
export type Reattribution = (typeof REATTRIBUTIONS)[number];

/** Whether no source is known of the sessions of a group; pooled ones of a medium that is not known are such, those that are pooled over all media cannot be told. */
export function isUnattributed({ source, medium, level }: SourceGroup): boolean {
  return medium === NOT_SET && (source === NOT_SET || level === 'medium');
}

/**
 * The reported grouping with all sessions without a known source in the best, or in the worst, of the known sources: whatever they really are, they lie between.
 *
 * @param qualities - of each source against what its strata let expect; the largest is the best; NaN: no session
 * @returns undefined where every source is known, or none is
 */
export function reattribute(
  to: Reattribution,
  reported: Grouping,
  groups: readonly SourceGroup[],
  qualities: ArrayLike<number>,
): Grouping | undefined {
  const present = [...new Set(reported.sourceOf)];
  const known = present.filter((source) => !isUnattributed(groups[source]!) && !Number.isNaN(qualities[source]!));
  if (known.length === 0 || !present.some((source) => isUnattributed(groups[source]!))) return undefined;
  const sign = to === 'unattributed_best' ? 1 : -1;
  const target = known.reduce((best, source) => (sign * (qualities[source]! - qualities[best]!) > 0 ? source : best));
  return { ...reported, sourceOf: reported.sourceOf.map((source) => (isUnattributed(groups[source]!) ? target : source)) };
}

function byReturning(arrivals: readonly number[]): Grouping | undefined {
  const returning = (code: number) => stratumOf(code) % 2;
  if (new Set(arrivals.map(returning)).size < 2) return undefined;
  const sourceOfEach = Int32Array.from(arrivals, (code) => 2 * sourceOf(code) + returning(code));
  return {
    sources: 1 + sourceOfEach.reduce((most, source) => Math.max(most, source), 0),
    strata: STRATA / 2,
    sourceOf: sourceOfEach,
    stratumOf: Int32Array.from(arrivals, (code) => stratumOf(code) >> 1),
  };
}

function byLanding(arrivals: readonly number[], groups: readonly SourceGroup[]): Grouping | undefined {
  const own = arrivals.map((code) => groups[sourceOf(code)]!);
  const sources = numbered(own.map(campaignOf));
  const landings = numbered(own.map(({ landing }) => landing));
  if (landings.size < 2) return undefined;
  return {
    sources: sources.size,
    strata: STRATA * landings.size,
    sourceOf: sources.numbers,
    stratumOf: landings.numbers.map((landing, index) => landing * STRATA + stratumOf(arrivals[index]!)),
  };
}

/** The same for the landing pages of one campaign, the pooled small ones among them; coarser groups are told apart by their number. */
function campaignOf({ level, source, medium, campaign, source_group }: SourceGroup): string {
  return level === 'landing' || level === 'campaign' ? JSON.stringify([source, medium, campaign]) : String(source_group);
}

/** Numbers names from 0 as they come. */
function numbered(names: readonly string[]): { numbers: Int32Array; size: number } {
  const numbers = new Map<string, number>();
  for (const name of names) if (!numbers.has(name)) numbers.set(name, numbers.size);
  return { numbers: Int32Array.from(names, (name) => numbers.get(name)!), size: numbers.size };
}
