import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clickstream, makePlace, orders } from './run.ts';

const place = makePlace();
place.write({ 'e.csv': clickstream(), 'o.csv': orders() });

interface Case {
  title: string;
  args: string[];
  environment?: Record<string, string>;
  /** Content of the file that `--config` names. */
  config?: string;
  /** All of standard error. */
  says: RegExp;
}

const E = ['--events', 'e.csv'];
const config = (title: string, text: string, says: RegExp): Case => ({
  title: `a config ${title}`,
  args: [...E, '--config', 'c.json'],
  config: text,
  says,
});
const flag = (title: string, args: string[], says: RegExp): Case => ({ title, args: [...E, ...args], says });
const variable = (title: string, environment: Record<string, string>, says: RegExp): Case => ({ title, args: E, environment, says });

const CASES: Case[] = [
  {
    title: 'a flag that there is not',
    args: ['--evnets', 'e.csv'],
    says: /^midfunnel: unknown option '--evnets'.*\n {2}See midfunnel diagnose --help/,
  },
  {
    title: 'a flag that the command does not have',
    args: ['simulate', 'out', '--orders', 'o.csv'],
    says: /unknown option '--orders'\n {2}See midfunnel simulate --help/,
  },
  { title: 'a command that there is not', args: ['diagnos'], says: /there is no command diagnos\n {2}Commands: diagnose, inspect, / },
  {
    title: 'a file for a command',
    args: ['e.csv'],
    says: /there is no command e\.csv\n {2}If it is an export: midfunnel diagnose --events e\.csv/,
  },
  {
    title: 'a file without its flag',
    args: ['diagnose', 'e.csv'],
    says: /diagnose takes its files with flags\n {2}Name them: .*--events FILE/,
  },
  {
    title: 'a command without its argument',
    args: ['inspect'],
    says: /missing required argument 'file'\n {2}See midfunnel inspect --help/,
  },
  { title: 'a flag without its value', args: ['--events'], says: /option '--events <file\.\.\.>' argument missing\n/ },
  {
    title: 'no clickstream',
    args: [],
    says: /no clickstream given\n {2}Name it with --events FILE\. .*midfunnel demo\. .*midfunnel --help/,
  },
  {
    title: 'standard input for both exports',
    args: ['--events', '-', '--orders', '-'],
    says: /standard input cannot be both.*\n {2}Give one/,
  },
  flag('a format that there is not', ['--format', 'yaml'], /--format "yaml" must be one of terminal markdown json\n/),
  flag(
    'a duration without a unit that there is',
    ['--session-gap', '5x'],
    /--session-gap: 5x is not a duration\n {2}Write it as 90s, 2m or 1h/,
  ),
  flag('a gap of parts of minutes', ['--session-gap', '90s'], /--session-gap: 90s is not a whole number of minutes\n/),
  flag('no gap at all', ['--session-gap', '0'], /--session-gap 0 must be at least 1\n/),
  flag('a band with one end', ['--dwell', '2m'], /--dwell: 2m is not a band\n {2}Write two durations, as 2m\.\.7m/),
  flag('a band with three ends', ['--dwell', '2m..7m..9m'], /--dwell: 2m\.\.7m\.\.9m is not a band\n/),
  flag('a band the wrong way round', ['--dwell', '7m..2m'], /--dwell: 7m\.\.2m is not a band\n {2}.*the shorter first/),
  flag('a duration below zero', ['--dwell', '-1m..3m'], /--dwell: -1m is not a duration\n/),
  flag('a band over more than a day', ['--dwell', '2m..500h'], /--dwell to_seconds 1800000 must be at most 86400\n/),
  flag('a number that is none', ['--threads', 'four'], /--threads: four is not a whole number\n {2}Write digits only/),
  flag('a number out of range', ['--grace-days', '91'], /--grace-days 91 must be at most 90\n/),
  flag('too little memory', ['--memory', '12'], /--memory 12 must be at least 512\n/),
  flag('a share over one', ['--max-rejected', '2'], /--max-rejected 2 must be at most 1\n/),
  flag('a time for a day', ['--from', '2026-11-02T10:00'], /--from: 2026-11-02T10:00 is not a date\n {2}Write it as 2026-11-02/),
  flag('a day that no calendar has', ['--to', '2026-02-30'], /--to "2026-02-30" must be a day of the calendar/),
  flag(
    '--from after --to',
    ['--from', '2026-11-05', '--to', '2026-11-01'],
    /the period ends before it begins: .*\n {2}Exchange --from and --to/,
  ),
  flag(
    'a time zone that there is not',
    ['--time-zone', 'Mars/Base'],
    /--time-zone "Mars\/Base" is not a time zone; write a name such as Europe/,
  ),
  flag('a currency that is no code', ['--currency', 'euro'], /--currency "euro" must be three capital letters, as EUR\n/),
  flag(
    'a column without a role',
    ['--column', 'client_id'],
    /--column: client_id names no role and column\n {2}Write it as events\.visitor_id=/,
  ),
  flag('a role that there is not', ['--column', 'events.vistor=x'], /--column events has the unknown key "vistor"\n/),
  flag(
    'an output in no folder',
    ['-o', 'no/report.json'],
    /cannot write no\/report\.json: the folder no does not exist\n {2}Make it first/,
  ),
  flag('rejects in no folder', ['--rejects', 'no/r.csv'], /cannot write no\/r\.csv: the folder no does not exist\n/),
  flag('an output that is a folder', ['-o', 'folder.json'], /cannot write folder\.json: it is a folder\n {2}Name a file in it/),
  flag(
    'an output with an unknown ending',
    ['-o', 'report.xyz'],
    /report\.xyz ends in \.xyz, .*\n {2}Name a file that ends in one of .*\.json/,
  ),
  flag('an output without an ending', ['-o', 'report'], /report has no extension, .*\n {2}Name a file that ends in/),
  flag(
    'rejects over the export',
    ['--rejects', './e.csv'],
    /\.\/e\.csv is an export given with --events, and writing it would destroy it\n/,
  ),
  flag(
    'rejects over the orders',
    ['--orders', 'o*.csv', '--rejects', 'o.csv'],
    /o\.csv is an export given with --orders, .*\n {2}Name another/,
  ),
  flag('a report over the config', ['--config', 'c.json', '-o', 'c.json'], /c\.json is the config file, /),
  flag('report and rejects in one file', ['-o', 'a.md', '--rejects', 'a.md'], /a\.md cannot hold both the report and the rejected rows\n/),
  {
    title: 'a config that is not there',
    args: [...E, '--config', 'no.json'],
    says: /the config file no\.json cannot be read\n {2}Check the path/,
  },
  config('that is no JSON', '{ "dwell": ', /c\.json is not valid JSON: .*\n {2}Correct the file/),
  config('with an unknown key', '{ "dwel": 1 }', /c\.json has the unknown key "dwel"\n/),
  config('with a value of another type', '{ "grace_days": "seven" }', /c\.json: grace_days "seven" must be a number\n/),
  config(
    'with an unknown role',
    '{ "columns": { "events": { "vistor": "x" } } }',
    /c\.json: columns events has the unknown key "vistor"\n/,
  ),
  config('with an unknown page group', '{ "pages": { "/x": "basket" } }', /c\.json: pages \/x "basket" must be one of home /),
  config('that is a list', '[]', /c\.json must be an object\n/),
  variable('a variable that is no option', { MIDFUNNEL_SESION_GAP: '30m' }, /variable MIDFUNNEL_SESION_GAP is no option\n {2}Unset it/),
  variable(
    'a variable with a bad duration',
    { MIDFUNNEL_SESSION_GAP: 'later' },
    /variable MIDFUNNEL_SESSION_GAP: later is not a duration\n/,
  ),
  variable(
    'a folder for temporary files that is not there',
    { TMPDIR: '/no/folder' },
    /cannot make a temporary folder in \/no\/folder: .*\n {2}Set the environment variable TMPDIR/,
  ),
  variable('a variable with a bad choice', { MIDFUNNEL_FORMAT: 'xml' }, /variable MIDFUNNEL_FORMAT "xml" must be one of terminal /),
  {
    title: 'sessions to simulate that are no number',
    args: ['simulate', 'out', '--sessions', 'many'],
    says: /--sessions: many is not a whole/,
  },
  {
    title: 'no day to simulate',
    args: ['simulate', 'out', '-q', '--days', '0'],
    says: /the number of days is 0\n {2}Give a whole number from 1/,
  },
];

describe('wrong usage ends with exit code 2, nothing on standard output, and two lines that say what and what to do:', () => {
  mkdirSync(join(place.folder, 'folder.json'));
  it.each(CASES)('$title', async ({ args, environment = {}, config: text = '{}', says }) => {
    place.write({ 'c.json': text });
    const run = await place.run(args, { environment });
    expect(run.stderr).toMatch(says);
    expect(run.stderr).toMatch(/^midfunnel: [^\n]+\n {2}[^\n]+\n$/);
    expect(run.stdout).toBe('');
    expect(run.code).toBe(2);
    expect(readFileSync(join(place.folder, 'c.json'), 'utf8')).toBe(text);
    for (const made of ['a.md', 'out']) expect(existsSync(join(place.folder, made))).toBe(false);
  });
});
