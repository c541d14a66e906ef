import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CALL_IN_WORDS } from '../../src/report/document-verdict.ts';
import { productShares, shapleyPart } from '../../src/statistics/shapley-two.ts';

const paper = readFileSync('docs/method.md', 'utf8');

/** The rows of the first table after a heading, or after a phrase: cells by the first column. */
function tableAfter(mark: string): Map<string, string[]> {
  const at = paper.indexOf(mark);
  expect(at, mark).toBeGreaterThan(0);
  const lines = paper.slice(at).split('\n');
  const from = lines.findIndex((line) => line.startsWith('|'));
  const rows = lines.slice(from + 2, from + lines.slice(from).findIndex((line) => !line.startsWith('|')));
  return new Map(
    rows
      .map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      )
      .map(([name, ...cells]) => [name!, cells]),
  );
}

/** A figure as it is printed, and how far the true one may be: half of its last digit. */
function figure(cell: string): { value: number; digits: number } {
  const text = cell.replaceAll(',', '').replace('−', '-');
  const number = /^(-?\d+(?:\.(\d+))?)( %)?$/.exec(text);
  expect(number, `"${cell}" is a number`).not.toBeNull();
  const decimals = number![2]?.length ?? 0;
  return number![3] ? { value: Number(number![1]) / 100, digits: decimals + 2 } : { value: Number(number![1]), digits: decimals };
}

/** A figure in a sentence; the whole paper in a message of failure helps nobody. */
function expectSaid(text: string): void {
  expect(paper.includes(text), `docs/method.md says "${text}"`).toBe(true);
}

/** Compares figures of a row with the true numbers; a dash stands for none. */
function expectRow(cells: readonly string[] | undefined, numbers: readonly (number | null)[]): void {
  expect(cells?.length).toBe(numbers.length);
  numbers.forEach((number, index) => {
    if (number === null) {
      expect(cells![index]).toBe('–');
      return;
    }
    const { value, digits } = figure(cells![index]!);
    expect(Math.abs(value - number), `${cells![index]} for ${number}`).toBeLessThanOrEqual(0.5 * 10 ** -digits + 1e-12);
  });
}

const counts = tableAfter('### Counts');
const [sessions, exits, orders] = ['sessions', 'exits', 'orders'].map((name) => counts.get(name)!.map((cell) => figure(cell).value));

/** A source of the example; everything follows from its counts. */
function sourceAt(first: number) {
  const [met, other] = [first, first + 1];
  const h = exits![met]! / sessions![met]!;
  const h0 = exits![other]! / sessions![other]!;
  const excess = 1 - h0 / h;
  const w0 = orders![other]! / (sessions![other]! - exits![other]!);
  const lost = exits![met]! * excess * w0;
  const [n, o] = [sessions![met]! + sessions![other]!, orders![met]! + orders![other]!];
  return { h, h0, excess, excessExits: exits![met]! * excess, w0, lost, n, orders: o, q: (o + lost) / n, r: o / (o + lost) };
}

const [a, b] = [sourceAt(0), sourceAt(2)];
const N = a.n + b.n;
const observed = (a.orders + b.orders) / N;
const mean = (value: (source: typeof a) => number) => [a, b].reduce((sum, source) => sum + (source.n / N) * value(source), 0);
const game = {
  first: mean(({ q }) => q) - observed,
  second: mean(({ r }) => a.q * r) - observed,
  both: a.q - observed,
  part: mean(({ q }) => q * a.r) - observed,
  part_and_second: a.q * a.r - observed,
};
const shares = shapleyPart(game);

