import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { InputError } from '../errors.ts';
import { explainIssue } from './explain-issue.ts';

// The small build of zod carries no messages of its own.
z.config(en());

/**
 * One entry of a file that a person writes, if it has the keys and values that it can have.
 *
 * @param place - file and line, or file and key, as a message begins
 * @throws InputError that names place and key
 */
export function checkEntry<Schema extends z.ZodMiniType>(schema: Schema, entry: unknown, place: string, hint: string): z.infer<Schema> {
  const result = z.safeParse(schema, entry);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const value = issue.path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key], entry);
  const text = ['string', 'number', 'boolean'].includes(typeof value) ? ` ${JSON.stringify(value)}` : '';
  const problem = value === undefined && issue.code === 'invalid_type' ? 'is missing' : explainIssue(issue);
  throw new InputError(`${[place, ...(issue.path.length > 0 ? [issue.path.join('.')] : [])].join(', ')}${text} ${problem}`, { hint });
}
