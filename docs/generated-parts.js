import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The parts that stand between `<!-- generated: NAME -->` and `<!-- /generated -->`, by name. */
export function generatedParts(sources, root) {
  const { OPTIONS, EXIT, EVENT_ROLES, ORDER_ROLES, EVENT_SYNONYMS, ORDER_SYNONYMS, EXPLANATIONS, KIND_TITLES, PLATFORMS } = sources;
  const demo = runDemo(root);
  return {
    options: table(
      ['Flag', 'Key in the config', 'What it does'],
      Object.entries(OPTIONS).map(([name, { flag, help }]) => [flag === null ? '–' : code(flag), code(name), help]),
    ),
    ...Object.fromEntries(PLATFORMS.map((platform) => [`platform ${platform.id}`, platformPart(platform)])),
    platforms: platformList(PLATFORMS, root),
    'event roles': rolesTable(EVENT_ROLES, EVENT_SYNONYMS),
    'order roles': rolesTable(ORDER_ROLES, ORDER_SYNONYMS),
    'exit codes': table(
      ['Code', 'Meaning'],
      Object.entries(EXIT).map(([name, number]) => [String(number), exitMeaning(name)]),
    ),
    explanations: Object.entries(KIND_TITLES)
      .map(([kind, title]) =>
        explanationsUnder(
          title,
          EXPLANATIONS.filter((explanation) => explanation.kind === kind),
        ),
      )
      .join('\n\n'),
    'demo report': fenced(section(demo.report, 'Is it the pattern?', 'Sessions that reached')),
    'demo first lines': fenced(demo.report.split('\n\n\n')[0]),
    'demo inspect': fenced(demo.inspect),
    'demo sources': fenced(section(demo.report, 'The case for traffic', 'What we know')),
  };
}

/** The config as JSON Schema, with the sentence and the default of every option, for editors. */
export function configSchema({ CONFIG_SCHEMA, OPTIONS, toJSONSchema }) {
  const schema = toJSONSchema(CONFIG_SCHEMA, { io: 'input' });
  for (const [name, { help, fallback }] of Object.entries(OPTIONS)) {
    Object.assign(schema.properties[name], { description: help, ...(fallback === undefined ? {} : { default: fallback }) });
  }
  return `${JSON.stringify({ ...schema, title: 'midfunnel.config.json' }, null, 2)}\n`;
}

const EXIT_MEANINGS = {
  done: 'done',
  gate_failed: 'a gate failed (no command of this version ends with it)',
  usage: 'wrong flag, wrong value or wrong config',
  input: 'an export that cannot be used, or a question about it that only a person can answer',
  insufficient: 'not enough evidence for a gate that demands it (no command of this version ends with it)',
  internal: 'a fault of midfunnel',
  interrupted: 'stopped with Ctrl-C; nothing half written is left behind',
  terminated: 'stopped with SIGTERM, as CI does; nothing half written is left behind',
};

function exitMeaning(name) {
  if (!(name in EXIT_MEANINGS)) throw new Error(`docs/generated-parts.js has no words for the exit code "${name}"`);
  return EXIT_MEANINGS[name];
}

function rolesTable(roles, synonyms) {
  return table(
    ['Role', 'What it is', 'Names that mean it', 'Names that mean it where no other does'],
    Object.entries(roles).map(([role, what]) => [
      code(role),
      what,
      synonyms[role].sure.map(code).join(' '),
      (synonyms[role].weak ?? []).map(code).join(' '),
    ]),
  );
}

/** What is known of a platform: the marks of its export, which column plays which role, and what it cannot tell. */
function platformPart({ name, has, roles, is_utc, caveats }) {
  const marks = has.map((group) => group.map(code).join(' or ')).join(', ');
  return [
    `## ${name[0].toUpperCase()}${name.slice(1)}\n`,
    `Recognised by its columns ${marks}. Names are compared in lower case with words joined by \`_\`.${is_utc ? ' Times are UTC.' : ''}\n`,
    table(
      ['Role', 'Read from'],
      Object.entries(roles).map(([role, recipe]) => [code(role), inWords(recipe)]),
    ),
    ...(caveats.length > 0 ? ['', ...caveats.map((caveat) => `- ${caveat}`)] : []),
  ].join('\n');
}

