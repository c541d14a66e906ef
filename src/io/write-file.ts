import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../errors.ts';
import { errorCode, reasonOf } from './system-error.ts';

/**
 * Writes a file so that a reader sees either the old content or the new one, never a half: to a temporary name beside the
 * target, to the disk, then renamed. A link is followed; an existing file keeps its mode; a device or pipe (`/dev/stdout`) is
 * written to directly. On failure nothing stays behind.
 *
 * @param path - target file; its folder must exist
 * @throws UsageError when the folder does not exist or is not writable, when the target is a folder or read-only, or the disk is full
 */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const existing = await statOrNull(path);
  if (existing?.isDirectory()) throw isFolder(path);
  try {
    if (existing && !existing.isFile()) await writeFile(path, content);
    else await replaceFile(path, content, existing);
  } catch (cause) {
    throw await explain(path, cause);
  }
}

/**
 * Checks before the work that a file can be written after it: its folder exists, it is no folder itself, and permissions allow it.
 *
 * @throws UsageError like `writeFileAtomically`
 */
export async function requireWritable(path: string): Promise<void> {
  const existing = await statOrNull(path);
  if (existing?.isDirectory()) throw isFolder(path);
  try {
    await access(dirname(path), constants.F_OK);
    if (existing) await access(path, constants.W_OK);
    if (!existing || existing.isFile()) await access(dirname(existing ? await realpath(path) : path), constants.W_OK);
  } catch (cause) {
    throw await explain(path, cause);
  }
}

function isFolder(path: string): UsageError {
  return new UsageError(`cannot write ${path}: it is a folder`, { hint: `Name a file in it, such as ${join(path, 'report.json')}.` });
}

async function replaceFile(path: string, content: string | Uint8Array, existing: Stats | null): Promise<void> {
  const target = existing ? await realpath(path) : path;
  // A rename would replace a write-protected file, since only the folder's permission counts for it.
  if (existing) await access(target, constants.W_OK);
  const temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx', 0o666);
    try {
      await file.writeFile(content);
      if (existing) await file.chmod(existing.mode & 0o777);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function explain(path: string, cause: unknown): Promise<UsageError> {
  const folder = dirname(path);
  const code = errorCode(cause);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const found = await statOrNull(folder);
    if (!found?.isDirectory()) {
      return new UsageError(`cannot write ${path}: the folder ${folder} does not exist`, {
        hint: `Make it first: mkdir -p '${folder}'`,
        cause,
      });
    }
  }
  const hint =
    code === 'ENOSPC' || code === 'EDQUOT' ? 'Make room, or write to another disk.' : 'Name another file, or get the right to write there.';
  return new UsageError(`cannot write ${path}: ${reasonOf(cause)}`, { hint, cause });
}

async function statOrNull(path: string): Promise<Stats | null> {
  return stat(path).catch(() => null);
}
