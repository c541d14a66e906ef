import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { HITS_WITHOUT_ID } from '../../src/intake/account-rows.ts';
import type { Report } from '../../src/report/report.ts';
import { clickstream, HEADER, hits, makePlace } from './run.ts';

const place = makePlace();
// Umlauts that windows-1252 has, as a campaign is written by people: not encoded.
const text = clickstream(hits(10, 'Müßiggang'));
const ends = ['\n', '\r\n', '\r'];
const wide = (swap: boolean) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return swap ? bytes.swap16() : bytes;
};

async function diagnose(args: string[], input?: string | Buffer): Promise<Report> {
  const run = await place.run(['-q', '--format', 'json', ...args], input === undefined ? {} : { input });
  expect(run.stderr).toBe('');
  expect(run.code).toBe(0);
  return JSON.parse(run.stdout) as Report;
}

function expectTheSame(report: Report): void {
  expect(report.sessions.total).toBe(10);
  expect(report.inputs[0]).toMatchObject({ rows_read: 40, rows_used: 40, rows_rejected: 0 });
  // Campaigns are compared in lower case, as channel rules are.
  expect(JSON.stringify(report.traffic)).toContain('"campaign":"müßiggang"');
}

describe('the same clickstream', () => {
  it.each([
    ['in UTF-8', Buffer.from(text)],
    ['in UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['in UTF-16, little end first', wide(false)],
    ['in UTF-16, big end first', wide(true)],
    ['in windows-1252', Buffer.from(text, 'latin1')],
    ['with CRLF', Buffer.from(text.replaceAll('\n', '\r\n'))],
    ['with CR alone', Buffer.from(text.replaceAll('\n', '\r'))],
    [
      'with all three line ends',
      Buffer.from(
        text
          .trimEnd()
          .split('\n')
          .map((line, i) => line + ends[i % 3]!)
          .join(''),
      ),
    ],
    ['packed with gzip', gzipSync(text)],
  ])('%s has the same sessions and the umlauts of its campaign', async (_, bytes) => {
    place.write({ 'e.csv': bytes });
    expectTheSame(await diagnose(['--events', 'e.csv']));
  });

  it('in UTF-16 is read from standard input as well', async () => {
    expectTheSame(await diagnose(['--events', '-'], wide(false)));
  });

  it('given twice under one name counts once', async () => {
    place.write({ 'e.csv': text });
    expect((await diagnose(['--events', 'e.csv', './e.csv'])).inputs).toHaveLength(1);
  });

  it('with a field of 1 MB is read whole', async () => {
    place.write({ 'e.csv': clickstream(hits().map((line, i) => (i === 21 ? `${line}?q=${'y'.repeat(1e6)}` : line))) });
    expect((await diagnose(['--events', 'e.csv'])).inputs[0]).toMatchObject({ rows_read: 40, rows_used: 40, rows_rejected: 0 });
  });

  it('with a field of 20 MB loses that row, named with line and reason, and no other', async () => {
    place.write({ 'e.csv': clickstream(hits().map((line, i) => (i === 21 ? `${line}?q=${'y'.repeat(20e6)}` : line))) });
    const report = await diagnose(['--events', 'e.csv', '--rejects', 'rejects.csv']);
    expect(report.inputs[0]).toMatchObject({ rows_read: 40, rows_used: 39, rows_rejected: 1 });
    expect(readFileSync(join(place.folder, 'rejects.csv'), 'utf8')).toBe('file,line,reason\ne.csv,23,the record is longer than 16 MB\n');
  });

  it('with an unclosed quote in its last line loses that row alone', async () => {
    const cut = text.trimEnd().replace(/,(https[^,]*)$/, ',"$1');
    place.write({ 'e.csv': cut });
    const report = await diagnose(['--events', 'e.csv', '--rejects', 'rejects.csv']);
    expect(report.inputs[0]).toMatchObject({ rows_read: 40, rows_used: 39, rows_rejected: 1 });
    expect(readFileSync(join(place.folder, 'rejects.csv'), 'utf8')).toBe(
      'file,line,reason\ne.csv,41,"a quoted field is followed by text, or its quote is not closed"\n',
    );
  });
});

/** Two bad rows and one without an id behind a preamble, a blank line and a line break in quotes; their physical lines are counted by hand. */
const BAD = [
  'Clicks of the shop', // 1
  'made by the export', // 2
  '', // 3
  HEADER, // 4
  ...hits().slice(0, 5), // 5 to 9
  '', // 10
  'v1,2026-11-02T11:06:00Z,"https://shop.example/a', // 11
  'b"', // 12
  'v1,never,https://shop.example/', // 13
  ...hits().slice(5), // 14 to 48
  'v1,2026-11-02T11:07:00Z', // 49
  ',2026-11-02T11:08:00Z,https://shop.example/', // 50
];
const REJECTS = (file: string) =>
  `file,line,reason\n${file},13,time is empty or cannot be read\n${file},49,too few fields: 2 instead of 3\n`;

describe('bad rows', () => {
  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('are listed with their physical line under %s', async (_, end) => {
    place.write({ 'bad.csv': BAD.map((line) => line + end).join('') });
    const report = await diagnose(['--events', 'bad.csv', '--rejects', 'rejects.csv', '--max-rejected', '0.1']);
    expect(report.inputs[0]).toMatchObject({
      rows_read: 44,
      rows_used: 41,
      rows_rejected: 2,
      filtered: [{ rule: HITS_WITHOUT_ID, rows: 1 }],
    });
    expect(readFileSync(join(place.folder, 'rejects.csv'), 'utf8')).toBe(REJECTS('bad.csv'));
  });

  it('above the allowed share stop the run, and their list is written all the same', async () => {
    place.write({ 'bad.csv': BAD.join('\n') });
    const run = await place.run(['-q', '--events', 'bad.csv', '--rejects', 'stopped.csv', '--max-rejected', '0.04', '-o', 'report.json']);
    expect(run.stderr).toMatch(/^midfunnel: bad\.csv: 4\.5 % of the 44 rows cannot be used \(line 13: .*; line 49: .*\)\n/);
    expect(run.code).toBe(3);
    expect(run.stdout).toBe('');
    expect(readFileSync(join(place.folder, 'stopped.csv'), 'utf8')).toBe(REJECTS('bad.csv'));
    expect(existsSync(join(place.folder, 'report.json'))).toBe(false);
  });
});