/** A recipe of a field in words. */
function inWords(recipe) {
  if (typeof recipe === 'string') return code(recipe);
  if ('text' in recipe) return recipe.text === '' ? 'nothing' : `always "${recipe.text}"`;
  if ('decoded' in recipe) return inWords(recipe.decoded);
  if ('either' in recipe) return [...new Set(recipe.either.map(inWords))].join(', or ');
  if ('first' in recipe) return [...new Set(recipe.first.map(inWords))].join(', else ');
  if ('join' in recipe) return recipe.join.map(inWords).join(' and ');
  if ('json' in recipe) return `${recipe.path.map((part) => code(String(part))).join(' › ')} in ${inWords(recipe.json)}`;
  if ('param' in recipe) return `the parameter ${code(recipe.key)} in ${inWords(recipe.param)}`;
  const otherwise = recipe.no === undefined ? '' : `, else ${inWords(recipe.no)}`;
  return `${inWords(recipe.yes)} where ${inWords(recipe.if)} is like ${code(recipe.matches)}${otherwise}`;
}

/** The platforms with the paper that has each. */
function platformList(platforms, root) {
  const folder = join(root, 'docs/formats');
  const papers = readdirSync(folder).sort();
  return table(
    ['Export', 'Side', 'Page'],
    platforms.map(({ id, name, side }) => {
      const paper = papers.find((file) => readFileSync(join(folder, file), 'utf8').includes(`<!-- generated: platform ${id} -->`));
      if (paper === undefined) throw new Error(`no page in docs/formats has a part "platform ${id}"`);
      return [name, side === 'events' ? 'clickstream' : 'orders', `[${paper.replace('.md', '')}](formats/${paper})`];
    }),
  );
}

/** One section a term, so that a term can be linked to: docs/explain.md#friction. */
function explanationsUnder(title, explanations) {
  const sections = explanations.map(({ term, also, title: name, what, formula, unit, caveat, source, where }) =>
    [
      `### ${term}\n`,
      `**${name}.** ${what}\n`,
      `- Formula: ${formula}`,
      `- Unit and denominator: ${unit}`,
      `- Caveat: ${caveat}`,
      `- Source: ${source}`,
      `- In report.json: ${where}`,
      ...(also.length > 0 ? [`- Also found as: ${also.map(code).join(', ')}`] : []),
    ].join('\n'),
  );
  return [`## ${title}`, ...sections].join('\n\n');
}

/** What the demo prints on 80 columns; the same on every machine, because its seed is fixed and paths are relative. */
function runDemo(root) {
  const cwd = mkdtempSync(join(tmpdir(), 'midfunnel-docs-'));
  const env = { ...process.env, NO_COLOR: '1', TZ: 'UTC', LC_ALL: 'C.UTF-8', COLUMNS: '80', TERM: 'xterm' };
  const run = (...args) => execFileSync(process.execPath, [join(root, 'bin/midfunnel.js'), ...args], { cwd, env, encoding: 'utf8' });
  try {
    return { report: run('demo', '-q'), inspect: run('inspect', '-q', 'midfunnel-demo/orders.csv') };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

function section(text, from, to) {
  const [start, end] = [text.indexOf(`\n${from}\n`), text.indexOf(to)];
  if (start < 0 || end < start) throw new Error(`the demo does not print "${from}" before "${to}"`);
  return text.slice(start, end);
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function code(text) {
  return `\`${text}\``;
}

function fenced(text) {
  return `\`\`\`text\n${text.replace(/[^\S\n]+$/gm, '').replace(/^\n+|\n+$/g, '')}\n\`\`\``;
}
