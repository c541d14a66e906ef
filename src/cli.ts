import { Command, CommanderError } from 'commander';
import { explainUsage } from './commands/explain-usage.ts';
import { printable } from './commands/terminal.ts';
import { EXIT, MidfunnelError } from './errors.ts';
import { reasonOf } from './io/system-error.ts';

const VERSION = typeof __MIDFUNNEL_VERSION__ === 'string' ? __MIDFUNNEL_VERSION__ : '0.0.0';

/**
 * The program. Sets the exit code and returns; output is never cut off by an early exit.
 *
 * @param argv - arguments after the program's name
 */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that went away (`| head`) is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.exitCode = EXIT.usage;
    process.stderr.write(
      `midfunnel: cannot write to standard output: ${reasonOf(error)}\n  Make room, or write to a file elsewhere with -o FILE.\n`,
    );
  });
  // Nobody is left to tell.
  process.stderr.on('error', () => {});
  // What is thrown outside the awaited work (a timer, a listener) ends here: Node's own way is a stack trace and code 1, which says that a gate failed.
  process.on('uncaughtException', (error) => process.exit(report(error, argv.includes('--debug'))));
  let top: Command | undefined;
  try {
    top = await program(argv);
    await top.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    const commands = top?.commands.map((command) => command.name()) ?? [];
    process.exitCode = report(
      error instanceof CommanderError && error.exitCode !== 0 ? explainUsage(error, argv, commands) : error,
      argv.includes('--debug'),
    );
  }
}

/** The list of commands alone needs no options, and loading them costs more than printing it. */
const LISTS_COMMANDS = new Set(['--help', '-h', '--version', '-V']);

