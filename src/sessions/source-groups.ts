/** Where sessions come from, as finely as it is known: one source, medium and campaign, and one class of landing page. */
export interface SourceLeaf {
  leaf: number;
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  /** One of `LANDINGS`. */
  landing: string;
  sessions: number;
  cohort_sessions: number;
  /** Cohort sessions with an order. */
  cohort_orders: number;
}

/** From the finest to the coarsest: a leaf alone, then what is left of a campaign, of a source and medium, of a medium, of everything. */
export const LEVELS = ['landing', 'campaign', 'source', 'medium', 'all'] as const;
export type SourceLevel = (typeof LEVELS)[number];

/** One or several leaves that are judged together. What is below the level is `all`; so is the channel when the leaves have different ones. */
export interface SourceGroup {
  /** 0-based: groups are in order of level, then label. */
  source_group: number;
  label: string;
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  landing: string;
  level: SourceLevel;
  /** 1 when the group stands for several small ones. */
  pooled: 0 | 1;
  sessions: number;
  cohort_sessions: number;
  cohort_orders: number;
}

/** Groups, and the group number of each leaf. */
export interface PooledSources {
  groups: SourceGroup[];
  groupOf: Map<number, number>;
}

export interface PoolingLimits {
  /** A group stands for itself from so many cohort sessions … */
  cohort_sessions: number;
  /** … with so many orders. */
  cohort_orders: number;
  /** There are at most so many groups. */
  groups: number;
  /** So many groups, the largest, stay; the others go into what is left of their medium. */
  own: number;
}

/** METHOD 2.2; the last one holds only where the tables grow too large (METHOD 2.1). */
export const POOLING: PoolingLimits = { cohort_sessions: 200, cohort_orders: 10, groups: 200, own: Number.POSITIVE_INFINITY };

/** Classes of landing pages; `other` also where no page is known. */
export const LANDINGS = ['home', 'products', 'product', 'search', 'content', 'other'] as const;

/**
 * Pools small sources with their siblings: a leaf (landing class of a campaign) that is too small joins the other small ones of its campaign; what is still too
 * small joins what is left of the source and medium, then of the medium, then of everything. The last one stays whatever its size. Where
 * that makes too many groups, a group needs more cohort sessions, as few more as will do. Every leaf is in exactly one group; ties are broken by name.
 *
 * @param leaves - in any order; `leaf` is unique
 * @returns one group where no source is known at all, and none for no leaves
 */
export function poolSources(leaves: readonly SourceLeaf[], limits: PoolingLimits = POOLING): PooledSources {
  if (leaves.every(({ source, medium, campaign }) => [source, medium, campaign].every((name) => name === NOT_SET)))
    return number(leaves.length === 0 ? [] : [{ ...pool('all', leaves), label: NOT_SET, isPooled: false }]);
  let kept: Pool[] = [];
  let rising: Pool[] = leaves.map((leaf) => pool('landing', [leaf])).sort(comparePools);
  for (const level of LEVELS) {
    if (level !== 'landing') rising = merge(level, rising);
    const isLargeEnough = ({ cohort_sessions, cohort_orders }: Pool) =>
      level === 'all' || (cohort_sessions >= limits.cohort_sessions && cohort_orders >= limits.cohort_orders);
    kept.push(...rising.filter(isLargeEnough));
    rising = rising.filter((one) => !isLargeEnough(one));
  }
  const tooMany = kept.length - Math.max(1, limits.groups);
  if (tooMany > 0) return poolSources(leaves, { ...limits, cohort_sessions: sessionsNeeded(kept, tooMany, limits) });
  if (kept.length > limits.own) {
    const bySize = kept.sort(compareSizes).reverse();
    const [own, others] = [bySize.slice(0, limits.own), bySize.slice(limits.own)];
    kept = [...own.filter(({ level }) => rank(level) < MEDIUM), ...joinMediums(own, others)];
  }
  return number(kept);
}

const NOT_SET = '(not set)';
const ALL = 'all';

interface Pool {
  level: SourceLevel;
  label: string;
  isPooled: boolean;
  leaves: readonly SourceLeaf[];
  sessions: number;
  cohort_sessions: number;
  cohort_orders: number;
}

function rank(level: SourceLevel): number {
  return LEVELS.indexOf(level);
}

const MEDIUM = rank('medium');

