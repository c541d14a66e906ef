import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { InputError } from '../errors.ts';
import { reasonOf } from './system-error.ts';

/**
 * The files that the values of a flag stand for. A name that exists is that file, even with `*`, `?` or `[` in it; any other is a
 * glob pattern (`exports/clicks-*.csv`, `**`). `-` is standard input and stays.
 *
 * @param names - values of the flag, as typed
 * @param flag - the flag they came from, such as `--events`; for messages
 * @returns paths as typed or found (relative stays relative), sorted by code units, each file once even under two names
 * @throws InputError when nothing matches, or when a file is a folder, a pipe or not readable
 */
export async function expandInputs(names: readonly string[], flag: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) found.push(...(name === '-' ? ['-'] : await expandName(name, flag)));
  const firstNameOf = new Map<string, string>();
  for (const path of found.sort()) {
    const file = path === '-' ? path : await realpath(path);
    if (!firstNameOf.has(file)) firstNameOf.set(file, path);
  }
  return [...firstNameOf.values()];
}

async function expandName(name: string, flag: string): Promise<string[]> {
  if (await requireReadableFile(name, flag)) return [name];
  // On Windows the shell leaves patterns alone and people type backslashes, which a pattern reads as escapes.
  const pattern = process.platform === 'win32' ? name.replaceAll('\\', '/') : name;
  if (name === '' || !isDynamicPattern(pattern)) {
    throw new InputError(`${flag}: there is no file ${name === '' ? 'with an empty name' : name}`, {
      hint: `Check the spelling and the current folder (${process.cwd()}).`,
    });
  }
  const matches = await glob(pattern, { absolute: isAbsolute(pattern), expandDirectories: false, onlyFiles: true });
  if (matches.length === 0) {
    throw new InputError(`${flag}: no file matches ${name}`, { hint: `Check the pattern and the current folder (${process.cwd()}).` });
  }
  for (const path of matches) await requireReadableFile(path, flag);
  return matches;
}

/** False when nothing has that name. */
async function requireReadableFile(path: string, flag: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (!found) return false;
  if (found.isDirectory()) {
    throw new InputError(`${flag}: ${path} is a folder`, {
      hint: `Name the files in it, for example ${flag} '${path.replace(/\/$/, '')}/*.csv'`,
    });
  }
  if (!found.isFile()) {
    // Each file is read more than once (fingerprint, count, rows), which a pipe or device cannot do.
    throw new InputError(`${flag}: ${path} is a pipe or a device, not a file`, {
      hint: `Send it to standard input instead: … | midfunnel … ${flag} -`,
    });
  }
  await access(path, constants.R_OK).catch((cause) => {
    throw new InputError(`${flag}: ${path} cannot be read: ${reasonOf(cause)}`, {
      hint: 'Get the right to read it, or make a readable copy.',
      cause,
    });
  });
  return true;
}
