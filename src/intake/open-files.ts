import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { InputError } from '../errors.ts';
import { expandInputs } from '../io/expand-inputs.ts';
import { encodingToRead, needsNormalising, normaliseFile } from '../io/normalise-file.ts';
import { type Compression, type CsvLayout, type Encoding, type FileKind, type LogLayout, sniffFile } from '../io/sniff-file.ts';
import { spoolStream } from '../io/spool.ts';
import { type Surveyed, surveyFile } from '../io/survey-file.ts';
import type { TemporaryFolder } from '../io/temporary-folder.ts';

/** A file that is known to be readable; `path` is what the engine reads, `shown` what the user gave. */
export interface OpenedFile {
  id: number;
  side: 'events' | 'orders';
  shown: string;
  original: string;
  path: string;
  kind: FileKind;
  encoding: Encoding;
  csv: CsvLayout | null;
  log: LogLayout | null;
  compression: Compression;
  /** Lines that the engine skips before the header; 0 where a rewritten copy starts with it. */
  skip_lines: number;
  /** Lines of the original before the first line of what the engine reads. */
  line_offset: number;
  survey: Surveyed;
  /** Where all its orders were placed, as `store`; null where that is not said. */
  sales_channel: string | null;
}

export interface OpenSettings {
  delimiter: string | null;
  /** What a message calls the place where the files were named; the flag of the side when it is not said. */
  named_by?: string;
  folder: TemporaryFolder;
  stdin: NodeJS.ReadableStream;
  signal?: AbortSignal;
  onProgress?: (file: string, share: number) => void;
}

/**
 * Finds the files of one side, looks at each, counts its records over all bytes, and rewrites what the engine could not read as it is
 * (UTF-16, windows-1252, mixed line ends).
 *
 * @param names - files, patterns, `-`
 * @throws InputError with file, line and remedy for anything that cannot be an export
 */
export async function openFiles(
  names: readonly string[],
  side: 'events' | 'orders',
  firstId: number,
  settings: OpenSettings,
): Promise<OpenedFile[]> {
  const files: OpenedFile[] = [];
  for (const [sales_channel, own] of side === 'orders' ? bySalesChannel(names) : [[null, names] as const]) {
    for (const name of await expandInputs(own, settings.named_by ?? `--${side}`)) {
      const id = firstId + files.length;
      files.push({ ...(await openFile(name, side, id, settings)), sales_channel });
    }
  }
  const seen = new Map<string, string>();
  for (const file of files) {
    const twin = seen.get(file.survey.sha256);
    if (twin !== undefined) {
      throw new InputError(`${file.shown} has the same content as ${twin}`, { hint: 'Give each export once: rows would count twice.' });
    }
    seen.set(file.survey.sha256, file.shown);
  }
  return files;
}

/** The names by the sales channel before them, as in `store=till.csv`; a file of that very name is meant as a whole. */
function bySalesChannel(names: readonly string[]): Map<string | null, string[]> {
  const channels = new Map<string | null, string[]>();
  for (const name of names) {
    const [, channel = null, rest = name] = existsSync(name) ? [] : (/^([a-z][a-z_ -]*)=(.+)$/is.exec(name) ?? []);
    channels.set(channel, [...(channels.get(channel) ?? []), rest]);
  }
  return channels;
}

async function openFile(
  name: string,
  side: 'events' | 'orders',
  id: number,
  settings: OpenSettings,
): Promise<Omit<OpenedFile, 'sales_channel'>> {
  const shown = name === '-' ? 'standard input' : name;
  let original = name;
  if (name === '-') {
    original = settings.folder.file(`stdin-${id}`);
    await spoolStream(settings.stdin, original, settings.signal);
  }
  const expected = settings.delimiter === null ? undefined : { delimiter: settings.delimiter };
  const sniffed = await sniffFile(original, shown, expected);
  const hooks = {
    ...(settings.signal ? { signal: settings.signal } : {}),
    onProgress: (share: number) => settings.onProgress?.(shown, share),
  };
  const survey = await surveyFile(original, sniffed, hooks);
  const file = { id, side, shown, original, kind: sniffed.kind, csv: sniffed.csv, log: sniffed.log };
  const log_lines = sniffed.log?.preamble_lines ?? 0;
  // Bytes that are no UTF-8 can start after the sample: then the whole file is windows-1252, as spreadsheets write it.
  const encoding = encodingToRead(sniffed, survey);
  const named = isNamedForEngine(original, sniffed.compression);
  if (named && !needsNormalising(sniffed, survey)) {
    return {
      ...file,
      path: resolve(original),
      encoding,
      survey,
      compression: sniffed.compression,
      skip_lines: sniffed.csv?.preamble_lines ?? log_lines,
      line_offset: 0,
    };
  }
  const copy = settings.folder.file(
    `${id}-${basename(original)
      .replace(/[^\w.]/g, '_')
      .replace(/\.(gz|zst)$/, '')}`,
  );
  if (sniffed.kind === 'parquet') {
    await copyFile(original, copy);
    return { ...file, path: copy, encoding, survey, compression: 'none', skip_lines: 0, line_offset: 0 };
  }
  await normaliseFile(original, copy, { ...sniffed, encoding }, settings.signal);
  return {
    ...file,
    path: copy,
    encoding,
    survey,
    compression: 'none',
    skip_lines: log_lines,
    line_offset: sniffed.csv?.preamble_lines ?? 0,
  };
}

/**
 * Whether the engine can open a file under its own name. It reads `*`, `?` and `[` as a pattern, and patterns lead out of the files it may open; and it
 * tells by the ending alone whether a file is packed.
 */
function isNamedForEngine(path: string, compression: Compression): boolean {
  const told = path.endsWith('.gz') ? 'gzip' : path.endsWith('.zst') ? 'zstd' : 'none';
  return told === compression && !/[[*?]/.test(resolve(path));
}
