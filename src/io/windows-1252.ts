/**
 * Text of windows-1252 bytes; every byte has a character, so this never fails. Not `TextDecoder`: from Node 20.18.3 and 22.13 on,
 * several releases read 0x80–0x9F as Latin-1 there and turn € and curly quotes into control characters (nodejs/node#56542).
 *
 * @see WHATWG Encoding Standard, index-windows-1252
 */
export function decodeWindows1252(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(/[\x80-\x9f]/g, (character) => HIGH_CONTROLS[character.charCodeAt(0) - 0x80]!);
}

// 0x80 to 0x9F; the five bytes without a character stay the control characters they are.
const HIGH_CONTROLS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
