import type { ReleaseFinding } from '../attribution/compare-releases.ts';
import type { ReleaseLine } from './report.ts';
import { round, roundAll, roundRate } from './round.ts';

/** The dated changes with what the data say of them, in order of time; null without a releases file. */
export function releaseFacts(findings: readonly ReleaseFinding[] | null): ReleaseLine[] | null {
  return findings === null ? null : findings.map(releaseFact);
}

function releaseFact({ release, spans, change, arms, ...finding }: ReleaseFinding): ReleaseLine {
  return {
    kind: release.kind,
    name: release.name,
    at: instant(release.at),
    until: release.until === null ? null : instant(release.until),
    page: release.page,
    in_period: finding.in_period,
    before: spans === null || release.kind === 'experiment' ? null : spanOf(spans.before),
    after: spans === null ? null : spanOf(spans.after),
    exit_rate_before: roundRate(finding.exit_rate_before),
    exit_rate_after: roundRate(finding.exit_rate_after),
    change: change && {
      observed: roundAll(change.observed),
      mix: roundAll(change.mix),
      within: roundAll(change.within),
      elsewhere: change.elsewhere && roundAll(change.elsewhere),
      net: change.net && roundAll(change.net),
    },
    arms: arms.map(({ arm, page, share, visitors, ...rates }) => ({
      ...{ arm, page, share: round(share, 6), visitors },
      exit_rate: roundRate(rates.exit_rate),
      conversion: roundRate(rates.conversion),
      exit_rate_difference: rates.exit_rate_difference && roundAll(rates.exit_rate_difference),
      conversion_difference: rates.conversion_difference && roundAll(rates.conversion_difference),
    })),
    evidence_kind: finding.evidence_kind,
    why: finding.why,
  };
}

function spanOf({ from_at, until_at }: { from_at: number; until_at: number }): { from: string; to: string } {
  return { from: instant(from_at), to: instant(until_at) };
}

function instant(microseconds: number): string {
  return new Date(Math.floor(microseconds / 1000)).toISOString();
}
