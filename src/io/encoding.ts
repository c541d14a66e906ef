import { isUtf8 } from 'node:buffer';
import { decodeWindows1252 } from './windows-1252.ts';

/** The encodings that shop and ad exports come in; anything that is not UTF-8 or UTF-16 is read as windows-1252. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * The encoding of the beginning of a text: by byte order mark, by the NUL bytes of UTF-16, by validity as UTF-8, in this order. UTF-8 with a few broken
 * bytes stays UTF-8: read as windows-1252, every one of its other characters would be wrong.
 *
 * @param start - the first bytes of the file
 * @param complete - whether they are the whole file; if not, a character cut at the end is no fault
 */
export function detectEncoding(start: Uint8Array, complete: boolean): { encoding: Encoding; has_bom: boolean } {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) {
    // Excel writes the mark before UTF-8 only, but a file put together from two need not keep to it.
    return isUtf8Start(start, complete) || isMostlyUtf8(start)
      ? { encoding: 'utf-8', has_bom: true }
      : { encoding: 'windows-1252', has_bom: true };
  }
  if (start[0] === 0xff && start[1] === 0xfe) return { encoding: 'utf-16le', has_bom: true };
  if (start[0] === 0xfe && start[1] === 0xff) return { encoding: 'utf-16be', has_bom: true };
  const wide = detectUtf16(start.subarray(0, 4096));
  if (wide) return { encoding: wide, has_bom: false };
  return { encoding: isUtf8Start(start, complete) || isMostlyUtf8(start) ? 'utf-8' : 'windows-1252', has_bom: false };
}

/**
 * Turns chunks of a text into UTF-8 chunks without byte order mark. Bytes that are no character become U+FFFD.
 *
 * @param has_bom - whether the first bytes are a byte order mark, which is left out
 */
export async function* toUtf8(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  encoding: Encoding,
  has_bom: boolean,
): AsyncGenerator<Uint8Array> {
  const decoder = encoding === 'windows-1252' ? null : new TextDecoder(encoding, { ignoreBOM: true });
  for await (const chunk of withoutBom(chunks, encoding, has_bom)) {
    yield Buffer.from(decoder ? decoder.decode(chunk, { stream: true }) : decodeWindows1252(chunk));
  }
  if (decoder) yield Buffer.from(decoder.decode());
}

/**
 * Chunks in which every ASCII character is one byte and nothing else is: for counting, where characters do not matter. UTF-8 and windows-1252
 * pass as they are, UTF-16 becomes UTF-8; the byte order mark is left out.
 */
export function toAsciiCompatible(chunks: AsyncIterable<Uint8Array>, encoding: Encoding, has_bom: boolean): AsyncIterable<Uint8Array> {
  if (encoding === 'utf-8' || encoding === 'windows-1252') return withoutBom(chunks, encoding, has_bom);
  return toUtf8(chunks, encoding, has_bom);
}

/** Checks a text that comes in chunks of any size for being UTF-8. */
export class Utf8Check {
  private carry: Uint8Array = new Uint8Array(0);
  private valid = true;

  /** Takes the next bytes. */
  push(chunk: Uint8Array): void {
    if (!this.valid || chunk.length === 0) return;
    let rest = chunk;
    if (this.carry.length > 0) {
      const missing = lengthFromLead(this.carry[0]!) - this.carry.length;
      const character = Buffer.concat([this.carry, chunk.subarray(0, missing)]);
      rest = chunk.subarray(missing);
      this.carry = character;
      if (chunk.length < missing) return;
      this.carry = new Uint8Array(0);
      this.valid = isUtf8(character);
    }
    const tail = unfinishedTail(rest);
    // A copy: the chunk is overwritten by the next read.
    if (tail > 0) this.carry = Uint8Array.from(rest.subarray(rest.length - tail));
    this.valid &&= isUtf8(rest.subarray(0, rest.length - tail));
  }

  /** Whether all bytes so far are UTF-8, a character cut at the end counting as a fault. */
  end(): boolean {
    return this.valid && this.carry.length === 0;
  }
}

async function* withoutBom(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  encoding: Encoding,
  has_bom: boolean,
): AsyncGenerator<Uint8Array> {
  let toDrop = !has_bom ? 0 : encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 3;
  for await (const whole of chunks) {
    const chunk = whole.subarray(Math.min(toDrop, whole.length));
    toDrop -= whole.length - chunk.length;
    if (chunk.length > 0) yield chunk;
  }
}

/** At least ten characters beyond ASCII for each that is broken; text of one byte a character seldom has a single pair that is UTF-8. */
function isMostlyUtf8(start: Uint8Array): boolean {
  const wide = new TextDecoder().decode(start).replace(/[^\u0080-\uffff]+/g, '');
  const broken = wide.split('\ufffd').length - 1;
  return wide.length - broken >= 10 * broken;
}

function isUtf8Start(start: Uint8Array, complete: boolean): boolean {
  return isUtf8(complete ? start : start.subarray(0, start.length - unfinishedTail(start)));
}

/** Length of a character that begins in the last three bytes and would go on after them. */
function unfinishedTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) !== 0x80) return lengthFromLead(byte) > back ? back : 0;
  }
  return 0;
}

function lengthFromLead(byte: number): number {
  if (byte >= 0xf0) return 4;
  if (byte >= 0xe0) return 3;
  return byte >= 0xc0 ? 2 : 1;
}

// Delimiters, digits and line ends have one NUL byte each in UTF-16, so even Japanese text has far more than a tenth of them, all on one
// side; a stray NUL in a short text of one byte a character does not make it so.
function detectUtf16(start: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const nuls = [0, 0];
  for (let i = 0; i < start.length; i++) if (start[i] === 0) nuls[i & 1]!++;
  const [even, odd] = nuls as [number, number];
  if (even + odd < 3) return null;
  const pairs = start.length / 2;
  if (odd > 0.1 * pairs && even <= 0.02 * pairs) return 'utf-16le';
  if (even > 0.1 * pairs && odd <= 0.02 * pairs) return 'utf-16be';
  return null;
}
