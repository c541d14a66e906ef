/** Promised for every line; see src/commands/selftest/misses.ts. Orders per 100 cohort sessions, and percent. */
const BIAS = { share: 0.05, least: 0.1 };
const COVERAGE = { least: 92, most: 98 };
/** Visitors have an intent there that no export shows: only hard friction is held to the bounds. */
const EXEMPT = ['friction_is_symptom', 'visitor_clusters'];

/**
 * What the figures of the paper say of the bounds: which lines are held to none, which only keep to them with the room for chance, and why some cover too much.
 *
 * @param lines - { scenario, quantity, truth, bias, coverage }: as the paper shows them, orders per 100 cohort sessions and whole percent
 * @param misses - of the selftest
 * @param shops - per scenario
 */
export function boundsInWords(lines, misses, shops) {
  const room = 100 * 2 * Math.sqrt((0.05 * 0.95) / shops);
  const exempt = lines.filter(({ scenario, quantity }) => EXEMPT.includes(scenario) && !quantity.includes('hard'));
  const held = lines.filter((line) => !exempt.includes(line));
  const isBelow = ({ coverage }) => coverage < COVERAGE.least;
  const isAbove = ({ coverage }) => coverage > COVERAGE.most;
  const near = held.filter((line) => isOff(line) || isBelow(line));
  const sure = held.filter(isAbove);
  return [
    `Bounds: bias within 5 % of the truth or ${BIAS.least} orders per 100 (twice that for φ_N − φ_T), coverage ${COVERAGE.least} to ${COVERAGE.most} %, no wrong leader. Chance in ${shops} shops is given room: 3 standard errors of a bias, and ${room.toFixed(0)} points of coverage.`,
    misses.length === 0
      ? near.length + sure.length === 0
        ? '* All lines that are held to them keep to them.'
        : '* With that room all lines that are held to them keep to them.'
      : `* Missed:\n${misses.map((miss) => `  * ${miss}`).join('\n')}`,
    near.length === 0 ? '' : `* Only inside the room for chance: ${near.map(described).join('; ')}.`,
    sure.length === 0
      ? ''
      : `* Wider than they need be, covering ${COVERAGE.most + 1} to 100 %: ${byScenario(sure)}. Where all friction enters, an interval is the union of those of two ways to value what goes on.`,
    exempt.length === 0
      ? ''
      : `* Held to none: all but hard only in ${[...new Set(exempt.map(({ scenario }) => `\`${scenario}\``))].join(' and ')}. Outside the bounds there: ${exempt
          .filter((line) => isOff(line) || isBelow(line) || isAbove(line))
          .map(described)
          .join('; ')}.`,
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function isOff({ quantity, truth, bias }) {
  const room = quantity === 'φ_N − φ_T' ? 2 : 1;
  return Math.abs(bias) > room * Math.max(BIAS.share * Math.abs(truth), BIAS.least) + 1e-9;
}

function described({ scenario, quantity, truth, bias, coverage }) {
  const shown = (value) => value.toFixed(2).replace('-', '−');
  const wrong = [
    isOff({ quantity, truth, bias }) ? `off by ${shown(bias)} of ${shown(truth)}` : '',
    coverage < COVERAGE.least || coverage > COVERAGE.most ? `covers ${coverage} %` : '',
  ].filter((text) => text !== '');
  return `\`${scenario}\` ${quantity} ${wrong.join(', ')}`;
}

function byScenario(lines) {
  const scenarios = [...new Set(lines.map(({ scenario }) => scenario))];
  return scenarios
    .map((scenario) => {
      const own = lines.filter((line) => line.scenario === scenario);
      return `\`${scenario}\` ${own.map(({ quantity }) => quantity).join(', ')}`;
    })
    .join('; ');
}

/** The lines of the paper's table of bias and intervals. */
export function linesOfPaper(paper) {
  const number = (text) => Number(text.replace('−', '-'));
  return paper
    .split('## Bias and intervals')[1]
    .split('\n## ')[0]
    .split('\n')
    .filter((line) => /^\| [a-z_]+ \|/.test(line) && !line.startsWith('| scenario'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, scenario, quantity, truth, bias, coverage]) => ({
      scenario,
      quantity,
      truth: number(truth),
      bias: number(bias.split(' ')[0]),
      coverage: number(coverage.split(' ')[0]),
    }));
}
