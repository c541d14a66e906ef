import { CHECK_TERMS } from './check-terms.ts';
import { CUSTOMER_TERMS } from './customer-terms.ts';
import { EXIT_TERMS } from './exit-terms.ts';
import { type Explanation, explanationsOf } from './explanation.ts';
import { METHOD_TERMS } from './method-terms.ts';
import { RELEASE_TERMS } from './release-terms.ts';
import { SESSION_TERMS } from './session-terms.ts';
import { SIGNAL_TERMS } from './signal-terms.ts';
import { SPLIT_TERMS } from './split-terms.ts';
import { TRAFFIC_TERMS } from './traffic-terms.ts';
import { CALL_TERMS, VERDICT_TERMS } from './verdict-terms.ts';

/** What every call, metric, signal, step of the method and check of the report means: the one source for the command, the papers and the pages. */
export const EXPLANATIONS: readonly Explanation[] = [
  ...explanationsOf('verdict', { ...VERDICT_TERMS, ...CALL_TERMS }),
  ...explanationsOf('metric', { ...SPLIT_TERMS, ...SESSION_TERMS, ...EXIT_TERMS, ...TRAFFIC_TERMS, ...RELEASE_TERMS, ...CUSTOMER_TERMS }),
  ...explanationsOf('signal', SIGNAL_TERMS),
  ...explanationsOf('method', METHOD_TERMS),
  ...explanationsOf('check', CHECK_TERMS),
];

/**
 * The entry of a term, by its name, one of its other names, or its title; case, spaces, dashes and `_` make no difference.
 *
 * @param text - as a person writes it: "Exit rate", "q-value", "split.friction"
 * @returns undefined when there is no such term
 */
export function findExplanation(text: string): Explanation | undefined {
  const wanted = plainName(text);
  // The last part of a path in report.json stands for the whole.
  const key = plainName(text.replace(/\[\]/g, '').split('.').at(-1)!);
  return named(wanted) ?? named(key);
}

/** Terms that share a word with the text, those that begin with it first; at most five. For a text that is no term. */
export function relatedTerms(text: string): string[] {
  const words = plainName(text)
    .split('_')
    .filter((word) => word.length > 2);
  const scored = EXPLANATIONS.map(({ term, also, title }) => {
    const names = [term, ...also, plainName(title)];
    const hits = words.filter((word) => names.some((name) => name.includes(word))).length;
    return { term, hits, begins: words.some((word) => term.startsWith(word)) };
  });
  const ranked = scored.filter(({ hits }) => hits > 0).sort((a, b) => b.hits - a.hits || Number(b.begins) - Number(a.begins));
  return ranked.slice(0, 5).map(({ term }) => term);
}

function named(name: string): Explanation | undefined {
  return (
    EXPLANATIONS.find(({ term }) => term === name) ??
    EXPLANATIONS.find(({ also }) => also.includes(name)) ??
    EXPLANATIONS.find(({ title }) => plainName(title) === name)
  );
}

function plainName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}
