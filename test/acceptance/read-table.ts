import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { openDuckDb } from '../../src/engine/duckdb/duckdb-engine.ts';
import { lookAtFile } from '../../src/intake/assign-roles.ts';
import { openFiles } from '../../src/intake/open-files.ts';
import { TemporaryFolder } from '../../src/io/temporary-folder.ts';

/** A file as the engine gets it: names of the columns, cells (null where empty), and how many records its reader refuses. */
export interface ReadTable {
  header: string[];
  rows: (string | null)[][];
  refused: number;
}

/**
 * Reads a file the way every command does: opened, surveyed, rewritten where needed, and every column as text by the engine.
 *
 * @param path - of the file
 * @throws InputError when the file is refused
 */
export async function readTable(path: string): Promise<ReadTable> {
  const folder = TemporaryFolder.create();
  try {
    const [opened] = await openFiles([path], 'events', 1, { delimiter: null, folder, stdin: Readable.from([]) });
    const engine = await openDuckDb({ threads: 1, memory_mb: 512, temporary_folder: folder.path, readable_files: [resolve(opened!.path)] });
    try {
      const { source } = await lookAtFile(engine, opened!, null, {});
      const rows = await engine.sample(source, 1_000_000);
      return { header: [...source.columns], rows, refused: opened!.survey.records - rows.length };
    } finally {
      engine.close();
    }
  } finally {
    folder.dispose();
  }
}
