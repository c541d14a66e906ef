import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { SplitFindings } from '../../attribution/split/find-split.ts';
import type { SourceGroup } from '../../attribution/split/tables.ts';
import { resolveOptions } from '../../config/resolve-options.ts';
import { diagnose } from '../../pipeline.ts';
import type { Report } from '../../report/report.ts';
import type { CohortBasis } from '../../simulate/looking-time.ts';
import type { OutcomeCell } from '../../simulate/potential-outcomes.ts';
import { simulateShop } from '../../simulate/simulate-shop.ts';

/** What one made-up shop gave: what the build found, and what its sessions would have done. */
export interface Replication {
  found: Pick<SplitFindings, 'call' | 'grade' | 'numbers' | 'benchmark' | 'gates'> & { groups: SourceGroup[] };
  cells: OutcomeCell[];
  /** v(N) by the flag of the whole session: the way that the method refuses, for comparison. */
  flagged: number;
}

export interface ReplicationPlan {
  scenario: string;
  sessions: number;
  seed: number;
  /** What the band of the cohort is measured on. */
  dwell_basis: CohortBasis;
}

const DAYS = 28;

/** Simulates a shop into a temporary folder and diagnoses its files as any user would. @returns null when the build found nothing to split */
export async function replicate(
  { scenario, sessions, seed, dwell_basis }: ReplicationPlan,
  version: string,
  signal?: AbortSignal,
): Promise<Replication | null> {
  const folder = mkdtempSync(join(tmpdir(), 'midfunnel-selftest-'));
  try {
    const files = await simulateShop(
      { scenario, sessions, seed, days: DAYS, started_on: '2026-11-02', potential_outcomes: true, cohort_basis: dwell_basis },
      folder,
      signal ? { signal } : {},
    );
    const options = {
      ...resolveOptions({ threads: 1, memory_mb: 512, dwell_basis }, 'none', {}),
      events: [files.events],
      orders: [files.orders],
    };
    const { split, report } = await diagnose(options, { version, stdin: Readable.from([]), ...(signal ? { signal } : {}) });
    if (split === null) return null;
    const { call, grade, numbers, benchmark, gates, sources } = split;
    return {
      found: { call, grade, numbers, benchmark, gates, groups: sources.map(({ group }) => group) },
      cells: files.potential_outcomes!.cells,
      flagged: byFlagOfSession(report),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Orders per cohort session that sessions with friction place less than those without it in their channel, were they like them. */
function byFlagOfSession({ matrix }: Pick<Report, 'matrix'>): number {
  const sessions = matrix.reduce((sum, cell) => sum + cell.cohort_sessions, 0);
  const lost = matrix.reduce((sum, { channel, friction, cohort_sessions, conversion }) => {
    const free = matrix.find((cell) => cell.channel === channel && cell.friction === 'none');
    return friction === 'none' || free === undefined ? sum : sum + cohort_sessions * (free.conversion.value - conversion.value);
  }, 0);
  return sessions > 0 ? lost / sessions : 0;
}
