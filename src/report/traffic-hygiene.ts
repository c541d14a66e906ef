import { dropOff } from '../attribution/find-all.ts';
import { HITS_WITHOUT_ID } from '../intake/account-rows.ts';
import { BOT_REASONS } from '../sessions/bot-rules.ts';
import type { Material } from './material.ts';
import type { Rate, TrafficHygiene } from './report.ts';
import { roundRate } from './round.ts';

/** Sources with flagged sessions that are listed. */
const MOST_SOURCES = 20;

/** Gathers what the stages counted of bots, returns, direct and unattributed sessions, and hits that are in no session. */
export function trafficHygiene({ bots, options, returns, findings, accounts }: Material): TrafficHygiene {
  const { lines } = bots;
  const sum = (of: readonly Line[], count: 'sessions' | 'confirmed') => of.reduce((total, line) => total + line[count], 0);
  const flagged = lines.filter(({ reason }) => reason !== null);
  const share = (count: 'sessions' | 'confirmed') => roundRate(dropOff(sum(flagged, count), sum(lines, count)));
  const { sources } = findings;
  const sessionsOf = (test: (source: (typeof sources)[number]) => boolean) =>
    sources.filter(test).reduce((total, { sessions }) => total + sessions, 0);
  const isDirect = ({ source }: { source: string }) => source === '(direct)';
  const isUnattributed = ({ source, medium }: { source: string; medium: string }) => source === NOT_SET && medium === NOT_SET;
  return {
    bots: {
      treated: options.bots,
      sessions: share('sessions'),
      confirmations: share('confirmed'),
      by_reason: Object.values(BOT_REASONS)
        .map(({ reason }) => ({ reason, of: flagged.filter((line) => line.reason === reason) }))
        .map(({ reason, of }) => ({ reason, sessions: sum(of, 'sessions'), confirmations: sum(of, 'confirmed') }))
        .filter(({ sessions }) => sessions > 0),
      by_channel: sharesBy(lines, ({ channel }) => [channel]).map(({ names: [channel], flagged }) => ({ channel: channel!, flagged })),
      by_source: sharesBy(lines, ({ channel, source }) => [channel, source])
        .slice(0, MOST_SOURCES)
        .map(({ names: [channel, source], flagged }) => ({ channel: channel!, source: source!, flagged })),
    },
    returns: { ...returns },
    attribution: {
      known_source: sessionsOf((source) => !isDirect(source) && !isUnattributed(source)),
      direct: sessionsOf(isDirect),
      unattributed: sessionsOf(isUnattributed),
    },
    hits_without_id: accounts
      .flatMap(({ filtered }) => filtered)
      .filter(({ rule }) => rule === HITS_WITHOUT_ID)
      .reduce((total, { rows }) => total + rows, 0),
  };
}

const NOT_SET = '(not set)';

type Line = Material['bots']['lines'][number];

/** Flagged sessions of all, for each name that has some; the most flagged first. */
function sharesBy(lines: readonly Line[], namesOf: (line: Line) => string[]): { names: string[]; flagged: Rate }[] {
  const groups = new Map<string, { names: string[]; flagged: number; sessions: number }>();
  for (const line of lines) {
    const names = namesOf(line);
    const key = JSON.stringify(names);
    const group = groups.get(key) ?? { names, flagged: 0, sessions: 0 };
    group.sessions += line.sessions;
    if (line.reason !== null) group.flagged += line.sessions;
    groups.set(key, group);
  }
  return [...groups.entries()]
    .filter(([, { flagged }]) => flagged > 0)
    .sort(([a, one], [b, other]) => other.flagged - one.flagged || (a < b ? -1 : 1))
    .map(([, { names, flagged, sessions }]) => ({ names, flagged: roundRate(dropOff(flagged, sessions))! }));
}
