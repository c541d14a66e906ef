import { describe, expect, it } from 'vitest';
import { EXPLANATIONS } from '../../src/report/explanations/catalogue.ts';
import { makePlace } from './run.ts';

const place = makePlace();
const width = (text: string) => Math.max(...text.split('\n').map((line) => [...line].length));

describe('explain', () => {
  it('lists all terms by kind in 80 columns', async () => {
    const run = await place.run(['explain']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(width(run.stdout)).toBeLessThanOrEqual(80);
    expect(run.stdout).not.toMatch(/\u001b|[ \t]\n/);
    const headings = [...run.stdout.matchAll(/\n(\w.*)\n─+\n/g)].map(([, heading]) => heading);
    expect(headings).toEqual(['The verdict and its calls', 'Metrics', 'Friction signals', 'The method', 'Checks of the result']);
    for (const { term } of EXPLANATIONS) expect(run.stdout).toMatch(new RegExp(`\n {2}${term} `));
  });

  it('prints one entry with all that is known of it', async () => {
    const run = await place.run(['explain', 'navigation_leads']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^\nNavigation friction leads\n─+\n\n {2}navigation_leads \(verdict\)\n/);
    for (const part of ['Formula:', 'Unit and denominator:', 'Caveat:', 'Source:', 'In report.json: verdict.call']) {
      expect(run.stdout).toContain(`  • ${part}`);
    }
    expect(width(run.stdout)).toBeLessThanOrEqual(80);
  });

  it('makes no difference between spaces, dashes and case', async () => {
    const plain = await place.run(['explain', 'exit_rate']);
    expect(plain).toMatchObject({ code: 0, stderr: '' });
    for (const words of [['exit rate'], ['Exit-Rate'], ['EXIT', 'rate']]) expect(await place.run(['explain', ...words])).toEqual(plain);
  });

  it.each([
    ['a slip of the fingers', ['frictoin'], 'frictoin', 'Did you mean friction? '],
    ['another word beside a known one', ['exit', 'ratio'], 'exit ratio', 'Did you mean exit_rate, '],
    ['nothing like any', ['zzz'], 'zzz', ''],
    ['signs that steer a terminal', ['\u001b[31mred'], '\ufffd[31mred', ''],
  ])('refuses a term that there is not: %s', async (_, words, shown, near) => {
    const run = await place.run(['explain', ...words]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    const [first, second, ...rest] = run.stderr.split('\n');
    expect(first).toBe(`midfunnel: there is no term ${shown}`);
    expect(second?.startsWith(`  ${near}`)).toBe(true);
    expect(second).toMatch(/midfunnel explain lists all terms$/);
    expect(rest).toEqual(['']);
  });

  it('gives the entry, or all of them, as JSON, and as Markdown', async () => {
    const one = await place.run(['explain', 'split.friction', '--format', 'json']);
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(one.stdout)).toEqual(EXPLANATIONS.find(({ term }) => term === 'friction'));
    expect(JSON.parse((await place.run(['explain', '--format', 'json'])).stdout)).toEqual(EXPLANATIONS);
    const markdown = await place.run(['explain', 'cohort', '--format', 'markdown']);
    expect(markdown.stdout).toMatch(/^## Cohort\n/);
    expect(await place.run(['explain', 'cohort', '--format', 'xml'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('writes ASCII where the terminal has nothing else, with no sign lost', async () => {
    for (const { term } of [EXPLANATIONS[0]!, { term: 'lost_orders' }]) {
      const run = await place.run(['explain', term], { environment: { LC_ALL: 'C' } });
      expect(run.stdout).toMatch(/^[\n\u0020-\u007e]+$/);
      expect(run.stdout).not.toContain('?');
    }
  });

  it('is in the list of commands, with help of its own', async () => {
    expect((await place.run(['--help'])).stdout).toMatch(/^ {2}explain .*\[term\.\.\.\]/m);
    const help = await place.run(['explain', '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(width(help.stdout)).toBeLessThanOrEqual(80);
    expect(await place.run(['help', 'explain'])).toEqual(help);
  });
});
