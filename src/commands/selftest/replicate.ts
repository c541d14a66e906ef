import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { SplitFindings } from '../../attribution/split/find-split.ts';
import type { SourceGroup } from '../../attribution/split/tables.ts';
import { resolveOptions } from '../../config/resolve-options.ts';
import { diagnose } from '../../pipeline.ts';
import type { OutcomeCell } from '../../simulate/potential-outcomes.ts';
import { simulateShop } from '../../simulate/simulate-shop.ts';

/** What one made-up shop gave: what the build found, and what its sessions would have done. */
export interface Replication {
  found: Pick<SplitFindings, 'call' | 'grade' | 'numbers' | 'benchmark' | 'gates'> & { groups: SourceGroup[] };
  cells: OutcomeCell[];
}

export interface ReplicationPlan {
  scenario: string;
  sessions: number;
  seed: number;
}

const DAYS = 28;

/** Simulates a shop into a temporary folder and diagnoses its files as any user would. @returns null when the build found nothing to split */
export async function replicate(
  { scenario, sessions, seed }: ReplicationPlan,
  version: string,
  signal?: AbortSignal,
): Promise<Replication | null> {
  const folder = mkdtempSync(join(tmpdir(), 'midfunnel-selftest-'));
  try {
    const files = await simulateShop(
      { scenario, sessions, seed, days: DAYS, started_on: '2026-11-02', potential_outcomes: true },
      folder,
      signal ? { signal } : {},
    );
    const options = { ...resolveOptions({ threads: 1, memory_mb: 512 }, 'none', {}), events: [files.events], orders: [files.orders] };
    const { split } = await diagnose(options, { version, stdin: Readable.from([]), ...(signal ? { signal } : {}) });
    if (split === null) return null;
    const { call, grade, numbers, benchmark, gates, sources } = split;
    return {
      found: { call, grade, numbers, benchmark, gates, groups: sources.map(({ group }) => group) },
      cells: files.potential_outcomes!.cells,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
