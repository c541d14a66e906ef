import { type FileHandle, mkdir, open, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../errors.ts';

/** A text file being written in large pieces under a temporary name. The text is ASCII: one byte a character. */
export class OutputFile {
  readonly path: string;
  private readonly handle: FileHandle;
  private text = '';

  constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.handle = handle;
  }

  /** Adds text to the waiting piece; nothing is written before `flush`. */
  add(text: string): void {
    this.text += text;
  }

  /** Enough is waiting for a write. */
  get is_full(): boolean {
    return this.text.length >= PIECE_CHARACTERS;
  }

  /** Writes what is waiting and returns when the system has taken it: that is the back pressure. */
  async flush(): Promise<void> {
    const piece = this.text;
    this.text = '';
    if (piece !== '') await this.handle.appendFile(piece, 'latin1');
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

/** Files that appear in the folder together at the end, or not at all. */
export interface OutputFolder<Name extends string> {
  files: Record<Name, OutputFile>;
  /** Writes the rest, closes, and gives the files their real names; those left out are deleted, and so is an earlier one of that name. */
  publish(left_out?: readonly Name[]): Promise<void>;
  /** Closes and deletes everything, and the folder with those above it as far as they were made for this and are empty. */
  discard(): Promise<void>;
}

/** Measured on a million rows: 7 % faster than with 128 KiB, 20 % faster than with 32 KiB. */
const PIECE_CHARACTERS = 512 * 1024;

/**
 * Opens one temporary file (`name.partial`) per name in the folder, which is made when missing.
 *
 * @param names - key to file name
 * @throws UsageError when the folder or a file in it cannot be made
 */
export async function openFolder<Name extends string>(folder: string, names: Readonly<Record<Name, string>>): Promise<OutputFolder<Name>> {
  const entries = Object.entries(names) as [Name, string][];
  const opened: [Name, OutputFile][] = [];
  const published: string[] = [];
  let made: string | undefined;
  const discard = async () => {
    await Promise.allSettled(opened.map(([, file]) => file.close()));
    await Promise.allSettled([...opened.map(([, file]) => temporary(file.path)), ...published].map((path) => rm(path, { force: true })));
    if (made !== undefined) await removeEmpty(resolve(folder), resolve(made));
  };
  try {
    made = await mkdir(folder, { recursive: true });
    for (const [name, file_name] of entries) {
      const path = join(folder, file_name);
      opened.push([name, new OutputFile(path, await open(temporary(path), 'w'))]);
    }
  } catch (cause) {
    await discard();
    throw new UsageError(`cannot write into the folder ${folder}`, {
      hint: 'Name a folder that exists or can be made, and that you may write to.',
      cause,
    });
  }
  const publish = async (left_out: readonly Name[] = []) => {
    for (const [, file] of opened) {
      await file.flush();
      await file.close();
    }
    for (const [name, { path }] of opened) {
      if (left_out.includes(name)) {
        await rm(temporary(path), { force: true });
        await rm(path, { force: true });
        continue;
      }
      await rename(temporary(path), path);
      published.push(path);
    }
  };
  return { files: Object.fromEntries(opened) as Record<Name, OutputFile>, publish, discard };
}

async function removeEmpty(folder: string, topmost: string): Promise<void> {
  const removed = await rmdir(folder).then(
    () => true,
    () => false,
  );
  if (removed && folder !== topmost) await removeEmpty(dirname(folder), topmost);
}

function temporary(path: string): string {
  return `${path}.partial`;
}
