import type { Options } from '../config/options.ts';
import type { Engine } from '../engine/engine.ts';
import { HitReader, type RepeatRules, type Repeats } from './hit-reader.ts';
import { readKnownTexts } from './known-texts.ts';
import { findHitColumns, findNativeSessions, orderedHits } from './ordered-hits.ts';
import { type LeftOut, type Returns, SessionBuilder } from './session-builder.ts';
import { makeSessionTables } from './session-tables.ts';
import { readSiteNorms } from './site-norms.ts';

export type SessionSettings = Pick<Options, 'session_gap_minutes' | 'bots' | 'memory_mb' | 'dwell' | 'dwell_basis'>;

/** A return through a payment gateway or another own domain after so long is a new session. See STANDARDS of GA4's unwanted referrals; chosen, ADR-0006. */
const RETURN_GAP_MINUTES = 60;
/** Bytes of memory for a hit of a part, by which the number of parts follows from the limit: of 2, 4, 8 and 16 parts, 10 M hits were sorted fastest in 4. */
const BYTES_PER_HIT = 400;

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;

/**
 * Rebuilds the sessions, part by part so that memory stays bounded: all hits of a visitor are in one part. The engine puts the hits in order, one pass over them
 * does the rest. Fills `all_sessions`, `page_steps`, `confirmations` and `native_session_ids`.
 *
 * @param period - bounds in microseconds since 1970, see `periodBounds`
 * @param rules - which files tell a repeated record from a second hit
 * @param onProgress - share of the hits that are done
 */
export async function buildSessions(
  engine: Engine,
  settings: SessionSettings,
  period: { from_at: bigint; until_at: bigint },
  hits: number,
  rules: RepeatRules,
  onProgress: (share: number) => void,
): Promise<{ leftOut: LeftOut & { repeats: Repeats }; returns: Returns }> {
  await makeSessionTables(engine);
  const { columns, onlyFile } = await findHitColumns(engine);
  if (columns.has('native_session')) await engine.run(findNativeSessions);
  const query = orderedHits(columns);
  const texts = await readKnownTexts(engine);
  const gaps = { gap: settings.session_gap_minutes * MINUTE, return_gap: RETURN_GAP_MINUTES * MINUTE };
  const band = {
    dwell_from: settings.dwell.from_seconds * SECOND,
    dwell_to: settings.dwell.to_seconds * SECOND,
    dwell_basis: settings.dwell_basis,
  };
  const bounds = { from_at: Number(period.from_at), until_at: Number(period.until_at) };
  const builder = new SessionBuilder({ ...gaps, ...band, ...bounds, bots: settings.bots }, texts, await readSiteNorms(engine, hits));
  const reader = new HitReader(texts, onlyFile, rules, (hit) => builder.add(hit));
  const parts = Math.max(1, Math.ceil((hits * BYTES_PER_HIT) / (settings.memory_mb * 1024 * 1024 * 0.5)));
  let done = 0;
  for (let part = 0; part < parts; part += 1) {
    for await (const batch of engine.arrays(query, { parts, part })) {
      reader.read(batch);
      done += batch.rows;
      onProgress(done / hits);
      await builder.handOver(engine);
    }
    reader.end();
    await builder.end(engine);
  }
  return { leftOut: { ...builder.leftOut, repeats: reader.repeats }, returns: builder.returns };
}
