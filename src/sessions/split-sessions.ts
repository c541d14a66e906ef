import { type Hit, isNoKey, isSameKey, type Key } from './hit.ts';

/** Reasons for which a session starts; the numbers stand in `sessions.split_reason`. */
export const SPLIT_REASONS = { 1: 'first hit of the visitor', 2: 'new session id in the export', 3: 'gap' } as const;

/** What follows from the hit before for the question whether a session starts. */
export interface Before {
  visitor: Key;
  native: Key;
  at: number;
}

export interface Gaps {
  /** Longest gap within a session, in microseconds. */
  gap: number;
  /** Longest way through a payment gateway or another own domain, in microseconds. */
  return_gap: number;
}

/** A split reason where a session starts; 0 in the middle of one; −1 where it would start and is stitched to the one before. */
export type Split = 0 | -1 | keyof typeof SPLIT_REASONS;

/**
 * Whether a session starts with a hit. A session is the native one, else hits without a gap over `gap`. A return from a payment gateway or from another own domain
 * within `return_gap` is stitched to the session before it, and so is a new native id on an internal click within `gap`: those are splits by midnight, by
 * campaign or by a lost cookie domain.
 */
export function splitSessions(before: Before, hit: Hit, { gap, return_gap }: Gaps): Split {
  if (!isSameKey(before.visitor, hit.visitor)) return 1;
  const pause = hit.at - before.at;
  const hasNewId = !isSameKey(before.native, hit.native);
  const reason = hasNewId ? 2 : isNoKey(hit.native) && pause > gap ? 3 : 0;
  if (reason === 0 || pause < 0) return reason;
  const kind = hit.referrerKind;
  const returns = (kind === 1 || kind === 2) && pause <= return_gap;
  const clicksOn = (kind === 2 || kind === 3) && hasNewId && pause <= gap;
  return returns || clicksOn ? -1 : reason;
}
