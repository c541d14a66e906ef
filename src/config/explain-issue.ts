import type * as zod from 'zod/mini';

/**
 * What is wrong with a value, as the end of a sentence: "must be one of terminal, markdown, json".
 *
 * @param issue - as zod reports it; its own words where none of ours fit
 */
export function explainIssue(issue: zod.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.length === 1
        ? `must be ${shown(issue.values[0])}`
        : `must be one of ${issue.values.map((value) => shown(value)).join(' ')}`;
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return issue.origin === 'array' ? `must have at least ${issue.minimum} entries` : `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    case 'invalid_format':
      return issue.format === 'date' ? 'must be a day of the calendar, as 2026-11-02' : issue.message;
    case 'invalid_key':
      return `has the unknown key "${String(issue.path.at(-1) ?? '')}"`;
    case 'unrecognized_keys':
      return `has the unknown key ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
    default:
      return issue.message;
  }
}

const TYPES: Partial<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function shown(value: unknown): string {
  return value === '\t' ? 'tab' : String(value);
}
