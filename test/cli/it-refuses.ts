import { expect, it } from 'vitest';
import type { Place } from './run.ts';

/** An input that must be refused. Without arguments of its own it is the clickstream `e.csv`. */
export interface Refusal {
  title: string;
  files?: Record<string, string | Buffer>;
  args?: string[];
  /** All of standard error. */
  says: RegExp;
}

/** One test a case: exit code 3, nothing on standard output, and one message with one hint. */
export function itRefuses(place: Place, cases: Refusal[]): void {
  it.each(cases)('$title', async ({ files = {}, args = ['--events', 'e.csv'], says }) => {
    place.write(files);
    const run = await place.run(['-q', ...args]);
    expect(run.stderr).toMatch(says);
    expect(run.stderr).toMatch(/^midfunnel: [^\n]+\n {2}[^\n]+\n$/);
    expect(run.stdout).toBe('');
    expect(run.code).toBe(3);
  });
}
