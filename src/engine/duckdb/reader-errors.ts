import { InputError } from '../../errors.ts';
import type { SourceFile } from '../sources.ts';

/** The engine's error types in words of ours. */
export function readableReason(reason: string): string {
  const [type = '', ...rest] = reason.split('. ');
  const message = rest.join('. ');
  const counts = /Columns: (\d+) Found: (\d+)/.exec(message);
  if (type === 'MISSING COLUMNS' && counts) return `too few fields: ${counts[2]} instead of ${counts[1]}`;
  if (type === 'TOO MANY COLUMNS' && counts) return `too many fields: ${counts[2]} instead of ${counts[1]}`;
  if (type === 'UNQUOTED VALUE') return 'a quoted field is followed by text, or its quote is not closed';
  if (type === 'LINE SIZE OVER MAXIMUM') return 'the record is longer than 16 MB';
  if (type === 'INVALID ENCODING' || /unicode/i.test(type)) return 'bytes that are not valid in the file’s encoding';
  return (message || type).toLowerCase();
}

/** The engine could not read a file at all. */
export function unreadable(cause: Error, file: SourceFile): InputError {
  return new InputError(`the engine cannot read ${file.path}: ${cause.message.split('\n')[0]}`, {
    hint: 'Look at the file with: midfunnel inspect FILE. If it opens in a spreadsheet, save it again as CSV UTF-8.',
    cause,
  });
}
