import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkPapers } from './check-papers.js';
import { configSchema, generatedParts } from './generated-parts.js';
import { readSources } from './read-sources.js';

// `npm run docs` writes the generated parts of the papers; with --check it writes nothing and ends with 1 when one is stale or a paper is wrong.

const ROOT = resolve(import.meta.dirname, '..');
const FORMATS = readdirSync(join(ROOT, 'docs/formats')).map((name) => `docs/formats/${name}`);
const PAPERS = ['README.md', 'docs/options.md', 'docs/formats.md', 'docs/explain.md', ...FORMATS.sort()];
const SCHEMA = 'docs/config.schema.json';

const checking = process.argv.includes('--check');
const sources = await readSources(ROOT);
const parts = generatedParts(sources, ROOT);
const wanted = [...PAPERS.map((paper) => [paper, filled(paper)]), [SCHEMA, configSchema(sources)]];
const stale = wanted.filter(([file, text]) => !existsSync(join(ROOT, file)) || readFileSync(join(ROOT, file), 'utf8') !== text);

if (!checking) for (const [file, text] of stale) writeFileSync(join(ROOT, file), text);
const faults = [
  ...(checking ? stale.map(([file]) => `${file}: generated parts are stale; run: npm run docs`) : []),
  ...checkPapers(ROOT, sources),
];
for (const fault of faults) process.stderr.write(`docs: ${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
else process.stdout.write(checking ? 'docs: all parts are fresh, all links lead somewhere\n' : `docs: wrote ${stale.length} files\n`);

/** The paper with its generated parts replaced. */
function filled(paper) {
  return readFileSync(join(ROOT, paper), 'utf8').replace(/<!-- generated: ([\w ]+) -->[\s\S]*?<!-- \/generated -->/g, (_, name) => {
    if (!(name in parts)) throw new Error(`${paper}: there is no generated part "${name}"`);
    return `<!-- generated: ${name} -->\n${parts[name]}\n<!-- /generated -->`;
  });
}
