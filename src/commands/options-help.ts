import { type Command, Option } from 'commander';
import { OPTIONS, type OptionSpec } from '../config/options.ts';

/** Adds the declared options to a command. Commander never holds a default: the order flag, environment, config file, default is decided elsewhere. */
export function addOptions(command: Command, names = Object.keys(OPTIONS) as readonly (keyof typeof OPTIONS)[]): Command {
  for (const name of names) {
    const spec: OptionSpec = OPTIONS[name];
    if (spec.flag !== null) command.addOption(new Option(spec.flag, spec.help));
  }
  return command
    .addOption(new Option('--config <file>', 'Config file instead of midfunnel.config.json in the current folder; none for no file.'))
    .addOption(new Option('-q, --quiet', 'No progress and no warnings on standard error.'))
    .addOption(new Option('--color', 'Colours also without a terminal.'))
    .addOption(new Option('--no-color', 'No colours. NO_COLOR and FORCE_COLOR are honoured too.'));
}
