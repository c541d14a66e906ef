import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { UsageError } from '../errors.ts';
import { configSchema, OPTIONS, type OptionName, type OptionSpec, type Options } from './options.ts';

/** The config file that is looked for in the current folder, and nowhere else. */
export const CONFIG_FILE = 'midfunnel.config.json';

// The small build of zod carries no messages of its own.
z.config(en());

type Given = Partial<Record<OptionName, unknown>>;

/**
 * Options of a run: flags over environment (`MIDFUNNEL_…`) over config file over defaults. A stage receives only its own part of them.
 *
 * @param flags - values of the flags that were given, parsed
 * @param configFile - path of the config file, `null` to use the one of the current folder if there is one, 'none' for none
 * @throws UsageError for unknown keys and values out of range, with the place
 */
export function resolveOptions(flags: Given, configFile: string | null, environment: NodeJS.ProcessEnv): Options {
  const merged: Given = { ...defaults(), ...fromFile(configFile), ...fromEnvironment(environment) };
  for (const [name, value] of Object.entries(flags) as [OptionName, unknown][]) {
    merged[name] = name === 'columns' ? mergeColumns(merged.columns, value) : value;
  }
  return checked(merged, 'the options') as Options;
}

/** Flags as commander collects them (camel case names, raw texts) → option values. */
export function flagValues(collected: Record<string, unknown>): Given {
  const given: Given = {};
  for (const [name, spec] of Object.entries(OPTIONS) as [OptionName, OptionSpec][]) {
    const value = spec.flag === null ? undefined : collected[flagKey(spec.flag)];
    if (value === undefined) continue;
    const texts = (Array.isArray(value) ? value : [value]) as (string | boolean)[];
    const parsed = texts.map((text) => (typeof text === 'string' && spec.parse ? spec.parse(text) : text));
    given[name] = spec.repeatable ? parsed : parsed.at(-1);
  }
  return given;
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
  const { $schema: _, ...given } = checked(content, configFile ?? CONFIG_FILE) as Given & { $schema?: string };
  return given;
}

/** `MIDFUNNEL_SESSION_GAP=45m` is `--session-gap 45m`; a repeatable option takes one value per line. */
function fromEnvironment(environment: NodeJS.ProcessEnv): Given {
  const collected: Record<string, unknown> = {};
  for (const spec of Object.values(OPTIONS) as OptionSpec[]) {
    if (spec.flag === null) continue;
    const name = `MIDFUNNEL_${/--([a-z-]+)/.exec(spec.flag)![1]!.toUpperCase().replaceAll('-', '_')}`;
    const text = environment[name];
    if (text === undefined || text === '') continue;
    collected[flagKey(spec.flag)] = spec.repeatable ? text.split('\n') : spec.flag.includes('<') ? text : text !== '0' && text !== 'false';
  }
  const given = flagValues(collected);
  if (given.columns !== undefined) given.columns = mergeColumns({}, given.columns);
  return given;
}

function mergeColumns(base: unknown, pairs: unknown): unknown {
  const merged = structuredClone(base ?? {}) as Record<string, Record<string, string | null>>;
  for (const { side, role, column } of pairs as { side: string; role: string; column: string | null }[]) {
    merged[side] = { ...merged[side], [role]: column };
  }
  return merged;
}

function checked(content: unknown, where: string): unknown {
  const result = z.safeParse(configSchema(z), content);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.join('.') ?? '';
  const unknown =
    issue?.code === 'unrecognized_keys' ? `unknown key ${issue.keys.map((key) => `"${key}"`).join(', ')}` : (issue?.message ?? 'invalid');
  throw new UsageError(`${where}${path ? `, ${path}` : ''}: ${unknown}`, {
    hint: 'midfunnel diagnose --help lists the options and their values.',
  });
}
