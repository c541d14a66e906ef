import { open, writeFile } from 'node:fs/promises';
import { RecordScanner } from './record-scanner.ts';
import { MARK_EVERY } from './survey-file.ts';

/** A text file in which records can be found by their number. */
export interface MarkedFile {
  /** As it lies on disk, not packed. */
  path: string;
  /** Where every `MARK_EVERY`th data record starts, from the survey of these bytes. */
  marks: readonly number[];
  bytes: number;
  /** Byte of the delimiter; null for a text whose lines are its records. */
  delimiter: number | null;
  newline: string;
}

/**
 * Writes what stands before the first data record (preamble and header) and some of the data records to a new file, in their order: what they hold can then
 * be looked at without reading the whole file again.
 *
 * @param ordinals - numbers of data records, 1-based, ascending
 */
export async function excerptRecords(file: MarkedFile, ordinals: readonly number[], target: string): Promise<void> {
  const handle = await open(file.path);
  try {
    const read = async (from: number, to: number) => {
      const bytes = Buffer.alloc(to - from);
      await handle.read(bytes, 0, bytes.length, from);
      return bytes;
    };
    const newline = Buffer.from(file.newline);
    const parts: Buffer[] = [await read(0, file.marks[0] ?? file.bytes)];
    for (let next = 0; next < ordinals.length; ) {
      const block = Math.floor((ordinals[next]! - 1) / MARK_EVERY);
      const bytes = await read(file.marks[block]!, file.marks[block + 1] ?? file.bytes);
      let ordinal = block * MARK_EVERY;
      const scanner = new RecordScanner(
        { delimiter: file.delimiter, skip_lines: 0 },
        {
          record(start, end) {
            ordinal += 1;
            if (ordinal !== ordinals[next]) return;
            parts.push(bytes.subarray(start, end), newline);
            next += 1;
          },
        },
      );
      scanner.push(bytes);
      scanner.end();
      if (ordinals[next] !== undefined && ordinals[next]! <= block * MARK_EVERY + MARK_EVERY) break;
    }
    await writeFile(target, Buffer.concat(parts));
  } finally {
    await handle.close();
  }
}
