import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InputError, UsageError } from '../errors.ts';
import { throwIfInterrupted } from './interruption.ts';
import { reasonOf } from './system-error.ts';

/**
 * Copies a stream (standard input) to a file, because every input is read more than once.
 *
 * @param target - a file that does not exist yet; made readable for its owner only
 * @returns bytes written; 0 is not an error here, `sniffFile` speaks of empty files
 * @throws InterruptedError when the signal is aborted
 * @throws UsageError when the target cannot be written, InputError when the stream breaks
 */
export async function spoolStream(stream: NodeJS.ReadableStream, target: string, signal?: AbortSignal): Promise<number> {
  throwIfInterrupted(signal);
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const file = createWriteStream(target, { flags: 'wx', mode: 0o600 });
  try {
    await pipeline(stream, counter, file, signal ? { signal } : {});
  } catch (cause) {
    throwIfInterrupted(signal);
    if (isWriteError(cause)) {
      throw new UsageError(`cannot keep standard input in ${target}: ${reasonOf(cause)}`, {
        hint: 'Set the environment variable TMPDIR to a folder with room for it.',
        cause,
      });
    }
    throw new InputError(`standard input broke off after ${bytes} bytes: ${reasonOf(cause)}`, {
      hint: 'Run the command before the pipe on its own, or save its output to a file first.',
      cause,
    });
  }
  return bytes;
}

// When one stream of a pipeline fails the others end with the same error, so only the error itself tells which side broke.
function isWriteError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && ['open', 'write', 'fsync', 'close'].includes(String(error.syscall));
}
