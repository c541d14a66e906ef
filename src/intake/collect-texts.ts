import { resolve } from 'node:path';
import type { Engine } from '../engine/engine.ts';
import { excerptRecords } from '../io/excerpt-records.ts';
import type { TemporaryFolder } from '../io/temporary-folder.ts';
import type { StagedFile } from './stage-files.ts';

/** Records are cut out of blocks of a thousand; with longer ones a block would take too much memory. */
const LONGEST_RECORD_BYTES = 65_536;
/** Above so many records with texts of their own, reading the whole file again is as good. */
const MOST_RECORDS = 200_000;

/**
 * Collects the distinct names and addresses of the staged event files. The staged rows tell in which records a text occurs for the first time; only these
 * few are read again, from an excerpt. Where records cannot be picked (packed or binary files, rejected rows), or where a text is found missing afterwards,
 * the whole file is read again.
 */
export async function collectTexts(
  engine: Engine,
  staged: readonly StagedFile[],
  folder: TemporaryFolder,
  onFile: (shown: string) => void,
): Promise<void> {
  for (const read of staged) {
    const { event, opened } = read.file;
    if (event === null) continue;
    onFile(`${opened.shown} (names and addresses)`);
    const found = await engine.recordsWithNewTexts(event, MOST_RECORDS);
    const ordinals = canBePicked(read) ? found : null;
    if (ordinals !== null) {
      const excerpt = folder.file(`${opened.id}-excerpt`);
      const { marks, bytes, newline } = opened.survey;
      const delimiter = opened.csv?.delimiter.charCodeAt(0) ?? null;
      await excerptRecords({ path: opened.path, marks, bytes, delimiter, newline: newline === 'none' ? '\n' : newline }, ordinals, excerpt);
      await engine.collectTexts({ ...event, path: excerpt });
      if (await engine.hasAllTexts(event)) continue;
    }
    await engine.collectTexts(event);
  }
  await engine.numberTexts();
}

/** Whether the number of a staged row is the number of its record, and the engine read the very bytes that were surveyed. */
function canBePicked({ file: { opened }, records, arrived }: StagedFile): boolean {
  const asItLies = opened.kind !== 'parquet' && opened.compression === 'none' && opened.path === resolve(opened.original);
  const { newline, longest_record_bytes } = opened.survey;
  return asItLies && arrived === records && newline !== 'mixed' && longest_record_bytes <= LONGEST_RECORD_BYTES;
}
