import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { clickstream, makePlace, orders, type RunSettings } from './run.ts';

const place = makePlace();
place.write({ 'e.csv': clickstream(), 'o.csv': orders() });

async function print(args: string[], settings?: RunSettings): Promise<string> {
  const run = await place.run(['-q', '--events', 'e.csv', '--orders', 'o.csv', ...args], settings);
  // Node has a warning of its own about NO_COLOR beside FORCE_COLOR.
  expect(run.stderr).toBe('');
  expect(run.code).toBe(0);
  return run.stdout;
}

const ESCAPE = /\u001b\[[\d;]*m/g;
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

describe('colours of a report that goes to a pipe', async () => {
  const plain = await print([]);

  it('are not there unless asked for', () => {
    expect(plain).toContain('Where they leave');
    expect(plain).not.toMatch(CONTROL);
  });

  it.each<[string, string[], Record<string, string>]>([
    ['--color', ['--color'], {}],
    ['FORCE_COLOR=1', [], { FORCE_COLOR: '1' }],
    ['--color over NO_COLOR', ['--color'], { NO_COLOR: '1' }],
    ['--color on a dumb terminal', ['--color'], { TERM: 'dumb' }],
  ])('are there with %s, and without them the bytes are the same', async (_, args, environment) => {
    const coloured = await print(args, { environment });
    expect(coloured.match(ESCAPE)?.length).toBeGreaterThan(10);
    expect(coloured.replace(ESCAPE, '')).toBe(plain);
  });

  it.each<[string, string[], Record<string, string>]>([
    ['NO_COLOR', [], { NO_COLOR: '1' }],
    ['NO_COLOR beside FORCE_COLOR', [], { NO_COLOR: '1', FORCE_COLOR: '1' }],
    ['--no-color over FORCE_COLOR', ['--no-color'], { FORCE_COLOR: '1' }],
    ['FORCE_COLOR=0', [], { FORCE_COLOR: '0' }],
    ['TERM=dumb', [], { TERM: 'dumb' }],
    ['a terminal’s name alone', [], { TERM: 'xterm-256color', COLORTERM: 'truecolor' }],
  ])('are not there with %s', async (_, args, environment) => {
    expect(await print(args, { environment })).toBe(plain);
  });

  it.each(['json', 'markdown'])('never get into %s', async (format) => {
    const asked = await print(['--format', format, '--color'], { environment: { FORCE_COLOR: '3' } });
    expect(asked).not.toMatch(CONTROL);
    expect(asked).toBe(await print(['--format', format]));
  });

  it.each([
    ['an ASCII locale', { LC_ALL: 'C' }],
    ['the console of Linux', { TERM: 'linux' }],
  ])('and signs beyond ASCII in lines and bars are not there in %s', async (_, environment) => {
    const ascii = await print([], { environment });
    expect(ascii).not.toMatch(/[^\n -~]/);
    expect(ascii.split('\n')[0]).toBe(plain.split('\n')[0]);
  });
});

describe('an option', () => {
  const CONFIG = '{ "session_gap_minutes": 45, "grace_days": 3, "bots": "include", "columns": { "events": { "url": "page_url" } } }';
  const options = async (args: string[], environment = {}) =>
    (JSON.parse(await print(['--format', 'json', ...args], { environment })) as Report).options;

  it('comes from flag, environment, config file of the folder, default, in this order', async () => {
    expect(await options([])).toMatchObject({ session_gap_minutes: 30, grace_days: 7, bots: 'exclude', dwell_basis: 'looking' });
    place.write({ 'midfunnel.config.json': CONFIG, 'other.json': '{ "bots": "include" }' });
    const variables = { MIDFUNNEL_SESSION_GAP: '20m', MIDFUNNEL_GRACE_DAYS: '5', MIDFUNNEL_TO: '' };
    const flags = ['--grace-days', '6', '--column', 'events.time=timestamp'];
    expect(await options(flags, variables)).toMatchObject({
      grace_days: 6,
      session_gap_minutes: 20,
      bots: 'include',
      dwell_basis: 'looking',
      to: null,
      columns: { events: { url: 'page_url', time: 'timestamp' } },
    });
    expect(await options(['--config', 'other.json']), 'another file instead').toMatchObject({ session_gap_minutes: 30, bots: 'include' });
    expect(await options(['--config', 'none'])).toMatchObject({ session_gap_minutes: 30, bots: 'exclude' });
  });

  it('that can be repeated takes one value a line from the environment', async () => {
    place.write({ 'midfunnel.config.json': '{}' });
    const found = await options([], { MIDFUNNEL_SITE_DOMAIN: 'shop.example\npay.example' });
    expect(found).toMatchObject({ site_domains: ['shop.example', 'pay.example'] });
  });
});
