import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { UsageError } from '../errors.ts';
import { explainIssue } from './explain-issue.ts';
import { configSchema, OPTIONS, type OptionName, type OptionSpec, type Options } from './options.ts';

/** The config file that is looked for in the current folder, and nowhere else. */
export const CONFIG_FILE = 'midfunnel.config.json';

// The small build of zod carries no messages of its own.
z.config(en());

type Given = Partial<Record<OptionName, unknown>>;

/**
 * Options of a run: flags over environment (`MIDFUNNEL_…`) over config file over defaults. Each source is checked on its own, so that a message names the
 * flag, the variable or the key that was written. A stage receives only its own part of the options.
 *
 * @param flags - values of the flags that were given, parsed
 * @param configFile - path of the config file, `null` to use the one of the current folder if there is one, 'none' for none
 * @throws UsageError for unknown keys and values out of range, with the place
 */
export function resolveOptions(flags: Given, configFile: string | null, environment: NodeJS.ProcessEnv): Options {
  const sources = [
    fromFile(configFile),
    checked(fromEnvironment(environment), (name) => `the environment variable ${variableOf(name)}`),
    checked({ ...flags, ...(flags.columns === undefined ? {} : { columns: toColumns(flags.columns) }) }, longFlag),
  ];
  const merged: Given = Object.assign(defaults(), ...sources);
  merged.columns = mergeColumns(sources.map((source) => source.columns));
  return inOrder(checked(merged, (name) => name) as Options);
}

/**
 * Flags as commander collects them (camel case names, raw texts) → option values.
 * @throws UsageError that names the flag whose text cannot be read
 */
export function flagValues(collected: Record<string, unknown>, placeOf: (name: OptionName) => string = longFlag): Given {
  const given: Given = {};
  for (const [name, spec] of Object.entries(OPTIONS) as [OptionName, OptionSpec][]) {
    const value = spec.flag === null ? undefined : collected[flagKey(spec.flag)];
    if (value === undefined) continue;
    const texts = (Array.isArray(value) ? value : [value]) as (string | boolean)[];
    const parsed = texts.map((text) => (typeof text === 'string' && spec.parse ? parseAt(placeOf(name), spec.parse, text) : text));
    given[name] = spec.repeatable ? parsed : parsed.at(-1);
  }
  return given;
}

function parseAt(place: string, parse: (text: string) => unknown, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${place}: ${error.message}`, { ...(error.hint ? { hint: error.hint } : {}), cause: error });
  }
}

/** Name under which commander stores a flag: `--session-gap <d>` → `sessionGap`. */
export function flagKey(flag: string): string {
  const long = /--([a-z-]+)/.exec(flag)![1]!;
  return long.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function defaults(): Given {
  const halfOfMachine = Math.floor(totalmem() / 2 / 1024 / 1024);
  const given: Given = { threads: availableParallelism(), memory_mb: Math.max(512, Math.min(2048, halfOfMachine)) };
  for (const [name, spec] of Object.entries(OPTIONS) as [OptionName, OptionSpec][]) if ('fallback' in spec) given[name] = spec.fallback;
  return given;
}

function fromFile(configFile: string | null): Given {
  if (configFile === 'none') return {};
  let text: string;
  try {
    text = readFileSync(configFile ?? CONFIG_FILE, 'utf8');
  } catch (cause) {
    if (configFile === null && (cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new UsageError(`the config file ${configFile ?? CONFIG_FILE} cannot be read`, {
      hint: 'Check the path given with --config.',
      cause,
    });
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${configFile ?? CONFIG_FILE} is not valid JSON: ${(cause as Error).message}`, {
      hint: 'Correct the file at that place.',
      cause,
    });
  }
  const path = configFile ?? CONFIG_FILE;
  const { $schema: _, ...given } = checked(content, (name) => `${path}: ${name}`, path) as Given & { $schema?: string };
  return given;
}

/** Read by the program, but no option. */
const OTHER_VARIABLES = ['MIDFUNNEL_TIMINGS'];

/** `MIDFUNNEL_SESSION_GAP=45m` is `--session-gap 45m`; a repeatable option takes one value per line. */
function fromEnvironment(environment: NodeJS.ProcessEnv): Given {
  const collected: Record<string, unknown> = {};
  const known = new Set(OTHER_VARIABLES);
  for (const [option, spec] of Object.entries(OPTIONS) as [OptionName, OptionSpec][]) {
    if (spec.flag === null) continue;
    const name = variableOf(option);
    known.add(name);
    const text = environment[name];
    if (text === undefined || text === '') continue;
    collected[flagKey(spec.flag)] = spec.repeatable ? text.split('\n') : spec.flag.includes('<') ? text : text !== '0' && text !== 'false';
  }
  const unknown = Object.keys(environment).find((name) => name.startsWith('MIDFUNNEL_') && !known.has(name));
  if (unknown !== undefined) {
    throw new UsageError(`the environment variable ${unknown} is no option`, {
      hint: 'Unset it or correct it: the name is that of the flag in capitals, as MIDFUNNEL_SESSION_GAP for --session-gap.',
    });
  }
  const given = flagValues(collected, (name) => `the environment variable ${variableOf(name)}`);
  return given.columns === undefined ? given : { ...given, columns: toColumns(given.columns) };
}

function longFlag(name: OptionName): string {
  return `--${/--([a-z-]+)/.exec(OPTIONS[name].flag ?? '')?.[1] ?? name}`;
}

function variableOf(name: OptionName): string {
  return `MIDFUNNEL_${longFlag(name).slice(2).toUpperCase().replaceAll('-', '_')}`;
}

type Columns = Record<string, Record<string, string | null>>;

function toColumns(pairs: unknown): Columns {
  const columns: Columns = {};
  for (const { side, role, column } of pairs as { side: string; role: string; column: string | null }[]) {
    columns[side] = { ...columns[side], [role]: column };
  }
  return columns;
}

/** Role by role: a flag for one column leaves the others as the config file has them. */
function mergeColumns(sources: readonly unknown[]): Columns {
  const merged: Columns = {};
  for (const source of sources)
    for (const [side, roles] of Object.entries((source ?? {}) as Columns)) merged[side] = { ...merged[side], ...roles };
  return merged;
}

function inOrder(options: Options): Options {
  const { from, to } = options;
  if (from !== null && to !== null && from > to) {
    throw new UsageError(`the period ends before it begins: from ${from} to ${to}`, { hint: 'Exchange --from and --to.' });
  }
  return options;
}

/** The content, if every option in it has a value that it can take. `placeOf` says where an option was written. */
function checked(content: unknown, placeOf: (name: OptionName) => string, whole = 'the options'): Given {
  const result = z.safeParse(configSchema(z), content);
  if (result.success) return result.data as Given;
  const issue = result.error.issues[0]!;
  const [name, ...inside] = issue.path.map(String);
  const place = name === undefined ? whole : [placeOf(name as OptionName), ...(inside.length > 0 ? [inside.join('.')] : [])].join(' ');
  const value = issue.path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key], content);
  const text = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? ` ${JSON.stringify(value)}` : '';
  throw new UsageError(`${place}${text} ${explainIssue(issue)}`, { hint: 'midfunnel diagnose --help lists the options and their values.' });
}
