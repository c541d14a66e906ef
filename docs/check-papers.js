import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.bench', 'coverage', 'midfunnel-demo']);
const TEXT = /\.(md|ts|js|json|csv|sql|yml|yaml|txt)$|^(LICENSE|run)$/;

/** Keys of the report that are plain words, or parts of a thing that is explained where the thing is. All others need a word in the glossary. */
const PLAIN_KEYS = new Set(
  `actions actual amount any at benchmark rejects rows_read per answerable at_risk available buckets by_device by_reason calibration caveats change checks class conservation count currency
  days delimiter depends_on encoding file from from_seconds goal high identity if_removed information_requests inputs kind knowledge left
  largest left_by_end line low matrix metric minute minutes name observed occurrences options ordered_by_end out overlap owner period platform
  question rank reason right robustness role rows rule schema_version scorecard sensitivity sentence setting sha256 share stage state
  test test_weeks time_zone to to_seconds tool total treated trials events unit value version weeks what where why would_change_it`.split(
    /\s+/,
  ),
);

/** Everything that is wrong with the papers, one sentence each; empty when nothing is. */
export function checkPapers(root, { OPTIONS }) {
  const files = filesUnder(root).filter((file) => TEXT.test(file.split('/').at(-1)));
  const papers = files.filter((file) => file.endsWith('.md'));
  const text = (file) => readFileSync(join(root, file), 'utf8');
  return [
    ...Object.keys(OPTIONS).flatMap((name) => (text('README.md').includes(`| \`${name}\` |`) ? [] : [`README.md: no option ${name}`])),
    ...keysWithoutWord(text('src/report/report.ts'), text('docs/glossary.md')),
    ...papers.flatMap((file) => brokenLinks(root, file, text(file))),
    ...papers.filter((file) => /^docs\/adr\/\d/.test(file)).flatMap((file) => missingSections(file, text(file))),
    ...files.flatMap((file) => foreignWords(file, text(file))),
  ];
}

function filesUnder(root, folder = root) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(root, path) : [relative(root, path)];
  });
}

/** A key is covered when a term of the glossary stands in it as whole words: `sessions_reached` by session, `drop_off_rate` by drop-off. */
function keysWithoutWord(report, glossary) {
  const terms = [...glossary.matchAll(/^- \*\*([^*]+)\*\*/gm)].flatMap(([, terms]) => terms.split('/').map(plainWords));
  const keys = [...report.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/(?:^\s+|[{;]\s*)(\w+)\??:/gm)].map(([, key]) => key);
  return [...new Set(keys)]
    .filter((key) => !PLAIN_KEYS.has(key) && !terms.some((term) => ` ${plainWords(key)} `.includes(` ${term} `)))
    .map((key) => `docs/glossary.md: no word for the report's key ${key} (or add it to the plain keys in docs/check-papers.js)`);
}

function plainWords(text) {
  return text
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter((word) => word !== '')
    .map((word) => (word.length > 3 ? word.replace(/ies$/, 'y').replace(/(?<!s)s$/, '') : word))
    .join(' ');
}

function brokenLinks(root, file, text) {
  const prose = text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link]) => {
    if (/^[a-z]+:/i.test(link)) return [];
    const [path, anchor] = link.split('#');
    const target = path === '' ? file : join(dirname(file), path);
    if (!existsSync(join(root, target))) return [`${file}: the link ${link} leads nowhere`];
    if (!anchor || !target.endsWith('.md')) return [];
    const headings = [...readFileSync(join(root, target), 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading));
    return headings.includes(anchor) ? [] : [`${file}: ${target} has no heading for #${anchor}`];
  });
}

function anchorOf(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function missingSections(file, text) {
  return ['Context', 'Decision', 'Consequences']
    .filter((section) => !text.includes(`\n## ${section}\n`))
    .map((section) => `${file}: no section "${section}"`);
}

/** Paths of one machine and words of how a text was made belong in no file. Written in pieces, so that this file passes too. */
function foreignWords(file, text) {
  const patterns = [
    new RegExp(`(?<![\\w.:])/(${['wo', 'ro'].map((start, i) => start + ['rk', 'ot'][i]).join('|')}|home/[a-z]+/\\w+)/`),
    new RegExp(
      `\\b(${['sub' + 'agent', 'agent' + ' session', 'work' + 'tree', 'language ' + 'model', 'trans' + 'cript'].join('|')})s?\\b`,
      'i',
    ),
  ];
  if (file === 'package-lock.json') return [];
  return patterns.flatMap((pattern) => {
    const found = pattern.exec(text);
    return found === null ? [] : [`${file}: "${found[0]}" has no place in the project`];
  });
}
