import { InputError } from '../errors.ts';

/** Bytes beyond ASCII in words of at least so many of them. Western words have one or two accents, seldom side by side. */
const LONG_RUN = 4;
/** Chosen: fewer such bytes say nothing. */
const LEAST_BYTES = 8;

/**
 * Refuses text that is neither UTF-8 nor UTF-16 and is not written in a western alphabet: read as windows-1252, Greek, Cyrillic, Chinese or Japanese words
 * become rows of accented letters without any complaint, and no search term or page would be what it was.
 *
 * @param start - first bytes, unpacked, that are to be read as windows-1252
 * @throws InputError that shows such a word
 */
export function refuseForeignEncoding(start: Uint8Array, shownAs: string): void {
  let [high, inRuns] = [0, 0];
  let word: Uint8Array | null = null;
  for (let i = 0; i < start.length; i++) {
    if (start[i]! < 0x80) continue;
    const from = i;
    while (i + 1 < start.length && start[i + 1]! >= 0x80) i++;
    const length = i + 1 - from;
    high += length;
    if (length < LONG_RUN) continue;
    inRuns += length;
    word ??= start.subarray(from, Math.min(i + 1, from + 20));
  }
  if (word === null || inRuns < LEAST_BYTES || inRuns < high / 2) return;
  const shown = Buffer.from(word).toString('latin1');
  throw new InputError(
    `${shownAs} is neither UTF-8 nor UTF-16 nor western text: it has words like "${shown.replace(/[\x80-\x9f]/g, '?')}"`,
    {
      hint: `Convert it first, naming its encoding: iconv -f ISO-8859-7 -t UTF-8 '${shownAs}' > new.csv (Greek; WINDOWS-1251, SHIFT_JIS, GB18030 …).`,
    },
  );
}
