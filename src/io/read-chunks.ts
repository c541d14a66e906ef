import { open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../errors.ts';
import { throwIfInterrupted } from './interruption.ts';
import { errorCode, reasonOf } from './system-error.ts';

/** How the bytes of a file are packed, by magic bytes and not by name. */
export type Compression = 'none' | 'gzip' | 'zstd';

export interface ReadOptions {
  compression: Compression;
  /** The name for messages. */
  shown_as: string;
  signal?: AbortSignal | undefined;
  /** Called with every piece of the file as it lies on disk, before it is unpacked. */
  onRaw?: ((raw: Uint8Array) => void) | undefined;
  /** Bytes per read, 512 KiB unless told; tests make it small. */
  chunk_bytes?: number | undefined;
}

/**
 * The unpacked bytes of a file, chunk by chunk, with back pressure. A chunk is valid only until the next one is asked for.
 *
 * @throws InputError when the file cannot be read, is zstd, or is a gzip that is damaged or cut off
 * @throws InterruptedError when the signal is aborted
 */
export async function* readChunks(path: string, options: ReadOptions): AsyncGenerator<Buffer> {
  const { compression, shown_as } = options;
  if (compression === 'none') {
    yield* readRaw(path, options, true);
    return;
  }
  if (compression === 'zstd') {
    throw new InputError(`${shown_as} is packed with zstd, which cannot be read here`, {
      hint: `Unpack it first: zstd -d '${shown_as}' (or pack it with gzip instead).`,
    });
  }
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  // An error of either side destroys both and comes out of the loop below.
  pipeline(Readable.from(readRaw(path, options, false), { objectMode: true, highWaterMark: 2 }), gunzip, () => {});
  try {
    for await (const chunk of gunzip) {
      throwIfInterrupted(options.signal);
      yield chunk as Buffer;
    }
  } catch (error) {
    throw explainGzip(error, shown_as);
  }
}

async function* readRaw(path: string, options: ReadOptions, reuse: boolean): AsyncGenerator<Buffer> {
  const { shown_as, signal, onRaw, chunk_bytes = 512 * 1024 } = options;
  const file = await open(path).catch((cause) => {
    throw unreadable(shown_as, cause);
  });
  try {
    let buffer = Buffer.allocUnsafeSlow(chunk_bytes);
    for (;;) {
      throwIfInterrupted(signal);
      const { bytesRead } = await file.read(buffer, 0, chunk_bytes, null).catch((cause) => {
        throw unreadable(shown_as, cause);
      });
      if (bytesRead === 0) return;
      const chunk = buffer.subarray(0, bytesRead);
      onRaw?.(chunk);
      yield chunk;
      if (!reuse) buffer = Buffer.allocUnsafeSlow(chunk_bytes);
    }
  } finally {
    await file.close();
  }
}

function unreadable(shownAs: string, cause: unknown): InputError {
  return new InputError(`${shownAs} cannot be read: ${reasonOf(cause)}`, { hint: 'Check the path and the right to read it.', cause });
}

function explainGzip(cause: unknown, shownAs: string): unknown {
  const code = errorCode(cause);
  if (code === 'Z_BUF_ERROR') {
    return new InputError(`${shownAs} is cut off: the gzip data ends in the middle`, { hint: 'Download or export the file again.', cause });
  }
  if (code.startsWith('Z_')) {
    return new InputError(`${shownAs} is a damaged gzip file (${reasonOf(cause)})`, {
      hint: `Check it with: gzip -t '${shownAs}', then export it again.`,
      cause,
    });
  }
  return cause;
}
