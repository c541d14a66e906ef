import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { InternalError, UsageError } from '../errors.ts';
import { reasonOf } from './system-error.ts';

/**
 * One private folder of a run: for spooled input, rewritten exports and what the engine spills. Only its owner can read it
 * (mode 0700), and it goes away at `dispose()`, at the latest when the process exits.
 */
export class TemporaryFolder {
  private constructor(readonly path: string) {}

  /**
   * Makes the folder under `$TMPDIR` (or the system's own folder for temporary files).
   *
   * @throws UsageError when no folder can be made there
   */
  static create(): TemporaryFolder {
    try {
      const folder = new TemporaryFolder(mkdtempSync(join(tmpdir(), 'midfunnel-')));
      if (undisposed.size === 0) process.once('exit', disposeAll);
      undisposed.add(folder);
      return folder;
    } catch (cause) {
      throw new UsageError(`cannot make a temporary folder in ${tmpdir()}: ${reasonOf(cause)}`, {
        hint: 'Set the environment variable TMPDIR to a folder that you may write to and that has room.',
        cause,
      });
    }
  }

  /**
   * The path of a file in this folder; makes nothing.
   *
   * @param name - a bare file name
   * @throws InternalError when the name would lead out of the folder
   */
  file(name: string): string {
    if (name === '' || name === '.' || name === '..' || name !== basename(name))
      throw new InternalError(`"${name}" is not a bare file name`);
    return join(this.path, name);
  }

  /** Removes the folder with all it holds. A second call does nothing. */
  dispose(): void {
    if (!undisposed.delete(this)) return;
    if (undisposed.size === 0) process.off('exit', disposeAll);
    rmSync(this.path, { recursive: true, force: true, maxRetries: 3 });
  }
}

const undisposed = new Set<TemporaryFolder>();

// Signals and crashes end in 'exit' as well, as long as someone handles them; asynchronous work is too late there.
function disposeAll(): void {
  for (const folder of undisposed) {
    try {
      folder.dispose();
    } catch {
      // The process is ending: a folder that cannot be removed must not change its exit code.
    }
  }
}
