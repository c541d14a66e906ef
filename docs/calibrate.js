import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { boundsInWords, linesOfPaper } from './calibration-words.js';

// `npm run calibrate` runs the full selftest, the scenarios spread over the cores, and writes docs/calibration.md. About an hour on two cores.
// Each finished scenario is kept in .bench/calibration; with --resume those of the same flags are not run again.
// Flags of the selftest (--replications, --sessions, --seed, --scenario) go through; with fewer replications than the full run the paper says so.
// A scenario@session is run with the band on the whole session, on a quarter of the shops: METHOD's other rule of the cohort.

const ROOT = resolve(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const resumes = process.argv.includes('--resume');
const given = process.argv.slice(2).filter((word) => word !== '--resume');
const started = Date.now();
const queue = await scenarioNames();
const results = [];
const workers = Array.from({ length: Math.max(1, availableParallelism()) }, async () => {
  for (let scenario = queue.shift(); scenario !== undefined; scenario = queue.shift()) {
    process.stderr.write(`calibrate: ${scenario} (${minutes()} min)\n`);
    results.push(JSON.parse(await keep(scenario)));
  }
});
await Promise.all(workers);
results.sort((a, b) => order(a) - order(b));
writeFileSync(join(ROOT, 'docs', 'calibration.md'), paper());
const METHOD = join(ROOT, 'docs', 'method.md');
const [before, rest] = readFileSync(METHOD, 'utf8').split('<!-- measured: begin -->\n');
writeFileSync(METHOD, `${before}<!-- measured: begin -->\n${measured()}\n<!-- measured: end -->${rest.split('<!-- measured: end -->')[1]}`);
const misses = results.flatMap((result) => result.misses);
for (const miss of misses) process.stderr.write(`calibrate: ${miss}\n`);
if (misses.length > 0) process.exitCode = 1;

async function scenarioNames() {
  const chosen = given.flatMap((word, index) => (word === '--scenario' ? [given[index + 1]] : []));
  if (chosen.length > 0) return chosen;
  return [
    'none',
    'both',
    'navigation_only',
    'traffic_only',
    'traffic_causes_friction',
    'friction_is_symptom',
    'checkout_form_only',
    'rare_conversions',
    'many_campaigns',
    'visitor_clusters',
    ...['none@session', 'navigation_only@session', 'traffic_only@session', 'both@session'],
  ];
}

/** The result of a scenario, from where it is kept or run now. */
async function keep(scenario) {
  const folder = join(ROOT, '.bench', 'calibration');
  const path = join(
    folder,
    `${[scenario, ...given.filter((_, index) => given[index] !== '--scenario' && given[index - 1] !== '--scenario')].join('_')}.json`,
  );
  if (resumes && existsSync(path)) return readFileSync(path, 'utf8');
  const result = await selftest(scenario);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, result);
  return result;
}