async function program(argv: readonly string[]): Promise<Command> {
  const addOptions = LISTS_COMMANDS.has(argv[0] ?? '')
    ? (command: Command) => command
    : (await import('./commands/options-help.ts')).addOptions;

  const top = new Command('midfunnel')
    .description(
      'Where do shoppers who look around for 2 to 7 minutes leave, and is it the site or the traffic? From a clickstream and an orders export.',
    )
    .version(VERSION, '-V, --version')
    .option('--debug', 'Show where in the program an error came from.')
    .configureOutput({ outputError: () => {} })
    // Commander shows [options] only of commands whose options are added by now: the list would differ by the way it was asked for.
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage()}` })
    .exitOverride();

  const diagnose = top.command('diagnose', { isDefault: true }).description('Exports in, report out (the default command).');
  addOptions(diagnose).action(async (flags) => {
    const { runDiagnose } = await import('./commands/run-diagnose.ts');
    await runDiagnose(flags, standardStreams(), VERSION);
  });

  const reading = ['format', 'delimiter', 'date_order', 'decimal', 'time_zone', 'columns', 'site_domains', 'threads', 'memory_mb'] as const;
  const inspect = top
    .command('inspect')
    .description('What a file is, which column plays which role and why, and what it can and cannot answer. Writes nothing.')
    .argument('<file...>', 'exports');
  addOptions(inspect, reading).action(async (files: string[], flags) => {
    const { runInspect } = await import('./commands/run-inspect.ts');
    await runInspect(files, flags, standardStreams());
  });

  const init = top
    .command('init')
    .description('Writes midfunnel.config.json: columns, pages, funnel and domains as found, to read and to commit.');
  addOptions(init, ['events', 'orders', 'customers', 'goals', 'releases', ...reading.filter((name) => name !== 'format'), 'currency'])
    .option('--force', 'Replace a config file that exists.')
    .action(async (flags) => {
      const { runInit } = await import('./commands/run-init.ts');
      await runInit(flags, standardStreams());
    });

  const explain = top
    .command('explain')
    .description('What a metric, signal or verdict of the report means: formula, denominator, caveat, source. Without a term, all of them.')
    .argument('[term...]', 'as it stands in the report; case, spaces and dashes make no difference');
  addOptions(explain, ['format']).action(async (words: string[], flags) => {
    const { runExplain } = await import('./commands/run-explain.ts');
    runExplain(words, flags, standardStreams());
  });

  top
    .command('simulate')
    .description('Writes the exports of a made-up shop: clickstream, orders, store orders, spend, and the truth behind them.')
    .argument('<folder>', 'where to write; made when it does not exist')
    .option('--sessions <number>', 'Sessions to make (default: 20000).')
    .option('--events <number>', 'Make about so many event rows instead.')
    .option('--days <number>', 'Days they spread over (default: 14).')
    .option('--seed <number>', 'The same seed gives the same bytes (default: 1).')
    .option('--started-on <date>', 'First day (default: 2026-11-02).')
    .option('--scenario <name>', 'Which made-up shop (default: shop).')
    .option('--potential-outcomes', 'Put what the same sessions would have done into truth.json.')
    .option('-q, --quiet', 'No progress on standard error.')
    .action(async (folder: string, flags) => {
      const { runSimulate } = await import('./commands/run-simulate.ts');
      await runSimulate(folder, flags, standardStreams());
    });

  top
    .command('selftest')
    .description('Plants causes of known size, runs this very build on the exports, and shows how well it finds them.')
    .option('--full', 'All scenarios 200 times: about an hour on two cores; without it about two minutes.')
    .option('--scenario <name...>', 'Only these scenarios.')
    .option('--replications <number>', 'Shops of each scenario (default: 2, of none 6; with --full 200).')
    .option('--sessions <number>', 'Sessions of each shop (default: 25000).')
    .option('--seed <number>', 'The same seed gives the same result (default: 1).')
    .option('--dwell-basis <basis>', 'What the 2 to 7 minutes are measured on: looking or session (default: looking).')
    .option('--format <name>', 'terminal, markdown or json (default: terminal).')
    .option('-q, --quiet', 'No progress on standard error.')
    .action(async (flags, command) => {
      const { runSelftest } = await import('./commands/run-selftest.ts');
      await runSelftest({ ...command.optsWithGlobals(), ...flags }, standardStreams(), VERSION);
    });

  const demo = top
    .command('demo')
    .description('Simulates a shop and diagnoses it: the first thing to run.')
    .argument('[folder]', 'where to leave exports and reports', 'midfunnel-demo')
    .option('--sessions <number>', 'Sessions of the shop (default: 20000).')
    .option('--seed <number>', 'The same seed gives the same bytes (default: 1).');
  addOptions(demo, ['full', 'threads', 'memory_mb']).action(async (folder: string, flags) => {
    const { runDemo } = await import('./commands/run-demo.ts');
    await runDemo(folder, flags, standardStreams(), VERSION);
  });
  return top;
}

/** Opened when a command runs: opening standard input alone costs a tenth of an empty start. */
function standardStreams() {
  return { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, environment: process.env };
}

/** Writes an error for a reader and returns its exit code. */
function report(error: unknown, debug: boolean): number {
  if (error instanceof CommanderError) return EXIT.done;
  if (error instanceof MidfunnelError && error.exitCode !== EXIT.internal) {
    process.stderr.write(`midfunnel: ${printable(error.message)}\n${error.hint ? `  ${printable(error.hint)}\n` : ''}`);
    if (debug) process.stderr.write(`${error.stack}\n`);
    return error.exitCode === EXIT.interrupted && typeof process.exitCode === 'number' && process.exitCode > EXIT.interrupted
      ? process.exitCode
      : error.exitCode;
  }
  const known = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`midfunnel: internal error: ${printable(known.message)}\n`);
  process.stderr.write(
    `  ${error instanceof MidfunnelError && error.hint ? error.hint : 'This is a fault of midfunnel, not of your files.'}\n` +
      '  Please report it with these lines and the command; --debug adds where in the program it came from.\n' +
      `  midfunnel ${VERSION}, Node ${process.version}, ${process.platform} ${process.arch}\n`,
  );
  if (debug) process.stderr.write(`${known.stack}\n${known.cause instanceof Error ? known.cause.stack : ''}\n`);
  return EXIT.internal;
}