describe('the worked example of docs/method.md', () => {
  it('computes hazards, lost orders, quality and retention from its counts', () => {
    const table = tableAfter('### Lost orders, quality, retention');
    const rows: [string, (source: typeof a) => number][] = [
      ['h', ({ h }) => h],
      ['h0', ({ h0 }) => h0],
      ['excess', ({ excess }) => excess],
      ['excess exits', ({ excessExits }) => excessExits],
      ['W0', ({ w0 }) => w0],
      ['lost orders', ({ lost }) => lost],
      ['sessions', ({ n }) => n],
      ['orders', (source) => source.orders],
      ['q', ({ q }) => q],
      ['r', ({ r }) => r],
    ];
    expect([...table.keys()]).toEqual(rows.map(([name]) => name));
    for (const [name, value] of rows) expectRow(table.get(name)!.slice(1), [value(a), value(b)]);
    expectSaid('q_B = 0.10 and r_B = 0.90');
    expectRow(['0.10', '0.90'], [a.q, a.r]);
  });

  it('plays the game with the function that the report uses', () => {
    const table = tableAfter('### Gains');
    const rows: [string, number][] = [
      ['observed', observed],
      ['v(N)', game.first],
      ['v(T)', game.second],
      ['v(NT)', game.both],
      ['interaction', shares.interaction],
      ['v(M)', game.part],
      ['v(TM)', game.part_and_second],
      ['φ_N', shares.first],
      ['φ_T', shares.second],
      ['φ_M', shares.part],
    ];
    expect([...table.keys()]).toEqual(rows.map(([name]) => name));
    for (const [name, value] of rows) expectRow(table.get(name)!.slice(1), [value, value * N]);
  });

  it('has a calculation beside every gain that gives its figure', () => {
    for (const [name, [how, perSession]] of tableAfter('### Gains')) {
      const arithmetic = how!.replaceAll(',', '').replaceAll('×', '*').replaceAll('−', '-');
      expect(arithmetic).toMatch(/^[\d.*/+() -]+$/);
      expect([name, Number(new Function(`return ${arithmetic}`)()).toFixed(9)]).toEqual([name, Number(perSession).toFixed(9)]);
    }
  });

  it('fills four boxes that add up to 1 with the observed conversion', () => {
    const table = tableAfter('### Boxes');
    const boxes: [string, number][] = [
      ['friction', shares.rest],
      ['shared', shares.part],
      ['traffic', shares.second],
      ['neither', 1 - observed - game.both],
    ];
    expect([...table.keys()]).toEqual(['ordered', ...boxes.map(([name]) => name), 'sum']);
    expectRow(table.get('ordered')!.slice(1), [observed, observed * N, null]);
    for (const [name, box] of boxes) expectRow(table.get(name)!.slice(1), [box, box * N, box / (1 - observed)]);
    expectRow(table.get('sum')!.slice(1), [1, N, 1]);
    const printed = ['ordered', ...boxes.map(([name]) => name)].map((name) => figure(table.get(name)![1]!).value);
    expect(printed.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    expect(observed + boxes.reduce((sum, [, box]) => sum + box, 0)).toBeCloseTo(1, 12);
  });

  it('parts the shares among the sources by the closed form', () => {
    const table = tableAfter('### By source');
    const cells = productShares([a, b].map(({ n, q, r }) => ({ weight: n / N, a: q, b: r, a_best: a.q, b_part: a.r, b_best: 1 })));
    expectRow(
      table.get('φ_N')!.slice(1),
      cells.map(({ first }) => first),
    );
    expectRow(
      table.get('φ_T')!.slice(1),
      cells.map(({ second }) => second),
    );
    expect(cells[0]!.first + cells[1]!.first).toBeCloseTo(shares.first, 12);
    expect(cells[0]!.second + cells[1]!.second).toBeCloseTo(shares.second, 12);
  });

  it('shows what the refused formulas make of the same counts', () => {
    const table = [...tableAfter('### What other formulas make of it')];
    const [met, other] = [sessions![0]! + sessions![2]!, sessions![1]! + sessions![3]!];
    const [metOrders, otherOrders] = [orders![0]! + orders![2]!, orders![1]! + orders![3]!];
    const without = N * (1 - observed);
    const p = met / N;
    const levin = (ratio: number) => (p * (ratio - 1)) / (1 + p * (ratio - 1));
    const oddsRatio = (met - metOrders) / metOrders / ((other - otherOrders) / otherOrders);
    const riskRatio = (1 - metOrders / met) / (1 - otherOrders / other);
    // Least squares with a level for each source and one slope: the mean of the sources' differences, weighted by n p (1 − p).
    const sources = [0, 2].map((at) => {
      const [n1, n0] = [sessions![at]!, sessions![at + 1]!];
      return { n1, weight: (n1 * n0) / (n1 + n0), difference: orders![at]! / n1 - orders![at + 1]! / n0 };
    });
    const slope = sources.reduce((sum, { weight, difference }) => sum + weight * difference, 0) / (sources[0]!.weight + sources[1]!.weight);
    const lost = a.lost + b.lost;
    const rows: [string, (number | null)[]][] = [
      ['this method', [lost / without, lost, a.lost, b.lost]],
      [`attributable fraction, odds ratio ${oddsRatio.toFixed(3)}`, [levin(oddsRatio), levin(oddsRatio) * without, null, null]],
      [`attributable fraction, risk ratio ${riskRatio.toFixed(3)}`, [levin(riskRatio), levin(riskRatio) * without, null, null]],
      [
        `linear probability, slope −${(-slope).toFixed(3)}`,
        [(-slope * met) / without, -slope * met, -slope * sources[0]!.n1, -slope * sources[1]!.n1],
      ],
    ];
    expect(table.map(([name]) => name)).toEqual(rows.map(([name]) => name));
    rows.forEach(([, numbers], index) => {
      expectRow(table[index]![1], numbers);
    });
    expectSaid(`weighted by ${sources.map(({ weight }) => Math.round(weight)).join(' and ')}`);
    expectSaid(`it gives ${Math.round((levin(oddsRatio) * without) / lost)} times the truth`);
    expectSaid(`| ${Math.round(levin(oddsRatio) * without)} instead of ${lost.toFixed(0)} |`);
  });
});

describe('the smaller figures of docs/method.md', () => {
  it('make a harmless signal look harmful when it is a flag of the session', () => {
    const [row] = [...tableAfter('Take 1,000 sessions').values()];
    const flagged = (pages: number) => 1 - 0.9 ** pages;
    const [buyers, others] = [100 * flagged(2), 900 * flagged(6)];
    const [met, rest] = [buyers + others, 1000 - buyers - others];
    expectRow(row, [met, buyers, rest, 100 - buyers, buyers / met, (100 - buyers) / rest]);
    const invented = met * ((100 - buyers) / rest - buyers / met);
    expectSaid(`"loses" ten points, ${invented.toFixed(1)} orders, out of nothing`);
    expectSaid(`${invented.toFixed(1)} orders out of nothing |`);
  });

  it('say how much better than its like the best of ten equal sources looks', () => {
    // Mean of the largest of ten standard normal numbers: 1.53875 (Harter 1961).
    const best = 0.05 + 1.53875 * Math.sqrt((0.05 * 0.95) / 1000);
    expectSaid(`ten equal sources of 1,000 sessions at 5.0 %: the best is expected to show ${(100 * best).toFixed(1)} %`);
  });
});

describe('docs/method.md', () => {
  it('has a row for every call, in an order in which the first that holds is the call', () => {
    const calls = [...tableAfter('## Verdicts').keys()].map((cell) => cell.replaceAll('`', ''));
    expect([...calls].sort()).toEqual(Object.keys(CALL_IN_WORDS).sort());
    expect(calls.indexOf('both_lead_unproven')).toBeLessThan(calls.indexOf('navigation_matters'));
    expect(calls.at(-1)).toBe('not_enough_evidence');
  });

  it('rests on a paper that says by line which of its figures are held to no bound, or only keep to it by chance', async () => {
    const calibration = readFileSync('docs/calibration.md', 'utf8');
    const words = await import(pathToFileURL('docs/calibration-words.js').href);
    const said: string = words.boundsInWords(words.linesOfPaper(calibration), [], 200);
    expect(calibration).toContain(`\n\n${said}\n\n## The calls`);
    const lines = [
      { scenario: 'none', quantity: 'φ_N', truth: 0, bias: 0.1, coverage: 99 },
      { scenario: 'both', quantity: 'φ_T', truth: 10, bias: -0.6, coverage: 92 },
      { scenario: 'both', quantity: 'φ_N − φ_T', truth: 1, bias: 0.2, coverage: 91 },
      { scenario: 'visitor_clusters', quantity: 'φ_T', truth: 7.49, bias: 0.42, coverage: 91 },
      { scenario: 'visitor_clusters', quantity: 'v(N), hard only', truth: 3, bias: 0.1, coverage: 95 },
    ];
    const [bounds, met, near, sure, exempt] = words.boundsInWords(lines, [], 200).split('\n');
    expect(bounds).toContain('Chance in 200 shops is given room: 3 standard errors of a bias, and 3 points of coverage.');
    expect(met).toBe('* With that room all lines that are held to them keep to them.');
    expect(near).toBe('* Only inside the room for chance: `both` φ_T off by −0.60 of 10.00; `both` φ_N − φ_T covers 91 %.');
    expect(sure).toContain('covering 99 to 100 %: `none` φ_N. Where all friction enters');
    expect(exempt).toContain('Outside the bounds there: `visitor_clusters` φ_T off by 0.42 of 7.49, covers 91 %.');
    expect(words.boundsInWords(lines.slice(4), ['x: off'], 200)).toContain('* Missed:\n  * x: off');
  });

  it('shows the measured figures of the calibration, and no others', () => {
    const calibration = readFileSync('docs/calibration.md', 'utf8');
    const [, place] = /<!-- measured: begin -->\n([\s\S]*?)\n<!-- measured: end -->/.exec(paper)!;
    const cellsOf = (line: string) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
    const lines = place!.trim().split('\n').slice(2).map(cellsOf);
    expect(lines.length).toBeGreaterThanOrEqual(10);
    for (const [shop, friction, hard, traffic] of lines) {
      const scenario = shop!.replaceAll(' ', '_');
      for (const [quantity, figures] of Object.entries({ φ_N: friction!, 'v(N), hard only': hard!, φ_T: traffic! })) {
        const line = calibration.split('\n').find((one) => one.startsWith(`| ${scenario} | ${quantity} |`))!;
        const [, , truth, bias, coverage] = cellsOf(line);
        expect(figures, `${scenario}, ${quantity}`).toBe(`${bias!.split(' ± ')[0]} of ${truth}, ${coverage}`);
      }
    }
  });
});