/** One scenario in a process of its own. */
function selftest(scenario) {
  const others = given.filter((word, index) => word !== '--scenario' && given[index - 1] !== '--scenario');
  const child = spawn(
    process.execPath,
    ['bin/midfunnel.js', 'selftest', '--full', '--quiet', '--format', 'json', ...flagsOf(scenario), ...others],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let text = '';
  child.stdout.on('data', (part) => {
    text += part;
  });
  return new Promise((done, fail) => {
    // 1: a bound is missed; what was found is printed all the same.
    child.on('close', (code) => (code === 0 || code === 1 ? done(text) : fail(new Error(`selftest of ${scenario} ended with ${code}`))));
  });
}

/** A quarter of the 200 shops where the rule of the cohort is the only difference. */
function flagsOf(name) {
  const [scenario, basis] = name.split('@');
  return basis === undefined ? ['--scenario', scenario] : ['--scenario', scenario, '--dwell-basis', basis, '--replications', '50'];
}

function order({ scores, dwell_basis }) {
  const names = [
    'none',
    'navigation_only',
    'traffic_only',
    'both',
    'traffic_causes_friction',
    'friction_is_symptom',
    'checkout_form_only',
    'rare_conversions',
    'many_campaigns',
    'visitor_clusters',
  ];
  return names.indexOf(scores[0].scenario) + (dwell_basis === 'session' ? names.length : 0);
}

/** Scores of the results whose band is on the looking time, or on the whole session. Results from before there was a choice are of the looking time. */
function scoresOf(basis) {
  return results.filter(({ dwell_basis = 'looking' }) => dwell_basis === basis).flatMap((result) => result.scores);
}

/** The same with the band on the whole session; nothing where it was not run. */
function otherBasis() {
  const scores = scoresOf('session');
  return scores.length === 0
    ? ''
    : `
## With the band on the whole session

${scores[0].replications} shops a line: the cohort is that of the sessions that last 2 to 7 minutes from the first hit to the last (\`--dwell-basis session\`).

| scenario (session) | shops | order | calls | wrong leader | range holds the truth | bias of v(N) by the flag of the session |
|---|--:|--:|---|--:|--:|--:|
${scores.map(callsLine).join('\n')}

| scenario (session) | quantity (session) | truth | bias | coverage | spread | claimed |
|---|---|--:|--:|--:|--:|--:|
${scores.flatMap(quantityLines).join('\n')}
`;
}

function paper() {
  const { sessions, seed } = results[0];
  const scores = scoresOf('looking');
  const replications = [...new Set(scores.map((score) => score.replications))].join(', ');
  const misses = results.filter(({ dwell_basis = 'looking' }) => dwell_basis === 'looking').flatMap((result) => result.misses);
  const tables = `## The calls

| scenario | shops | order | calls | wrong leader | range holds the truth | bias of v(N) by the flag of the session |
|---|--:|--:|---|--:|--:|--:|
${scores.map(callsLine).join('\n')}

## Bias and intervals

| scenario | quantity | truth | bias | coverage | spread | claimed |
|---|---|--:|--:|--:|--:|--:|
${scores.flatMap(quantityLines).join('\n')}
`;
  return `# Calibration

How well this build (${version}) finds causes that were planted. Written by \`npm run calibrate\`; do not edit by hand.

Every line is ${replications} made-up shops of ${sessions.toLocaleString('en-US')} sessions (seed ${seed}): \`midfunnel simulate\` writes their exports, the same sessions are replayed without friction for the truth, and this very build diagnoses the files. The cohort is that of the looking time, 2 to 7 minutes. Figures are orders per 100 cohort sessions.

* **truth** is that of all shops of a scenario together, for the sources that each shop chose as its benchmark; **bias** is the mean of found less true, with the standard error that chance in the number of shops leaves it; **coverage** is the share of the 95 % intervals that hold the truth; **spread** is the standard deviation of what was found, **claimed** the mean standard error given for it.
* v(N): orders regained without friction; hard only: without what the site did, keeping what visitors did; φ: Shapley shares of friction and traffic. Range: shops whose true v(N) lies between the lower limit of hard friction and the upper limit of all.
* In \`friction_is_symptom\` and \`visitor_clusters\` visitors have an intent that no export shows; there the full navigation figure may be too high and the hard one may not.

${boundsInWords(linesOfPaper(tables), misses, scores[0].replications)}

${tables}${otherBasis()}`;
}

/** The table of docs/method.md. */
function measured() {
  const scores = scoresOf('looking');
  const cell = (quantities, name) => {
    const { truth, bias, coverage } = quantities.find(({ quantity }) => quantity === name);
    return `${per100(bias)} of ${per100(truth)}, ${share(coverage)}`;
  };
  const lines = scores.map(
    ({ scenario, quantities, wrong_leads, replications, withheld, flag_bias }) =>
      `| ${scenario.replaceAll('_', ' ')} | ${cell(quantities, 'phi_N')} | ${cell(quantities, 'v(N), hard only')} | ${cell(quantities, 'phi_T')} | ${wrong_leads} of ${replications - withheld} | ${per100(flag_bias)} |`,
  );
  return [
    '| Simulated shop | Friction: bias, coverage | Hard only: bias, coverage | Traffic: bias, coverage | Wrong side leads | Whole-session flag: bias |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

function callsLine({ scenario, replications, withheld, observed, calls, wrong_leads, bracket, flag_bias }) {
  const named = calls.map(({ call, runs }) => `${call} ${share(runs / (replications - withheld))}`).join(', ');
  return `| ${scenario} | ${replications} | ${(100 * observed).toFixed(1)} % | ${named} | ${wrong_leads} | ${share(bracket)} | ${per100(flag_bias)} |`;
}

function quantityLines({ scenario, quantities }) {
  return quantities.map(
    ({ quantity, truth, bias, bias_error, coverage, spread, claimed_error }) =>
      `| ${scenario} | ${quantity.replaceAll('phi', 'φ').replaceAll(' - ', ' − ')} | ${per100(truth)} | ${per100(bias)} ± ${per100(bias_error)} | ${share(coverage)} | ${per100(spread)} | ${per100(claimed_error)} |`,
  );
}

function per100(value) {
  const text = (100 * value).toFixed(2);
  return text === '-0.00' ? '0.00' : text.replace('-', '−');
}

function share(value) {
  return `${(100 * value).toFixed(0)} %`;
}

function minutes() {
  return ((Date.now() - started) / 60_000).toFixed(1);
}