function pool(level: SourceLevel, leaves: readonly SourceLeaf[]): Pool {
  const sum = (count: 'sessions' | 'cohort_sessions' | 'cohort_orders') => leaves.reduce((total, leaf) => total + leaf[count], 0);
  const [first] = leaves as [SourceLeaf];
  const names = namesDownTo(level, first).filter((name, index) => index !== 2 || name !== NOT_SET);
  return {
    level,
    label: labelOf(level, names.join(' / '), first.landing),
    isPooled: level !== 'landing',
    leaves,
    sessions: sum('sessions'),
    cohort_sessions: sum('cohort_sessions'),
    cohort_orders: sum('cohort_orders'),
  };
}

/** What a reader sees; different for every level, so that no two groups look alike. */
function labelOf(level: SourceLevel, names: string, landing: string): string {
  if (level === 'landing') return `${names}, landing: ${landing}`;
  if (level === 'campaign') return `${names}, other landing pages`;
  if (level === 'source') return `${names}, other campaigns`;
  return level === 'medium' ? `${names}, other sources` : 'all other sources';
}

/** Names that leaves of one pool share, as a label shows them: source, medium, campaign. */
function namesDownTo(level: SourceLevel, { source, medium, campaign }: SourceLeaf): string[] {
  if (level === 'all') return [];
  if (level === 'medium') return [medium];
  return level === 'source' ? [source, medium] : [source, medium, campaign];
}

/** Pools of one level, of pools further down. */
function merge(level: SourceLevel, pools: readonly Pool[]): Pool[] {
  const together = new Map<string, SourceLeaf[]>();
  for (const { leaves } of pools) {
    const key = JSON.stringify(namesDownTo(level, leaves[0]!));
    const joined = together.get(key) ?? [];
    for (const leaf of leaves) joined.push(leaf);
    together.set(key, joined);
  }
  return [...together.values()].map((leaves) => pool(level, leaves));
}

/** What is left of each medium when only the own groups stay. */
function joinMediums(own: readonly Pool[], others: readonly Pool[]): Pool[] {
  const coarse = [...own, ...others].filter(({ level }) => rank(level) >= MEDIUM);
  const fine = others.filter(({ level }) => rank(level) < MEDIUM);
  return [
    ...merge('medium', [...coarse.filter(({ level }) => level === 'medium'), ...fine]),
    ...coarse.filter(({ level }) => level === 'all'),
  ];
}

/** Cohort sessions that a group must have so that at least so many groups, the smallest, fall below. */
function sessionsNeeded(pools: readonly Pool[], tooMany: number, limits: PoolingLimits): number {
  const sizes = pools.filter(({ level }) => level !== 'all').map(({ cohort_sessions }) => cohort_sessions);
  return Math.max(limits.cohort_sessions, sizes.sort((a, b) => a - b)[tooMany - 1] ?? 0) + 1;
}

function compareSizes(a: Pool, b: Pool): number {
  return a.cohort_sessions - b.cohort_sessions || a.sessions - b.sessions || comparePools(b, a);
}

function comparePools(a: Pool, b: Pool): number {
  const [[first], [second]] = [a.leaves, b.leaves] as [[SourceLeaf], [SourceLeaf]];
  return (
    rank(a.level) - rank(b.level) ||
    compareTexts(a.label, b.label) ||
    compareTexts(first.channel, second.channel) ||
    first.leaf - second.leaf
  );
}

/** By code units: the same on every machine, whatever its language. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function number(pools: readonly Pool[]): PooledSources {
  const groupOf = new Map<number, number>();
  const groups = [...pools].sort(comparePools).map((one, source_group) => {
    for (const { leaf } of one.leaves) groupOf.set(leaf, source_group);
    return describe(one, source_group);
  });
  return { groups, groupOf };
}

function describe({ level, label, isPooled, leaves, sessions, cohort_sessions, cohort_orders }: Pool, source_group: number): SourceGroup {
  const [first] = leaves as [SourceLeaf];
  const channel = leaves.every((leaf) => leaf.channel === first.channel) ? first.channel : ALL;
  const isAbove = (own: SourceLevel) => rank(level) > rank(own);
  return {
    source_group,
    label,
    channel,
    source: isAbove('source') ? ALL : first.source,
    medium: isAbove('medium') ? ALL : first.medium,
    campaign: isAbove('campaign') ? ALL : first.campaign,
    landing: isAbove('landing') ? ALL : first.landing,
    level,
    pooled: isPooled ? 1 : 0,
    sessions,
    cohort_sessions,
    cohort_orders,
  };
}
