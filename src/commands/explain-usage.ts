import type { CommanderError } from 'commander';
import { UsageError } from '../errors.ts';

/**
 * What the parser of the command line refuses, said as every other error is said.
 *
 * @param argv - arguments after the program's name
 * @param commands - names of the commands
 */
export function explainUsage(error: CommanderError, argv: readonly string[], commands: readonly string[]): UsageError {
  const [first = ''] = argv;
  if (error.code === 'commander.excessArguments' && !first.startsWith('-') && !commands.includes(first)) {
    return new UsageError(`there is no command ${first}`, {
      hint: looksLikeFile(first)
        ? `If it is an export: midfunnel diagnose --events ${first}`
        : `Commands: ${commands.join(', ')}. See midfunnel --help`,
      cause: error,
    });
  }
  const command = commands.includes(first) ? first : 'diagnose';
  if (error.code === 'commander.excessArguments' && FLAGS_ONLY.has(command)) {
    return new UsageError(`${command} takes its files with flags`, {
      hint: `Name them: midfunnel ${command} --events FILE --orders FILE. See midfunnel ${command} --help`,
      cause: error,
    });
  }
  return new UsageError(
    error.message
      .replace(/^error: /, '')
      .replace(/\s+/g, ' ')
      .replace(/\.$/, ''),
    {
      hint: `See midfunnel ${command} --help`,
      cause: error,
    },
  );
}

/** Commands without an argument of their own. */
const FLAGS_ONLY = new Set(['diagnose', 'init']);

function looksLikeFile(text: string): boolean {
  return /[./\\*]/.test(text);
}
