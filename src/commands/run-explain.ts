import { Command, CommanderError } from 'commander';
import { flagValues, resolveOptions } from '../config/resolve-options.ts';
import { UsageError } from '../errors.ts';
import { EXPLANATIONS, findExplanation, relatedTerms } from '../report/explanations/catalogue.ts';
import { explanationBlocks, explanationListBlocks } from '../report/explanations/explanation-document.ts';
import { renderMarkdownBlocks } from '../report/render-markdown.ts';
import { renderBlocks } from '../report/render-terminal.ts';
import type { GlobalFlags } from './run-diagnose.ts';
import { renderContext, type Streams } from './terminal.ts';

/**
 * `midfunnel explain [TERM]`: what a term of the report means, or the list of all terms. Several words are one term.
 *
 * @throws UsageError for a term that there is not, with those that are near
 */
export function runExplain(words: readonly string[], collected: Record<string, unknown> & GlobalFlags, streams: Streams): void {
  const { format } = resolveOptions(flagValues(collected), collected.config ?? null, streams.environment);
  const asked = words.join(' ').trim();
  const explanation = asked === '' ? undefined : findExplanation(asked);
  if (asked !== '' && explanation === undefined) throw new UsageError(`there is no term ${asked}`, { hint: nearTerms(asked) });
  const shown = explanation ?? EXPLANATIONS;
  if (format === 'json') {
    streams.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
    return;
  }
  const blocks = explanation === undefined ? explanationListBlocks(EXPLANATIONS) : explanationBlocks(explanation);
  const context = renderContext(streams, { color: collected.color, full: false });
  streams.stdout.write(format === 'markdown' ? renderMarkdownBlocks(blocks) : `${renderBlocks(blocks, context)}\n`);
}

function nearTerms(asked: string): string {
  const near = [...new Set([...similarTerms(asked), ...relatedTerms(asked)])].slice(0, 5);
  return `${near.length > 0 ? `Did you mean ${near.join(', ')}? ` : ''}midfunnel explain lists all terms`;
}

/** Commander guesses which of its commands a mistyped word may be; the guesser is not exported, so it is asked with the terms as commands. */
function similarTerms(asked: string): string[] {
  const guesser = new Command()
    .helpCommand(false)
    .helpOption(false)
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  const terms = EXPLANATIONS.map(({ term }) => term);
  for (const term of terms) guesser.command(term);
  try {
    guesser.parse([asked.toLowerCase().replace(/[\s-]+/g, '_')], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const guesses = /Did you mean (?:one of )?(.*)\?/.exec(error.message)?.[1] ?? '';
    return guesses.split(', ').filter((guess) => terms.includes(guess));
  }
  return [];
}
