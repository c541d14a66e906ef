const MASK = (1n << 64n) - 1n;
const START = 0xe17a1465n;
const LENGTH_FACTOR = 0xc6a4a7935bd1e995n;
const FACTOR = 0xd6e8feb86659fd93n;

const times = (a: bigint, b: bigint) => (a * b) & MASK;

/**
 * The 64-bit key of a visitor id, computed from the description in docs/adr/0013-visitor-buckets.md: any engine can give a visitor the same bucket.
 *
 * @param text - the id as text; its UTF-8 bytes count
 * @returns whole number from 0 to 2^64 − 1
 */
export function visitorHash(text: string): bigint {
  const bytes = new TextEncoder().encode(text);
  let hash = START ^ times(BigInt(bytes.length), LENGTH_FACTOR);
  for (let at = 0; at < bytes.length; at += 8) hash = times(hash ^ littleEndian(bytes.subarray(at, at + 8)), FACTOR);
  for (let round = 0; round < 2; round++) hash = times(hash ^ (hash >> 32n), FACTOR);
  return hash ^ (hash >> 32n);
}

/** Up to eight bytes as a number, the first one in the lowest place; missing bytes are 0. */
function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}
