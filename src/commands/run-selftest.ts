import { UsageError } from '../errors.ts';
import { renderMarkdownBlocks } from '../report/render-markdown.ts';
import { renderBlocks } from '../report/render-terminal.ts';
import { SCENARIO_NAMES } from '../simulate/scenarios.ts';
import { listenForStop } from './interruption.ts';
import { startProgress } from './progress.ts';
import { EXPECTED } from './selftest/expectations.ts';
import { missesOf } from './selftest/misses.ts';
import { replicate } from './selftest/replicate.ts';
import { type ScenarioScore, scoreScenario } from './selftest/score.ts';
import { selftestBlocks } from './selftest/selftest-document.ts';
import { renderContext, type Streams } from './terminal.ts';

export interface SelftestFlags {
  full?: boolean;
  scenario?: string[];
  replications?: string;
  sessions?: string;
  seed?: string;
  dwellBasis?: string;
  format?: string;
  quiet?: boolean;
  color?: boolean;
}

/**
 * Shops of each scenario: enough for a sign error to show in two minutes, and for coverage to mean something in an hour. Where nothing is planted it takes more shops to see
 * whether estimates are cut off at 0.
 */
const [SHORT, SHORT_NONE, FULL] = [2, 6, 200];

/**
 * `midfunnel selftest`: plants causes of known size, runs this very build on the exports that it wrote, prints bias, coverage and calls. Ends with exit code 1
 * when a bound is missed.
 */
export async function runSelftest(flags: SelftestFlags, streams: Streams, version: string): Promise<void> {
  const scenarios = chosen(flags.scenario);
  const given = flags.replications === undefined ? undefined : whole('--replications', flags.replications, SHORT);
  const shopsOf = (scenario: string) => given ?? (flags.full === true ? FULL : scenario === 'none' ? SHORT_NONE : SHORT);
  const sessions = whole('--sessions', flags.sessions, 25_000);
  const seed = whole('--seed', flags.seed, 1);
  const dwell_basis = flags.dwellBasis ?? 'looking';
  if (dwell_basis !== 'looking' && dwell_basis !== 'session')
    throw new UsageError(`--dwell-basis is ${dwell_basis}`, { hint: 'Give looking or session.' });
  const format = flags.format ?? 'terminal';
  if (!['terminal', 'markdown', 'json'].includes(format))
    throw new UsageError(`there is no format ${format} of a selftest`, { hint: 'Give terminal, markdown or json.' });
  const stop = listenForStop(streams);
  const progress = startProgress(streams, flags.quiet === true, stop.signal);
  const scores: ScenarioScore[] = [];
  try {
    for (const scenario of scenarios) {
      const runs = [];
      const replications = shopsOf(scenario);
      for (let run = 0; run < replications; run++) {
        progress.stage(`scenario ${scenario.replaceAll('_', ' ')}`, () => run / replications);
        runs.push(await replicate({ scenario, sessions, seed: seed * 100_003 + run, dwell_basis }, version, stop.signal));
      }
      scores.push(scoreScenario(scenario, runs));
    }
  } finally {
    progress.done();
    stop.release();
  }
  const misses = scores.flatMap(missesOf);
  if (misses.length > 0) process.exitCode = 1;
  if (format === 'json') {
    streams.stdout.write(`${JSON.stringify({ version, sessions, seed, dwell_basis, scores, misses }, null, 2)}\n`);
    return;
  }
  const blocks = selftestBlocks(scores, misses, version);
  const context = renderContext(streams, { color: flags.color, full: true });
  streams.stdout.write(format === 'markdown' ? renderMarkdownBlocks(blocks) : `${renderBlocks(blocks, context)}\n`);
}

function chosen(names: readonly string[] | undefined): readonly string[] {
  const all = Object.keys(EXPECTED);
  if (names === undefined) return all;
  for (const name of names) {
    if (!all.includes(name))
      throw new UsageError(`there is no scenario ${name}`, {
        hint: `Choose from ${SCENARIO_NAMES.filter((known) => all.includes(known)).join(', ')}.`,
      });
  }
  return names;
}

function whole(flag: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 2 ** 30)
    throw new UsageError(`${flag} is ${text}`, { hint: 'Give a whole number from 1 on.' });
  return value;
}
